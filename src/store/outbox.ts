import type { Message } from '../domain/message.ts';
import type { Sqlite } from './database.ts';
import type { DeliverySettlement, OutboxItem, OutboxStore } from './store.ts';

interface OutboxRow {
  readonly outbox_id: number;
  readonly message_id: string;
  readonly receiver: string;
  readonly channel: string;
  readonly message: string;
  readonly attempts: number;
  readonly created_at: string;
  readonly remaining: string | null;
}

const itemOf = (row: OutboxRow): OutboxItem => ({
  id: row.outbox_id,
  messageId: row.message_id,
  receiver: row.receiver,
  channel: row.channel,
  message: JSON.parse(row.message) as Message,
  attempts: row.attempts,
  createdAt: row.created_at,
  remaining: row.remaining === null ? null : (JSON.parse(row.remaining) as string[]),
});

export function outboxStore(db: Sqlite): OutboxStore {
  // Messages on an alert or a claim reach a receiver in order: one waits for the earlier ones on any of its alerts.
  const waitsFor = (
    links: string,
  ): string => `EXISTS (SELECT 1 FROM ${links} x JOIN ${links} y ON y.fingerprint = x.fingerprint JOIN outbox e ON e.outbox_id = y.outbox_id
      WHERE x.outbox_id = b.outbox_id AND e.outbox_id < b.outbox_id AND e.receiver = b.receiver AND e.state = 'waiting')`;
  const due = db.prepare(`SELECT b.* FROM outbox b WHERE b.state = 'waiting' AND b.next_attempt_at <= @now
    AND NOT ${waitsFor('outbox_alert')} AND NOT ${waitsFor('outbox_claim')} ORDER BY b.outbox_id LIMIT @limit`);
  const settle = db.prepare(
    `UPDATE outbox SET state = @state, attempts = @attempts, next_attempt_at = @nextAttemptAt, delivered_at = @deliveredAt, detail = @detail, remaining = @remaining WHERE outbox_id = @id`,
  );
  const next = db.prepare("SELECT MIN(next_attempt_at) AS at FROM outbox WHERE state = 'waiting'");
  return {
    async dueDeliveries(now, limit) {
      return (due.all({ now, limit }) as OutboxRow[]).map(itemOf);
    },
    async settleDelivery(id: number, s: DeliverySettlement) {
      settle.run({ id, ...s, remaining: s.remaining === null ? null : JSON.stringify(s.remaining) });
    },
    async nextDelivery() {
      return (next.get() as { at: string | null }).at;
    },
  };
}
