import { type Correction, figureId, type Sighting } from '../domain/correction.ts';
import type { Period } from '../domain/period.ts';
import { type CorrectionRow, correctionCodec, correctionOf } from './correction-codec.ts';
import type { CorrectionStore } from './correction-store.ts';
import type { Sqlite } from './database.ts';
import { type SnapshotRow, snapshotOf } from './snapshots.ts';

/** Notes, inside the caller's transaction, what a publication says of the figures that the ledger names; an older one says nothing new. */
export function sightingWriter(db: Sqlite): (sightings: readonly Sighting[], snapshotId: number, seenAt: string) => void {
  const see = db.prepare(
    'UPDATE correction SET seen_value = @value, seen_at = @seenAt, seen_snapshot = @snapshotId WHERE digest = @digest AND (seen_at IS NULL OR seen_at <= @seenAt)',
  );
  return (sightings, snapshotId, seenAt) => {
    for (const sighting of sightings) see.run({ ...sighting, snapshotId, seenAt });
  };
}

export function correctionStore(db: Sqlite): CorrectionStore {
  const { encode, decode } = correctionCodec(db);
  const active = db.prepare('SELECT * FROM correction WHERE active = 1 ORDER BY correction_id');
  const current =
    db.prepare(`SELECT v.snapshot_id AS snapshotId, o.value FROM series_key k JOIN series s ON s.key_id = k.key_id AND s.period_kind = ?
    JOIN observation o ON o.series_id = s.series_id AND o.period = ? JOIN vintage v ON v.vintage_id = o.vintage_id WHERE k.key = ?`);
  const snapshot = db.prepare('SELECT * FROM snapshot WHERE snapshot_id = ?');
  const retire = db.prepare(
    'UPDATE correction SET active = 0, seen_value = NULL, seen_at = NULL, seen_snapshot = NULL WHERE active = 1 AND digest NOT IN (SELECT value FROM json_each(?))',
  );
  const activate = db.prepare(
    'UPDATE correction SET active = 1, reason = @reason, source = @source, added = @added, place = @place WHERE digest = @digest',
  );
  const outdated = db.prepare(
    "SELECT * FROM correction WHERE active = 1 AND substr(series_key, 1, length(@pipeline) + 1) = @pipeline || '/' AND seen_at IS NOT NULL AND seen_value IS NOT expected ORDER BY correction_id",
  );
  const activateAll = db.transaction((ledger: readonly Correction[]) => {
    encode(ledger);
    retire.run(JSON.stringify(ledger.map((entry) => entry.digest)));
    for (const { digest, reason, source, added, place } of ledger) activate.run({ digest, reason, source, added, place });
  });
  return {
    async rereadings(ledger) {
      const before = active.all() as CorrectionRow[];
      const wanted = new Set(ledger.map((entry) => entry.digest));
      const known = new Set(before.map((row) => row.digest));
      const changed: { key: string; period: Period; seen: number | null }[] = [
        // First, since the publication that was held back by an old entry is newer than the one that is loaded.
        ...before
          .filter((row) => !wanted.has(row.digest))
          .map((row) => ({ key: row.series_key, period: { kind: row.period_kind, end: row.period }, seen: row.seen_snapshot })),
        ...ledger.filter((entry) => !known.has(entry.digest)).map((entry) => ({ key: entry.seriesKey, period: entry.period, seen: null })),
      ];
      const bySnapshot = new Map<number, string[]>();
      const done = new Set<string>();
      for (const { key, period, seen } of changed) {
        const figure = figureId(key, period);
        const held = current.get(period.kind, period.end, key) as { snapshotId: number; value: number | null } | undefined;
        const snapshotId = seen ?? held?.snapshotId;
        // What was withdrawn since it was last stated is not stated again.
        const isGone = snapshotId !== undefined && held?.value === null && held.snapshotId > snapshotId;
        if (snapshotId === undefined || isGone || done.has(figure)) continue;
        done.add(figure);
        bySnapshot.set(snapshotId, [...(bySnapshot.get(snapshotId) ?? []), figure]);
      }
      return [...bySnapshot].map(([id, figures]) => ({ snapshot: snapshotOf(snapshot.get(id) as SnapshotRow, decode), figures }));
    },
    async activateCorrections(ledger) {
      activateAll.immediate(ledger);
    },
    async activeCorrections() {
      return (active.all() as CorrectionRow[]).map(correctionOf);
    },
    async outdatedCorrections(pipeline) {
      return (outdated.all({ pipeline }) as CorrectionRow[]).map((row) => ({ correction: correctionOf(row), published: row.seen_value }));
    },
  };
}
