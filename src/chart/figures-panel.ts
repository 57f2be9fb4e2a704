import { type Interval, monthsBetween, yearOf } from '../domain/period.ts';
import type { ChartDescription } from './description.ts';
import { rounded, textElement, widthOf } from './lettering.ts';
import { AXIS_SIZE, LEFT, type Panel, placeOf, RIGHT, WIDTH } from './panel.ts';
import { type Canvas, monthLabel } from './plot.ts';
import type { Bar, Scene } from './scene.ts';
import type { Palette } from './theme.ts';
import { amountIn } from './unit.ts';

const HEIGHT = 170;
const LABEL_SIZE = 13;
const LINE = 16;
/** Half a bar and half a mark of the year before, in months. */
const HALF = 0.37;
const HALF_MARK = 0.47;

/** Bars from 0, the marked period and its base by colour and label, the year before as a line across each bar. */
export function figuresPanel(scene: Scene, description: ChartDescription, palette: Palette, canvas: Canvas): Panel {
  const { plot } = canvas;
  const { bars, gaps, axis } = scene;
  const labels = labelsOf(scene, description, palette);
  const above = 22 + Math.max(0, ...labels.map(({ rise }) => rise));
  const colour = (bar: Bar): string => palette[bar.role === 'other' ? 'bar' : bar.role];
  const single = bars.filter(({ first, last }) => first === last);
  const spans = bars.filter(({ first, last }) => first !== last);
  const compared = bars.filter(({ before }) => before !== null);
  const revised = bars.filter(({ revisedFrom }) => revisedFrom !== null);
  const edges = (half: number) => ({ x1: (bar: Bar) => bar.first - half, x2: (bar: Bar) => bar.last + half });
  const middle = (bar: Bar): number => (bar.first + bar.last) / 2;
  const drawn = canvas.draw(
    {
      months: scene.months,
      bottom: scene.bottom,
      top: scene.top,
      height: HEIGHT,
      above,
      named: true,
      tick: (value) => new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 }).format(value),
    },
    [
      plot.rect(single, { ...edges(HALF), y1: 0, y2: 'height', fill: colour, ariaLabel: (bar: Bar) => described(bar, scene) }),
      plot.rect(spans, {
        ...edges(HALF),
        y1: 0,
        y2: 'height',
        fill: colour,
        fillOpacity: 0.45,
        stroke: colour,
        strokeWidth: 1.5,
        strokeDasharray: '4,2',
        ariaLabel: (bar: Bar) => described(bar, scene),
      }),
      plot.ruleY(compared, { ...edges(HALF_MARK), y: 'before', stroke: palette.background, strokeWidth: 4.5, strokeOpacity: 0.8 }),
      plot.ruleY(compared, { ...edges(HALF_MARK), y: 'before', stroke: palette.ink, strokeWidth: 2 }),
      plot.link(revised, { x1: middle, x2: middle, y1: 'revisedFrom', y2: 'height', stroke: palette.ink, strokeWidth: 1.2 }),
      plot.dot(revised, { x: middle, y: 'revisedFrom', r: 4, stroke: palette.ink, strokeWidth: 1.6, fill: palette.background }),
      plot.dot(gaps, { x: (at: number) => at, y: 0, dy: -7, r: 3, symbol: 'times', stroke: palette.soft, strokeWidth: 1.4 }),
    ],
  );
  const unit = textElement(axis.long, { x: 16, y: 14, size: AXIS_SIZE, fill: palette.soft });
  return { body: unit + drawn.body + labels.map((label) => label.element(above)).join(''), height: drawn.height };
}

/** For those who hear the chart: `Jun 2025: 353 t`. */
const described = (bar: Bar, scene: Scene): string => `${nameOf(bar.months)}: ${amountIn(scene.axis, bar.value)}`;

const nameOf = ({ from, to }: Interval): string =>
  from === to ? `${monthLabel(to)} ${yearOf(to)}` : `${monthLabel(from)}-${monthLabel(to)} ${yearOf(to)}`;

interface Label {
  /** Pixels that it stands out above the top of the axis. */
  readonly rise: number;
  element(above: number): string;
}

/** The marked period and its base, each named with its figure above all bars that the text would cover. */
function labelsOf(scene: Scene, { shown, marked }: ChartDescription, palette: Palette): Label[] {
  if (marked === null) return [];
  const count = scene.months.length;
  const boxes = [
    { ...marked, fill: palette.markedText },
    ...(marked.base === null ? [] : [{ ...marked.base, fill: palette.base }]),
  ].flatMap(({ months, value, fill }) => {
    const first = Math.max(0, monthsBetween(shown.from, months.from));
    const last = Math.min(count - 1, monthsBetween(shown.from, months.to));
    if (first > last) return [];
    const lines = [nameOf(months), value === null ? 'not known' : amountIn(scene.axis, value)];
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
  const depth = (height: number): number => HEIGHT * (1 - (height - scene.bottom) / (scene.top - scene.bottom));
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
