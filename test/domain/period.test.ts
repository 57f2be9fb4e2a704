import { describe, expect, test } from 'vitest';
import {
  addMonths,
  formatPeriod,
  janFeb,
  month,
  monthsBetween,
  parseMonth,
  parsePeriod,
  period,
  shift,
  startOf,
  ytd,
} from '../../src/domain/period.ts';

describe('a period', () => {
  test('is written as a month, or as an interval when it covers several', () => {
    expect(formatPeriod(month(202506))).toBe('2025-06');
    expect(formatPeriod(janFeb(2025))).toBe('2025-01/2025-02');
    expect(formatPeriod(ytd(202507))).toBe('2025-01/2025-07');
    expect(formatPeriod(period('quarter', 202506))).toBe('2025-04/2025-06');
    expect(formatPeriod(period('year', 202412))).toBe('2024-01/2024-12');
    expect(formatPeriod(ytd(202501))).toBe('2025-01');
  });

  test('is read back from its text and kind', () => {
    for (const p of [month(202502), janFeb(2025), ytd(202502), ytd(202507), period('quarter', 202509), period('year', 202412)]) {
      expect(parsePeriod(formatPeriod(p), p.kind)).toEqual(p);
    }
    expect(parsePeriod('2025-01/2025-02').kind).toBe('combined');
    expect(parsePeriod('2025-01/2025-07').kind).toBe('ytd');
  });

  test.each(['2025-13', '2025-00', '2024-2', '202413', '2025-01/2025-02/2025-03', '2025-02/2025-03', '2025-03/2025-01', ''])(
    'refuses %j',
    (text) => {
      expect(() => parsePeriod(text)).toThrow(RangeError);
    },
  );

  test('cannot end where its kind does not end', () => {
    expect(() => period('combined', 202503)).toThrow('a combined period cannot end in 2025-03');
    expect(() => period('quarter', 202505)).toThrow(RangeError);
    expect(() => period('year', 202511)).toThrow(RangeError);
  });

  test('knows its first month', () => {
    expect(startOf(period('quarter', 202503))).toBe(202501);
    expect(startOf(ytd(202507))).toBe(202501);
    expect(startOf(janFeb(2024))).toBe(202401);
  });

  test('moves over the ends of years', () => {
    expect(addMonths(202501, -1)).toBe(202412);
    expect(addMonths(202412, 1)).toBe(202501);
    expect(addMonths(202506, -30)).toBe(202212);
    expect(shift(month(202501), -12)).toEqual(month(202401));
    expect(monthsBetween(202411, 202502)).toBe(3);
    expect(parseMonth('2025-06')).toBe(202506);
  });
});
