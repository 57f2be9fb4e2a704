import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { rememberBackup } from '../store/last-backup.ts';
import { acquireLock } from '../store/lock.ts';
import { openStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';

/** One consistent file that can be copied anywhere. */
export async function dbBackup(io: CommandIo, store: Store, database: string, file: string, options: { force?: boolean }): Promise<number> {
  if (existsSync(file) && options.force !== true) throw new UsageError(`${file} is there already; --force replaces it`);
  mkdirSync(dirname(resolve(file)), { recursive: true });
  await store.backup(file);
  rememberBackup(database, file, io.now());
  io.stderr(`backup written to ${file}\n`);
  return 0;
}

/** SQLite's own integrity check, the foreign keys, and what is kept of last figures; exit code 1 when something is wrong. */
export async function dbCheck(io: CommandIo, store: Store): Promise<number> {
  const faults = await store.check();
  io.stdout(faults.length === 0 ? 'ok\n' : `${faults.join('\n')}\n`);
  return faults.length === 0 ? 0 : 1;
}

/** Brings a database to the schema of this version; each step is one transaction. */
export async function dbMigrate(io: CommandIo, file: string): Promise<number> {
  const lock = acquireLock(file, 'db migrate');
  try {
    openStore(file).close();
    io.stdout(`${file} has the schema of this version\n`);
    return 0;
  } finally {
    lock.release();
  }
}
