/** The only place that knows the plotting library: marks become SVG elements, without a browser. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { monthOf, type YearMonth, yearOf } from '../domain/period.ts';
import { AXIS_SIZE, LEFT, monthLabel, RIGHT, WIDTH } from './panel.ts';
import type { Palette } from './theme.ts';

export interface Frame {
  readonly months: readonly YearMonth[];
  readonly bottom: number;
  readonly top: number;
  /** In pixels, of the space between bottom and top. */
  readonly height: number;
  readonly above: number;
  /** Whether the months are written beneath. */
  readonly named: boolean;
  readonly tick: (value: number) => string;
}

export interface Canvas {
  readonly plot: typeof Plot;
  /** Marks on a grid with both axes. */
  draw(frame: Frame, marks: readonly Plot.Markish[]): { readonly body: string; readonly height: number };
}

/** With more months than this, the axis names each third; with more than the next, only years. */
const MOST_NAMED = 12;
const MOST_THIRDS = 48;
/** So many years have room for their names. */
const MOST_YEARS = 12;
const TICKS = 4;

export function createCanvas(palette: Palette): Canvas {
  const { document } = parseHTML('<html><body></body></html>');
  return {
    plot: Plot,
    draw(frame, marks) {
      const { months, bottom, top, above, named } = frame;
      const below = named ? 36 : 8;
      const height = above + frame.height + below;
      const svg = Plot.plot({
        document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
        width: WIDTH,
        height,
        marginLeft: LEFT,
        marginRight: RIGHT,
        marginTop: above,
        marginBottom: below,
        x: { type: 'linear', domain: [-0.5, months.length - 0.5], axis: null },
        y: { type: 'linear', domain: [bottom, top], axis: null },
        marks: [
          Plot.gridY({ ticks: TICKS, stroke: palette.grid, strokeOpacity: 1 }),
          Plot.axisY({ ticks: TICKS, tickSize: 0, label: null, fontSize: AXIS_SIZE, fill: palette.soft, tickFormat: frame.tick }),
          ...(named ? [monthAxis(months, palette)] : []),
          ...marks,
          Plot.ruleY([0], { stroke: palette.soft }),
        ],
      });
      // Its style sheet is for web pages; a strict content security policy refuses it.
      svg.querySelector('style')?.remove();
      return { body: `<g text-anchor="middle" fill="currentColor">${tidied(svg.innerHTML)}</g>`, height };
    },
  };
}

function monthAxis(months: readonly YearMonth[], palette: Palette): Plot.Markish {
  const labels = months.length > MOST_THIRDS ? yearLabels(months) : monthLabels(months);
  return Plot.text(labels, {
    x: 'at',
    text: 'text',
    frameAnchor: 'bottom',
    lineAnchor: 'top',
    dy: 6,
    fontSize: AXIS_SIZE,
    lineHeight: 1.2,
    fill: palette.soft,
  });
}

interface AxisLabel {
  readonly at: number;
  readonly text: string;
}

function monthLabels(months: readonly YearMonth[]): AxisLabel[] {
  const shown = months.map((month, at) => ({ month, at })).filter(({ month }) => months.length <= MOST_NAMED || monthOf(month) % 3 === 1);
  return shown.map(({ month, at }, i) => ({
    at,
    text: i === 0 || monthOf(month) === 1 ? `${monthLabel(month)}\n${yearOf(month)}` : monthLabel(month),
  }));
}

/** Each beneath its January. */
function yearLabels(months: readonly YearMonth[]): AxisLabel[] {
  const every = Math.ceil(months.length / 12 / MOST_YEARS);
  return months.flatMap((month, at) => (monthOf(month) === 1 && yearOf(month) % every === 0 ? [{ at, text: String(yearOf(month)) }] : []));
}

/** Figures of a thousandth of a pixel and more digits say nothing. */
const tidied = (markup: string): string => markup.replaceAll(/(?<=[\s",(=-])(\d+\.\d{2})\d+(?=[\s",)A-Z])/g, '$1');
