import { createTask } from 'node-cron';
import { describe, expect, test } from 'vitest';
import { isDue, lastSlot, nextSlot, timezoneFault } from '../../src/domain/calendar.ts';
import { cronFault, parseCron } from '../../src/domain/cron.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ZONES = ['America/New_York', 'Europe/Brussels', 'Asia/Shanghai'] as const;

const at = (iso: string): Date => new Date(iso);
const iso = (date: Date | null): string | null => date?.toISOString().slice(0, 16) ?? null;

/** All slots in (from, to], by walking forwards. */
function slots(cron: string, zone: string, from: string, to: string): string[] {
  const found: string[] = [];
  for (let slot = nextSlot(cron, zone, at(from)); slot !== null && slot <= at(to); slot = nextSlot(cron, zone, slot)) {
    found.push(slot.toISOString().slice(0, 16));
  }
  return found;
}

describe('slots on the wall clock of the publisher', () => {
  test('a Shanghai morning is two in the night UTC', () => {
    expect(iso(nextSlot('0 10 * * *', 'Asia/Shanghai', at('2025-06-01T00:00:00Z')))).toBe('2025-06-01T02:00');
    expect(iso(lastSlot('0 10 * * *', 'Asia/Shanghai', at('2025-06-01T01:59:59Z')))).toBe('2025-05-31T02:00');
  });

  test('a slot belongs to the past at its very instant', () => {
    expect(iso(lastSlot('0 10 * * *', 'Asia/Shanghai', at('2025-06-01T02:00:00Z')))).toBe('2025-06-01T02:00');
    expect(iso(nextSlot('0 10 * * *', 'Asia/Shanghai', at('2025-06-01T02:00:00Z')))).toBe('2025-06-02T02:00');
  });

  test('keeps its wall time over both changes of the clock in New York', () => {
    expect(slots('30 8 * * *', 'America/New_York', '2025-03-08T00:00:00Z', '2025-03-11T00:00:00Z')).toEqual([
      '2025-03-08T13:30',
      '2025-03-09T12:30',
      '2025-03-10T12:30',
    ]);
    expect(slots('30 8 * * *', 'America/New_York', '2025-11-01T00:00:00Z', '2025-11-04T00:00:00Z')).toEqual([
      '2025-11-01T12:30',
      '2025-11-02T13:30',
      '2025-11-03T13:30',
    ]);
  });

  test('a wall time that does not exist runs at the first instant after the gap, once', () => {
    expect(slots('30 2 * * *', 'America/New_York', '2025-03-09T00:00:00Z', '2025-03-10T00:00:00Z')).toEqual(['2025-03-09T07:00']);
    expect(slots('15,45 2 * * *', 'Europe/Brussels', '2025-03-30T00:00:00Z', '2025-03-30T12:00:00Z')).toEqual(['2025-03-30T01:00']);
    expect(iso(lastSlot('30 2 * * *', 'America/New_York', at('2025-03-09T07:00:00Z')))).toBe('2025-03-09T07:00');
    expect(iso(lastSlot('30 2 * * *', 'America/New_York', at('2025-03-09T06:59:00Z')))).toBe('2025-03-08T07:30');
  });

  test('a wall time that exists twice runs once, the first time', () => {
    expect(slots('30 1 * * *', 'America/New_York', '2025-11-02T00:00:00Z', '2025-11-03T00:00:00Z')).toEqual(['2025-11-02T05:30']);
    expect(slots('30 2 * * *', 'Europe/Brussels', '2025-10-26T00:00:00Z', '2025-10-27T00:00:00Z')).toEqual(['2025-10-26T00:30']);
    expect(iso(lastSlot('30 1 * * *', 'America/New_York', at('2025-11-02T06:30:00Z')))).toBe('2025-11-02T05:30');
  });

  test('a day that a country skipped runs when the next one begins', () => {
    expect(slots('0 12 * * *', 'Pacific/Apia', '2011-12-29T00:00:00Z', '2012-01-01T00:00:00Z')).toEqual([
      '2011-12-29T22:00',
      '2011-12-30T10:00',
      '2011-12-30T22:00',
      '2011-12-31T22:00',
    ]);
  });

  test('29 February comes in leap years only, 2100 is none', () => {
    expect(iso(nextSlot('0 0 29 2 *', 'Asia/Shanghai', at('2096-03-01T00:00:00Z')))).toBe('2104-02-28T16:00');
    expect(iso(lastSlot('0 0 29 2 *', 'Asia/Shanghai', at('2027-06-01T00:00:00Z')))).toBe('2024-02-28T16:00');
  });

  test('with both day fields restricted either matches, as cron does', () => {
    expect(slots('0 0 13 * fri', 'Europe/London', '2025-01-01T12:00:00Z', '2025-01-20T00:00:00Z').map((s) => s.slice(8, 10))).toEqual([
      '03',
      '10',
      '13',
      '17',
    ]);
  });

  test('with a star in one of them both have to match', () => {
    expect(slots('0 0 */2 * mon', 'Europe/London', '2025-01-01T12:00:00Z', '2025-02-01T00:00:00Z').map((s) => s.slice(8, 10))).toEqual([
      '13',
      '27',
    ]);
  });
});

