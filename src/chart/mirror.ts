import { formatSignificant } from '../domain/number-words.ts';
import { addMonths, type Interval, monthsBetween, type YearMonth } from '../domain/period.ts';
import { svgDocument, TEXT_WIDTH } from './document.ts';
import { rounded, textElement, widthOf } from './lettering.ts';
import { AXIS_SIZE, EDGE, type Panel } from './panel.ts';
import type { Canvas } from './plot.ts';
import { PALETTES, type Palette, type Theme } from './theme.ts';
import { type AxisUnit, axisUnit } from './unit.ts';

/** Both sides of one trade. Null is unknown: a gap, never 0. */
export interface MirrorChart {
  readonly title: string;
  readonly subtitle: string;
  readonly source: string;
  /** Of both sides: where units differ there is no common axis, and no chart. */
  readonly unit: string;
  readonly shown: Interval;
  readonly exporter: MirrorSide;
  readonly importer: MirrorSide;
  /** The importer's figure over the exporter's, in percent, where it can be told. */
  readonly gaps: ReadonlyMap<YearMonth, number>;
}

export interface MirrorSide {
  /** `China states exports`. */
  readonly name: string;
  readonly months: ReadonlyMap<YearMonth, number>;
}

const HEIGHT = 170;
const GAP_HEIGHT = 80;
const HALF = 0.37;
const AIR = 1.04;
/** A multiple would flatten all other months. */
const MOST_PERCENT = 200;

interface Point {
  readonly at: number;
  readonly value: number;
}

/**
 * The exporter's side as bars, the importer's as points on a line, and the gap between them beneath; self-contained SVG.
 * @throws RangeError when neither side knows a month that is shown.
 */
export async function mirrorSvg(chart: MirrorChart, theme: Theme): Promise<string> {
  const palette = PALETTES[theme];
  const { shown, exporter, importer } = chart;
  const largest = Math.max(
    0,
    ...[...exporter.months, ...importer.months].filter(([month]) => isShown(month, shown)).map(([, value]) => value),
  );
  const axis = axisUnit(chart.unit, largest);
  const [exported, imported] = [pointsOf(exporter.months, shown, axis.size), pointsOf(importer.months, shown, axis.size)];
  if (exported.length + imported.length === 0) throw new RangeError(`neither side is known from ${shown.from} to ${shown.to}`);
  const { createCanvas } = await import('./plot.ts');
  const canvas = createCanvas(palette);
  const months = Array.from({ length: monthsBetween(shown.from, shown.to) + 1 }, (_, i) => addMonths(shown.from, i));
  const panels = [
    sidesPanel(exported, imported, { months, axis, top: (largest / axis.size) * AIR || 1 }, palette, canvas),
    gapPanel(pointsOf(chart.gaps, shown, 1), months, palette, canvas),
    legend(chart, palette),
  ];
  return svgDocument(chart, panels, palette);
}

const isShown = (month: YearMonth, { from, to }: Interval): boolean => month >= from && month <= to;

const pointsOf = (months: ReadonlyMap<YearMonth, number>, shown: Interval, size: number): Point[] =>
  [...months]
    .filter(([month]) => isShown(month, shown))
    .map(([month, value]) => ({ at: monthsBetween(shown.from, month), value: value / size }))
    .sort((a, b) => a.at - b.at);

function sidesPanel(
  exported: readonly Point[],
  imported: readonly Point[],
  { months, axis, top }: { readonly months: readonly YearMonth[]; readonly axis: AxisUnit; readonly top: number },
  palette: Palette,
  { plot, draw }: Canvas,
): Panel {
  // Only neighbours are joined: a line over a month that is not known would say something of it.
  const joined = imported.flatMap((point, i) => {
    const before = imported[i - 1];
    return before !== undefined && before.at === point.at - 1 ? [{ before, point }] : [];
  });
  const drawn = draw(
    {
      months,
      bottom: 0,
      top,
      height: HEIGHT,
      above: 28,
      named: true,
      tick: (value) => formatSignificant(value, 6),
    },
    [
      plot.rect(exported, { x1: ({ at }: Point) => at - HALF, x2: ({ at }: Point) => at + HALF, y1: 0, y2: 'value', fill: palette.bar }),
      plot.link(joined, {
        x1: ({ before }) => before.at,
        y1: ({ before }) => before.value,
        x2: ({ point }) => point.at,
        y2: ({ point }) => point.value,
        stroke: palette.base,
        strokeWidth: 1.8,
      }),
      plot.dot(imported, { x: 'at', y: 'value', r: 2.8, fill: palette.base, stroke: palette.background, strokeWidth: 0.8 }),
    ],
  );
  return { body: textElement(axis.name, { x: EDGE, y: 14, size: AXIS_SIZE, fill: palette.soft }) + drawn.body, height: drawn.height };
}

function gapPanel(gaps: readonly Point[], months: readonly YearMonth[], palette: Palette, { plot, draw }: Canvas): Panel {
  const name = gaps.length === 0 ? "The importer's figure over the exporter's: not known" : "The importer's figure over the exporter's, %";
  const heading = textElement(name, { x: EDGE, y: 14, size: AXIS_SIZE, fill: palette.soft });
  if (gaps.length === 0) return { body: heading, height: 24 };
  const top = Math.min(MOST_PERCENT, Math.max(10, ...gaps.map(({ value }) => value)));
  const bottom = Math.min(-10, ...gaps.map(({ value }) => value));
  const drawn = draw(
    {
      months,
      bottom,
      top,
      height: GAP_HEIGHT,
      above: 26,
      named: false,
      tick: (value) => (value > 0 ? `+${value}` : String(value).replace('-', '−')),
    },
    [
      plot.rect(gaps, {
        x1: ({ at }: Point) => at - HALF,
        x2: ({ at }: Point) => at + HALF,
        y1: 0,
        y2: ({ value }: Point) => Math.min(value, top),
        fill: palette.marked,
      }),
    ],
  );
  return { body: heading + drawn.body, height: drawn.height };
}

/** One line where both names fit, otherwise two. */
function legend({ exporter, importer }: MirrorChart, palette: Palette): Panel {
  const entry = (sign: string, name: string, x: number, line: number): string =>
    `<g transform="translate(${rounded(x)},${line * 18 + 14})">${sign}${textElement(name, { x: 18, y: 0, size: 12, fill: palette.soft })}</g>`;
  const beside = EDGE + 18 + widthOf(exporter.name, 12) + 16;
  const fits = beside + 18 + widthOf(importer.name, 12) <= EDGE + TEXT_WIDTH;
  const body =
    entry(`<rect y="-9" width="12" height="9" fill="${palette.bar}"/>`, exporter.name, EDGE, 0) +
    entry(
      `<path d="M0,-4H12" stroke="${palette.base}" stroke-width="1.8"/><circle cx="6" cy="-4" r="2.8" fill="${palette.base}"/>`,
      importer.name,
      fits ? beside : EDGE,
      fits ? 0 : 1,
    );
  return { body, height: fits ? 22 : 40 };
}
