/**
 * What became of each expected release: came, or was noticed not to have come. Pure: what is remembered, what the
 * database holds and what a look at the source gave go in, what is to be remembered comes out.
 */
import { addMonths, formatMonth, monthOfDate, type Period, type YearMonth } from './period.ts';
import { type ExpectedRelease, expectedRelease, newestExpected, nextPoll, type ReleaseCalendar } from './release.ts';

/** How a release that did not come was noticed, once for each. */
export type Notice =
  /** The source itself says that there is nothing yet. */
  | 'late'
  /** The source answers with what it had before. */
  | 'stale'
  /** Files come by hand, and none with this month did. */
  | 'waiting_for_file';

/** arrived: a figure of the month is there. suppressed: only confidential ones are. skipped: a newer month is, this one is not. */
export type ReleaseOutcome = 'arrived' | 'suppressed' | 'skipped';

/** A release that is watched for. Times are ISO 8601 in UTC. */
export interface WatchedRelease {
  readonly period: Period;
  readonly expectedAt: string;
  readonly deadlineAt: string;
  /** Null while it is awaited. */
  readonly outcome: ReleaseOutcome | null;
  /** When the first figure of the month was obtained. */
  readonly arrivedAt: string | null;
  /** The day that the publisher printed on the publication that brought it. */
  readonly publishedAt: string | null;
  /** The last look at the source that succeeded and did not find it: it came after that. */
  readonly missingAt: string | null;
  readonly notice: Notice | null;
  readonly noticedAt: string | null;
}

/** What the database holds of a month, over all series of a source. */
export interface HeldMonth {
  readonly month: YearMonth;
  /** When the first value was obtained; null when there is none but suppressed ones. */
  readonly firstSeenAt: string | null;
  readonly publishedAt: string | null;
}

/** A look at a source that got an answer to each question. */
export interface Look {
  /** When it began. */
  readonly at: string;
  readonly said: 'nothing_yet' | 'content';
  /** When the newest publication was obtained that was refused and stands refused; null: none does. */
  readonly refusedAt: string | null;
}

export interface WatchFacts {
  readonly calendar: ReleaseCalendar;
  readonly timezone: string;
  readonly byHand: boolean;
  readonly now: Date;
  /** When the source was asked (or a file of it taken) for the first time; null: never. */
  readonly since: Date | null;
  /** The newest month that was ever watched for, settled or not. */
  readonly newest: YearMonth | null;
  /** Months from {@link firstUnwatched} on, ascending. */
  readonly held: readonly HeldMonth[];
  /** Months of which figures came and wait for a second sight: not there, and neither late nor stale. */
  readonly waiting: ReadonlySet<YearMonth>;
  /** Null: the source was not looked at, or could not be. */
  readonly look: Look | null;
}

/** The first month that has not been watched for: after the newest that was, or the newest that is out when the watch begins. */
export function firstUnwatched(facts: Pick<WatchFacts, 'calendar' | 'timezone' | 'now' | 'since' | 'newest'>): YearMonth {
  if (facts.newest !== null) return addMonths(facts.newest, 1);
  const began = facts.since ?? facts.now;
  return newestExpected(facts.calendar, facts.timezone, began)?.period.end ?? monthOfDate(began);
}

/**
 * All releases that are awaited from now on, and those that were settled by what is known now.
 * @param open what was remembered as not arrived.
 */
export function watchReleases(open: readonly WatchedRelease[], facts: WatchFacts): WatchedRelease[] {
  const rows = open.flatMap((row) => {
    const expected = expectedRelease(facts.calendar, facts.timezone, row.period.end);
    return expected === null ? [] : [settled(onDate(row, expected, facts.now), facts)];
  });
  // Months come into the watch when they are expected, and one ahead: the next release that is not here.
  let ahead = rows.some((row) => row.outcome === null && Date.parse(row.expectedAt) > facts.now.getTime());
  for (let month = firstUnwatched(facts); !ahead; month = addMonths(month, 1)) {
    const expected = expectedRelease(facts.calendar, facts.timezone, month);
    if (expected === null) continue;
    const row = settled(begun(expected), facts);
    rows.push(row);
    ahead = row.outcome === null && expected.at > facts.now;
  }
  const began = (facts.since ?? facts.now).toISOString();
  // What was out before the watch began and was there at the first look tells nothing of the publisher's punctuality.
  const known = (row: WatchedRelease): boolean =>
    row.outcome !== null && row.expectedAt <= began && row.missingAt === null && row.notice === null;
  return rows.filter((row) => !known(row));
}

