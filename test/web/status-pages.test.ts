import { describe, expect, test } from 'vitest';
import { axeFindings, inBrowser, siteOver, useBrowser } from './browser.ts';
import { eventful, HOSTILE } from './eventful.ts';

const open = useBrowser();

async function site(): Promise<{ base: string; alert: string }> {
  const { file, options, alert } = await eventful();
  return { base: await siteOver(file, options), alert };
}

const pathsOf = (alert: string): Record<string, string> => ({
  overview: '/',
  alerts: '/alerts',
  alert: `/alerts/${alert}`,
  runs: '/runs',
  run: '/runs/3',
  sources: '/sources',
  source: '/sources/china-customs-query',
  releases: '/releases',
});

describe('each page', () => {
  inBrowser.each(['overview', 'alerts', 'alert', 'runs', 'run', 'sources', 'source', 'releases'])(
    '%s is whole in light, dark and on a phone, with and without scripts, and what strangers wrote does nothing',
    async (name) => {
      const { base, alert } = await site();
      const path = pathsOf(alert)[name] as string;
      let shown = '';
      for (const [colorScheme, width] of [
        ['light', 1200],
        ['dark', 1200],
        ['light', 360],
      ] as const) {
        const page = await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
        await page.goto(base + path);
        expect(await axeFindings(page), `${colorScheme} ${width}`).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
        // With its policy bypassed, too.
        expect(await page.title()).toMatch(/ - tradewatch$/);
        expect(await page.locator('main script, main img').count()).toBe(0);
        shown = (await page.textContent('main')) ?? '';
        expect(shown).not.toContain('\u202e');
      }
      const plain = await open({ javaScriptEnabled: false });
      await plain.goto(base + path);
      expect(await plain.textContent('main')).toBe(shown);
    },
    60_000,
  );

  test('is small, and its JSON stands at the same path', async () => {
    const { base, alert } = await site();
    for (const path of Object.values(pathsOf(alert))) {
      const page = await fetch(base + path);
      expect([path, page.status]).toEqual([path, 200]);
      expect((await page.text()).length, path).toBeLessThan(300_000);
      const json = await fetch(`${base}/api/v1${path === '/' ? '' : path}`);
      expect([path, json.status, json.headers.get('content-type')]).toEqual([path, 200, 'application/json']);
      expect(Object.keys((await json.json()) as object).join()).not.toMatch(/[A-Z]/);
    }
  });

  test('of something that is not there is not found', async () => {
    const { base } = await site();
    for (const path of ['/alerts/0123', '/runs/999', '/runs/1e3', '/sources/nobody', '/api/v1/runs/0'])
      expect([path, (await fetch(base + path)).status]).toEqual([path, 404]);
  });
});

