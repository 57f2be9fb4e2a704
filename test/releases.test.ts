import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runPlan } from '../src/commands/run.ts';
import { sourcesList } from '../src/commands/status.ts';
import type { ReleaseCalendar } from '../src/domain/release.ts';
import { decideHeld } from '../src/held.ts';
import { createHttpClient } from '../src/http/client.ts';
import { ingestFiles } from '../src/ingest.ts';
import { silentLog } from '../src/log.ts';
import { commodityNames } from '../src/news/commodities.ts';
import { noticeMissingFiles, settleReleases } from '../src/releases.ts';
import { runPipeline } from '../src/run.ts';
import type { Services, Source } from '../src/services.ts';
import { openArchive } from '../src/stages/archive.ts';
import { SILENT_DETECTOR } from '../src/stages/detect.ts';
import { openTestStore, temporaryFolder } from './support/store.ts';
import { type Answer, openYearPublisher, yearPipeline } from './support/year-publisher.ts';

/** On the 18th of the following month at ten in UTC, two days of grace. */
const RELEASES: ReleaseCalendar = { day: { dayOfNextMonth: 18 }, time: '10:00', graceDays: 2 };
const PIPELINE = yearPipeline({ id: 'monthly', schedule: '0 6 * * *', timezone: 'Etc/UTC', releases: RELEASES });

/** A source whose publisher answers as the test says, on a clock that the test sets; May 2025 is there at the beginning. */
async function setUp(change: Partial<Source> = {}) {
  const folder = temporaryFolder();
  const file = join(folder, 'test.db');
  const store = openTestStore(file);
  const pages = new Map<string, Answer>();
  const world: { now: Date; answer: Answer } = {
    now: new Date('2025-06-30T00:00:00Z'),
    answer: { figures: new Map([['2025-05', 5]]) },
  };
  const site = await openYearPublisher(
    () => world.now,
    (path) => pages.get(path) ?? world.answer,
  );
  const client = createHttpClient({ allowedPrivateOrigins: [site.url], attempts: 1, sleep: async () => {} });
  onTestFinished(() => {
    client.close();
    store.close();
  });
  const warn = vi.fn();
  const services: Services = {
    store,
    archive: openArchive(join(folder, 'raw')),
    commodities: commodityNames({}),
    client,
    detector: SILENT_DETECTOR,
    log: { ...silentLog, warn },
    now: () => world.now,
  };
  const source: Source = {
    pipeline: PIPELINE,
    baseUrl: site.url,
    schedule: PIPELINE.schedule,
    releases: RELEASES,
    revisions: null,
    settings: {},
    secret: null,
    ...change,
  };
  await store.describeSources([
    { pipeline: 'monthly', title: 'M', publisher: 'P', licence: 'L', schedule: source.schedule, timezone: 'Etc/UTC' },
  ]);
  const at = (time: string): void => {
    world.now = new Date(`2025-${time}:00Z`);
  };
  return {
    folder,
    services,
    source,
    warn,
    at,
    /** Runs at a time of 2025 and gives the state and the next expected time that an operator sees then. */
    async run(time: string, answer: Answer, changed: Partial<Source> = {}) {
      at(time);
      world.answer = answer;
      await runPipeline(services, { ...source, ...changed }, 'schedule');
      return (await store.sources()).map((s) => [s.state, s.nextExpectedAt?.slice(5, 16) ?? null].join(' '))[0];
    },
    page: (path: string, answer: Answer) => void pages.set(path, answer),
    releases(): string[] {
      const db = new Database(file, { readonly: true });
      const rows = db.prepare('SELECT period, state, notice, substr(noticed_at, 6, 11) FROM v_release ORDER BY period').raw().all();
      db.close();
      return (rows as unknown[][]).map((row) => row.filter((cell) => cell !== null).join(' '));
    },
    async ingest(time: string, ...lines: string[]) {
      at(time);
      const given = join(folder, `${time.replace(/\W/g, '')}.txt`);
      writeFileSync(given, [...lines, `end ${lines.length}`].join('\n'));
      utimesSync(given, world.now, world.now);
      await ingestFiles(services, source, [given], { trigger: 'inbox', retrievedAt: null, url: null, columns: null, params: {} }, () => {});
    },
  };
}

