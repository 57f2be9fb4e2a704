import type { Correction } from '../domain/correction.ts';
import type { Refusal } from '../errors.ts';
import { correctionCodec } from './correction-codec.ts';
import type { Sqlite } from './database.ts';
import { type NewSnapshot, type SnapshotOutcome, type SnapshotRecord, type SnapshotStore, WITH_FIGURES } from './store.ts';

export interface SnapshotRow {
  readonly snapshot_id: number;
  readonly run_id: number;
  readonly pipeline: string;
  readonly request_key: string;
  readonly name: string;
  readonly url: string | null;
  readonly media_type: string | null;
  readonly sha256: string;
  readonly extension: string;
  readonly bytes: number;
  readonly retrieved_at: string;
  readonly last_seen_at: string;
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly params: string;
  readonly columns: string | null;
  readonly settings: string;
  readonly outcome: SnapshotOutcome | null;
  readonly refused: string;
  readonly notes: string;
  readonly earlier_pages: string;
  readonly file_state: string | null;
  readonly corrections: string;
  readonly first_period: number | null;
  readonly last_period: number | null;
  readonly figures: number | null;
}

/** @param corrections entries by their ids, as `correctionCodec` reads them. */
export const snapshotOf = (row: SnapshotRow, corrections: (ids: string) => readonly Correction[]): SnapshotRecord => ({
  id: row.snapshot_id,
  runId: row.run_id,
  pipeline: row.pipeline,
  requestKey: row.request_key,
  name: row.name,
  url: row.url,
  mediaType: row.media_type,
  sha256: row.sha256,
  extension: row.extension,
  bytes: row.bytes,
  retrievedAt: row.retrieved_at,
  lastSeenAt: row.last_seen_at,
  etag: row.etag,
  lastModified: row.last_modified,
  params: JSON.parse(row.params) as Record<string, string>,
  columns: row.columns === null ? null : (JSON.parse(row.columns) as string[]),
  settings: JSON.parse(row.settings) as unknown,
  outcome: row.outcome,
  refused: JSON.parse(row.refused) as Refusal[],
  notes: JSON.parse(row.notes) as string[],
  earlierPages: JSON.parse(row.earlier_pages) as string[],
  fileState: row.file_state,
  corrections: corrections(row.corrections),
  extent: row.first_period === null || row.last_period === null ? null : { from: row.first_period, to: row.last_period },
  figures: row.figures,
});

/** Settles a snapshot inside a transaction of the caller's. */
export function snapshotSettler(
  db: Sqlite,
): (id: number, outcome: SnapshotOutcome, refused: readonly Refusal[], notes: readonly string[]) => void {
  const settle = db.prepare('UPDATE snapshot SET outcome = ?, refused = ?, notes = ? WHERE snapshot_id = ?');
  return (id, outcome, refused, notes) => {
    settle.run(outcome, JSON.stringify(refused), JSON.stringify(notes), id);
  };
}

export function snapshotStore(db: Sqlite): SnapshotStore {
  const insert =
    db.prepare(`INSERT INTO snapshot (run_id, pipeline, request_key, name, url, media_type, sha256, extension, bytes, retrieved_at, last_seen_at, etag, last_modified, params, columns, settings, earlier_pages, file_state, corrections)
    VALUES (@runId, @pipeline, @requestKey, @name, @url, @mediaType, @sha256, @extension, @bytes, @retrievedAt, @retrievedAt, @etag, @lastModified, @params, @columns, @settings, @earlierPages, @fileState, @corrections)`);
  const latest = db.prepare('SELECT * FROM snapshot WHERE pipeline = ? AND request_key = ? ORDER BY snapshot_id DESC LIMIT 1');
  const all = db.prepare('SELECT * FROM snapshot WHERE @pipeline IS NULL OR pipeline = @pipeline ORDER BY snapshot_id');
  const underWay = db.prepare('SELECT * FROM snapshot WHERE pipeline = ? AND outcome IS NULL ORDER BY snapshot_id');
  const see = db.prepare('UPDATE snapshot SET last_seen_at = ? WHERE snapshot_id = ? AND last_seen_at < ?');
  const after = db.prepare(
    'SELECT * FROM snapshot WHERE pipeline = ? AND last_seen_at > ? AND outcome IN (SELECT value FROM json_each(?)) ORDER BY last_seen_at, snapshot_id',
  );
  const sight = db.prepare('SELECT MAX(last_seen_at) FROM snapshot WHERE pipeline = ?').pluck();
  const forgetProofs = db.prepare('DELETE FROM completeness WHERE snapshot_id = ?');
  const giveBackSightings = db.prepare(
    'UPDATE correction SET (seen_snapshot, seen_at) = (SELECT snapshot_id, retrieved_at FROM snapshot WHERE snapshot_id = @before) WHERE seen_snapshot = @id',
  );
  const forget = db.prepare('DELETE FROM snapshot WHERE snapshot_id = ?');
  const settle = snapshotSettler(db);
  const { encode, decode } = correctionCodec(db);
  const recordOf = (row: SnapshotRow): SnapshotRecord => snapshotOf(row, decode);
  return {
    async addSnapshot(s: NewSnapshot): Promise<number> {
      const columns = s.columns === null ? null : JSON.stringify(s.columns);
      return Number(
        insert.run({
          ...s,
          params: JSON.stringify(s.params),
          columns,
          settings: JSON.stringify(s.settings ?? {}),
          earlierPages: JSON.stringify(s.earlierPages),
          fileState: s.fileState ?? null,
          corrections: encode(s.corrections ?? []),
        }).lastInsertRowid,
      );
    },
    async forgetSnapshot(id, before) {
      db.transaction(() => {
        forgetProofs.run(id);
        giveBackSightings.run({ id, before });
        forget.run(id);
      }).immediate();
    },
    async settleSnapshot(id, outcome, refused, notes) {
      settle(id, outcome, refused, notes);
    },
    async seeSnapshotAgain(id, at) {
      see.run(at, id, at);
    },
    async snapshotsSeenAfter(pipeline, instant) {
      return (after.all(pipeline, instant, JSON.stringify(WITH_FIGURES)) as SnapshotRow[]).map(recordOf);
    },
    async lastSight(pipeline) {
      return sight.get(pipeline) as string | null;
    },
    async latestSnapshot(pipeline, requestKey) {
      const row = latest.get(pipeline, requestKey) as SnapshotRow | undefined;
      return row === undefined ? null : recordOf(row);
    },
    async snapshots(filter) {
      return (all.all({ pipeline: filter.pipeline ?? null }) as SnapshotRow[]).map(recordOf);
    },
    async unsettledSnapshots(pipeline) {
      return (underWay.all(pipeline) as SnapshotRow[]).map(recordOf);
    },
  };
}
