import { addMonths, type Interval, monthOf, monthOfDate, type YearMonth } from './period.ts';

/** How far back a publisher revises what it has published, in months; see the publisher's own revision policy. */
export interface RevisionPolicy {
  /** Months before the present one that may still be revised at any release. */
  readonly months: number;
  /** A yearly revision of whole years: in calendar month `month` (1 to 12) and the `during` - 1 after it, `months` are read back. */
  readonly yearly?: { readonly month: number; readonly during: number; readonly months: number };
  /** How far back a first load reads, where 24 months would be too many pages; a backfill reads further. */
  readonly firstLoad?: number;
}

/** A first load reads so far back: a year on year needs a year and a month, a 12-month line two years. */
const FIRST_LOAD_MONTHS = 24;

/**
 * The months that a run asks for: those that may have been revised, and all since the newest one that is held.
 * @param lastMonth the newest month that is held; null when there is none.
 */
export function revisionWindow(policy: RevisionPolicy | null, lastMonth: YearMonth | null, now: Date): Interval {
  const to = monthOfDate(now);
  const revised = addMonths(to, -monthsBack(policy, to));
  const missing = lastMonth ?? addMonths(to, -(policy?.firstLoad ?? FIRST_LOAD_MONTHS));
  return { from: Math.min(revised, missing), to };
}

function monthsBack(policy: RevisionPolicy | null, to: YearMonth): number {
  if (policy === null) return 0;
  const { months, yearly } = policy;
  if (yearly === undefined) return months;
  const since = (monthOf(to) - yearly.month + 12) % 12;
  return since < yearly.during ? Math.max(months, yearly.months) : months;
}
