import { describe, expect, test } from 'vitest';
import { dueMonth, type StandingAlert, streaksOf } from '../../src/domain/heartbeat.ts';
import { janFeb, month, type Period, ytd } from '../../src/domain/period.ts';

describe('the month of the last heartbeat that is due', () => {
  test.each([
    ['2025-07-01T07:59:59.999Z', 'UTC', 202506],
    ['2025-07-01T08:00:00.000Z', 'UTC', 202507],
    ['2025-07-31T23:59:00.000Z', 'UTC', 202507],
    // 8:00 on 1 July in Kiritimati is 18:00 of 30 June in UTC; in Honolulu it is 18:00 of 1 July.
    ['2025-06-30T18:00:00.000Z', 'Pacific/Kiritimati', 202507],
    ['2025-06-30T17:59:00.000Z', 'Pacific/Kiritimati', 202506],
    ['2025-07-01T17:59:00.000Z', 'Pacific/Honolulu', 202506],
    ['2025-07-01T18:00:00.000Z', 'Pacific/Honolulu', 202507],
    ['2026-01-01T07:59:00.000Z', 'UTC', 202512],
  ])('at %s by the clock of %s is %d', (now, timezone, expected) => {
    expect(dueMonth({ day: 1, hour: 8, timezone, receivers: [] }, new Date(now))).toBe(expected);
  });
});

describe('streaks', () => {
  const SINCE = '2025-07-01T08:00:00.000Z';
  const alert = (period: Period, raisedAt = '2025-07-20T00:00:00.000Z', subject = 'a'): StandingAlert => ({
    ...{ rule: 'r', subject, period, raisedAt },
  });

  test('count periods in a row, over January-February as one figure', () => {
    const months = [month(202411), month(202412), janFeb(2025), month(202503), month(202504)].map((period) => alert(period));
    expect(streaksOf(months, SINCE)).toEqual([{ rule: 'r', subject: 'a', count: 5, start: '2024-11', end: '2025-04' }]);
  });

  test('end at a month without an alert, and one month is none', () => {
    expect(streaksOf([alert(month(202503)), alert(month(202505))], SINCE)).toEqual([]);
    expect(streaksOf([alert(month(202502)), alert(month(202504)), alert(month(202505))], SINCE)).toMatchObject([{ count: 2 }]);
  });

  test('are told in the month in which they grew, apart by kind and series, the longest first', () => {
    const old = '2025-06-20T00:00:00.000Z';
    expect(streaksOf([alert(month(202504), old), alert(month(202505), old)], SINCE)).toEqual([]);
    const many = [alert(month(202505), old), alert(month(202506)), alert(ytd(202505)), alert(ytd(202506)), alert(ytd(202504))];
    expect(streaksOf([...many, alert(month(202507), old, 'b')], SINCE).map(({ count }) => count)).toEqual([3, 2]);
  });
});
