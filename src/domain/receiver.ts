/** What is told of a receiver that does not work by another way. Pure. */
import { digestOf } from './alert.ts';
import { isDisabled, type Outage } from './outage.ts';

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
