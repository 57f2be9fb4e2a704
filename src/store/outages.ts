import type { Outage } from '../domain/outage.ts';
import type { Sqlite } from './database.ts';

/** The receivers that do not work; those that do have no row. */
export function outageReader(db: Sqlite): () => Outage[] {
  const all = db.prepare(
    'SELECT receiver, since, attempts, next_attempt_at AS nextAttemptAt, detail, told_at AS toldAt, version FROM receiver_outage ORDER BY receiver',
  );
  return () => all.all() as Outage[];
}

/** Writes them, inside transactions of the caller's. */
export function outageTable(db: Sqlite) {
  const keep = db.prepare(`INSERT INTO receiver_outage (receiver, since, attempts, next_attempt_at, detail, told_at, version)
      VALUES (@receiver, @since, @attempts, @nextAttemptAt, @detail, @toldAt, @version)
    ON CONFLICT (receiver) DO UPDATE SET since = excluded.since, attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at,
      detail = excluded.detail, told_at = excluded.told_at, version = excluded.version`);
  const forget = db.prepare('DELETE FROM receiver_outage WHERE receiver = ?');
  const beginAnew = db.prepare(
    'UPDATE receiver_outage SET attempts = 0, next_attempt_at = ? WHERE receiver = ? AND next_attempt_at IS NOT NULL',
  );
  return {
    keep: (outage: Outage): void => void keep.run(outage),
    /** @returns whether there was one. */
    forget: (receiver: string): boolean => forget.run(receiver).changes > 0,
    /** The schedule of attempts starts from its beginning, unless the receiver is disabled. */
    beginAnew: (receiver: string, at: string): void => void beginAnew.run(at, receiver),
  };
}
