/**
 * What the published figures say of the total of an interval, also where some of its months are not known. Trade is
 * never negative: what is known of an interval is the least that its total can be, and a published total of a longer
 * interval the most.
 */

import { addMonths, type Interval, monthOf, monthsBetween, type PeriodKind, startOf, type YearMonth, yearOf } from './period.ts';
import { compareGrowth } from './quantity.ts';
import { lastDigit, sumOf } from './rounding.ts';
import type { Figure } from './series.ts';

/** Why the total of an interval is not known. */
export type Gap = 'absent' | 'combined_period' | 'suppressed';

export interface Bounds<F extends Figure> {
  readonly interval: Interval;
  /** The sum of what is known; the total itself when `gap` is null. */
  readonly least: number;
  /** The published figures that `least` consists of: they cover no month twice. */
  readonly parts: readonly F[];
  /** The smallest figure that is published for an interval around this one; null when there is none. */
  readonly around: F | null;
  /** Null when the total is known. */
  readonly gap: Gap | null;
}

/**
 * The total of an interval, or what bounds it: the figure published for exactly these months, else disjoint figures
 * within it that cover most of its months.
 */
export function boundsOf<F extends Figure>(figures: readonly F[], interval: Interval): Bounds<F> {
  const inside = figures.filter((f) => startOf(f.period) >= interval.from && f.period.end <= interval.to);
  const exact = inside.filter((f) => startOf(f.period) === interval.from && f.period.end === interval.to).toSorted(byKind);
  const around = smallest(figures.filter((f) => encloses(f, interval)));
  const published = exact.find((f) => known(f));
  if (published !== undefined) return { interval, least: amountOf(published), parts: [published], around, gap: null };
  const parts = cover(inside.filter(known), interval);
  const covered = parts.reduce((months, f) => months + lengthOf(f), 0);
  // A published figure that is missing or suppressed decides: no sum is put in its place.
  const whole = exact.length === 0 && covered === monthsBetween(interval.from, interval.to) + 1;
  return { interval, least: sumOf(parts.map(amountOf)), parts, around, gap: whole ? null : gapOf(figures, inside, exact, interval) };
}

const KIND_ORDER: readonly PeriodKind[] = ['month', 'combined', 'quarter', 'year', 'ytd'];
const byKind = (a: Figure, b: Figure): number => KIND_ORDER.indexOf(a.period.kind) - KIND_ORDER.indexOf(b.period.kind);

const known = (f: Figure): boolean => f.value !== null && f.value >= 0;
const amountOf = (f: Figure): number => f.value ?? 0;
const lengthOf = (f: Figure): number => monthsBetween(startOf(f.period), f.period.end) + 1;
const encloses = (f: Figure, { from, to }: Interval): boolean =>
  startOf(f.period) <= from && f.period.end >= to && !(startOf(f.period) === from && f.period.end === to);

const smallest = <F extends Figure>(figures: readonly F[]): F | null =>
  figures.filter(known).reduce<F | null>((least, f) => (least === null || amountOf(f) < amountOf(least) ? f : least), null);

interface Cover<F> {
  readonly months: number;
  readonly parts: readonly F[];
}

/** Months and January-February where they are all there, as growth rates take them; else what covers most, in fewest parts. */
function cover<F extends Figure>(pieces: readonly F[], interval: Interval): readonly F[] {
  const months = best(
    pieces.filter((f) => f.period.kind === 'month' || f.period.kind === 'combined'),
    interval,
    'many',
  );
  const whole = months.months === monthsBetween(interval.from, interval.to) + 1;
  return whole ? months.parts : best(pieces, interval, 'few').parts;
}

/** From the last month back, the best cover that begins at each month. */
function best<F extends Figure>(pieces: readonly F[], { from, to }: Interval, prefer: 'many' | 'few'): Cover<F> {
  const at = new Map<YearMonth, Cover<F>>();
  const none: Cover<F> = { months: 0, parts: [] };
  for (let month = to; month >= from; month = addMonths(month, -1)) {
    let here = at.get(addMonths(month, 1)) ?? none;
    for (const piece of pieces) {
      if (startOf(piece.period) !== month) continue;
      const rest = at.get(addMonths(piece.period.end, 1)) ?? none;
      const months = rest.months + lengthOf(piece);
      const parts = [piece, ...rest.parts];
      const preferred = prefer === 'many' ? parts.length > here.parts.length : parts.length < here.parts.length;
      if (months > here.months || (months === here.months && preferred)) here = { months, parts };
    }
    at.set(month, here);
  }
  return at.get(from) ?? none;
}

