import type { Message, OutgoingMessage } from '../domain/message.ts';
import type { Outage } from '../domain/outage.ts';
import type { Silence } from '../domain/silence.ts';

/**
 * `dead`: given up. `superseded`: never sent, because something newer took its place or it and its correction cancelled
 * out; only of messages that were not in doubt.
 */
export type DeliveryState = 'waiting' | 'delivered' | 'dead' | 'superseded';

export interface OutboxItem {
  readonly id: number;
  readonly messageId: string;
  readonly receiver: string;
  readonly channel: string;
  readonly message: Message;
  readonly attempts: number;
  readonly createdAt: string;
  readonly nextAttemptAt: string | null;
  /** Recipients that have not taken it yet, for channels with several; null before the first attempt. */
  readonly remaining: readonly string[] | null;
  /** An attempt began and did not end with a certain refusal: it may have arrived. */
  readonly inDoubt: boolean;
  /** Some of its recipients took it: it no longer holds back what comes later on its alerts. */
  readonly partlyTaken: boolean;
}

/** Who gets a message that its receiver did not take. */
export interface Fallback {
  readonly receiver: string;
  readonly channel: string;
}

/** What is written before an attempt, and holds if nothing can be written after it. */
export type BegunAttempt = Pick<OutboxItem, 'attempts' | 'nextAttemptAt'>;

/** What came of an attempt: written in one transaction. */
export interface DeliverySettlement {
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly deliveredAt: string | null;
  /** What the other side answered, for people. */
  readonly detail: string;
  readonly remaining: readonly string[] | null;
  readonly inDoubt?: boolean;
  readonly partlyTaken?: boolean;
}

/** What else an attempt leads to, in the same transaction. */
export interface Consequences {
  readonly at: string;
  /** What is now known of the receiver; null: it works. */
  readonly outage: Outage | null;
  /** Gets a copy of the message when it is dead, unless it was sent the same itself. */
  readonly fallback: Fallback | null;
  /** Tells the fallback that the receiver fails. */
  readonly notice: OutgoingMessage | null;
}

/** A message that was given up. */
export interface DeadDelivery {
  readonly id: number;
  readonly messageId: string;
  readonly receiver: string;
  readonly kind: string;
  readonly createdAt: string;
  readonly detail: string | null;
  /** The alerts and claims that it speaks of. */
  readonly fingerprints: readonly string[];
  /** The receiver was told something later on one of them, or will be: sent now, it would say what no longer holds. */
  readonly movedOn: boolean;
}

/** What waits, and what does not arrive. */
export interface OutboxReader {
  waitingCount(receiver: string): Promise<number>;
  /** When the next waiting message is due, or null. */
  nextDelivery(): Promise<string | null>;
  /** Those that hold at an instant. */
  silencesAt(at: string): Promise<readonly Silence[]>;
  outages(): Promise<readonly Outage[]>;
  /** Oldest first. */
  deadDeliveries(): Promise<readonly DeadDelivery[]>;
}

export interface OutboxStore extends OutboxReader {
  /** Waiting messages whose time has come, oldest first; per receiver and alert only the oldest undelivered. */
  dueDeliveries(now: string, limit: number, of?: { readonly receiver: string; readonly after: number }): Promise<readonly OutboxItem[]>;
  /** Receivers for whom messages wait. */
  waitingReceivers(): Promise<readonly string[]>;
  /** Notes durably that an attempt begins. @returns what the message says now; null when it no longer waits. */
  claimDelivery(id: number, begun: BegunAttempt): Promise<Pick<OutboxItem, 'message' | 'messageId'> | null>;
  /** @param more absent: nothing but the message changes. */
  settleDelivery(id: number, settlement: DeliverySettlement, more?: Consequences): Promise<void>;
  /**
   * Gives up what waits for a receiver, with copies for the fallback, in one transaction.
   * @param before only messages that wait since then or longer; null for all.
   * @returns how many.
   */
  giveUpDeliveries(receiver: string, before: string | null, detail: string, fallback: Fallback | null, at: string): Promise<number>;
  /** The receiver was mended: what waits for it is due. @returns whether there was an outage. */
  forgetOutage(receiver: string): Promise<boolean>;
  /** Dead messages wait again, as new ones; their receivers are tried at once. */
  resendDeliveries(ids: readonly number[], at: string): Promise<void>;
}
