/** Instants until which something is left alone, and a clock that may have been ahead when they were set. Pure. */

const HOUR_MS = 3_600_000;

/** Nothing is left alone for longer: a day, which is also the most that a Retry-After may ask for, and a twentieth. */
export const LONGEST_PAUSE_MS = 1.05 * 24 * HOUR_MS;

/** Whether an instant is still to be waited for. One that is further off than any pause was set by a clock that was ahead, and binds nobody. */
export function isToCome(until: string, now: Date): boolean {
  const ms = Date.parse(until) - now.getTime();
  return ms > 0 && ms <= LONGEST_PAUSE_MS;
}
