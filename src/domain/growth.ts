/**
 * Growth between two totals of equal coverage. One mechanism serves every basis: the total of an interval of months,
 * compared with the total of another interval of the same length. A total is a published figure for exactly that
 * interval, or else the sum of published figures that tile it; a month is never derived as a difference.
 */
import type { Figures } from './figures.ts';
import {
  addMonths,
  formatMonth,
  type Interval,
  type MonthCount,
  monthCount,
  monthFromCount,
  monthOf,
  type Period,
  type PeriodKind,
  type YearMonth,
  yearOf,
} from './period.ts';
import { sumOf } from './rounding.ts';
import type { Figure } from './series.ts';

export const BASES = ['mom', 'yoy', 'qoq', 'ytd_yoy', 'rolling_3m_yoy'] as const;
/** Which two intervals are compared; see docs/data-model.md. */
export type Basis = (typeof BASES)[number];

export const isBasis = (text: string): text is Basis => (BASES as readonly string[]).includes(text);

/** Why a growth rate is unknown. Unknown is never 0. */
export type UnknownReason = 'no_current' | 'no_base' | 'base_zero_or_small' | 'combined_period' | 'suppressed' | 'not_this_basis';

/** An interval's total and the published figures that it consists of. */
export interface Total {
  readonly value: number;
  readonly parts: readonly Figure[];
}

export interface KnownGrowth {
  readonly known: true;
  readonly basis: Basis;
  /** 100 * (current - base) / base, unrounded. */
  readonly percent: number;
  readonly current: Total;
  readonly currentInterval: Interval;
  readonly base: Total;
  readonly baseInterval: Interval;
}

export interface UnknownGrowth {
  readonly known: false;
  readonly basis: Basis;
  readonly reason: UnknownReason;
  /** One sentence for a person. */
  readonly detail: string;
}

export type Growth = KnownGrowth | UnknownGrowth;

/** How many months before the base of a basis lies. */
const monthsBack = (basis: Basis): number => (basis === 'mom' ? 1 : basis === 'qoq' ? 3 : 12);

/**
 * The growth of the figure for `subject` on a basis. `subject` is a month, or a combined, quarter, year or
 * year-to-date period for the bases that fit its kind.
 */
export function growth(figures: Figures, subject: Period, basis: Basis): Growth {
  const to = monthCount(subject.end);
  const length = lengthOf(subject.kind, to, basis);
  if (length === 0) return unknown(basis, 'not_this_basis', `${basis} is not defined for a ${subject.kind} period`);
  const currentInterval = intervalOf(to, length);
  const current = total(figures, currentInterval);
  if (!('value' in current))
    return unknown(basis, current.reason === 'absent' ? 'no_current' : current.reason, missing('the current period', figures, current));
  const baseInterval = intervalOf(to - monthsBack(basis), length);
  const base = total(figures, baseInterval);
  if (!('value' in base))
    return unknown(basis, base.reason === 'absent' ? 'no_base' : base.reason, missing('the base period', figures, base));
  if (base.value <= 0) return unknown(basis, 'base_zero_or_small', `the base is ${base.value} in ${formatInterval(baseInterval)}`);
  return { known: true, basis, percent: percentOf(current.value, base.value), current, currentInterval, base, baseInterval };
}

/** How many months a {@link subjects | subject} of a basis adds up at the most. */
const LONGEST: Readonly<Record<Basis, number>> = { mom: 1, yoy: 2, qoq: 3, ytd_yoy: 12, rolling_3m_yoy: 3 };

/** Figures by their last months: those from one on, without those of an interval. */
export interface MonthRange {
  readonly from: YearMonth;
  readonly without: Interval | null;
}

/** Of which months a series' figures are needed for the growth of {@link subjects} that end in an interval; later ones are among them. */
export function monthsFor(basis: Basis, { from, to }: Interval): MonthRange {
  const first = addMonths(from, 1 - LONGEST[basis]);
  const between = { from: addMonths(to, 1 - monthsBack(basis)), to: addMonths(first, -1) };
  return { from: addMonths(first, -monthsBack(basis)), without: between.from > between.to ? null : between };
}

