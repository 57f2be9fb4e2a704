import { monthNumber } from '../domain/month-names.ts';

/** Dates as feeds print them. */

/** Hours from UTC of the zone names of RFC 822, and of those that European and Asian outlets print. */
const ZONES: Readonly<Record<string, number>> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  BST: 1,
  CET: 1,
  WEST: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  HKT: 8,
  SGT: 8,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?`;
const RFC_822 = new RegExp(
  String.raw`^(?:[A-Za-z]{3,9},?\s{1,3})?(\d{1,2})[\s-]([A-Za-z]{3,9})\.?[\s-](\d{4}|\d{2})(?:,?\s${TIME}\s?([A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?)?(?:\s\([A-Za-z ]{1,40}\))?$`,
);
const ISO = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]\s?${TIME}\s?([A-Za-z]{1,5}|[+-]\d{2}(?::?\d{2})?)?)?$`);
const CHINESE = new RegExp(String.raw`^(\d{4})年(\d{1,2})月(\d{1,2})日(?:\s?(?:星期.|周.)?\s?${TIME})?$`);

/** Before the web there were no feeds. */
const FIRST_YEAR = 1990;
/** Longer than any date. */
const MAX_CHARACTERS = 80;

/**
 * A date of a feed: RFC 822 ("Tue, 22 Sep 2026 14:35:00 GMT"), ISO 8601, "2026-09-15 21:04:02", 2025年6月1日.
 * A time without zone is taken as UTC: feeds mean many zones by it, and hours do not matter to us, days hardly.
 * @returns ISO 8601 in UTC to the second; a day where there is no time, or where its zone is unknown; null for an
 * impossible date (30 February, 25:00), a placeholder (1 January 1970 or year 1) and what is no date.
 */
export function readFeedDate(printed: string): string | null {
  const text = printed.trim().replaceAll(/\s+/g, ' ');
  if (text.length > MAX_CHARACTERS) return null;
  const rfc = RFC_822.exec(text);
  if (rfc !== null) {
    const month = monthNumber(rfc[2]);
    return instant([fullYear(rfc[3] ?? ''), month, Number(rfc[1])], rfc.slice(4, 7), rfc[7]);
  }
  const numeric = ISO.exec(text) ?? CHINESE.exec(text);
  if (numeric === null) return null;
  return instant([Number(numeric[1]), Number(numeric[2]), Number(numeric[3])], numeric.slice(4, 7), numeric[7]);
}

/** For zones: it may be tomorrow already where something was published. */
const DAY_MS = 86_400_000;

/**
 * A date as {@link readFeedDate} reads it, unless it lies in the future.
 * @param retrievedAt when the snapshot that prints it was obtained: nothing in it was published later.
 */
export function readPastDate(printed: string, retrievedAt: string): string | null {
  const date = readFeedDate(printed);
  return date === null || Date.parse(date) > Date.parse(retrievedAt) + DAY_MS ? null : date;
}

/** Two digits as RFC 2822 reads them. */
const fullYear = (text: string): number => (text.length === 4 ? Number(text) : Number(text) + (Number(text) < 50 ? 2000 : 1900));

function instant(
  [year, month, day]: readonly [number, number, number],
  time: readonly (string | undefined)[],
  zone: string | undefined,
): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || year < FIRST_YEAR) return null;
  const dayText = date.toISOString().slice(0, 10);
  if (time[0] === undefined) return dayText;
  const [hour, minute, second] = time.map((part) => Number(part ?? 0)) as [number, number, number];
  if (hour > 23 || minute > 59 || second > 60) return null;
  const offset = minutesFromUtc(zone);
  if (offset === null) return dayText;
  // A leap second is the last of its minute: clocks of computers do not have it.
  const at = Date.UTC(year, month - 1, day, hour, minute - offset, Math.min(second, 59));
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Null for a zone that is not known. */
function minutesFromUtc(zone: string | undefined): number | null {
  if (zone === undefined || zone === '') return 0;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) {
    const hours = ZONES[zone.toUpperCase()];
    return hours === undefined ? null : hours * 60;
  }
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return minutes > 14 * 60 ? null : (match[1] === '-' ? -1 : 1) * minutes;
}
