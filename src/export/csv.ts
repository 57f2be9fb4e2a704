import type { ExportMoment, FigureTable } from '../store/store.ts';
import { csvField, guarded } from './csv-field.ts';
import { type Cell, type Column, type FieldKind, figureTables, PRODUCT_FIELDS } from './fields.ts';
import { figureText } from './figure-text.ts';
import type { ExportedFile, Format, Target } from './format.ts';
import { writeSealed } from './sealed-file.ts';

/** One record of RFC 4180. */
export const csvRecord = (cells: readonly Cell[]): string => `${cells.map(csvField).join(',')}\r\n`;

const header = (fields: readonly { readonly name: string }[]): string => csvRecord(fields.map((field) => field.name));

/** Writes figures a few series at a time: what is in memory does not grow with the file. */
export async function writeFigures(
  moment: ExportMoment,
  target: Target,
  table: FigureTable,
  columns: readonly Column[],
  fieldOf: (cell: Cell, column: Column) => string,
): Promise<ExportedFile> {
  let rows = 0;
  const sealed = await writeSealed(target.folder, `${table}.csv`, async (file) => {
    const textOf = figureText(columns, fieldOf);
    await file.writeText(header(columns));
    for await (const { all, origins } of moment.figures(table)) {
      const before = rows;
      for (const one of all) {
        await file.writeText(textOf(one, origins));
        rows += one.figures.length;
      }
      target.wrote(rows - before);
    }
  });
  return { ...sealed, table, rows };
}

const guardedField = (cell: Cell, { kind }: { readonly kind: FieldKind }): string =>
  csvField(kind === 'text' && typeof cell === 'string' ? guarded(cell) : cell);

async function writeProducts(moment: ExportMoment, target: Target): Promise<ExportedFile> {
  let rows = 0;
  const sealed = await writeSealed(target.folder, 'products.csv', async (file) => {
    await file.writeText(header(PRODUCT_FIELDS));
    for await (const batch of moment.products()) {
      const recordOf = (product: (typeof batch)[number]): string =>
        `${PRODUCT_FIELDS.map((field) => guardedField(product[field.name], field)).join(',')}\r\n`;
      await file.writeText(batch.map(recordOf).join(''));
      rows += batch.length;
      target.wrote(batch.length);
    }
  });
  return { ...sealed, table: 'products', rows };
}

export const CSV: Format = {
  format: 'csv',
  mediatype: 'text/csv',
  encoding: 'utf-8',
  documents: () => ({}),
  tables: (increment) => [...figureTables(increment), { table: 'products', fields: PRODUCT_FIELDS }],
  async write(moment, target) {
    const written: ExportedFile[] = [];
    for (const { table, fields } of figureTables(target.increment))
      written.push(await writeFigures(moment, target, table, fields, guardedField));
    return [...written, await writeProducts(moment, target)];
  },
};
