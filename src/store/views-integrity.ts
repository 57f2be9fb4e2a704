/** Views on what was checked and what waits: see views.ts. */
import { periodText } from './views-period.ts';

/** What the last run of a source came to, by its worst answer: one of the four words, or held. `c` is the source. */
export const LAST_ANSWER = `(SELECT CASE
      WHEN r.errors > 0 OR r.outcome IN ('failed', 'waiting') THEN 'error'
      WHEN r.held > 0 THEN 'held'
      WHEN r.suppressed > 0 THEN 'suppressed'
      WHEN r.not_yet_published > 0 THEN 'not_yet_published'
      WHEN r.answered > 0 THEN 'answered' END
    FROM run r WHERE r.pipeline = c.pipeline AND r.outcome IS NOT NULL ORDER BY r.run_id DESC LIMIT 1)`;

export const INTEGRITY_VIEWS: Readonly<Record<string, string>> = {
  v_completeness: `
SELECT n.pipeline, n.sha256 AS snapshot_sha256, n.run_id AS run, c.kind AS "check", c.subject, c.expected, c.received, c.holds, c.detail, c.checked_at, n.url AS source_url
FROM completeness c JOIN snapshot n ON n.snapshot_id = c.snapshot_id`,

  v_held: `
SELECT h.pipeline, h.series_key, ${periodText('h.period_kind', 'h.period')} AS period, h.period_kind, h.value, h.status, h.cause, h.reason, h.held_at,
  COALESCE(h.outcome, 'waiting') AS state, h.settled_at, n.sha256 AS snapshot_sha256, n.run_id AS run, n.url AS source_url
FROM held_figure h JOIN snapshot n ON n.snapshot_id = h.snapshot_id`,
};