describe('against node-cron', () => {
  const EXPRESSIONS = [
    '*/7 * * * *',
    '* * * * *',
    '30 8 * * 1-5',
    '0 10,11,15-17 7-20 * *',
    '15-45/10 */3 * jan,feb-apr,DEC *',
    '0-59/2 * 29 2 *',
    '5 22-23 * * sat-sun',
    '* * * * 5-7',
    '*/5 1-3 * 3,10,11 0',
    '10,20-30/5,59 0 1,31 */2 *',
    '* 2 * * */2',
  ];

  test.each(ZONES)('agrees on thousands of instants in %s', (zone) => {
    const random = generator(zone.length);
    let compared = 0;
    let matched = 0;
    for (const expression of EXPRESSIONS) {
      const task = createTask(expression, () => undefined, { timezone: zone });
      for (let i = 0; i < 500; i++) {
        const instant = new Date(instantNear(random, i));
        // Around a change of the clock the two differ on purpose; the tests above say how.
        if (offset(instant, zone) !== offset(new Date(instant.getTime() - 2 * HOUR_MS), zone)) continue;
        const ours = lastSlot(expression, zone, instant)?.getTime() === instant.getTime();
        if (ours !== task.match(instant))
          expect.fail(`${expression} in ${zone} at ${instant.toISOString()}: ours ${ours}, node-cron ${task.match(instant)}`);
        compared++;
        if (ours) matched++;
      }
      task.destroy();
    }
    expect(compared).toBeGreaterThan(4500);
    expect(matched).toBeGreaterThan(400);
  });

  test.each(ZONES)('finds the same next slot in %s', (zone) => {
    const random = generator(7);
    for (const expression of EXPRESSIONS) {
      const task = createTask(expression, () => undefined, { timezone: zone });
      for (let i = 0; i < 20; i++) {
        const after = new Date(instantNear(random, i));
        const next = nextSlot(expression, zone, after);
        if (next === null || Math.abs(offset(next, zone) - offset(new Date(next.getTime() - 2 * HOUR_MS), zone)) > 0) continue;
        expect(task.match(next)).toBe(true);
        for (let t = next.getTime() - MINUTE_MS, n = 0; t > after.getTime() && n < 30; t -= MINUTE_MS, n++) {
          if (offset(new Date(t), zone) === offset(next, zone)) expect(task.match(new Date(t))).toBe(false);
        }
      }
      task.destroy();
    }
  });

  test('either day field is the union of two node-cron expressions', () => {
    const random = generator(3);
    const byDay = createTask('0 0 13 * *', () => undefined, { timezone: 'America/New_York' });
    const byWeekday = createTask('0 0 * * 5', () => undefined, { timezone: 'America/New_York' });
    let matched = 0;
    for (let i = 0; i < 1500; i++) {
      const midnight = nextSlot('0 0 * * *', 'America/New_York', new Date(instantNear(random, i))) as Date;
      const ours = lastSlot('0 0 13 * 5', 'America/New_York', midnight)?.getTime() === midnight.getTime();
      expect(ours).toBe(byDay.match(midnight) || byWeekday.match(midnight));
      if (ours) matched++;
    }
    expect(matched).toBeGreaterThan(150);
    byDay.destroy();
    byWeekday.destroy();
  });

  /** Whole minutes between 2019 and 2033, every other one within two days of a change of the clock or a leap day. */
  function instantNear(random: () => number, i: number): number {
    const year = 2019 + Math.floor(random() * 14);
    const special = [Date.UTC(year, 2, 8), Date.UTC(year, 2, 29), Date.UTC(year, 9, 26), Date.UTC(year, 10, 2), Date.UTC(year, 1, 28)];
    const base = i % 2 === 0 ? Date.UTC(year, 0, 1) + random() * 365 * DAY_MS : (special[i % special.length] ?? 0) + random() * 4 * DAY_MS;
    return Math.floor(base / MINUTE_MS) * MINUTE_MS;
  }

  const wall = new Map(
    ZONES.map((zone) => [zone as string, new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })]),
  );
  /** Minutes ahead of UTC. */
  const offset = (date: Date, zone: string): number =>
    (Date.parse(`${wall.get(zone)?.format(date).replace(' ', 'T')}Z`) - date.getTime()) / MINUTE_MS;
});

