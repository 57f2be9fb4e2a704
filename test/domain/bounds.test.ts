import { describe, expect, test } from 'vitest';
import { boundsOf, growthRange, placeOf, roundingOf } from '../../src/domain/bounds.ts';
import { formatPeriod } from '../../src/domain/period.ts';
import type { Figure } from '../../src/domain/series.ts';
import { figure, MAGNETS, RARE_EARTHS } from '../support/claims.ts';

const magnets = MAGNETS.versions;
const parts = (figures: readonly Figure[]): string[] => figures.map((f) => formatPeriod(f.period));
const Q2_2025 = { from: 202504, to: 202506 };
const Q2_2024 = { from: 202404, to: 202406 };

describe('the total of an interval', () => {
  test('is what is published for exactly these months, before any sum', () => {
    const bounds = boundsOf(magnets, { from: 202501, to: 202506 });
    expect([bounds.least, bounds.gap, parts(bounds.parts)]).toEqual([22_319_000, null, ['2025-01/2025-06']]);
  });

  test('is the sum of months, or of a cumulative and the months after it', () => {
    expect(boundsOf(magnets, Q2_2025)).toMatchObject({ least: 7_054_000, gap: null });
    const nine = boundsOf(magnets, { from: 202401, to: 202409 });
    expect([nine.least, nine.gap, parts(nine.parts)]).toEqual([43_053_000, null, ['2024-01/2024-08', '2024-09']]);
  });

  test('is bounded from below by the months that are known, and from above by what is published around it', () => {
    const bounds = boundsOf(magnets, Q2_2024);
    expect([bounds.least, bounds.gap, parts(bounds.parts), bounds.around?.value]).toEqual([
      9_919_000,
      'absent',
      ['2024-05', '2024-06'],
      27_534_000,
    ]);
  });

  test('is not made up beside a figure that the source suppresses, and names January-February', () => {
    const hidden = [figure('2025-04/2025-06', null, 'quarter'), figure('2025-04', 1), figure('2025-05', 1), figure('2025-06', 1)];
    expect(boundsOf(hidden, Q2_2025).gap).toBe('suppressed');
    expect(boundsOf(RARE_EARTHS.versions, { from: 202501, to: 202501 }).gap).toBe('combined_period');
    expect(boundsOf(RARE_EARTHS.versions, { from: 202501, to: 202502 }).gap).toBeNull();
  });
});

describe('a range of growth', () => {
  const range = growthRange(boundsOf(magnets, Q2_2025), boundsOf(magnets, Q2_2024));

  test('lies wholly beyond a claim that the known months refute, and leaves others open', () => {
    expect(placeOf(range, { low: 25, lowIncluded: false, high: null, highIncluded: false })).toBe('outside');
    expect(placeOf(range, { low: null, lowIncluded: false, high: -25, highIncluded: false })).toBe('inside');
    expect(placeOf(range, { low: -51.5, lowIncluded: true, high: -50.5, highIncluded: false })).toBe('open');
    expect(placeOf(range, { low: null, lowIncluded: false, high: -80, highIncluded: false })).toBe('outside');
  });

  test('says nothing while a month of the current period is not known', () => {
    const open = growthRange(boundsOf(magnets, Q2_2024), boundsOf(magnets, Q2_2025));
    expect(placeOf(open, { low: null, lowIncluded: false, high: -99, highIncluded: false })).toBe('open');
  });

  test('takes the ends of an interval exactly', () => {
    const exact = growthRange(
      boundsOf([figure('2025-06', 124_999_999)], { from: 202506, to: 202506 }),
      boundsOf([figure('2024-06', 100_000_001)], { from: 202406, to: 202406 }),
    );
    expect(placeOf(exact, { low: 25, lowIncluded: false, high: null, highIncluded: false })).toBe('outside');
    expect(placeOf(exact, { low: 24.9, lowIncluded: true, high: 25, highIncluded: false })).toBe('inside');
  });

  test('is as wide as the rounding of the printed figures', () => {
    expect(roundingOf([figure('2025-06', 353_000)])).toBe(500);
    expect(roundingOf([figure('2025-06', 353_123)])).toBe(0.5);
    expect(roundingOf([figure('2025-06', 3_590_000)])).toBe(5000);
    expect(roundingOf([figure('2025-06', 3_590_000)], [figure('2025-06', 3_590_000), figure('2024-06', 1_238_123)])).toBe(500);
    expect(roundingOf([figure('2025-06', 5_000_000)])).toBe(50_000);
    const june = growthRange(
      boundsOf([figure('2025-06', 353_000)], { from: 202506, to: 202506 }),
      boundsOf([figure('2025-05', 46_000)], { from: 202505, to: 202505 }),
    );
    expect(placeOf(june, { low: 659.5, lowIncluded: true, high: 660.5, highIncluded: false })).toBe('inside');
    expect(placeOf(june, { low: 649.5, lowIncluded: true, high: 650.5, highIncluded: false })).toBe('outside');
  });
});
