/** Text in an SVG that is not laid out by a browser: widths are estimates, on the wide side. */

/** The font that is bundled; a page takes the reader's own when it has none of this name. */
export const FONT_FAMILY = 'Noto Sans, system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif';

const NARROW = /[ijlftrI1 .,:;'|!()[\]-]/;
const WIDE = /[mwMW%@]/;

/** In pixels; a little more than Noto Sans takes. */
export function widthOf(text: string, size: number): number {
  let em = 0;
  for (const character of text)
    em += /[\u2e80-\uffef]/.test(character) ? 1 : NARROW.test(character) ? 0.36 : WIDE.test(character) ? 0.92 : 0.6;
  return em * size;
}

/** Lines no wider than that; the last ends in "…" when there are more than `most`. */
export function linesOf(text: string, size: number, width: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  const kept = lines.slice(0, most);
  return kept.map((one, i) => fitting(i === most - 1 && lines.length > most ? `${one} …` : one, size, width));
}

function fitting(line: string, size: number, width: number): string {
  if (widthOf(line, size) <= width) return line;
  const characters = Array.from(line.replace(/ …$/, ''));
  while (characters.length > 1 && widthOf(`${characters.join('')}…`, size) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an XML document: nothing in it is markup, and no character is one that XML forbids. */
export const xmlText = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ').replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

export interface Lettering {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly weight?: 'normal' | 600;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** One line of text; `y` is its baseline. */
export const textElement = (text: string, { x, y, size, fill, weight = 'normal', anchor = 'start' }: Lettering): string =>
  `<text x="${rounded(x)}" y="${rounded(y)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${fill}">${xmlText(text)}</text>`;

/** To a tenth of a pixel. */
export const rounded = (pixels: number): number => Math.round(pixels * 10) / 10;
