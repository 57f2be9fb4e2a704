import { describe, expect, test } from 'vitest';
import { formatPeriod, parseMonth } from '../../src/domain/period.ts';
import type { ReleaseCalendar } from '../../src/domain/release.ts';
import { type HeldMonth, type Look, nextAwaited, type WatchedRelease, watchReleases } from '../../src/domain/release-watch.ts';

/** The 18th of the following month at ten in UTC, two days of grace. */
const CALENDAR: ReleaseCalendar = { day: { dayOfNextMonth: 18 }, time: '10:00', graceDays: 2 };
const SINCE = new Date('2025-01-01T00:00:00Z');

interface Step {
  readonly now: string;
  readonly held?: readonly (string | HeldMonth)[];
  readonly look?: Look['said'];
  readonly refusedAt?: string;
  readonly byHand?: boolean;
  readonly calendar?: ReleaseCalendar;
  readonly since?: Date | null;
}

/** Steps one after the other, as the database would remember them; gives all releases of the end. */
function watch(...steps: readonly Step[]): WatchedRelease[] {
  const all = new Map<number, WatchedRelease>();
  for (const step of steps) {
    const open = [...all.values()].filter((row) => row.arrivedAt === null);
    const after = watchReleases(open, {
      calendar: step.calendar ?? CALENDAR,
      timezone: 'Etc/UTC',
      byHand: step.byHand ?? false,
      now: new Date(`${step.now}:00Z`),
      since: step.since === undefined ? SINCE : step.since,
      newest: all.size === 0 ? null : Math.max(...all.keys()),
      held: (step.held ?? []).map((held) => (typeof held === 'string' ? heldOf(held, step.now) : held)),
      waiting: new Set(),
      look: step.look === undefined ? null : { at: `${step.now}:00.000Z`, said: step.look, refusedAt: step.refusedAt ?? null },
    });
    for (const row of open) all.delete(row.period.end);
    for (const row of after) all.set(row.period.end, row);
  }
  return [...all.values()].sort((a, b) => a.period.end - b.period.end);
}

const heldOf = (month: string, seen: string): HeldMonth => ({
  month: parseMonth(month),
  firstSeenAt: `${seen}:00.000Z`,
  publishedAt: null,
});

/** `2025-05 arrived`, `2025-06 awaited late 06-20T10:00` */
const brief = (rows: readonly WatchedRelease[]): string[] =>
  rows.map((row) =>
    [formatPeriod(row.period), row.outcome ?? 'awaited', ...(row.notice === null ? [] : [row.notice, row.noticedAt?.slice(5, 16)])].join(
      ' ',
    ),
  );

describe('what is watched for', () => {
  test('one release ahead, and each month as it is expected', () => {
    const first: Step = { now: '2025-06-01T00:00', held: ['2025-04'], look: 'content', since: new Date('2025-06-01T00:00:00Z') };
    expect(brief(watch(first))).toEqual(['2025-05 awaited']);
    const since = new Date('2025-06-01T00:00:00Z');
    expect(brief(watch(first, { now: '2025-06-18T11:00', held: ['2025-05'], look: 'content', since }))).toEqual([
      '2025-05 arrived',
      '2025-06 awaited',
    ]);
  });

  test('what was out and was there at the first look leaves nothing', () => {
    const since = new Date('2025-06-19T00:00:00Z');
    expect(brief(watch({ now: '2025-06-19T00:00', held: ['2025-04', '2025-05'], look: 'content', since }))).toEqual(['2025-06 awaited']);
  });

  test('before the first look, what is out is awaited; nothing is noticed', () => {
    const opened: Step = { now: '2025-06-25T00:00', since: null };
    expect(brief(watch(opened))).toEqual(['2025-05 awaited', '2025-06 awaited']);
    expect(brief(watch({ ...opened, byHand: true }))).toEqual(['2025-05 awaited', '2025-06 awaited']);
    const since = new Date('2025-06-25T00:00:00Z');
    expect(brief(watch(opened, { now: '2025-06-25T00:01', held: ['2025-05'], look: 'content', since }))).toEqual(['2025-06 awaited']);
    expect(brief(watch(opened, { now: '2025-06-25T00:00', look: 'content', since }))).toEqual([
      '2025-05 awaited stale 06-25T00:00',
      '2025-06 awaited',
    ]);
  });

  test('what comes early is there before its day, and the next one is awaited', () => {
    const rows = watch({ now: '2025-06-02T00:00', look: 'content' }, { now: '2025-06-10T00:00', held: ['2025-05'], look: 'content' });
    expect(brief(rows.slice(-2))).toEqual(['2025-05 arrived', '2025-06 awaited']);
    expect(rows.at(-2)).toMatchObject({ arrivedAt: '2025-06-10T00:00:00.000Z', missingAt: '2025-06-02T00:00:00.000Z' });
  });

  test('the next one is the oldest that is awaited', () => {
    expect(nextAwaited(watch({ now: '2025-01-10T00:00' }))?.expectedAt).toBe('2024-12-18T10:00:00.000Z');
    expect(nextAwaited(watch({ now: '2025-01-10T00:00', held: ['2024-11'] }))?.expectedAt).toBe('2025-01-18T10:00:00.000Z');
  });
});

