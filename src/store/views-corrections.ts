import { periodText } from './views-period.ts';

export const CORRECTION_VIEWS: Readonly<Record<string, string>> = {
  v_correction: `
SELECT c.digest AS id, c.series_key, ${periodText('c.period_kind', 'c.period')} AS period, c.period_kind, c.action, c.value, c.expected AS expect,
  CASE WHEN c.seen_at IS NULL THEN 'waiting' WHEN c.seen_value IS c.expected THEN 'applied' ELSE 'outdated' END AS state,
  c.reason, c.source, c.added, c.place, c.seen_value AS published_value, c.seen_at AS published_seen_at, n.sha256 AS snapshot_sha256, n.url AS source_url
FROM correction c LEFT JOIN snapshot n ON n.snapshot_id = c.seen_snapshot
WHERE c.active = 1`,
};
