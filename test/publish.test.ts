import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copyState, createPublisher, publishCopy } from '../src/publish.ts';
import { openStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';
import { cli, project } from './support/cli.ts';
import { observations, publish, temporaryFolder, temporaryStore } from './support/store.ts';

const COUNTS = {
  ...{ requests: 0, snapshots: 1, inserted: 1, revised: 0, unchanged: 0, refused: 0 },
  ...{ answered: 1, notYetPublished: 0, suppressed: 0, held: 0, errors: 0 },
};

/** One run that brings one figure, to its end. */
async function run(store: Store, at: string, value: number): Promise<void> {
  await publish(store, at, observations([['2025-06', value]]));
  const [newest] = await store.runs(1);
  await store.finishRun(newest?.id ?? 0, at, 'ok', COUNTS, null);
}

const valueIn = (file: string): unknown => {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare('SELECT value FROM v_observation').pluck().get();
  } finally {
    db.close();
  }
};

const silent = { debug() {}, info() {}, warn() {}, error() {}, redact() {} };

describe('a published copy', () => {
  test('is one file that everybody can read, without a log beside it', async () => {
    const { store } = temporaryStore();
    const folder = temporaryFolder();
    const file = join(folder, 'trade watch.db');
    await run(store, '2025-07-20T00:00:00.000Z', 3188);
    expect(await publishCopy(store, file)).toBe('written');
    expect(readdirSync(folder)).toEqual(['trade watch.db']);
    expect(statSync(file).mode & 0o777).toBe(0o644);
    const db = new Database(file, { readonly: true });
    onTestFinished(() => void db.close());
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT value FROM v_observation').pluck().all()).toEqual([3188]);
    expect(db.prepare("SELECT meaning FROM docs_view WHERE view = 'v_growth'").pluck().get()).toContain('Growth');
    expect(readdirSync(folder)).toEqual(['trade watch.db']);
  });

  test('is not written again while no run has ended, and is replaced when one has', async () => {
    const { store } = temporaryStore();
    const file = join(temporaryFolder(), 'copy.db');
    await run(store, '2025-07-20T00:00:00.000Z', 3188);
    await publishCopy(store, file);
    const first = statSync(file);
    expect(await publishCopy(store, file)).toBe('unchanged');
    expect(statSync(file)).toMatchObject({ ino: first.ino, mtimeMs: first.mtimeMs });
    await run(store, '2025-08-20T00:00:00.000Z', 3189);
    expect(await copyState(store, file)).toEqual({ state: 'behind', lastRunAt: '2025-07-20T00:00:00.000Z', runsBehind: 1 });
    expect(await publishCopy(store, file)).toBe('written');
    expect(valueIn(file)).toBe(3189);
    expect(await copyState(store, file)).toMatchObject({ state: 'current' });
  });

  test('who reads the old one reads it to the end', async () => {
    const { store } = temporaryStore();
    const file = join(temporaryFolder(), 'copy.db');
    await run(store, '2025-07-20T00:00:00.000Z', 3188);
    await publishCopy(store, file);
    const reader = new Database(file, { readonly: true });
    onTestFinished(() => void reader.close());
    const rows = reader.prepare('SELECT view FROM docs_view').iterate();
    rows.next();
    await run(store, '2025-08-20T00:00:00.000Z', 3189);
    await publishCopy(store, file);
    expect([...rows].length).toBeGreaterThan(10);
    expect(reader.prepare('SELECT value FROM v_observation').pluck().get()).toBe(3188);
    expect(valueIn(file)).toBe(3189);
  });

  test('the log of somebody who wrote into the old one does not get into the new one', async () => {
    const { store } = temporaryStore();
    const file = join(temporaryFolder(), 'copy.db');
    await run(store, '2025-07-20T00:00:00.000Z', 3188);
    await publishCopy(store, file);
    const stranger = new Database(file);
    onTestFinished(() => void stranger.close());
    stranger.pragma('journal_mode = WAL');
    stranger.exec('CREATE TABLE mine (x); INSERT INTO mine VALUES (1)');
    expect(existsSync(`${file}-wal`)).toBe(true);
    await run(store, '2025-08-20T00:00:00.000Z', 3189);
    await publishCopy(store, file);
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect(valueIn(file)).toBe(3189);
  });

  test('the old one stays whole when the new one cannot be written, and nothing half is left', async () => {
    const { store } = temporaryStore();
    const folder = temporaryFolder();
    const file = join(folder, 'copy.db');
    await run(store, '2025-07-20T00:00:00.000Z', 3188);
    await publishCopy(store, file);
    await run(store, '2025-08-20T00:00:00.000Z', 3189);
    const full = {
      finishedRuns: () => store.finishedRuns(),
      finishedAfter: (id: number) => store.finishedAfter(id),
      backup: async (part: string) => {
        writeFileSync(part, 'half of a');
        throw new Error('database or disk is full');
      },
    };
    await expect(publishCopy(full, file)).rejects.toThrow('disk is full');
    expect(readdirSync(folder)).toEqual(['copy.db']);
    expect(valueIn(file)).toBe(3188);
  });

  test("what an ended process left half written is in nobody's way", async () => {
    const { store } = temporaryStore();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'copy.db.part'), 'half of a');
    await run(store, '2025-07-20T00:00:00.000Z', 3188);
    expect(await publishCopy(store, join(folder, 'copy.db'))).toBe('written');
    expect(readdirSync(folder)).toEqual(['copy.db']);
  });

  test('a file of somebody else is never replaced, one of an older tradewatch is', async () => {
    const { store } = temporaryStore();
    const file = join(temporaryFolder(), 'copy.db');
    await run(store, '2025-07-20T00:00:00.000Z', 3188);
    writeFileSync(
      file,
      'the minutes of our last meeting, which are quite long and not a database at all, as anybody can see who reads them',
    );
    await expect(publishCopy(store, file)).rejects.toThrow(/is not an SQLite database.*; move it away, or name another file/);
    expect(readFileSync(file, 'utf8')).toContain('minutes');
    const other = join(temporaryFolder(), 'older.db');
    openStore(other).close();
    const db = new Database(other);
    db.pragma('user_version = 3');
    db.close();
    expect(await publishCopy(store, other)).toBe('written');
  });

  test('a fault is logged once while it stays the same, and the next call tries again', async () => {
    const { store } = temporaryStore();
    const folder = join(temporaryFolder(), 'share');
    const errors: unknown[] = [];
    await run(store, '2025-07-20T00:00:00.000Z', 3188);
    const log = { ...silent, error: (message: string) => void errors.push(message) };
    const publishNow = createPublisher(store, join(folder, 'copy.db'), log as never);
    await publishNow();
    await publishNow();
    expect(errors).toEqual(['the copy could not be published; the runs go on']);
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    await publishNow();
    expect(valueIn(join(folder, 'copy.db'))).toBe(3188);
  });
});

