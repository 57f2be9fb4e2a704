/** What is known of a receiver that does not work, and what is told of it by another way. Pure. */
import { digestOf } from './alert.ts';

/**
 * A receiver that fails or said that it is gone. One that works has no outage; while one lasts, a single message at a
 * time tries the way.
 */
export interface Outage {
  readonly receiver: string;
  /** The first failure, or when the receiver said that it is gone. */
  readonly since: string;
  /** Failed attempts since then, whatever messages they were about. */
  readonly attempts: number;
  /** When the way is tried again; null: not before a person has mended it. */
  readonly nextAttemptAt: string | null;
  /** What came back last. */
  readonly detail: string;
  /** When the owner was told by another way; null: not yet. Once for each outage. */
  readonly toldAt: string | null;
  /** The receiver as it was configured, by its fingerprint. */
  readonly version: string;
}

/** A receiver that wants no more messages (HTTP 410). */
export const isDisabled = (outage: Outage): boolean => outage.nextAttemptAt === null;

/** Why a message comes to somebody to whom it was not addressed. */
export interface Undelivered {
  /** To whom it was addressed. */
  readonly receiver: string;
  /** When it was written. */
  readonly since: string;
  /** What came back at the last attempt. */
  readonly detail: string;
}

/** Tells the fallback of a receiver that a person has to look after it; version 1 of the schema in docs/alerts.md. */
export interface ReceiverMessage {
  readonly version: 1;
  readonly type: 'receiver.failing' | 'receiver.disabled';
  readonly id: string;
  readonly created_at: string;
  readonly receiver: string;
  readonly channel: string;
  readonly since: string;
  /** What came back. */
  readonly detail: string;
  /** Messages that wait for it, this many at the time of writing. */
  readonly waiting: number;
  /** What to do, in sentences. */
  readonly remedy: string;
}

export const receiverMessage = (
  outage: Outage,
  channel: string,
  told: { readonly fallback: string; readonly waiting: number; readonly remedy: string; readonly at: string },
): ReceiverMessage => {
  const type = isDisabled(outage) ? 'receiver.disabled' : 'receiver.failing';
  return {
    version: 1,
    type,
    id: digestOf(type, outage.receiver, outage.since, told.fallback),
    created_at: told.at,
    receiver: outage.receiver,
    channel,
    since: outage.since,
    detail: outage.detail,
    waiting: told.waiting,
    remedy: told.remedy,
  };
};

/** The id of a message that its receiver did not take, on its way to the fallback; the same whenever it is written. */
export const fallbackId = (messageId: string, fallback: string): string => digestOf('fallback', messageId, fallback);
