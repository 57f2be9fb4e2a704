import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatMonth, type PeriodKind } from '../../src/domain/period.ts';
import type { SeriesKey } from '../../src/domain/series.ts';
import { type Drawn, entries, figuresOfOneSeries } from '../support/drawn-series.ts';
import { observations, publish, temporaryStore } from '../support/store.ts';

/**
 * The views against a second computation that shares no code with them: intervals of months, looked up or put together month by
 * month. The figures are invented.
 */
type Row = Readonly<Record<string, string | number | null>>;

const LAST = 202412;
const KINDS = ['month', 'combined', 'ytd', 'quarter', 'year'] as const;

const monthsAgo = (month: number, count: number): number => {
  const index = Math.trunc(month / 100) * 12 + (month % 100) - 1 - count;
  return Math.trunc(index / 12) * 100 + (index % 12) + 1;
};
const startOf = (kind: PeriodKind, end: number): number =>
  kind === 'month' ? end : kind === 'quarter' ? monthsAgo(end, 2) : end - (end % 100) + 1;
const valueAt = (figures: readonly Drawn[], kind: PeriodKind, end: number): number | null | undefined =>
  figures.find((f) => f.kind === kind && f.end === end)?.value;

/** The total of an interval; null when a part is not known. */
function total(figures: readonly Drawn[], from: number, to: number): number | null {
  const exact = figures.filter((f) => f.end === to && startOf(f.kind, f.end) === from);
  if (exact.length > 0) return KINDS.map((kind) => exact.find((f) => f.kind === kind)?.value).find((v) => v != null) ?? null;
  let sum = 0;
  for (let at = from; at <= to; at = monthsAgo(at, -1)) {
    const month = valueAt(figures, 'month', at);
    const pair = at % 100 === 1 && at < to ? valueAt(figures, 'combined', at + 1) : null;
    if (pair != null && (month == null || valueAt(figures, 'month', at + 1) == null)) {
      sum += pair;
      at += 1;
    } else if (month != null) sum += month;
    else return null;
  }
  return sum;
}

const percent = (now: number | null, base: number | null): number | null =>
  now === null || base === null || base <= 0 ? null : (100 * (now - base)) / base;

/** The rows of a query on a database with these series. */
async function rowsOf(
  series: readonly (readonly [key: Partial<SeriesKey>, figures: readonly Drawn[]])[],
  ...queries: readonly string[]
): Promise<Row[][]> {
  const { store, file } = temporaryStore();
  await publish(
    store,
    '2025-02-01T00:00:00.000Z',
    series.flatMap(([key, figures]) => observations(entries(figures), key)),
  );
  store.close();
  const db = new Database(file, { readonly: true });
  const rows = queries.map((sql) => db.prepare(sql).all() as Row[]);
  db.close();
  return rows;
}

const endOfRow = (row: Row): number => Number(String(row['period']).slice(-7).replace('-', ''));
const kindOfRow = (row: Row): PeriodKind => row['period_kind'] as PeriodKind;

