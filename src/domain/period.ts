/**
 * Periods are intervals of whole months with a kind. A growth rate compares equal coverage only, so a month is never
 * compared with a combined January-February, and a cumulative figure never with a month.
 */

/** What the figure covers: one month; January and February printed as one; January to a month; a quarter; a year. */
export const PERIOD_KINDS = ['month', 'combined', 'ytd', 'quarter', 'year'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** A calendar month as the integer yyyymm: 202506 is June 2025. Compares in order of time. */
export type YearMonth = number;

/** A calendar month as a count of months, for arithmetic: December is followed by the next number. */
export type MonthCount = number;

/** Whole months from one to another, both included. */
export interface Interval {
  readonly from: YearMonth;
  readonly to: YearMonth;
}

/** An interval of whole months, identified by its kind and its last month (the first follows from both). */
export interface Period {
  readonly kind: PeriodKind;
  readonly end: YearMonth;
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
/** Every month lies between. */
export const [FIRST_MONTH, LAST_MONTH]: readonly [YearMonth, YearMonth] = [FIRST_YEAR * 100 + 1, LAST_YEAR * 100 + 12];

/** @throws RangeError when year or month is not a calendar month between 1900 and 2199. */
export function yearMonth(year: number, month: number): YearMonth {
  const valid = Number.isInteger(year) && year >= FIRST_YEAR && year <= LAST_YEAR && Number.isInteger(month) && month >= 1 && month <= 12;
  if (!valid) throw new RangeError(`no such month: year ${year}, month ${month}`);
  return year * 100 + month;
}

export const yearOf = (ym: YearMonth): number => Math.trunc(ym / 100);
export const monthOf = (ym: YearMonth): number => ym % 100;

export const monthCount = (ym: YearMonth): MonthCount => yearOf(ym) * 12 + monthOf(ym) - 1;
export const monthFromCount = (count: MonthCount): YearMonth => Math.trunc(count / 12) * 100 + (count % 12) + 1;

/** The month `count` months later (earlier when negative). */
export const addMonths = (ym: YearMonth, count: number): YearMonth => monthFromCount(monthCount(ym) + count);

/** How many months lie from one month to another: 0 for the same month. */
export const monthsBetween = (from: YearMonth, to: YearMonth): number => (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);

/** The month an instant falls in, in UTC. */
export const monthOfDate = (date: Date): YearMonth => yearMonth(date.getUTCFullYear(), date.getUTCMonth() + 1);

/**
 * A period of the given kind that ends in the given month.
 * @throws RangeError when the kind cannot end there: a combined period ends in February, a quarter in March, June,
 * September or December, a year in December.
 */
export function period(kind: PeriodKind, end: YearMonth): Period {
  if (!endsIn(kind, monthOf(yearMonth(yearOf(end), monthOf(end)))))
    throw new RangeError(`a ${kind} period cannot end in ${formatMonth(end)}`);
  return { kind, end };
}

const endsIn = (kind: PeriodKind, month: number): boolean =>
  kind === 'combined' ? month === 2 : kind === 'quarter' ? month % 3 === 0 : kind === 'year' ? month === 12 : true;

/** The periods of all kinds that end in a month. */
export const periodsTo = (end: YearMonth): Period[] =>
  PERIOD_KINDS.filter((kind) => endsIn(kind, monthOf(end))).map((kind) => ({ kind, end }));

export const month = (ym: YearMonth): Period => period('month', ym);
export const ytd = (ym: YearMonth): Period => period('ytd', ym);
/** January and February of a year as one figure, as China publishes them. */
export const janFeb = (year: number): Period => period('combined', yearMonth(year, 2));

/** The first month that the period covers. */
export function startOf(p: Period): YearMonth {
  switch (p.kind) {
    case 'month':
      return p.end;
    case 'quarter':
      return addMonths(p.end, -2);
    case 'combined':
    case 'ytd':
    case 'year':
      return yearOf(p.end) * 100 + 1;
  }
}

/** `2025-01-01`: the first day of the period. */
export const firstDay = (p: Period): string => `${formatMonth(startOf(p))}-01`;

/** `2025-02-28`: the last day of the period. */
export const lastDay = ({ end }: Period): string => new Date(Date.UTC(yearOf(end), monthOf(end), 0)).toISOString().slice(0, 10);

/** The same kind of period, a number of months later. */
export const shift = (p: Period, months: number): Period => ({ kind: p.kind, end: addMonths(p.end, months) });

/** `2025-06` */
export function formatMonth(ym: YearMonth): string {
  const known = MONTH_TEXTS.get(ym);
  if (known !== undefined) return known;
  const text = `${yearOf(ym)}-${String(monthOf(ym)).padStart(2, '0')}`;
  MONTH_TEXTS.set(ym, text);
  return text;
}
/** Few months for many figures: the text of each is made once. */
const MONTH_TEXTS = new Map<YearMonth, string>();

/** ISO 8601: `2025-06`, or the interval `2025-01/2025-02` when it covers more than one month. */
export function formatPeriod(p: Period): string {
  const start = startOf(p);
  return start === p.end ? formatMonth(p.end) : `${formatMonth(start)}/${formatMonth(p.end)}`;
}

/**
 * `2025-06` to 202506.
 * @throws RangeError for anything else, 2025-13 included.
 */
export function parseMonth(text: string): YearMonth {
  const match = /^(\d{4})-(\d{2})$/.exec(text);
  if (!match) throw new RangeError(`expected a month such as 2025-06, got "${text}"`);
  return yearMonth(Number(match[1]), Number(match[2]));
}

/**
 * Reads what {@link formatPeriod} writes. An interval from January is year to date unless `kind` says otherwise
 * (combined, quarter or year cover the same months).
 * @throws RangeError when the text is no period, or not one of that kind.
 */
export function parsePeriod(text: string, kind?: PeriodKind): Period {
  const [first, last, more] = text.split('/');
  if (first === undefined || more !== undefined) throw new RangeError(`expected 2025-06 or 2025-01/2025-02, got "${text}"`);
  const start = parseMonth(first);
  if (last === undefined) return kind === undefined ? month(start) : checked(period(kind, start), start, text);
  const end = parseMonth(last);
  if (kind !== undefined) return checked(period(kind, end), start, text);
  if (monthOf(start) === 1)
    return checked(period(monthOf(end) === 2 ? 'combined' : monthOf(end) === 12 ? 'year' : 'ytd', end), start, text);
  return checked(period('quarter', end), start, text);
}

function checked(p: Period, start: YearMonth, text: string): Period {
  if (startOf(p) !== start) throw new RangeError(`"${text}" is not a ${p.kind} period`);
  return p;
}
