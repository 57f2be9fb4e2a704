import { describe, expect, test } from 'vitest';
import { assertBackfillable, continueBackfill, planBackfill } from '../src/backfill.ts';
import type { DigestMessage } from '../src/domain/alert-message.ts';
import { runPipeline } from '../src/run.ts';
import type { BackfillRecord } from '../src/store/backfill-store.ts';
import type { OutboxItem } from '../src/store/store.ts';
import { sourceAt, type World, world, yearsPipeline, yearsPublisher } from './support/years.ts';

const WINDOW = { from: 201901, to: 202412 };

/** Each December triples: every year crosses the rule's 25 %. */
const year = (at: number, factor = 1): string =>
  Array.from({ length: 12 }, (_, i) => `${at}-${String(i + 1).padStart(2, '0')} ${100 * 3 ** (at - 2019) * factor}`).join('\n');

async function publisherOfYears() {
  const site = await yearsPublisher();
  for (let at = 2019; at <= 2025; at++) site.pages.set(`/${at}`, at === 2025 ? '2025-06 72900\n' : year(at));
  return site;
}

const open = async ({ services }: World, pipeline = 'years'): Promise<BackfillRecord | null> =>
  (await services.store.openBackfills()).find((one) => one.pipeline === pipeline) ?? null;
const begin = ({ services }: World): Promise<BackfillRecord> => services.store.openBackfill('years', WINDOW, services.now().toISOString());
const messages = (w: World): Promise<readonly OutboxItem[]> => w.services.store.dueDeliveries('2099-01-01T00:00:00.000Z', 1000);

