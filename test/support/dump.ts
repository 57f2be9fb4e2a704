import Database from 'better-sqlite3';

/** Every row of every table (or of one view), so that two states of a database can be compared. */
export function dump(file: string, only?: string): Record<string, unknown[]> {
  const db = new Database(file, { readonly: true });
  try {
    const names =
      only === undefined
        ? (db
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            .pluck()
            .all() as string[])
        : [only];
    return Object.fromEntries(names.map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]));
  } finally {
    db.close();
  }
}
