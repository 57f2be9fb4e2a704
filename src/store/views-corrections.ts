import type { ViewDocs } from './view-doc.ts';
import { periodText } from './views-period.ts';

export const CORRECTION_VIEWS: Readonly<Record<string, string>> = {
  v_correction: `
SELECT c.digest AS id, c.series_key, ${periodText('c.period_kind', 'c.period')} AS period, c.period_kind, c.action, c.value, c.expected AS expect,
  CASE WHEN c.seen_at IS NULL THEN 'waiting' WHEN c.seen_value IS c.expected THEN 'applied' ELSE 'outdated' END AS state,
  c.reason, c.source, c.added, c.place, c.seen_value AS published_value, c.seen_at AS published_seen_at, n.sha256 AS snapshot_sha256, n.url AS source_url
FROM correction c LEFT JOIN snapshot n ON n.snapshot_id = c.seen_snapshot
WHERE c.active = 1`,
};

export const CORRECTION_DOCS: ViewDocs = {
  v_correction: {
    meaning: 'Known errors of publishers, and what applies instead.',
    grain: 'One row for each entry of the ledger of corrections.',
    example: "SELECT place, series_key, period, state FROM v_correction WHERE state <> 'applied'",
    columns: [
      'id: text. Derived from what the entry does: figure, action, values.',
      'series_key: series key. The series.',
      'period: period. The period of the figure.',
      'period_kind: text. Its kind.',
      'action: text. `replace`, or `remove` (the figure counts as missing).',
      'value: number (of the series). The value that applies; null if the figure is removed.',
      'expect: number (of the series). The wrong value; no other value is corrected.',
      'state: text. `waiting`: no publication has stated the figure since the entry was added. `applied`: the newest one states the expected value, and is corrected. `outdated`: it says something else; each run of the source is partial until the ledger is changed.',
      'reason: text. Why the published value is wrong.',
      'source: text. Where that is stated.',
      'added: day. The day the entry was added.',
      'place: text. File and line of the entry.',
      'published_value: number (of the series). What the newest publication says; null if it says nothing, or "missing".',
      'published_seen_at: time. When that publication was obtained.',
      'snapshot_sha256: sha256. Its archived bytes.',
      'source_url: address. Its address; null for a file given without one.',
    ],
  },
};
