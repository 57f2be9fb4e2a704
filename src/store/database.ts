import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { ensureFolder } from '../folder.ts';
import { assertOurs, BUSY_TIMEOUT_MS, configure, type Sqlite, schemaVersion } from './existing.ts';
import { refreshReference } from './reference.ts';
import { MIGRATIONS } from './schema.ts';
import { APPLICATION_ID } from './schema-version.ts';
import { searchable } from './search-text.ts';
import { VIEWS } from './views.ts';

export type { Sqlite } from './existing.ts';

/** Less than usual: a load writes each page once or twice, and what was written last lies in the cache of the system. */
const CACHE_MEGABYTES = 8;

const OWNER_AND_GROUP = 0o640;

/**
 * Opens a database for writing, made and migrated when needed: each migration is one transaction, so a killed one is
 * as if it had not begun.
 * @throws UsageError when the file belongs to another program or to a newer tradewatch.
 */
export function openDatabase(file: string): Sqlite {
  ensureFolder(dirname(file));
  closeSync(openSync(file, 'a', OWNER_AND_GROUP));
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    assertOurs(db, file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(`cache_size = ${-1000 * CACHE_MEGABYTES}`);
    configure(db);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A database in memory, of this version and without a row: no file is made. */
export function openEmpty(): Sqlite {
  const db = new Database(':memory:');
  configure(db);
  migrate(db);
  return db;
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
