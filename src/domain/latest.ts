import { Figures } from './figures.ts';
import { percentOf } from './growth.ts';
import type { Neighbour } from './jump.ts';
import type { YearMonth } from './period.ts';
import type { Status } from './series.ts';
import type { SeriesFigures } from './series-figures.ts';

/** The last figure of a series of months, and the one of the year before. */
export interface Latest {
  readonly end: YearMonth;
  readonly value: number | null;
  readonly status: Status;
  readonly base: number | null;
  /** Null where there is no figure. */
  readonly baseStatus: Status | null;
  /** The change in percent, unrounded; null where it is unknown. */
  readonly yoyPercent: number | null;
}

/** A figure of the same series that is held. */
interface Held extends Neighbour {
  readonly status: Status;
}

/** A year before, as months are numbered. */
const YEAR = 100;

/**
 * Of a series of months that ends with some figures, as its own figures have it. Where other kinds of figures have its key, they may
 * have a say in January.
 * @param others figures of the series at other periods, in order of time; at the same periods they do not count.
 */
export function latestOfMonths(figures: SeriesFigures, others: readonly Held[]): Latest {
  const at = figures.length - 1;
  const [end, value, status] = [figures.last, figures.value(at), figures.status(at)];
  const before = figures.indexOf(end - YEAR);
  const held = before < 0 ? others.find((one) => one.period === end - YEAR) : undefined;
  const base = before < 0 ? (held?.value ?? null) : figures.value(before);
  const baseStatus = before < 0 ? (held?.status ?? null) : figures.status(before);
  const yoyPercent = value === null || base === null || base <= 0 ? null : percentOf(value, base);
  return { end, value, status, base, baseStatus, yoyPercent };
}

/** The two figures as those of a series. */
export function figuresOfLatest({ end, value, status, base, baseStatus }: Latest): Figures {
  const figures = new Figures();
  const months = figures.ofKind('month');
  if (baseStatus !== null) months.add(end - YEAR, base, baseStatus);
  months.add(end, value, status);
  return figures;
}
