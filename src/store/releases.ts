import type { PeriodKind } from '../domain/period.ts';
import { type Notice, nextAwaited, type ReleaseOutcome, type WatchedRelease } from '../domain/release-watch.ts';
import type { Sqlite } from './database.ts';
import type { ReleaseStore, SnapshotOutcome } from './store.ts';

export interface ReleaseRow {
  readonly period: number;
  readonly period_kind: PeriodKind;
  readonly expected_at: string;
  readonly deadline_at: string;
  readonly outcome: ReleaseOutcome | null;
  readonly arrived_at: string | null;
  readonly published_at: string | null;
  readonly missing_at: string | null;
  readonly notice: Notice | null;
  readonly noticed_at: string | null;
}

/** A month's average of exchange rates is a release, too. */
const MONTHLY_RATES = `SELECT CAST(REPLACE(r.period, '-', '') AS INTEGER) AS period, CAST(r.per_eur AS REAL) AS value, r.status, r.known_from, r.published_at
  FROM exchange_rate r JOIN snapshot n ON n.snapshot_id = r.snapshot_id
  WHERE n.pipeline = @pipeline AND r.frequency = 'month' AND CAST(REPLACE(r.period, '-', '') AS INTEGER) >= @from`;

/** In months as yyyymm. */
const TWO_YEARS = 200;

export const releaseOf = (row: ReleaseRow): WatchedRelease => ({
  period: { kind: row.period_kind, end: row.period },
  expectedAt: row.expected_at,
  deadlineAt: row.deadline_at,
  outcome: row.outcome,
  arrivedAt: row.arrived_at,
  publishedAt: row.published_at,
  missingAt: row.missing_at,
  notice: row.notice,
  noticedAt: row.noticed_at,
});

