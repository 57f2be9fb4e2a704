import { addMonths, monthsBetween, type YearMonth } from '../domain/period.ts';
import type { TracedFigure } from '../domain/series.ts';
import { sparkline } from './table.ts';

export interface MonthLine {
  /** One character a month. */
  readonly bars: string;
  readonly first: YearMonth;
  readonly last: YearMonth;
  readonly lastValue: number | null;
}

/** The last months of a series as a line, gaps as dots, at most so many; null when it has fewer than two. */
export function monthLine(figures: readonly TracedFigure[], most: number): MonthLine | null {
  const months = new Map(figures.filter(({ period }) => period.kind === 'month').map(({ period, value }) => [period.end, value]));
  const ends = [...months.keys()].sort((a, b) => a - b);
  const last = ends.at(-1);
  if (ends[0] === undefined || last === undefined || ends[0] === last) return null;
  const first = monthsBetween(ends[0], last) >= most ? addMonths(last, 1 - most) : ends[0];
  const values = Array.from({ length: monthsBetween(first, last) + 1 }, (_, i) => months.get(addMonths(first, i)) ?? null);
  return { bars: sparkline(values), first, last, lastValue: months.get(last) ?? null };
}
