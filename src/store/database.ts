import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { UsageError } from '../errors.ts';
import { refreshReference } from './reference.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';
import { searchable } from './search-text.ts';
import { VIEWS } from './views.ts';

export type Sqlite = Database.Database;

const OWNER_AND_GROUP = 0o640;
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens a database for writing, made and migrated when needed: each migration is one transaction, so a killed one is
 * as if it had not begun.
 * @throws UsageError when the file belongs to another program or to a newer tradewatch.
 */
export function openDatabase(file: string): Sqlite {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', OWNER_AND_GROUP));
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    assertOurs(db, file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    configure(db);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens an existing database to read it, beside a program that writes.
 * @throws UsageError when there is none, or it is of another version.
 */
export const openForReading = (file: string): Sqlite => openExisting(file, true);

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
    throw new UsageError(`there is no database at ${file} yet: "tradewatch run" or "tradewatch ingest" makes it`, { cause: error });
  }
  try {
    assertOurs(db, file);
    const version = schemaVersion(db);
    if (version < MIGRATIONS.length)
      throw new UsageError(
        `${file} has schema version ${version}, this tradewatch reads ${MIGRATIONS.length}: run "tradewatch db migrate"`,
      );
    configure(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export const schemaVersion = (db: Sqlite): number => Number(db.pragma('user_version', { simple: true }));

function assertOurs(db: Sqlite, file: string): void {
  let id: number;
  try {
    id = Number(db.pragma('application_id', { simple: true }));
  } catch (error) {
    throw new UsageError(`${file} is not an SQLite database`, { cause: error });
  }
  const empty = db.prepare('SELECT COUNT(*) AS n FROM sqlite_schema').get() as { n: number };
  if (id !== APPLICATION_ID && !(id === 0 && empty.n === 0)) throw new UsageError(`${file} is a database of another program`);
  const version = schemaVersion(db);
  if (version > MIGRATIONS.length)
    throw new UsageError(`${file} was written by a newer tradewatch (schema ${version}, this one knows ${MIGRATIONS.length})`);
}

function configure(db: Sqlite): void {
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
}

function migrate(db: Sqlite): void {
  // Tables that are made anew are dropped and renamed: what refers to them by name, an analyst's own views too, stays as it is.
  db.pragma('foreign_keys = OFF');
  db.pragma('legacy_alter_table = ON');
  // Migrations that fill an index ask for it.
  db.function('searchable', { deterministic: true }, (text) => searchable(String(text)));
  for (let version = schemaVersion(db); version < MIGRATIONS.length; version++) {
    db.transaction(() => {
      db.exec(MIGRATIONS[version] as string);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      const dangling = db.pragma('foreign_key_check') as unknown[];
      if (dangling.length > 0) throw new Error(`migration ${version + 1} left ${dangling.length} rows that refer to nothing`);
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
  db.pragma('legacy_alter_table = OFF');
  db.pragma('foreign_keys = ON');
  refreshViews(db);
  refreshReference(db);
}

/** Makes the public views what this version says, in one transaction; an analyst's own views stay. */
function refreshViews(db: Sqlite): void {
  const wanted = Object.entries(VIEWS).map(([name, body]) => ({ name, sql: `CREATE VIEW ${name} AS ${body.trim()}` }));
  const present = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'view'").all() as { name: string; sql: string }[];
  const outdated = wanted.filter((w) => !present.some((p) => p.name === w.name && p.sql === w.sql));
  if (outdated.length === 0) return;
  db.transaction(() => {
    for (const { name, sql } of outdated) db.exec(`DROP VIEW IF EXISTS ${name}; ${sql}`);
  }).immediate();
}
