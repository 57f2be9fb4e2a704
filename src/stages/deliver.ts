import type { Attempt, Channel } from '../channels/channel.ts';
import { remedyFor } from '../channels/remedy.ts';
import type { OutgoingMessage } from '../domain/message.ts';
import { isDisabled, type Outage } from '../domain/outage.ts';
import { receiverMessage } from '../domain/receiver.ts';
import { isToCome } from '../domain/wait.ts';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { BegunAttempt, DeliverySettlement, Fallback, OutboxItem, OutboxStore } from '../store/store.ts';
import { MOST_ATTEMPTS, probePlan, SPAN_MS } from './retry-plan.ts';
import { type Destination, isWorthTelling, outageOf, settlementOf } from './settle.ts';

export interface DeliverOptions {
  readonly store: Omit<OutboxStore, 'nextDelivery' | 'deadDeliveries' | 'resendDeliveries'>;
  /** By receiver id. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** By receiver id. */
  readonly destinations: ReadonlyMap<string, Destination>;
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

/** What one round has done so far, and what it leaves alone. */
interface Round {
  readonly options: DeliverOptions;
  readonly outages: Map<string, Outage>;
  /** The last message looked at, by receiver: a message is tried once in a round. */
  readonly cursors: Map<string, number>;
  readonly count: { -readonly [K in keyof Delivered]: number };
}

/**
 * One round: sends what is due, oldest first for each receiver, until nothing is. A receiver that fails is tried with its
 * oldest message, by a schedule of its own, and then left alone for the rest of the round; what waits for it is given up
 * when it has waited for the whole schedule. An attempt is noted before it begins and settled right after it; when the
 * process dies between, the message is sent again with the same id: at least once.
 * @throws what the store throws; never for what a receiver does.
 */
export async function deliver(options: DeliverOptions): Promise<Delivered> {
  const { store, signal } = options;
  const round: Round = {
    options,
    outages: new Map((await knownOutages(options)).map((outage) => [outage.receiver, outage])),
    cursors: new Map(),
    count: { delivered: 0, retried: 0, dead: 0 },
  };
  const done = new Set<string>();
  // Again until nothing is new: a message that is given up brings one for the fallback.
  for (let tried = true; tried; ) {
    tried = false;
    for (const receiver of await store.waitingReceivers()) {
      if (done.has(receiver)) continue;
      const outcome = await deliverTo(round, receiver);
      if (signal?.aborted === true) return round.count;
      if (outcome === 'failing') done.add(receiver);
      if (outcome !== 'nothing due') tried = true;
    }
  }
  return round.count;
}

/** The outages that still say something: a receiver that was configured anew may work. */
async function knownOutages({ store, destinations, log }: DeliverOptions): Promise<Outage[]> {
  const known: Outage[] = [];
  for (const outage of await store.outages()) {
    if ((destinations.get(outage.receiver)?.version ?? '') === outage.version) known.push(outage);
    else if (await store.forgetOutage(outage.receiver))
      log.info('the receiver was configured anew; what waits for it is sent', { receiver: outage.receiver });
  }
  return known;
}

async function deliverTo(round: Round, receiver: string): Promise<'nothing due' | 'sent' | 'failing'> {
  const { options, outages, cursors } = round;
  const { store, now, signal } = options;
  for (let sent = false; ; sent = true) {
    if (signal?.aborted === true) return 'sent';
    const outage = outages.get(receiver);
    if (outage !== undefined) {
      await giveUp(round, outage);
      if (outage.nextAttemptAt === null || isToCome(outage.nextAttemptAt, now())) return 'failing';
    }
    const after = cursors.get(receiver) ?? 0;
    const [due] = await store.dueDeliveries(now().toISOString(), 1, { receiver, after });
    if (due === undefined) return sent ? 'sent' : 'nothing due';
    cursors.set(receiver, due.id);
    // What it says may have been corrected since it was read.
    const claimed = await store.claimDelivery(due.id, begunAttempt(options, due, outage));
    if (claimed === null) continue;
    const item = { ...due, ...claimed };
    const attempt = await attemptItem(options, item);
    if (attempt === null) {
      await store.claimDelivery(due.id, { attempts: due.attempts, nextAttemptAt: due.nextAttemptAt });
      return 'sent';
    }
    const failing = await settle(round, item, attempt);
    if (failing !== null) {
      await giveUp(round, failing);
      return 'failing';
    }
  }
}

/** What is known of a message while an attempt goes on: when its end cannot be written, the next one comes by the schedule, not in each round. */
function begunAttempt({ now, random = Math.random }: DeliverOptions, due: OutboxItem, outage: Outage | undefined): BegunAttempt {
  const attempts = due.attempts + 1;
  // A receiver that is known to fail has a schedule of its own.
  const next = outage === undefined ? probePlan(attempts, undefined, now(), random).toISOString() : due.nextAttemptAt;
  return { attempts, nextAttemptAt: next };
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
    // A fault of ours, most likely in what this message says: the others need not wait for it.
    const detail = `the ${item.channel} channel failed: ${describeError(error)}`;
    return { outcome: 'retry', detail, ownerShouldKnow: true, mayHaveArrived: true, aboutMessage: true };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', end);
  }
}

