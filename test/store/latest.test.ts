import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type Correction, correctionDigest } from '../../src/domain/correction.ts';
import { period } from '../../src/domain/period.ts';
import { formatSeriesKey } from '../../src/domain/series.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { history, Source } from '../support/histories.ts';
import { asBefore } from '../support/old-database.ts';
import { KEY, observations, publish, temporaryStore } from '../support/store.ts';

/** What v_latest is: of each series the row of v_growth for its last period. */
const LAST_OF_GROWTH = `SELECT * FROM v_growth g WHERE period = (SELECT MAX(period) FROM v_growth o WHERE o.key = g.key AND o.period_kind = g.period_kind) ORDER BY key, period_kind`;

test('v_latest has the row of v_growth for the last period of each series and kind', async () => {
  const { store, file } = temporaryStore();
  const months = observations([
    ['2024-05', 100],
    ['2024-06', 80],
    ['2025-05', 120],
    ['2025-06', 100],
    ['2024-01/2024-02', 150, 'combined'],
    ['2025-01/2025-02', 160, 'combined'],
    ['2024-01/2024-06', 600, 'ytd'],
    ['2025-01/2025-06', 650, 'ytd'],
  ]);
  const ended = observations([['2024-03', 5]], { partner: 'US' });
  const withheld = observations(
    [
      ['2024-06', 5],
      ['2025-06', null, 'month', 'Q'],
    ],
    { partner: 'JP' },
  );
  await publish(store, '2025-07-20T00:00:00.000Z', [...months, ...ended, ...withheld]);
  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  const latest = db.prepare('SELECT * FROM v_latest ORDER BY key, period_kind').all();
  expect(latest).toEqual(db.prepare(LAST_OF_GROWTH).all());
  expect(latest.map((row) => (row as { yoy_percent: number | null }).yoy_percent)).toEqual([
    null,
    null,
    (100 * 10) / 150,
    25,
    (100 * 50) / 600,
  ]);
});

const CORRECTED = { seriesKey: formatSeriesKey(KEY), period: period('month', 202504), action: 'replace', value: 8, expect: 80 } as const;
const LEDGER: readonly Correction[] = [
  {
    ...CORRECTED,
    digest: correctionDigest(CORRECTED),
    reason: 'the unit is wrong',
    source: 'https://example.org/',
    added: '2026-06-01',
    place: 'corrections.yaml:1',
  },
];

