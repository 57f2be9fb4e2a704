import { existsSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { month, parseMonth } from '../src/domain/period.ts';
import { RefusedError } from '../src/errors.ts';
import { createHttpClient } from '../src/http/client.ts';
import { prepareInbox, sweepInbox } from '../src/inbox.ts';
import { type FileReport, type GivenFiles, ingestFiles } from '../src/ingest.ts';
import { silentLog } from '../src/log.ts';
import { commodityNames } from '../src/news/commodities.ts';
import { definePipeline, type Pipeline } from '../src/pipeline.ts';
import { replay } from '../src/replay.ts';
import { runPipeline } from '../src/run.ts';
import type { Services, Source } from '../src/services.ts';
import { recover } from '../src/snapshot.ts';
import { openArchive } from '../src/stages/archive.ts';
import { SILENT_DETECTOR } from '../src/stages/detect.ts';
import { openStore } from '../src/store/sqlite.ts';
import { dump } from './support/dump.ts';
import { openTestStore, temporaryFolder } from './support/store.ts';

/** A small source of the tests' own: `2025-06 100` lines, pages that end in `more PATH`, an index of `link PATH` lines, or `nothing yet`. */
const LINES = definePipeline({
  id: 'lines',
  title: 'Lines',
  publisher: 'Tests',
  licence: 'none',
  documentation: 'https://example.org/',
  schedule: '0 * * * *',
  timezone: 'UTC',
  releases: null,
  baseUrl: 'http://127.0.0.1:1',
  paceMs: 0,
  revisions: null,
  settings: z.object({}),
  requests: ({ baseUrl }) => [{ key: 'index', url: `${baseUrl}/index` }],
  transform(snapshot) {
    const pages = snapshot.earlier.map((page) =>
      new TextDecoder()
        .decode(page)
        .replace(/^more .*$/m, '')
        .trim(),
    );
    const lines = [...pages, new TextDecoder().decode(snapshot.bytes).trim()].join('\n').split('\n');
    if (lines[0] === 'nothing yet') return { kind: 'not_yet_published', reason: 'the page says so' };
    const more = /^more (\S+)$/.exec(lines.at(-1) ?? '');
    if (more !== null)
      return { kind: 'page', next: { key: more[1] ?? '', url: new URL(more[1] ?? '', snapshot.url ?? 'http://127.0.0.1').href } };
    if (lines[0]?.startsWith('link ')) {
      return {
        kind: 'links',
        requests: lines.map((line) => ({
          key: line.slice(5),
          url: new URL(line.slice(5), snapshot.url ?? 'http://127.0.0.1').href,
          once: true,
        })),
      };
    }
    return {
      kind: 'observations',
      observations: lines.map((line, i) => {
        const [period, value] = line.split(' ');
        if (value === undefined || !/^\d+$/.test(value))
          throw new RefusedError({ where: `line ${i + 1}`, reason: `expected a month and a number, got "${line}"` });
        return {
          reporter: 'CN',
          partner: 'WORLD',
          flow: 'export',
          classification: 'HS8',
          product: '85051110',
          measure: 'net_weight',
          unit: 'kg',
          valuation: 'FOB',
          period: month(parseMonth(period ?? '')),
          value: Number(value),
          status: 'A',
        };
      }),
    };
  },
}) as Pipeline;

function setUp(): { services: Services & { at: (iso: string) => void }; folder: string; file: string } {
  const folder = temporaryFolder();
  const file = join(folder, 'test.db');
  const store = openTestStore(file);
  const client = createHttpClient({ allowedPrivateOrigins: [], attempts: 1, sleep: async () => {} });
  onTestFinished(() => {
    client.close();
    store.close();
  });
  let clock = new Date('2025-08-01T00:00:00Z');
  return {
    folder,
    file,
    services: {
      store,
      archive: openArchive(join(folder, 'raw')),
      client,
      detector: SILENT_DETECTOR,
      commodities: commodityNames({}),
      log: silentLog,
      now: () => clock,
      at: (iso) => (clock = new Date(iso)),
    },
  };
}

const source = (baseUrl: string | null = null): Source => ({
  pipeline: LINES,
  baseUrl,
  schedule: '0 * * * *',
  settings: {},
  revisions: null,
  releases: null,
  secret: null,
});
const GIVEN = { trigger: 'ingest', retrievedAt: null, url: null, columns: null, params: {} } as const;

async function ingestFile(services: Services, from: Source, file: string, given: GivenFiles): Promise<FileReport> {
  const reports: FileReport[] = [];
  await ingestFiles(services, from, [file], given, (report) => void reports.push(report));
  return reports[0] as FileReport;
}

function write(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** A publisher on loopback whose pages the test changes. */
async function publisher(): Promise<{ url: string; pages: Map<string, string>; asked: string[] }> {
  const pages = new Map<string, string>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const page = pages.get(path);
    const etag = `"${Buffer.from(page ?? '')
      .toString('base64url')
      .slice(-20)}"`;
    asked.push(`${path}${request.headers['if-none-match'] === undefined ? '' : ' conditional'}`);
    if (page === undefined) response.writeHead(503).end();
    else if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { 'content-type': 'text/plain', etag }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages, asked };
}

const withPublisher = (services: Services, url: string): Services => {
  const client = createHttpClient({ allowedPrivateOrigins: [url], attempts: 1, sleep: async () => {} });
  onTestFinished(() => client.close());
  return { ...services, client };
};

describe('ingesting a file', () => {
  test('gives the counts, and the same file again leaves the database as it was', async () => {
    const { services, folder, file } = setUp();
    const given = write(folder, 'a.txt', '2025-05 10\n2025-06 20\n');
    expect(await ingestFile(services, source(), given, GIVEN)).toMatchObject({
      outcome: 'loaded',
      observations: 2,
      inserted: 2,
      revised: 0,
      unchanged: 0,
      refused: [],
    });
    const before = dump(file);
    services.at('2025-08-02T00:00:00Z');
    expect(await ingestFile(services, source(), given, GIVEN)).toMatchObject({
      outcome: 'unchanged',
      observations: 2,
      inserted: 0,
      revised: 0,
      unchanged: 2,
    });
    expect(dump(file)).toEqual(before);
  });

  test('refuses a file whole: nothing is loaded, the bytes and the reason stay', async () => {
    const { services, folder } = setUp();
    const report = await ingestFile(services, source(), write(folder, 'b.txt', '2025-05 10\n2025-06 twenty\n'), GIVEN);
    expect(report).toMatchObject({
      outcome: 'refused',
      inserted: 0,
      refused: [{ where: 'line 2', reason: 'expected a month and a number, got "2025-06 twenty"' }],
    });
    expect((await services.store.counts()).observations).toBe(0);
    expect(new TextDecoder().decode(await services.archive.read('lines', report.snapshot))).toBe('2025-05 10\n2025-06 twenty\n');
    expect(await services.store.runs(1)).toMatchObject([
      { outcome: 'failed', refused: 1, error: 'b.txt refused: line 2: expected a month and a number, got "2025-06 twenty"' },
    ]);
  });

  test('refuses what no source could know yet', async () => {
    const { services, folder } = setUp();
    const report = await ingestFile(services, source(), write(folder, 'c.txt', '2025-09 10\n'), GIVEN);
    expect(report.refused[0]?.reason).toBe('a figure of the future: it was obtained in 2025-08');
  });

  test('ingested late, it takes its place in the past, whatever was loaded before it', async () => {
    const give = async (order: readonly (readonly [string, string])[]) => {
      const { services, folder, file } = setUp();
      services.at('2025-12-01T00:00:00Z');
      for (const [day, text] of order)
        await ingestFile(services, source(), write(folder, `${day}.txt`, text), { ...GIVEN, retrievedAt: `${day}T00:00:00.000Z` });
      return dump(file, 'v_vintage')
        ['v_vintage']?.map((row) => {
          const { period, known_from, known_to, value } = row as Record<string, unknown>;
          return [period, known_from, known_to, value].join(' ');
        })
        .sort();
    };
    const files = [
      ['2025-07-01', '2025-05 10\n'],
      ['2025-08-01', '2025-05 12\n'],
      ['2025-09-01', '2025-05 10\n2025-06 7\n'],
    ] as const;
    const [a, b, c] = files;
    const inOrder = await give(files);
    expect(inOrder).toHaveLength(4);
    expect(await give([c, a, b])).toEqual(inOrder);
    expect(await give([a, c, b])).toEqual(inOrder);
    expect(await give([b, c, a])).toEqual(inOrder);
  });
});

describe('a run', () => {
  test('follows an index, asks each page once, and says "not modified" costs nothing', async () => {
    const { services, file } = setUp();
    const site = await publisher();
    const reach = withPublisher(services, site.url);
    site.pages.set('/index', 'link /june');
    site.pages.set('/june', '2025-06 20\n');
    expect(await runPipeline(reach, source(site.url), 'run')).toMatchObject({
      outcome: 'ok',
      counts: { requests: 2, snapshots: 2, inserted: 1 },
    });
    const before = dump(file, 'v_vintage');
    site.asked.length = 0;
    expect(await runPipeline(reach, source(site.url), 'run')).toMatchObject({
      outcome: 'ok',
      counts: { requests: 1, snapshots: 0, inserted: 0 },
    });
    expect(site.asked).toEqual(['/index conditional']);
    expect(dump(file, 'v_vintage')).toEqual(before);
    site.pages.set('/index', 'link /june\nlink /july');
    site.pages.set('/july', '2025-06 21\n2025-07 30\n');
    expect(await runPipeline(reach, source(site.url), 'run')).toMatchObject({ counts: { inserted: 1, revised: 1 } });
  });

  test('takes up a page that failed as soon as the index is asked again, though the index did not change', async () => {
    const { services } = setUp();
    const site = await publisher();
    const reach = withPublisher(services, site.url);
    site.pages.set('/index', 'link /june\nlink /july');
    site.pages.set('/july', '2025-07 30\n');
    const first = await runPipeline(reach, source(site.url), 'run');
    expect(first).toMatchObject({ outcome: 'partial', counts: { inserted: 1 } });
    expect(first.error).toContain('503');
    site.pages.set('/june', '2025-06 20\n');
    expect(await runPipeline(reach, source(site.url), 'run')).toMatchObject({ outcome: 'ok', counts: { inserted: 1 } });
  });

  test('stays failing while a page is refused, asks for it again after a day, and takes it once it is mended', async () => {
    const { services } = setUp();
    const site = await publisher();
    const reach = withPublisher(services, site.url);
    site.pages.set('/index', 'link /june');
    site.pages.set('/june', '2025-06 ?\n');
    expect(await runPipeline(reach, source(site.url), 'run')).toMatchObject({ outcome: 'partial', counts: { refused: 1 } });
    site.asked.length = 0;
    const again = await runPipeline(reach, source(site.url), 'run');
    expect(again).toMatchObject({ outcome: 'partial', error: expect.stringContaining('expected a month and a number') });
    expect(site.asked).toEqual(['/index conditional']);
    services.at('2025-08-02T01:00:00Z');
    expect(await runPipeline(reach, source(site.url), 'run')).toMatchObject({ outcome: 'partial', counts: { refused: 1 } });
    services.at('2025-08-03T02:00:00Z');
    site.pages.set('/june', '2025-06 20\n');
    expect(await runPipeline(reach, source(site.url), 'run')).toMatchObject({ outcome: 'ok', counts: { inserted: 1 } });
  });

  test('tells "nothing there yet" from a failure', async () => {
    const { services } = setUp();
    const site = await publisher();
    site.pages.set('/index', 'nothing yet');
    expect(await runPipeline(withPublisher(services, site.url), source(site.url), 'run')).toMatchObject({
      outcome: 'ok',
      error: null,
      counts: { inserted: 0, refused: 0 },
    });
    const silent = setUp();
    expect(await runPipeline(withPublisher(silent.services, site.url), source(`${site.url}/nowhere`), 'run')).toMatchObject({
      outcome: 'failed',
    });
  });

  test('takes up what a killed process had archived and not loaded, once', async () => {
    const { services } = setUp();
    const kept = await services.archive.keep('lines', new TextEncoder().encode('2025-06 20\n'));
    const runId = await services.store.beginRun('lines', 'run', '2025-07-31T00:00:00.000Z');
    await services.store.addSnapshot({
      runId,
      pipeline: 'lines',
      requestKey: 'left',
      name: 'left',
      url: null,
      mediaType: null,
      sha256: kept.sha256,
      extension: kept.extension,
      bytes: kept.bytes,
      retrievedAt: '2025-07-31T00:00:00.000Z',
      etag: null,
      lastModified: null,
      params: {},
      columns: null,
      settings: {},
      earlierPages: [],
    });
    expect(await recover(services, source())).toBe(1);
    expect(await recover(services, source())).toBe(0);
    expect((await services.store.counts()).observations).toBe(1);
    await services.store.beginRun('lines', 'run', '2025-08-01T00:00:00.000Z');
    expect((await services.store.runs(2))[1]).toMatchObject({
      outcome: 'failed',
      error: 'interrupted: the process ended before the run did',
    });
  });

  test('believes the source again when it repeats what it said before a person gave another file, and replays the same', async () => {
    const { services, folder, file } = setUp();
    const site = await publisher();
    const reach = withPublisher(services, site.url);
    site.pages.set('/index', '2025-06 20\n');
    await runPipeline(reach, source(site.url), 'run');
    services.at('2025-08-02T00:00:00Z');
    await ingestFile(services, source(), write(folder, 'other.txt', '2025-06 99\n'), GIVEN);
    services.at('2025-08-03T00:00:00Z');
    expect(await runPipeline(reach, source(site.url), 'run')).toMatchObject({ counts: { revised: 1 } });
    services.at('2025-08-04T00:00:00Z');
    expect(await runPipeline(reach, source(site.url), 'run')).toMatchObject({ counts: { revised: 0, snapshots: 0 } });
    const vintages = dump(file, 'v_vintage')['v_vintage'] as { value: number }[];
    expect(vintages.map((v) => v.value).sort()).toEqual([20, 20, 99]);
    const again = join(folder, 'again.db');
    const into = openStore(again);
    await replay(services.store, into, services.archive, new Map([['lines', LINES]]), null);
    into.close();
    const sorted = (name: string) =>
      (dump(name, 'v_vintage')['v_vintage'] as { known_from: string }[]).sort((a, b) => (a.known_from < b.known_from ? -1 : 1));
    expect(sorted(again)).toEqual(sorted(file));
  });
});

describe('an answer in pages', () => {
  test('is read when its last page is there, again when only an earlier page changed, and replays the same', async () => {
    const { services, folder, file } = setUp();
    const { url, pages, asked } = await publisher();
    const polite = withPublisher(services, url);
    pages.set('/index', '2025-04 1\nmore /two');
    pages.set('/two', '2025-05 2\nmore /three');
    expect(await runPipeline(polite, source(url), 'run')).toMatchObject({ outcome: 'partial', counts: { inserted: 0 } });
    pages.set('/three', '2025-06 3\n');
    expect(await runPipeline(polite, source(url), 'run')).toMatchObject({ outcome: 'ok', counts: { inserted: 3, snapshots: 1 } });
    expect(await runPipeline(polite, source(url), 'run')).toMatchObject({ outcome: 'ok', counts: { snapshots: 0, inserted: 0 } });
    expect(asked.slice(-3)).toEqual(['/index conditional', '/two conditional', '/three conditional']);

    services.at('2025-08-02T00:00:00Z');
    pages.set('/two', '2025-05 20\nmore /three');
    expect(await runPipeline(polite, source(url), 'run')).toMatchObject({ outcome: 'ok', counts: { snapshots: 2, revised: 1 } });
    expect(asked.slice(-3)).toEqual(['/index conditional', '/two conditional', '/three']);

    const into = openStore(join(folder, 'replayed.db'));
    await replay(services.store, into, services.archive, new Map([[LINES.id, LINES]]), null);
    into.close();
    expect(dump(join(folder, 'replayed.db'), 'v_vintage')['v_vintage']).toEqual(dump(file, 'v_vintage')['v_vintage']);
  });

  test('is refused when a person gives one page of it as a file', async () => {
    const { services, folder } = setUp();
    const report = await ingestFile(services, source(), write(folder, 'page.txt', '2025-06 3\nmore /two'), GIVEN);
    expect(report.refused[0]?.reason).toContain('a full page of several');
  });
});

describe('a replay', () => {
  test('rebuilds the same vintages from the archive alone', async () => {
    const { services, folder, file } = setUp();
    for (const [at, name, text] of [
      ['2025-07-01', 'a', '2025-05 10\n'],
      ['2025-08-01', 'b', '2025-05 12\n2025-06 20\n'],
      ['2025-08-02', 'bad', 'x\n'],
      ['2025-09-01', 'c', '2025-05 10\n2025-07 30\n'],
    ] as const) {
      services.at(`${at}T00:00:00Z`);
      await ingestFile(services, source(), write(folder, name, text), GIVEN);
    }
    const again = join(folder, 'again.db');
    const into = openStore(again);
    const report = await replay(services.store, into, services.archive, new Map([['lines', LINES]]), null);
    into.close();
    expect(report).toMatchObject({ snapshots: 4, refused: 1 });
    expect(dump(again, 'v_vintage')).toEqual(dump(file, 'v_vintage'));
    expect(dump(again, 'v_vintage')['v_vintage']).toHaveLength(5);
  });
});

describe('the inbox', () => {
  test('takes what was dropped to done or refused, with the reason beside it, and overwrites nothing', async () => {
    const { services, folder } = setUp();
    const inbox = join(folder, 'inbox');
    await prepareInbox([source()], inbox);
    const drop = (name: string, text: string) => write(join(inbox, 'lines'), name, text);
    drop('june.txt', '2025-06 20\n');
    drop('bad.txt', '2025-06 ?\n');
    drop('half.txt.part', '2025-06');
    expect((await sweepInbox(services, [source()], inbox, 0)).taken.map((r) => r.outcome)).toEqual(['refused', 'loaded']);
    drop('june.txt', '2025-06 21\n');
    await sweepInbox(services, [source()], inbox, 0);
    expect(readdirSync(join(inbox, 'lines', 'done'))).toHaveLength(2);
    expect(readFileSync(join(inbox, 'lines', 'refused', 'bad.txt.reason.txt'), 'utf8')).toContain(
      'line 1: expected a month and a number, got "2025-06 ?"',
    );
    expect(existsSync(join(inbox, 'lines', 'half.txt.part'))).toBe(true);
    expect((await services.store.counts()).revisions).toBe(1);
  });

  test('takes the file that a link leads to, and passes over a link to nothing', async () => {
    const { services, folder } = setUp();
    const inbox = join(folder, 'inbox');
    await prepareInbox([source()], inbox);
    write(folder, 'june.txt', '2025-06 20\n');
    symlinkSync(join(folder, 'june.txt'), join(inbox, 'lines', 'june.txt'));
    symlinkSync(join(folder, 'july.txt'), join(inbox, 'lines', 'july.txt'));
    const { taken, left } = await sweepInbox(services, [source()], inbox, 0);
    expect([taken.map((r) => r.outcome), left]).toEqual([['loaded'], []]);
    expect(readdirSync(join(inbox, 'lines', 'done'))).toEqual(['june.txt']);
    expect(readFileSync(join(folder, 'june.txt'), 'utf8')).toBe('2025-06 20\n');
  });

  test('goes on with the other files when one cannot be read', async () => {
    const { services, folder } = setUp();
    const inbox = join(folder, 'inbox');
    await prepareInbox([source()], inbox);
    write(join(inbox, 'lines'), 'big.txt', '');
    truncateSync(join(inbox, 'lines', 'big.txt'), 3 * 2 ** 30);
    write(join(inbox, 'lines'), 'june.txt', '2025-06 20\n');
    expect((await sweepInbox(services, [source()], inbox, 0)).taken.map((r) => r.outcome)).toEqual(['refused', 'loaded']);
    expect(await services.store.runs(1)).toMatchObject([{ outcome: 'partial', error: expect.stringContaining('big.txt refused') }]);
    expect(readFileSync(join(inbox, 'lines', 'refused', 'big.txt.reason.txt'), 'utf8')).toContain('its bytes are not archived');
  });

  test('goes on with the other files when one cannot be moved, and says what stays', async () => {
    const { services, folder } = setUp();
    const inbox = join(folder, 'inbox');
    await prepareInbox([source()], inbox);
    write(join(inbox, 'lines'), 'bad.txt', '2025-06 ?\n');
    write(join(inbox, 'lines'), 'june.txt', '2025-06 20\n');
    write(join(inbox, 'lines'), 'refused', 'a file where the folder should be');
    const { taken, left } = await sweepInbox(services, [source()], inbox, 0);
    expect(taken.map((r) => r.outcome)).toEqual(['loaded']);
    expect(left).toMatchObject([{ pipeline: 'lines' }, { pipeline: 'lines' }]);
    expect(await services.store.runs(1)).toMatchObject([{ outcome: 'partial' }]);
  });

  test('takes a file up again whose run was cut off, and the source is well again', async () => {
    const { services, folder } = setUp();
    const inbox = join(folder, 'inbox');
    await prepareInbox([source()], inbox);
    const drop = () => write(join(inbox, 'lines'), 'june.txt', '2025-06 20\n');
    drop();
    await sweepInbox(services, [source()], inbox, 0);
    await services.store.beginRun('lines', 'inbox', '2025-07-21T00:00:00.000Z');
    drop();
    expect((await sweepInbox(services, [source()], inbox, 0)).taken).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await services.store.runs(3)).toMatchObject([{ outcome: 'ok' }, { outcome: 'failed' }, { outcome: 'ok' }]);
    drop();
    await sweepInbox(services, [source()], inbox, 0);
    expect(await services.store.runs(9)).toHaveLength(3);
  });

  test('leaves a file alone that is still being written', async () => {
    const { services, folder } = setUp();
    const inbox = join(folder, 'inbox');
    await prepareInbox([source()], inbox);
    write(join(inbox, 'lines'), 'new.txt', '2025-06 20\n');
    expect(await sweepInbox(services, [source()], inbox)).toEqual({ taken: [], left: [] });
    expect(existsSync(join(inbox, 'lines', 'new.txt'))).toBe(true);
  });
});
