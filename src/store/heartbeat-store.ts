import type { HeartbeatFacts } from '../domain/heartbeat.ts';
import type { OutgoingMessage } from '../domain/message.ts';
import type { YearMonth } from '../domain/period.ts';

export interface HeartbeatStore {
  /** Whether the heartbeat of a month is due: none of it or of a later one was written. The first month of all is only noted. */
  heartbeatIsDue(month: YearMonth, at: string): Promise<boolean>;
  /**
   * Writes the heartbeat of a month in one transaction, once; those of months that were missed are not caught up one by one.
   * @returns whether it was written.
   */
  writeHeartbeat(month: YearMonth, at: string, compose: (facts: HeartbeatFacts) => readonly OutgoingMessage[]): Promise<boolean>;
}
