/** Which series of a publication a rule has to look at closely: most of most releases it need not. Pure; see docs/decisions/027 and 034. */
import type { Figures } from './figures.ts';
import { growthPercent, isBasis, type MonthRange, monthsFor, subjectMonths } from './growth.ts';
import { figuresOfLatest, type Latest } from './latest.ts';
import { type Interval, monthCount, type YearMonth } from './period.ts';
import type { Direction, Rule } from './rule.ts';

/** How a series changed. */
export interface SeriesChange {
  /** The month from which something changed. */
  readonly firstChanged: YearMonth;
  /** Its last figure as it is kept beside it. Null where that is not at hand, or where it has figures of other periods than months. */
  readonly latest: Latest | null;
}

/**
 * A quick look at a series: whether a period from a month on may be beyond a rule's threshold. It never denies what `judge`
 * calls `above`; most series of most releases need no closer look.
 * @param figuresOf the figures of the series of some months, or more of them.
 * @param months from the first of them on; figures after the last are looked at closely.
 */
export function mayCross({ when }: Rule, figuresOf: (months: MonthRange) => Figures, months: Interval): boolean {
  const { metric, direction } = when;
  if (!isBasis(metric) || !('percent' in when)) return true;
  const threshold = when.percent;
  const figures = figuresOf(monthsFor(metric, months));
  const last = monthCount(months.to);
  return subjectMonths(figures, metric, monthCount(months.from)).some(([kind, ends]) =>
    ends.some((to) => {
      if (to > last) return true;
      return mayReach(growthPercent(figures, kind, to, metric), direction, threshold);
    }),
  );
}

/** Whether a rule asks for growth year on year and the newest rate alone says that no period that changed is beyond its threshold. */
export function newestStaysWithin({ when }: Rule, { firstChanged, latest }: SeriesChange): boolean {
  if (when.metric !== 'yoy' || latest?.end !== firstChanged) return false;
  return latest.yoyPercent === null || !mayReach(latest.yoyPercent, when.direction, when.percent);
}

/** The newest figure and its base, where a rule asks for growth year on year and they are all that it takes to `judge` what changed. */
export const newestFigures = ({ when, streak }: Rule, { firstChanged, latest }: SeriesChange): Figures | null =>
  when.metric === 'yoy' && streak === 1 && latest?.end === firstChanged ? figuresOfLatest(latest) : null;

/** Whether a rate that a double may be off by is beyond a threshold; NaN is not. */
function mayReach(percent: number, direction: Direction, threshold: number): boolean {
  // Far more than it may be off by.
  const slack = 1e-9 * (100 + Math.abs(percent));
  return (direction !== 'fall' && percent >= threshold - slack) || (direction !== 'rise' && percent <= slack - threshold);
}

/**
 * Whether the figures that {@link mayCross} asked for are all that it takes to `judge` a period of these months that crosses. What
 * is not known may be so for another reason by all figures.
 */
export const decidesAlone = ({ streak }: Rule, figures: Figures, { to }: Interval): boolean =>
  streak === 1 && figures.kinds.every((own) => own.last <= monthCount(to));