/** The percentage of {@link growth} alone, of a period that ends in a month; NaN where it is unknown. */
export function growthPercent(figures: Figures, kind: PeriodKind, to: MonthCount, basis: Basis): number {
  const length = lengthOf(kind, to, basis);
  const current = length === 0 ? Number.NaN : totalValue(figures, to - length + 1, to, null);
  if (Number.isNaN(current)) return Number.NaN;
  const before = to - monthsBack(basis);
  const base = totalValue(figures, before - length + 1, before, null);
  return base > 0 ? percentOf(current, base) : Number.NaN;
}

export const percentOf = (current: number, base: number): number => (100 * (current - base)) / base;

/**
 * The subjects that a basis is evaluated for, in order of time, from a month on: one for each period, whatever kinds of figures it
 * can be computed from, so that nothing is judged twice.
 */
export function subjects(figures: Figures, basis: Basis, from: YearMonth = 0): Period[] {
  const all: Period[] = [];
  for (const [kind, months] of subjectMonths(figures, basis, monthCount(from)))
    for (const month of months) all.push({ kind, end: monthFromCount(month) });
  return all.length < 2 ? all : all.sort((a, b) => a.end - b.end);
}

/** The last months of {@link subjects}, by their kind. */
export function subjectMonths(figures: Figures, basis: Basis, from: MonthCount = 0): [kind: PeriodKind, months: readonly MonthCount[]][] {
  const months = (kind: PeriodKind): readonly MonthCount[] => figures[kind]?.months(from) ?? [];
  const ofAny = (...kinds: PeriodKind[]): readonly MonthCount[] => {
    const lists = kinds.map(months).filter((list) => list.length > 0);
    return lists.length === 1 ? (lists[0] as readonly MonthCount[]) : [...new Set(lists.flat())].sort((a, b) => a - b);
  };
  switch (basis) {
    case 'mom':
    case 'rolling_3m_yoy':
      return [['month', months('month')]];
    case 'yoy':
      return [
        ['month', months('month')],
        ['combined', months('combined')],
      ];
    case 'ytd_yoy':
      return [['ytd', ofAny('month', 'combined', 'ytd')]];
    case 'qoq':
      return [['quarter', ofAny('month', 'quarter').filter((month) => month % 3 === 2)]];
  }
}

export const formatInterval = (i: Interval): string =>
  i.from === i.to ? formatMonth(i.from) : `${formatMonth(i.from)}/${formatMonth(i.to)}`;

/** How many months a basis adds up, for a period of a kind that ends in a month; 0 when the two do not fit. */
function lengthOf(kind: PeriodKind, to: MonthCount, basis: Basis): number {
  const sinceJanuary = (to % 12) + 1;
  switch (basis) {
    case 'mom':
      return kind === 'month' ? 1 : 0;
    case 'yoy':
      return kind === 'month' ? 1 : kind === 'quarter' ? 3 : sinceJanuary;
    case 'ytd_yoy':
      return kind === 'quarter' ? 0 : sinceJanuary;
    case 'qoq':
      return to % 3 === 2 && kind !== 'ytd' && kind !== 'year' ? 3 : 0;
    case 'rolling_3m_yoy':
      return kind === 'month' ? 3 : 0;
  }
}

/** The months that a period's figure adds up on a basis that is defined for it: of a rolling rate three, of others the period's own. */
export function totalledMonths({ kind, end }: Period, basis: Basis): Interval {
  const to = monthCount(end);
  return intervalOf(to, lengthOf(kind, to, basis));
}

const intervalOf = (to: MonthCount, length: number): Interval => ({ from: monthFromCount(to - length + 1), to: monthFromCount(to) });

interface NoTotal {
  readonly reason: 'absent' | 'combined_period' | 'suppressed';
  readonly at: YearMonth;
}