describe('that a release did not come', () => {
  const before: Step = { now: '2025-01-10T00:00', held: ['2024-11'], look: 'content' };

  test('is late when the source says so, stale when it says what it said before', () => {
    expect(brief(watch(before, { now: '2025-01-20T10:00', look: 'nothing_yet' }))[0]).toBe('2024-12 awaited late 01-20T10:00');
    expect(brief(watch(before, { now: '2025-01-20T10:00', look: 'content' }))[0]).toBe('2024-12 awaited stale 01-20T10:00');
  });

  test('is not noticed before the grace has ended, nor without a look', () => {
    expect(brief(watch(before, { now: '2025-01-20T09:59', look: 'nothing_yet' }))[0]).toBe('2024-12 awaited');
    expect(brief(watch(before, { now: '2025-02-10T00:00' }))[0]).toBe('2024-12 awaited');
  });

  test('is noticed in spite of a publication that was refused before the month was over, and not of a later one', () => {
    const look: Step = { now: '2025-01-20T10:00', look: 'nothing_yet' };
    expect(brief(watch(before, { ...look, refusedAt: '2024-12-31T23:00:00.000Z' }))[0]).toBe('2024-12 awaited late 01-20T10:00');
    expect(brief(watch(before, { ...look, refusedAt: '2025-01-09T03:00:00.000Z' }))[0]).toBe('2024-12 awaited');
  });

  test('is noticed once, as it was noticed first', () => {
    const rows = watch(before, { now: '2025-01-20T10:00', look: 'nothing_yet' }, { now: '2025-01-21T10:00', look: 'content' });
    expect(brief(rows)[0]).toBe('2024-12 awaited late 01-20T10:00');
  });

  test('stays written when it comes after all, with the last look that did not find it', () => {
    const rows = watch(
      before,
      { now: '2025-01-20T10:00', look: 'content' },
      { now: '2025-01-21T10:00', look: 'content' },
      { now: '2025-01-22T10:00', held: ['2024-12'], look: 'content' },
    );
    expect(rows[0]).toMatchObject({
      outcome: 'arrived',
      notice: 'stale',
      noticedAt: '2025-01-20T10:00:00.000Z',
      missingAt: '2025-01-21T10:00:00.000Z',
      arrivedAt: '2025-01-22T10:00:00.000Z',
    });
  });

  test('holds for each month on its own', () => {
    const rows = watch(before, { now: '2025-01-20T10:00', look: 'content' }, { now: '2025-02-20T10:00', look: 'nothing_yet' });
    expect(brief(rows)).toEqual(['2024-12 awaited stale 01-20T10:00', '2025-01 awaited late 02-20T10:00', '2025-02 awaited']);
  });

  test('is noticed for all months at once by a process that slept', () => {
    expect(brief(watch(before, { now: '2025-03-10T00:00', look: 'content' }))).toEqual([
      '2024-12 awaited stale 03-10T00:00',
      '2025-01 awaited stale 03-10T00:00',
      '2025-02 awaited',
    ]);
  });

  test('is taken back when the clock turns out to have been ahead, and comes again when it is time', () => {
    const ahead: Step[] = [
      { now: '2025-07-01T00:00', held: ['2025-05'], look: 'content' },
      { now: '2025-09-01T00:00', look: 'content' },
    ];
    const late = ['2025-06 awaited stale 09-01T00:00', '2025-07 awaited stale 09-01T00:00'];
    expect(brief(watch(...ahead)).slice(-3, -1)).toEqual(late);
    expect(brief(watch(...ahead, { now: '2025-07-02T00:00', look: 'content' })).slice(-3, -1)).toEqual([
      '2025-06 awaited',
      '2025-07 awaited',
    ]);
    expect(brief(watch(...ahead, { now: '2025-07-21T00:00', look: 'content' })).slice(-3, -1)).toEqual([
      '2025-06 awaited stale 09-01T00:00',
      '2025-07 awaited',
    ]);
  });

  test('is taken back when the calendar turns out to have been wrong', () => {
    const announced = { ...CALENDAR, dates: { '2024-12': '2025-01-28' } };
    const noticed: Step = { now: '2025-01-20T10:00', look: 'content' };
    const corrected: Step = { now: '2025-01-21T10:00', look: 'content', calendar: announced };
    expect(brief(watch(before, noticed, corrected))).toEqual(['2024-12 awaited', '2025-01 awaited']);
    expect(brief(watch(before, noticed, corrected, { ...corrected, now: '2025-01-30T10:00' }))[0]).toBe(
      '2024-12 awaited stale 01-30T10:00',
    );
  });
});

