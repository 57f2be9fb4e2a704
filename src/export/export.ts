import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportMoment, ExportSelection } from '../store/store.ts';
import { DESCRIPTOR, datapackage, LICENCES, licenceText, schemaFile, tableSchema } from './datapackage.ts';
import type { ExportedFile, Format } from './format.ts';
import { type SealedFile, writeSealed } from './sealed-file.ts';

export interface Exported {
  readonly written: readonly ExportedFile[];
  readonly bytes: number;
}

/** Writes one moment of the database into a folder: the files of the format, what describes them, and checksums of all. */
export async function writeExport(
  moment: ExportMoment,
  selection: ExportSelection,
  format: Format,
  folder: string,
  created: string,
  wrote: (rows: number) => void,
): Promise<Exported> {
  const increment = selection.changedSince !== null;
  const written = await format.write(moment, { folder, increment, wrote });
  const documents: SealedFile[] = [];
  for (const [path, content] of Object.entries(format.documents(created)))
    documents.push(await writeSealed(folder, path, (file) => file.writeText(jsonText(content))));
  // An increment may have nothing of a table.
  for (const table of format.tables(increment))
    if (written.some((file) => file.table === table.table)) writeJson(folder, schemaFile(table), tableSchema(table));
  writeFileSync(join(folder, LICENCES), licenceText(moment.sources));
  const { nextChangedSince, sources } = moment;
  writeJson(folder, DESCRIPTOR, datapackage({ format, created, selection, nextChangedSince, sources, written, documents }));
  return { written, bytes: [...written, ...documents].reduce((sum, file) => sum + file.bytes, 0) };
}

const jsonText = (content: unknown): string => `${JSON.stringify(content, null, 2)}\n`;

const writeJson = (folder: string, path: string, content: unknown): void =>
  writeFileSync(join(folder, path), jsonText(content), { flush: true });
