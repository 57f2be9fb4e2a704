import type { Told } from '../domain/alert.ts';
import { MOST_LISTED } from '../domain/alert-digest.ts';
import { type AlertMessage, type DigestMessage, digestWith, without } from '../domain/alert-message.ts';
import { type DataDigestMessage, type DataMessage, withoutEntry } from '../domain/data-message.ts';
import type { Message, OutgoingMessage } from '../domain/message.ts';
import type { Sqlite } from './database.ts';
import type { Cancelled } from './store.ts';

export interface MessageWriter {
  /**
   * Writes a message into the outbox, inside the caller's transaction. A run's publications are told of in one digest: the
   * one that waits from the same run, for the same reason, is extended, unless something newer for the receiver stands behind it.
   * @returns the row that holds it.
   */
  enqueue(out: OutgoingMessage, runId: number | null, at: string, tells?: readonly Told[]): number;
  /** Takes an alert out of a message that has not been sent; a message without any is superseded. */
  cancel(one: Cancelled): void;
  /** Takes back a message that has not been sent. */
  supersede(outboxId: number): void;
}

export function messageWriter(db: Sqlite): MessageWriter {
  const add = db.prepare(
    'INSERT INTO outbox (run_id, message_id, receiver, channel, kind, message, created_at, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const openDigest = db.prepare(
    `SELECT outbox_id, message FROM outbox WHERE run_id = @runId AND receiver = @receiver AND kind = @kind AND state = 'waiting' AND attempts = 0 AND NOT in_doubt
      AND json_extract(message, '$.reason') = @reason AND outbox_id = (SELECT MAX(outbox_id) FROM outbox WHERE receiver = @receiver)`,
  );
  const change = db.prepare('UPDATE outbox SET message = ?, message_id = ?, kind = ? WHERE outbox_id = ?');
  const unsent = db.prepare("SELECT message FROM outbox WHERE outbox_id = ? AND state IN ('waiting', 'dead') AND NOT in_doubt").pluck();
  const takeBack = db.prepare("UPDATE outbox SET state = 'superseded', next_attempt_at = NULL WHERE outbox_id = ?");
  const unlink = db.prepare('UPDATE outbox_alert SET cancelled = 1 WHERE outbox_id = ? AND fingerprint = ?');
  const link = db.prepare(
    `INSERT OR REPLACE INTO outbox_alert (outbox_id, fingerprint, sequence, kind, stands, current, base, percent, severity, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const rewrite = (outboxId: number, message: Message): void =>
    void change.run(JSON.stringify(message), message.id, message.type, outboxId);
  const linkAll = (outboxId: number, tells: readonly Told[]): void => {
    // As the table has them.
    const sorted = tells.length < 2 ? tells : tells.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
    for (const { fingerprint, sequence, kind, stands, figures, severity, isListed } of sorted)
      link.run(
        outboxId,
        fingerprint,
        sequence,
        kind,
        stands ? 1 : 0,
        figures?.current ?? null,
        figures?.base ?? null,
        figures?.percent ?? null,
        severity,
        isListed ? 1 : 0,
      );
  };
  const unlist = db.prepare('UPDATE outbox_alert SET listed = 0 WHERE outbox_id = ? AND fingerprint = ?');
  const counted = db.prepare('SELECT COUNT(*) FROM outbox_alert WHERE outbox_id = ? AND NOT listed AND NOT cancelled').pluck();
  /** With as many alerts as a digest lists, those that came first. */
  const shortened = (outboxId: number, digest: DigestMessage): DigestMessage => {
    for (const { fingerprint } of digest.alerts.slice(MOST_LISTED)) unlist.run(outboxId, fingerprint);
    return digestWith(digest, digest.alerts.slice(0, MOST_LISTED), counted.get(outboxId) as number) ?? digest;
  };

  return {
    enqueue({ receiver, channel, message }, runId, at, tells = []) {
      const open =
        message.type === 'digest' || message.type === 'claim.digest'
          ? (openDigest.get({ runId, receiver, kind: message.type, reason: message.reason }) as
              | { outbox_id: number; message: string }
              | undefined)
          : undefined;
      const outboxId =
        open?.outbox_id ??
        Number(add.run(runId, message.id, receiver, channel, message.type, JSON.stringify(message), at, at).lastInsertRowid);
      linkAll(outboxId, tells);
      if (open !== undefined) {
        const before = JSON.parse(open.message) as Message;
        const whole = joined(before, message, tells);
        rewrite(outboxId, { ...(whole.type === 'digest' ? shortened(outboxId, whole) : whole), id: before.id });
      }
      return outboxId;
    },
    cancel({ outboxId, fingerprint }) {
      const text = unsent.get(outboxId) as string | undefined;
      if (text === undefined) throw new Error(`message ${outboxId} was sent and cannot be taken back`);
      unlink.run(outboxId, fingerprint);
      const rest = withoutAlert(JSON.parse(text) as AlertMessage | DigestMessage | DataMessage | DataDigestMessage, fingerprint);
      if (rest === null) takeBack.run(outboxId);
      else rewrite(outboxId, rest);
    },
    supersede(outboxId) {
      if (unsent.get(outboxId) === undefined) throw new Error(`message ${outboxId} was sent and cannot be taken back`);
      takeBack.run(outboxId);
    },
  };
}

function withoutAlert(message: AlertMessage | DigestMessage | DataMessage | DataDigestMessage, fingerprint: string): Message | null {
  switch (message.type) {
    case 'data.late':
    case 'data.arrived':
    case 'data.partial':
    case 'data.completed':
    case 'pipeline.failed':
    case 'pipeline.recovered':
    case 'data.digest':
      return withoutEntry(message, fingerprint);
    default:
      return without(message, fingerprint);
  }
}

/** Two digests of one kind as one; of an alert that both tell, the later word counts. */
function joined(before: Message, more: Message, tells: readonly Told[]): Message {
  if (before.type === 'digest' && more.type === 'digest') {
    const later = new Set(tells.map((told) => told.fingerprint));
    return { ...before, alerts: [...before.alerts.filter((alert) => !later.has(alert.fingerprint)), ...more.alerts] };
  }
  if (before.type === 'claim.digest' && more.type === 'claim.digest') return { ...before, claims: [...before.claims, ...more.claims] };
  throw new TypeError(`a ${before.type} cannot be extended by a ${more.type}`);
}
