/**
 * When a source is to be asked: the slots of a cron expression on the publisher's wall clock, as instants. Pure: the
 * present is always an argument. A wall time that does not exist (clocks put forward) runs at the first instant after
 * the gap; one that exists twice (clocks put back) runs once, the first time.
 */

import { type Cron, parseCron } from './cron.ts';
import { nearest } from './nearest.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** 29 February on a given weekday comes at most 40 years apart; twice that ends the walk of what never comes. */
const LONGEST_WALK_DAYS = 366 * 80;

/** The latest slot at or before `now`, or null when there is none within 80 years. @throws RangeError for a bad expression or zone. */
export function lastSlot(expression: string, timezone: string, now: Date): Date | null {
  // A day later: where clocks jumped over midnight, a slot of the following wall day may already lie behind.
  return walk(expression, timezone, now, DAY_MS, -DAY_MS, -1);
}

/** The first slot after an instant, or null when there is none within 80 years. @throws RangeError for a bad expression or zone. */
export function nextSlot(expression: string, timezone: string, after: Date): Date | null {
  return walk(expression, timezone, after, -DAY_MS, DAY_MS, 0);
}

/** Walks wall days from `start` past the limit's own, and takes the slot `beside` the last one at or before the limit. */
function walk(expression: string, timezone: string, limit: Date, start: number, step: number, beside: -1 | 0): Date | null {
  const cron = parseCron(expression);
  const at = limit.getTime();
  let day = Math.floor((at + offsetAt(at, timezone)) / DAY_MS) * DAY_MS + start;
  for (let walked = 0; walked <= LONGEST_WALK_DAYS; walked++, day += step) {
    if (!matchesDay(cron, day)) continue;
    const wallDay = wallDayOf(day, timezone);
    const slot = slotOfDay(cron, wallDay, countUpTo(cron, wallDay, at) + beside);
    if (slot !== null) return new Date(slot);
  }
  return null;
}

/**
 * Whether a source is due: a slot lies after the start of its last run and not after now, or it never ran. However
 * many slots were missed, it is due once. A last start in the future (the clock was put back) makes nothing due until
 * the clock has come there again, so no slot runs twice; the caller leaves out what lies days ahead.
 */
export function isDue(expression: string, timezone: string, lastStart: Date | null, now: Date): boolean {
  if (lastStart === null) return true;
  const slot = lastSlot(expression, timezone, now);
  return slot !== null && slot.getTime() > lastStart.getTime();
}

/**
 * The instant at which the zone's wall clock shows a time of a day, by the same rules as a slot.
 * @param day midnight of the wall day, written as if it were UTC, in milliseconds.
 */
export function instantAt(day: number, minutesSinceMidnight: number, timezone: string): Date {
  return new Date(instantOf(wallDayOf(day, timezone), minutesSinceMidnight * MINUTE_MS));
}

/** What is wrong with the name of a time zone, or null when nothing is. */
export function timezoneFault(timezone: string): string | null {
  try {
    // Offsets such as +08:00 are taken by Intl, but are no place: they know nothing of summer time.
    if (/^[A-Za-z]/.test(timezone) && formatterOf(timezone)) return null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const near = nearest(timezone, Intl.supportedValuesOf('timeZone')) ?? 'Asia/Shanghai';
  return `expected an IANA time zone such as ${near}, got "${timezone}"`;
}

function matchesDay(cron: Cron, day: number): boolean {
  const date = new Date(day);
  if (!cron.months.has(date.getUTCMonth() + 1)) return false;
  const byDay = cron.days.has(date.getUTCDate());
  const byWeekday = cron.weekdays.has(date.getUTCDay());
  return cron.eitherDay ? byDay || byWeekday : byDay && byWeekday;
}

/** A wall day in a zone. Wall days and wall times are written as if they were UTC, in milliseconds: plain arithmetic. */
interface WallDay {
  readonly start: number;
  readonly timezone: string;
  /** The offset that holds around the whole day, or null when the clock changes. */
  readonly offset: number | null;
}

function wallDayOf(start: number, timezone: string): WallDay {
  // Offsets lie between -12 h and +14 h, and no zone changes twice within three days.
  const before = offsetAt(start - DAY_MS, timezone);
  return { start, timezone, offset: before === offsetAt(start + 2 * DAY_MS, timezone) ? before : null };
}

/** How many of a day's slots lie at or before a limit. Instants never fall as wall time rises, so halving finds it. */
function countUpTo(cron: Cron, day: WallDay, limit: number): number {
  let low = 0;
  let high = cron.hours.length * cron.minutes.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const slot = slotOfDay(cron, day, middle);
    if (slot !== null && slot <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The instant of a day's slot by its number from 0, or null when the day has no such slot. */
function slotOfDay(cron: Cron, day: WallDay, index: number): number | null {
  const hour = cron.hours[Math.floor(index / cron.minutes.length)];
  const minute = cron.minutes[index % cron.minutes.length];
  return hour === undefined || minute === undefined ? null : instantOf(day, (hour * 60 + minute) * MINUTE_MS);
}

/** The instant at which a wall clock shows a time of a day. */
function instantOf({ start, timezone, offset }: WallDay, sinceMidnight: number): number {
  const wall = start + sinceMidnight;
  if (offset !== null) return wall - offset;
  const before = offsetAt(wall - DAY_MS, timezone);
  const after = offsetAt(wall + DAY_MS, timezone);
  if (before === after) return wall - before;
  for (const instant of [wall - Math.max(before, after), wall - Math.min(before, after)]) {
    if (instant + offsetAt(instant, timezone) === wall) return instant;
  }
  return transition(wall - DAY_MS, wall + DAY_MS, before, timezone);
}

/** The first instant at which the zone no longer has the offset `before`. Changes fall on whole minutes. */
function transition(from: number, to: number, before: number, timezone: string): number {
  let low = Math.floor(from / MINUTE_MS);
  let high = Math.ceil(to / MINUTE_MS);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE_MS, timezone) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timezone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timezone, formatter);
  }
  return formatter;
}

/** Milliseconds by which the zone's wall clock is ahead of UTC at an instant. */
function offsetAt(instant: number, timezone: string): number {
  const second = Math.floor(instant / 1000) * 1000;
  // en-US with these options writes "3/9/2025, 07:00:00".
  const [month = 1, day = 1, year = 0, hours = 0, minutes = 0, seconds = 0] = (
    formatterOf(timezone).format(second).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hours, minutes, seconds) - second;
}

/** `2025-06-30`: the day at an instant, by the clock of a zone. */
export const dayIn = (timezone: string, at: Date): string =>
  new Date(at.getTime() + offsetAt(at.getTime(), timezone)).toISOString().slice(0, 10);
