import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMonth } from '../../src/domain/period.ts';
import { figuresOfOneSeries } from '../support/drawn-series.ts';
import { endOfRow, kindOfRow, monthsAgo, percent, rowsOf, startOf, total, valueAt } from '../support/interval-totals.ts';

/** The views against a second computation that shares no code with them. The figures are invented. */
const LAST = 202412;

describe('views for analysis agree with a second computation, whatever is missing, combined or suppressed', { timeout: 120_000 }, () => {
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
            note: kindOfRow(row) === 'month' && end % 100 <= 2 ? 'lunar_new_year' : null,
            adjustment: 'unadjusted',
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
