import type { AttemptError } from './failure.ts';

/** A longer wait is not slept through inside a run: the schedule comes back instead. */
export const LONGEST_WAIT_MS = 120_000;
/** The bound on what a remote number may do to the schedule. */
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
const FIRST_BACKOFF_MS = 1_000;

/**
 * How long a Retry-After header asks to wait, in milliseconds; null when it is absent or unreadable.
 * @param date the answer's own Date header: a date is then counted on the server's clock, whatever ours says.
 * @param now milliseconds since 1970.
 */
export function retryAfterMs(header: string | null, date: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,12}$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST_RETRY_AFTER_MS);
  const at = httpDate(text);
  if (at === null) return null;
  return Math.min(Math.max(at - (httpDate(date ?? '') ?? now), 0), LONGEST_RETRY_AFTER_MS);
}

/** `Sun, 06 Nov 1994 08:49:37 GMT` and the two obsolete forms of RFC 9110; Date.parse alone would take "5.5" as a date. */
function httpDate(text: string): number | null {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text)) return null;
  const at = Date.parse(/GMT$|UTC$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : at;
}

/**
 * The pause before the next attempt: 1 s, 2 s, 4 s, ... times 1 to 2, so that sources asked together do not come back
 * together; never shorter than what the server asked for.
 * @param attempt the number of the attempt that failed, from 1.
 * @param random from 0 to 1.
 * @returns null when there is to be no other attempt now.
 */
export function pauseBeforeRetry(failure: AttemptError, attempt: number, attemptsLeft: number, random: number): number | null {
  if (!failure.again || attemptsLeft <= 0) return null;
  const backoff = Math.round(FIRST_BACKOFF_MS * 2 ** (attempt - 1) * (1 + random));
  const pause = Math.max(backoff, failure.retryAfterMs ?? 0);
  return pause > LONGEST_WAIT_MS ? null : pause;
}