describe('views for analysis agree with a second computation, whatever is missing, combined or suppressed', { timeout: 120_000 }, () => {
  test('v_contribution, and what no partner covers', async () => {
    const partners = { US: 'country', DE: 'country', OTHER_ASIA: 'rest', ASEAN: 'group' } as const;
    const drawn = fc.record({
      WORLD: figuresOfOneSeries,
      US: figuresOfOneSeries,
      DE: figuresOfOneSeries,
      OTHER_ASIA: figuresOfOneSeries,
      ASEAN: figuresOfOneSeries,
    });
    await fc.assert(
      fc.asyncProperty(drawn, async (all) => {
        const [rows = []] = await rowsOf(
          Object.entries(all).map(([partner, figures]) => [{ partner }, figures] as const),
          'SELECT * FROM v_contribution',
        );
        const names = ['US', 'DE', 'OTHER_ASIA', 'ASEAN'] as const;
        expect(rows.length).toBe(Object.values(all).reduce((sum, figures) => sum + figures.length, 0));
        for (const row of rows) {
          const end = endOfRow(row);
          const from = startOf(kindOfRow(row), end);
          const of = (figures: readonly Drawn[], years: number): number | null => total(figures, from - 100 * years, end - 100 * years);
          const world = [of(all.WORLD, 0), of(all.WORLD, 1)] as const;
          const growth = percent(...world);
          expect(row['world_growth_percent']).toBe(growth);
          const adding = names.filter((name) => partners[name] !== 'group').map((name) => [of(all[name], 0), of(all[name], 1)] as const);
          if (row['partner'] === 'NOT_COVERED') {
            const known = (at: 0 | 1): number => adding.reduce((sum, pair) => sum + (pair[at] ?? 0), 0);
            const change = adding.reduce((sum, [now, base]) => sum + (now === null || base === null ? 0 : now - base), 0);
            expect(row).toMatchObject({
              partner_kind: 'not_covered',
              adds_up: 1,
              value: world[0] === null ? null : world[0] - known(0),
              base_value: world[1] === null ? null : world[1] - known(1),
              contribution_points: growth === null ? null : (100 * ((world[0] ?? 0) - (world[1] ?? 0) - change)) / (world[1] ?? 0),
              partners: adding.filter(([now]) => now !== null).length,
            });
          } else {
            const name = row['partner'] as (typeof names)[number];
            const pair = [of(all[name], 0), of(all[name], 1)] as const;
            expect(row).toMatchObject({
              partner_kind: partners[name],
              adds_up: partners[name] === 'group' ? 0 : 1,
              value: pair[0],
              base_value: pair[1],
              growth_percent: percent(...pair),
              share_percent: pair[0] === null || !((world[0] ?? 0) > 0) ? null : (100 * pair[0]) / (world[0] ?? 0),
              contribution_points:
                growth === null || pair[0] === null || pair[1] === null ? null : (100 * (pair[0] - pair[1])) / (world[1] ?? 0),
            });
            expect(row['reason'] === null).toBe(row['contribution_points'] !== null);
          }
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  test('contributions and what is not covered add up to the growth of the world', async () => {
    await fc.assert(
      fc.asyncProperty(figuresOfOneSeries, figuresOfOneSeries, figuresOfOneSeries, async (world, us, de) => {
        const [rows = []] = await rowsOf(
          [
            [{ partner: 'WORLD' }, world],
            [{ partner: 'US' }, us],
            [{ partner: 'DE' }, de],
          ],
          `SELECT world_growth_percent AS growth, SUM(contribution_points) AS points, SUM(share_percent) AS shares, MAX(world_value) AS world
             FROM v_contribution WHERE adds_up AND period_kind = 'month' GROUP BY period HAVING SUM(partner = 'NOT_COVERED') = 1`,
        );
        for (const { growth, points, shares, world: value } of rows) {
          if (growth !== null) expect(points).toBeCloseTo(growth as number, 6);
          if (value !== null && (value as number) > 0) expect(shares).toBeCloseTo(100, 6);
        }
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  test('v_unit_value', async () => {
    await fc.assert(
      fc.asyncProperty(figuresOfOneSeries, figuresOfOneSeries, async (value, weight) => {
        const [rows = []] = await rowsOf(
          [
            [{ measure: 'value', unit: 'USD' }, value],
            [{ measure: 'net_weight', unit: 'kg' }, weight],
          ],
          'SELECT * FROM v_unit_value',
        );
        expect(rows.length).toBe(value.length);
        for (const row of rows) {
          const end = endOfRow(row);
          const from = startOf(kindOfRow(row), end);
          const [money, kilograms] = [total(value, from, end), total(weight, from, end)];
          const [moneyBefore, kilogramsBefore] = [total(value, from - 100, end - 100), total(weight, from - 100, end - 100)];
          const unit = (m: number | null, kg: number | null): number | null => (m === null || kg === null || kg <= 0 ? null : m / kg);
          const pair = [unit(money, kilograms), unit(moneyBefore, kilogramsBefore)] as const;
          expect(row).toMatchObject({
            currency: 'USD',
            value: money,
            net_weight: kilograms,
            unit_value: pair[0],
            base_unit_value: pair[1],
          });
          const change = percent(...pair);
          if (change === null) expect(row['yoy_percent']).toBeNull();
          else expect(row['yoy_percent']).toBeCloseTo(change, 9);
          expect(row['reason'] === null).toBe(row['unit_value'] !== null);
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  test('v_seasonal_range, v_record and v_rolling_year', async () => {
    await fc.assert(
      fc.asyncProperty(figuresOfOneSeries, async (figures) => {
        const [ranges = [], records = [], windows = []] = await rowsOf(
          [[{}, figures]],
          'SELECT * FROM v_seasonal_range',
          'SELECT * FROM v_record',
          'SELECT * FROM v_rolling_year',
        );

        expect(ranges.length).toBe(figures.length);
        for (const row of ranges) {
          const end = endOfRow(row);
          const known = [1, 2, 3, 4, 5].flatMap((years) => valueAt(figures, kindOfRow(row), end - 100 * years) ?? []);
          const { value } = row as { value: number | null };
          const [low, high] = known.length === 0 ? [null, null] : [Math.min(...known), Math.max(...known)];
          expect(row).toMatchObject({
            years_known: known.length,
            range_min: low,
            range_max: high,
            position: known.length < 5 || value === null ? null : value > (high ?? 0) ? 'above' : value < (low ?? 0) ? 'below' : 'within',
            note: kindOfRow(row) === 'month' && end % 100 <= 2 ? 'lunar_new_year' : null,
            adjustment: 'unadjusted',
          });
          if (known.length > 0) expect(row['range_mean']).toBeCloseTo(known.reduce((a, b) => a + b) / known.length, 9);
        }

        const months = figures.filter((f) => f.kind === 'month' && f.value !== null).sort((a, b) => a.end - b.end);
        expect(records.length).toBe(months.length);
        for (const row of records) {
          const end = endOfRow(row);
          const value = Number(row['value']);
          const first = months[0]?.end ?? end;
          const earlier = months.filter((f) => f.end < end);
          const unknown: number[] = [];
          for (let at = first; at < end; at = monthsAgo(at, -1)) if (!earlier.some((f) => f.end === at)) unknown.push(at);
          const surelyLower = (month: number): boolean => {
            const february = month - (month % 100) + 2;
            const pair = month % 100 <= 2 && february < end ? valueAt(figures, 'combined', february) : null;
            return pair != null && pair < value;
          };
          const asHigh = earlier.filter((f) => (f.value ?? 0) >= value).at(-1);
          const asLow = earlier.filter((f) => (f.value ?? 0) <= value).at(-1);
          const flag = (beaten: boolean, open: readonly number[]): number | null =>
            beaten ? 0 : earlier.length > 0 && open.length === 0 ? 1 : null;
          expect(row).toMatchObject({
            highest_since: asHigh === undefined ? null : formatMonth(asHigh.end),
            lowest_since: asLow === undefined ? null : formatMonth(asLow.end),
            record_high: flag(
              asHigh !== undefined,
              unknown.filter((month) => !surelyLower(month)),
            ),
            record_low: flag(asLow !== undefined, unknown),
            known_since: formatMonth(first),
            months_known: earlier.length,
            months_unknown: unknown.length,
          });
        }

        const ends = new Set(figures.filter((f) => f.kind === 'month' || f.kind === 'combined').map((f) => f.end));
        expect(windows.map(endOfRow).sort()).toEqual([...ends].sort());
        for (const row of windows) {
          const end = endOfRow(row);
          const pair = [total(figures, monthsAgo(end, 11), end), total(figures, monthsAgo(end, 23), monthsAgo(end, 12))] as const;
          expect(row).toMatchObject({
            period: `${formatMonth(monthsAgo(end, 11))}/${formatMonth(end)}`,
            value: pair[0],
            base_value: pair[1],
            yoy_percent: percent(...pair),
          });
          expect(row['reason'] === null).toBe(row['yoy_percent'] !== null);
        }
        expect(Math.max(...windows.map(endOfRow))).toBeLessThanOrEqual(LAST);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

describe('a question about one series, product or partner is answered from indexes', () => {
  const planOf = async (sql: string): Promise<string> => {
    const { store, file } = temporaryStore();
    store.close();
    const db = new Database(file, { readonly: true });
    onTestFinished(() => void db.close());
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    return plan.map(({ detail }) => detail).join('\n');
  };
  const FIGURES = [
    'v_observation',
    'v_vintage',
    'v_growth',
    'v_observation_usd',
    'v_contribution',
    'v_unit_value',
    'v_seasonal_range',
    'v_record',
    'v_rolling_year',
  ];
  const FILTERS = ["series_key = 'a/b'", "product = '85051110'", "partner = 'US'"];
  /** A table or view made whole, or an index made for the occasion; results of inner SELECTs are walked through. */
  const WHOLE = /^MATERIALIZE|^SCAN (?!\(subquery|q$|v_|CONSTANT ROW)|AUTOMATIC/;

  test.each(FIGURES.flatMap((view) => FILTERS.map((filter) => [view, filter] as const)))('%s WHERE %s', async (view, filter) => {
    const where = view === 'v_growth' ? filter.replace('series_key', 'key') : filter;
    const plan = await planOf(`SELECT * FROM ${view} WHERE ${where}`);
    const whole = plan.split('\n').filter((step) => WHOLE.test(step.trim()));
    expect(plan).toContain('SEARCH k USING INDEX series_key_by_');
    expect(whole, plan).toEqual([]);
  });

  test('the mirror of one product', async () => {
    expect(await planOf("SELECT * FROM v_mirror WHERE product = '850511' AND exporter = 'CN' AND importer = 'US'")).toMatch(
      /SEARCH i USING INDEX/,
    );
  });
});
