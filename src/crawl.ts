import { describeError, RefusedError, RetryLaterError, WaitingError } from './errors.ts';
import type { FailedRequest } from './store/store.ts';

/** What a run did with the pages of others: bounded, and no fault of the source when they fail. */
export interface Crawl {
  asked: number;
  /** Not looked at any more, since enough had been asked. */
  left: number;
  readonly failures: unknown[];
}

const HOUR_MS = 3_600_000;

/** A page that could not be read is tried again after these; then it is left alone. */
const TRY_AGAIN_MS: readonly number[] = [HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS];

/** Pages beyond this are left to the next run, so that feeds are not kept waiting: at two seconds a page it is ten minutes. */
export const MAX_PAGES = 300;

export const newCrawl = (): Crawl => ({ asked: 0, left: 0, failures: [] });

/** What another's server or page did, not what is wrong here. */
export const isRemoteFailure = (error: unknown): boolean =>
  error instanceof RefusedError || error instanceof RetryLaterError || error instanceof WaitingError;

/** Whether a page that failed before is not to be tried now. */
export function rests(failed: FailedRequest | null, now: Date): boolean {
  if (failed === null) return false;
  const wait = TRY_AGAIN_MS[failed.attempts - 1];
  return wait === undefined || now.getTime() - Date.parse(failed.lastAt) < wait;
}

/** For the run. */
export function notesOf({ left, failures }: Crawl): string[] {
  const notes: string[] = [];
  if (failures.length > 0)
    notes.push(`${failures.length} ${failures.length === 1 ? 'page was' : 'pages were'} not read: ${describeAll(failures)}`);
  if (left > 0) notes.push(`${MAX_PAGES} pages were asked for; of the other ${left}, those that are not read yet are left to the next run`);
  return notes;
}

/** Each once, with how often it came; the first three in words, the others by their number. */
export function describeAll(errors: readonly unknown[]): string {
  const times = new Map<string, number>();
  for (const said of errors.map(describeError)) times.set(said, (times.get(said) ?? 0) + 1);
  const told = [...times].slice(0, 3);
  const left = errors.length - told.reduce((sum, [, count]) => sum + count, 0);
  return (
    told.map(([said, count]) => (count === 1 ? said : `${said} (${count} times)`)).join('; ') + (left > 0 ? ` (and ${left} more)` : '')
  );
}