/**
 * The total of an interval: the figure published for exactly these months, else tiled by months and January-February.
 * A published figure decides even when it is missing or suppressed: nothing is made up beside it.
 */
export function total(figures: Figures, interval: Interval): Total | NoTotal {
  const parts: Figure[] = [];
  const value = totalValue(figures, monthCount(interval.from), monthCount(interval.to), parts);
  return Number.isNaN(value) ? whyNone(figures, interval, parts) : { value, parts };
}

/** Whether a figure of a kind that ends with an interval covers exactly that. */
function covers(kind: PeriodKind, from: MonthCount, to: MonthCount): boolean {
  switch (kind) {
    case 'month':
      return from === to;
    case 'quarter':
      return to - from === 2;
    case 'combined':
    case 'year':
    case 'ytd':
      return from % 12 === 0 && to - from === to % 12;
  }
}

/**
 * The value of {@link total}; NaN when there is none.
 * @param parts takes the figures that it consists of; of a total that is not known, those before the first gap.
 */
function totalValue(figures: Figures, from: MonthCount, to: MonthCount, parts: Figure[] | null): number {
  let isPublished = false;
  for (const own of figures.byPrecedence) {
    if (!covers(own.kind, from, to)) continue;
    const value = own.valueAt(to);
    if (!Number.isNaN(value)) {
      parts?.push(own.get(monthFromCount(to)) as Figure);
      return value;
    }
    isPublished ||= own.statusAt(to) !== null;
  }
  return isPublished || from === to ? Number.NaN : tiled(figures, from, to, parts);
}

/** The sum of months, or of January-February combined where one of the two months is not there. */
function tiled({ month, combined }: Figures, from: MonthCount, to: MonthCount, parts: Figure[] | null): number {
  // Where all months are there they are taken, so that nothing else need be looked at.
  const months = month === undefined || parts !== null ? Number.NaN : month.sumOf(from, to);
  if (!Number.isNaN(months)) return months;
  if (combined === undefined && parts === null) return Number.NaN;
  const values: number[] = [];
  for (let at = from; at <= to; at += 1) {
    const single = month?.valueAt(at) ?? Number.NaN;
    const pair = at % 12 === 0 && at < to ? (combined?.valueAt(at + 1) ?? Number.NaN) : Number.NaN;
    const isPair = !Number.isNaN(pair) && Number.isNaN(single + (month?.valueAt(at + 1) ?? Number.NaN));
    if (isPair) at += 1;
    const value = isPair ? pair : single;
    if (Number.isNaN(value)) return Number.NaN;
    parts?.push((isPair ? combined : month)?.get(monthFromCount(at)) as Figure);
    values.push(value);
  }
  return sumOf(values);
}

/** @param parts the figures before the first gap of months that would have to be added up. */
function whyNone(figures: Figures, { from, to }: Interval, parts: readonly Figure[]): NoTotal {
  const exact = figures.kinds.filter((own) => covers(own.kind, monthCount(from), monthCount(to)) && own.has(to));
  if (exact.some((own) => own.statusAt(monthCount(to)) === 'Q')) return { reason: 'suppressed', at: to };
  if (from === to) return { reason: combinedAt(figures, to) ? 'combined_period' : 'absent', at: to };
  const last = parts.at(-1);
  return { reason: 'absent', at: exact.length > 0 ? to : last === undefined ? from : addMonths(last.period.end, 1) };
}

const combinedAt = (figures: Figures, at: YearMonth): boolean => monthOf(at) <= 2 && figures.combined?.has(yearOf(at) * 100 + 2) === true;

function missing(what: string, figures: Figures, gap: NoTotal): string {
  const at = formatMonth(gap.at);
  if (gap.reason === 'suppressed') return `${what} needs ${at}, which the source suppressed`;
  if (combinedAt(figures, gap.at)) return `${what} needs ${at}, published only as January-February combined`;
  return `${what} needs ${at}, which is not known`;
}

const unknown = (basis: Basis, reason: UnknownReason, detail: string): UnknownGrowth => ({ known: false, basis, reason, detail });
