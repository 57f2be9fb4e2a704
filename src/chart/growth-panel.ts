import { formatNumber } from '../domain/number-words.ts';
import { textElement } from './lettering.ts';
import { AXIS_SIZE, EDGE, type Panel, placeOf } from './panel.ts';
import type { Canvas } from './plot.ts';
import type { Bar, Scene } from './scene.ts';
import type { Palette } from './theme.ts';

const HEIGHT = 90;
const HALF = 0.3;
/** A multiple would flatten all other months: it is cut here, with its number. */
const MOST_PERCENT = 200;

/** Change on the same months a year before, in percent; what is not known stays empty. */
export function growthPanel(scene: Scene, palette: Palette, { plot, draw }: Canvas): Panel {
  const known = scene.bars.filter((bar): bar is Bar & { growth: number } => bar.growth !== null);
  const heading = textElement(known.length === 0 ? 'Change on a year before: not known' : 'Change on a year before, %', {
    x: EDGE,
    y: 14,
    size: AXIS_SIZE,
    fill: palette.soft,
  });
  if (known.length === 0) return { body: heading, height: 24 };
  const top = Math.min(MOST_PERCENT, Math.max(10, ...known.map(({ growth }) => growth)));
  const bottom = Math.min(-10, ...known.map(({ growth }) => growth));
  const above = 36;
  const drawn = draw(
    {
      months: scene.months,
      bottom,
      top,
      height: HEIGHT,
      above,
      named: false,
      tick: (value) => (value > 0 ? `+${value}` : String(value).replace('-', '−')),
    },
    [
      plot.rect(known, {
        x1: (bar: Bar) => bar.first - HALF,
        x2: (bar: Bar) => bar.last + HALF,
        y1: 0,
        y2: (bar: Bar) => Math.min(bar.growth ?? 0, top),
        fill: (bar: Bar) => palette[bar.role === 'marked' ? 'marked' : 'bar'],
      }),
    ],
  );
  const cut = known
    .filter(({ growth }) => growth > top)
    .map(({ first, last, growth }) =>
      textElement(`+${formatNumber(Math.round(growth))} %`, {
        x: placeOf((first + last) / 2, scene.months.length),
        y: above - 4,
        size: 11,
        fill: palette.ink,
        anchor: 'middle',
      }),
    );
  return { body: heading + drawn.body + cut.join(''), height: drawn.height };
}
