import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { figuresOf } from '../../src/domain/figures.ts';
import { type Basis, growth, total } from '../../src/domain/growth.ts';
import { type PeriodKind, parsePeriod } from '../../src/domain/period.ts';
import { entries, figuresOfOneSeries } from '../support/drawn-series.ts';
import { type FigureEntry, observations, publish, temporaryStore } from '../support/store.ts';

/**
 * A third computation, in SQL over sets: each figure an interval of months with a length, a total the figure of exactly the asked
 * months, or else all pieces within them when their lengths add up. It shares no text with the views.
 */
const INDEPENDENT = `
WITH fact AS MATERIALIZED (
  SELECT k.key, s.period_kind AS kind, o.period, o.value, o.period / 100 * 12 + o.period % 100 AS last,
    CASE s.period_kind WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE o.period % 100 END AS length,
    CASE s.period_kind WHEN 'month' THEN 1 WHEN 'combined' THEN 2 WHEN 'quarter' THEN 3 WHEN 'year' THEN 4 ELSE 5 END AS rank
  FROM observation o JOIN series s USING (series_id) JOIN series_key k USING (key_id)),
pair AS MATERIALIZED (
  SELECT key, last, value FROM fact p WHERE kind = 'combined' AND value IS NOT NULL
    AND (SELECT COUNT(value) FROM fact m WHERE m.key = p.key AND m.kind = 'month' AND m.last IN (p.last - 1, p.last)) < 2),
asked AS (
  SELECT DISTINCT key, last - back AS last, length FROM fact, (SELECT 0 AS back UNION SELECT 1 UNION SELECT 12)
  UNION SELECT DISTINCT key, last - back, period % 100 FROM fact, (SELECT 0 AS back UNION SELECT 12)),
total AS MATERIALIZED (
  SELECT key, last, length, CASE
    WHEN EXISTS (SELECT 1 FROM fact f WHERE f.key = a.key AND f.last = a.last AND f.length = a.length)
      THEN (SELECT value FROM fact f WHERE f.key = a.key AND f.last = a.last AND f.length = a.length AND value IS NOT NULL ORDER BY rank LIMIT 1)
    ELSE (SELECT CASE WHEN SUM(months) = a.length THEN ROUND(SUM(value), 6) END FROM (
      SELECT 1 AS months, value FROM fact f WHERE f.key = a.key AND kind = 'month' AND value IS NOT NULL AND last > a.last - a.length AND last <= a.last
        AND NOT EXISTS (SELECT 1 FROM pair p WHERE p.key = a.key AND f.last IN (p.last - 1, p.last) AND p.last - 1 > a.last - a.length AND p.last <= a.last)
      UNION ALL SELECT 2, value FROM pair p WHERE p.key = a.key AND last - 1 > a.last - a.length AND last <= a.last)) END AS value
  FROM asked a)
SELECT f.key, f.period, f.kind, ${[
  ['mom', 1, 1],
  ['yoy', 'f.length', 12],
  ['ytd_yoy', 'f.period % 100', 12],
]
  .map(
    ([basis, length, back]) => `(SELECT 100.0 * (n.value - b.value) / b.value FROM total n JOIN total b ON b.key = n.key
    WHERE n.key = f.key AND n.last = f.last AND n.length = ${length} AND b.last = f.last - ${back} AND b.length = ${length} AND b.value > 0) AS ${basis}`,
  )
  .join(', ')}
FROM fact f`;

const COLUMNS: Readonly<Record<string, Basis>> = { mom_percent: 'mom', yoy_percent: 'yoy', ytd_yoy_percent: 'ytd_yoy' };
type Row = Readonly<Record<string, string | number | null>>;

/** What v_growth has: month on month is of months alone, and no quarter has a cumulative rate. */
const has = (basis: Basis, kind: PeriodKind): boolean => (basis === 'mom' ? kind === 'month' : basis === 'yoy' || kind !== 'quarter');

