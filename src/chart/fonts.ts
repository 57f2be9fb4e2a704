import { createRequire } from 'node:module';
import { xmlText } from './lettering.ts';

/** Where letters come from when a picture is drawn. */
export interface Fonts {
  /** TrueType or OpenType files; the first families of these are used where they have the character. */
  readonly files: readonly string[];
  /** Whether the fonts of the machine may help out; finding them takes time, and another machine has others. */
  readonly installed: boolean;
}

const resolve = createRequire(import.meta.url).resolve;

/** Noto Sans in two weights, for Latin letters: see config/fonts. A machine without any font draws the same. */
export const bundledFonts = (): Fonts => ({
  files: [resolve('#fonts/NotoSans-Regular.ttf'), resolve('#fonts/NotoSans-SemiBold.ttf')],
  installed: true,
});

/** What the bundled fonts hold. */
const BUNDLED =
  /^[\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u1e9e\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20a9\u20ac\u2212]*$/u;

export const isBundled = (text: string): boolean => BUNDLED.test(text);

const CELL = 40;

/** Whether there is a letter for each character of a text: none is left out or drawn as a box. */
export async function canDraw(text: string, fonts: Fonts): Promise<boolean> {
  const others = [...new Set(text)].filter((character) => !isBundled(character) && character.trim() !== '');
  if (others.length === 0) return true;
  if (!fonts.installed && fonts.files.length === 0) return false;
  const { Resvg } = await import('@resvg/resvg-js');
  const cells = others.map((character, i) => `<text x="8" y="${i * CELL + 30}" font-size="24">${xmlText(character)}</text>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${CELL}" height="${others.length * CELL}">${cells.join('')}</svg>`;
  const { pixels } = new Resvg(svg, { font: resvgFonts(fonts) }).render();
  // A character without a letter leaves its cell empty.
  return others.every((_, i) => pixels.subarray(i * CELL * CELL * 4, (i + 1) * CELL * CELL * 4).some((byte) => byte !== 0));
}

export const resvgFonts = ({ files, installed }: Fonts) => ({
  fontFiles: [...files],
  loadSystemFonts: installed,
  defaultFontFamily: 'Noto Sans',
});
