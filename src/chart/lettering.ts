/** The font that is bundled; a page without it takes others of about its width. */
export const FONT_FAMILY = 'Noto Sans, Helvetica Neue, Arial, sans-serif';

/** Advance of the printable ASCII characters of Noto Sans SemiBold, in thousandths of the size; the regular weight is narrower. */
// biome-ignore format: a table
const ADVANCES = [
  260, 277, 452, 646, 572, 875, 743, 250, 324, 324, 546, 572, 279, 320, 276, 399, 572, 572, 572, 572, 572, 572, 572, 572,
  572, 572, 276, 279, 572, 572, 572, 461, 898, 672, 659, 638, 732, 558, 538, 726, 756, 370, 309, 647, 546, 929, 793, 787,
  615, 787, 643, 550, 569, 747, 631, 953, 638, 603, 576, 330, 399, 330, 572, 423, 333, 585, 626, 502, 626, 585, 371, 626,
  638, 283, 283, 588, 283, 960, 638, 617, 626, 626, 434, 493, 406, 638, 547, 830, 560, 548, 484, 389, 551, 389, 572,
];
const FIRST_CODE = 32;
/** Other Latin letters, and letters as wide as high: Chinese, Japanese, Korean. */
const OTHER_ADVANCE = 700;
const SQUARE_ADVANCE = 1000;

/** In pixels, as far as the font is known; elsewhere a little more. */
export function widthOf(text: string, size: number): number {
  let advance = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? FIRST_CODE;
    advance += code >= 0x2e80 ? SQUARE_ADVANCE : (ADVANCES[code - FIRST_CODE] ?? OTHER_ADVANCE);
  }
  return (advance * size) / 1000;
}

/** Lines break between words, and beside each Chinese letter. */
const PIECES = /\s*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)/gu;

/** Lines no wider than that; the last ends in "…" when there are more than `most`. */
export function linesOf(text: string, size: number, width: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(PIECES) ?? []) {
    const longer = line === '' ? piece.trimStart() : line + piece;
    if (line !== '' && widthOf(longer, size) > width) {
      lines.push(line);
      line = piece.trimStart();
    } else line = longer;
  }
  lines.push(line);
  return lines.slice(0, most).map((one, i) => fitting(one, i === most - 1 && lines.length > most, size, width));
}

function fitting(line: string, goesOn: boolean, size: number, width: number): string {
  if (!goesOn && widthOf(line, size) <= width) return line;
  const characters = Array.from(line);
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
