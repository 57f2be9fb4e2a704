import { type Interval, monthsBetween, yearOf } from '../domain/period.ts';
import type { ChartDescription } from './description.ts';
import { rounded, textElement, widthOf } from './lettering.ts';
import { LEFT, monthLabel, placeOf, RIGHT, WIDTH } from './panel.ts';
import { MOST_WITH_YEAR_BEFORE, type Scene } from './scene.ts';
import type { Palette } from './theme.ts';
import { amountIn } from './unit.ts';

const LABEL_SIZE = 14;
const LINE = 17;
/** Half a mark of the year before, in months: what stands widest over a month. */
export const HALF_MARK = 0.47;

/** `Jun 2025`, `Jan-Feb 2025` */
export const intervalName = ({ from, to }: Interval): string =>
  from === to ? `${monthLabel(to)} ${yearOf(to)}` : `${monthLabel(from)}-${monthLabel(to)} ${yearOf(to)}`;

export interface Label {
  /** Pixels that it stands out above the top of the axis. */
  readonly rise: number;
  element(above: number): string;
}

/**
 * The marked period and its base, each named with its figure above all bars that the text would cover.
 * @param axisHeight pixels from the bottom of the axis to its top.
 */
export function labelsOf(scene: Scene, { shown, marked }: ChartDescription, palette: Palette, axisHeight: number): Label[] {
  if (marked === null) return [];
  const count = scene.months.length;
  const boxes = [
    { ...marked, fill: palette.markedText },
    ...(marked.base === null || count > MOST_WITH_YEAR_BEFORE ? [] : [{ ...marked.base, fill: palette.base }]),
  ].flatMap(({ months, value, fill }) => {
    const first = Math.max(0, monthsBetween(shown.from, months.from));
    const last = Math.min(count - 1, monthsBetween(shown.from, months.to));
    if (first > last) return [];
    const lines = [intervalName(months), value === null ? 'not known' : amountIn(scene.axis, value)];
    const width = Math.max(...lines.map((line) => widthOf(line, LABEL_SIZE)));
    const middle = (placeOf(first, count) + placeOf(last, count)) / 2;
    const left = Math.min(Math.max(middle - width / 2, LEFT), WIDTH - RIGHT / 2 - width);
    return [{ lines, left, width, middle, first, last, fill }];
  });
  const [first, base] = boxes;
  // The base comes before the marked period: where both texts would meet, it moves to the left and its line leans.
  const placed =
    first === undefined || base === undefined || base.left + base.width < first.left - 8
      ? boxes
      : [first, { ...base, left: first.left - 8 - base.width }];
  const depth = (height: number): number => axisHeight * (1 - (height - scene.bottom) / (scene.top - scene.bottom));
  return placed.map(({ lines, left, width, middle, first, last, fill }) => {
    // Pixels from the top of the axis, downwards: where the text ends, and the bar that it names begins.
    const foot = depth(highest(scene, left, left + width)) - 8;
    const tip = depth(topOf(scene, first, last)) - 4;
    return {
      rise: Math.max(0, 2 * LINE - foot),
      element(above) {
        const texts = lines.map((line, i) =>
          textElement(line, {
            x: left + width / 2,
            y: above + foot - 3 - LINE * (lines.length - 1 - i),
            size: LABEL_SIZE,
            fill,
            weight: 600,
            anchor: 'middle',
          }),
        );
        const from = Math.min(Math.max(middle, left + 8), left + width - 8);
        if (tip - foot <= 6 && from === middle) return texts.join('');
        return `<path d="M${rounded(from)},${rounded(above + foot + 1)}L${rounded(middle)},${rounded(above + tip)}" stroke="${fill}" stroke-width="1.2" stroke-dasharray="2,2"/>${texts.join('')}`;
      },
    };
  });
}

/** The highest bar that stands on these months; the foot of the axis where there is none. */
const topOf = (scene: Scene, from: number, to: number): number =>
  Math.max(0, ...scene.bars.filter(({ first, last }) => first <= to && last >= from).map(({ height }) => height));

/** The highest of what is drawn between two places in pixels, in the axis unit. */
function highest(scene: Scene, left: number, right: number): number {
  const count = scene.months.length;
  const heights = scene.bars
    .filter(({ first, last }) => placeOf(first - HALF_MARK, count) < right && placeOf(last + HALF_MARK, count) > left)
    .flatMap(({ height, before, revisedFrom }) => [height, before ?? 0, revisedFrom ?? 0]);
  return Math.max(0, ...heights);
}
