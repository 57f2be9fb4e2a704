import type { Sqlite } from './existing.ts';
import { LINKS, onSameAlerts } from './links.ts';
import { outageReader } from './outages.ts';
import { silenceReader } from './silences.ts';
import type { DeadDelivery, OutboxReader } from './store.ts';

export function outboxReader(db: Sqlite): OutboxReader {
  const count = db.prepare("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND receiver = ?").pluck();
  const next = db
    .prepare(
      `SELECT MIN(MAX(b.next_attempt_at, COALESCE(o.next_attempt_at, ''))) FROM outbox b LEFT JOIN receiver_outage o ON o.receiver = b.receiver WHERE b.state = 'waiting'`,
    )
    .pluck();
  const dead = db.prepare(`SELECT d.outbox_id AS id, d.message_id AS messageId, d.receiver, d.kind, d.created_at AS createdAt, d.detail,
      (SELECT json_group_array(fingerprint) FROM (${LINKS.map((links) => `SELECT fingerprint FROM ${links} WHERE outbox_id = d.outbox_id`).join(' UNION ALL ')})) AS fingerprints,
      EXISTS (${onSameAlerts('d.outbox_id', "o.outbox_id > d.outbox_id AND o.state <> 'dead'")}) AS movedOn
    FROM outbox d WHERE d.state = 'dead' ORDER BY d.outbox_id`);
  const silences = silenceReader(db);
  const outages = outageReader(db);
  return {
    async waitingCount(receiver) {
      return count.get(receiver) as number;
    },
    async nextDelivery() {
      return next.get() as string | null;
    },
    async silencesAt(at) {
      return silences(at);
    },
    async outages() {
      return outages();
    },
    async deadDeliveries() {
      return (dead.all() as (Omit<DeadDelivery, 'fingerprints' | 'movedOn'> & { fingerprints: string; movedOn: number })[]).map((row) => ({
        ...row,
        fingerprints: JSON.parse(row.fingerprints) as string[],
        movedOn: row.movedOn === 1,
      }));
    },
  };
}
