import { FONT_FAMILY, linesOf, rounded, textElement, xmlText } from './lettering.ts';
import { EDGE, type Panel, WIDTH } from './panel.ts';
import type { Palette } from './theme.ts';

/** What stands above and beneath the panels of a chart. Texts may come from outside. */
export interface Headings {
  readonly title: string;
  readonly subtitle: string;
  readonly source: string;
}

export const TEXT_WIDTH = WIDTH - 2 * EDGE;

/** Panels below each other between their headings, as one SVG document: no style sheet, no script, nothing fetched. */
export function svgDocument({ title, subtitle, source }: Headings, panels: readonly Panel[], palette: Palette): string {
  const head = paragraphs(
    [
      { lines: linesOf(title, 16, TEXT_WIDTH, 3), size: 16, fill: palette.ink, weight: 600 },
      { lines: linesOf(subtitle, 13, TEXT_WIDTH, 3), size: 13, fill: palette.soft, weight: 'normal' },
    ],
    10,
  );
  const foot = paragraphs([{ lines: linesOf(source, 11, TEXT_WIDTH, 2), size: 11, fill: palette.soft, weight: 'normal' }], 0);
  const { body, height } = stacked([head, ...panels, foot]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="${FONT_FAMILY}" color="${palette.ink}">`,
    `<title>${xmlText(title)}</title>`,
    `<desc>${xmlText(`${subtitle}. ${source}`)}</desc>`,
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
