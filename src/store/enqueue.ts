import type { Message, OutgoingMessage } from '../domain/message.ts';
import type { Sqlite } from './database.ts';

/**
 * Writes messages into the outbox, inside the caller's transaction. A run's publications are told of in one digest: the
 * one that waits from the same run, for the same reason, is extended.
 * @returns for each message the row that holds it.
 */
export function messageWriter(db: Sqlite): (out: OutgoingMessage, runId: number | null, at: string) => number {
  const add = db.prepare(
    'INSERT INTO outbox (run_id, message_id, receiver, channel, kind, message, created_at, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const openDigest = db.prepare(
    "SELECT outbox_id, message FROM outbox WHERE run_id = ? AND receiver = ? AND kind = ? AND state = 'waiting' AND attempts = 0 AND in_doubt = 0 AND json_extract(message, '$.reason') = ?",
  );
  const extend = db.prepare('UPDATE outbox SET message = ? WHERE outbox_id = ?');
  return ({ receiver, channel, message }, runId, at) => {
    const open =
      message.type === 'digest' || message.type === 'claim.digest'
        ? (openDigest.get(runId, receiver, message.type, message.reason) as { outbox_id: number; message: string } | undefined)
        : undefined;
    if (open === undefined) {
      const row = add.run(runId, message.id, receiver, channel, message.type, JSON.stringify(message), at, at);
      return Number(row.lastInsertRowid);
    }
    extend.run(JSON.stringify(joined(JSON.parse(open.message) as Message, message)), open.outbox_id);
    return open.outbox_id;
  };
}

/** Two digests of one kind as one. */
function joined(before: Message, more: Message): Message {
  if (before.type === 'digest' && more.type === 'digest') return { ...before, alerts: [...before.alerts, ...more.alerts] };
  if (before.type === 'claim.digest' && more.type === 'claim.digest') return { ...before, claims: [...before.claims, ...more.claims] };
  throw new TypeError(`a ${before.type} cannot be extended by a ${more.type}`);
}
