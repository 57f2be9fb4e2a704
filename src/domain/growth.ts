/**
 * Growth between two totals of equal coverage. One mechanism serves every basis: the total of an interval of months,
 * compared with the total of another interval of the same length. A total is a published figure for exactly that
 * interval, or else the sum of published figures that tile it; a month is never derived as a difference.
 */
import {
  addMonths,
  formatMonth,
  type Interval,
  month,
  monthOf,
  type Period,
  type PeriodKind,
  period,
  startOf,
  type YearMonth,
  yearOf,
  ytd,
} from './period.ts';
import type { Figure } from './series.ts';

export const BASES = ['mom', 'yoy', 'qoq', 'ytd_yoy', 'rolling_3m_yoy'] as const;
/** Which two intervals are compared; see docs/data-model.md. */
export type Basis = (typeof BASES)[number];

/** Why a growth rate is unknown. Unknown is never 0. */
export type UnknownReason = 'no_current' | 'no_base' | 'base_zero_or_small' | 'combined_period' | 'suppressed' | 'not_this_basis';

/** All figures of one series key, by period kind and last month. */
export type Figures = Readonly<Partial<Record<PeriodKind, ReadonlyMap<YearMonth, Figure>>>>;

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

/** Groups a list of figures for {@link growth}. */
export function figuresOf(list: Iterable<Figure>): Figures {
  const byKind: Partial<Record<PeriodKind, Map<YearMonth, Figure>>> = {};
  for (const figure of list) {
    let map = byKind[figure.period.kind];
    if (map === undefined) {
      map = new Map();
      byKind[figure.period.kind] = map;
    }
    map.set(figure.period.end, figure);
  }
  return byKind;
}

/**
 * The growth of the figure for `subject` on a basis. `subject` is a month, or a combined, quarter, year or
 * year-to-date period for the bases that fit its kind.
 */
export function growth(figures: Figures, subject: Period, basis: Basis): Growth {
  const current = intervalOf(subject, basis);
  if (current === null) {
    return unknown(basis, 'not_this_basis', `${basis} is not defined for a ${subject.kind} period`);
  }
  const back = basis === 'mom' ? 1 : basis === 'qoq' ? 3 : 12;
  const baseInterval = { from: addMonths(current.from, -back), to: addMonths(current.to, -back) };
  const now = total(figures, current);
  if (!('value' in now))
    return unknown(basis, now.reason === 'absent' ? 'no_current' : now.reason, missing('the current period', figures, now));
  const before = total(figures, baseInterval);
  if (!('value' in before))
    return unknown(basis, before.reason === 'absent' ? 'no_base' : before.reason, missing('the base period', figures, before));
  if (before.value <= 0) {
    return unknown(basis, 'base_zero_or_small', `the base is ${before.value} in ${formatInterval(baseInterval)}`);
  }
  const percent = (100 * (now.value - before.value)) / before.value;
  return { known: true, basis, percent, current: now, currentInterval: current, base: before, baseInterval };
}

/**
 * The subjects that a basis is evaluated for, in order of time: one for each period, whatever kinds of figures it can
 * be computed from, so that nothing is judged twice.
 */
export function subjects(figures: Figures, basis: Basis): Period[] {
  const ends = (...kinds: PeriodKind[]): YearMonth[] => {
    const lists = kinds.flatMap((kind) => figures[kind] ?? []);
    const all = lists.length === 1 ? [...(lists[0]?.keys() ?? [])] : [...new Set(lists.flatMap((list) => [...list.keys()]))];
    return all.every((end, index) => index === 0 || (all[index - 1] as YearMonth) < end) ? all : all.sort((a, b) => a - b);
  };
  switch (basis) {
    case 'mom':
    case 'rolling_3m_yoy':
      return ends('month').map((end) => ({ kind: 'month', end }));
    case 'yoy':
      return [...ends('month').map(month), ...ends('combined').map((end) => period('combined', end))].sort((a, b) => a.end - b.end);
    case 'ytd_yoy':
      return ends('month', 'combined', 'ytd').map(ytd);
    case 'qoq':
      return ends('month', 'quarter')
        .filter((end) => monthOf(end) % 3 === 0)
        .map((end) => period('quarter', end));
  }
}

