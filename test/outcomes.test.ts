import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runsShow } from '../src/commands/runs.ts';
import { status } from '../src/commands/status.ts';
import { month, parseMonth } from '../src/domain/period.ts';
import type { Observation } from '../src/domain/series.ts';
import { RefusedError } from '../src/errors.ts';
import { decideHeld } from '../src/held.ts';
import { createHttpClient } from '../src/http/client.ts';
import { ingestFiles } from '../src/ingest.ts';
import { type Log, silentLog } from '../src/log.ts';
import { commodityNames } from '../src/news/commodities.ts';
import { readEurostatAnswer } from '../src/parse/eurostat-answer.ts';
import { hmrcPage } from '../src/parse/hmrc.ts';
import { readJson } from '../src/parse/json.ts';
import { koreaRows } from '../src/parse/korea-customs.ts';
import { definePipeline, type Snapshot, type Transformed } from '../src/pipeline.ts';
import { replay } from '../src/replay.ts';
import { runPipeline } from '../src/run.ts';
import type { Services, Source } from '../src/services.ts';
import { recover } from '../src/snapshot.ts';
import { openArchive } from '../src/stages/archive.ts';
import { SILENT_DETECTOR } from '../src/stages/detect.ts';
import { openStore } from '../src/store/sqlite.ts';
import { dump } from './support/dump.ts';
import { openTestStore, temporaryFolder } from './support/store.ts';

/**
 * A source of the tests' own that reads the forms in which publishers say things with the parsers of the real ones.
 * `2025-06 100` lines are figures, `2025-06 (D)` a suppressed one, `2025-06 100 US` one of a partner.
 */
const FORMS = definePipeline({
  id: 'forms',
  title: 'Forms',
  publisher: 'Tests',
  licence: 'none',
  documentation: 'https://example.org/',
  schedule: '0 * * * *',
  timezone: 'UTC',
  baseUrl: 'http://127.0.0.1:1',
  paceMs: 0,
  releases: null,
  revisions: null,
  settings: z.object({ once: z.boolean().default(false) }),
  requests: ({ baseUrl, settings }) => [{ key: 'form', url: `${baseUrl}/form`, once: settings.once }],
  transform: read,
});

const ROW_LIMIT = 2;

function read(snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  const text = new TextDecoder().decode(snapshot.bytes).trim();
  if (text.startsWith('<?xml') && text.includes('OpenAPI')) koreaRows(snapshot.bytes, where);
  const form = text.startsWith('{') ? null : readEurostatAnswer(snapshot.bytes, where);
  if (form?.kind === 'nothing') return { kind: 'not_yet_published', reason: form.reason };
  if (form !== null && form.kind !== 'csv')
    throw new RefusedError({ where, reason: form.kind === 'too_big' ? form.reason : `an asynchronous answer (${form.status})` });
  if (text.startsWith('{')) {
    const { rows } = hmrcPage(readJson(text, where), where);
    if (rows.length >= ROW_LIMIT) throw new RefusedError({ where, reason: `${rows.length} rows: the page is full` });
    if (rows.length === 0) return { kind: 'not_yet_published', reason: 'count 0' };
  }
  if (text === 'confidential') return { kind: 'suppressed', reason: 'the table is confidential' };
  const lines = [...snapshot.earlier.map((page) => new TextDecoder().decode(page).trim()), text].join('\n').split('\n');
  const more = /^more (\S+)$/.exec(lines.at(-1) ?? '');
  if (more !== null) return { kind: 'page', next: { key: more[1] ?? '', url: new URL(more[1] ?? '', snapshot.url ?? '').href } };
  return { kind: 'observations', observations: lines.filter((line) => !line.startsWith('more ')).map((line) => figure(line, where)) };
}

function figure(line: string, where: string): Observation {
  const [period, printed, partner = 'WORLD'] = line.split(' ');
  if (printed === undefined || !/^(?:\d+|\(D\))$/.test(printed))
    throw new RefusedError({ where, reason: `no figure: ${line.slice(0, 40)}` });
  const known = printed === '(D)' ? ({ value: null, status: 'Q' } as const) : ({ value: Number(printed), status: 'A' } as const);
  return {
    ...{ reporter: 'CN', partner, flow: 'export', classification: 'HS8', product: '85051110', measure: 'net_weight', unit: 'kg' },
    ...{ valuation: 'FOB', period: month(parseMonth(period ?? '')), ...known },
  } as Observation;
}

