import { percentOf } from './growth.ts';
import type { Neighbour } from './jump.ts';
import type { YearMonth } from './period.ts';
import type { SeriesFigures } from './series-figures.ts';

/** The last figure of a series, and its change on the year before in percent, unrounded; null where that is unknown. */
export type Latest = readonly [period: YearMonth, value: number | null, yoyPercent: number | null];

/**
 * Of a series of months that ends with some figures, as its own figures have it. Where other kinds of figures have its key, they may
 * have a say in January.
 * @param others figures of the series at other periods, in order of time; at the same periods they do not count.
 */
export function latestOfMonths(figures: SeriesFigures, others: readonly Neighbour[]): Latest {
  const value = figures.value(figures.length - 1);
  const base = valueAt(figures.last - 100, figures, others);
  return [figures.last, value, value === null || base === null || base <= 0 ? null : percentOf(value, base)];
}

function valueAt(period: YearMonth, figures: SeriesFigures, others: readonly Neighbour[]): number | null {
  for (let index = figures.length - 1; index >= 0 && figures.end(index) >= period; index -= 1)
    if (figures.end(index) === period) return figures.value(index);
  return others.find((one) => one.period === period)?.value ?? null;
}
