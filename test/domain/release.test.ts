import { describe, expect, test } from 'vitest';
import { parseMonth } from '../../src/domain/period.ts';
import {
  calendarFault,
  expectedRelease,
  lastPoll,
  listedDateFault,
  newestExpected,
  nextPoll,
  type ReleaseCalendar,
} from '../../src/domain/release.ts';
import { loadRegistry } from '../../src/registry.ts';

const SHANGHAI: ReleaseCalendar = { day: { dayOfNextMonth: 18 }, time: '10:00', graceDays: 2 };
const NEW_YORK: ReleaseCalendar = { day: { daysAfter: 35 }, time: '08:30', graceDays: 4 };
const BRUSSELS: ReleaseCalendar = { day: { daysAfter: 46 }, time: '11:00', graceDays: 5 };

/** The expected instant to the minute, in UTC. */
const at = (calendar: ReleaseCalendar, zone: string, month: string): string | null =>
  expectedRelease(calendar, zone, parseMonth(month))?.at.toISOString().slice(0, 16) ?? null;

describe('the expected instant', () => {
  test('is a wall time of the publisher: the 18th at ten in Shanghai is two in the night in UTC', () => {
    expect(at(SHANGHAI, 'Asia/Shanghai', '2025-05')).toBe('2025-06-18T02:00');
  });

  test('of December is in the next year', () => {
    expect(at(SHANGHAI, 'Asia/Shanghai', '2025-12')).toBe('2026-01-18T02:00');
    expect(at(NEW_YORK, 'America/New_York', '2025-12')).toBe('2026-02-04T13:30');
  });

  test('keeps its wall time over both changes of the clock in New York and in Brussels', () => {
    expect(['2025-01', '2025-02', '2025-09', '2025-10'].map((month) => at(NEW_YORK, 'America/New_York', month))).toEqual([
      '2025-03-07T13:30',
      '2025-04-04T12:30',
      '2025-11-04T13:30',
      '2025-12-05T13:30',
    ]);
    expect(['2025-01', '2025-02', '2025-08', '2025-09'].map((month) => at(BRUSSELS, 'Europe/Brussels', month))).toEqual([
      '2025-03-18T10:00',
      '2025-04-15T09:00',
      '2025-10-16T09:00',
      '2025-11-15T10:00',
    ]);
  });

  test('at a wall time that a change of the clock leaves out is the first instant after the gap', () => {
    const onTheDay: ReleaseCalendar = { ...NEW_YORK, time: '02:30', dates: { '2025-01': '2025-03-09' } };
    expect(at(onTheDay, 'America/New_York', '2025-01')).toBe('2025-03-09T07:00');
  });

  test('counts days over a leap day', () => {
    expect(at({ ...NEW_YORK, day: { daysAfter: 30 } }, 'America/New_York', '2024-01')).toBe('2024-03-01T13:30');
    expect(at({ ...NEW_YORK, day: { daysAfter: 30 } }, 'America/New_York', '2025-01')).toBe('2025-03-02T13:30');
  });

  test('on a day that the following month lacks is its last day', () => {
    const lastDays: ReleaseCalendar = { day: { dayOfNextMonth: 30 }, time: '08:50', graceDays: 0 };
    expect(at(lastDays, 'Asia/Tokyo', '2024-01')).toBe('2024-02-28T23:50');
    expect(at(lastDays, 'Asia/Tokyo', '2025-01')).toBe('2025-02-27T23:50');
    expect(at({ ...lastDays, day: { dayOfNextMonth: 31 } }, 'Asia/Tokyo', '2025-03')).toBe('2025-04-29T23:50');
  });

  test('counts weekdays from Monday to Friday', () => {
    const fifth: ReleaseCalendar = { day: { weekdayOfNextMonth: 5 }, time: '15:00', graceDays: 0 };
    // 1 June 2025 is a Sunday, 1 August 2025 a Friday, 1 November 2025 a Saturday.
    expect(['2025-05', '2025-07', '2025-10'].map((month) => at(fifth, 'Etc/UTC', month))).toEqual([
      '2025-06-06T15:00',
      '2025-08-07T15:00',
      '2025-11-07T15:00',
    ]);
    expect(at({ ...fifth, day: { weekdayOfNextMonth: 1 } }, 'Etc/UTC', '2025-05')).toBe('2025-06-02T15:00');
  });

  test('is moved from a weekend only where the publisher does that', () => {
    // 18 May 2025 is a Sunday, 18 October 2025 a Saturday.
    const moved = (weekend: 'friday' | 'monday') =>
      ['2025-04', '2025-09', '2025-10'].map((month) => at({ ...SHANGHAI, weekend }, 'Asia/Shanghai', month)?.slice(0, 10));
    expect(moved('monday')).toEqual(['2025-05-19', '2025-10-20', '2025-11-18']);
    expect(moved('friday')).toEqual(['2025-05-16', '2025-10-17', '2025-11-18']);
    expect(at(SHANGHAI, 'Asia/Shanghai', '2025-04')).toBe('2025-05-18T02:00');
  });

  test('is a listed date where there is one, as it stands, and the rule for the other months', () => {
    const listed: ReleaseCalendar = { ...SHANGHAI, weekend: 'monday', dates: { '2026-04': '2026-05-09' } };
    expect(at(listed, 'Asia/Shanghai', '2026-04')).toBe('2026-05-09T02:00');
    expect(at(listed, 'Asia/Shanghai', '2026-05')).toBe('2026-06-18T02:00');
  });

  test('ends its grace whole days later, whatever the clocks do between', () => {
    const release = expectedRelease({ ...NEW_YORK, dates: { '2025-02': '2025-03-07' } }, 'America/New_York', 202502);
    expect(release?.deadline.getTime()).toBe(Date.parse('2025-03-11T13:30:00Z'));
  });
});

