import { SERIES, type ViewDocs } from './view-doc.ts';
import { monthText, PERIOD_NAME } from './views-period.ts';

/** The monthly average of a currency as the ECB says it now, in units for one euro: looked up, never gathered for all months. */
const monthlyRate = (alias: string, currency: string): string =>
  `LEFT JOIN exchange_rate ${alias} ON ${alias}.currency = ${currency} AND ${alias}.frequency = 'month' AND ${alias}.period = ${monthText('o.period')} AND ${alias}.known_to IS NULL AND ${alias}.per_eur IS NOT NULL`;

export const RATE_VIEWS: Readonly<Record<string, string>> = {
  // Exchange rates against the euro, as they are known now. The number for arithmetic, the text as the ECB printed it.
  v_exchange_rate: `
SELECT r.currency, r.period, r.frequency, CAST(r.per_eur AS REAL) AS per_eur, r.per_eur AS per_eur_printed, r.status,
  (SELECT MIN(h.known_from) FROM exchange_rate h WHERE h.currency = r.currency AND h.frequency = r.frequency AND h.period = r.period) AS first_seen_at,
  r.known_from AS vintage_at, r.published_at, n.pipeline, n.sha256 AS snapshot_sha256, n.url AS source_url
FROM exchange_rate r JOIN snapshot n ON n.snapshot_id = r.snapshot_id WHERE r.known_to IS NULL`,

  // A month alone has one average, January to January too; several months would need the months that the publication does not print.
  v_observation_usd: `
SELECT pipeline, reporter, partner, flow, product, classification, valuation, period, period_kind, unit, value, status,
  CASE WHEN unit = 'USD' THEN value WHEN usd_reason IS NULL THEN value / per_usd END AS usd_value,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN per_usd END AS units_per_usd,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN rate_period END AS rate_period,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN 'European Central Bank, monthly average' END AS rate_source,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN rate_sha256 END AS rate_snapshot_sha256,
  usd_reason, series_key,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN usd_rate_sha256 END AS usd_rate_snapshot_sha256,
  yyyymm
FROM (
  SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.valuation, k.unit, k.key AS series_key,
    t.text AS period, o.period AS yyyymm, s.period_kind, o.value, o.status,
    CASE WHEN k.unit = 'EUR' THEN 1.0 ELSE CAST(c.per_eur AS REAL) END / CAST(u.per_eur AS REAL) AS per_usd, u.period AS rate_period,
    (SELECT n.sha256 FROM snapshot n WHERE n.snapshot_id = COALESCE(c.snapshot_id, u.snapshot_id)) AS rate_sha256,
    (SELECT n.sha256 FROM snapshot n WHERE n.snapshot_id = u.snapshot_id) AS usd_rate_sha256,
    CASE WHEN o.value IS NULL THEN 'no_value'
      WHEN k.unit = 'USD' THEN NULL
      WHEN NOT (s.period_kind = 'month' OR (s.period_kind = 'ytd' AND o.period % 100 = 1)) THEN 'several_months'
      WHEN u.per_eur IS NULL OR (k.unit <> 'EUR' AND c.per_eur IS NULL) THEN 'no_rate' END AS usd_reason
  FROM observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id ${PERIOD_NAME}
    ${monthlyRate('u', "'USD'")}
    ${monthlyRate('c', 'k.unit')}
  WHERE k.measure = 'value')`,
};

export const RATE_DOCS: ViewDocs = {
  v_exchange_rate: {
    meaning:
      'Exchange rates against the euro, as the European Central Bank states them now. To convert an amount, divide it by the rate of its currency and multiply by the rate of the other.',
    grain: 'One row for each currency and month or day.',
    example: "SELECT period, per_eur FROM v_exchange_rate WHERE currency = 'CNY' AND frequency = 'month' ORDER BY period",
    columns: [
      'currency: text. ISO 4217.',
      'period: month or day. `2025-10`, or `2026-04-13` for the rate of one day.',
      "frequency: text. `month`: the average of the month's days. `day`: the rate of one day.",
      'per_eur: number (`currency` for 1 EUR). Units of the currency for one euro, for arithmetic; null if the ECB has none.',
      'per_eur_printed: text. The same as text, with every digit that was printed.',
      ...SERIES('status'),
      'first_seen_at: time. When a rate for this month or day was first seen.',
      'vintage_at: time. When this value was first seen.',
      'published_at: day. The date printed on the publication; null if it prints none.',
      'pipeline: text. `ecb-exchange-rates`.',
      'snapshot_sha256: sha256. The archived bytes that it was read from.',
      'source_url: address. Where they came from; null for a file.',
    ],
  },

  v_observation_usd: {
    meaning: 'Values beside their equivalents in US dollars, to compare levels of different sources. Growth is never computed from them.',
    grain: 'One row for each row of v_observation whose measure is value.',
    example:
      "SELECT period, unit, value, usd_value, units_per_usd, usd_reason FROM v_observation_usd WHERE product = 'rare-earth' ORDER BY period",
    columns: [
      ...SERIES('pipeline', 'reporter', 'partner'),
      'flow: text. `export`, `import` or `re-export`.',
      'product: text. The code.',
      'classification: text. The list that the code is from.',
      'valuation: text. `FOB` or `CIF`; conversion does not change it.',
      'period: period. The months that the value covers.',
      ...SERIES('period_kind'),
      'unit: text. The currency that the source prints.',
      'value: number (`unit`). The value as published, in that currency.',
      "status: text. The value's status.",
      'usd_value: number (USD). The same in US dollars; the published value itself if that is in dollars. Null if `usd_reason` says why.',
      'units_per_usd: number (`unit` for 1 USD). The rate that was used, in units of the currency for one dollar; null if nothing was converted.',
      'rate_period: month. The month whose average was used.',
      'rate_source: text. Where the rate comes from.',
      "rate_snapshot_sha256: sha256. The archived bytes that hold the currency's rate against the euro; for an amount in euros the dollar's, which is the only one.",
      'usd_reason: text. Why there is no dollar value: `no_value`, `no_rate` (the ECB has none for that month), `several_months` (a figure of several months has no single rate).',
      ...SERIES('series_key'),
      "usd_rate_snapshot_sha256: sha256. The archived bytes that hold the dollar's rate against the euro, by which the other is divided: often the same bytes, but not if the two were obtained separately.",
      ...SERIES('yyyymm'),
    ],
  },
};