const MAY: Answer = { figures: new Map([['2025-05', 5]]) };
const MAY_JUNE: Answer = { figures: new Map([...MAY.figures, ['2025-06', 6]]) };
const AFTER_GRACE = '07-20T10:00';

describe('what a look after the grace says of a month that is not there', () => {
  test('the same bytes again: stale, whatever HTTP says', async () => {
    const w = await setUp();
    expect(await w.run('06-30T00:00', MAY)).toBe('ok 07-18T10:00');
    expect(await w.run('07-20T09:59', MAY)).toBe('ok 07-18T10:00');
    expect(await w.run(AFTER_GRACE, MAY)).toBe('stale 07-18T10:00');
    expect(w.releases()).toEqual(['2025-06 awaited stale 07-20T10:00', '2025-07 awaited']);
  });

  test('other bytes, a revision of an older month among them, and nothing of the month: stale', async () => {
    const w = await setUp();
    await w.run('06-30T00:00', MAY);
    expect(await w.run(AFTER_GRACE, { figures: new Map([['2025-05', 4]]) })).toBe('stale 07-18T10:00');
  });

  test('the month itself, held until it is seen again: neither stale nor skipped; arrived when a person takes it', async () => {
    const w = await setUp();
    const odd: Answer = { figures: new Map([...MAY.figures, ['2025-06', 6000]]) };
    await w.run('06-30T00:00', MAY);
    await w.run('07-18T10:00', odd);
    expect(await w.run(AFTER_GRACE, odd)).toBe('ok 07-18T10:00');
    expect(w.releases()).toEqual(['2025-06 awaited', '2025-07 awaited']);
    await w.run('08-18T10:00', { figures: new Map([...MAY.figures, ['2025-07', 7]]) });
    expect(w.releases()).toEqual(['2025-06 awaited', '2025-07 arrived', '2025-08 awaited']);
    await decideHeld(w.services, w.source, 'accept');
    await w.run('08-19T10:00', { figures: new Map([...odd.figures, ['2025-07', 7]]) });
    expect(w.releases()).toEqual(['2025-06 arrived', '2025-07 arrived', '2025-08 awaited']);
  });

  test('a held month that a person turned down is no month: stale', async () => {
    const w = await setUp();
    const odd: Answer = { figures: new Map([...MAY.figures, ['2025-06', 6000]]) };
    await w.run('06-30T00:00', MAY);
    await w.run('07-18T10:00', odd);
    await decideHeld(w.services, w.source, 'reject');
    expect(await w.run(AFTER_GRACE, odd)).toBe('stale 07-18T10:00');
  });

  test('"no content": late', async () => {
    const w = await setUp();
    await w.run('06-30T00:00', MAY);
    expect(await w.run(AFTER_GRACE, 'no content')).toBe('late 07-18T10:00');
  });

  test('an index without a link to it: late', async () => {
    const w = await setUp();
    w.page('/may', MAY);
    await w.run('06-30T00:00', { index: ['/may'] });
    expect(await w.run(AFTER_GRACE, { index: ['/may'] })).toBe('late 07-18T10:00');
    w.page('/june', { figures: new Map([['2025-06', 6]]) });
    expect(await w.run('07-21T10:00', { index: ['/may', '/june'] })).toBe('ok 08-18T10:00');
    expect(w.releases()[0]).toBe('2025-06 arrived late 07-20T10:00');
  });

  test.each<Answer>(['unreachable', 'cut on the wire', 'cut in the file', 'row limit'])(
    '%s: failing, and nothing is said of the month',
    async (answer) => {
      const w = await setUp();
      await w.run('06-30T00:00', MAY);
      expect(await w.run(AFTER_GRACE, answer)).toBe('failing 07-18T10:00');
      expect(w.releases()).toEqual(['2025-06 awaited', '2025-07 awaited']);
      expect(await w.run('07-22T10:00', MAY_JUNE)).toBe('ok 08-18T10:00');
      expect(w.releases()).toEqual(['2025-06 arrived', '2025-07 awaited']);
    },
  );

  test('a page of an older month that stands refused does not hide that the index has no link; a new one that is refused does', async () => {
    const w = await setUp();
    w.page('/may', MAY);
    w.page('/old', 'cut in the file');
    w.page('/june', 'cut in the file');
    expect(await w.run('06-30T00:00', { index: ['/may', '/old'] })).toBe('failing 07-18T10:00');
    await w.run('07-10T00:00', { index: ['/may', '/old', '/june'] });
    await w.run(AFTER_GRACE, { index: ['/may', '/old', '/june'] });
    expect(w.releases()).toEqual(['2025-06 awaited', '2025-07 awaited']);
    w.page('/june', { figures: new Map([['2025-06', 6]]) });
    await w.run('07-21T12:00', { index: ['/may', '/old', '/june'] });
    await w.run('08-20T10:00', { index: ['/may', '/old', '/june'] });
    expect(w.releases()).toEqual(['2025-06 arrived', '2025-07 awaited late 08-20T10:00', '2025-08 awaited']);
  });

  test('is logged once, however often it is looked for', async () => {
    const w = await setUp();
    await w.run('06-30T00:00', MAY);
    for (const day of ['20', '21', '22']) await w.run(`07-${day}T10:00`, MAY);
    expect(w.warn.mock.calls).toEqual([
      ['a release did not come', { pipeline: 'monthly', period: '2025-06', expected_at: '2025-07-18T10:00:00.000Z', notice: 'stale' }],
    ]);
  });

  test('a failing source that was stale is stale again when it answers as before', async () => {
    const w = await setUp();
    await w.run('06-30T00:00', MAY);
    await w.run(AFTER_GRACE, MAY);
    expect(await w.run('07-21T10:00', 'unreachable')).toBe('failing 07-18T10:00');
    expect(await w.run('07-22T10:00', MAY)).toBe('stale 07-18T10:00');
  });
});

