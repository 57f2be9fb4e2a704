import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell, ExportRow, ExportTable } from '../store/store.ts';
import { csvField, guarded } from './csv-field.ts';
import { CHANGE_FIELD, OBSERVATION_FIELDS, PRODUCT_FIELDS, VINTAGE_FIELDS } from './fields.ts';
import type { ExportedFile, Format, Target } from './format.ts';

/** One record of RFC 4180. */
export const csvRecord = (cells: readonly Cell[]): string => `${cells.map(csvField).join(',')}\r\n`;

/** Writes batch by batch: what is in memory does not grow with the file. */
export async function writeCsv(
  target: Target,
  table: ExportTable,
  header: readonly string[],
  batches: AsyncIterable<readonly ExportRow[]>,
  cellsOf: (row: ExportRow) => readonly Cell[],
): Promise<ExportedFile> {
  const path = `${table}.csv`;
  const file = await open(join(target.folder, path), 'wx');
  let rows = 0;
  try {
    await file.appendFile(csvRecord(header));
    for await (const batch of batches) {
      await file.appendFile(batch.map((row) => csvRecord(cellsOf(row))).join(''));
      rows += batch.length;
      target.wrote(batch.length);
    }
  } finally {
    await file.close();
  }
  return { table, path, rows };
}

export const CSV: Format = {
  format: 'csv',
  mediatype: 'text/csv',
  encoding: 'utf-8',
  documents: () => ({}),
  tables: (increment) => [
    { table: 'observations', fields: increment ? [...OBSERVATION_FIELDS, CHANGE_FIELD] : OBSERVATION_FIELDS },
    { table: 'vintages', fields: VINTAGE_FIELDS },
    { table: 'products', fields: PRODUCT_FIELDS },
  ],
  async write(moment, target) {
    const written: ExportedFile[] = [];
    for (const { table, fields } of this.tables(target.increment)) {
      const header = fields.map((field) => field.name);
      const columns = moment.columns(table);
      const cells = fields.map(({ name, kind }) => ({ at: columns.indexOf(name), isText: kind === 'text' }));
      const cellsOf = (row: ExportRow): Cell[] => cells.map(({ at, isText }) => guardedCell(row[at] ?? null, isText));
      written.push(await writeCsv(target, table, header, moment.rows(table), cellsOf));
    }
    return written;
  },
};

const guardedCell = (cell: Cell, isText: boolean): Cell => (isText && typeof cell === 'string' ? guarded(cell) : cell);
