import type { ChartDescription } from './description.ts';
import { bundledFonts, canDraw, type Fonts, isBundled, resvgFonts } from './fonts.ts';
import { indexedPng } from './indexed-png.ts';
import { chartSvg, type DrawOptions } from './svg.ts';

/** For screens with two pixels where there was one. */
const SCALE = 2;

export interface Picture {
  readonly png: Uint8Array;
  /** As it is shown: half the pixels that it has. */
  readonly width: number;
  readonly height: number;
}

/**
 * The chart as a picture. Texts in Chinese letters are drawn where the machine has them; otherwise their form in Latin letters.
 * @throws RangeError when nothing is known of the months shown.
 */
export async function chartPng(description: ChartDescription, options: DrawOptions, fonts: Fonts = bundledFonts()): Promise<Picture> {
  const readable = (await canDraw(description.subtitle, fonts)) ? description : { ...description, subtitle: description.subtitleInLatin };
  return pngOf(await chartSvg(readable, options), fonts);
}

/** Draws an SVG of {@link chartSvg}. */
export async function pngOf(svg: string, fonts: Fonts = bundledFonts()): Promise<Picture> {
  const { Resvg } = await import('@resvg/resvg-js');
  // Without need for them the fonts of the machine are left alone: then every machine draws the same.
  const needed = isBundled(svg.replaceAll('\n', ' ')) ? { ...fonts, installed: false } : fonts;
  const drawing = new Resvg(svg, { font: resvgFonts(needed), fitTo: { mode: 'zoom', value: SCALE } });
  const { width, height } = drawing;
  const image = drawing.render();
  return { png: indexedPng(image.pixels, image.width, image.height), width, height };
}
