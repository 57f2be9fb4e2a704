import type { AlertMessage, DigestMessage, TestMessage } from './alert-message.ts';
import type { ClaimDigestMessage, ClaimMessage } from './claim-alert.ts';
import type { DataDigestMessage, DataMessage } from './data-message.ts';
import type { HeartbeatMessage } from './heartbeat.ts';
import type { ReceiverMessage, Undelivered } from './receiver.ts';

/** Everything that a receiver can be sent; `undelivered` when it was addressed to another one, which did not take it. */
export type Message = (
  | AlertMessage
  | DigestMessage
  | ClaimMessage
  | ClaimDigestMessage
  | DataMessage
  | DataDigestMessage
  | HeartbeatMessage
  | ReceiverMessage
  | TestMessage
) & {
  readonly undelivered?: Undelivered;
};

/** A message on its way to one receiver. */
export interface OutgoingMessage {
  readonly receiver: string;
  readonly channel: string;
  readonly message: Message;
}