test('v_growth, the growth of the program and SQL over sets give the same numbers, whatever is missing, combined or suppressed', {
  timeout: 120_000,
}, async () => {
  let rates = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(figuresOfOneSeries, { minLength: 3, maxLength: 3 }), async (all) => {
      const partners = ['WORLD', 'US', 'DE'];
      const lists = all.map((figures, index) => observations(entries(figures), { partner: partners[index] as string }));
      const { store, file } = temporaryStore();
      await publish(store, '2025-02-01T00:00:00.000Z', lists.flat());
      store.close();
      const db = new Database(file, { readonly: true });
      const viewed = db.prepare('SELECT key, period, period_kind, mom_percent, yoy_percent, ytd_yoy_percent FROM v_growth').all() as Row[];
      const independent = new Map(
        (db.prepare(INDEPENDENT).all() as Row[]).map((row) => [`${row['key']} ${row['kind']} ${row['period']}`, row]),
      );
      db.close();
      expect(viewed.length).toBe(lists.flat().length);
      const held = new Map(partners.map((partner, index) => [partner, figuresOf(lists[index] ?? [])]));
      for (const row of viewed) {
        const kind = row['period_kind'] as PeriodKind;
        const subject = parsePeriod(String(row['period']), kind);
        const figures = held.get(String(row['key']).split('.')[1] as string);
        const other = independent.get(`${row['key']} ${kind} ${subject.end}`);
        if (figures === undefined) throw new Error(`no figures of ${row['key']}`);
        for (const [column, basis] of Object.entries(COLUMNS)) {
          const rate = growth(figures, subject, basis);
          const percent = rate.known && has(basis, kind) ? rate.percent : null;
          expect({ ...row, percent: row[column] }).toEqual({ ...row, percent });
          expect(has(basis, kind) ? other?.[basis] : null, `${row['key']} ${row['period']} ${basis}`).toBe(percent);
          if (percent !== null) rates += 1;
        }
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(rates).toBeGreaterThan(1000);
});

/** UN Comtrade prints dollars with three decimals: India's imports of jewellery of January 2022 are 912208653.293. */
test('a sum of decimals is what is added up by hand, in the views and in the program', { timeout: 60_000 }, async () => {
  const thousandths = fc.integer({ min: 1, max: 10 }).chain((digits) => fc.integer({ min: 0, max: 8 * 10 ** (digits + 3) }));
  await fc.assert(
    fc.asyncProperty(fc.array(thousandths, { minLength: 20, maxLength: 20 }), fc.boolean(), async (drawn, isCombined) => {
      const months = drawn.map((_, index) => (2024 + Math.trunc(index / 12)) * 100 + (index % 12) + 1);
      const value = (index: number): number => (drawn[index] as number) / 1000;
      const byHand = (from: number, to: number): number =>
        Number(drawn.slice(from, to + 1).reduce((sum, one) => sum + BigInt(one), 0n)) / 1000;
      // January and February of the second year as one figure.
      const list: FigureEntry[] = months.flatMap((end, index): FigureEntry[] =>
        isCombined && (index === 12 || index === 13)
          ? index === 12
            ? []
            : [['2025-01/2025-02', byHand(12, 13), 'combined']]
          : [[`${Math.trunc(end / 100)}-${String(end % 100).padStart(2, '0')}`, value(index)]],
      );
      const { store, file } = temporaryStore();
      await publish(store, '2025-10-01T00:00:00.000Z', [
        ...observations(list),
        ...observations([['2025-08', value(0)]], { partner: 'US' }),
      ]);
      store.close();
      const db = new Database(file, { readonly: true });
      const one = (sql: string): unknown => db.prepare(sql).pluck().get();
      const seen = {
        ytd: one("SELECT ytd_value FROM v_growth WHERE partner = 'WORLD' AND yyyymm = 202508"),
        year: one("SELECT value FROM v_rolling_year WHERE partner = 'WORLD' AND yyyymm = 202508"),
        rest: one("SELECT value FROM v_contribution WHERE partner = 'NOT_COVERED' AND yyyymm = 202508"),
      };
      db.close();
      expect(seen).toEqual({ ytd: byHand(12, 19), year: byHand(8, 19), rest: ((drawn[19] as number) - (drawn[0] as number)) / 1000 });
      expect(total(figuresOf(observations(list)), { from: 202501, to: 202508 })).toMatchObject({ value: byHand(12, 19) });
    }),
    { numRuns: 60, endOnFailure: true },
  );
});
