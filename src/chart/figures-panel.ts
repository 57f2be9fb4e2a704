import { formatSignificant } from '../domain/number-words.ts';
import type { ChartDescription } from './description.ts';
import { HALF_MARK, intervalName, labelsOf } from './labels.ts';
import { textElement } from './lettering.ts';
import { AXIS_SIZE, EDGE, type Panel } from './panel.ts';
import type { Canvas } from './plot.ts';
import type { Bar, Scene } from './scene.ts';
import type { Palette } from './theme.ts';
import { amountIn } from './unit.ts';

const HEIGHT = 170;
/** The line that names the unit, and the upper half of the tick beneath it. */
const UNIT_HEIGHT = 28;
/** Half a bar, in months. */
const HALF = 0.37;

/** Bars from 0, the marked period and its base by colour and label, the year before as a line across each bar. */
export function figuresPanel(scene: Scene, description: ChartDescription, palette: Palette, canvas: Canvas): Panel {
  const { plot } = canvas;
  const { bars, gaps, axis } = scene;
  const labels = labelsOf(scene, description, palette, HEIGHT);
  const above = UNIT_HEIGHT + Math.max(0, ...labels.map(({ rise }) => rise));
  const colour = (bar: Bar): string => palette[bar.role === 'other' ? 'bar' : bar.role];
  const single = bars.filter(({ first, last }) => first === last);
  const spans = bars.filter(({ first, last }) => first !== last);
  const zeros = bars.filter(({ value }) => value === 0);
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
      tick: (value) => formatSignificant(value, 6),
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
      plot.ruleY(scene.level === null ? [] : [scene.level], { stroke: palette.markedText, strokeWidth: 1.6, strokeDasharray: '6,4' }),
      plot.link(revised, { x1: middle, x2: middle, y1: 'revisedFrom', y2: 'height', stroke: palette.ink, strokeWidth: 1.2 }),
      plot.dot(revised, { x: middle, y: 'revisedFrom', r: 4, stroke: palette.ink, strokeWidth: 1.6, fill: palette.background }),
      plot.text(zeros, { x: middle, y: 0, dy: -8, text: () => '0', fontSize: AXIS_SIZE, fill: palette.ink }),
      plot.dot(gaps, { x: (at: number) => at, y: 0, dy: -7, r: 3, symbol: 'times', stroke: palette.soft, strokeWidth: 1.4 }),
    ],
  );
  const unit = textElement(axis.name, { x: EDGE, y: 14, size: AXIS_SIZE, fill: palette.soft });
  return { body: unit + drawn.body + labels.map((label) => label.element(above)).join(''), height: drawn.height };
}

/** For those who hear the chart: `Jun 2025: 353 t`. */
const described = (bar: Bar, scene: Scene): string => `${intervalName(bar.months)}: ${amountIn(scene.axis, bar.value)}`;
