import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import eurostat from '../pipelines/eurostat-comext.ts';
import { type FileReport, ingestFiles } from '../src/ingest.ts';
import { openLog } from '../src/log.ts';
import { replay } from '../src/replay.ts';
import type { Services, Source } from '../src/services.ts';
import { recover } from '../src/snapshot.ts';
import { openArchive } from '../src/stages/archive.ts';
import { SILENT_DETECTOR } from '../src/stages/detect.ts';
import type { Packer } from '../src/stages/packer.ts';
import { openStore } from '../src/store/sqlite.ts';
import { dump } from './support/dump.ts';
import { temporaryFolder } from './support/store.ts';

const SOURCE: Source = {
  pipeline: eurostat,
  baseUrl: null,
  schedule: null,
  releases: null,
  settings: eurostat.settings.parse({}),
  revisions: null,
  secret: null,
};

/** Invented figures: enough of them that the file is archived in a thread and read in pieces. */
const SERIES = 2_400;
const MONTHS = 40;
const NEWEST = 2025 * 12 + 11;

interface Row {
  readonly series: number;
  readonly month: number;
  readonly value: number;
}

const monthOf = (index: number): string => `${Math.trunc(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;

const ROWS: readonly Row[] = Array.from({ length: SERIES * MONTHS }, (_, index) => {
  const [series, month] = [Math.trunc(index / MONTHS), NEWEST - MONTHS + 1 + (index % MONTHS)];
  return { series, month, value: 1000 + ((series * 7 + month * 13) % 700) };
}).filter(({ series, month }) => (series + month) % 37 !== 0);

function csv(rows: readonly Row[], updated: string): string {
  const lines = rows.map(
    ({ series, month, value }) =>
      `ESTAT:DS-045409(1.0),${updated} 11:00:00,M,DE,${series % 2 === 0 ? 'CN' : 'US'},${String(10_000_000 + Math.trunc(series / 2))},1,QUANTITY_IN_100KG,${monthOf(month)},${value}.07`,
  );
  return `DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n${lines.join('\n')}\n`;
}

function setUp() {
  const folder = temporaryFolder();
  const file = join(folder, 'test.db');
  const store = openStore(file);
  onTestFinished(() => store.close());
  let now = new Date('2026-02-17T12:00:00Z');
  const services = {
    store,
    archive: openArchive(join(folder, 'raw')),
    detector: SILENT_DETECTOR,
    commodities: { match: () => null },
    log: openLog({ level: 'error', format: 'json', now: () => now, write: () => {} }),
    now: () => now,
    client: { fetch: () => Promise.reject(new Error('no network')), close: () => {} },
  } as unknown as Services;
  /** @param text what the file is to hold; null where it is left as it is. */
  const give = async (
    text: string | null,
    at: string,
    { name = 'comext.csv', packer }: { name?: string; packer?: Packer } = {},
  ): Promise<FileReport> => {
    now = new Date(at);
    const path = join(folder, name);
    if (text !== null) writeFileSync(path, text);
    const reports: FileReport[] = [];
    await ingestFiles(
      services,
      SOURCE,
      [path],
      { trigger: 'ingest', retrievedAt: null, url: null, columns: null, params: {}, packer },
      (report) => void reports.push(report),
    );
    return reports[0] as FileReport;
  };
  return { folder, file, give, services };
}

const notRead = (): never => {
  throw new Error('the file was read');
};
const UNREAD: Packer = { hash: notRead, keep: notRead, stop: () => {} };

const query = (file: string, sql: string): unknown => {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(sql).pluck().get();
  } finally {
    db.close();
  }
};

test('a large file is loaded, said again, and revised figure by figure', { timeout: 120_000 }, async () => {
  const { folder, file, give } = setUp();
  const first = csv(ROWS, '16/02/26');
  expect(first.length).toBeGreaterThan(8 * 1024 * 1024);
  expect(await give(first, '2026-02-17T12:00:00Z')).toMatchObject({ outcome: 'loaded', observations: ROWS.length, inserted: ROWS.length });
  expect(query(file, 'SELECT SUM(value) FROM observation')).toBe(ROWS.reduce((sum, { value }) => sum + value * 100 + 7, 0));
  expect(query(file, 'PRAGMA foreign_key_check')).toBeUndefined();

  const archived = readdirSync(join(folder, 'raw'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.csv.gz'));
  expect(archived.map((name) => gunzipSync(readFileSync(join(folder, 'raw', name))).toString())).toEqual([first]);
  expect(statSync(join(folder, 'raw', archived[0] as string)).mode & 0o777).toBe(0o640);

  const before = dump(file);
  expect(await give(first, '2026-02-18T12:00:00Z')).toMatchObject({
    outcome: 'unchanged',
    observations: ROWS.length,
    unchanged: ROWS.length,
  });
  expect(dump(file)).toEqual(before);

  const sameData = await give(csv(ROWS, '20/02/26'), '2026-02-21T12:00:00Z');
  expect(sameData).toMatchObject({ outcome: 'unchanged', inserted: 0, revised: 0, unchanged: ROWS.length });
  expect(query(file, 'SELECT COUNT(*) FROM vintage')).toBe(1);

  const revised = ROWS.map((row, index) => (index % 67 === 0 ? { ...row, value: row.value + 1 } : row));
  const released = Array.from({ length: SERIES }, (_, series) => [
    ...revised.filter((_row, index) => ROWS[index]?.series === series),
    { series, month: NEWEST + 1, value: 1200 },
  ]).flat();
  const changes = revised.filter((row, index) => row !== ROWS[index]).length;
  expect(await give(csv(released, '16/03/26'), '2026-03-17T12:00:00Z')).toMatchObject({
    inserted: SERIES,
    revised: changes,
    unchanged: ROWS.length - changes,
  });
  expect(query(file, 'SELECT COUNT(*) FROM observation_history')).toBe(changes);
  expect(query(file, "SELECT SUM(value) FROM v_vintage WHERE known_from < '2026-03'")).toBe(
    ROWS.reduce((sum, { value }) => sum + value * 100 + 7, 0),
  );
});

test('a file that is what it was is known without its bytes, and never one that may have changed', { timeout: 120_000 }, async () => {
  const { folder, file, give } = setUp();
  const path = join(folder, 'comext.csv');
  const text = csv(ROWS, '16/02/26');
  const states = 'SELECT group_concat(file_state IS NOT NULL) FROM snapshot';
  // Written just now: a later change may have the same times.
  await give(text, '2026-02-17T12:00:00Z');
  expect(query(file, states)).toBe('0');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  onTestFinished(() => void vi.useRealTimers());
  const next = csv(
    ROWS.map((row, index) => (index === 5 ? { ...row, value: row.value + 1 } : row)),
    '16/03/26',
  );
  expect(next).toHaveLength(text.length);
  expect(await give(next, '2026-03-17T12:00:00Z')).toMatchObject({ outcome: 'loaded', revised: 1 });
  expect(query(file, states)).toBe('0,1');
  const before = dump(file);
  expect(await give(null, '2026-03-18T12:00:00Z', { packer: UNREAD })).toMatchObject({ outcome: 'unchanged', unchanged: ROWS.length });
  expect(dump(file)).toEqual(before);
  // As long, and of the same day: the time of its last change cannot be set.
  const { atime, mtime } = statSync(path);
  writeFileSync(path, text.replaceAll('16/02/26', '16/04/26'));
  utimesSync(path, atime, mtime);
  expect(await give(null, '2026-04-17T12:00:00Z')).toMatchObject({ outcome: 'loaded', revised: 1 });
  // Bytes that are known are known in any other file, too.
  expect(await give(text.replaceAll('16/02/26', '16/04/26'), '2026-04-18T12:00:00Z')).toMatchObject({ outcome: 'unchanged' });
});

test('the rows of a large file may come month by month: the same figures', { timeout: 120_000 }, async () => {
  const [bySeries, byMonth] = [setUp(), setUp()];
  await bySeries.give(csv(ROWS, '16/02/26'), '2026-02-17T12:00:00Z');
  await byMonth.give(
    csv(
      [...ROWS].sort((a, b) => a.month - b.month),
      '16/02/26',
    ),
    '2026-02-17T12:00:00Z',
  );
  const figures = (file: string): unknown =>
    query(
      file,
      'SELECT group_concat(x) FROM (SELECT k.key || o.period || o.value AS x FROM observation o JOIN series USING (series_id) JOIN series_key k USING (key_id) ORDER BY 1)',
    );
  expect(figures(byMonth.file)).toBe(figures(bySeries.file));
});

test('a large file that cannot be read is archived, refused as a whole, and read again when its like is given', {
  timeout: 120_000,
}, async () => {
  const { file, folder, give } = setUp();
  const text = csv(ROWS, '16/02/26');
  const broken = text.replace(/,(\d+)\.07\n$/, ',12x\n');
  expect(await give(broken, '2026-02-17T12:00:00Z')).toMatchObject({
    outcome: 'refused',
    refused: [{ where: expect.stringMatching(/^comext.csv line \d+/) }],
  });
  expect(query(file, 'SELECT COUNT(*) FROM observation')).toBe(0);
  expect(query(file, 'SELECT outcome FROM snapshot')).toBe('refused');
  expect((await give(broken, '2026-02-18T12:00:00Z')).outcome).toBe('refused');
  const twice = `${text}${text.trimEnd().split('\n').at(-1)}\n`;
  expect((await give(twice, '2026-02-18T13:00:00Z')).refused[0]?.reason).toBe(`the same series and period as line ${ROWS.length + 1}`);
  expect(await give(text, '2026-02-19T12:00:00Z')).toMatchObject({ outcome: 'loaded', inserted: ROWS.length });
  mkdirSync(join(folder, 'other'));
});

test('a damaged archive is mended by the same bytes', { timeout: 120_000 }, async () => {
  const { folder, give } = setUp();
  const text = csv(ROWS, '16/02/26');
  await give(text, '2026-02-17T12:00:00Z');
  const name = readdirSync(join(folder, 'raw'), { recursive: true, encoding: 'utf8' }).find((one) => one.endsWith('.gz')) as string;
  const archived = join(folder, 'raw', name);
  truncateSync(archived, 1_000);
  expect((await give(text, '2026-02-18T12:00:00Z')).outcome).toBe('unchanged');
  expect(gunzipSync(readFileSync(archived)).toString()).toBe(text);
  rmSync(archived);
  await give(text, '2026-02-19T12:00:00Z');
  expect(gunzipSync(readFileSync(archived)).toString()).toBe(text);
});

const VINTAGES =
  "SELECT group_concat(x, char(10)) FROM (SELECT series_key || ' ' || period || ' ' || value || ' ' || known_from || ' ' || COALESCE(known_to, '') AS x FROM v_vintage ORDER BY 1)";
/** What unpacking leaves in the archive: nothing. */
const temporaries = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'raw'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));

test('a large file is replayed from the archive to the same vintages', { timeout: 120_000 }, async () => {
  const { folder, file, give, services } = setUp();
  await give(csv(ROWS, '16/02/26'), '2026-02-17T12:00:00Z');
  const revised = ROWS.map((row, index) => (index % 67 === 0 ? { ...row, value: row.value + 1 } : row));
  await give(csv(revised, '16/03/26'), '2026-03-17T12:00:00Z');
  const rebuilt = join(folder, 'rebuilt.db');
  const into = openStore(rebuilt);
  try {
    const report = await replay(services.store, into, services.archive, new Map([[eurostat.id, eurostat]]), null);
    expect(report).toMatchObject({ snapshots: 2, inserted: ROWS.length, revised: Math.ceil(ROWS.length / 67), refused: 0 });
  } finally {
    into.close();
  }
  expect(query(rebuilt, VINTAGES)).toBe(query(file, VINTAGES));
  expect(temporaries(folder)).toEqual([]);
});

test('a large file that was archived and not loaded is taken up, and one that the archive lost is said', { timeout: 120_000 }, async () => {
  const { folder, file, give, services } = setUp();
  await give(csv(ROWS, '16/02/26'), '2026-02-17T12:00:00Z');
  const [loaded] = await services.store.snapshots({});
  if (loaded === undefined) throw new Error('nothing was loaded');

  const killed = join(folder, 'killed.db');
  const store = openStore(killed);
  onTestFinished(() => store.close());
  const runId = await store.beginRun(eurostat.id, 'ingest', loaded.retrievedAt);
  await store.addSnapshot({ ...loaded, runId });
  expect(await recover({ ...services, store }, SOURCE)).toBe(1);
  expect(query(killed, VINTAGES)).toBe(query(file, VINTAGES));
  expect(query(killed, 'SELECT outcome FROM snapshot')).toBe('loaded');

  const name = readdirSync(join(folder, 'raw'), { recursive: true, encoding: 'utf8' }).find((one) => one.endsWith('.gz')) as string;
  const whole = readFileSync(join(folder, 'raw', name));
  const altered = gzipSync(gunzipSync(whole).toString().replace('.07', '.08'));
  for (const [bytes, requestKey] of [
    [whole.subarray(0, 1_000), 'file:cut.csv'],
    [altered, 'file:altered.csv'],
  ] as const) {
    writeFileSync(join(folder, 'raw', name), bytes);
    await store.addSnapshot({ ...loaded, runId, requestKey });
    expect(await recover({ ...services, store }, SOURCE)).toBe(1);
    expect(query(killed, `SELECT outcome || refused FROM snapshot WHERE request_key = '${requestKey}'`)).toMatch(/^refused.*is damaged/);
  }
  expect(query(killed, VINTAGES)).toBe(query(file, VINTAGES));
  expect(temporaries(folder)).toEqual([]);
});
