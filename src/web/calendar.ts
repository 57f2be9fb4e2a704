/** Release calendars as iCalendar (RFC 5545). */
import { addMonths, formatPeriod, monthOfDate, type Period } from '../domain/period.ts';
import { expectedRelease } from '../domain/release.ts';
import type { ReleaseRecord } from '../store/store.ts';
import type { SourceFacts } from './deployment.ts';

/** A release that is still to come. */
export interface Expected {
  readonly pipeline: string;
  readonly period: Period;
  /** ISO 8601. */
  readonly expectedAt: string;
}

/** The slowest calendar expects a month within a year and a half, so months this far back may still be to come. */
const MONTHS_BACK = 18;
/** How far ahead months are expected; rules reach further, but publishers change them. */
const MONTHS_AHEAD = 12;

/** What the calendars of the sources expect within the next year, the first first. */
export function upcoming(sources: readonly SourceFacts[], now: Date): Expected[] {
  const month = monthOfDate(now);
  const horizon = new Date(now);
  horizon.setUTCFullYear(horizon.getUTCFullYear() + 1);
  const found = sources.flatMap(({ id, calendar, timezone }): Expected[] =>
    calendar === null
      ? []
      : Array.from({ length: MONTHS_BACK + MONTHS_AHEAD + 1 }, (_, i) =>
          expectedRelease(calendar, timezone, addMonths(month, i - MONTHS_BACK)),
        )
          .filter((release) => release !== null && release.at > now && release.at <= horizon)
          .flatMap((release) => (release === null ? [] : [{ pipeline: id, period: release.period, expectedAt: release.at.toISOString() }])),
  );
  return found.toSorted((a, b) => a.expectedAt.localeCompare(b.expectedAt) || a.pipeline.localeCompare(b.pipeline));
}

const MAX_OCTETS = 75;
const LENGTH = 'PT30M';

/**
 * One event for each release: what was watched for and what is still expected.
 * A release keeps its UID when its date moves. DTSTAMP is the day on which it was looked at, or when the release was settled:
 * so the file changes once a day at most, and when a release does.
 */
export function calendarFile(
  watched: readonly ReleaseRecord[],
  expected: readonly Expected[],
  sources: readonly SourceFacts[],
  version: string,
  now: Date,
): string {
  const today = now.toISOString().slice(0, 10);
  const titles = new Map(sources.map(({ id, title }) => [id, title]));
  const events = new Map<string, string[]>();
  const add = (release: Expected, says: string, stampedAt: string): void => {
    const { pipeline, expectedAt } = release;
    const period = formatPeriod(release.period);
    const uid = `${pipeline}-${period.replace('/', '-to-')}@tradewatch`;
    if (events.has(uid)) return;
    events.set(uid, [
      'BEGIN:VEVENT',
      `UID:${text(uid)}`,
      `DTSTAMP:${instant(stampedAt)}`,
      `DTSTART:${instant(expectedAt)}`,
      `DURATION:${LENGTH}`,
      `SUMMARY:${text(`${titles.get(pipeline) ?? pipeline}: ${period}`)}`,
      `DESCRIPTION:${text(says)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]);
  };
  for (const release of watched) add(release, saysOf(release), release.arrivedAt ?? release.noticedAt ?? today);
  for (const release of expected) add(release, 'Expected by the calendar of its source.', today);
  const head = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//tradewatch//tradewatch ${text(version)}//EN`,
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:Trade statistics releases',
  ];
  return [...head, ...[...events.values()].flat(), 'END:VCALENDAR'].map((line) => `${folded(line)}\r\n`).join('');
}

function saysOf({ outcome, arrivedAt, notice }: ReleaseRecord): string {
  if (outcome === 'arrived') return `Arrived ${arrivedAt ?? ''}.`;
  if (outcome !== null) return outcome === 'suppressed' ? 'The source keeps its figures confidential.' : 'A newer month came without it.';
  return notice === null ? 'Awaited.' : `It did not come: ${notice.replaceAll('_', ' ')}.`;
}

/** `20250720T020000Z` */
const instant = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** RFC 5545 3.3.11; other control characters have no place in a calendar. */
const text = (value: string): string =>
  value
    .replaceAll(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll(/\r?\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ');

/** RFC 5545 3.1: at most 75 octets in a line, and no character cut apart. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    // A line that goes on begins with a space, which counts.
    if (octets + size > MAX_OCTETS - (parts.length > 0 ? 1 : 0)) {
      parts.push(part);
      part = '';
      octets = 0;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}
