import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { Progress } from './progress-store.ts';

const OWNER_AND_GROUP = 0o640;

/** Beside the database, so that a copy which is put in its place is seen to be older. */
const fileOf = (database: string): string => `${database}.state`;

/** How far a database had come by the file beside it; null when there is none, or it cannot be read. */
export function readProgress(database: string): Progress | null {
  try {
    const said = JSON.parse(readFileSync(fileOf(database), 'utf8')) as Partial<Progress>;
    const { database: name, counter } = said;
    return (typeof name === 'string' || name === null) && Number.isSafeInteger(counter)
      ? { database: name, counter: counter as number }
      : null;
  } catch {
    return null;
  }
}

/** Replaces the file in one step: it is the old one or the new one, whole. What it says already is not written again. */
export function writeProgress(database: string, progress: Progress): void {
  const said = readProgress(database);
  if (said?.database === progress.database && said.counter === progress.counter) return;
  const file = fileOf(database);
  const next = openSync(`${file}.next`, 'w', OWNER_AND_GROUP);
  try {
    writeSync(next, `${JSON.stringify(progress)}\n`);
    fsyncSync(next);
  } finally {
    closeSync(next);
  }
  renameSync(`${file}.next`, file);
}
