import type { Attempt, Channel } from '../channels/channel.ts';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { DeliverySettlement, OutboxItem, OutboxStore } from '../store/store.ts';
import { retryPlan } from './retry-plan.ts';

export interface DeliverOptions {
  readonly store: Pick<OutboxStore, 'dueDeliveries' | 'settleDelivery'>;
  /** By receiver id. */
  readonly channels: ReadonlyMap<string, Channel>;
  readonly now: () => Date;
  /** From 0 to 1; for the jitter. */
  readonly random?: () => number;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Ends the round: what is under way stays due and is sent again, with the same id. */
  readonly signal?: AbortSignal;
  /** The length of one attempt. */
  readonly deadlineMs?: number;
}

export interface Delivered {
  readonly delivered: number;
  readonly retried: number;
  readonly dead: number;
}

const ATTEMPT_MS = 30_000;
const BATCH = 50;
const LONGEST_DETAIL = 500;

/**
 * One round: sends what is due, oldest first, until nothing is. After a failure a receiver is left alone for the rest of
 * the round. Each message is settled right after its attempt; when the process dies between, it is sent again with the
 * same id: at least once.
 * @throws what the store throws; never for what a receiver does.
 */
export async function deliver(options: DeliverOptions): Promise<Delivered> {
  const { store, now, signal } = options;
  const count = { delivered: 0, retried: 0, dead: 0 };
  const failed = new Set<string>();
  const seen = new Set<number>();
  let stillDue = 0;
  for (;;) {
    // Those that are passed over stay due and come again at the head of the list: the batch grows by them.
    const due = await store.dueDeliveries(now().toISOString(), BATCH + stillDue);
    const fresh = due.filter((item) => !seen.has(item.id));
    if (fresh.length === 0) return count;
    for (const item of fresh) {
      if (signal?.aborted === true) return count;
      seen.add(item.id);
      if (failed.has(item.receiver)) {
        stillDue += 1;
        continue;
      }
      const attempt = await attemptItem(options, item);
      if (attempt === null) return count;
      const settlement = settlementOf(item, attempt, now(), options.random ?? Math.random);
      await store.settleDelivery(item.id, settlement);
      report(options.log, item, attempt, settlement);
      if (attempt.outcome === 'retry') failed.add(item.receiver);
      if (settlement.state === 'waiting') stillDue += 1;
      count[settlement.state === 'waiting' ? 'retried' : settlement.state] += 1;
    }
  }
}

/** @returns null when the round was ended meanwhile: then what came of it is not known well enough to be settled. */
async function attemptItem(options: DeliverOptions, item: OutboxItem): Promise<Attempt | null> {
  const channel = options.channels.get(item.receiver);
  // Tried again for as long as any other failure: a receiver may be missing from the configuration for a moment.
  if (channel === undefined) return { outcome: 'retry', detail: `the receiver ${item.receiver} is not configured` };
  // By hand: signals combined by AbortSignal.any may be collected before they fire in Node 20.
  const deadline = new AbortController();
  const end = (): void => deadline.abort();
  const timer = setTimeout(end, options.deadlineMs ?? ATTEMPT_MS);
  options.signal?.addEventListener('abort', end, { once: true });
  try {
    const attempt = await channel.send(item.message, { remaining: item.remaining, signal: deadline.signal, now: options.now() });
    return options.signal?.aborted === true && attempt.outcome === 'retry' ? null : attempt;
  } catch (error) {
    return { outcome: 'retry', detail: `the ${item.channel} channel failed: ${describeError(error)}`, ownerShouldKnow: true };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', end);
  }
}

/** What is to be remembered of an attempt. Pure. */
function settlementOf(item: OutboxItem, attempt: Attempt, now: Date, random: () => number): DeliverySettlement {
  const attempts = item.attempts + 1;
  const detail = attempt.detail.slice(0, LONGEST_DETAIL);
  if (attempt.outcome === 'delivered')
    return { state: 'delivered', attempts, nextAttemptAt: null, deliveredAt: now.toISOString(), detail, remaining: null };
  const remaining = attempt.outcome === 'retry' ? (attempt.remaining ?? item.remaining) : item.remaining;
  const next = attempt.outcome === 'dead' ? null : retryPlan(attempts, attempt.retryAfterMs, now, random);
  if (next !== null) return { state: 'waiting', attempts, nextAttemptAt: next.toISOString(), deliveredAt: null, detail, remaining };
  const reason = attempt.outcome === 'dead' ? detail : `given up after ${attempts} attempts: ${detail}`;
  return { state: 'dead', attempts, nextAttemptAt: null, deliveredAt: null, detail: reason, remaining };
}

function report(log: DeliverOptions['log'], item: OutboxItem, attempt: Attempt, settlement: DeliverySettlement): void {
  const fields = {
    receiver: item.receiver,
    message: item.messageId,
    type: item.message.type,
    attempt: settlement.attempts,
    detail: settlement.detail,
  };
  if (settlement.state === 'delivered') log.info('message delivered', fields);
  else if (settlement.state === 'dead') log.error('message will not be delivered', fields);
  else if (attempt.outcome === 'retry' && attempt.ownerShouldKnow === true)
    log.error('message not delivered: a person has to mend the receiver', { ...fields, next: settlement.nextAttemptAt });
  else log.warn('message not delivered, will be tried again', { ...fields, next: settlement.nextAttemptAt });
}
