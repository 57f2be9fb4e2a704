import type { Attempt } from '../channels/channel.ts';
import type { Outage } from '../domain/outage.ts';
import type { DeliverySettlement, OutboxItem } from '../store/store.ts';
import { probePlan, retryPlan } from './retry-plan.ts';

/** What the configuration says of a receiver, beside how it is reached. */
export interface Destination {
  /** `email`, `webhook` and so on. */
  readonly channel: string;
  /** Who gets what this one does not take. */
  readonly fallback: string | null;
  /** A fingerprint of its configuration: another one is another receiver, of which nothing is known. */
  readonly version: string;
}

export interface SettleContext {
  /** What was known before the attempt; null: the receiver worked. */
  readonly outage: Outage | null;
  readonly destination: Destination | null;
  readonly now: Date;
  readonly random: () => number;
}

const LONGEST_DETAIL = 500;

/** What an attempt says of the message: delivered, dead, or when it is due again. Pure. */
export function settlementOf(item: OutboxItem, attempt: Attempt, { now, random }: SettleContext): DeliverySettlement {
  const attempts = item.attempts + 1;
  const detail = attempt.detail.slice(0, LONGEST_DETAIL);
  const known = { attempts, detail, deliveredAt: null, nextAttemptAt: null };
  if (attempt.outcome === 'delivered')
    return { ...known, state: 'delivered', deliveredAt: now.toISOString(), remaining: null, inDoubt: false, partlyTaken: false };
  const retry = attempt.outcome === 'retry' ? attempt : null;
  const before = {
    remaining: retry?.remaining ?? item.remaining,
    // A refusal now does not undo the doubt about an attempt before it.
    inDoubt: item.inDoubt || retry?.mayHaveArrived === true,
    partlyTaken: item.partlyTaken || (retry?.aboutMessage === true && retry.mayHaveArrived === true && retry.remaining !== undefined),
  };
  if (retry === null) return { ...known, ...before, state: 'dead' };
  // When a receiver that fails is tried again is a matter of the receiver: the message stays due.
  if (retry.aboutMessage !== true) return { ...known, ...before, state: 'waiting', nextAttemptAt: item.nextAttemptAt };
  const next = retryPlan(attempts, retry.retryAfterMs, now, random);
  if (next !== null) return { ...known, ...before, state: 'waiting', nextAttemptAt: next.toISOString() };
  return { ...known, ...before, state: 'dead', detail: `given up after ${attempts} attempts: ${detail}` };
}

/** What an attempt says of the receiver: null when it works. Pure. */
export function outageOf(item: OutboxItem, attempt: Attempt, { outage, destination, now, random }: SettleContext): Outage | null {
  if (attempt.outcome === 'delivered' || attempt.aboutMessage === true) return null;
  const attempts = (outage?.attempts ?? 0) + 1;
  return {
    receiver: item.receiver,
    since: outage?.since ?? now.toISOString(),
    attempts,
    nextAttemptAt: attempt.outcome === 'dead' ? null : probePlan(attempts, attempt.retryAfterMs, now, random).toISOString(),
    detail: attempt.detail.slice(0, LONGEST_DETAIL),
    toldAt: outage?.toldAt ?? null,
    version: destination?.version ?? '',
  };
}

/** Whether the owner is to hear of it by another way: once for each outage, and when the receiver says that it is gone. */
export const isWorthTelling = (attempt: Attempt, outage: Outage): boolean =>
  attempt.outcome === 'dead' || (attempt.outcome === 'retry' && attempt.ownerShouldKnow === true && outage.toldAt === null);
