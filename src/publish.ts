import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeError } from './errors.ts';
import type { Log } from './log.ts';
import { isReplaceable, replaceByCopy } from './store/copy.ts';
import { openParts } from './store/parts.ts';
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

/** Compares by the runs that have ended: figures, alerts and claims change in runs. */
export async function copyState(store: Pick<Store, 'finishedRuns' | 'finishedAfter'>, file: string): Promise<CopyState> {
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
  const same = copied.newest === ours.newest && copied.lastAt === ours.lastAt;
  return { state: same ? 'current' : 'behind', lastRunAt: copied.lastAt, runsBehind: same ? 0 : await store.finishedAfter(copied.newest) };
}

/**
 * Puts a whole copy in the place of the published one, unless no run has ended since that was made.
 * @throws Error that says which folder or file is in the way.
 */
export async function publishCopy(
  store: Pick<Store, 'finishedRuns' | 'finishedAfter' | 'backup'>,
  file: string,
): Promise<'written' | 'unchanged'> {
  const folder = dirname(file);
  // Not made: a share that is not mounted would be hidden beneath it.
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new Error(`there is no folder ${folder}`);
  const before = await copyState(store, file);
  if (before.state === 'current') return 'unchanged';
  if (before.state === 'unreadable' && !isReplaceable(file)) throw new Error(`${before.reason}; move it away, or name another file`);
  await replaceByCopy(store, file, READABLE);
  return 'written';
}
/**
 * Publishes after runs: a fault is logged, once while it stays the same, and stops nothing; the next call tries again.
 * @returns what to call after each run.
 */
export function createPublisher(
  store: Pick<Store, 'finishedRuns' | 'finishedAfter' | 'backup'>,
  file: string,
  log: Log,
): () => Promise<void> {
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
