/** Exchange rates against the euro, as they are known now. The number for arithmetic, the text as the ECB printed it. */
export const RATE_VIEWS: Readonly<Record<string, string>> = {
  v_exchange_rate: `
SELECT r.currency, r.period, r.frequency, CAST(r.per_eur AS REAL) AS per_eur, r.per_eur AS per_eur_printed, r.status,
  (SELECT MIN(h.known_from) FROM exchange_rate h WHERE h.currency = r.currency AND h.frequency = r.frequency AND h.period = r.period) AS first_seen_at,
  r.known_from AS vintage_at, r.published_at, n.pipeline, n.sha256 AS snapshot_sha256, n.url AS source_url
FROM exchange_rate r JOIN snapshot n ON n.snapshot_id = r.snapshot_id WHERE r.known_to IS NULL`,
};