describe('a backfill', () => {
  test('asks the months of its window, is told of in one digest, and leaves its mark in the runs', async () => {
    const site = await publisherOfYears();
    const w = world(site.url);
    const source = sourceAt(site.url);
    const plan = await planBackfill(w.services, source, WINDOW, null);
    expect(plan).toMatchObject({ open: 6, minutes: 0, days: 1, quota: null });
    expect(site.asked).toEqual([]);
    const report = await continueBackfill(w.services, source, await begin(w));
    expect(report).toMatchObject({ finished: true, outcome: 'ok', answered: 6, known: 6, resumeAt: null, counts: { inserted: 72 } });
    expect(report.alerts).toBe(60);
    const told = await messages(w);
    expect(told.map(({ message }) => message.type)).toEqual(['digest']);
    const [digest] = told.map(({ message }) => message as DigestMessage);
    expect(digest?.alerts).toHaveLength(60);
    expect((await w.services.store.alerts()).every((alert) => alert.state === 'historical')).toBe(true);
    expect(await w.services.store.runs(1)).toMatchObject([{ trigger: 'backfill', outcome: 'ok', requests: 6 }]);
    expect(await open(w)).toBeNull();
  });

  test('takes an answer with held figures for an answer: it ends, says what is held, and does not ask again', async () => {
    const site = await publisherOfYears();
    const w = world(site.url);
    await continueBackfill(w.services, sourceAt(site.url), await begin(w));
    for (let at = 2019; at <= 2024; at++) site.pages.set(`/${at}`, year(at).replace(/-06 (\d+)/, '-06 $1000'));
    w.at('2025-08-02T00:00:00Z');
    site.asked.length = 0;
    const report = await continueBackfill(w.services, sourceAt(site.url), await begin(w));
    expect(report).toMatchObject({ finished: true, outcome: 'partial', answered: 6, counts: { held: 6, refused: 0, errors: 0 } });
    expect(report.error).toMatch(/held as a possible unit error/);
    expect(site.asked).toHaveLength(6);
    expect(await w.services.store.waiting('years')).toHaveLength(6);
  });

  test('does not make the next ordinary run due later, and what it brought is no news to it', async () => {
    const site = await publisherOfYears();
    const w = world(site.url);
    await continueBackfill(w.services, sourceAt(site.url), await begin(w));
    expect(await w.services.store.lastStart('years', '2099-01-01T00:00:00.000Z')).toBeNull();
    await w.services.store.settleDelivery((await messages(w))[0]?.id ?? 0, SENT);
    expect(await runPipeline(w.services, sourceAt(site.url), 'run')).toMatchObject({ outcome: 'ok', counts: { inserted: 1 } });
    // June 2025 is 200 % above June 2024: news, within the first day of a series told in a digest like the rest of it.
    expect((await messages(w)).map(({ message }) => message.type)).toEqual(['digest']);
  });

  test('tells of a correction to news by itself, and of one to a digest in the digest', async () => {
    const site = await publisherOfYears();
    const w = world(site.url);
    site.pages.set('/2023', year(2023));
    site.pages.set('/2024', `${year(2024)}\n`);
    w.at('2025-01-15T00:00:00Z');
    await runPipeline(w.services, sourceAt(site.url), 'run');
    for (const item of await messages(w)) await w.services.store.settleDelivery(item.id, SENT);
    w.at('2025-08-01T00:00:00Z');
    site.pages.set('/2025', '2025-06 36000\n');
    await runPipeline(w.services, sourceAt(site.url), 'run');
    expect((await messages(w)).map(({ message }) => message.type)).toEqual(['alert.raised']);
    for (const item of await messages(w)) await w.services.store.settleDelivery(item.id, SENT);
    // The backfill finds 2024 revised: June 2025 is 18.5 % above it, and each rise of 2024 that the digest told is another one.
    site.pages.set('/2024', year(2024, 1.25));
    w.at('2025-08-10T00:00:00Z');
    await continueBackfill(w.services, sourceAt(site.url), await begin(w));
    const told = await messages(w);
    expect(told.map(({ message }) => message.type).sort()).toEqual(['alert.retracted', 'digest']);
    const digest = told.find(({ message }) => message.type === 'digest')?.message as DigestMessage;
    expect(digest.alerts.filter(({ event }) => event === 'updated')).toHaveLength(12);
  });

  test('goes on where it was after a kill: what was taken is not asked again, not even between archive and note', async () => {
    const site = await publisherOfYears();
    const first = world(site.url);
    const source = sourceAt(site.url);
    const backfill = await begin(first);
    let clock = first.services.now().getTime();
    const three = {
      ...first.services,
      now: () => {
        clock += 1000;
        return new Date(clock);
      },
    };
    await continueBackfill(three, source, backfill, { forMs: 9000 });
    const asked = [...site.asked];
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(6);
    // The process dies after the archive has the answer and before anything else.
    const bytes = new TextEncoder().encode(site.pages.get(`/${2019 + asked.length}`) as string);
    const kept = await first.services.archive.keep('years', bytes);
    const runId = await first.services.store.beginRun('years', 'backfill', new Date(clock).toISOString());
    await first.services.store.addBackfillRun(backfill.id, runId);
    await first.services.store.addSnapshot({
      runId,
      pipeline: 'years',
      requestKey: `backfill 2019-01/2024-12: year ${2019 + asked.length}`,
      name: 'year',
      url: null,
      mediaType: null,
      sha256: kept.sha256,
      extension: kept.extension,
      bytes: kept.bytes,
      retrievedAt: new Date(clock).toISOString(),
      etag: null,
      lastModified: null,
      params: {},
      columns: null,
      settings: {},
      earlierPages: [],
    });
    first.services.store.close();
    const second = world(site.url, { folder: first.folder });
    const report = await continueBackfill(second.services, source, (await open(second)) as BackfillRecord);
    expect(report).toMatchObject({ finished: true, answered: 6 });
    expect(site.asked).toEqual([...asked, ...[2019, 2020, 2021, 2022, 2023, 2024].map((at) => `/${at}`).slice(asked.length + 1)]);
    expect((await second.services.store.counts()).observations).toBe(72);
    expect((await messages(second)).map(({ message }) => message.type)).toEqual(['digest']);
  });

  test('follows an index from the archive when it goes on, and "no content" is an answer', async () => {
    const site = await yearsPublisher();
    const w = world(site.url);
    const source = sourceAt(site.url);
    for (let at = 2019; at <= 2024; at++) site.pages.set(`/${at}`, { status: 204 });
    site.pages.set('/2020', 'link /a\nlink /b');
    site.pages.set('/a', '2020-01 1');
    const first = await continueBackfill(w.services, source, await begin(w));
    expect(first).toMatchObject({ finished: false, outcome: 'partial', answered: 7, known: 8, resumeAt: '2025-08-01T01:00:00.000Z' });
    expect(first.error).toContain('503');
    site.asked.length = 0;
    site.pages.set('/b', '2020-02 2');
    expect(await continueBackfill(w.services, source, (await open(w)) as BackfillRecord)).toMatchObject({ finished: true, answered: 8 });
    expect(site.asked).toEqual(['/b']);
  });

  test('stops after three failures in a row, and is given up by the server after ten fruitless tries', async () => {
    const site = await yearsPublisher();
    const w = world(site.url);
    const source = sourceAt(site.url);
    await begin(w);
    const pauses: (string | null)[] = [];
    for (let tries = 1; tries <= 10; tries++) {
      const backfill = (await open(w)) as BackfillRecord;
      w.at(backfill.resumeAt ?? '2025-08-01T00:00:00.000Z');
      const report = await continueBackfill(w.services, source, backfill, { givesUp: true });
      pauses.push(report.resumeAt);
      expect(report.finished).toBe(tries === 10);
      if (tries === 10) expect(report.error).toContain('given up');
    }
    expect(site.asked).toHaveLength(30);
    expect(pauses.slice(0, 3)).toEqual(['2025-08-01T01:00:00.000Z', '2025-08-01T03:00:00.000Z', '2025-08-01T07:00:00.000Z']);
    expect(await open(w)).toBeNull();
  });

  test('keeps a refused publication as an answer and says so', async () => {
    const site = await publisherOfYears();
    const w = world(site.url);
    site.pages.set('/2021', '2021-01 many');
    const report = await continueBackfill(w.services, sourceAt(site.url), await begin(w));
    expect(report).toMatchObject({ finished: true, outcome: 'partial', answered: 6, counts: { refused: 1 } });
    expect(report.error).toContain('expected a number, got "2021-01 many"');
  });

  test('is refused where there is no history to ask for', () => {
    const byHand = yearsPipeline({ baseUrl: null, schedule: null, revisions: null });
    expect(() => assertBackfillable(sourceAt(null, byHand))).toThrow(/files that a person downloads.*tradewatch ingest years/);
    expect(() => assertBackfillable(sourceAt('http://127.0.0.1:1', yearsPipeline({ revisions: null })))).toThrow(
      /requests are not by month/,
    );
  });

  test('believes the source again when an ordinary run repeats what it said before a backfill said otherwise', async () => {
    const site = await publisherOfYears();
    const w = world(site.url);
    const source = sourceAt(site.url);
    site.pages.set('/2025', '2025-06 72910');
    await runPipeline(w.services, source, 'run');
    w.at('2025-08-02T00:00:00Z');
    site.pages.set('/2025', '2025-06 72911');
    const backfill = await w.services.store.openBackfill('years', { from: 202501, to: 202508 }, w.services.now().toISOString());
    await continueBackfill(w.services, source, backfill);
    w.at('2025-08-03T00:00:00Z');
    site.pages.set('/2025', '2025-06 72910');
    expect(await runPipeline(w.services, source, 'run')).toMatchObject({ counts: { revised: 1 } });
  });
});