export function releaseStore(db: Sqlite): ReleaseStore {
  const stillOpen = `pipeline = @pipeline AND arrived_at IS NULL
    AND (outcome IS NULL OR period > (SELECT MAX(period) FROM release WHERE pipeline = @pipeline) - ${TWO_YEARS})`;
  const open = db.prepare(`SELECT * FROM release WHERE ${stillOpen} ORDER BY period`);
  const newest = db.prepare('SELECT MAX(period) AS period FROM release WHERE pipeline = ?');
  const since = db.prepare("SELECT started_at AS at FROM run WHERE pipeline = ? AND trigger <> 'replay' ORDER BY run_id LIMIT 1");
  // No snapshot says anything of later months: then no figure need be looked at, of which there may be millions.
  const mayHold = db
    .prepare(
      "SELECT EXISTS (SELECT 1 FROM snapshot WHERE pipeline = ? AND (last_period >= ? OR last_period IS NULL AND outcome = 'loaded'))",
    )
    .pluck();
  // CROSS JOIN keeps the order: the newest months of each series by its key. SQLite would scan all observations.
  const every = (table: string): string =>
    `SELECT o.period, o.value, o.status, v.known_from, v.published_at FROM series_key k CROSS JOIN series s ON s.key_id = k.key_id
      CROSS JOIN ${table} o ON o.series_id = s.series_id JOIN vintage v ON v.vintage_id = o.vintage_id WHERE k.key > @pipeline || '/' AND k.key < @pipeline || '0' AND o.period >= @from`;
  // A month of which nothing but missing figures (M) is there has not come: some sources print rows of months to come.
  const heldIn = (figures: string): string => `SELECT period AS month, MIN(CASE WHEN value IS NOT NULL THEN known_from END) AS firstSeenAt,
      MIN(CASE WHEN value IS NOT NULL THEN published_at END) AS publishedAt
    FROM (${figures}${MONTHLY_RATES}) WHERE value IS NOT NULL OR status = 'Q' GROUP BY period ORDER BY period`;
  const held = db.prepare(heldIn(`${every('observation')} UNION ALL ${every('observation_history')} UNION ALL `));
  const heldRates = db.prepare(heldIn(''));
  const outcomes = db.prepare(
    "SELECT DISTINCT outcome FROM snapshot WHERE pipeline = ? AND last_seen_at >= ? AND outcome IS NOT NULL AND request_key NOT LIKE 'file:%'",
  );
  const awaited = db.prepare(
    'SELECT MAX(expected_at) AS expectedAt FROM release WHERE pipeline = @pipeline AND outcome IS NULL AND expected_at <= @now',
  );
  const unnoticed = db.prepare(
    `SELECT COUNT(*) AS n FROM release WHERE pipeline = @pipeline AND outcome IS NULL AND notice IS NULL AND expected_at <= @now
      AND EXISTS (SELECT 1 FROM run WHERE pipeline = @pipeline)`,
  );
  const refusal =
    db.prepare(`SELECT MAX(retrieved_at) AS at FROM snapshot s WHERE pipeline = ? AND outcome = 'refused' AND request_key NOT LIKE 'file:%'
    AND NOT EXISTS (SELECT 1 FROM snapshot n WHERE n.pipeline = s.pipeline AND n.request_key = s.request_key AND n.snapshot_id > s.snapshot_id)`);
  const forget = db.prepare(`DELETE FROM release WHERE ${stillOpen}`);
  const insert =
    db.prepare(`INSERT INTO release (pipeline, period, period_kind, expected_at, deadline_at, outcome, arrived_at, published_at, missing_at, notice, noticed_at)
    VALUES (@pipeline, @period, @kind, @expectedAt, @deadlineAt, @outcome, @arrivedAt, @publishedAt, @missingAt, @notice, @noticedAt)`);
  const expect = db.prepare('UPDATE source SET next_expected_at = ? WHERE pipeline = ?');
  const lags = db.prepare(`SELECT pipeline, lag_hours AS hours FROM (
      SELECT *, ROW_NUMBER() OVER (PARTITION BY pipeline ORDER BY period DESC) AS newest FROM v_release WHERE lag_known)
    WHERE newest <= ? ORDER BY pipeline, period`);

  return {
    async watchedReleases(pipeline) {
      return {
        open: (open.all({ pipeline }) as ReleaseRow[]).map(releaseOf),
        newest: (newest.get(pipeline) as { period: number | null }).period,
        since: (since.get(pipeline) as { at: string } | undefined)?.at ?? null,
      };
    },
    async heldMonths(pipeline, from) {
      return (mayHold.get(pipeline, from) === 1 ? held : heldRates).all({ pipeline, from }) as Awaited<
        ReturnType<ReleaseStore['heldMonths']>
      >;
    },
    async outcomesSince(pipeline, at) {
      return new Set((outcomes.all(pipeline, at) as { outcome: SnapshotOutcome }[]).map((row) => row.outcome));
    },
    async newestRefusal(pipeline) {
      return (refusal.get(pipeline) as { at: string | null }).at;
    },
    async awaitedSince(pipeline, now) {
      return (awaited.get({ pipeline, now }) as { expectedAt: string | null }).expectedAt;
    },
    async hasUnnoticedRelease(pipeline, now) {
      return (unnoticed.get({ pipeline, now }) as { n: number }).n > 0;
    },
    async saveReleases(pipeline, rows) {
      db.transaction(() => {
        forget.run({ pipeline });
        for (const { period, ...rest } of rows) insert.run({ pipeline, period: period.end, kind: period.kind, ...rest });
        expect.run(nextAwaited(rows)?.expectedAt ?? null, pipeline);
      }).immediate();
    },
    async releaseLags(limit) {
      const byPipeline = new Map<string, number[]>();
      for (const { pipeline, hours } of lags.all(limit) as { pipeline: string; hours: number }[])
        byPipeline.set(pipeline, [...(byPipeline.get(pipeline) ?? []), hours]);
      return byPipeline;
    },
  };
}
