import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { bundledFonts, canDraw, type Fonts, isBundled } from '../../src/chart/fonts.ts';
import { indexedPng } from '../../src/chart/indexed-png.ts';
import { chartPng, pngOf } from '../../src/chart/png.ts';
import { chartSvg } from '../../src/chart/svg.ts';
import { MAGNETS, REVISED, SPANS } from './charts.ts';

const LIGHT = { theme: 'light' } as const;
const ALONE: Fonts = { ...bundledFonts(), installed: false };
const CHINESE: Fonts = {
  files: [...ALONE.files, new URL('../fixtures/chart/NotoSansSC-seven-letters.ttf', import.meta.url).pathname],
  installed: false,
};

const header = (png: Uint8Array) => {
  const bytes = Buffer.from(png);
  return { magic: bytes.subarray(0, 8).toString('hex'), width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
};

/** The pixels of a PNG, by another reader than the writer under test. */
const pixelsOf = (png: Uint8Array): Uint8Array => {
  const { width, height } = header(png);
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image href="${href}" width="${width}" height="${height}"/></svg>`,
  ).render().pixels;
};

describe('a chart as PNG', () => {
  it.each([
    ['months', MAGNETS],
    ['spans', SPANS],
    ['a revision', REVISED],
  ])('of %s has twice the pixels and less than 60 kB', async (_, description) => {
    for (const growth of [false, true]) {
      const { png, width, height } = await chartPng(description, { theme: 'dark', growth });
      expect(header(png)).toEqual({ magic: '89504e470d0a1a0a', width: 2 * width, height: 2 * height });
      expect(png.length).toBeLessThan(60_000);
    }
  });

  it('is the same bytes for the same description', async () => {
    expect(Buffer.compare((await chartPng(MAGNETS, LIGHT)).png, (await chartPng(MAGNETS, LIGHT)).png)).toBe(0);
  });

  it('is the same on a machine without any font', async () => {
    const svg = await chartSvg(MAGNETS, LIGHT);
    const usual = (await pngOf(svg)).png;
    expect(Buffer.compare((await pngOf(svg, ALONE)).png, usual)).toBe(0);
    // Without the bundled fonts there would be no letters: the test can fail.
    expect(Buffer.compare((await pngOf(svg, { files: [], installed: false })).png, usual)).not.toBe(0);
  });

  it('has Chinese letters where a font has them, and Latin ones where none has', async () => {
    const latin = { ...SPANS, subtitle: SPANS.subtitleInLatin };
    const chinese = (await chartPng(SPANS, LIGHT, CHINESE)).png;
    expect(Buffer.compare((await chartPng(SPANS, LIGHT, ALONE)).png, (await chartPng(latin, LIGHT, ALONE)).png)).toBe(0);
    expect(Buffer.compare(chinese, (await chartPng(latin, LIGHT, CHINESE)).png)).not.toBe(0);
  });
});

describe('fonts', () => {
  it('know for each letter whether it can be drawn', async () => {
    expect(await canDraw('China → 稀土', ALONE)).toBe(false);
    expect(await canDraw('非转基因', ALONE)).toBe(false);
    expect(await canDraw('非转基因', CHINESE)).toBe(true);
    // One letter that is missing spoils the text.
    expect(await canDraw('非转基因稀', CHINESE)).toBe(false);
    expect(await canDraw("Côte d'Ivoire, 52.0 %", ALONE)).toBe(true);
    expect(await canDraw('稀', { files: [], installed: false })).toBe(false);
  });

  it('of the bundle have the letters that they are said to have', () => {
    const said = Array.from({ length: 0x2300 }, (_, code) => String.fromCodePoint(code)).filter(
      (one) => isBundled(one) && one.trim() !== '',
    );
    expect(said.length).toBeGreaterThan(300);
    // Soft hyphens, marks of zero width and spaces leave no ink.
    const inked = said.filter((one) => !/\p{Cf}|\p{Zs}/u.test(one));
    const cells = inked.map(
      (one, i) => `<text x="8" y="${i * 40 + 30}" font-size="24">${one.replace('&', '&amp;').replace('<', '&lt;')}</text>`,
    );
    for (const file of ALONE.files) {
      const { pixels } = new Resvg(
        `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="${inked.length * 40}">${cells.join('')}</svg>`,
        {
          font: { fontFiles: [file], loadSystemFonts: false },
        },
      ).render();
      const missing = inked.filter((_, i) => pixels.subarray(i * 6400, (i + 1) * 6400).every((byte) => byte === 0));
      expect(missing, file).toEqual([]);
    }
  });

  it('come with their licence', () => {
    expect(readFileSync(new URL('../../config/fonts/OFL.txt', import.meta.url), 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1');
  });
});

describe('a PNG with a palette', () => {
  it('gives back the pixels when they have up to 256 colours', () => {
    const pixels = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => (i % 4 === 3 ? 255 : i % 4 === 2 ? 7 : Math.floor(i / 4)));
    expect(Buffer.compare(pixelsOf(indexedPng(pixels, 16, 16)), pixels)).toBe(0);
  });

  it('takes the nearest of the 256 most used for any other', () => {
    // 256 reds twice each, and 88 with a little green once.
    const colourOf = (pixel: number): readonly number[] => (pixel < 512 ? [pixel % 256, 0, 0, 255] : [2 * (pixel - 512), 3, 0, 255]);
    const pixels = Uint8Array.from({ length: 600 * 4 }, (_, i) => colourOf(Math.floor(i / 4))[i % 4] as number);
    const expected = Uint8Array.from(pixels, (byte, i) => (i % 4 === 1 ? 0 : byte));
    expect(Buffer.compare(pixelsOf(indexedPng(pixels, 30, 20)), expected)).toBe(0);
  });
});
