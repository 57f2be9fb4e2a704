import { addMonths, type Interval, monthsBetween, type YearMonth } from '../domain/period.ts';
import { type ChartDescription, type ChartFigure, sameMonths, within } from './description.ts';
import { type AxisUnit, axisUnit } from './unit.ts';

/** A description in places and heights: what is drawn where. Places count months from the first shown, heights are in the axis unit. */
export interface Scene {
  readonly axis: AxisUnit;
  readonly months: readonly YearMonth[];
  readonly bars: readonly Bar[];
  /** Places of the months of which nothing is known. */
  readonly gaps: readonly number[];
  readonly level: number | null;
  /** The top of the axis. */
  readonly top: number;
  readonly bottom: number;
}

export interface Bar {
  readonly months: Interval;
  readonly role: 'marked' | 'base' | 'other';
  /** The first and the last month that it stands on. */
  readonly first: number;
  readonly last: number;
  /** The figure itself. */
  readonly value: number;
  /** By month: a figure of two months is drawn half as high and twice as wide, so that its area is right. */
  readonly height: number;
  /** The height of the same months a year before, when known and when there is room to mark it. */
  readonly before: number | null;
  readonly revisedFrom: number | null;
  /** Change on the same months a year before in percent; null when unknown. */
  readonly growth: number | null;
}

const AIR = 1.04;
/** With more months the marks of the year before, and its label, would hide the bars. */
export const MOST_WITH_YEAR_BEFORE = 48;

/** @throws RangeError when no month is shown, or nothing is known of those that are. */
export function sceneOf(description: ChartDescription): Scene {
  const { shown, marked } = description;
  const count = monthsBetween(shown.from, shown.to) + 1;
  if (count < 1) throw new RangeError(`a chart needs at least one month, got ${shown.from} to ${shown.to}`);
  const isRoomy = count <= MOST_WITH_YEAR_BEFORE;
  const figures = drawable(description);
  const axis = axisUnit(description.unit, Math.max(0, ...figures.map(heightOf)));
  const bars = figures.map((figure): Bar => {
    const before = yearBefore(description.figures, figure.months);
    return {
      months: figure.months,
      role: marked !== null && within(figure.months, marked.months) ? 'marked' : isRoomy && isBase(description, figure) ? 'base' : 'other',
      first: monthsBetween(shown.from, figure.months.from),
      last: monthsBetween(shown.from, figure.months.to),
      value: figure.value,
      height: heightOf(figure) / axis.size,
      before: before === null || !isRoomy ? null : heightOf({ ...figure, value: before }) / axis.size,
      revisedFrom: figure.revisedFrom === undefined ? null : heightOf({ ...figure, value: figure.revisedFrom }) / axis.size,
      growth: before === null || before <= 0 ? null : (100 * (figure.value - before)) / before,
    };
  });
  if (bars.length === 0) throw new RangeError(`nothing is known from ${shown.from} to ${shown.to}: there is nothing to draw`);
  const level = description.level === undefined ? null : description.level / axis.size;
  const heights = [level ?? 0, ...bars.flatMap(({ height, before, revisedFrom }) => [height, before ?? 0, revisedFrom ?? 0])];
  return {
    axis,
    level,
    months: Array.from({ length: count }, (_, i) => addMonths(shown.from, i)),
    bars,
    gaps: Array.from({ length: count }, (_, i) => i).filter((i) => !bars.some(({ first, last }) => i >= first && i <= last)),
    top: Math.max(...heights) * AIR || 1,
    bottom: Math.min(0, ...heights) * AIR,
  };
}

type Known = ChartFigure & { readonly value: number };

/** The known figures within the axis; one of several months only where none of them has a figure of its own. */
function drawable({ figures, shown }: ChartDescription): Known[] {
  const known = figures.filter((figure): figure is Known => figure.value !== null && within(figure.months, shown));
  const single = known.filter(({ months }) => months.from === months.to);
  const spans = known.filter(({ months }) => months.from !== months.to && !single.some((month) => within(month.months, months)));
  return [...single, ...spans].sort((a, b) => a.months.from - b.months.from);
}

const isBase = ({ marked }: ChartDescription, { months }: ChartFigure): boolean =>
  marked !== null && marked.base !== null && within(months, marked.base.months);

const heightOf = ({ months, value }: Pick<Known, 'months' | 'value'>): number => value / (monthsBetween(months.from, months.to) + 1);

/** Equal coverage only: a month against that month, two months against the same two. */
function yearBefore(figures: readonly ChartFigure[], months: Interval): number | null {
  const before = { from: addMonths(months.from, -12), to: addMonths(months.to, -12) };
  return figures.find((figure) => sameMonths(figure.months, before))?.value ?? null;
}