describe('an ordinary run', () => {
  test('asks again as far back as the publisher revises, and a changed value is a new vintage', async () => {
    const site = await publisherOfYears();
    const w = world(site.url);
    const source = sourceAt(site.url, yearsPipeline({ revisions: { months: 2, yearly: { month: 6, during: 1, months: 30 } } }));
    w.at('2025-05-10T00:00:00Z');
    site.pages.set('/2025', '2025-04 72900\n');
    await runPipeline(w.services, source, 'run');
    site.asked.length = 0;
    site.pages.set('/2022', year(2022, 2));
    await runPipeline(w.services, source, 'run');
    expect(site.asked).toEqual(['/2025']);
    w.at('2025-06-10T00:00:00Z');
    expect(await runPipeline(w.services, source, 'run')).toMatchObject({ counts: { inserted: 12, revised: 0 } });
    site.pages.set('/2023', year(2023, 2));
    expect(await runPipeline(w.services, source, 'run')).toMatchObject({ counts: { inserted: 0, revised: 12 } });
    expect((await w.services.store.counts()).revisions).toBe(12);
  });
});

describe('a quota of requests a day', () => {
  const limited = (perDay: number) => yearsPipeline({ requestsPerDay: perDay, timezone: 'Asia/Shanghai' });

  test('ends a backfill cleanly, says when it goes on, and is kept over a restart', async () => {
    const site = await publisherOfYears();
    const first = world(site.url);
    const source = sourceAt(site.url, limited(6));
    first.at('2025-08-01T10:00:00Z');
    expect(await planBackfill(first.services, source, WINDOW, null)).toMatchObject({
      open: 6,
      days: 2,
      quota: { perDay: 6, reserved: 3, free: 3 },
    });
    // Three of six are left to the ordinary run, which asks for the years from the first load on.
    const report = await continueBackfill(first.services, source, await begin(first));
    // The publisher's day turns at 16:00 UTC.
    expect(report).toMatchObject({ finished: false, outcome: 'ok', answered: 3, known: 6, resumeAt: '2025-08-01T16:00:00.000Z' });
    expect(report.error).toContain('the 6 requests that the publisher allows a day are used up (3 are reserved for ordinary runs)');
    await runPipeline(first.services, source, 'run');
    expect(site.asked).toHaveLength(6);
    first.services.store.close();
    const second = world(site.url, { folder: first.folder });
    second.at('2025-08-01T15:59:00Z');
    expect(await continueBackfill(second.services, source, (await open(second)) as BackfillRecord)).toMatchObject({ finished: false });
    expect(site.asked).toHaveLength(6);
    second.at('2025-08-01T16:00:01Z');
    expect(await continueBackfill(second.services, source, (await open(second)) as BackfillRecord)).toMatchObject({
      finished: true,
      answered: 6,
    });
    expect(site.asked).toHaveLength(9);
  });

  test('binds ordinary runs too, counts what is asked in vain, and gives each request its turn', async () => {
    const site = await publisherOfYears();
    const w = world(site.url);
    const source = { ...sourceAt(site.url, limited(2)), revisions: { months: 36 } };
    w.at('2025-08-01T10:00:00Z');
    site.pages.delete('/2022');
    const report = await runPipeline(w.services, source, 'run');
    expect(report).toMatchObject({ outcome: 'partial', counts: { inserted: 12 } });
    expect(report.error).toMatch(/503.*used up.*1 more were not asked/);
    expect(site.asked).toEqual(['/2022', '/2023']);
    w.at('2025-08-02T10:00:00Z');
    await runPipeline(w.services, source, 'run');
    w.at('2025-08-03T10:00:00Z');
    await runPipeline(w.services, source, 'run');
    expect(site.asked).toEqual(['/2022', '/2023', '/2022', '/2024', '/2022', '/2025']);
  });
});