test('whatever a source publishes, late, revised, held, taken or turned down, v_latest says what v_growth says of the end of each series', {
  timeout: 240_000,
}, async () => {
  const seen = { rows: 0, rates: 0, others: 0, late: 0, settled: 0, corrected: 0, withdrawn: 0 };
  await fc.assert(
    fc.asyncProperty(history, async (happenings) => {
      const { store, file } = temporaryStore();
      await store.activateCorrections(LEDGER);
      const source = new Source(store, LEDGER);
      const db = new Database(file, { readonly: true });
      try {
        for (const one of happenings) {
          await source.take(one);
          const latest = db.prepare('SELECT * FROM v_latest ORDER BY key, period_kind').all() as Record<string, unknown>[];
          expect(latest).toEqual(db.prepare(LAST_OF_GROWTH).all());
          expect(await store.check()).toEqual([]);
          seen.rows += latest.length;
          seen.rates += latest.filter((row) => row['yoy_percent'] !== null).length;
          seen.others += latest.filter((row) => row['yoy_percent'] !== null && row['period_kind'] !== 'month').length;
        }
        const count = (from: string): number => db.prepare(`SELECT COUNT(*) FROM ${from}`).pluck().get() as number;
        seen.late += count('vintage v JOIN vintage w ON w.vintage_id > v.vintage_id AND w.known_from < v.known_from');
        seen.settled += count("v_held WHERE state IN ('accepted', 'rejected')");
        seen.corrected += count('corrected');
        seen.withdrawn += source.withdrawn;
      } finally {
        db.close();
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
  for (const [what, count] of Object.entries(seen)) expect([what, count > 0]).toEqual([what, true]);
});

test('a release of figures that nothing changes writes no row', async () => {
  const { store, file } = temporaryStore();
  const figures = observations([
    ['2024-05', 100],
    ['2025-05', 120],
    ['2025-01/2025-05', 600, 'ytd'],
  ]);
  await publish(store, '2025-06-20T00:00:00.000Z', figures);
  const db = new Database(file);
  onTestFinished(() => void db.close());
  db.exec(`CREATE TABLE written (series_id INTEGER);
    CREATE TRIGGER noted AFTER UPDATE ON series BEGIN INSERT INTO written VALUES (NEW.series_id); END`);
  await publish(store, '2025-07-20T00:00:00.000Z', figures);
  expect(db.prepare('SELECT COUNT(*) FROM written').pluck().get()).toBe(0);
  await publish(store, '2025-08-20T00:00:00.000Z', observations([['2024-05', 90]]));
  // The month by what came, and once more with the other kind of its key, whose base may be made up of months.
  expect(db.prepare('SELECT DISTINCT series_id FROM written').pluck().all()).toEqual([1, 2]);
});

test('db check names the series of which something else is kept than its figures say', async () => {
  const { store, file } = temporaryStore();
  await publish(store, '2025-06-20T00:00:00.000Z', observations([['2024-05', 100], ['2025-05', 120], ['2025-01/2025-05', 600, 'ytd']])); // biome-ignore format: one line
  await publish(store, '2025-06-21T00:00:00.000Z', observations([['2025-05', 3]], { partner: 'US' }));
  expect(await store.check()).toEqual([]);
  const db = new Database(file);
  onTestFinished(() => void db.close());
  db.exec(`UPDATE series SET last_yoy_percent = 19.99 WHERE series_id = 1; UPDATE series SET last_period = NULL, last_value = NULL WHERE series_id = 2;
    UPDATE series SET last_period = 202506 WHERE series_id = 3`);
  expect(await store.check()).toMatchInlineSnapshot(`
    [
      "series china-customs-query/CN.US.export.HS8:85051110.net_weight.kg (month): v_latest has 202506, where its figures end with 202505",
      "series china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg (month): v_latest has another value or rate at 202505",
      "series china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg (ytd): v_latest has no figure, where its figures end with 202505",
    ]
  `);
});

test('db check names periods that the views show as something else', async () => {
  const { store, file } = temporaryStore();
  await publish(store, '2025-06-20T00:00:00.000Z', observations([['2025-05', 120], ['2025-06', 130], ['2025-01/2025-06', 700, 'ytd']])); // biome-ignore format: one line
  const db = new Database(file);
  onTestFinished(() => void db.close());
  db.exec(
    "DELETE FROM period_name WHERE period = 202505; UPDATE period_name SET text = '2025-06' WHERE period = 202506 AND period_kind = 'ytd'",
  );
  expect(await store.check()).toEqual([
    'period 202505 (month): the views show nothing in place of 2025-05',
    'period 202506 (ytd): the views show 2025-06 in place of 2025-01/2025-06',
  ]);
});

test('a database of the version before gets the last figures of its series', async () => {
  const { store, file } = temporaryStore();
  const source = new Source(store, []);
  for (const one of fc.sample(history, { numRuns: 6, seed: 7 }).flat()) await source.take(one);
  const latest = (db: Database.Database): unknown[] => db.prepare('SELECT * FROM v_latest ORDER BY key, period_kind').all();
  store.close();
  const fresh = new Database(file, { readonly: true });
  const before = latest(fresh);
  fresh.close();
  expect(before.length).toBeGreaterThan(8);
  const old = asBefore(file, 12);
  const migrated = openStore(old);
  onTestFinished(() => migrated.close());
  expect(await migrated.check()).toEqual([]);
  const db = new Database(old, { readonly: true });
  onTestFinished(() => void db.close());
  expect(latest(db)).toEqual(before);
});
