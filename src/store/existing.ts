import { existsSync, readFileSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describeError, UsageError } from '../errors.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema-version.ts';

/** Opens databases that are there: without the migrations and the views, which a command that reads has no need of. */
export type Sqlite = Database.Database;

export const BUSY_TIMEOUT_MS = 10_000;

/** Where the header of a file says how its journal is kept, from and to (https://sqlite.org/fileformat2.html, 1.3.3), and its value for one that has no `-wal`. */
const JOURNAL_MODE_BYTES = [18, 20] as const;
const NO_WAL = 1;

/**
 * Opens an existing database to read it, beside a program that writes, and leaves its folder as it was: the last reader of a database may
 * remove the `-wal` and `-shm` that it made only when it could write as well. A `-wal` that has something in it is left to whoever wrote it.
 * @throws UsageError when there is none, or it is of another version.
 */
export function openForReading(file: string): Sqlite {
  const written = statSync(`${file}-wal`, { throwIfNoEntry: false });
  const db = openExisting(file, written !== undefined && written.size > 0);
  db.pragma('query_only = ON');
  return db;
}

/**
 * Opens an existing database for one short transaction beside the server, which holds the lock: SQLite lets one write at
 * a time, and the server reads anew what may be changed so. Never for figures and alerts.
 * @throws UsageError as {@link openForReading}.
 */
export function openBeside(file: string): Sqlite {
  const db = openExisting(file, false);
  db.pragma('synchronous = FULL');
  return db;
}

/** Connects to a database; one in a folder that cannot be written, and that nobody has open, is taken into memory as it lies. */
function connect(file: string, readonly: boolean): Sqlite {
  const db = new Database(file, { readonly, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma('schema_version');
    return db;
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : '';
    // SQLite would have to make a `-wal` there first.
    if (!['SQLITE_READONLY_DIRECTORY', 'SQLITE_CANTOPEN'].includes(code) || existsSync(`${file}-wal`)) return db;
    db.close();
    const bytes = readFileSync(file);
    bytes.fill(NO_WAL, ...JOURNAL_MODE_BYTES);
    return new Database(bytes, { readonly: true });
  }
}

function openExisting(file: string, readonly: boolean): Sqlite {
  let db: Sqlite;
  try {
    db = connect(file, readonly);
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
