import { correctionCodec } from './correction-codec.ts';
import { type Sqlite, schemaVersion } from './existing.ts';
import { type ReleaseRow, releaseOf } from './releases.ts';
import { RUN_COLUMNS, type RunRow, runOf } from './runs.ts';
import { SCHEMA_VERSION } from './schema-version.ts';
import { type SnapshotRow, snapshotOf } from './snapshots.ts';
import type { OutboxTotals, RunEffects, SourceTotals, StatusStore } from './store.ts';

export function statusStore(db: Sqlite): StatusStore {
  const runs = db.prepare(
    `SELECT ${RUN_COLUMNS} FROM run WHERE (@pipeline IS NULL OR pipeline = @pipeline) AND (@before IS NULL OR run_id < @before) ORDER BY run_id DESC LIMIT @limit`,
  );
  const events =
    db.prepare(`SELECT e.kind, COUNT(*) AS count FROM snapshot n JOIN vintage v ON v.snapshot_id = n.snapshot_id JOIN alert_event e ON e.vintage_id = v.vintage_id
    WHERE n.run_id = ? GROUP BY e.kind ORDER BY e.kind`);
  const sent = db.prepare('SELECT state, COUNT(*) AS count FROM outbox WHERE run_id = ? GROUP BY state ORDER BY state');
  const totals = totalsReader(db);
  const releases = db.prepare(
    'SELECT * FROM release WHERE @pipeline IS NULL OR pipeline = @pipeline ORDER BY period DESC, expected_at DESC, pipeline LIMIT @limit',
  );
  const refused = db.prepare(`SELECT * FROM snapshot s WHERE pipeline = ? AND outcome = 'refused'
      AND NOT EXISTS (SELECT 1 FROM snapshot n WHERE n.pipeline = s.pipeline AND n.request_key = s.request_key AND n.snapshot_id > s.snapshot_id)
    ORDER BY snapshot_id DESC LIMIT ?`);
  const byState = db.prepare('SELECT state, COUNT(*) AS count FROM outbox GROUP BY state ORDER BY state');
  const oldest = db.prepare("SELECT MIN(created_at) FROM outbox WHERE state = 'waiting'").pluck();
  const { decode } = correctionCodec(db);
  return {
    async dataVersion() {
      return Number(db.pragma('data_version', { simple: true }));
    },
    async isCurrent() {
      return schemaVersion(db) === SCHEMA_VERSION;
    },
    async runsBefore(limit, { pipeline, before }) {
      return (runs.all({ limit, pipeline: pipeline ?? null, before: before ?? null }) as RunRow[]).map(runOf);
    },
    async runEffects(id) {
      return { events: events.all(id) as RunEffects['events'], messages: sent.all(id) as RunEffects['messages'] };
    },
    async runTotals() {
      return totals();
    },
    async releases({ pipeline, limit }) {
      return (releases.all({ pipeline: pipeline ?? null, limit }) as (ReleaseRow & { pipeline: string })[]).map((row) => ({
        pipeline: row.pipeline,
        ...releaseOf(row),
      }));
    },
    async refusedPublications(pipeline, limit) {
      return (refused.all(pipeline, limit) as SnapshotRow[]).map((row) => snapshotOf(row, decode));
    },
    async outboxTotals() {
      return { byState: byState.all() as OutboxTotals['byState'], waitingSince: oldest.get() as string | null };
    },
  };
}

/** A run that has ended does not change any more, and neither do the sums over all before the first one that has not: they are kept, and what is newer is added. */
function totalsReader(db: Sqlite): () => readonly SourceTotals[] {
  const between =
    db.prepare(`SELECT pipeline, COUNT(*) AS runs, SUM(requests) AS requests, SUM(snapshots) AS snapshots, SUM(inserted) AS inserted,
      SUM(revised) AS revised, SUM(unchanged) AS unchanged, SUM(refused) AS refused, SUM(errors) AS errors
    FROM run WHERE run_id > @after AND run_id <= @upTo GROUP BY pipeline`);
  const bounds = db.prepare(`SELECT COALESCE((SELECT MIN(run_id) - 1 FROM run WHERE finished_at IS NULL), newest) AS ended, newest
    FROM (SELECT COALESCE(MAX(run_id), 0) AS newest FROM run)`);
  const sumUp = (before: readonly SourceTotals[], after: number, upTo: number): readonly SourceTotals[] =>
    after >= upTo ? before : plus(before, between.all({ after, upTo }) as SourceTotals[]);
  let kept: readonly SourceTotals[] = [];
  let keptUpTo = 0;
  return () => {
    const { ended, newest } = bounds.get() as { ended: number; newest: number };
    kept = sumUp(kept, keptUpTo, ended);
    keptUpTo = Math.max(keptUpTo, ended);
    return sumUp(kept, keptUpTo, newest);
  };
}

function plus(before: readonly SourceTotals[], more: readonly SourceTotals[]): readonly SourceTotals[] {
  const sums = new Map(before.map((one) => [one.pipeline, one]));
  for (const one of more) {
    const known = sums.get(one.pipeline);
    sums.set(one.pipeline, known === undefined ? one : added(known, one));
  }
  return [...sums.values()].sort((a, b) => (a.pipeline < b.pipeline ? -1 : 1));
}

const added = (a: SourceTotals, b: SourceTotals): SourceTotals => ({
  pipeline: a.pipeline,
  runs: a.runs + b.runs,
  requests: a.requests + b.requests,
  snapshots: a.snapshots + b.snapshots,
  inserted: a.inserted + b.inserted,
  revised: a.revised + b.revised,
  unchanged: a.unchanged + b.unchanged,
  refused: a.refused + b.refused,
  errors: a.errors + b.errors,
});