describe('what is no release', () => {
  const before: Step = { now: '2025-01-10T00:00', held: ['2024-11'], look: 'content' };

  test('a revision of an older month', () => {
    expect(brief(watch(before, { now: '2025-01-20T10:00', held: ['2024-11', '2024-10'], look: 'content' }))[0]).toBe(
      '2024-12 awaited stale 01-20T10:00',
    );
  });

  test('a month with nothing but suppressed figures: it is neither late, nor has it arrived until a figure is there', () => {
    const hidden: HeldMonth = { month: 202412, firstSeenAt: null, publishedAt: null };
    const suppressed: Step = { now: '2025-01-20T10:00', held: [hidden], look: 'content' };
    expect(brief(watch(before, suppressed))).toEqual(['2024-12 suppressed', '2025-01 awaited']);
    expect(brief(watch(before, suppressed, { now: '2025-01-25T10:00', held: ['2024-12'], look: 'content' }))[0]).toBe('2024-12 arrived');
  });

  test('a month that a newer one has overtaken: it was skipped, and may still come', () => {
    const overtaken: Step = { now: '2025-02-18T10:00', held: ['2025-01'], look: 'content' };
    expect(brief(watch(before, overtaken))).toEqual(['2024-12 skipped', '2025-01 arrived', '2025-02 awaited']);
    expect(brief(watch(before, overtaken, { now: '2025-02-19T10:00', held: ['2024-12', '2025-01'], look: 'content' }))[0]).toBe(
      '2024-12 arrived',
    );
  });
});

describe('files by hand', () => {
  const before: Step = { now: '2025-01-10T00:00', held: ['2024-11'], byHand: true };

  test('are waited for as soon as the release is out, without a look and without grace', () => {
    expect(brief(watch(before, { now: '2025-01-18T09:59', byHand: true }))[0]).toBe('2024-12 awaited');
    expect(brief(watch(before, { now: '2025-01-18T10:00', byHand: true }))[0]).toBe('2024-12 awaited waiting_for_file 01-18T10:00');
  });

  test('are no longer waited for when the file is there', () => {
    const out: Step = { now: '2025-01-18T10:00', byHand: true };
    expect(brief(watch(before, out, { now: '2025-01-19T10:00', held: ['2024-12'], byHand: true }))).toEqual([
      '2024-12 arrived waiting_for_file 01-18T10:00',
      '2025-01 awaited',
    ]);
  });
});

test('January and February that come together are one release', () => {
  const calendar = { ...CALENDAR, januaryWithFebruary: true };
  const rows = watch(
    { now: '2025-01-19T00:00', held: ['2024-12'], look: 'content', calendar },
    { now: '2025-02-20T10:00', look: 'content', calendar },
    { now: '2025-03-20T10:00', look: 'content', calendar },
  );
  expect(brief(rows)).toEqual(['2024-12 arrived', '2025-01/2025-02 awaited stale 03-20T10:00', '2025-03 awaited']);
});