interface Answer {
  readonly status?: number;
  readonly body?: string;
}

async function setUp() {
  const folder = temporaryFolder();
  const file = join(folder, 'test.db');
  const store = openTestStore(file);
  const answers = new Map<string, Answer>();
  const server = createServer((request, response) => {
    const { status: code = 200, body = '' } = answers.get(request.url ?? '') ?? { status: 503 };
    response.writeHead(code).end(code === 204 ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createHttpClient({ allowedPrivateOrigins: [url], attempts: 1, sleep: async () => {} });
  onTestFinished(() => {
    client.close();
    store.close();
    server.closeAllConnections();
    server.close();
  });
  let clock = new Date('2025-08-01T00:00:00Z');
  const said: string[] = [];
  const note =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void =>
      void said.push(`${level}: ${message} ${JSON.stringify(fields)}`);
  const log: Log = { ...silentLog, error: note('error'), warn: note('warn'), info: note('info') };
  const services: Services = {
    store,
    archive: openArchive(join(folder, 'raw')),
    client,
    detector: SILENT_DETECTOR,
    commodities: commodityNames({}),
    log,
    now: () => clock,
  };
  const source: Source = {
    pipeline: FORMS,
    baseUrl: url,
    schedule: '0 * * * *',
    settings: {},
    releases: null,
    revisions: null,
    secret: null,
  };
  await store.describeSources([{ ...FORMS, pipeline: 'forms', schedule: '0 * * * *' }]);
  return {
    ...{ folder, file, store, services, source, said, answers },
    at: (iso: string) => (clock = new Date(iso)),
    answer: (given: Answer | string) => answers.set('/form', typeof given === 'string' ? { body: given } : given),
    run: (settings: unknown = {}) => runPipeline(services, { ...source, settings }, 'run'),
    view: (name: string) => dump(file, name)[name] as Record<string, unknown>[],
  };
}

const fixture = (path: string): string => readFileSync(fileURLToPath(new URL(`fixtures/${path}`, import.meta.url)), 'utf8');

interface Expected {
  readonly run: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Null where no publication is recorded. */
  readonly snapshot: string | null;
  readonly state: string;
  readonly answer: string;
  readonly reason: RegExp;
  readonly logged: RegExp;
}

const ERROR = {
  run: 'failed',
  counts: { errors: 1 },
  snapshot: 'refused',
  state: 'failing',
  answer: 'error',
  logged: /^warn: request failed/m,
};
const NOT_YET = {
  run: 'ok',
  counts: { notYetPublished: 1 },
  snapshot: 'not_yet_published',
  state: 'ok',
  answer: 'not_yet_published',
  logged: /^info: not yet published/m,
};
const SECRET = {
  run: 'ok',
  counts: { suppressed: 1 },
  snapshot: 'suppressed',
  state: 'ok',
  answer: 'suppressed',
  logged: /^info: suppressed/m,
};
const ROWS = (count: number): string => JSON.stringify({ value: Array.from({ length: count }, () => ({})) });

const CASES: Readonly<Record<string, readonly [Answer, Expected]>> = {
  'a SOAP fault 413': [{ body: fixture('eurostat-comext/extraction-too-big.xml') }, { ...ERROR, reason: /EXTRACTION_TOO_BIG/ }],
  'the HTTP status 413': [
    { status: 413, body: 'too large' },
    { ...ERROR, snapshot: null, reason: /413/ },
  ],
  'an asynchronous XML': [{ body: fixture('eurostat-comext/asynchronous.xml') }, { ...ERROR, reason: /asynchronous/ }],
  'a SOAP fault 100': [{ body: fixture('eurostat-comext/no-results.xml') }, { ...NOT_YET, reason: /no results/ }],
  'a key error with status 200': [
    {
      body: '<?xml version="1.0"?><OpenAPI_ServiceResponse><cmmMsgHeader><returnReasonCode>30</returnReasonCode><returnAuthMsg>SERVICE_KEY_IS_NOT_REGISTERED_ERROR</returnAuthMsg></cmmMsgHeader></OpenAPI_ServiceResponse>',
    },
    { ...ERROR, run: 'waiting', state: 'waiting_for_key', reason: /does not accept the key/ },
  ],
  'HTML with status 200': [{ body: '<!DOCTYPE html><html><body>maintenance</body></html>' }, { ...ERROR, reason: /HTML page/ }],
  'status 204': [{ status: 204 }, { ...NOT_YET, reason: /no content/ }],
  'an empty body with status 200': [{ body: '' }, { ...ERROR, snapshot: null, reason: /empty body/ }],
  'a count of 0': [{ body: ROWS(0) }, { ...NOT_YET, reason: /count 0/ }],
  'exactly as many rows as are given at most': [{ body: ROWS(ROW_LIMIT) }, { ...ERROR, reason: /the page is full/ }],
  'an answer that all is confidential': [{ body: 'confidential' }, { ...SECRET, reason: /is confidential/ }],
  'suppressed figures alone': [{ body: '2025-05 (D)\n2025-06 (D)\n' }, { ...SECRET, reason: /^/ }],
  'figures, one of them suppressed': [
    { body: '2025-05 (D)\n2025-06 5\n' },
    {
      run: 'ok',
      counts: { answered: 1, inserted: 2 },
      snapshot: 'loaded',
      state: 'ok',
      answer: 'answered',
      reason: /^/,
      logged: /^info: run finished/m,
    },
  ],
};

describe('a publisher that answers with', () => {
  for (const [form, [given, expected]] of Object.entries(CASES))
    test(`${form}: the run, the views and the log say the same one of the four`, async () => {
      const { answer, run, view, store, said } = await setUp();
      answer(given);
      const report = await run();
      const zeros = { answered: 0, notYetPublished: 0, suppressed: 0, held: 0, errors: 0 };
      expect(report).toMatchObject({ outcome: expected.run, counts: { ...zeros, ...expected.counts } });
      const { notYetPublished = 0, ...counts } = { ...zeros, ...expected.counts };
      expect(view('v_run')).toMatchObject([{ outcome: expected.run, not_yet_published: notYetPublished, ...counts }]);
      expect(view('v_source')).toMatchObject([{ state: expected.state, last_answer: expected.answer }]);
      const shown = await store.run(report.runId);
      expect(shown?.snapshots.map((s) => s.outcome)).toEqual(expected.snapshot === null ? [] : [expected.snapshot]);
      const told = JSON.stringify([shown?.snapshots.map((s) => [s.refused, s.notes]), report.error]);
      expect(told).toMatch(expected.reason);
      expect(said.join('\n')).toMatch(expected.logged);
      expect((await store.counts()).observations).toBe(form.includes('figures') ? 2 : 0);

      const again = await run();
      expect(again).toMatchObject({ outcome: expected.run, counts: { ...zeros, ...expected.counts, inserted: 0, snapshots: 0 } });
      expect(view('v_source')).toMatchObject([{ state: expected.state, last_answer: expected.answer }]);
    });

  test('a full page and then a failure instead of the last page: an error, and nothing of it is loaded', async () => {
    const { answer, answers, run, store } = await setUp();
    answer('2025-05 1\nmore /two');
    expect(await run()).toMatchObject({ outcome: 'partial', counts: { answered: 1, errors: 1, inserted: 0 } });
    answers.set('/two', { body: '2025-06 2\n' });
    expect(await run()).toMatchObject({ outcome: 'ok', counts: { answered: 2, errors: 0, inserted: 2 } });
    expect((await store.counts()).observations).toBe(2);
  });

  test('204 and later with figures: they are taken, also where an answer is asked for once', async () => {
    const { answer, run, view, at } = await setUp();
    answer({ status: 204 });
    await run({ once: true });
    at('2025-08-02T00:00:00Z');
    answer('2025-06 5\n');
    expect(await run({ once: true })).toMatchObject({ counts: { requests: 1, answered: 1, inserted: 1 } });
    expect(view('v_run').map((r) => r['not_yet_published'])).toEqual([1, 0]);
  });
});

const HISTORY = '2024-12 14\n2025-01 15\n2025-02 16\n';
const capture = () => {
  const text: string[] = [];
  const io = { stdout: (part: string) => void text.push(part), stderr: () => {}, env: {}, cwd: '.', isTTY: false, now: () => new Date(0) };
  return { io, text: () => text.join('') };
};

describe('a figure that is held', () => {
  async function withJump() {
    const all = await setUp();
    all.answer(HISTORY);
    await all.run();
    all.at('2025-08-02T00:00:00Z');
    all.answer(`${HISTORY}2025-03 160000\n2025-04 17\n`);
    return all;
  }

  test('makes the run partial once, is shown until it is settled, and is loaded when the source says it again later', async () => {
    const { run, view, store, file, answer, at, said } = await withJump();
    const first = await run();
    expect(first).toMatchObject({ outcome: 'partial', counts: { held: 1, answered: 0, errors: 0, inserted: 1 } });
    expect(first.error).toContain('held: ');
    expect(said.join('\n')).toMatch(/^warn: figures held until they are seen again/m);
    expect(view('v_source')).toMatchObject([{ last_answer: 'held' }]);
    const shown = capture();
    await runsShow(shown.io, store, String(first.runId), {});
    expect(shown.text()).toMatch(/1 held/);
    expect(shown.text()).toMatch(/1 figure held \(waiting\): 160000 kg is 100 times or more away/);
    const told = capture();
    await status(told.io, store, { database: file, copy: null }, {});
    expect(told.text()).toContain('forms: 1 figure is held until confirmed');

    at('2025-08-03T00:00:00Z');
    expect(await run()).toMatchObject({ outcome: 'ok', counts: { held: 1, inserted: 0 } });
    expect(await store.waiting()).toHaveLength(1);

    at('2025-09-02T00:00:00Z');
    answer(`${HISTORY}2025-03 160000\n2025-04 17\n2025-05 18\n`);
    expect(await run()).toMatchObject({ outcome: 'ok', counts: { held: 0, inserted: 2 } });
    expect(view('v_held')).toMatchObject([
      { state: 'confirmed', held_at: '2025-08-02T00:00:00.000Z', settled_at: '2025-09-02T00:00:00.000Z' },
    ]);
  });

  for (const decision of ['accept', 'reject'] as const)
    test(`can be ${decision}ed by a person, asserts nothing else of that publication, and comes back the same in a replay`, async () => {
      const { run, view, store, services, source, answer, at, folder, file } = await withJump();
      await run();
      at('2025-08-10T00:00:00Z');
      answer(`${HISTORY}2025-04 18\n`);
      await run();
      at('2025-08-11T00:00:00Z');
      expect(await decideHeld(services, source, decision)).toMatchObject({
        settled: 1,
        inserted: decision === 'accept' ? 1 : 0,
        revised: 0,
      });
      expect(await decideHeld(services, source, decision)).toMatchObject({ settled: 0 });
      expect(await store.waiting()).toEqual([]);
      at('2025-08-12T00:00:00Z');
      answer(`${HISTORY}2025-03 160000\n2025-04 18\n2025-05 18\n`);
      expect(await run()).toMatchObject({ outcome: 'ok', counts: { inserted: 1, held: 0 } });
      const figures = view('v_observation').map((row) => [row['period'], row['value'], row['vintage_at']]);
      expect(figures).toContainEqual(['2025-04', 18, '2025-08-10T00:00:00.000Z']);
      const taken = figures.filter(([period]) => period === '2025-03');
      expect(taken).toEqual(decision === 'accept' ? [['2025-03', 160_000, '2025-08-11T00:00:00.000Z']] : []);

      const again = join(folder, 'again.db');
      const into = openStore(again);
      await replay(store, into, services.archive, new Map([['forms', FORMS]]), null);
      into.close();
      for (const name of ['v_observation', 'v_vintage']) expect(dump(again, name)).toEqual(dump(file, name));
      const heldOf = (db: string) => (dump(db, 'v_held')['v_held'] as Record<string, unknown>[]).map(({ run: _, ...rest }) => rest);
      expect(heldOf(again)).toEqual(heldOf(file));
    });

  test('is held by the next run when the process was killed before it was loaded, and no row is there twice', async () => {
    const { store, services, source, view, run } = await withJump();
    const bytes = new TextEncoder().encode(`${HISTORY}2025-03 160000\n2025-04 17\n`);
    const kept = await services.archive.keep('forms', bytes);
    const [before] = await store.snapshots({});
    const runId = await store.beginRun('forms', 'run', '2025-08-02T00:00:00.000Z');
    await store.addSnapshot({ ...(before as NonNullable<typeof before>), ...kept, runId, retrievedAt: '2025-08-02T00:00:00.000Z' });
    expect(await recover(services, source)).toBe(1);
    expect(view('v_held')).toMatchObject([{ state: 'waiting', value: 160_000 }]);
    await run();
    expect(view('v_held')).toHaveLength(1);
    expect(view('v_observation')).toHaveLength(4);
  });

  test('is settled by the next run when the process was killed between the decision and the load', async () => {
    const { store, services, source, view, run } = await withJump();
    await run();
    const held = (await store.snapshots({})).find((snapshot) => snapshot.outcome === 'held');
    const runId = await store.beginRun('forms', 'ingest', '2025-08-02T01:00:00.000Z');
    const decision = { runId, requestKey: 'held:form', retrievedAt: '2025-08-02T01:00:00.000Z', params: { held: 'accept' } };
    await store.addSnapshot({ ...(held as NonNullable<typeof held>), ...decision });
    expect(await recover(services, source)).toBe(1);
    expect(view('v_held')).toMatchObject([{ state: 'accepted' }]);
    expect(view('v_observation').filter((row) => row['period'] === '2025-03')).toMatchObject([{ value: 160_000 }]);
  });

  test('in a file: refused for now, waiting, and the same file again changes nothing until it is taken', async () => {
    const { services, source, folder, file, store, at } = await withJump();
    const path = join(folder, 'march.txt');
    writeFileSync(path, '2025-03 160000\n');
    const reports: unknown[] = [];
    const ingest = (params: Record<string, string> = {}) =>
      ingestFiles(
        services,
        source,
        [path],
        { trigger: 'ingest', retrievedAt: null, url: null, columns: null, params },
        (r) => void reports.push(r),
      );
    await ingest();
    expect(reports.at(-1)).toMatchObject({
      outcome: 'refused',
      inserted: 0,
      refused: [{}],
      held: [{ where: expect.stringContaining('2025-03') }],
    });
    const before = dump(file);
    at('2025-08-05T00:00:00Z');
    await ingest();
    expect(reports.at(-1)).toMatchObject({ outcome: 'refused', held: [{}] });
    expect(dump(file)).toEqual(before);
    await ingest({ accept_jump: 'yes' });
    expect(reports.at(-1)).toMatchObject({ outcome: 'loaded', inserted: 1, held: [] });
    expect(await store.waiting()).toEqual([]);
  });
});

test('a month that came in part waits, comes whole, and is the same in a replay, a late file between them included', async () => {
  const { run, answer, at, view, store, services, source, folder, file } = await setUp();
  const partners = ['US', 'DE', 'JP', 'KR', 'VN', 'FR', 'IT', 'TH', 'MX'];
  const table = (months: readonly string[], last = partners.length): string =>
    months
      .flatMap((period, index) => partners.slice(0, index === months.length - 1 ? last : undefined).map((p) => `${period} 100 ${p}`))
      .join('\n');
  const months = ['2025-01', '2025-02', '2025-03', '2025-04', '2025-05'];
  answer(table(months.slice(0, 4)));
  await run();
  at('2025-08-02T00:00:00Z');
  answer(table(months, 5));
  const partial = await run();
  expect(partial).toMatchObject({ outcome: 'partial', counts: { held: 1, inserted: 0 } });
  expect(partial.error).toMatch(/held: CN export 2025-05: 55\.6 % /);
  expect(view('v_held')).toHaveLength(5);
  expect(view('v_completeness')).toMatchObject([{ check: 'coverage', holds: 1 }, { check: 'coverage', holds: 0, expected: 2700, received: 1500 }]); // biome-ignore format: one line

  const shown = capture();
  await runsShow(shown.io, store, String(partial.runId), {});
  expect(shown.text()).toMatch(/^coverage +CN export HS8 2025-05 net_weight kg +2,700 +1,500 +NO$/m);
  expect(shown.text()).toMatch(/5 figures held \(waiting\): 55/);

  const late = join(folder, 'late.txt');
  writeFileSync(late, '2025-01 90 US\n');
  const given = { trigger: 'ingest', retrievedAt: '2025-07-31T00:00:00.000Z', url: null, columns: null, params: {} } as const;
  await ingestFiles(services, source, [late], given, () => {});
  expect(view('v_observation').filter((row) => row['period'] === '2025-05')).toEqual([]);

  at('2025-08-09T00:00:00Z');
  answer(table(months));
  expect(await run()).toMatchObject({ outcome: 'ok', counts: { held: 0, inserted: 9 } });
  expect(new Set(view('v_held').map((row) => row['state']))).toEqual(new Set(['confirmed']));

  const again = join(folder, 'again.db');
  const into = openStore(again);
  await replay(store, into, services.archive, new Map([['forms', FORMS]]), null);
  into.close();
  expect(dump(again, 'v_vintage')).toEqual(dump(file, 'v_vintage'));
});