describe('the calendar of the configuration', () => {
  test('a later date takes back what was noticed by the wrong one', async () => {
    const w = await setUp();
    await w.run('06-30T00:00', MAY);
    await w.run(AFTER_GRACE, MAY);
    const releases = { ...RELEASES, dates: { '2025-06': '2025-07-28' } };
    expect(await w.run('07-21T10:00', MAY, { releases })).toBe('ok 07-28T10:00');
  });

  test('without a calendar nothing is expected, and what was awaited is forgotten', async () => {
    const w = await setUp();
    await w.run('06-30T00:00', MAY);
    await w.run(AFTER_GRACE, MAY);
    expect(await w.run('07-21T10:00', MAY, { releases: null })).toBe('ok ');
    expect(w.releases()).toEqual([]);
  });
});

describe('files by hand', () => {
  const byHand = { schedule: null, baseUrl: null };
  const state = async (w: Awaited<ReturnType<typeof setUp>>) => (await w.services.store.sources())[0]?.state;

  test('are waited for from the expected time on, until one with the month is there', async () => {
    const w = await setUp(byHand);
    expect(await state(w)).toBe('waiting_for_file');
    await w.ingest('06-20T00:00', '2025-05 5');
    expect(await state(w)).toBe('ok');
    w.at('07-18T09:59');
    await noticeMissingFiles(w.services, [w.source]);
    expect(await state(w)).toBe('ok');
    w.at('07-18T10:00');
    await noticeMissingFiles(w.services, [w.source]);
    await noticeMissingFiles(w.services, [w.source]);
    expect(await state(w)).toBe('waiting_for_file');
    expect(w.warn).toHaveBeenCalledTimes(1);
    await w.ingest('07-25T00:00', '2025-06 6');
    expect(await state(w)).toBe('ok');
    expect(w.releases()).toEqual(['2025-06 arrived waiting_for_file 07-18T10:00', '2025-07 awaited']);
  });

  test('an old file does not end the waiting', async () => {
    const w = await setUp(byHand);
    await w.ingest('07-25T00:00', '2025-05 5');
    expect(await state(w)).toBe('waiting_for_file');
    await w.ingest('07-26T00:00', '2025-04 4');
    expect(await state(w)).toBe('waiting_for_file');
  });
});