export const formatInterval = (i: Interval): string =>
  i.from === i.to ? formatMonth(i.from) : `${formatMonth(i.from)}/${formatMonth(i.to)}`;

/** The months whose total a basis looks at, for a subject; null when the two do not fit. */
function intervalOf(subject: Period, basis: Basis): Interval | null {
  const to = subject.end;
  switch (basis) {
    case 'mom':
      return subject.kind === 'month' ? { from: to, to } : null;
    case 'yoy':
      return { from: startOf(subject), to };
    case 'ytd_yoy':
      return subject.kind === 'quarter' ? null : { from: yearOf(to) * 100 + 1, to };
    case 'qoq':
      return monthOf(to) % 3 === 0 && subject.kind !== 'ytd' && subject.kind !== 'year' ? { from: addMonths(to, -2), to } : null;
    case 'rolling_3m_yoy':
      return subject.kind === 'month' ? { from: addMonths(to, -2), to } : null;
  }
}

interface NoTotal {
  readonly reason: 'absent' | 'combined_period' | 'suppressed';
  readonly at: YearMonth;
}

const EXACT_KINDS: readonly PeriodKind[] = ['month', 'combined', 'quarter', 'year', 'ytd'];

/**
 * The total of an interval: the figure published for exactly these months, else tiled by months and January-February.
 * A published figure decides even when it is missing or suppressed: nothing is made up beside it.
 */
export function total(figures: Figures, interval: Interval): Total | NoTotal {
  const exact = exactFigures(figures, interval);
  const published = exact.find((figure) => figure.value !== null);
  if (published !== undefined && published.value !== null)
    return { value: published.value, parts: exact.length === 1 ? exact : [published] };
  if (exact.some((figure) => figure.status === 'Q')) return { reason: 'suppressed', at: interval.to };
  if (interval.from === interval.to) return { reason: combinedAt(figures, interval.to) ? 'combined_period' : 'absent', at: interval.to };
  if (exact.length > 0) return { reason: 'absent', at: interval.to };
  return tile(figures, interval);
}

function tile(figures: Figures, interval: Interval): Total | NoTotal {
  const parts: Figure[] = [];
  for (let at = interval.from; at <= interval.to; ) {
    const single = figures.month?.get(at);
    const pair = monthOf(at) === 1 && at < interval.to ? figures.combined?.get(at + 1) : undefined;
    const bothMonths = single?.value != null && figures.month?.get(at + 1)?.value != null;
    const part = pair?.value != null && !bothMonths ? pair : single;
    if (part?.value == null) return { reason: 'absent', at };
    parts.push(part);
    at = addMonths(at, part === pair ? 2 : 1);
  }
  return { value: sum(parts), parts };
}

/** Adds decimals without binary residue: figures have at most a few decimals, so the sum is rounded to 6. */
function sum(parts: readonly Figure[]): number {
  const raw = parts.reduce((acc, part) => acc + (part.value ?? 0), 0);
  const rounded = Math.round(raw * 1e6) / 1e6;
  return Number.isSafeInteger(Math.trunc(raw * 1e6)) ? rounded : raw;
}

function exactFigures(figures: Figures, { from, to }: Interval): readonly Figure[] {
  let exact: Figure[] = NO_FIGURES;
  for (const kind of EXACT_KINDS) {
    const figure = figures[kind]?.get(to);
    if (figure === undefined || startOf(figure.period) !== from) continue;
    // Mostly there is none, or one: rules are held against millions of figures.
    if (exact === NO_FIGURES) exact = [figure];
    else exact.push(figure);
  }
  return exact;
}

const NO_FIGURES: Figure[] = [];

const combinedAt = (figures: Figures, at: YearMonth): boolean => monthOf(at) <= 2 && figures.combined?.has(yearOf(at) * 100 + 2) === true;

function missing(what: string, figures: Figures, gap: NoTotal): string {
  const at = formatMonth(gap.at);
  if (gap.reason === 'suppressed') return `${what} needs ${at}, which the source suppressed`;
  if (combinedAt(figures, gap.at)) return `${what} needs ${at}, published only as January-February combined`;
  return `${what} needs ${at}, which is not known`;
}

const unknown = (basis: Basis, reason: UnknownReason, detail: string): UnknownGrowth => ({ known: false, basis, reason, detail });
