import type { Message } from '../domain/message.ts';
import { LONGEST_PAUSE_MS } from '../domain/wait.ts';
import type { Sqlite } from './database.ts';
import { messageWriter } from './enqueue.ts';
import { fallbackWriter } from './fallback.ts';
import { onSameAlerts } from './links.ts';
import { outageTable } from './outages.ts';
import { outboxReader } from './outbox-reader.ts';
import type { OutboxItem, OutboxStore } from './store.ts';

interface OutboxRow {
  readonly outbox_id: number;
  readonly run_id: number | null;
  readonly message_id: string;
  readonly receiver: string;
  readonly channel: string;
  readonly message: string;
  readonly attempts: number;
  readonly created_at: string;
  readonly next_attempt_at: string | null;
  readonly remaining: string | null;
  readonly in_doubt: number;
  readonly partly_taken: number;
}

const itemOf = (row: OutboxRow): OutboxItem => ({
  id: row.outbox_id,
  messageId: row.message_id,
  receiver: row.receiver,
  channel: row.channel,
  message: JSON.parse(row.message) as Message,
  attempts: row.attempts,
  createdAt: row.created_at,
  nextAttemptAt: row.next_attempt_at,
  remaining: row.remaining === null ? null : (JSON.parse(row.remaining) as string[]),
  inDoubt: row.in_doubt === 1,
  partlyTaken: row.partly_taken === 1,
});

export function outboxStore(db: Sqlite): OutboxStore {
  // In order: one waits for the earlier ones on any of its alerts, but not for a mail that lacks a few of its recipients.
  const dueOf = (which: string): ReturnType<Sqlite['prepare']> =>
    db.prepare(`SELECT b.* FROM outbox b INDEXED BY outbox_waiting WHERE b.state = 'waiting' AND ${which} AND (b.next_attempt_at <= @now OR b.next_attempt_at > @ahead)
      AND NOT EXISTS (${onSameAlerts('b.outbox_id', "o.outbox_id < b.outbox_id AND o.state = 'waiting' AND o.partly_taken = 0")})
    ORDER BY b.outbox_id LIMIT @limit`);
  const due = dueOf('TRUE');
  const dueOfReceiver = dueOf('b.receiver = @receiver AND b.outbox_id > @after');
  const receiverOf = db.prepare('SELECT receiver FROM outbox WHERE outbox_id = ?').pluck();
  const receivers = db.prepare("SELECT DISTINCT receiver FROM outbox WHERE state = 'waiting' ORDER BY receiver").pluck();
  const claim = db.prepare(
    `UPDATE outbox SET in_doubt = 1, attempts = @attempts, next_attempt_at = @nextAttemptAt WHERE outbox_id = @id AND state = 'waiting'
      RETURNING message_id AS messageId, message`,
  );
  const settle = db.prepare(
    `UPDATE outbox SET state = @state, attempts = @attempts, next_attempt_at = @nextAttemptAt, delivered_at = @deliveredAt, detail = @detail,
      remaining = @remaining, in_doubt = @inDoubt, partly_taken = @partlyTaken WHERE outbox_id = @id`,
  );
  // Its last recipients have now been told something later: what they lack no longer holds.
  const closeEarlier = db.prepare(`UPDATE outbox SET state = 'delivered', delivered_at = @at, next_attempt_at = NULL,
      detail = substr(detail, 1, 400) || '; not tried again: all were sent a later message'
    WHERE outbox_id IN (${onSameAlerts('@id', "o.outbox_id < @id AND o.state = 'waiting' AND o.partly_taken = 1")})`);
  const overdue = db
    .prepare(
      `SELECT outbox_id FROM outbox WHERE state = 'waiting' AND receiver = @receiver AND (@before IS NULL OR COALESCE(resent_at, created_at) <= @before) ORDER BY outbox_id`,
    )
    .pluck();
  const giveUp = db.prepare("UPDATE outbox SET state = 'dead', next_attempt_at = NULL, detail = ? WHERE outbox_id = ?");
  const resend = db.prepare(
    "UPDATE outbox SET state = 'waiting', attempts = 0, next_attempt_at = @at, resent_at = @at WHERE outbox_id = @id AND state = 'dead' RETURNING receiver",
  );
  const outages = outageTable(db);
  const { enqueue } = messageWriter(db);
  const handOver = fallbackWriter(db);

  const settleOne = db.transaction((...[id, s, more]: Parameters<OutboxStore['settleDelivery']>) => {
    const { remaining, inDoubt = false, partlyTaken = false, ...values } = s;
    settle.run({
      id,
      ...values,
      remaining: remaining === null ? null : JSON.stringify(remaining),
      inDoubt: Number(inDoubt),
      partlyTaken: Number(partlyTaken),
    });
    if (s.state === 'delivered') closeEarlier.run({ id, at: s.deliveredAt });
    if (more === undefined) return;
    if (more.outage !== null) outages.keep(more.outage);
    else outages.forget(receiverOf.get(id) as string);
    if (s.state === 'dead' && more.fallback !== null) handOver(id, more.fallback, more.at);
    if (more.notice !== null) enqueue(more.notice, null, more.at);
  });
  const giveUpAll = db.transaction((...[receiver, before, detail, fallback, at]: Parameters<OutboxStore['giveUpDeliveries']>) => {
    const ids = overdue.all({ receiver, before }) as number[];
    for (const id of ids) {
      giveUp.run(detail, id);
      if (fallback !== null) handOver(id, fallback, at);
    }
    return ids.length;
  });
  const resendAll = db.transaction((ids: readonly number[], at: string) => {
    const woken = new Set<string>();
    for (const id of ids) {
      const row = resend.get({ id, at }) as { receiver: string } | undefined;
      if (row !== undefined) woken.add(row.receiver);
    }
    for (const receiver of woken) outages.beginAnew(receiver, at);
  });

  return {
    ...outboxReader(db),
    async dueDeliveries(now, limit, of) {
      const ahead = new Date(Date.parse(now) + LONGEST_PAUSE_MS).toISOString();
      const rows = of === undefined ? due.all({ now, ahead, limit }) : dueOfReceiver.all({ now, ahead, limit, ...of });
      return (rows as OutboxRow[]).map(itemOf);
    },
    async waitingReceivers() {
      return receivers.all() as string[];
    },
    async claimDelivery(id, begun) {
      const row = claim.get({ id, ...begun }) as { messageId: string; message: string } | undefined;
      return row === undefined ? null : { messageId: row.messageId, message: JSON.parse(row.message) as Message };
    },
    async settleDelivery(...args) {
      settleOne.immediate(...args);
    },
    async giveUpDeliveries(...args) {
      return giveUpAll.immediate(...args);
    },
    async forgetOutage(receiver) {
      return outages.forget(receiver);
    },
    async resendDeliveries(ids, at) {
      resendAll.immediate(ids, at);
    },
  };
}
