import type { AlertEventKind } from './alert.ts';
import type { AlertMessage, DigestMessage, TestMessage } from './alert-message.ts';
import type { ClaimDigestMessage, ClaimMessage } from './claim-alert.ts';
import type { DataDigestMessage, DataMessage } from './data-message.ts';
import type { HeartbeatMessage } from './heartbeat.ts';
import type { ReceiverMessage, Undelivered } from './receiver.ts';
import type { Severity } from './rule.ts';
import type { AlertFigures } from './threshold.ts';

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

/** What one message tells its receiver of one alert. */
export interface Told {
  readonly fingerprint: string;
  readonly sequence: number;
  readonly kind: Exclude<AlertEventKind, 'recorded'>;
  readonly stands: boolean;
  readonly figures: AlertFigures | null;
  readonly severity: Severity;
}

/** A message on its way to one receiver. */
export interface OutgoingMessage {
  readonly receiver: string;
  readonly channel: string;
  readonly message: Message;
}
