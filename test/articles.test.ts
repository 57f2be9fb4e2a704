/** Feeds and the pages behind them, from local servers through a whole run. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import tradeNews from '../pipelines/trade-news.ts';
import { createHttpClient } from '../src/http/client.ts';
import { silentLog } from '../src/log.ts';
import { commodityNames } from '../src/news/commodities.ts';
import type { Pipeline } from '../src/pipeline.ts';
import { replay } from '../src/replay.ts';
import { type RunReport, runPipeline } from '../src/run.ts';
import type { Services, Source } from '../src/services.ts';
import { openArchive } from '../src/stages/archive.ts';
import { SILENT_DETECTOR } from '../src/stages/detect.ts';
import { openStore } from '../src/store/sqlite.ts';
import { dump } from './support/dump.ts';
import { openTestStore, temporaryFolder } from './support/store.ts';

const TEXT =
  'Shipments of permanent magnets from the invented port of Meridia fell to 1,204 tons in May, the harbour office said on Friday. That is 12.5 % less than in April, and the lowest amount of a month since the office began to count. A spokesman named a new form as the reason.';
const pageOf = (text: string): string =>
  `<html lang="en"><head><title>T</title><meta name="date" content="2026-06-19"></head><body><article><p>${text}</p></article></body></html>`;

type Site = Record<string, (request: IncomingMessage, response: ServerResponse) => void>;

interface Setting {
  readonly file: string;
  readonly asked: string[];
  readonly site: Site;
  readonly services: Services;
  readonly folder: string;
  at(iso: string): void;
  readonly origin: string;
  run(subjects?: readonly string[], signal?: AbortSignal, feeds?: readonly string[]): Promise<RunReport>;
}

/** A news site on loopback, whose feed has the given items. */
async function setUp(items: (origin: string) => readonly string[], site: Site): Promise<Setting> {
  const asked: string[] = [];
  const own: Site = { ...site };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = own[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  own['/feed'] ??= (_request, response) =>
    response.end(
      `<rss version="2.0"><channel><title>Example Wire</title>${items(origin)
        .map((item) => `<item>${item}</item>`)
        .join('')}</channel></rss>`,
    );
  const folder = temporaryFolder();
  const file = join(folder, 'test.db');
  const store = openTestStore(file);
  const client = createHttpClient({ allowedPrivateOrigins: [origin], sleep: async () => {} });
  let clock = new Date('2026-06-20T12:00:00Z');
  onTestFinished(async () => {
    client.close();
    store.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const services: Services = {
    store,
    archive: openArchive(join(folder, 'raw')),
    client,
    detector: SILENT_DETECTOR,
    log: silentLog,
    commodities: commodityNames({}),
    now: () => clock,
  };
  return {
    file,
    asked,
    origin,
    site: own,
    services,
    folder,
    at: (iso) => (clock = new Date(iso)),
    run(subjects, signal, feeds = ['/feed']) {
      const settings = tradeNews.settings.parse({
        feeds: feeds.map((path) => ({ url: `${origin}${path}`, language: 'en' })),
        ...(subjects === undefined ? {} : { subjects }),
      });
      const source: Source = {
        pipeline: tradeNews as Pipeline,
        baseUrl: origin,
        schedule: '*/30 * * * *',
        settings,
        releases: null,
        revisions: null,
        secret: null,
      };
      return runPipeline(signal === undefined ? services : { ...services, signal }, source, 'schedule');
    },
  };
}

const item = (title: string, link: string): string =>
  `<title>${title}</title><link>${link}</link><pubDate>Sat, 20 Jun 2026 08:00:00 GMT</pubDate>`;
const html = (text: string) => (_request: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text);
const status = (code: number) => (_request: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(code, { 'content-type': 'text/html' }).end('no');
const articles = (file: string): Record<string, unknown>[] => dump(file, 'v_article')['v_article'] as Record<string, unknown>[];

test('reads the pages of the articles that speak of what is watched, once, and gives the same rows again from the archive', async () => {
  const set = await setUp(
    (origin) => [
      item('Magnets fall', `${origin}/magnets`),
      item('A football result', `${origin}/football`),
      item('稀土出口下降', `${origin}/xitu`),
      item('Rare earths', 'https://news.google.com/rss/articles/CBMi'),
    ],
    {
      '/magnets': html(pageOf(TEXT)),
      '/xitu': html(pageOf('该国五月出口量为1204吨，环比下降12.5%，为开始统计以来的最低月度水平。'.repeat(4))),
    },
  );
  expect(await set.run()).toMatchObject({ outcome: 'ok', error: null, counts: { inserted: 4, revised: 2 } });
  expect(set.asked).toEqual(['/feed', '/robots.txt', '/magnets', '/xitu']);
  expect(articles(set.file).map((row) => [row['title'], row['page_date'], row['page_reason']])).toEqual([
    ['Magnets fall', '2026-06-19', null],
    ['A football result', null, null],
    ['稀土出口下降', '2026-06-19', null],
    ['Rare earths', null, null],
  ]);
  expect(await set.services.store.searchArticles('harbour spokesman')).toMatchObject([{ title: 'Magnets fall' }]);

  const before = dump(set.file, 'article');
  expect(await set.run()).toMatchObject({ outcome: 'ok', counts: { requests: 1, inserted: 0, revised: 0 } });
  expect(set.asked.slice(4)).toEqual(['/feed']);
  expect(dump(set.file, 'article')).toEqual(before);

  const into = join(set.folder, 'again.db');
  const again = openStore(into);
  onTestFinished(() => again.close());
  await replay(set.services.store, again, set.services.archive, new Map([[tradeNews.id, tradeNews as Pipeline]]), null);
  expect(dump(into, 'article')).toEqual(before);
  expect(dump(into, 'article_sketch')).toEqual(dump(set.file, 'article_sketch'));
  expect(await again.searchArticles('harbour spokesman')).toMatchObject([{ title: 'Magnets fall' }]);
});

test('subjects of the settings decide which pages are read; none means no page', async () => {
  const set = await setUp((origin) => [item('Magnets fall', `${origin}/magnets`), item('A football result', `${origin}/football`)], {
    '/football': html(pageOf(TEXT)),
  });
  await set.run([]);
  expect(set.asked).toEqual(['/feed']);
  await set.run(['football']);
  expect(set.asked.slice(1)).toEqual(['/feed', '/robots.txt', '/football']);
});

test('a page that fails is noted, does not make the source failing, and is tried again after 1, 6 and 24 hours, then no more', async () => {
  const set = await setUp((origin) => [item('Magnets fall', `${origin}/magnets`), item('Magnets rise', `${origin}/rise`)], {
    '/magnets': status(403),
    '/rise': html(pageOf(TEXT)),
  });
  const report = await set.run();
  expect(report).toMatchObject({ outcome: 'ok', error: null });
  const { run } = (await set.services.store.run(report.runId)) ?? {};
  expect(run?.notes).toEqual([expect.stringMatching(/^1 page was not read: 127\.0\.0\.1:\d+\/magnets: HTTP 403 Forbidden/)]);
  expect((await set.services.store.runs(1))[0]?.outcome).toBe('ok');

  const tries = (): number => set.asked.filter((url) => url === '/magnets').length;
  const times = ['12:30', '13:01', '18:00', '19:02'].map((time) => `2026-06-20T${time}:00Z`);
  const seen: number[] = [];
  for (const time of [...times, '2026-06-21T19:03:00Z', '2026-06-30T00:00:00Z']) {
    set.at(time);
    await set.run();
    seen.push(tries());
  }
  expect(seen).toEqual([1, 2, 2, 3, 4, 4]);
});

test('a page whose encoding only the server names is read in it', async () => {
  const set = await setUp((origin) => [item('Magnets fall', `${origin}/magnets`)], {
    '/magnets': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset="windows-1251"' });
      response.end(
        Buffer.concat([Buffer.from(`<html><body><article><p>${TEXT} `), Buffer.from([0xcc, 0xe8, 0xf0]), Buffer.from('</p></article>')]),
      );
    },
  });
  await set.run();
  expect(await set.services.store.searchArticles('Мир')).toHaveLength(1);
});

test('robots.txt is obeyed for pages; a source whose feed fails is failing all the same', async () => {
  const set = await setUp((origin) => [item('Magnets fall', `${origin}/magnets`)], {
    '/robots.txt': (_request, response) => response.end('User-agent: tradewatch\nDisallow: /magnets'),
    '/magnets': html(pageOf(TEXT)),
  });
  const report = await set.run();
  expect(set.asked).toEqual(['/feed', '/robots.txt']);
  expect((await set.services.store.run(report.runId))?.run.notes[0]).toContain('does not let "tradewatch" in');
  set.site['/feed'] = status(404);
  expect(await set.run()).toMatchObject({ outcome: 'failed' });
});

test('more than 300 pages are left to the next run, and the run says so', async () => {
  const set = await setUp((origin) => Array.from({ length: 200 }, (_, index) => item(`Magnets ${index}`, `${origin}/${index}`)), {});
  set.site['/feed?second'] = (_request, response) => void response.end(secondFeed(set.origin));
  const report = await set.run(undefined, undefined, ['/feed', '/feed?second']);
  expect(report).toMatchObject({ outcome: 'ok', counts: { requests: 302 } });
  expect((await set.services.store.run(report.runId))?.run.notes).toEqual([
    expect.stringMatching(/^300 pages were not read: .*HTTP 404.* \(and 297 more\)$/),
    '300 pages were asked for; of the other 100, those that are not read yet are left to the next run',
  ]);
  await set.run(undefined, undefined, ['/feed', '/feed?second']);
  expect(set.asked.filter((url) => /^\/\d+$/.test(url))).toHaveLength(400);
});

/** 200 other articles. */
const secondFeed = (origin: string): string =>
  `<rss version="2.0"><channel><title>Other Wire</title>${Array.from({ length: 200 }, (_, index) => `<item>${item(`Steel ${index}`, `${origin}/${index + 200}`)}</item>`).join('')}</channel></rss>`;

test('a paywall, a challenge and a PDF give no text, and v_article says why', async () => {
  const set = await setUp(
    (origin) => ['wall', 'challenge', 'pdf', 'deep', 'refresh'].map((path) => item(`Magnets and the ${path}`, `${origin}/${path}`)),
    {
      '/wall': html(pageOf(`${TEXT.slice(0, 260)} Already a subscriber? Log in to continue.`)),
      '/challenge': html('<html><head><title>Just a moment...</title></head><body>Verify you are human</body></html>'),
      '/pdf': (_request, response) => void response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7 magnets'),
      '/deep': html(`<html><body>${'<div>'.repeat(50_000)}`),
      '/refresh': html('<html><head><meta http-equiv="refresh" content="0; url=http://127.0.0.1/private"></head><body></body></html>'),
    },
  );
  expect(await set.run()).toMatchObject({ outcome: 'ok', counts: { revised: 5, refused: 0 } });
  expect(articles(set.file).map((row) => row['page_reason'])).toEqual([
    'behind a paywall: the page asks for a subscription or a login',
    'a challenge for browsers, not the article',
    'application/pdf, not a page',
    'a page of more than 500 elements within each other',
    'no article text on the page (an index, a video, or a page that a script fills)',
  ]);
  expect(set.asked.filter((url) => url === '/private')).toEqual([]);
});

test('pages that were not reached because the run was cut off are read by the next one', async () => {
  const set = await setUp((origin) => [item('Magnets fall', `${origin}/magnets`)], { '/magnets': html(pageOf(TEXT)) });
  const stop = new AbortController();
  set.site['/robots.txt'] = (_request, response) => {
    stop.abort(new Error('the server stops'));
    response.writeHead(404).end();
  };
  await expect(set.run(undefined, stop.signal)).rejects.toThrow('the server stops');
  delete set.site['/robots.txt'];
  expect(await set.run()).toMatchObject({ outcome: 'ok', counts: { revised: 1 } });
});
