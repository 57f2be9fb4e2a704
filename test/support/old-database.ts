import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../../src/store/schema.ts';
import { APPLICATION_ID } from '../../src/store/schema-version.ts';
import { temporaryFolder } from './store.ts';

/** The file of a database as an earlier version of the program made it. @param fill puts rows in; nothing is held against anything. */
export function oldDatabase(version: number, fill: (db: Database.Database) => void): string {
  const file = join(temporaryFolder(), 'old.db');
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  db.function('searchable', (text) => String(text));
  for (const migration of MIGRATIONS.slice(0, version)) db.exec(migration);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${version}`);
  fill(db);
  db.close();
  return file;
}

/** What a database holds, as an earlier version would have held it: the columns that both have. */
export const asBefore = (file: string, version: number): string =>
  oldDatabase(version, (db) => {
    db.prepare('ATTACH ? AS newer').run(file);
    const columns = (schema: string, table: string): string[] =>
      (db.pragma(`${schema}.table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    const tables = db
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all();
    for (const table of tables as string[]) {
      const shared = columns('main', table).filter((name) => columns('newer', table).includes(name));
      if (shared.length > 0)
        db.exec(`INSERT OR REPLACE INTO main.${table} (${shared.join(', ')}) SELECT ${shared.join(', ')} FROM newer.${table}`);
    }
    db.exec('DETACH newer');
  });
