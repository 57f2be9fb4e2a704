const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The pause after each failed attempt, the first one's first. */
const PAUSES_MS: readonly number[] = [
  0,
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** From the first attempt to the last, without jitter: 75 h 35 min, a weekend and a day. */
export const SPAN_MS = PAUSES_MS.reduce((sum, pause) => sum + pause, 0);

/** Attempts of the whole schedule: one more than there are pauses. */
export const MOST_ATTEMPTS = PAUSES_MS.length + 1;

/** At most this part is added to a pause. Never taken away: 72 h are promised; and with it the last attempt is before 80 h. */
const JITTER = 0.05;

/**
 * When a message that its receiver refused is tried again. Pure.
 * @param attempts made so far, 1 or more.
 * @param retryAfterMs what the receiver asked to wait; it lengthens the pause and never shortens it.
 * @param random from 0 to 1.
 * @returns null when there is to be no further attempt.
 */
export function retryPlan(attempts: number, retryAfterMs: number | undefined, now: Date, random: () => number): Date | null {
  return attempts >= MOST_ATTEMPTS ? null : probePlan(attempts, retryAfterMs, now, random);
}

/** After the end of the schedule: so that nothing is given up without an attempt in its last hours. */
const AFTERWARDS_MS = 5 * HOUR_MS;

/** When a receiver that fails is tried again: by the same schedule, and then every 5 hours, as long as anything waits for it. Pure. */
export function probePlan(attempts: number, retryAfterMs: number | undefined, now: Date, random: () => number): Date {
  const pause = PAUSES_MS[attempts - 1] ?? AFTERWARDS_MS;
  return new Date(now.getTime() + Math.round(Math.max(pause, retryAfterMs ?? 0) * (1 + JITTER * random())));
}
