import type { PeriodMention, YearMention } from './period-mention.ts';

/** A time with its year: whole months from `first` to `last`, each counted from year 0 (year * 12 + month - 1). */
export interface ResolvedPeriod {
  readonly first: number;
  readonly last: number;
  readonly shape: Extract<PeriodMention, { form: 'span' }>['shape'];
  readonly days: readonly [number, number] | null;
  /** The words speak of a fiscal year that begins in April. */
  readonly fiscal: boolean;
}

/** What is known of "now" while a text is read. */
export interface Anchor {
  /** The day of publication as year, month (1-12) and day; month and day as far as they are known. */
  readonly published: { readonly year: number; readonly month: number | null; readonly day: number | null } | null;
  /** The year that the text named last. */
  readonly textYear: number | null;
  /** The period that the text spoke of last. */
  readonly current: ResolvedPeriod | null;
}

const PUBLISHED = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/;

export function readPublished(published: string | null | undefined): Anchor['published'] {
  const match = PUBLISHED.exec(published ?? '');
  if (match === null) return null;
  return {
    year: Number(match[1]),
    month: match[2] === undefined ? null : Number(match[2]),
    day: match[3] === undefined ? null : Number(match[3]),
  };
}

export const monthIndex = (year: number, month: number): number => year * 12 + month - 1;

/** The month that the text is written in; null when it is not known. */
export const publishedMonth = (published: Anchor['published']): number | null =>
  published === null || published.month === null ? null : monthIndex(published.year, published.month);

/** The period that a mention means, or null when nothing says which year. Mentions relative to another period are not resolved here. */
export function resolve(mention: PeriodMention, anchor: Anchor): ResolvedPeriod | null {
  switch (mention.form) {
    case 'vague':
      return null;
    case 'same':
      return anchor.current?.shape === 'month' || !mention.month ? anchor.current : null;
    case 'back':
      return mention.here ? resolveHere(mention.unit, mention.count, anchor) : null;
    case 'to_date':
      return resolveToDate(mention.last, mention.year, anchor);
    case 'span': {
      if (mention.first === 0) {
        const month = publishedMonth(anchor.published);
        if (month === null) return null;
        const at = month - (typeof mention.year === 'object' && mention.year !== null ? mention.year.back : 0);
        return { first: at, last: at, shape: mention.shape, days: mention.days, fiscal: false };
      }
      const length = ((mention.last - mention.first + 12) % 12) + 1;
      const year = yearOf(mention.year, anchor) ?? impliedYear(mention.last, mention.days, anchor);
      if (year === null) return null;
      const last = monthIndex(year, mention.last);
      return { first: last - length + 1, last, shape: mention.shape, days: mention.days, fiscal: mention.fiscal };
    }
  }
}

function yearOf(mention: YearMention, anchor: Anchor): number | null {
  if (mention === null || typeof mention === 'number') return mention;
  return anchor.published === null ? null : anchor.published.year - mention.back;
}

/** A text that is older than its publication date by so much speaks of the year it names, not of the latest one. */
const RETROSPECT_MONTHS = 18;

/** From this day on, a text may speak of its own month as a whole. */
const EARLIEST_CLOSE = 28;

/** The latest year in which a period ending in `month` is over on the day of publication; without that day, the year the text named. */
function impliedYear(month: number, days: readonly [number, number] | null, anchor: Anchor): number | null {
  const { published, textYear } = anchor;
  if (published === null) return textYear;
  if (published.month === null) return textYear ?? published.year;
  const now = monthIndex(published.year, published.month);
  if (textYear !== null && now - monthIndex(textYear, 12) >= RETROSPECT_MONTHS - 12 && anchor.current !== null) return textYear;
  // Some offices publish a month before its last day is over.
  const ending = days === null && month === published.month && (published.day ?? 0) >= EARLIEST_CLOSE;
  const over =
    days === null
      ? ending || month < published.month
      : month < published.month || (month === published.month && (published.day ?? 31) >= days[1]);
  return over ? published.year : published.year - 1;
}

function resolveHere(unit: 'month' | 'quarter' | 'year', count: number, anchor: Anchor): ResolvedPeriod | null {
  if (anchor.published === null) return null;
  if (unit === 'year') {
    const last = monthIndex(anchor.published.year - count, 12);
    return { first: last - 11, last, shape: 'year', days: null, fiscal: false };
  }
  const month = publishedMonth(anchor.published);
  if (month === null) return null;
  if (unit === 'month') return { first: month - count, last: month - count, shape: 'month', days: null, fiscal: false };
  const last = month - (month % 3) - 1 - 3 * (count - 1);
  return { first: last - 2, last, shape: 'quarter', days: null, fiscal: false };
}

function resolveToDate(last: number | null, stated: YearMention, anchor: Anchor): ResolvedPeriod | null {
  if (last !== null) {
    const year = yearOf(stated, anchor) ?? impliedYear(last, null, anchor);
    return year === null ? null : cumulative(monthIndex(year, last));
  }
  if (anchor.current !== null && anchor.current.shape !== 'year' && anchor.current.shape !== 'days') return cumulative(anchor.current.last);
  const month = publishedMonth(anchor.published);
  return month === null ? null : cumulative(month - 1);
}

/** From January to the month at `last`. */
export function cumulative(last: number): ResolvedPeriod {
  const first = last - (last % 12);
  return { first, last, shape: first === last ? 'month' : 'months', days: null, fiscal: false };
}

/** The same period so many months earlier. */
export const shiftBack = (period: ResolvedPeriod, count: number): ResolvedPeriod => ({
  ...period,
  first: period.first - count,
  last: period.last - count,
});

/** Cumulative from January or the start of a fiscal year, and shorter than the year. */
export function isCumulative(period: ResolvedPeriod, fiscalReporter: boolean): boolean {
  const length = period.last - period.first + 1;
  if (period.days !== null || length < 2 || length >= 12 || period.shape === 'quarter') return false;
  const start = period.first % 12;
  return start === 0 || ((period.fiscal || fiscalReporter) && start === 3);
}

const two = (value: number): string => String(value).padStart(2, '0');
const month = (index: number): string => `${Math.trunc(index / 12)}-${two((index % 12) + 1)}`;

/** As claims write it: `2025-06`, `2025-Q2`, `2025-01..2025-07`, `2025`, `2025-06-01..2025-06-20`. */
export function formatResolved(period: ResolvedPeriod): string {
  if (period.days !== null) return `${month(period.first)}-${two(period.days[0])}..${month(period.last)}-${two(period.days[1])}`;
  if (period.shape === 'quarter') return `${Math.trunc(period.first / 12)}-Q${Math.trunc((period.first % 12) / 3) + 1}`;
  if (period.first === period.last) return month(period.first);
  if (period.first % 12 === 0 && period.last - period.first === 11) return String(Math.trunc(period.first / 12));
  return `${month(period.first)}..${month(period.last)}`;
}