/** @returns the outage, or null when the receiver works. */
async function settle(round: Round, item: OutboxItem, attempt: Attempt): Promise<Outage | null> {
  const { options, outages, count } = round;
  const { receiver } = item;
  const now = options.now();
  const destination = options.destinations.get(receiver) ?? null;
  const context = { outage: outages.get(receiver) ?? null, destination, now, random: options.random ?? Math.random };
  const settlement = settlementOf(item, attempt, context);
  const failing = outageOf(item, attempt, context);
  const fallback = fallbackOf(options, receiver);
  const notice =
    failing === null || fallback === null || !isWorthTelling(attempt, failing) ? null : await noticeOf(options, failing, fallback);
  const outage = failing === null || notice === null ? failing : { ...failing, toldAt: now.toISOString() };
  await options.store.settleDelivery(item.id, settlement, { at: now.toISOString(), outage, fallback, notice });
  if (outage === null) outages.delete(receiver);
  else outages.set(receiver, outage);
  count[settlement.state === 'delivered' ? 'delivered' : settlement.state === 'dead' ? 'dead' : 'retried'] += 1;
  report(options.log, item, attempt, settlement, outage);
  return outage;
}

/** Ends the wait of what a failing receiver was not sent: all of it when it is gone, else what has waited for the whole schedule. */
async function giveUp({ options, count }: Round, outage: Outage): Promise<void> {
  const { store, now, log } = options;
  const { receiver, since, attempts, detail } = outage;
  const waitedFrom = now().getTime() - SPAN_MS;
  // Only what was really tried counts: a machine that was off for days has not gone through the schedule.
  if (!isDisabled(outage) && (attempts < MOST_ATTEMPTS || Date.parse(since) > waitedFrom)) return;
  const fallback = fallbackOf(options, receiver);
  const given = await store.giveUpDeliveries(
    receiver,
    isDisabled(outage) ? null : new Date(waitedFrom).toISOString(),
    isDisabled(outage)
      ? `the receiver is disabled since ${since}: ${detail}`
      : `given up: ${attempts} attempts to reach the receiver since ${since} failed, the last: ${detail}`,
    fallback,
    now().toISOString(),
  );
  count.dead += given;
  if (given > 0)
    log.error('messages will not be delivered', { receiver, messages: given, since, detail, fallback: fallback?.receiver ?? null });
}

function fallbackOf({ destinations }: DeliverOptions, receiver: string): Fallback | null {
  const id = destinations.get(receiver)?.fallback ?? null;
  const destination = id === null ? undefined : destinations.get(id);
  return id === null || destination === undefined ? null : { receiver: id, channel: destination.channel };
}

async function noticeOf({ store, now, destinations }: DeliverOptions, outage: Outage, fallback: Fallback): Promise<OutgoingMessage> {
  const message = receiverMessage(outage, destinations.get(outage.receiver)?.channel ?? '', {
    fallback: fallback.receiver,
    waiting: await store.waitingCount(outage.receiver),
    remedy: `${remedyFor(outage.detail)} Then run "tradewatch alerts test ${outage.receiver}".`,
    at: now().toISOString(),
  });
  return { ...fallback, message };
}

function report(
  log: DeliverOptions['log'],
  item: OutboxItem,
  attempt: Attempt,
  settlement: DeliverySettlement,
  outage: Outage | null,
): void {
  const { receiver, messageId: message } = item;
  const fields = { receiver, message, type: item.message.type, attempt: settlement.attempts, detail: settlement.detail };
  const next = outage?.nextAttemptAt ?? settlement.nextAttemptAt;
  if (settlement.state === 'delivered') log.info('message delivered', fields);
  else if (settlement.state === 'dead') log.error('message will not be delivered', fields);
  else if (attempt.outcome === 'retry' && attempt.ownerShouldKnow === true)
    log.error('message not delivered: a person has to mend the receiver', { ...fields, next });
  else log.warn('message not delivered, will be tried again', { ...fields, next });
}
