import { monthText, periodText } from './views-period.ts';

/** Monthly averages as the ECB says them now, in units for one euro. */
const MONTHLY = `(SELECT r.currency, r.period, CAST(r.per_eur AS REAL) AS per_eur, n.sha256 FROM exchange_rate r JOIN snapshot n ON n.snapshot_id = r.snapshot_id
    WHERE r.frequency = 'month' AND r.known_to IS NULL AND r.per_eur IS NOT NULL)`;

export const RATE_VIEWS: Readonly<Record<string, string>> = {
  // Exchange rates against the euro, as they are known now. The number for arithmetic, the text as the ECB printed it.
  v_exchange_rate: `
SELECT r.currency, r.period, r.frequency, CAST(r.per_eur AS REAL) AS per_eur, r.per_eur AS per_eur_printed, r.status,
  (SELECT MIN(h.known_from) FROM exchange_rate h WHERE h.currency = r.currency AND h.frequency = r.frequency AND h.period = r.period) AS first_seen_at,
  r.known_from AS vintage_at, r.published_at, n.pipeline, n.sha256 AS snapshot_sha256, n.url AS source_url
FROM exchange_rate r JOIN snapshot n ON n.snapshot_id = r.snapshot_id WHERE r.known_to IS NULL`,

  // A month alone has one average; several months would need the months that the publication does not print.
  v_observation_usd: `
SELECT pipeline, reporter, partner, flow, product, classification, valuation, period, period_kind, unit, value, status,
  CASE WHEN unit = 'USD' THEN value WHEN usd_reason IS NULL THEN value / per_usd END AS usd_value,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN per_usd END AS units_per_usd,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN rate_period END AS rate_period,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN 'European Central Bank, monthly average' END AS rate_source,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN rate_sha256 END AS rate_snapshot_sha256,
  usd_reason, series_key
FROM (
  SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.valuation, k.unit, k.key AS series_key,
    ${periodText('s.period_kind', 'o.period')} AS period, s.period_kind, o.value, o.status,
    CASE WHEN k.unit = 'EUR' THEN 1.0 ELSE c.per_eur END / u.per_eur AS per_usd, u.period AS rate_period, COALESCE(c.sha256, u.sha256) AS rate_sha256,
    CASE WHEN o.value IS NULL THEN 'no_value'
      WHEN k.unit = 'USD' THEN NULL
      WHEN s.period_kind <> 'month' THEN 'several_months'
      WHEN u.per_eur IS NULL OR (k.unit <> 'EUR' AND c.per_eur IS NULL) THEN 'no_rate' END AS usd_reason
  FROM observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
    LEFT JOIN ${MONTHLY} u ON u.currency = 'USD' AND u.period = ${monthText('o.period')}
    LEFT JOIN ${MONTHLY} c ON c.currency = k.unit AND c.period = ${monthText('o.period')}
  WHERE k.measure = 'value')`,
};
