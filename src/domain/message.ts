import type { AlertMessage, DigestMessage, TestMessage } from './alert.ts';
import type { ClaimDigestMessage, ClaimMessage } from './claim-alert.ts';

/** Everything that a receiver can be sent. */
export type Message = AlertMessage | DigestMessage | ClaimMessage | ClaimDigestMessage | TestMessage;

/** A message on its way to one receiver. */
export interface OutgoingMessage {
  readonly receiver: string;
  readonly channel: string;
  readonly message: Message;
  /** The alerts that it speaks of. */
  readonly fingerprints: readonly string[];
}
