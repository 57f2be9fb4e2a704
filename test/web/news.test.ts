import { describe, expect, test } from 'vitest';
import { observations, publish } from '../support/store.ts';
import { inBrowser, siteOver, useBrowser } from './browser.ts';
import { expectFit, LOOKS, withNews } from './figures.ts';

const open = useBrowser();

interface Listed {
  readonly claims: readonly { readonly id: number; readonly verdict: string; readonly quote: string }[];
  readonly counts: Readonly<Record<string, number>>;
}

const listed = async (site: string, query = ''): Promise<Listed> => (await (await fetch(`${site}/api/v1/news${query}`)).json()) as Listed;

describe('the claims of the news', () => {
  inBrowser.each(LOOKS)('fit, each with its verdict (%s, %d wide)', async (...look) => {
    await expectFit(open, (await withNews()).file, '/news', look, [
      /contradicted/,
      /Exports rose more than 25 % in the quarter\./,
      /-28\.9 % or less/,
    ]);
  });

  test('are filtered by verdict and by words', async () => {
    const site = await siteOver((await withNews()).file);
    expect((await listed(site)).counts).toEqual({ contradicted: 1, supported: 1 });
    expect((await listed(site, '?verdict=contradicted')).claims.map(({ verdict }) => verdict)).toEqual(['contradicted']);
    expect((await listed(site, '?q=second+quarter')).claims).toHaveLength(1);
    expect((await listed(site, '?q=%22%20OR%20*')).claims).toHaveLength(0);
    expect((await fetch(`${site}/news?verdict=true`)).status).toBe(400);
    expect((await fetch(`${site}/news/abc`)).status).toBe(404);
  });
});

describe('the page of a claim', () => {
  inBrowser.each(LOOKS)('shows how it was read and what both vintages say (%s, %d wide)', async (...look) => {
    const { file } = await withNews();
    const site = await siteOver(file);
    const [found] = (await listed(site, '?verdict=contradicted')).claims;
    await expectFit(open, file, `/news/${found?.id}`, look, [
      /rose more than 25 %/,
      /Whose statistics\s*China/,
      /7,054,000 kg/,
      /at least 9,919,000 kg/,
      /year on year/,
      /month alone/,
      /No other reading that was tried makes it right/,
    ]);
  });

  inBrowser('keeps what strangers wrote from acting', async () => {
    const site = await siteOver((await withNews()).file);
    const page = await open();
    const [hostile] = (await listed(site, '?verdict=supported')).claims;
    for (const path of ['/news', `/news/${hostile?.id}`]) {
      await page.goto(site + path);
      expect(await page.title()).not.toBe('taken');
      expect(await page.locator('main script, main img').count()).toBe(0);
      expect(await page.locator('a[href^="javascript" i]').count()).toBe(0);
      const text = (await page.textContent('main')) ?? '';
      expect(text).toContain('<script>');
      expect(text).not.toContain('\u202e');
      expect(await page.locator('a[href^="http"]:not([rel="noopener noreferrer"])').count()).toBe(0);
    }
  });

  inBrowser('links out to the article, and to the series that decides', async () => {
    const site = await siteOver((await withNews()).file);
    const page = await open();
    const [found] = (await listed(site, '?verdict=contradicted')).claims;
    await page.goto(`${site}/news/${found?.id}`);
    expect(await page.getAttribute('a.address', 'href')).toBe('https://trade-daily.example.org/second-quarter');
    await page.click('main a:has(code)');
    expect(await page.title()).toContain("China's exports of rare-earth magnets to the world");
    expect(await page.textContent('main')).toContain('more than +25 % year on year');
  });
});

describe('both vintages of a claim', () => {
  test('are told apart after a revision', async () => {
    const { store, file } = await withNews();
    await publish(store, '2025-08-20T10:00:00.000Z', observations([['2025-06', 3_190_000]]));
    const site = await siteOver(file);
    const [found] = (await listed(site, '?verdict=supported')).claims;
    const claim = (await (await fetch(`${site}/api/v1/news/${found?.id}`)).json()) as { figures: unknown };
    expect(claim.figures).toEqual([
      { months: '2025-06', at_publication: { value: 3_188_000, whole: true }, now: { value: 3_190_000, whole: true } },
      { months: '2024-06', at_publication: { value: 5_157_000, whole: true }, now: { value: 5_157_000, whole: true } },
    ]);
  });
});
