import type { Message } from '../domain/message.ts';

/** What came of one attempt to send one message. `detail` is for people and never holds an address or key that is secret. */
export type Attempt =
  | { readonly outcome: 'delivered'; readonly detail: string }
  | {
      readonly outcome: 'retry';
      readonly detail: string;
      /** Milliseconds that the other side asked to wait. */
      readonly retryAfterMs?: number;
      /** The recipients that have not taken it, for channels with several; the others have. */
      readonly remaining?: readonly string[];
      /** Waiting alone will hardly mend it: a key, an address or the configuration is wrong. */
      readonly ownerShouldKnow?: boolean;
      /** It was handed over and no refusal came back, or some of its recipients took it. Absent: nobody has it, for certain. */
      readonly mayHaveArrived?: boolean;
      /** The receiver works, it does not take this one message or not for all its recipients: others are sent on. */
      readonly aboutMessage?: boolean;
    }
  /** Never again: the receiver is gone, or with `aboutMessage` this one message has nobody to go to. */
  | { readonly outcome: 'dead'; readonly detail: string; readonly aboutMessage?: boolean };

export interface SendOptions {
  /** Recipients of an earlier attempt that have not taken it yet; null for all. */
  readonly remaining: readonly string[] | null;
  /** Ends the attempt: everything that is open is closed. */
  readonly signal: AbortSignal;
  /** The time of this attempt, as the message states it (the mail's Date, the webhook's timestamp). */
  readonly now: Date;
  /** Told of each step, for a person who tests the way; a channel may leave it alone. */
  readonly onStep?: (step: AttemptStep) => void;
}

/** One step of an attempt in plain words; no secrets. */
export interface AttemptStep {
  /** `DNS`, `TLS`, `login`, or the command or protocol that the answer belongs to. */
  readonly name: string;
  readonly says: string;
}

/** One way to one receiver. */
export interface Channel {
  /** Never throws for what the other side does: each of its answers and silences is an {@link Attempt}. */
  send(message: Message, options: SendOptions): Promise<Attempt>;
}

/** Stands for a receiver that cannot be reached as configured; a person has to mend it, other receivers go on. */
export const unreadyChannel = (detail: string): Channel => ({
  async send() {
    return { outcome: 'retry', detail, ownerShouldKnow: true };
  },
});
