import type { Message } from '../domain/message.ts';
import { fallbackId } from '../domain/receiver.ts';
import type { Sqlite } from './database.ts';
import type { Fallback } from './outbox-store.ts';

/** The tables that say which alerts and claims a message speaks of. */
export const LINKS = ['outbox_alert', 'outbox_claim'] as const;

interface Dead {
  readonly run_id: number | null;
  readonly message_id: string;
  readonly receiver: string;
  readonly kind: string;
  readonly message: string;
  readonly created_at: string;
  readonly detail: string;
}

/**
 * Writes a dead message anew for the fallback of its receiver, inside the caller's transaction: with an id of its own
 * that is always the same, and linked to the same alerts, so that corrections go to the fallback, too. Nothing is written
 * when the fallback was sent the same events itself.
 */
export function fallbackWriter(db: Sqlite): (id: number, fallback: Fallback, at: string) => void {
  const read = db.prepare('SELECT run_id, message_id, receiver, kind, message, created_at, detail FROM outbox WHERE outbox_id = ?');
  // The events of one load are written for all receivers at one time, whatever messages they make; a digest has no sequence.
  const untold = db
    .prepare(
      `SELECT COUNT(*) FROM (${LINKS.map((links) => `SELECT fingerprint, '${links}' AS links FROM ${links} WHERE outbox_id = @id`).join(' UNION ALL ')}) d
        WHERE NOT EXISTS (SELECT 1 FROM outbox b JOIN (${LINKS.map((links) => `SELECT outbox_id, fingerprint, '${links}' AS links FROM ${links}`).join(' UNION ALL ')}) l
            ON l.outbox_id = b.outbox_id
          WHERE l.fingerprint = d.fingerprint AND l.links = d.links AND b.receiver = @receiver AND json_extract(b.message, '$.created_at') = @createdAt
            AND COALESCE(json_extract(b.message, '$.sequence') = @sequence, TRUE))`,
    )
    .pluck();
  const linked = db.prepare(`SELECT ${LINKS.map((links) => `EXISTS (SELECT 1 FROM ${links} WHERE outbox_id = @id)`).join(' OR ')}`).pluck();
  const earlier = db
    .prepare(
      `SELECT message_id FROM outbox b WHERE b.receiver = @receiver AND b.outbox_id IN (${LINKS.map(
        (links) => `SELECT y.outbox_id FROM ${links} x JOIN ${links} y ON y.fingerprint = x.fingerprint WHERE x.outbox_id = @id`,
      ).join(' UNION ')}) ORDER BY b.outbox_id`,
    )
    .pluck();
  const add = db.prepare(`INSERT INTO outbox (run_id, message_id, receiver, channel, kind, message, created_at, next_attempt_at)
    VALUES (@runId, @messageId, @receiver, @channel, @kind, @message, @at, @at) ON CONFLICT (message_id) DO NOTHING`);
  const copyLinks = LINKS.map((links) => {
    const others = (db.pragma(`table_info(${links})`) as { name: string }[]).map(({ name }) => name).filter((name) => name !== 'outbox_id');
    return db.prepare(
      `INSERT INTO ${links} (outbox_id, ${others.join(', ')}) SELECT @copy, ${others.join(', ')} FROM ${links} WHERE outbox_id = @id`,
    );
  });

  return (id, { receiver, channel }, at) => {
    const dead = read.get(id) as Dead;
    const message = JSON.parse(dead.message) as Message;
    const sequence = 'sequence' in message ? message.sequence : null;
    if (linked.get({ id }) === 1 && untold.get({ id, receiver, createdAt: message.created_at, sequence }) === 0) return;
    const copy: Message = {
      ...message,
      id: fallbackId(dead.message_id, receiver),
      ...('references' in message ? { references: earlier.all({ id, receiver }) as string[] } : {}),
      undelivered: message.undelivered ?? { receiver: dead.receiver, since: dead.created_at, detail: dead.detail },
    };
    const { changes, lastInsertRowid } = add.run({
      runId: dead.run_id,
      messageId: copy.id,
      receiver,
      channel,
      kind: dead.kind,
      message: JSON.stringify(copy),
      at,
    });
    if (changes === 1) for (const links of copyLinks) links.run({ id, copy: Number(lastInsertRowid) });
  };
}
