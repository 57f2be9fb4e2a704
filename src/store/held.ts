import type { PeriodKind, YearMonth } from '../domain/period.ts';
import type { Observation, Status } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import type { HeldFigure, HeldStore, HoldCause, LoadBatch } from './store.ts';

/** A held figure as it is stored; see {@link HeldFigure}. */
export interface HeldRow {
  readonly held_id: number;
  readonly pipeline: string;
  readonly snapshot_id: number;
  readonly sha256: string;
  readonly series_key: string;
  readonly period_kind: PeriodKind;
  readonly period: YearMonth;
  readonly value: number | null;
  readonly status: Status;
  readonly cause: HoldCause;
  readonly reason: string;
  readonly published_at: string | null;
  readonly held_at: string;
  /** Says whether two publications hold the same figures, whatever their bytes. */
  readonly content: string;
  readonly outcome: HeldFigure['outcome'];
  readonly settled_at: string | null;
  readonly settled_by: number | null;
}

/** Which figure a row speaks of, within its pipeline. */
export const figureId = (seriesKey: string, kind: PeriodKind, period: YearMonth): string => `${seriesKey} ${kind} ${period}`;
export const idOfRow = (row: HeldRow): string => figureId(row.series_key, row.period_kind, row.period);

const SELECT = 'SELECT h.*, n.sha256 FROM held_figure h JOIN snapshot n ON n.snapshot_id = h.snapshot_id';

/** What load needs of the table, inside its transaction. */
export function heldRows(db: Sqlite) {
  const waiting = db.prepare(`${SELECT} WHERE h.pipeline = ? AND h.outcome IS NULL ORDER BY h.held_id`);
  const ofBytes = db.prepare(`${SELECT} WHERE h.pipeline = ? AND n.sha256 = ? ORDER BY h.held_id`);
  const settledBy = db.prepare(`${SELECT} WHERE h.pipeline = ? AND h.settled_by = ?`);
  const rejected = db.prepare(`${SELECT} WHERE h.pipeline = ? AND h.outcome = 'rejected'`);
  const insert =
    db.prepare(`INSERT INTO held_figure (pipeline, snapshot_id, series_key, period_kind, period, value, status, cause, reason, published_at, held_at, content)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const settle = db.prepare('UPDATE held_figure SET outcome = ?, settled_at = ?, settled_by = ? WHERE held_id = ? AND outcome IS NULL');
  return {
    /** What waits in a pipeline. */
    waiting: (pipeline: string) => waiting.all(pipeline) as HeldRow[],
    /** What was ever held of these bytes. */
    ofBytes: (pipeline: string, sha256: string) => ofBytes.all(pipeline, sha256) as HeldRow[],
    /** What a snapshot settled. */
    settledBy: (pipeline: string, snapshotId: number) => settledBy.all(pipeline, snapshotId) as HeldRow[],
    /** What a person turned down in a pipeline. */
    rejected: (pipeline: string) => rejected.all(pipeline) as HeldRow[],
    hold(batch: LoadBatch, seriesKey: string, o: Observation, cause: HoldCause, reason: string, content: string): void {
      const { kind, end } = o.period;
      insert.run(
        ...[batch.pipeline, batch.snapshotId, seriesKey, kind, end, o.value, o.status, cause, reason],
        ...[batch.publishedAt, batch.retrievedAt, content],
      );
    },
    settle(row: HeldRow, outcome: NonNullable<HeldFigure['outcome']>, batch: LoadBatch): void {
      settle.run(outcome, batch.retrievedAt, batch.snapshotId, row.held_id);
    },
  };
}

/** Held figures with what became of them: of a run, or those that wait. */
export function heldReader(db: Sqlite): (filter: { readonly runId?: number; readonly pipeline?: string }) => HeldFigure[] {
  const select = db.prepare(
    `${SELECT} WHERE (@runId IS NULL OR n.run_id = @runId) AND (@pipeline IS NULL OR h.pipeline = @pipeline) AND (@runId IS NOT NULL OR h.outcome IS NULL) ORDER BY h.held_id`,
  );
  return ({ runId, pipeline }) => (select.all({ runId: runId ?? null, pipeline: pipeline ?? null }) as HeldRow[]).map(figureOf);
}

const figureOf = (row: HeldRow): HeldFigure => ({
  pipeline: row.pipeline,
  snapshotId: row.snapshot_id,
  sha256: row.sha256,
  seriesKey: row.series_key,
  period: { kind: row.period_kind, end: row.period },
  value: row.value,
  cause: row.cause,
  reason: row.reason,
  heldAt: row.held_at,
  outcome: row.outcome,
  settledAt: row.settled_at,
});

export function heldStore(db: Sqlite): HeldStore {
  const read = heldReader(db);
  return {
    async waiting(pipeline) {
      return read(pipeline === undefined ? {} : { pipeline });
    },
  };
}
