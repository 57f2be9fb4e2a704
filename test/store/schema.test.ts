import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MIGRATIONS } from '../../src/store/schema.ts';
import { APPLICATION_ID } from '../../src/store/schema-version.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { VIEWS } from '../../src/store/views.ts';
import { observations, publish, temporaryFolder, temporaryStore } from '../support/store.ts';

/** A database with a figure in it that was revised. */
async function database(): Promise<{ store: Store; file: string }> {
  const { store, file } = temporaryStore();
  await publish(
    store,
    '2025-02-20T00:00:00.000Z',
    observations([
      ['2025-01', 100],
      ['2025-01/2025-02', 210, 'combined'],
    ]),
  );
  await publish(store, '2025-03-20T00:00:00.000Z', observations([['2025-01', 101]]));
  return { store, file };
}

/** Everything that the file defines, in the order in which it can be run: tables, their indexes, views. */
function schemaOf(file: string): string {
  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  const statements = db
    .prepare(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid",
    )
    .pluck()
    .all() as string[];
  const pragmas = ['application_id', 'user_version'].map((name) => `PRAGMA ${name} = ${db.pragma(name, { simple: true })}`);
  return [...pragmas, ...statements].map((statement) => `${statement};\n`).join('\n');
}

test('the schema of a fresh database is the golden one (after a change on purpose: npx vitest run test/store/schema.test.ts -u)', async () => {
  const { store, file } = temporaryStore();
  store.close();
  await expect(schemaOf(file)).toMatchFileSnapshot('../golden/schema.sql');
});

test.each(MIGRATIONS.slice(1).map((_, index) => index + 1))(
  'a database of version %i, with a source and a view of its own, becomes the same',
  (version) => {
    const file = join(temporaryFolder(), 'old.db');
    const old = new Database(file);
    old.function('searchable', (text) => String(text));
    for (const migration of MIGRATIONS.slice(0, version)) old.exec(migration);
    old.pragma(`application_id = ${APPLICATION_ID}`);
    old.pragma(`user_version = ${version}`);
    old.exec("INSERT INTO source (pipeline, title, publisher, licence, by_hand) VALUES ('un-comtrade', 'T', 'P', 'L', 0)");
    old.exec('CREATE VIEW mine AS SELECT * FROM source');
    old.close();
    openStore(file).close();
    const fresh = temporaryStore();
    fresh.store.close();
    expect(schemaOf(file).replace('CREATE VIEW mine AS SELECT * FROM source;\n\n', '')).toBe(schemaOf(fresh.file));
    const db = new Database(file, { readonly: true });
    onTestFinished(() => void db.close());
    expect(db.prepare('SELECT pipeline FROM mine').pluck().all()).toEqual(['un-comtrade']);
  },
);

describe('the public views', () => {
  const shell = spawnSync('sqlite3', ['--version'], { encoding: 'utf8' });

  test.skipIf(shell.status !== 0)(
    'leave room in the parser of SQLite 3.40, which takes a hundred levels (skipped where the shell is not installed)',
    () => {
      const { store, file } = temporaryStore();
      store.close();
      const [open, close] = ['('.repeat(10), ')'.repeat(10)];
      for (const [view, sql] of Object.entries(VIEWS)) {
        const deeper = sql.replaceAll(/SUM\(y\.value\)|\bo\.period\b/g, `${open}$&${close}`);
        const ran = spawnSync('sqlite3', ['-readonly', '-bail', file], {
          encoding: 'utf8',
          input: `CREATE TEMP VIEW deeper AS ${deeper};`,
        });
        expect([view, ran.status, ran.stderr]).toEqual([view, 0, '']);
      }
    },
  );

  test.skipIf(shell.status !== 0)(
    'open in the sqlite3 shell, beside a writer and alone (skipped where the shell is not installed)',
    async () => {
      const { store, file } = await database();
      for (const close of [() => {}, () => store.close()]) {
        close();
        for (const view of Object.keys(VIEWS)) {
          const ran = spawnSync('sqlite3', ['-readonly', '-bail', file, `SELECT * FROM ${view} LIMIT 1;`], { encoding: 'utf8' });
          expect([view, ran.status, ran.stderr]).toEqual([view, 0, '']);
        }
      }
      const counted = spawnSync('sqlite3', ['-readonly', file, 'SELECT COUNT(*) FROM v_vintage;'], { encoding: 'utf8' });
      expect(counted.stdout).toBe('3\n');
    },
  );

  test.each(Object.keys(VIEWS))('%s can be read with schema trust turned off, as the program reads it', async (view) => {
    const db = new Database((await database()).file, { readonly: true });
    onTestFinished(() => void db.close());
    db.pragma('trusted_schema = OFF');
    expect(() => db.prepare(`SELECT * FROM ${view} LIMIT 1`).all()).not.toThrow();
  });

  test('are all and only what begins with v_', async () => {
    const db = new Database((await database()).file, { readonly: true });
    onTestFinished(() => void db.close());
    const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name").pluck().all();
    expect(names).toEqual(Object.keys(VIEWS).sort());
    expect(names.every((name) => String(name).startsWith('v_'))).toBe(true);
  });
});