describe('January with February', () => {
  const tables: ReleaseCalendar = { ...SHANGHAI, januaryWithFebruary: true };

  test('January has no release, February is one of both', () => {
    expect(at(tables, 'Asia/Shanghai', '2026-01')).toBeNull();
    expect(expectedRelease(tables, 'Asia/Shanghai', 202602)?.period).toEqual({ kind: 'combined', end: 202602 });
    expect(expectedRelease(tables, 'Asia/Shanghai', 202603)?.period).toEqual({ kind: 'month', end: 202603 });
  });

  test('a listed date for January wins', () => {
    expect(at({ ...tables, dates: { '2026-01': '2026-02-20' } }, 'Asia/Shanghai', '2026-01')).toBe('2026-02-20T02:00');
  });

  test('in February the newest that is out is December', () => {
    expect(newestExpected(tables, 'Asia/Shanghai', new Date('2026-03-18T01:59:00Z'))?.period.end).toBe(202512);
    expect(newestExpected(tables, 'Asia/Shanghai', new Date('2026-03-18T02:00:00Z'))?.period.end).toBe(202602);
  });
});

test('nothing is out when nothing can have been for a year and a half', () => {
  expect(newestExpected({ ...SHANGHAI, day: { daysAfter: 366 } }, 'Etc/UTC', new Date('2026-03-18T00:00:00Z'))?.period.end).toBe(202502);
});

describe('the instants at which a release is looked for', () => {
  test('come at once, then less and less often, then each day for as long as it takes', () => {
    const expectedAt = new Date('2025-06-18T02:00:00Z');
    const polls: string[] = [];
    for (let minute = -60; minute <= 5 * 1440; minute++) {
      const now = new Date(expectedAt.getTime() + minute * 60_000);
      if (lastPoll(expectedAt, now)?.getTime() === now.getTime()) polls.push(now.toISOString().slice(8, 16));
    }
    expect(polls).toEqual([
      '18T02:00',
      '18T02:10',
      '18T02:20',
      '18T02:40',
      '18T03:00',
      '18T04:00',
      '18T06:00',
      '18T10:00',
      '19T02:00',
      '20T02:00',
      '21T02:00',
      '22T02:00',
      '23T02:00',
    ]);
    const next: string[] = [];
    for (let now = new Date('2025-06-01T00:00:00Z'); next.length < polls.length; now = nextPoll(expectedAt, now))
      next.push(nextPoll(expectedAt, now).toISOString().slice(8, 16));
    expect(next).toEqual(polls);
    expect(lastPoll(expectedAt, new Date('2025-06-18T01:59:59Z'))).toBeNull();
    expect(lastPoll(expectedAt, new Date('2025-12-25T01:00:00Z'))?.toISOString()).toBe('2025-12-24T02:00:00.000Z');
  });
});

describe('what is wrong with a calendar is said', () => {
  test.each([
    ['2026-13', '2026-04-14', 'expected a month such as 2026-03, got "2026-13"'],
    ['March', '2026-04-14', 'expected a month such as 2026-03, got "March"'],
    ['2026-03', '14.4.2026', 'expected a day such as 2026-04-14, got "14.4.2026"'],
    ['2026-01', '2026-02-29', 'expected a day such as 2026-04-14, got "2026-02-29"'],
    ['2026-03', '2026-03-14', 'expected a day after 2026-03 has ended and within a year and a half, got 2026-03-14'],
    ['2026-03', '2062-04-14', 'expected a day after 2026-03 has ended and within a year and a half, got 2062-04-14'],
  ])('%s: %s', (month, day, fault) => {
    expect(listedDateFault(month, day)).toBe(fault);
    expect(calendarFault({ ...SHANGHAI, dates: { [month]: day } })).toBe(`dates: ${fault}`);
  });

  test.each([
    [{ day: { dayOfNextMonth: 32 } }, 'day: expected dayOfNextMonth from 1 to 31, got 32'],
    [{ day: { daysAfter: 0 } }, 'day: expected daysAfter from 1 to 366, got 0'],
    [{ day: {} }, 'day: expected one of { dayOfNextMonth }, { daysAfter } and { weekdayOfNextMonth } with a whole number'],
    [{ time: '10' }, 'time: expected hours and minutes such as 10:00, got "10"'],
    [{ weekend: 'sunday' }, 'weekend: expected friday or monday, got "sunday"'],
    [{ graceDays: 1.5 }, 'graceDays: expected whole days from 0'],
  ])('%j', (change, fault) => {
    expect(calendarFault({ ...SHANGHAI, ...change } as ReleaseCalendar)).toBe(fault);
  });
});

test('every source but news has a calendar, and China announced its tables of March 2026 for 14 April', async () => {
  const registry = await loadRegistry();
  expect([...registry.values()].filter(({ releases }) => releases === null).map(({ id }) => id)).toEqual(['trade-news']);
  const tables = registry.get('china-customs-tables');
  expect(tables?.releases && at(tables.releases, tables.timezone, '2026-03')).toBe('2026-04-14T03:00');
  expect(tables?.releases && at(tables.releases, tables.timezone, '2027-03')).toBe('2027-04-14T03:00');
});
