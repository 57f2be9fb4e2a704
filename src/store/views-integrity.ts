import { SERIES, type ViewDocs } from './view-doc.ts';
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

/** A run that found nothing to ask, and nothing left in the archive, tells nothing of its source. */
const SUCCEEDED = `r.outcome = 'ok' AND NOT (r.trigger IN ('schedule', 'run') AND r.requests = 0 AND r.snapshots = 0)`;

/** It ended before any run that came after it: of one under a clock that was ahead no later time is known than that. `c` is the source. */
export const LAST_SUCCESS = `(SELECT MIN(l.finished_at) FROM run l WHERE l.pipeline = c.pipeline AND l.run_id >=
      (SELECT r.run_id FROM run r WHERE r.pipeline = c.pipeline AND ${SUCCEEDED} ORDER BY r.run_id DESC LIMIT 1))`;

export const INTEGRITY_VIEWS: Readonly<Record<string, string>> = {
  v_completeness: `
SELECT n.pipeline, n.sha256 AS snapshot_sha256, n.run_id AS run, c.kind AS "check", c.subject, c.expected, c.received, c.holds, c.detail, c.checked_at, n.url AS source_url
FROM completeness c JOIN snapshot n ON n.snapshot_id = c.snapshot_id`,

  v_held: `
SELECT h.pipeline, h.series_key, ${periodText('h.period_kind', 'h.period')} AS period, h.period_kind, h.value, h.status, h.cause, h.reason, h.held_at,
  COALESCE(h.outcome, 'waiting') AS state, h.settled_at, n.sha256 AS snapshot_sha256, n.run_id AS run, n.url AS source_url
FROM held_figure h JOIN snapshot n ON n.snapshot_id = h.snapshot_id`,
};

export const INTEGRITY_DOCS: ViewDocs = {
  v_completeness: {
    meaning: 'What was counted or added up to show that nothing is missing in a publication.',
    grain: 'One row for each check of each publication.',
    example: 'SELECT pipeline, subject, expected, received, detail FROM v_completeness WHERE NOT holds ORDER BY checked_at DESC',
    columns: [
      ...SERIES('pipeline'),
      'snapshot_sha256: sha256. The publication.',
      'run: number. The run that processed it: `id` of v_run.',
      'check: text. What was checked: `row_limit`, `row_count`, `pages`, `total`, `cumulative` or `coverage`. The name is an SQL keyword: write `"check"`.',
      'subject: text. What the check is about, in words.',
      'expected: number (by the check). What should be there: rows or cells asked for (`row_limit`, `row_count`), pages (`pages`), otherwise a sum in the unit of the figures, or a number of series; `subject` says of what. Null if the publisher gives nothing to compare with.',
      'received: number (by the check). What is there, counted in the same way.',
      'holds: flag. 1 or 0.',
      'detail: text. What a reader should know; may be null.',
      'checked_at: time. When it was checked.',
      'source_url: address. The address of the publication; null for a file given without one.',
    ],
  },

  v_held: {
    meaning: 'Figures that were not loaded although their publication is in order: they are held until confirmed.',
    grain: 'One row for each figure that was held.',
    example: "SELECT pipeline, series_key, period, value, reason FROM v_held WHERE state = 'waiting'",
    columns: [
      ...SERIES('pipeline'),
      'series_key: series key. The series.',
      ...SERIES('period', 'period_kind'),
      'value: number (of the series). The figure, in the unit of the series.',
      'status: text. Its status.',
      'cause: text. `jump`: a hundred times above or below the median of the figures of two years around it, and ten times beyond the outermost of them; or a 0 that replaces a figure, if that median is a hundred or more and none of them is 0. `partial_release`: the month came without partners or products that all previous months have and that make up more than 5 % of their mass.',
      'reason: text. The same with its figures, for people to read.',
      'held_at: time. When the publication was obtained.',
      'state: text. `waiting`; `confirmed` (the next vintage said the same, and it was loaded); `replaced` (it said something else); `accepted` or `rejected` (by a person).',
      'settled_at: time. When it was settled; null while it waits.',
      'snapshot_sha256: sha256. The publication.',
      'run: number. The run that processed it.',
      'source_url: address. Its address.',
    ],
  },
};