/** The releases that are awaited, and of them the one that is expected first. */
export const nextAwaited = (rows: readonly WatchedRelease[]): WatchedRelease | null =>
  rows.filter((row) => row.outcome === null).toSorted((a, b) => a.period.end - b.period.end)[0] ?? null;

/** Of the releases that are awaited and out, the one that was expected last. */
export const newestOut = (rows: readonly WatchedRelease[], now: Date): WatchedRelease | null =>
  rows
    .filter((row) => row.outcome === null && new Date(row.expectedAt) <= now)
    .toSorted((a, b) => Date.parse(b.expectedAt) - Date.parse(a.expectedAt))[0] ?? null;

/** When the awaited releases are looked for next; null: none is awaited. Of those that are out, the newest sets the pace. */
export function nextLook(rows: readonly WatchedRelease[], now: Date): Date | null {
  const newest = newestOut(rows, now);
  const ahead = rows.filter((row) => row.outcome === null && new Date(row.expectedAt) > now);
  const looks = [...(newest === null ? [] : [newest]), ...ahead].map((row) => nextPoll(new Date(row.expectedAt), now).getTime());
  return looks.length === 0 ? null : new Date(Math.min(...looks));
}

const begun = (expected: ExpectedRelease): WatchedRelease => ({
  period: expected.period,
  expectedAt: expected.at.toISOString(),
  deadlineAt: expected.deadline.toISOString(),
  outcome: null,
  arrivedAt: null,
  publishedAt: null,
  missingAt: null,
  notice: null,
  noticedAt: null,
});

/** The calendar may have changed, or the clock was ahead: a notice that came before the deadline, or of one that is still to come, is taken back. */
function onDate(row: WatchedRelease, expected: ExpectedRelease, now: Date): WatchedRelease {
  const { period, expectedAt, deadlineAt } = begun(expected);
  const due = row.notice === 'waiting_for_file' ? expectedAt : deadlineAt;
  const early = row.noticedAt !== null && (row.noticedAt < due || now.toISOString() < due);
  return { ...row, period, expectedAt, deadlineAt, ...(early ? { notice: null, noticedAt: null } : {}) };
}

function settled(row: WatchedRelease, facts: WatchFacts): WatchedRelease {
  const month = facts.held.find((held) => held.month === row.period.end);
  if (month !== undefined && month.firstSeenAt !== null)
    return { ...row, outcome: 'arrived', arrivedAt: month.firstSeenAt, publishedAt: month.publishedAt };
  if (month !== undefined) return { ...row, outcome: 'suppressed' };
  if (facts.waiting.has(row.period.end)) return { ...row, outcome: null };
  if (facts.held.some((held) => held.month > row.period.end && held.firstSeenAt !== null)) return { ...row, outcome: 'skipped' };
  const look = facts.look !== null && mayTellOf(facts.look, row.period.end) ? facts.look : null;
  return noticed({ ...row, outcome: null, missingAt: look?.at ?? row.missingAt }, { ...facts, look });
}

/** What was refused may hold the month, unless it was obtained before the month was over. */
const mayTellOf = (look: Look, month: YearMonth): boolean => look.refusedAt === null || look.refusedAt.slice(0, 7) <= formatMonth(month);

function noticed(row: WatchedRelease, { byHand, since, now, look }: WatchFacts): WatchedRelease {
  if (row.notice !== null) return row;
  if (byHand) {
    const out = since !== null && row.expectedAt <= now.toISOString();
    return out ? { ...row, notice: 'waiting_for_file', noticedAt: now.toISOString() } : row;
  }
  if (look === null || look.at < row.deadlineAt) return row;
  return { ...row, notice: look.said === 'nothing_yet' ? 'late' : 'stale', noticedAt: look.at };
}
