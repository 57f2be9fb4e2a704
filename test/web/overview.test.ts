import { describe, expect, test } from 'vitest';
import { observations, publish, temporaryStore } from '../support/store.ts';
import { axeFindings, inBrowser, siteOver, useBrowser } from './browser.ts';

const open = useBrowser();

async function someFigures(): Promise<string> {
  const { store, file } = temporaryStore();
  await store.describeSources([
    {
      pipeline: 'china-customs-query',
      title: '<b>Customs</b>',
      publisher: 'GACC',
      licence: 'open',
      schedule: null,
      timezone: 'Asia/Shanghai',
    },
  ]);
  await publish(
    store,
    '2025-07-20T02:00:00.000Z',
    observations([
      ['2024-06', 100],
      ['2025-06', 62],
    ]),
  );
  return file;
}

describe('the overview', () => {
  inBrowser.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 360],
  ] as const)('has no serious finding of axe (%s, %d wide), with and without scripts', async (colorScheme, width) => {
    const site = await siteOver(await someFigures());
    const page = await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    await page.goto(site);
    expect(await page.title()).toBe('Overview - tradewatch');
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const plain = await open({ javaScriptEnabled: false });
    await plain.goto(site);
    expect(await plain.textContent('main')).toContain('china-customs-query');
  });
});

describe('the site', () => {
  test('refuses other names, other methods and, with a token, other visitors', async () => {
    const site = await siteOver(await someFigures(), { token: 'open sesame' });
    const status = async (init: RequestInit & { path?: string } = {}): Promise<number> =>
      (await fetch(`${site}${init.path ?? '/'}`, init)).status;
    expect(await status()).toBe(401);
    expect(await status({ headers: { authorization: 'Bearer open sesame' } })).toBe(200);
    expect(await status({ headers: { authorization: `Basic ${btoa('anybody:open sesame')}` } })).toBe(200);
    expect(await status({ headers: { authorization: 'Bearer open sesam' } })).toBe(401);
    expect(await status({ method: 'POST' })).toBe(405);
    expect(await status({ path: '/no-such-page', headers: { authorization: 'Bearer open sesame' } })).toBe(404);
  });

  test('answers again with 304 while nothing changed', async () => {
    const site = await siteOver(await someFigures());
    const first = await fetch(`${site}/api/v1`);
    const again = await fetch(`${site}/api/v1`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect([first.status, again.status]).toEqual([200, 304]);
    expect(first.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