describe('the overview', () => {
  inBrowser('says in its first sentence what needs a look, and beneath what waits for a person', async () => {
    const { base } = await site();
    const page = await open({ viewport: { width: 1200, height: 800 } });
    await page.goto(base);
    const lead = page.locator('.lead');
    expect(await lead.textContent()).toContain('2 sources need attention: china-customs-query (late), un-comtrade (failing).');
    expect(await lead.textContent()).toContain('1 figure is held, 1 receiver is not accepting messages, 1 message was given up.');
    expect((await lead.boundingBox())?.y).toBeLessThan(300);
    const tasks = (await page.locator('.todo').textContent()) ?? '';
    for (const part of [
      'us-census waits for its key: CENSUS_API_KEY is not set',
      'tradewatch held accept un-comtrade',
      'tradewatch alerts test hook',
      'tradewatch alerts resend',
    ])
      expect(tasks).toContain(part);
    // By the keyboard alone: past the skip link and the navigation to the first source, and to the last alert.
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.getByRole('link', { name: 'china-customs-query' }).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sources/china-customs-query');
    await page.goBack();
    await page.getByRole('link', { name: /^\[Retracted\]/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/alerts/*');
    expect(await page.textContent('main')).toContain('retracted. After a revision it no longer holds.');
  });

  test('is calm when all is well', async () => {
    const { verdictOf } = await import('../../src/web/attention.ts');
    const well = {
      ...{ lastPeriod: null, lastPublishedAt: null, nextExpectedAt: null, lastError: null },
      schedule: null,
      timezone: 'Etc/UTC',
      nothingToAsk: false,
    };
    const sources = ['a', 'b'].map((pipeline) => ({ ...well, pipeline, state: 'ok', lastSuccessAt: '2025-07-01T00:00:00.000Z' }));
    const rest = { held: [], outages: [], dead: 0, fault: null };
    expect(verdictOf({ sources, ...rest })).toEqual({ tone: 'good', sentence: 'All 2 sources are as expected.' });
    const unasked = { ...well, pipeline: 'c', state: 'ok', lastSuccessAt: null };
    expect(verdictOf({ sources: [...sources, unasked], ...rest }).sentence).toBe(
      '2 of 3 sources are as expected; none needs attention. 1 source has not been asked yet.',
    );
    expect(verdictOf({ sources: [...sources, { ...unasked, nothingToAsk: true }], ...rest }).sentence).toBe(
      '2 of 3 sources are as expected; none needs attention. 1 source has nothing to ask.',
    );
    const waiting = { ...well, pipeline: 'd', state: 'waiting_for_file', lastSuccessAt: null };
    expect(verdictOf({ sources: [waiting, unasked], ...rest }).sentence).toBe(
      'No source needs attention. 1 source waits for a key or a file, 1 source has not been asked yet.',
    );
    expect(verdictOf({ sources, ...rest, dead: 2 })).toEqual({
      tone: 'bad',
      sentence: 'All 2 sources are as expected. 2 messages were given up.',
    });
    expect(verdictOf({ sources, ...rest, fault: 'the work fails: database or disk is full' })).toEqual({
      tone: 'bad',
      sentence: 'The work fails: database or disk is full. All 2 sources are as expected.',
    });
  });
});

describe('alerts', () => {
  inBrowser('are filtered by a form, and one shows its thread with each message as it was sent', async () => {
    const { base } = await site();
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${base}/alerts`);
    await page.selectOption('select[name=state]', 'firing');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.textContent('main')).toContain('0 alerts');
    await page.selectOption('select[name=state]', 'retracted');
    await page.fill('input[name=q]', '85051900');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(page.url()).toContain('state=retracted');
    await page.getByRole('link', { name: /^China → world/ }).click();
    const text = (await page.textContent('main')) ?? '';
    expect(text).toContain('-21.0 % year on year: 790,000 kg (June 2024: 1,000,000 kg)');
    expect(text).toContain('-36.0 % year on year: 640,000 kg (June 2024: 1,000,000 kg)');
    expect(text).toContain('Before, this alert said: 640,000 kg');
    expect(text).toContain('HTTP 500');
    expect(text).toContain('tradewatch alerts silence --rule magnets-yoy');
    await page.locator('summary').first().click();
    expect(await page.locator('pre.letter').first().isVisible()).toBe(true);
  });

  test('are searched by what they are about, and asked for what makes no sense, all are shown', async () => {
    const { base, alert } = await site();
    const total = async (query: string): Promise<number> =>
      ((await (await fetch(`${base}/api/v1/alerts?${query}`)).json()) as { total: number }).total;
    expect(await total('')).toBe(1);
    expect(await total(`q=${alert.slice(0, 8)}`)).toBe(1);
    expect(await total('q=MAGNETS-YOY')).toBe(1);
    expect(await total('q=%25')).toBe(0);
    expect(await total('severity=critical')).toBe(0);
    expect(await total('state=no-such-state&page=-1')).toBe(1);
  });
});

describe('runs and sources', () => {
  test('a run says stage by stage what it came to', async () => {
    const { base } = await site();
    const run = (await (await fetch(`${base}/api/v1/runs/3`)).json()) as Record<string, unknown>;
    expect(run).toMatchObject({
      pipeline: 'china-customs-query',
      requests: 3,
      not_yet_published: 1,
      events: [{ kind: 'retracted', count: 1 }],
      messages: [
        { state: 'dead', count: 1 },
        { state: 'delivered', count: 1 },
      ],
      seconds: 12.5,
    });
  });

  test('runs are paged by where they stand, not by a number that moves', async () => {
    const { base } = await site();
    const { runs } = (await (await fetch(`${base}/api/v1/runs?before=4&source=china-customs-query`)).json()) as { runs: { id: number }[] };
    expect(runs.map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  test('a source shows what was refused and why, the quota and the calendar', async () => {
    const { base } = await site();
    const source = async (id: string) => (await (await fetch(`${base}/api/v1/sources/${id}`)).json()) as Record<string, unknown>;
    expect((await source('un-comtrade'))['refused']).toMatchObject([
      { refused: [{ where: 'row 2', reason: `expected a number, got "${HOSTILE}"` }] },
    ]);
    expect((await source('us-census'))['quota']).toEqual({ per_day: 500, used: 0 });
    expect((await source('china-customs-query'))['releases']).toMatchObject([
      { period: '2025-09', outcome: null },
      { period: '2025-08', notice: 'late' },
      { period: '2025-06', outcome: 'arrived' },
    ]);
  });
});
