/**
 * When a publisher is expected to release each month: rules, and listed dates, which win over rules. Pure, on the
 * publisher's wall clock. A calendar is that of the first publication of a month by its source; what the source
 * prints of the same month later (a bulletin after preliminary tables) is a revision and has no date of its own.
 */
import { instantAt } from './calendar.ts';
import { addMonths, formatMonth, monthOf, monthOfDate, type Period, parseMonth, period, type YearMonth, yearOf } from './period.ts';

export interface ReleaseCalendar {
  /** The day of a month that no date is listed for. */
  readonly day: ReleaseDay;
  /** The hour and minute on the publisher's clock, such as `10:00`. */
  readonly time: string;
  /** Where a day that falls on a weekend is moved to, when the publisher does that. Listed dates are never moved. */
  readonly weekend?: 'friday' | 'monday';
  /** January has no release of its own: it comes with February. */
  readonly januaryWithFebruary?: boolean;
  /** Dates that the publisher announced, by the month that they release: `{ '2026-03': '2026-04-14' }`. */
  readonly dates?: Readonly<Record<string, string>>;
  /** Whole days after the expected instant in which a month that is not there is no news yet. */
  readonly graceDays: number;
}

export type ReleaseDay =
  /** A day of the following month; its last day where it is shorter. */
  | { readonly dayOfNextMonth: number }
  /** Days after the last day of the month. */
  | { readonly daysAfter: number }
  /** The n-th day from Monday to Friday of the following month; public holidays are not known. */
  | { readonly weekdayOfNextMonth: number };

