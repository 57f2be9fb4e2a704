import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import type { ChartDescription } from '../../src/chart/description.ts';
import { linesOf, widthOf } from '../../src/chart/lettering.ts';
import { chartSvg } from '../../src/chart/svg.ts';
import { PALETTES } from '../../src/chart/theme.ts';
import { MAGNETS, month, REVISED, SPANS } from './charts.ts';

const drawn = async (description: ChartDescription, growth = false) => {
  const svg = await chartSvg(description, { theme: 'light', growth });
  return { svg, $: load(svg, { xml: true }) };
};

const bars = ($: ReturnType<typeof load>) => $('rect[aria-label]').toArray();

describe('a chart', () => {
  it('says the finding, what is drawn, the unit, the marked month beside its base, and the source', async () => {
    const { $ } = await drawn(MAGNETS);
    const texts = $('text')
      .toArray()
      .map((one) => $(one).text());
    expect(texts).toEqual(
      expect.arrayContaining([MAGNETS.title, MAGNETS.subtitle, 'tonnes (t)', 'Jun 2025', '353 t', 'Jun 2024', '735 t', 'not known']),
    );
    expect($('svg > title').text()).toBe(MAGNETS.title);
    expect(texts.join(' ')).toContain(MAGNETS.source);
  });

  it('has a bar for each known month, a cross for each gap and no line over a gap', async () => {
    const { $ } = await drawn(MAGNETS);
    expect(bars($)).toHaveLength(11);
    expect($('g[aria-label="dot"] path')).toHaveLength(13);
    expect($('rect[aria-label^="Dec 2024"]')).toHaveLength(0);
    expect($('rect[aria-label="Jun 2025: 353 t"]').attr('fill')).toBe(PALETTES.light.marked);
    expect($('rect[aria-label="Jun 2024: 735 t"]').attr('fill')).toBe(PALETTES.light.base);
  });

  it('writes 0 where a figure is 0', async () => {
    const { $ } = await drawn({ ...MAGNETS, figures: [...MAGNETS.figures, month(202502, 0)] });
    expect($('rect[aria-label="Feb 2025: 0 t"]')).toHaveLength(1);
    expect($('g[aria-label="dot"] path')).toHaveLength(12);
  });

  it('draws January and February as one over both months, with their sum', async () => {
    const { $ } = await drawn(SPANS);
    const width = (label: string): number => Number($(`rect[aria-label="${label}"]`).attr('width'));
    expect(width('Jan-Feb 2025: 7,400 t')).toBeGreaterThan(2 * width('Mar 2025: 9,000 t'));
    expect($('text').text()).toContain('months published as one figure: their average');
  });

  it('has a line at a level, named, and room for it', async () => {
    const { $ } = await drawn({ ...MAGNETS, level: 900_000 });
    expect($('text').text()).toContain('level of 900 t');
    expect($('g[stroke-dasharray="6,4"] line')).toHaveLength(1);
    expect(Number($('g[stroke-dasharray="6,4"] line').attr('y1'))).toBeGreaterThan(0);
    expect((await drawn(MAGNETS)).$('g[stroke-dasharray="6,4"] line')).toHaveLength(0);
  });

  it('marks a revision only where there is one', async () => {
    expect((await drawn(REVISED)).$('text').text()).toContain('before it was revised');
    expect((await drawn(MAGNETS)).$('text').text()).not.toContain('revised');
  });

  it('has the change on a year before beneath when asked, empty where it is unknown', async () => {
    const { $ } = await drawn(SPANS, true);
    expect($('text').text()).toContain('Change on a year before, %');
    expect(
      (await drawn({ ...SPANS, figures: SPANS.figures.filter(({ months }) => months.from >= 202407) }, true)).$('text').text(),
    ).toContain('Change on a year before: not known');
  });

  it('cuts a multiple in the lower panel and writes its number', async () => {
    const figures = [month(202405, 1000), month(202505, 46_000), month(202406, 735_000), month(202506, 353_000)];
    const { $ } = await drawn({ ...MAGNETS, figures }, true);
    expect($('text').text()).toContain('+4,500 %');
  });

  it('is the same text for the same description', async () => {
    expect(await chartSvg(SPANS, { theme: 'dark', growth: true })).toBe(await chartSvg(SPANS, { theme: 'dark', growth: true }));
  });

  it('keeps texts from outside inert, and fetches nothing', async () => {
    const hostile = `</text><script>alert(1)</script><image href="http://x.example/"/>&"' \u0000\ud800`;
    const { svg, $ } = await drawn({ ...MAGNETS, title: hostile, subtitle: hostile, source: hostile });
    expect($('script, image, style, a, [href], [style], [onload]')).toHaveLength(0);
    expect($('svg > title').text()).toContain('<script>');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(svg).not.toMatch(/[\u0000-\u0008\ud800-\udfff]/);
  });

  it.each(['light', 'dark'] as const)('has letters with a contrast of 4.5 and marks with one of 3 on its background, %s', (theme) => {
    const { background, ink, soft, markedText, base, marked } = PALETTES[theme];
    for (const colour of [ink, soft, markedText, base]) expect(contrast(colour, background), colour).toBeGreaterThanOrEqual(4.5);
    expect(contrast(marked, background)).toBeGreaterThanOrEqual(3);
  });
});

describe('lines of text', () => {
  it('break between words and beside Chinese letters, and end in a mark when they are too many', () => {
    expect(linesOf('one two three', 10, widthOf('one two', 10) + 1, 2)).toEqual(['one two', 'three']);
    expect(linesOf('非转基因黄大豆', 10, 41, 3)).toEqual(['非转基因', '黄大豆']);
    const [first, second, ...more] = linesOf('word '.repeat(100), 10, 100, 2);
    expect(more).toEqual([]);
    expect(second).toMatch(/…$/);
    for (const line of [first, second]) expect(widthOf(line ?? '', 10)).toBeLessThanOrEqual(100);
  });
});

/** WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
