import { proofReader } from './completeness.ts';
import { correctionCodec } from './correction-codec.ts';
import type { Sqlite } from './database.ts';
import { heldReader } from './held.ts';
import { type SnapshotRow, snapshotOf } from './snapshots.ts';
import type { FailedRequest, FinishedRuns, RunCounts, RunOutcome, RunRecord, RunStore, RunTrigger } from './store.ts';

export const RUN_COLUMNS = `run_id AS id, pipeline, trigger, started_at AS startedAt, finished_at AS finishedAt, outcome, requests, snapshots, inserted, revised, unchanged, refused, error, notes,
  answered, not_yet_published AS notYetPublished, suppressed, held, errors`;

export interface RunRow extends Omit<RunRecord, 'notes'> {
  readonly notes: string;
}

export const runOf = (row: RunRow): RunRecord => ({ ...row, notes: JSON.parse(row.notes) as string[] });

const FORGET_FAILED_AFTER_MS = 90 * 86_400_000;

export function runStore(db: Sqlite): RunStore {
  const begin = db.prepare('INSERT INTO run (pipeline, trigger, started_at) VALUES (?, ?, ?)');
  // The lock says that nobody else writes: a run without an end was cut off with its process.
  const interrupted = db.prepare(
    "UPDATE run SET finished_at = ?, outcome = 'failed', interrupted = 1, error = 'interrupted: the process ended before the run did' WHERE pipeline = COALESCE(?, pipeline) AND finished_at IS NULL",
  );
  const finish = db.prepare(`UPDATE run SET finished_at = @finishedAt, outcome = @outcome, requests = @requests, snapshots = @snapshots,
    inserted = @inserted, revised = @revised, unchanged = @unchanged, refused = @refused, error = @error, notes = @notes, answered = @answered,
    not_yet_published = @notYetPublished, suppressed = @suppressed, held = @held, errors = @errors WHERE run_id = @id`);
  const failed = db.prepare('SELECT attempts, last_at AS lastAt FROM failed_request WHERE pipeline = ? AND request_key = ?');
  const fail = db.prepare(`INSERT INTO failed_request (pipeline, request_key, attempts, last_at, reason) VALUES (?, ?, 1, ?, ?)
    ON CONFLICT (pipeline, request_key) DO UPDATE SET attempts = attempts + 1, last_at = excluded.last_at, reason = excluded.reason`);
  const forgetFailed = db.prepare('DELETE FROM failed_request WHERE last_at < ?');
  const newest = db.prepare(
    `SELECT ${RUN_COLUMNS} FROM run WHERE @pipeline IS NULL OR pipeline = @pipeline ORDER BY run_id DESC LIMIT @limit`,
  );
  const one = db.prepare(`SELECT ${RUN_COLUMNS} FROM run WHERE run_id = ?`);
  const snapshotsOfRun = db.prepare('SELECT * FROM snapshot WHERE run_id = ? ORDER BY snapshot_id');
  // The newest by its number: of one that lies ahead of a clock that was put back nothing is left when others have come after it.
  const started = db
    .prepare(
      `SELECT started_at FROM run WHERE pipeline = ? AND trigger IN ('schedule', 'run') AND finished_at IS NOT NULL AND interrupted = 0 AND started_at <= ?
        ORDER BY run_id DESC LIMIT 1`,
    )
    .pluck();
  const { decode } = correctionCodec(db);
  const proofs = proofReader(db);
  const held = heldReader(db);
  const forget = db.prepare('DELETE FROM run WHERE run_id = ?');
  const cutOff = db.prepare('SELECT interrupted OR finished_at IS NULL FROM run WHERE pipeline = ? ORDER BY run_id DESC LIMIT 1').pluck();
  const finished = db.prepare(
    'SELECT run_id AS newest, finished_at AS lastAt FROM run WHERE run_id = (SELECT MAX(run_id) FROM run WHERE finished_at IS NOT NULL)',
  );
  const finishedAfter = db.prepare('SELECT COUNT(finished_at) FROM run WHERE run_id > ?').pluck();
  return {
    async beginRun(pipeline: string, trigger: RunTrigger, startedAt: string): Promise<number> {
      interrupted.run(startedAt, pipeline);
      return Number(begin.run(pipeline, trigger, startedAt).lastInsertRowid);
    },
    async endCutOffRuns(at: string): Promise<void> {
      interrupted.run(at, null);
    },
    async forgetRun(id: number): Promise<void> {
      forget.run(id);
    },
    async wasCutOff(pipeline: string): Promise<boolean> {
      return cutOff.get(pipeline) === 1;
    },
    async finishRun(
      id: number,
      finishedAt: string,
      outcome: RunOutcome,
      counts: RunCounts,
      error: string | null,
      notes: readonly string[] = [],
    ): Promise<void> {
      finish.run({ id, finishedAt, outcome, ...counts, error, notes: JSON.stringify(notes) });
    },
    async runs(limit: number, pipeline?: string): Promise<readonly RunRecord[]> {
      return (newest.all({ limit, pipeline: pipeline ?? null }) as RunRow[]).map(runOf);
    },
    async run(id: number) {
      const run = one.get(id) as RunRow | undefined;
      if (run === undefined) return null;
      const snapshots = (snapshotsOfRun.all(id) as SnapshotRow[]).map((row) => snapshotOf(row, decode));
      return { run: runOf(run), snapshots, proofs: proofs(id), held: held({ runId: id }) };
    },
    async finishedRuns() {
      return (finished.get() as FinishedRuns | undefined) ?? { newest: 0, lastAt: null };
    },
    async finishedAfter(id) {
      return finishedAfter.get(id) as number;
    },
    async failedRequest(pipeline, requestKey) {
      return (failed.get(pipeline, requestKey) as FailedRequest | undefined) ?? null;
    },
    async addFailedRequest(pipeline, requestKey, at, reason) {
      fail.run(pipeline, requestKey, at, reason);
      forgetFailed.run(new Date(Date.parse(at) - FORGET_FAILED_AFTER_MS).toISOString());
    },
    async lastStart(pipeline: string, until: string): Promise<string | null> {
      return (started.get(pipeline, until) as string | undefined) ?? null;
    },
  };
}
