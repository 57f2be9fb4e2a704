import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describeError, UsageError } from '../errors.ts';
import { ensureFolder } from '../folder.ts';
import { isReplaceable, partOf, replaceByCopy } from '../store/copy.ts';
import { rememberBackup } from '../store/last-backup.ts';
import { acquireLock } from '../store/lock.ts';
import { openStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';

/**
 * One consistent file that can be copied anywhere, readable for those who may read the database.
 * @throws UsageError when the file is the database itself, is there and may not be replaced, or is no database of tradewatch.
 */
export async function dbBackup(io: CommandIo, store: Store, database: string, file: string, options: { force?: boolean }): Promise<number> {
  const target = resolve(file);
  for (const path of [target, partOf(target)])
    if (existsSync(path) && isSameFile(path, database)) throw new UsageError(`${path} is the database itself; name another file`);
  if (existsSync(target)) {
    if (!statSync(target).isFile()) throw new UsageError(`${file} is not a file; name one, such as ${join(file, 'tradewatch.db')}`);
    if (options.force !== true) throw new UsageError(`${file} is there already; --force replaces it`);
    if (!isReplaceable(target)) throw new UsageError(`${file} is not a tradewatch database and is not replaced; name another file`);
  }
  // On a disk that is not mounted this would not be where somebody looks for it.
  const made = ensureFolder(dirname(target));
  if (made !== undefined) io.stderr(`the folder ${made} was not there and was made\n`);
  await replaceByCopy(store, target, statSync(database).mode & PERMISSIONS);
  io.stderr(`backup written to ${file}\n`);
  remember(io, database, file);
  return 0;
}

/** The backup is there and whole, also where no note of it can be left. */
function remember(io: CommandIo, database: string, file: string): void {
  try {
    rememberBackup(database, file, io.now());
  } catch (error) {
    io.stderr(`the backup could not be recorded beside the database, so doctor will not know of it: ${describeError(error)}\n`);
  }
}

const PERMISSIONS = 0o777;

/** By device and number of the file, whatever links lead to it. */
function isSameFile(a: string, b: string): boolean {
  const [one, other] = [statSync(a), statSync(b)];
  return one.dev === other.dev && one.ino === other.ino;
}

/** SQLite's own integrity check, the foreign keys, what is kept of last figures, and the texts of periods; exit code 1 when something is wrong. */
export async function dbCheck(io: CommandIo, store: Store): Promise<number> {
  const faults = await faultsOf(store);
  io.stdout(faults.length === 0 ? 'ok\n' : `${faults.join('\n')}\n`);
  if (faults.length > 0) io.stderr('restore a backup (docs/operate.md, "Backup, restore, replay")\n');
  return faults.length === 0 ? 0 : 1;
}

/** Some damage ends the check itself: that is a fault as well. */
async function faultsOf(store: Store): Promise<readonly string[]> {
  try {
    return await store.check();
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('SQLITE_CORRUPT')) throw error;
    return [`the check could not be completed: ${describeError(error)}`];
  }
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