/** A month (or January-February) and when it is expected. */
export interface ExpectedRelease {
  readonly period: Period;
  readonly at: Date;
  /** The end of the grace: from here on a look that does not find the month says that it is late. */
  readonly deadline: Date;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SUNDAY = 0;
const SATURDAY = 6;
/** The slowest calendar (UN Comtrade) expects a month within half a year; a year and a half ends the search. */
const LONGEST_DELAY_MONTHS = 18;

/** When a month is expected, or null when it has no release of its own. */
export function expectedRelease(calendar: ReleaseCalendar, timezone: string, month: YearMonth): ExpectedRelease | null {
  const listed = calendar.dates?.[formatMonth(month)];
  const combined = calendar.januaryWithFebruary === true && monthOf(month) <= 2;
  if (listed === undefined && combined && monthOf(month) === 1) return null;
  const day = listed === undefined ? movedFromWeekend(dayOf(calendar.day, month), calendar.weekend) : Date.parse(listed);
  const [hours = 0, minutes = 0] = calendar.time.split(':').map(Number);
  const at = instantAt(day, hours * 60 + minutes, timezone);
  return {
    period: period(combined && monthOf(month) === 2 ? 'combined' : 'month', month),
    at,
    deadline: new Date(at.getTime() + calendar.graceDays * DAY_MS),
  };
}

/** The newest month that is expected at or before an instant, or null when none of the last year and a half is. */
export function newestExpected(calendar: ReleaseCalendar, timezone: string, instant: Date): ExpectedRelease | null {
  const running = monthOfDate(instant);
  for (let back = 0; back <= LONGEST_DELAY_MONTHS; back++) {
    const release = expectedRelease(calendar, timezone, addMonths(running, -back));
    if (release !== null && release.at <= instant) return release;
  }
  return null;
}

/** After an expected instant a source is asked at once, then less and less often; after these, each 24 hours. */
const POLLS_AFTER_MS = [0, 10 * MINUTE_MS, 20 * MINUTE_MS, 40 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS] as const;

/**
 * The latest instant at or before `now` at which a release that has not come is to be looked for, or null before it is
 * expected. Graces are whole days, so one of these instants is the deadline.
 */
export function lastPoll(expectedAt: Date, now: Date): Date | null {
  const since = now.getTime() - expectedAt.getTime();
  if (since < 0) return null;
  const after = since >= DAY_MS ? Math.floor(since / DAY_MS) * DAY_MS : (POLLS_AFTER_MS.findLast((ms) => ms <= since) ?? 0);
  return new Date(expectedAt.getTime() + after);
}

/** The first such instant after `now`, as long as the release does not come. */
export function nextPoll(expectedAt: Date, now: Date): Date {
  const since = now.getTime() - expectedAt.getTime();
  const after = POLLS_AFTER_MS.find((ms) => ms > since) ?? (Math.floor(since / DAY_MS) + 1) * DAY_MS;
  return new Date(expectedAt.getTime() + after);
}

/** What is wrong with a listed date for a month, or null when nothing is. */
export function listedDateFault(month: string, day: string): string | null {
  if (!isMonth(month)) return `expected a month such as 2026-03, got "${month}"`;
  if (!isDay(day)) return `expected a day such as 2026-04-14, got "${day}"`;
  const earliest = firstDay(addMonths(parseMonth(month), 1));
  const latest = firstDay(addMonths(parseMonth(month), LONGEST_DELAY_MONTHS));
  if (Date.parse(day) >= earliest && Date.parse(day) < latest) return null;
  return `expected a day after ${month} has ended and within a year and a half, got ${day}`;
}

/** What is wrong with a calendar, or null when nothing is. */
export function calendarFault(calendar: ReleaseCalendar): string | null {
  const days = Object.entries(calendar.day ?? {});
  const [form, count] = days[0] ?? [];
  if (days.length !== 1 || !/^(?:dayOfNextMonth|daysAfter|weekdayOfNextMonth)$/.test(String(form)) || !Number.isInteger(count))
    return 'day: expected one of { dayOfNextMonth }, { daysAfter } and { weekdayOfNextMonth } with a whole number';
  const most = form === 'dayOfNextMonth' ? 31 : form === 'weekdayOfNextMonth' ? 20 : 366;
  if (Number(count) < 1 || Number(count) > most) return `day: expected ${form} from 1 to ${most}, got ${count}`;
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(calendar.time)) return `time: expected hours and minutes such as 10:00, got "${calendar.time}"`;
  if (calendar.weekend !== undefined && calendar.weekend !== 'friday' && calendar.weekend !== 'monday')
    return `weekend: expected friday or monday, got "${calendar.weekend}"`;
  if (!Number.isInteger(calendar.graceDays) || calendar.graceDays < 0) return 'graceDays: expected whole days from 0';
  for (const [month, day] of Object.entries(calendar.dates ?? {})) {
    const fault = listedDateFault(month, day);
    if (fault !== null) return `dates: ${fault}`;
  }
  return null;
}

const isMonth = (text: string): boolean => /^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/.test(text);

/** A day that there is: 2026-02-29 is none. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(Date.parse(text)).toISOString().slice(0, 10) === text;

/** Days are midnights as if they were UTC, in milliseconds. */
const firstDay = (month: YearMonth): number => Date.UTC(yearOf(month), monthOf(month) - 1, 1);

function dayOf(rule: ReleaseDay, month: YearMonth): number {
  const next = firstDay(addMonths(month, 1));
  if ('daysAfter' in rule) return next + (rule.daysAfter - 1) * DAY_MS;
  if ('dayOfNextMonth' in rule) return Math.min(next + (rule.dayOfNextMonth - 1) * DAY_MS, firstDay(addMonths(month, 2)) - DAY_MS);
  let day = next;
  for (let left = rule.weekdayOfNextMonth - (isWeekend(day) ? 0 : 1); left > 0; ) {
    day += DAY_MS;
    if (!isWeekend(day)) left -= 1;
  }
  return day;
}

function movedFromWeekend(day: number, to: 'friday' | 'monday' | undefined): number {
  if (to === undefined || !isWeekend(day)) return day;
  const saturday = new Date(day).getUTCDay() === SATURDAY;
  return to === 'friday' ? day - (saturday ? 1 : 2) * DAY_MS : day + (saturday ? 2 : 1) * DAY_MS;
}

const isWeekend = (day: number): boolean => [SATURDAY, SUNDAY].includes(new Date(day).getUTCDay());