test('settling again changes nothing', async () => {
  const w = await setUp();
  await w.run('06-30T00:00', MAY);
  await w.run(AFTER_GRACE, MAY);
  const save = vi.spyOn(w.services.store, 'saveReleases');
  await settleReleases(w.services, w.source);
  expect(save).not.toHaveBeenCalled();
});

test('a plan goes by the calendar of now, as the next run will, and writes nothing', async () => {
  const w = await setUp();
  await w.run('07-10T06:30', MAY);
  const said: string[] = [];
  const io = { stdout: (text: string) => void said.push(text), stderr: () => {}, env: {}, cwd: '/', isTTY: false, now: () => new Date() };
  const plan = async (releases: ReleaseCalendar | null): Promise<string> => {
    const source = { ...w.source, releases, schedule: '0 6 1 1 *' };
    expect(await runPlan(io, { services: w.services, sources: new Map([['monthly', source]]) }, [], {})).toBe(0);
    return said.splice(0).join('');
  };
  w.at('07-12T00:00');
  const remembered = w.releases();
  expect(await plan(RELEASES)).toBe('nothing is due\n');
  // The publisher moved June forward: the file says so, and no run has been made since.
  expect(await plan({ ...RELEASES, dates: { '2025-06': '2025-07-11' } })).toContain('monthly');
  expect(w.releases()).toEqual(remembered);
  w.at('07-18T10:00');
  expect(await plan(RELEASES)).toContain('monthly');
  expect(await plan({ ...RELEASES, dates: { '2025-06': '2025-07-21' } })).toBe('nothing is due\n');
  expect(await plan(null)).toBe('nothing is due\n');
});

test('punctuality is learned from releases that were looked for shortly before they came, and shown', async () => {
  const w = await setUp();
  await w.run('06-30T00:00', MAY);
  await w.run('07-18T10:00', MAY);
  await w.run('07-18T12:00', MAY_JUNE);
  // Looked for a month before: when July came is not known to the day.
  const figures = new Map([...MAY_JUNE.figures, ['2025-07', 7]] as const);
  await w.run('08-25T10:00', { figures });
  await w.run('09-17T04:00', { figures });
  await w.run('09-18T04:00', { figures: new Map([...figures, ['2025-08', 8]] as const) });
  const { json, text } = await sourcesOf(w);
  expect(json).toMatchObject({ punctuality: { releases: 2, median_hours: -2, spread_hours: 4 } });
  expect(text).toContain('its releases arrive 2 h early, give or take 4 h (2 seen)');
});

test('the next run is the next slot of the schedule, or an earlier look for a release that is out', async () => {
  const w = await setUp();
  await w.run('06-30T00:00', MAY);
  const nextRun = async (time: string) => {
    w.at(time);
    return (await sourcesOf(w)).json['next_run_at'];
  };
  expect(await nextRun('07-17T07:00')).toBe('2025-07-18T06:00:00.000Z');
  expect(await nextRun('07-18T07:00')).toBe('2025-07-18T10:00:00.000Z');
  expect(await nextRun('07-18T10:00')).toBe('2025-07-18T10:10:00.000Z');
  expect(await nextRun('07-19T05:00')).toBe('2025-07-19T06:00:00.000Z');
  expect((await sourcesOf(await setUp({ schedule: null }))).json['next_run_at']).toBeNull();
});

/** What `sources list` says of the one source, both ways. */
async function sourcesOf(w: Awaited<ReturnType<typeof setUp>>): Promise<{ json: Record<string, unknown>; text: string }> {
  const said: string[] = [];
  const io = { stdout: (text: string) => void said.push(text), stderr: () => {}, env: {}, cwd: '/', isTTY: false, now: w.services.now };
  await sourcesList(io, w.services.store, { json: true });
  await sourcesList(io, w.services.store, {});
  return { json: (JSON.parse(said[0] ?? '[]') as Record<string, unknown>[])[0] ?? {}, text: said.slice(1).join('') };
}
