import { describe, expect, test } from 'vitest';
import { inBrowser, siteOver, useBrowser } from './browser.ts';
import { expectFit, LOOKS, withFigures, withMirror } from './figures.ts';

const open = useBrowser();
const MIRROR = '/mirror?product=8505.11&exporter=CN&importer=US&measure=net_weight';

describe('the mirror', () => {
  inBrowser.each(LOOKS)('fits and shows both sides, the gap and the nowcast (%s, %d wide)', async (...look) => {
    await expectFit(open, await withMirror(), '/mirror', look, [
      /in May 2025 the importer states 32 % more than the exporter/,
      /CIF/,
      /exporter: no figure/,
      /50,000 kg/,
      /A nowcast is no figure of the exporter/,
    ]);
  });

  test('gives programs both sides with the reason where a gap cannot be told, and the nowcast with its coverage', async () => {
    const site = await siteOver(await withMirror());
    const found = await (await fetch(`${site}/api/v1${MIRROR}`)).json();
    expect(found).toMatchObject({
      heading: '850511',
      exporter: 'CN',
      importer: 'US',
      pairs: expect.arrayContaining([
        expect.objectContaining({
          scope: 'same',
          exporter_valuation: 'FOB',
          importer_valuation: 'CIF',
          months: [
            { period: '2024-05', exporter_value: 400_000, importer_value: 440_000, gap_percent: 10, gap_reason: null },
            { period: '2024-06', exporter_value: 700_000, importer_value: 630_000, gap_percent: -10, gap_reason: null },
            { period: '2025-05', exporter_value: 50_000, importer_value: 66_000, gap_percent: 32, gap_reason: null },
            { period: '2025-06', exporter_value: null, importer_value: 315_000, gap_percent: null, gap_reason: 'no_exporter_figure' },
          ],
        }),
        expect.objectContaining({ scope: 'exporter_narrower' }),
      ]),
    });
    const { nowcasts } = found as { nowcasts: { months: { period: string; percent: number; coverage: number | null }[] }[] };
    expect(nowcasts[0]?.months.find(({ period }) => period === '2025-06')).toMatchObject({ percent: -50 });
  });

  test('draws both sides', async () => {
    const site = await siteOver(await withMirror());
    const page = await (await fetch(`${site}${MIRROR}`)).text();
    const [, address = ''] = /<img src="([^"]+)"/.exec(page) ?? [];
    const svg = await (await fetch(site + address.replaceAll('&amp;', '&'))).text();
    expect(svg).toContain('exports as China states them (FOB)');
    expect(svg).toContain('imports as the United States states them (CIF)');
  });

  test('says what is missing where nothing can be mirrored', async () => {
    const site = await siteOver((await withFigures()).file);
    expect(await (await fetch(`${site}/mirror`)).text()).toContain('There is nothing to mirror yet.');
    const mirrored = await siteOver(await withMirror());
    const wrong = await fetch(`${mirrored}/mirror?product=010121`);
    expect([wrong.status, (await wrong.text()).includes('no imports of 010121 are held')]).toEqual([400, true]);
  });
});
