import { join } from 'node:path';
import fc from 'fast-check';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { CSV } from '../../src/export/csv.ts';
import { FIGURE_KEY } from '../../src/export/fields.ts';
import type { Format } from '../../src/export/format.ts';
import { PARQUET } from '../../src/export/parquet.ts';
import { SDMX_CSV } from '../../src/export/sdmx-csv.ts';
import type { ExportTable, Store } from '../../src/store/store.ts';
import { type FigureEntry, observations, publish, temporaryStore } from '../support/store.ts';
import { ALL, csvCells, csvRows, descriptorOf, exportTo, type NamedRow, rowsOf, sorted } from './figures.ts';

type Tables = Readonly<Record<ExportTable, readonly NamedRow[]>>;

const keyOf = (row: NamedRow, names: readonly string[]): string => names.map((name) => row[name]).join('|');

/** As docs/export.md says: what the increment speaks of goes, what it says comes; names of products are taken anew. */
function applied(before: Tables, increment: Tables): Tables {
  const touched = new Set(increment.observations.map((row) => keyOf(row, FIGURE_KEY)));
  const kept = (rows: readonly NamedRow[]): NamedRow[] => rows.filter((row) => !touched.has(keyOf(row, FIGURE_KEY)));
  const names = new Map(increment.products.map((row) => [keyOf(row, ['pipeline', 'classification', 'product']), row['name']]));
  const renamed = ({ change, ...row }: NamedRow): NamedRow => ({
    ...row,
    product_name: names.get(keyOf(row, ['pipeline', 'classification', 'product'])) ?? null,
  });
  return {
    observations: [...kept(before.observations), ...increment.observations].map(renamed),
    vintages: [...kept(before.vintages), ...increment.vintages],
    products: increment.products,
  };
}

const EMPTY: Tables = { observations: [], vintages: [], products: [] };

/** Everything of one moment, without files. */
async function taken(store: Store, changedSince: string | null): Promise<{ tables: Tables; next: string | null }> {
  return store.exportMoment({ ...ALL, changedSince }, async (moment) => {
    const tables = {
      observations: await rowsOf(moment, 'observations'),
      vintages: await rowsOf(moment, 'vintages'),
      products: await rowsOf(moment, 'products'),
    };
    return { tables, next: moment.nextChangedSince };
  });
}

const withoutChange = (rows: readonly NamedRow[]): NamedRow[] => rows.map(({ change, ...row }) => row);
const expectSame = (got: Tables, full: Tables): void => {
  expect(sorted(got.observations)).toEqual(sorted(withoutChange(full.observations)));
  expect(sorted(got.vintages)).toEqual(sorted(full.vintages));
  expect(sorted(got.products)).toEqual(sorted(full.products));
};

const hour = (hours: number): string => new Date(Date.UTC(2025, 0, 1, hours)).toISOString();

