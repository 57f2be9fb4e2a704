import type { Message } from '../domain/message.ts';
import { fallbackId } from '../domain/receiver.ts';
import type { Sqlite } from './database.ts';
import { LINKS, onSameAlerts } from './links.ts';
import type { Fallback } from './outbox-store.ts';

/** A message that the fallback has on the same alerts. */
interface Earlier {
  readonly id: string;
  readonly at: string;
}

interface Row {
  readonly run_id: number | null;
  readonly message_id: string;
  readonly receiver: string;
  readonly kind: string;
  readonly message: string;
  readonly created_at: string;
  readonly detail: string | null;
}

/**
 * Writes a dead message anew for the fallback of its receiver, inside the caller's transaction, and with it what still
 * waits on the same alerts: otherwise the fallback would believe what was corrected since. Each copy has an id of its own
 * that is always the same, and the links of its original, so that later corrections go to the fallback, too. What the
 * fallback was sent itself, or something later on the same alert, is not written.
 */
export function fallbackWriter(db: Sqlite): (id: number, fallback: Fallback, at: string) => void {
  const read = db.prepare('SELECT run_id, message_id, receiver, kind, message, created_at, detail FROM outbox WHERE outbox_id = ?');
  const later = db
    .prepare(`SELECT DISTINCT outbox_id FROM (${onSameAlerts('@id', "o.outbox_id > @id AND o.state = 'waiting'")}) ORDER BY outbox_id`)
    .pluck();
  const knows = newsOf(db);
  const earlier = db.prepare(
    `SELECT message_id AS id, created_at AS at FROM outbox WHERE outbox_id IN (${onSameAlerts('@id', 'TRUE', '@receiver')}) ORDER BY outbox_id`,
  );
  const add = db.prepare(`INSERT INTO outbox (run_id, message_id, receiver, channel, kind, message, created_at, next_attempt_at)
    VALUES (@runId, @messageId, @receiver, @channel, @kind, @message, @at, @at) ON CONFLICT (message_id) DO NOTHING`);
  const copyLinks = LINKS.map((links) => {
    const others = (db.pragma(`table_info(${links})`) as { name: string }[]).map(({ name }) => name).filter((name) => name !== 'outbox_id');
    return db.prepare(
      `INSERT INTO ${links} (outbox_id, ${others.join(', ')}) SELECT @copy, ${others.join(', ')} FROM ${links} WHERE outbox_id = @id`,
    );
  });

  const copy = (id: number, { receiver, channel }: Fallback, detail: string, at: string): void => {
    const row = read.get(id) as Row;
    const message = JSON.parse(row.message) as Message;
    if (knows(id, receiver, message)) return;
    const copied: Message = {
      ...message,
      id: fallbackId(row.message_id, receiver),
      ...threadOf(message, earlier.all({ id, receiver }) as Earlier[]),
      undelivered: message.undelivered ?? { receiver: row.receiver, since: row.created_at, detail },
    };
    const { changes, lastInsertRowid } = add.run({
      runId: row.run_id,
      messageId: copied.id,
      receiver,
      channel,
      kind: row.kind,
      message: JSON.stringify(copied),
      at,
    });
    if (changes === 1) for (const links of copyLinks) links.run({ id, copy: Number(lastInsertRowid) });
  };
  return (id, fallback, at) => {
    const detail = (read.get(id) as Row).detail ?? '';
    for (const one of [id, ...(later.all({ id }) as number[])]) copy(one, fallback, detail, at);
  };
}

/** Where a message stands among those that its new receiver has: it names these, and not what another one was sent. */
function threadOf(message: Message, earlier: readonly Earlier[]): object {
  if (!('references' in message)) return {};
  const references = earlier.map(({ id }) => id);
  if (!('previous' in message) || message.previous === null) return { references };
  const { said_at: _, ...said } = message.previous;
  const last = earlier.at(-1);
  return { references, previous: last === undefined ? said : { ...said, said_at: last.at } };
}

/**
 * Whether a receiver was sent, or will be, all that a message says, or something later on any of its alerts. The events of
 * one load are written for all receivers at one time, whatever messages they make; a digest has no sequence.
 */
function newsOf(db: Sqlite): (id: number, receiver: string, message: Message) => boolean {
  const told = db
    .prepare(
      LINKS.map(
        (links) => `SELECT MAX(CASE
            WHEN o.outbox_id IS NULL OR json_extract(o.message, '$.created_at') < @at THEN 0
            WHEN json_extract(o.message, '$.created_at') > @at OR json_extract(o.message, '$.sequence') > @sequence THEN 2
            ELSE COALESCE(json_extract(o.message, '$.sequence') = @sequence, 1) END)
          FROM ${links} x JOIN ${links} y ON y.fingerprint = x.fingerprint AND NOT y.cancelled LEFT JOIN outbox o ON o.outbox_id = y.outbox_id AND o.receiver = @receiver AND o.state <> 'superseded'
          WHERE x.outbox_id = @id AND NOT x.cancelled GROUP BY x.fingerprint`,
      ).join(' UNION ALL '),
    )
    .pluck();
  return (id, receiver, message) => {
    const sequence = 'sequence' in message ? message.sequence : null;
    const [SAME, LATER] = [1, 2];
    const news = told.all({ id, receiver, at: message.created_at, sequence }) as number[];
    return news.includes(LATER) || (news.length > 0 && news.every((one) => one === SAME));
  };
}
