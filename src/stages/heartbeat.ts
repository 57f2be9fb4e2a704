import { digestOf } from '../domain/alert.ts';
import { type HeartbeatFacts, type HeartbeatMessage, streaksOf } from '../domain/heartbeat.ts';
import type { OutgoingMessage } from '../domain/message.ts';
import { formatMonth, type YearMonth } from '../domain/period.ts';

export interface HeartbeatContext {
  readonly receivers: readonly string[];
  /** Channel by receiver id. */
  readonly channels: ReadonlyMap<string, string>;
  /** Everything that is asked, of whatever kind. */
  readonly rules: readonly { readonly id: string; readonly title: string | null }[];
}

/** The heartbeat of a month to each receiver; pure. Written twice (a restored database) it has the same id. */
export function heartbeatMessages(context: HeartbeatContext, month: YearMonth, facts: HeartbeatFacts, at: string): OutgoingMessage[] {
  const { counts, standing, ...said } = facts;
  const found = new Map(counts.map((count) => [count.rule, count]));
  const body: Omit<HeartbeatMessage, 'id'> = {
    version: 1,
    type: 'heartbeat',
    created_at: at,
    ...said,
    rules: context.rules.map(({ id, title }) => ({ ...(found.get(id) ?? { rule: id, stand: 0, raised: 0, corrected: 0 }), title })),
    streaks: streaksOf(standing, facts.since),
  };
  return context.receivers.flatMap((receiver) => {
    const channel = context.channels.get(receiver);
    const id = digestOf('heartbeat', receiver, formatMonth(month));
    return channel === undefined ? [] : [{ receiver, channel, message: { id, ...body } }];
  });
}