describe('publish in the configuration', { timeout: 60_000 }, () => {
  const CSV =
    '"Date of data","Commodity code","Commodity","Quantity","Unit","Supplimentary Quantity","Supplimentary Unit","US dollar",\n"202506","85051110","Magnets","3000","Kilogram","0","-","1,000",\n';

  test('publishes after a command that writes; status and doctor tell of it; another --db is not published', async () => {
    const folder = temporaryFolder();
    project(folder, 'publish: { file: share/tradewatch.db }\n');
    const csv = join(folder, 'a_export.csv');
    writeFileSync(csv, CSV);
    const ingest = (...more: string[]) => cli(['ingest', 'china-customs-query', csv, ...more], { cwd: folder });
    const failed = await ingest();
    expect(failed.code).toBe(0);
    expect(failed.stderr).toContain('there is no folder');
    expect((await cli(['status'], { cwd: folder })).stdout).toMatch(/the published copy .*tradewatch\.db: not there/);
    expect((await cli(['doctor'], { cwd: folder })).stdout).toMatch(/✗ fail +published copy: .*\n +→ mount the share/);
    mkdirSync(join(folder, 'share'));
    expect((await ingest('--db', join(folder, 'other.db'))).code).toBe(0);
    expect(readdirSync(join(folder, 'share'))).toEqual([]);
    writeFileSync(csv, CSV.replace('202506', '202507'));
    expect((await ingest()).code).toBe(0);
    expect(readdirSync(join(folder, 'share'))).toEqual(['tradewatch.db']);
    expect((await cli(['status'], { cwd: folder })).stdout).toMatch(/the published copy .*: as the database is/);
    expect(JSON.parse((await cli(['status', '--json'], { cwd: folder })).stdout)).toMatchObject({
      published: { state: 'current', runs_behind: 0 },
    });
    chmodSync(join(folder, 'share', 'tradewatch.db'), 0o444);
    expect(
      (await cli(['query', 'SELECT COUNT(*) AS n FROM v_observation', '--csv', '--db', 'share/tradewatch.db'], { cwd: folder })).stdout,
    ).toBe('n\n4\n');
    expect(readdirSync(join(folder, 'share'))).toEqual(['tradewatch.db']);
  });

  test('the database itself is refused as its copy', async () => {
    const folder = temporaryFolder();
    project(folder, 'database: data/a.db\npublish:\n  file: ./data/../data/a.db\n');
    const checked = await cli(['config', 'check'], { cwd: folder });
    expect(checked.code).toBe(2);
    expect(checked.stderr + checked.stdout).toMatch(/:3:9 publish\.file: expected another file than database/);
  });
});
