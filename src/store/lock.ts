import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { LockedError } from '../errors.ts';
import { ensureFolder } from '../folder.ts';

const OWNER_AND_GROUP = 0o640;

/** Held until released; the kernel frees it when the process dies, kill -9 included. */
export interface Lock {
  release(): void;
}

/**
 * One writing process per database: an exclusive transaction on a side file `<database>.lock`, which SQLite keeps
 * with a lock of the operating system. Beside it stands who holds it, for the message to the one who comes second.
 * @throws LockedError at once when another process has it.
 */
export function acquireLock(database: string, purpose: string): Lock {
  ensureFolder(dirname(database));
  const holderFile = `${database}.holder`;
  // Made here, so that it does not get the mode that SQLite gives.
  closeSync(openSync(`${database}.lock`, 'a', OWNER_AND_GROUP));
  const db = new Database(`${database}.lock`, { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw new LockedError(
      `${database} is in use by ${readHolder(holderFile)}; one process writes at a time (a running server takes files from its inbox)`,
      { cause: error },
    );
  }
  writeFileSync(holderFile, `process ${process.pid} on ${hostname()} (tradewatch ${purpose}, since ${new Date().toISOString()})\n`, {
    mode: 0o640,
  });
  return {
    release() {
      if (db.open) {
        db.exec('ROLLBACK');
        db.close();
      }
    },
  };
}

/** Whether a process, this one included, holds the lock of a database. */
export function isLocked(database: string): boolean {
  let db: Database.Database;
  try {
    db = new Database(`${database}.lock`, { readonly: true, fileMustExist: true, timeout: 0 });
  } catch {
    return false;
  }
  try {
    // Only while nobody holds it does this read succeed.
    db.prepare('SELECT COUNT(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'SQLITE_BUSY';
  } finally {
    db.close();
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return 'another process';
  }
}
