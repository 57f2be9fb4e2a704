import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ColumnSource, fileWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Cell, ExportMoment, ExportPart } from '../store/store.ts';
import { CHANGE_FIELD, type Field, type FieldKind, OBSERVATION_FIELDS, PRODUCT_FIELDS, VINTAGE_FIELDS } from './fields.ts';
import type { ExportedFile, Format, Table, Target } from './format.ts';

/** Readers take row groups side by side and skip them by their statistics; this many are what is in memory at once. */
const ROW_GROUP = 50_000;

const TYPES: Readonly<Record<FieldKind, Omit<SchemaElement, 'name' | 'repetition_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  number: { type: 'DOUBLE' },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  day: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
};

const schemaOf = (fields: readonly Field[]): SchemaElement[] => [
  { name: 'root', num_children: fields.length },
  ...fields.map(
    (field): SchemaElement => ({ name: field.name, repetition_type: field.required ? 'REQUIRED' : 'OPTIONAL', ...TYPES[field.kind] }),
  ),
];

type Value = string | number | Date | null;

const decoded = (cell: Cell | undefined, kind: FieldKind): Value => {
  if (cell === null || cell === undefined) return null;
  if (kind === 'instant') return new Date(cell);
  return kind === 'day' ? new Date(`${cell}T00:00:00Z`) : cell;
};

/** The values of one column of a row group. */
interface Column {
  readonly field: Field;
  /** Where it is in a row. */
  readonly at: number;
  values: Value[];
  lastCell: Cell | undefined;
  last: Value;
}

async function writeFile(
  moment: ExportMoment,
  target: Target,
  { table, fields }: Table,
  path: string,
  part?: ExportPart,
): Promise<ExportedFile> {
  const name = join(target.folder, path);
  mkdirSync(dirname(name), { recursive: true });
  const file = new ParquetWriter({ writer: fileWriter(name), schema: schemaOf(fields), createdBy: 'tradewatch' });
  const names = moment.columns(table);
  const columns = fields.map((field): Column => ({ field, at: names.indexOf(field.name), values: [], lastCell: undefined, last: null }));
  let rows = 0;
  let held = 0;
  const flush = async (): Promise<void> => {
    if (held === 0) return;
    const columnData: ColumnSource[] = columns.map(({ field, values }) => ({ name: field.name, data: values }));
    await file.write({ columnData, rowGroupSize: ROW_GROUP });
    for (const column of columns) column.values = [];
    held = 0;
  };
  for await (const batch of moment.rows(table, part)) {
    for (const row of batch) {
      for (const column of columns) {
        const cell = row[column.at];
        // Rows come in the order of their keys: most cells repeat the one above, and one value for all of them is enough.
        if (cell !== column.lastCell) {
          column.last = decoded(cell, column.field.kind);
          column.lastCell = cell;
        }
        column.values.push(column.last);
      }
      rows += 1;
      held += 1;
      if (held === ROW_GROUP) await flush();
    }
    target.wrote(batch.length);
  }
  await flush();
  await file.finish();
  return { table, path, rows };
}

/** In the folders of Hive the name of the source is in the path, and not in the file. */
const withoutPipeline = (fields: readonly Field[]): readonly Field[] => fields.filter((field) => field.name !== 'pipeline');

export const PARQUET: Format = {
  format: 'parquet',
  mediatype: 'application/vnd.apache.parquet',
  encoding: null,
  documents: () => ({}),
  tables: (increment) => [
    { table: 'observations', fields: withoutPipeline(increment ? [...OBSERVATION_FIELDS, CHANGE_FIELD] : OBSERVATION_FIELDS) },
    { table: 'vintages', fields: withoutPipeline(VINTAGE_FIELDS) },
    { table: 'products', fields: PRODUCT_FIELDS },
  ],
  async write(moment, target) {
    const parts = await moment.parts();
    const written: ExportedFile[] = [];
    for (const table of this.tables(target.increment)) {
      if (table.table === 'products') {
        written.push(await writeFile(moment, target, table, 'products.parquet'));
        continue;
      }
      for (const part of parts) {
        const path = `${table.table}/pipeline=${part.pipeline}/year=${part.year}/part-0.parquet`;
        written.push(await writeFile(moment, target, table, path, part));
      }
    }
    return written;
  },
};
