import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FigureTable, Store } from '../../src/store/store.ts';
import { type FigureEntry, observations, publish, temporaryStore } from '../support/store.ts';
import { ALL, everyKindOfFigure, type NamedRow, rowsOf } from './figures.ts';

const VIEWS: Readonly<Record<FigureTable, string>> = {
  observations: 'SELECT * FROM v_observation ORDER BY series_key, period_kind, yyyymm',
  vintages: 'SELECT * FROM v_vintage ORDER BY series_key, period_kind, yyyymm, known_from',
};

/** The rows of a view with the days of the period, as SQLite knows them, in the place of its number. */
function rowsOfView(file: string, table: FigureTable): NamedRow[] {
  const db = new Database(file, { readonly: true });
  try {
    const days = "substr(period, 1, 7) || '-01' AS period_start, date(substr(period, -7) || '-01', '+1 month', '-1 day') AS period_end";
    return (db.prepare(VIEWS[table].replace('*', `*, ${days}`)).all() as NamedRow[]).map(({ yyyymm, ...row }) => row);
  } finally {
    db.close();
  }
}

/** Vintages of one instant come by their numbers, which no view says. */
function tiesInOneOrder(rows: readonly NamedRow[]): readonly NamedRow[] {
  const figureOf = (row?: NamedRow): string =>
    JSON.stringify([row?.['series_key'], row?.['period_kind'], row?.['period'], row?.['known_from']]);
  const text = (row: NamedRow): string => JSON.stringify(Object.entries(row).sort());
  const ordered: NamedRow[] = [];
  let tied: NamedRow[] = [];
  for (const [at, row] of rows.entries()) {
    tied.push(row);
    if (figureOf(rows[at + 1]) === figureOf(row)) continue;
    ordered.push(...tied.sort((a, b) => (text(a) < text(b) ? -1 : 1)));
    tied = [];
  }
  return ordered;
}

/** The export says of each figure, row by row and in this order, what the view says. */
async function expectViews(store: Store, file: string): Promise<number> {
  const rows = { observations: [] as NamedRow[], vintages: [] as NamedRow[] };
  await store.exportMoment(ALL, async (moment) => {
    for (const table of ['observations', 'vintages'] as const) rows[table] = await rowsOf(moment, table);
  });
  expect(rows.observations.map(({ change, ...row }) => row)).toEqual(rowsOfView(file, 'observations'));
  expect(tiesInOneOrder(rows.vintages)).toEqual(tiesInOneOrder(rowsOfView(file, 'vintages')));
  return rows.vintages.length;
}

describe('what is exported is what the public views say', () => {
  test('of figures of every kind: revised, withdrawn, restored, corrected, provisional, of any period, with and without names', async () => {
    const { store, file } = await everyKindOfFigure();
    await publish(store, '2025-07-20T10:00:00.000Z', observations([['2025-03', 311, 'month', 'P']]));
    const vintages = await expectViews(store, file);
    const db = new Database(file, { readonly: true });
    const count = (sql: string): unknown => db.prepare(`SELECT COUNT(*) FROM ${sql}`).pluck().get();
    expect(count("v_vintage WHERE period = '2025-03'")).toBe(4);
    expect(count('v_observation WHERE correction IS NOT NULL')).toBe(1);
    expect(count('v_observation WHERE first_seen_at < vintage_at')).toBe(1);
    expect(count('v_vintage')).toBe(vintages);
    db.close();
  });

  test('of a past that has nothing current behind it', async () => {
    const { store, file } = await everyKindOfFigure();
    const db = new Database(file);
    db.exec("DELETE FROM observation WHERE period = 202503 AND series_id IN (SELECT series_id FROM series WHERE period_kind = 'month')");
    db.exec("INSERT INTO series (key_id, period_kind) SELECT key_id, 'year' FROM series_key ORDER BY key DESC LIMIT 1");
    db.exec("INSERT INTO observation_history SELECT s.series_id, 202412, 1, 5, 'A', 2 FROM series s ORDER BY s.series_id DESC LIMIT 1");
    db.close();
    await expectViews(store, file);
  });

  test('of whatever was published, in whatever order it came: many series, late files, two files of one instant', async () => {
    const hour = (hours: number): string => new Date(Date.UTC(2025, 0, 1, hours)).toISOString();
    const publication = fc.record({
      seen: fc.integer({ min: 0, max: 5 }),
      partners: fc.uniqueArray(fc.constantFrom('US', 'DE', 'FR', 'JP', 'KR', 'WORLD'), { minLength: 1 }),
      products: fc.uniqueArray(fc.constantFrom('85051110', '85051190', '01010000', '28053000'), { minLength: 1 }),
      named: fc.boolean(),
      publishedAt: fc.constantFrom(null, '2024-12-31'),
      figures: fc.uniqueArray(
        fc.record({
          period: fc.constantFrom('2024-01', '2024-05', '2024-01/2024-05', '2024-01/2024-12', '2023-10/2023-12'),
          value: fc.constantFrom(null, 0, 1, 2.5, 3e22),
        }),
        { minLength: 1, selector: ({ period }) => period },
      ),
    });
    const kinds = { '2024-01/2024-05': 'ytd', '2024-01/2024-12': 'year', '2023-10/2023-12': 'quarter' } as const;
    await fc.assert(
      fc.asyncProperty(fc.array(publication, { minLength: 1, maxLength: 6 }), async (publications) => {
        const { store, file } = temporaryStore();
        for (const { seen, partners, products, named, publishedAt, figures } of publications) {
          const entries = figures.map(({ period, value }): FigureEntry => [period, value, kinds[period as keyof typeof kinds] ?? 'month']);
          await publish(
            store,
            hour(seen),
            partners.flatMap((partner) => products.flatMap((product) => observations(entries, { partner, product }))),
            {
              ...(publishedAt === null ? {} : { publishedAt }),
              products: named ? products.map((product) => ({ classification: 'HS8', product, name: `Name of ${product}` })) : [],
            },
          );
        }
        await expectViews(store, file);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
