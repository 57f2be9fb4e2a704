import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { replaceByCopy } from '../src/store/copy.ts';
import { cli } from './support/cli.ts';
import { observations, publish, temporaryStore } from './support/store.ts';

const MAIN = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));

async function setUp() {
  const { store, file } = temporaryStore();
  const folder = dirname(file);
  await publish(store, '2025-07-20T00:00:00.000Z', observations([['2025-06', 3188]]));
  const backup = (target: string, ...options: string[]) => cli(['db', 'backup', target, '--db', file, ...options], { cwd: folder });
  return { store, folder, file, backup };
}

const valuesIn = (file: string): unknown[] => {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare('SELECT value FROM v_observation').pluck().all();
  } finally {
    db.close();
  }
};

describe('db backup', () => {
  test('never takes the database itself for its target, by whatever name', async () => {
    const { folder, file, backup } = await setUp();
    symlinkSync(file, join(folder, 'link.db'));
    const before = statSync(file).ino;
    for (const target of [file, 'link.db', `../${folder.split('/').at(-1)}/link.db`]) {
      const { code, stderr } = await backup(target, '--force');
      expect([code, stderr]).toEqual([2, expect.stringContaining('is the database itself')]);
    }
    // Where a copy is written first is no target, either.
    symlinkSync(file, join(folder, 'other.db.part'));
    expect(await backup('other.db')).toMatchObject({ code: 2, stderr: expect.stringContaining('is the database itself') });
    expect(statSync(file).ino).toBe(before);
  });

  test('says which folder it made, and nothing of one that is there', async () => {
    const { folder, backup } = await setUp();
    const first = await backup('share/month/copy.db');
    expect([first.code, first.stderr]).toEqual([
      0,
      `the folder ${join(folder, 'share')} was not there and was made\nbackup written to share/month/copy.db\n`,
    ]);
    expect((await backup('share/month/other.db')).stderr).toBe('backup written to share/month/other.db\n');
  });

  test('is not written over by another that is made at the same time', async () => {
    const { store, folder } = await setUp();
    const target = join(folder, 'copy.db');
    writeFileSync(target, 'of before');
    const beside = {
      async backup(part: string) {
        await store.backup(part);
        rmSync(part);
        writeFileSync(part, 'half of the other');
      },
    };
    await expect(replaceByCopy(beside, target, 0o640)).rejects.toThrow('copy.db: not written: another process writes it at the same time');
    expect([target, `${target}.part`].map((file) => readFileSync(file, 'utf8'))).toEqual(['of before', 'half of the other']);
    await replaceByCopy(store, target, 0o640);
    expect(valuesIn(target)).toEqual([3188]);
    expect(readdirSync(folder).filter((name) => name.startsWith('copy.db'))).toEqual(['copy.db']);
  });

  test('is readable for those who may read the database', async () => {
    const { folder, file, backup } = await setUp();
    chmodSync(file, 0o600);
    expect((await backup('copy.db')).code).toBe(0);
    expect(statSync(join(folder, 'copy.db')).mode & 0o777).toBe(0o600);
  });

  test('replaces a database of tradewatch when it is told to, and no other file', async () => {
    const { store, folder, backup } = await setUp();
    expect((await backup('copy.db')).code).toBe(0);
    await publish(store, '2025-08-20T00:00:00.000Z', observations([['2025-06', 3189]]));
    expect(await backup('copy.db')).toMatchObject({ code: 2, stderr: expect.stringContaining('--force replaces it') });
    expect(valuesIn(join(folder, 'copy.db'))).toEqual([3188]);
    expect((await backup('copy.db', '--force')).code).toBe(0);
    expect(valuesIn(join(folder, 'copy.db'))).toEqual([3189]);
    writeFileSync(join(folder, 'mine.txt'), 'hello');
    expect(await backup('mine.txt', '--force')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a tradewatch database') });
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('hello');
  });

  test('says at once where it cannot write', { timeout: 30_000 }, async () => {
    const { file, backup } = await setUp();
    for (const [target, why] of [
      // Linux says there that nothing is there, and lets nothing be made.
      ...(existsSync('/proc/self') ? [['/proc/none/folder/copy.db', 'the folder /proc/none/folder cannot be made: ENOENT']] : []),
      [join(file, 'copy.db'), `the folder ${file} cannot be made: EEXIST`],
      [join('/dev', 'null', 'folder', 'copy.db'), 'the folder /dev/null/folder cannot be made: '],
    ] as const)
      expect(await backup(target)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(why) });
  });

  test('that no note can be left of is made all the same', async () => {
    const { folder, file, backup } = await setUp();
    mkdirSync(`${file}.backup.new`);
    const { code, stderr } = await backup('copy.db');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^backup written to copy\.db\n.* could not be recorded .*EISDIR/)]);
    expect(valuesIn(join(folder, 'copy.db'))).toEqual([3188]);
  });

  test('leaves the old one, and nothing beside it, when the disk is full', async () => {
    const { folder, file, backup } = await setUp();
    expect((await backup('copy.db')).code).toBe(0);
    const before = readFileSync(join(folder, 'copy.db'));
    const names = readdirSync(folder).filter((name) => !/-(?:wal|shm)$/.test(name));
    // 64 blocks of 1 kB: less than any database of this schema.
    const full = spawnSync(
      'bash',
      ['-c', 'ulimit -f 64; exec "$0" "$@"', process.execPath, MAIN, 'db', 'backup', 'copy.db', '--force', '--db', file],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect([full.status, full.stderr]).toEqual([1, expect.stringMatching(/copy\.db: not written: .*(?:full|I\/O)/)]);
    expect(readFileSync(join(folder, 'copy.db')).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => !/-(?:wal|shm)$/.test(name))).toEqual(names);
  });
});
