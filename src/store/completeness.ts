import type { Proof } from '../domain/proof.ts';
import type { Sqlite } from './database.ts';

/** What is kept of one publication: everything that does not hold, and of the rest as many as this. */
const MAX_PROOFS = 500;

interface ProofRow {
  readonly snapshot_id: number;
  readonly kind: Proof['check'];
  readonly subject: string;
  readonly expected: number | null;
  readonly received: number;
  readonly holds: 0 | 1;
  readonly detail: string | null;
}

/** Keeps the proofs of a snapshot, in the place of those that were kept of it before, inside a transaction of the caller's. */
export function proofWriter(db: Sqlite): (snapshotId: number, proofs: readonly Proof[], at: string) => void {
  const forget = db.prepare('DELETE FROM completeness WHERE snapshot_id = ?');
  const insert = db.prepare(
    'INSERT INTO completeness (snapshot_id, position, kind, subject, expected, received, holds, detail, checked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return (snapshotId, proofs, at) => {
    forget.run(snapshotId);
    for (const [position, p] of kept(proofs).entries())
      insert.run(snapshotId, position, p.check, p.subject, p.expected, p.received, p.holds ? 1 : 0, p.detail ?? null, at);
  };
}

/** The failing ones first; beyond the bound the others are counted by what they check. */
function kept(proofs: readonly Proof[]): Proof[] {
  const ordered = [...proofs.filter((p) => !p.holds), ...proofs.filter((p) => p.holds)];
  const room = Math.max(MAX_PROOFS, proofs.length - proofs.filter((p) => p.holds).length);
  const counted = new Map<Proof['check'], number>();
  for (const { check } of ordered.slice(room)) counted.set(check, (counted.get(check) ?? 0) + 1);
  const rest = [...counted].map(
    ([check, count]): Proof => ({ check, subject: `${count} more of this kind`, expected: count, received: count, holds: true }),
  );
  return [...ordered.slice(0, room), ...rest];
}

/** What was kept of the snapshots of a run. */
export function proofReader(db: Sqlite): (runId: number) => (Proof & { readonly snapshotId: number })[] {
  const select = db.prepare(
    'SELECT c.* FROM completeness c JOIN snapshot n ON n.snapshot_id = c.snapshot_id WHERE n.run_id = ? ORDER BY c.snapshot_id, c.position',
  );
  return (runId) =>
    (select.all(runId) as ProofRow[]).map(({ snapshot_id, kind, holds, detail, ...rest }) => ({
      snapshotId: snapshot_id,
      check: kind,
      subject: rest.subject,
      expected: rest.expected,
      received: rest.received,
      holds: holds === 1,
      ...(detail === null ? {} : { detail }),
    }));
}