function gapOf(figures: readonly Figure[], inside: readonly Figure[], exact: readonly Figure[], { from, to }: Interval): Gap {
  if ((exact.length > 0 ? exact : inside).some((f) => f.status === 'Q')) return 'suppressed';
  const onlyCombined =
    from === to && monthOf(to) <= 2 && figures.some((f) => f.period.kind === 'combined' && yearOf(f.period.end) === yearOf(to));
  return onlyCombined ? 'combined_period' : 'absent';
}

/** One end of a range of growth: a current total held against a base above 0. */
export interface GrowthPoint {
  readonly current: number;
  readonly base: number;
}

/** The growth rates that the figures leave open; null at an end that they leave open altogether. */
export interface GrowthRange {
  readonly low: GrowthPoint | null;
  readonly high: GrowthPoint | null;
  /** Both totals are known: the range is only as wide as the rounding of the printed figures. */
  readonly whole: boolean;
}

/** Digits of a figure that its rounding leaves: a figure of 5,000,000 is not taken for one rounded to millions. */
const LEAST_DIGITS = 2;
/** Tonnes in kg, thousands of a currency: beyond this, zeros at the end of one figure alone may be chance. */
const PRINTED_UNIT = 1000;

/**
 * What the printed figures may be off by, all together: half of the last digit of each. Zeros at its end are taken for
 * rounding up to {@link PRINTED_UNIT}, and beyond it where all figures end in them.
 */
export function roundingOf(figures: readonly Figure[], beside: readonly Figure[] = figures): number {
  const shared = lastDigit(beside.map(amountOf).filter((value) => value > 0));
  return figures.reduce((sum, figure) => {
    const value = amountOf(figure);
    if (value <= 0) return sum;
    const digits = 10 ** Math.max(0, Math.floor(Math.log10(value)) + 1 - LEAST_DIGITS);
    return sum + Math.min(lastDigit([value]), Math.max(shared, PRINTED_UNIT), digits) / 2;
  }, 0);
}

/** The growth of a total that is known on another, of which a part may be known. */
export function growthRange(current: Bounds<Figure>, base: Bounds<Figure>): GrowthRange {
  const all = [...current.parts, ...base.parts];
  if (current.gap !== null) return { low: null, high: null, whole: false };
  const [least, most] = [current.least - roundingOf(current.parts, all), current.least + roundingOf(current.parts, all)];
  const fewest = base.least - roundingOf(base.parts, all);
  const largest =
    base.gap === null
      ? base.least + roundingOf(base.parts, all)
      : base.around === null
        ? null
        : amountOf(base.around) + roundingOf([base.around], all);
  const point = (c: number, b: number | null): GrowthPoint | null => (b === null || b <= 0 ? null : { current: Math.max(0, c), base: b });
  return { low: point(least, largest), high: point(most, fewest), whole: base.gap === null && base.least > 0 };
}

/** An interval of growth rates in percent; null at an end that is open. */
export interface PercentInterval {
  readonly low: number | null;
  readonly lowIncluded: boolean;
  readonly high: number | null;
  readonly highIncluded: boolean;
}

/**
 * Holds a range of growth against an interval of percentages, exactly: `inside` when all of it lies in the interval, or
 * when it is only as wide as rounding and a part of it does; `outside` when none of it does; else `open`.
 */
export function placeOf(range: GrowthRange, interval: PercentInterval): 'inside' | 'outside' | 'open' {
  const { low, high } = interval;
  const compare = (point: GrowthPoint, percent: number): number => compareGrowth(point.current, point.base, percent);
  if (range.high !== null && low !== null && compare(range.high, low) < (interval.lowIncluded ? 0 : 1)) return 'outside';
  if (range.low !== null && high !== null && compare(range.low, high) > (interval.highIncluded ? 0 : -1)) return 'outside';
  if (range.whole) return 'inside';
  const aboveLow = low === null || (range.low !== null && compare(range.low, low) > (interval.lowIncluded ? -1 : 0));
  const belowHigh = high === null || (range.high !== null && compare(range.high, high) < (interval.highIncluded ? 1 : 0));
  return aboveLow && belowHigh ? 'inside' : 'open';
}
