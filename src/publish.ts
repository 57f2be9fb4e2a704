import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeError } from './errors.ts';
import type { Log } from './log.ts';
import { openParts } from './store/parts.ts';
import { APPLICATION_ID } from './store/schema-version.ts';
import type { FinishedRuns, Store } from './store/store.ts';

/** How a published copy stands to its database. */
export type CopyState =
  | { readonly state: 'current' | 'behind'; readonly lastRunAt: string | null; readonly runsBehind: number }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly reason: string };

export function sentenceOfCopy(copy: CopyState): string {
  switch (copy.state) {
    case 'current':
      return 'as the database is';
    case 'behind':
      return copy.runsBehind > 0
        ? `${copy.runsBehind} ${copy.runsBehind === 1 ? 'run' : 'runs'} behind the database`
        : 'of another state than the database';
    case 'missing':
      return 'not there';
    case 'unreadable':
      return copy.reason;
  }
}

/** Everybody may read it, only we replace it. */
const READABLE = 0o644;

/** What SQLite leaves beside a file that somebody has opened to write: with another file in its place it would damage that. */
const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/** Compares by the runs that have ended: figures, alerts and claims change in runs. */
export async function copyState(store: Pick<Store, 'finishedRuns'>, file: string): Promise<CopyState> {
  if (!existsSync(file)) return { state: 'missing' };
  let copied: FinishedRuns;
  try {
    const copy = await openParts(file, ['runs']);
    try {
      copied = await copy.finishedRuns();
    } finally {
      copy.close();
    }
  } catch (error) {
    return { state: 'unreadable', reason: describeError(error) };
  }
  const ours = await store.finishedRuns();
  const same = copied.count === ours.count && copied.lastAt === ours.lastAt;
  return { state: same ? 'current' : 'behind', lastRunAt: copied.lastAt, runsBehind: Math.max(0, ours.count - copied.count) };
}

/**
 * Writes a whole copy beside the published one and puts it in its place by rename, unless no run has ended since it was made. Who
 * reads or copies the old one has the old one to the end; nobody ever sees a half.
 * @throws Error that says which folder or file is in the way.
 */
export async function publishCopy(store: Pick<Store, 'finishedRuns' | 'backup'>, file: string): Promise<'written' | 'unchanged'> {
  const folder = dirname(file);
  // Not made: a share that is not mounted would be hidden beneath it.
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new Error(`there is no folder ${folder}`);
  const before = await copyState(store, file);
  if (before.state === 'current') return 'unchanged';
  if (before.state === 'unreadable' && !isReplaceable(file)) throw new Error(`${before.reason}; move it away, or name another file`);
  const part = `${file}.part`;
  try {
    for (const name of [part, `${part}-journal`]) rmSync(name, { force: true });
    await store.backup(part);
    chmodSync(part, READABLE);
    sync(part);
    for (const companion of COMPANIONS) rmSync(`${file}${companion}`, { force: true });
    renameSync(part, file);
    sync(folder);
    return 'written';
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** Ours, of whatever version, or empty: never a file of somebody else. */
function isReplaceable(file: string): boolean {
  const header = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  try {
    const bytes = readSync(handle, header, 0, HEADER_BYTES, 0);
    return bytes === 0 || header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID;
  } finally {
    closeSync(handle);
  }
}

/** https://www.sqlite.org/fileformat2.html#database_header */
const HEADER_BYTES = 100;
const APPLICATION_ID_AT = 68;

/** Onto the disk, so that a power cut after the rename does not leave an empty file under the name. */
function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Publishes after runs: a fault is logged, once while it stays the same, and stops nothing; the next call tries again.
 * @returns what to call after each run.
 */
export function createPublisher(store: Pick<Store, 'finishedRuns' | 'backup'>, file: string, log: Log): () => Promise<void> {
  let told: string | null = null;
  return async () => {
    try {
      if ((await publishCopy(store, file)) === 'written') log.info('the copy was published', { file });
      told = null;
    } catch (error) {
      const reason = describeError(error);
      if (reason !== told) log.error('the copy could not be published; the runs go on', { file, error });
      told = reason;
    }
  };
}
