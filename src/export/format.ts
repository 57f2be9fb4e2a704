import type { ExportMoment, ExportTable } from '../store/store.ts';
import type { Field } from './fields.ts';
import type { SealedFile } from './sealed-file.ts';

/** A file of a table, as it has been written. */
export interface ExportedFile extends SealedFile {
  readonly table: ExportTable;
  readonly rows: number;
}

/** Where a format writes, and what. */
export interface Target {
  readonly folder: string;
  /** Only what has changed: observations say how. */
  readonly increment: boolean;
  /** Called now and then with how many rows more were written. */
  readonly wrote: (rows: number) => void;
}

/** A table in a form: the columns that its files have. */
export interface Table {
  readonly table: ExportTable;
  readonly fields: readonly Field[];
}

/** One form in which figures go out. */
export interface Format {
  /** As Data Package names it. */
  readonly format: string;
  readonly mediatype: string;
  /** Null: not text. */
  readonly encoding: string | null;
  tables(increment: boolean): readonly Table[];
  /** What describes the files, by file name, as JSON. */
  documents(created: string): Readonly<Record<string, unknown>>;
  write(moment: ExportMoment, target: Target): Promise<readonly ExportedFile[]>;
}
