import { dayIn, nextSlot } from './domain/calendar.ts';
import { RetryLaterError } from './errors.ts';
import type { Services, Source } from './services.ts';

const DAY_MS = 86_400_000;

/** What a publisher allows a day, and how much of it is left. */
export interface Quota {
  readonly perDay: number;
  readonly left: number;
  /** When the publisher's next day begins. */
  readonly renewedAt: Date;
}

/** How the quota of a source stands; null when its publisher names none. */
export async function quotaOf({ store, now }: Pick<Services, 'store' | 'now'>, { pipeline }: Source): Promise<Quota | null> {
  const { id, timezone, requestsPerDay } = pipeline;
  if (requestsPerDay === undefined) return null;
  const at = now();
  const used = await store.requestsOn(id, dayIn(timezone, at));
  return { perDay: requestsPerDay, left: Math.max(0, requestsPerDay - used), renewedAt: nextDay(timezone, at) };
}

/**
 * Counts a request before it is sent: after a crash one too many may be counted, never one too few. Null when the
 * publisher names no quota.
 */
export function requestCounter({ store, now }: Pick<Services, 'store' | 'now'>, { pipeline }: Source): (() => Promise<void>) | null {
  const { id, timezone, requestsPerDay } = pipeline;
  if (requestsPerDay === undefined) return null;
  return async () => {
    const at = now();
    if (await store.countRequest(id, dayIn(timezone, at), requestsPerDay)) return;
    const renewedAt = nextDay(timezone, at);
    throw new RetryLaterError(
      `the ${requestsPerDay} requests that the publisher allows a day are used up; more from ${renewedAt.toISOString()} on`,
      { retryAfterMs: renewedAt.getTime() - at.getTime() },
    );
  };
}

const nextDay = (timezone: string, at: Date): Date => nextSlot('0 0 * * *', timezone, at) ?? new Date(at.getTime() + DAY_MS);
