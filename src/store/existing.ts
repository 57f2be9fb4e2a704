import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describeError, UsageError } from '../errors.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema-version.ts';

/** Opens databases that are there: without the migrations and the views, which a command that reads has no need of. */
export type Sqlite = Database.Database;

export const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens an existing database to read it, beside a program that writes.
 * @throws UsageError when there is none, or it is of another version.
 */
export const openForReading = (file: string): Sqlite => openExisting(file, true);

/**
 * Opens an existing database to read it, and leaves its folder as it was. The last reader of a database may remove the `-wal` and
 * `-shm` that it made only when it could write as well; a `-wal` that is there already is left to whoever wrote it.
 * @throws UsageError as {@link openForReading}.
 */
export function openUntouched(file: string): Sqlite {
  const db = openExisting(file, existsSync(`${file}-wal`));
  db.pragma('query_only = ON');
  return db;
}

/**
 * Opens an existing database for one short transaction beside the server, which holds the lock: SQLite lets one write at
 * a time, and the server reads anew what may be changed so. Never for figures and alerts.
 * @throws UsageError when there is none, or it is of another version.
 */
export function openBeside(file: string): Sqlite {
  const db = openExisting(file, false);
  db.pragma('synchronous = FULL');
  return db;
}

function openExisting(file: string, readonly: boolean): Sqlite {
  let db: Sqlite;
  try {
    db = new Database(file, { readonly, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    if (existsSync(file)) throw new UsageError(`${file} cannot be opened as a database: ${describeError(error)}`, { cause: error });
    throw new UsageError(`there is no database at ${file} yet: "tradewatch run" or "tradewatch ingest" makes it`, { cause: error });
  }
  try {
    assertOurs(db, file);
    const version = schemaVersion(db);
    if (version < SCHEMA_VERSION)
      throw new UsageError(`${file} has schema version ${version}, this tradewatch reads ${SCHEMA_VERSION}: run "tradewatch db migrate"`);
    configure(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export const schemaVersion = (db: Sqlite): number => Number(db.pragma('user_version', { simple: true }));

/** @throws UsageError when the file belongs to another program or to a newer tradewatch. */
export function assertOurs(db: Sqlite, file: string): void {
  let id: number;
  try {
    id = Number(db.pragma('application_id', { simple: true }));
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : '';
    if (code === 'SQLITE_NOTADB') throw new UsageError(`${file} is not an SQLite database`, { cause: error });
    // A full disk and its like pass: a server that ends with it is started again.
    const reason = `${file} cannot be read as a database: ${describeError(error)}`;
    throw code.startsWith('SQLITE_CORRUPT') ? new UsageError(reason, { cause: error }) : new Error(reason, { cause: error });
  }
  const empty = db.prepare('SELECT COUNT(*) AS n FROM sqlite_schema').get() as { n: number };
  if (id !== APPLICATION_ID && !(id === 0 && empty.n === 0)) throw new UsageError(`${file} is a database of another program`);
  const version = schemaVersion(db);
  if (version > SCHEMA_VERSION)
    throw new UsageError(`${file} was written by a newer tradewatch (schema ${version}, this one knows ${SCHEMA_VERSION})`);
}

export function configure(db: Sqlite): void {
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
}
