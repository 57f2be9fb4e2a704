import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { serve } from '@hono/node-server';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ALERT_WORDS } from '../../src/alert-words.ts';
import { openStoreForReading } from '../../src/store/sqlite.ts';
import { createSite, type SiteOptions } from '../../src/web/site.ts';

const NAMES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The pages over a database, on a free port of loopback. */
export async function siteOver(file: string, options: Partial<SiteOptions> = {}): Promise<string> {
  const store = openStoreForReading(file);
  const failures: unknown[] = [];
  const site = createSite({
    store,
    now: () => new Date(),
    version: '0.0.0-test',
    deployment: { sources: [], inbox: '/srv/inbox', receivers: [] },
    words: ALERT_WORDS,
    vitals: () => null,
    isServed: () => true,
    token: null,
    hosts: ['127.0.0.1'],
    failed: (error) => failures.push(error),
    ...options,
  });
  const port = await new Promise<number>((resolve) => {
    const server = serve({ fetch: site.fetch, hostname: '127.0.0.1', port: 0 }, (at) => resolve(at.port));
    onTestFinished(() => {
      server.close();
      store.close();
      expect(failures).toEqual([]);
    });
  });
  return `http://127.0.0.1:${port}`;
}

const executablePath = NAMES.find((name) => existsSync(name));

/** A test in a real browser; skipped where there is none (apt-get install chromium; .ci/run does). */
export const inBrowser = test.skipIf(executablePath === undefined);

/** One browser for the tests of a file. */
export function useBrowser(): (options?: BrowserContextOptions) => Promise<Page> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (executablePath === undefined) return;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  }, 60_000);
  afterAll(() => browser?.close());
  return async (options) => {
    if (browser === undefined) throw new Error('no browser: use inBrowser for this test');
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    onTestFinished(() => expect(complaints).toEqual([]));
    return page;
  };
}

/** What axe finds that is serious or critical; the page's own policy forbids scripts from elsewhere, so it is evaluated. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const axe = (
      globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }
    ).axe;
    return (await axe.run()).violations;
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
