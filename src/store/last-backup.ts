import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const OWNER_AND_GROUP = 0o640;

/** The last backup of a database that this program wrote. */
export interface LastBackup {
  readonly file: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

const sideFile = (database: string): string => `${database}.backup`;

/** Remembers a backup in a side file; see docs/decisions/025. */
export function rememberBackup(database: string, file: string, at: Date): void {
  const record: LastBackup = { file: resolve(file), at: at.toISOString() };
  writeFileSync(`${sideFile(database)}.new`, `${JSON.stringify(record)}\n`, { mode: OWNER_AND_GROUP });
  renameSync(`${sideFile(database)}.new`, sideFile(database));
}

/** Null when none was made, or the side file says nothing that can be read. */
export function lastBackup(database: string): LastBackup | null {
  try {
    const { file, at } = JSON.parse(readFileSync(sideFile(database), 'utf8')) as Record<string, unknown>;
    return typeof file === 'string' && typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? { file, at } : null;
  } catch {
    return null;
  }
}
