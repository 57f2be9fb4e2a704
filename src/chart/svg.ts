import type { ChartDescription } from './description.ts';
import { figuresPanel } from './figures-panel.ts';
import { growthPanel } from './growth-panel.ts';
import { legendOf } from './legend.ts';
import { FONT_FAMILY, linesOf, rounded, textElement, xmlText } from './lettering.ts';
import { EDGE, type Panel, WIDTH } from './panel.ts';
import { sceneOf } from './scene.ts';
import { PALETTES, type Palette, type Theme } from './theme.ts';

export interface DrawOptions {
  readonly theme: Theme;
  /** A second panel beneath the figures: their change on the same months a year before. */
  readonly growth?: boolean;
}

const TEXT_WIDTH = WIDTH - 2 * EDGE;

/**
 * The chart as SVG, self-contained: no style sheet, no script, nothing fetched. The same description gives the same text.
 * @throws RangeError when nothing is known of the months shown.
 */
export async function chartSvg(description: ChartDescription, { theme, growth = false }: DrawOptions): Promise<string> {
  const palette = PALETTES[theme];
  const scene = sceneOf(description);
  // Drawing is rare and the library large: it is loaded by who draws.
  const { createCanvas } = await import('./plot.ts');
  const canvas = createCanvas(palette);
  const head = paragraphs(
    [
      { lines: linesOf(description.title, 16, TEXT_WIDTH, 3), size: 16, fill: palette.ink, weight: 600 },
      { lines: linesOf(description.subtitle, 13, TEXT_WIDTH, 3), size: 13, fill: palette.soft, weight: 'normal' },
    ],
    10,
  );
  const panels = [figuresPanel(scene, description, palette, canvas), ...(growth ? [growthPanel(scene, palette, canvas)] : [])];
  const legend = legendOf(scene, palette, { x: EDGE, width: TEXT_WIDTH });
  const foot = paragraphs([{ lines: linesOf(description.source, 11, TEXT_WIDTH, 2), size: 11, fill: palette.soft, weight: 'normal' }], 0);
  const { body, height } = stacked([head, ...panels, legend, foot]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="${FONT_FAMILY}" color="${palette.ink}">`,
    `<title>${xmlText(description.title)}</title>`,
    `<desc>${xmlText(`${description.subtitle}. ${description.source}`)}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="${palette.background}"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

/** Panels below each other. */
function stacked(panels: readonly Panel[]): { body: string[]; height: number } {
  let y = 0;
  const body = panels
    .filter(({ height }) => height > 0)
    .map((panel) => {
      const placed = `<g transform="translate(0,${rounded(y)})">${panel.body}</g>`;
      y += panel.height;
      return placed;
    });
  return { body, height: Math.ceil(y + EDGE / 2) };
}

interface Paragraph {
  readonly lines: readonly string[];
  readonly size: number;
  readonly fill: Palette['ink'];
  readonly weight: 'normal' | 600;
}

function paragraphs(list: readonly Paragraph[], above: number): Panel {
  let y = above;
  const body = list.flatMap(({ lines, size, fill, weight }) =>
    lines.map((line) => {
      y += Math.round(size * 1.35);
      return textElement(line, { x: EDGE, y: y - Math.round(size * 0.3), size, fill, weight });
    }),
  );
  return { body: body.join(''), height: y + 4 };
}
