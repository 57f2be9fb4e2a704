import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openForReading } from '../../src/store/existing.ts';
import { openParts } from '../../src/store/parts.ts';
import { openForQuery } from '../../src/store/query.ts';
import { openStoreForReading } from '../../src/store/sqlite.ts';
import { observations, openTestStore, publish, temporaryFolder } from '../support/store.ts';

/** A folder with a database of one figure that nobody has open. */
async function closed(): Promise<{ folder: string; file: string }> {
  const folder = temporaryFolder();
  const file = join(folder, 'tradewatch.db');
  const store = openTestStore(file);
  await publish(store, '2025-07-20T10:00:00.000Z', observations([['2025-06', 100]]));
  store.close();
  return { folder, file };
}

/** Connects as the server does, and writes another figure. */
function writer(file: string): Database.Database {
  const db = new Database(file);
  onTestFinished(() => void db.close());
  db.exec('UPDATE observation SET value = 200');
  return db;
}

const valueIn = (file: string): unknown => {
  const db = openForReading(file);
  try {
    return db.prepare('SELECT value FROM v_observation').pluck().get();
  } finally {
    db.close();
  }
};

describe('who only reads', () => {
  test('leaves beside a database that nobody has open what was there, and removes what an earlier reader left', async () => {
    const { folder, file } = await closed();
    const bytes = readFileSync(file);
    openForReading(file).close();
    openStoreForReading(file).close();
    (await openParts(file, ['alerts', 'everyAlert'])).close();
    const reader = openForQuery(file);
    expect([...reader.query('SELECT value FROM v_observation').rows]).toEqual([[100]]);
    reader.close();
    expect(readdirSync(folder)).toEqual(['tradewatch.db']);
    const earlier = new Database(file, { readonly: true });
    earlier.pragma('user_version');
    earlier.close();
    expect(readdirSync(folder)).toEqual(['tradewatch.db', 'tradewatch.db-shm', 'tradewatch.db-wal']);
    expect(valueIn(file)).toBe(100);
    expect(readdirSync(folder)).toEqual(['tradewatch.db']);
    expect(readFileSync(file)).toEqual(bytes);
  });

  test('sees beside a program that writes what that wrote, and takes nothing from it', async () => {
    const { folder, file } = await closed();
    const started = new Database(file);
    started.pragma('user_version');
    expect(valueIn(file)).toBe(100);
    started.exec('UPDATE observation SET value = 150');
    expect(valueIn(file)).toBe(150);
    started.exec('UPDATE observation SET value = 160');
    expect(valueIn(file)).toBe(160);
    started.close();
    expect(readdirSync(folder)).toEqual(['tradewatch.db']);
    expect(valueIn(file)).toBe(160);
  });

  test('sees what a program that was killed had not yet brought into the file, and leaves it there', async () => {
    const { file } = await closed();
    const db = writer(file);
    const folder = temporaryFolder();
    for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, join(folder, `tradewatch.db${suffix}`));
    db.close();
    const left = join(folder, 'tradewatch.db');
    const bytes = ['', '-wal'].map((suffix) => readFileSync(`${left}${suffix}`));
    expect(valueIn(left)).toBe(200);
    expect(['', '-wal'].map((suffix) => readFileSync(`${left}${suffix}`))).toEqual(bytes);
  });

  test('cannot write', async () => {
    const { file } = await closed();
    const db = openForReading(file);
    expect(() => db.exec('DELETE FROM observation')).toThrow('readonly');
    db.close();
    expect(valueIn(file)).toBe(100);
  });

  test.skipIf(process.getuid?.() === 0)('reads a database that nobody has open in a folder that cannot be written', async () => {
    const { folder, file } = await closed();
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    expect(valueIn(file)).toBe(100);
    expect(readdirSync(folder)).toEqual(['tradewatch.db']);
  });

  test('says of what is no database, and of what is not there, which file it is', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'text'), 'A line of text that is longer than the header of a database. '.repeat(4));
    expect(() => openForReading(join(folder, 'none'))).toThrow(/there is no database at .*none yet/);
    expect(() => openForReading(join(folder, 'text'))).toThrow(/text is not an SQLite database/);
    expect(() => openForReading(join(folder, 'folder'))).toThrow(/folder cannot be opened as a database/);
  });
});