describe('an increment', () => {
  test('applied to what was there before gives the full export: late files, figures that go and come, a clock that is set back', async () => {
    const publication = fc.record({
      seen: fc.integer({ min: 0, max: 12 }),
      loaded: fc.integer({ min: 100, max: 112 }),
      name: fc.constantFrom('Magnets', '磁铁'),
      figures: fc.uniqueArray(fc.tuple(fc.constantFrom('2024-05', '2024-06', '2024-07'), fc.constantFrom(null, 1, 2, 3)), {
        minLength: 1,
        selector: ([period]) => period,
      }),
      exported: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(publication, { minLength: 1, maxLength: 8 }), async (publications) => {
        const { store } = temporaryStore();
        let held: Tables = EMPTY;
        let since: string | null = null;
        for (const { seen, loaded, name, figures, exported } of publications) {
          await publish(store, hour(seen), observations(figures as FigureEntry[]), {
            loadedAt: hour(loaded),
            products: [{ classification: 'HS8', product: '85051110', name }],
          });
          if (!exported) continue;
          const increment = await taken(store, since);
          held =
            since === null
              ? { ...increment.tables, observations: withoutChange(increment.tables.observations) }
              : applied(held, increment.tables);
          since = increment.next;
          expectSame(held, (await taken(store, null)).tables);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  /** January's 10 is revised, February is suppressed, March is new; April stays. */
  async function revised(): Promise<{ store: Store; revise: () => Promise<void> }> {
    const { store } = temporaryStore();
    const first: FigureEntry[] = [
      ['2025-01', 10],
      ['2025-02', 20],
      ['2025-04', 40],
    ];
    await publish(store, hour(1), observations(first));
    await publish(store, hour(2), observations([['2025-05', 50]]));
    return {
      store,
      revise: async () => {
        const second: FigureEntry[] = [
          ['2025-01', 11],
          ['2025-02', null, 'month', 'Q'],
          ['2025-03', 30],
          ['2025-04', 40],
        ];
        await publish(store, hour(3), observations(second));
      },
    };
  }

  test('says what is new, revised and withdrawn, with all that was ever known of it', async () => {
    const { store, revise } = await revised();
    const since = (await taken(store, null)).next;
    await revise();
    const { tables } = await taken(store, since);
    expect(tables.observations.map((row) => [row['period'], row['value'], row['status'], row['change']])).toEqual([
      ['2025-01', 11, 'A', 'revised'],
      ['2025-02', null, 'Q', 'withdrawn'],
      ['2025-03', 30, 'A', 'new'],
    ]);
    expect(tables.vintages.map((row) => [row['period'], row['value'], row['known_to']])).toEqual([
      ['2025-01', 10, hour(3)],
      ['2025-01', 11, null],
      ['2025-02', 20, hour(3)],
      ['2025-02', null, null],
      ['2025-03', 30, null],
    ]);
    expect((await taken(store, '2030-01-01T00:00:00.000Z')).tables.observations).toEqual([]);
  });

  test('calls a figure that the export before had last "revised" when it is, and does not bring what is as it was', async () => {
    const { store } = temporaryStore();
    await publish(
      store,
      hour(1),
      observations([
        ['2025-01', 10],
        ['2025-02', 20],
      ]),
    );
    const since = (await taken(store, null)).next;
    await publish(
      store,
      hour(2),
      observations([
        ['2025-01', 10],
        ['2025-02', 21],
      ]),
    );
    const { tables, next } = await taken(store, since);
    expect(tables.observations.map((row) => [row['period'], row['value'], row['change']])).toEqual([['2025-02', 21, 'revised']]);
    expect((await taken(store, next)).tables.observations).toEqual([]);
  });

  const parquet = async (folder: string, table: string): Promise<NamedRow[]> => {
    const rows: NamedRow[] = [];
    for (const { path } of descriptorOf(folder).resources) {
      if (!path.startsWith(`${table}/`) && path !== `${table}.parquet`) continue;
      const part = await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, path)) });
      const [, pipeline] = /pipeline=([^/]+)/.exec(path) ?? [];
      rows.push(...part.map((row) => ({ ...(pipeline === undefined ? {} : { pipeline }), ...row }) as NamedRow));
    }
    return rows;
  };
  test.each<[string, Format, (folder: string, table: string) => NamedRow[] | Promise<NamedRow[]>]>([
    ['csv', CSV, csvRows],
    ['parquet', PARQUET, parquet],
  ])('applied file by file gives the full export (%s)', async (_name, format, read) => {
    const { store, revise } = await revised();
    const tablesIn = async (folder: string): Promise<Tables> => ({
      observations: await read(folder, 'observations'),
      vintages: await read(folder, 'vintages'),
      products: await read(folder, 'products'),
    });
    const first = await exportTo(store, format);
    await revise();
    const changedSince = descriptorOf(first).tradewatch.next_changed_since;
    const increment = await exportTo(store, format, { changedSince });
    expect(descriptorOf(increment).tradewatch.changed_since).toBe(changedSince);
    expectSame(applied(await tablesIn(first), await tablesIn(increment)), await tablesIn(await exportTo(store, format)));
  });

  test('replaces observation by observation in SDMX-CSV', async () => {
    const { store, revise } = await revised();
    const first = await exportTo(store, SDMX_CSV);
    await revise();
    const increment = await exportTo(store, SDMX_CSV, { changedSince: descriptorOf(first).tradewatch.next_changed_since });
    const rows = csvCells(increment, 'observations.csv');
    expect(new Set(rows.map((row) => row['ACTION']))).toEqual(new Set(['R']));
    const names = Object.keys(rows[0] ?? {});
    const dimensions = names.slice(names.indexOf('FREQ'), names.indexOf('OBS_VALUE'));
    const held = new Map(csvCells(first, 'observations.csv').map((row) => [keyOf(row, dimensions), row]));
    for (const row of rows) held.set(keyOf(row, dimensions), { ...row, ACTION: 'I' });
    expect(sorted([...held.values()])).toEqual(sorted(csvCells(await exportTo(store, SDMX_CSV), 'observations.csv')));
  });
});

test('an export is of one moment: what is written meanwhile is not in it', async () => {
  const { store, file } = temporaryStore();
  await publish(store, hour(1), observations([['2025-01', 10]]));
  const { openStore, openStoreForReading } = await import('../../src/store/sqlite.ts');
  const reader = openStoreForReading(file);
  const writer = openStore(file);
  try {
    await reader.exportMoment(ALL, async (moment) => {
      await publish(writer, hour(2), observations([['2025-02', 20]]));
      const seen = (await rowsOf(moment, 'observations')).map((row) => row['period']);
      expect(seen).toEqual(['2025-01']);
      expect(moment.nextChangedSince).toBe(`${hour(1)}/1`);
    });
    expect((await taken(reader, `${hour(1)}/1`)).tables.observations.map((row) => row['period'])).toEqual(['2025-02']);
    expect((await taken(reader, hour(1))).tables.observations.map((row) => row['period'])).toEqual(['2025-01', '2025-02']);
  } finally {
    writer.close();
    reader.close();
  }
});