describe('a source that asked to be left alone', () => {
  test('is not asked again within that time, after a restart neither, and a backfill waits for it', async () => {
    const site = await publisherOfYears();
    const holds: [string, number][] = [];
    const first = world(site.url, { onHold: async (host, ms) => void holds.push([host, ms]) });
    site.pages.set('/2020', { status: 429, headers: { 'retry-after': '7200' } });
    const report = await continueBackfill(first.services, sourceAt(site.url), await begin(first));
    expect(report).toMatchObject({ finished: false, outcome: 'ok', answered: 1, resumeAt: '2025-08-01T02:00:00.000Z' });
    expect(holds).toEqual([['127.0.0.1', 7_200_000]]);
    await first.services.store.holdHost('127.0.0.1', '2025-08-01T02:00:00.000Z');
    await first.services.store.holdHost('127.0.0.1', '2025-08-01T00:30:00.000Z');
    expect(await first.services.store.heldHosts('2025-08-01T01:00:00.000Z')).toEqual([
      { host: '127.0.0.1', until: '2025-08-01T02:00:00.000Z' },
    ]);
    first.services.store.close();
    const second = world(site.url, { folder: first.folder, held: [['127.0.0.1', 3_600_000]] });
    second.at('2025-08-01T01:00:00Z');
    site.pages.set('/2020', year(2020));
    expect(await runPipeline(second.services, sourceAt(site.url), 'run')).toMatchObject({
      outcome: 'failed',
      error: expect.stringMatching(/asked to be left alone for another 3600 s; 6 more were not asked/),
    });
    expect(site.asked).toEqual(['/2019', '/2020']);
    expect(await second.services.store.heldHosts('2025-08-01T02:00:00.000Z')).toEqual([]);
  });
});

const SENT = { state: 'delivered', attempts: 1, nextAttemptAt: null, deliveredAt: null, detail: 'ok', remaining: null } as const;