describe('what is due', () => {
  test('a source that never ran is due', () => {
    expect(isDue('0 10 * * *', 'Asia/Shanghai', null, at('2025-06-01T00:00:00Z'))).toBe(true);
  });

  test('a slot between the last start and now is due, once, however many were missed', () => {
    const cron = '0 10 * * *';
    expect(isDue(cron, 'Asia/Shanghai', at('2025-06-01T02:00:00Z'), at('2025-06-02T01:59:00Z'))).toBe(false);
    expect(isDue(cron, 'Asia/Shanghai', at('2025-06-01T02:00:00Z'), at('2025-06-02T02:00:00Z'))).toBe(true);
    expect(isDue(cron, 'Asia/Shanghai', at('2019-06-01T02:00:00Z'), at('2025-06-02T02:00:00Z'))).toBe(true);
    expect(isDue(cron, 'Asia/Shanghai', at('2025-06-02T02:00:01Z'), at('2025-06-02T02:00:02Z'))).toBe(false);
  });

  test('after the clock was put back two hours nothing runs a second time', () => {
    expect(isDue('0 10 * * *', 'Asia/Shanghai', at('2025-06-02T02:00:30Z'), at('2025-06-02T00:00:30Z'))).toBe(false);
    expect(isDue('0 10 * * *', 'Asia/Shanghai', at('2025-06-02T02:00:30Z'), at('2025-06-02T02:00:10Z'))).toBe(false);
  });

  test.each(ZONES)('over 400 days of minutes each slot in %s runs exactly once', (zone) => {
    const cron = '30 1,2,8 * * *';
    const from = Date.UTC(2024, 1, 1);
    const until = from + 400 * DAY_MS;
    let lastStart = new Date(from);
    const ran: number[] = [];
    // Every quarter of an hour stands for every minute: slots are on the half hour.
    for (let t = from; t <= until; t += 15 * MINUTE_MS) {
      if (isDue(cron, zone, lastStart, new Date(t))) {
        ran.push(t);
        lastStart = new Date(t);
      }
    }
    const expected = slots(cron, zone, new Date(from).toISOString(), new Date(until).toISOString()).map((s) => Date.parse(`${s}:00Z`));
    expect(ran).toEqual(expected);
    expect(ran.length).toBeGreaterThanOrEqual(1199);
  });

  test('the slots of a long silence, here 29 million of 55 years, are not walked one by one', () => {
    const now = at('2025-06-01T00:00:00Z');
    for (const zone of ZONES) {
      expect(isDue('* * * * *', zone, at('1970-01-01T00:00:00Z'), now)).toBe(true);
      expect(isDue('0 0 29 2 *', zone, at('1970-01-01T00:00:00Z'), now)).toBe(true);
      expect(isDue('0 0 29 2 *', zone, at('2024-03-01T00:00:00Z'), now)).toBe(false);
    }
  });
});

describe('the expression', () => {
  test.each([
    ['0 10 * *', 'five fields'],
    ['0 0 10 * * *', 'five fields'],
    ['@daily', 'five fields'],
    ['60 * * * *', 'minute "60"'],
    ['* 24 * * *', 'hour "24"'],
    ['* * 0 * *', 'day of month "0"'],
    ['* * * 13 *', 'month "13"'],
    ['* * * * 8', 'day of week "8"'],
    ['* * * foo *', 'jan to dec'],
    ['5-1 * * * *', 'minute "5-1"'],
    ['1,,2 * * * *', 'in "1,,2"'],
    ['*/0 * * * *', 'minute "*/0"'],
    ['5/15 * * * *', 'minute "5/15"'],
    ['* * L * *', 'day of month "L"'],
    ['-1 * * * *', 'minute "-1"'],
    ['1.5 * * * *', 'minute "1.5"'],
    ['0 0 31 2,4 *', 'no month of "2,4" has a day "31"'],
    ['', 'five fields'],
  ])('refuses "%s" and names the field', (expression, part) => {
    expect(cronFault(expression)).toContain(part);
  });

  test('takes spaces, tabs, capitals and Sunday as 7', () => {
    expect(parseCron('  0\t8 *  JAN  Sun-tue,7 ').weekdays).toEqual(new Set([0, 1, 2]));
    expect(cronFault('0 8 * JAN Mon')).toBeNull();
  });

  test('a time zone is a place', () => {
    expect(timezoneFault('Asia/Shanghai')).toBeNull();
    expect(timezoneFault('UTC')).toBeNull();
    expect(timezoneFault('Asia/Beijing City')).toContain('expected an IANA time zone');
    expect(timezoneFault('+08:00')).toContain('expected an IANA time zone');
    expect(timezoneFault('')).toContain('expected an IANA time zone');
  });
});

/** A small deterministic generator (mulberry32): equal runs everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
