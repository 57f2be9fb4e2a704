import { describe, expect, test } from 'vitest';
import { type Basis, type Growth, growth, subjects } from '../../src/domain/growth.ts';
import { janFeb, month, type Period, period, ytd } from '../../src/domain/period.ts';
import { figures } from '../support/store.ts';

/** China's magnet exports in tonnes, as in data/recorded/figures; April 2024 is not known. */
const MAGNETS = figures([
  ['2024-01/2024-07', 32812, 'ytd'],
  ['2024-05', 4762],
  ['2024-06', 5157],
  ['2024-07', 5278],
  ['2025-01', 6357],
  ['2025-02', 3590],
  ['2025-03', 5323],
  ['2025-04', 2628],
  ['2025-05', 1238],
  ['2025-06', 3188],
  ['2025-07', 5577],
  ['2025-01/2025-07', 27897, 'ytd'],
]);

const percentOf = (g: Growth): number | string => (g.known ? Number(g.percent.toFixed(1)) : g.reason);

describe('growth', () => {
  test.each<[Basis, Period, number | string]>([
    ['yoy', month(202505), -74],
    ['yoy', month(202506), -38.2],
    ['yoy', month(202507), 5.7],
    ['mom', month(202506), 157.5],
    ['ytd_yoy', month(202507), -15],
    ['ytd_yoy', ytd(202507), -15],
    ['yoy', month(202504), 'no_base'],
    ['qoq', period('quarter', 202506), -53.8],
    ['rolling_3m_yoy', month(202507), -34.2],
    ['rolling_3m_yoy', month(202506), 'no_base'],
  ])('%s of %o is %s', (basis, subject, expected) => {
    expect(percentOf(growth(MAGNETS, subject, basis))).toBe(expected);
  });

  test('names both totals, both intervals and the figures they are made of', () => {
    const g = growth(MAGNETS, month(202507), 'rolling_3m_yoy');
    expect(g).toMatchObject({ known: true, currentInterval: { from: 202505, to: 202507 }, baseInterval: { from: 202405, to: 202407 } });
    expect(g.known && g.current).toMatchObject({ value: 1238 + 3188 + 5577, parts: [{ value: 1238 }, { value: 3188 }, { value: 5577 }] });
  });

  test('says which month is missing', () => {
    expect(growth(MAGNETS, month(202504), 'yoy')).toMatchObject({
      known: false,
      detail: 'the base period needs 2024-04, which is not known',
    });
  });

  test('takes the month twelve months back, not the twelfth row back', () => {
    const gap = figures([
      ['2024-01', 10],
      ['2024-03', 30],
      ['2025-01', 20],
      ['2025-02', 5],
      ['2025-03', 60],
    ]);
    expect(percentOf(growth(gap, month(202503), 'yoy'))).toBe(100);
    expect(percentOf(growth(gap, month(202502), 'yoy'))).toBe('no_base');
  });

  test('never splits January-February', () => {
    const combined = figures([
      ['2024-01/2024-02', 8774, 'combined'],
      ['2024-03', 4709.5],
      ['2025-01/2025-02', 8511, 'combined'],
      ['2025-03', 5666.3],
      ['2025-01', 4000],
    ]);
    expect(percentOf(growth(combined, janFeb(2025), 'yoy'))).toBe(-3);
    expect(percentOf(growth(combined, month(202501), 'yoy'))).toBe('combined_period');
    expect(percentOf(growth(combined, month(202503), 'mom'))).toBe('combined_period');
    expect(percentOf(growth(combined, ytd(202503), 'ytd_yoy'))).toBe(5.1);
    expect(percentOf(growth(combined, period('quarter', 202503), 'qoq'))).toBe('no_base');
  });

  test('prefers a published total to a sum of its months', () => {
    const g = growth(MAGNETS, ytd(202507), 'ytd_yoy');
    expect(g.known && g.current.value).toBe(27897);
  });

  test('has no answer on a base of nothing, and none without a figure', () => {
    const zero = figures([
      ['2024-05', 0],
      ['2025-05', 7],
      ['2024-06', null, 'month', 'Q'],
      ['2025-06', 7],
      ['2025-07', null],
    ]);
    expect(percentOf(growth(zero, month(202505), 'yoy'))).toBe('base_zero_or_small');
    expect(percentOf(growth(zero, month(202506), 'yoy'))).toBe('suppressed');
    expect(percentOf(growth(zero, month(202507), 'yoy'))).toBe('no_current');
    expect(percentOf(growth(zero, month(202508), 'yoy'))).toBe('no_current');
  });

  test('adds decimals without binary residue', () => {
    const g = growth(
      figures([
        ['2025-01', 0.1],
        ['2025-02', 0.2],
        ['2025-03', 0.3],
        ['2024-10', 1],
        ['2024-11', 1],
        ['2024-12', 1],
      ]),
      period('quarter', 202503),
      'qoq',
    );
    expect(g.known && g.current.value).toBe(0.6);
  });

  test('is judged once for each period, whatever it is computed from', () => {
    expect(subjects(MAGNETS, 'ytd_yoy').filter((p) => p.end === 202507)).toEqual([ytd(202507)]);
    expect(subjects(MAGNETS, 'qoq')).toEqual([period('quarter', 202406), period('quarter', 202503), period('quarter', 202506)]);
  });
});
