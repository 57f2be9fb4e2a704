import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { acquireLock } from '../src/store/lock.ts';
import { openStore } from '../src/store/sqlite.ts';
import { cli, project } from './support/cli.ts';
import { temporaryFolder } from './support/store.ts';

const RULES = `rules:
  - { id: a, title: One, what: { product: "HS8:85051110" }, when: { metric: yoy, direction: either, percent: 25 }, receivers: [] }
  - { id: b, kind: release_late, receivers: [] }
`;
const PLANS = [
  ['backfill', 'uk-hmrc', '--from', '2024-01', '--to', '2025-12', '--dry-run'],
  ['run', '--dry-run'],
  ['run', 'uk-hmrc', '--dry-run'],
] as const;

/** Each file of a folder with the digest of its bytes. */
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );

describe('a dry run', { timeout: 120_000 }, () => {
  test('makes no database, no folder for one and no lock', async () => {
    const folder = temporaryFolder();
    project(folder, RULES);
    for (const plan of PLANS) {
      const { code, stdout, stderr } = await cli(plan, { cwd: folder });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('api.uktradeinfo.com');
    }
    expect(readdirSync(folder)).toEqual(['config']);
  });

  test('plans from the database that is there and leaves each byte of its folder, beside a process that writes', async () => {
    const folder = temporaryFolder();
    project(folder, RULES);
    const data = join(folder, 'data');
    const file = join(data, 'tradewatch.db');
    const lock = acquireLock(file, 'start');
    const store = openStore(file);
    await store.openBackfill('uk-hmrc', { from: 202401, to: 202512 }, '2026-01-05T08:00:00.000Z');
    const [begun] = await store.openBackfills();
    await store.backfillAnswered(begun?.id ?? 0, 'none of those that are asked');
    store.close();
    const closed = contents(data);
    expect(Object.keys(closed)).toEqual(['tradewatch.db', 'tradewatch.db.holder', 'tradewatch.db.lock']);
    for (const plan of [...PLANS, ['backfill', 'uk-hmrc', '--dry-run']]) expect((await cli(plan, { cwd: folder })).code).toBe(0);
    expect(contents(data)).toEqual(closed);
    // What a writer has not yet brought into the file stays where it is.
    const writer = new Database(file);
    writer.prepare("UPDATE backfill SET resume_at = '2026-01-06T00:00:00.000Z'").run();
    const { 'tradewatch.db-shm': _, ...open } = contents(data);
    for (const plan of PLANS) expect((await cli(plan, { cwd: folder })).code).toBe(0);
    expect(contents(data)).toMatchObject(open);
    writer.close();
    lock.release();
    const rules = new Database(file, { readonly: true });
    expect(rules.prepare('SELECT COUNT(*) FROM rule_state').pluck().get()).toBe(0);
    rules.close();
  });

  test('refuses to end a backfill', async () => {
    const folder = temporaryFolder();
    project(folder, '');
    const { code, stderr } = await cli(['backfill', 'uk-hmrc', '--end', '--dry-run'], { cwd: folder });
    expect([code, stderr]).toEqual([2, expect.stringContaining('leave out --dry-run or --end')]);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });
});

test('the log counts the rules that are new, and says of the judging of claims what it is', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  project(folder, RULES);
  const first = await cli(['held', 'accept', 'uk-hmrc'], { cwd: folder });
  const lines = first.stderr.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));
  expect(lines.filter(({ rules }) => rules !== undefined)).toMatchObject([{ rules: 2 }]);
  expect(first.stderr.match(/how claims are judged is new or changed/g)).toHaveLength(1);
  const again = await cli(['held', 'accept', 'uk-hmrc'], { cwd: folder });
  expect(again.stderr).not.toContain('new or changed');
});
