import { periodText } from './views-period.ts';

/**
 * The columns of v_observation and v_vintage over the tables: o an observation (or a past one), s its series, k the key, v the
 * vintage, n the snapshot, c what was corrected. The views select them, and so does the export, part by part.
 */
export const KEY_COLUMNS = 'k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.measure, k.unit, k.valuation';
/** As the source calls the goods today. */
export const PRODUCT_NAME =
  '(SELECT p.name FROM product p WHERE p.pipeline = k.pipeline AND p.classification = k.classification AND p.product = k.product)';
/** When the first of a figure's past values was known; null when it has none. */
export const FIRST_IN_PAST =
  '(SELECT MIN(hv.known_from) FROM observation_history h JOIN vintage hv ON hv.vintage_id = h.vintage_id WHERE h.series_id = o.series_id AND h.period = o.period)';

/** Which correction it was. */
export const CORRECTION = '(SELECT e.digest FROM correction e WHERE e.correction_id = c.correction_id)';

export const OBSERVATION_COLUMNS = `${KEY_COLUMNS},
  ${periodText('s.period_kind', 'o.period')} AS period, s.period_kind, o.value, o.status,
  COALESCE(${FIRST_IN_PAST}, v.known_from) AS first_seen_at,
  v.known_from AS vintage_at, n.sha256 AS snapshot_sha256, n.url AS source_url,
  ${PRODUCT_NAME} AS product_name,
  k.key AS series_key, c.published_value, ${CORRECTION} AS correction`;

export const vintageColumns = (knownTo: string): string => `${KEY_COLUMNS},
  ${periodText('s.period_kind', 'o.period')} AS period, s.period_kind, v.known_from, ${knownTo}, o.value, o.status,
  v.published_at, n.sha256 AS snapshot_sha256, n.url AS source_url, k.key AS series_key, c.published_value, ${CORRECTION} AS correction`;

/** Which publication a vintage is of. */
export const OF_SNAPSHOT = 'JOIN snapshot n ON n.snapshot_id = v.snapshot_id';
/** What was published where the ledger of corrections put another value. */
export const CORRECTED = 'LEFT JOIN corrected c ON c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id';
/** When a past value was replaced. */
export const REPLACED = 'JOIN vintage r ON r.vintage_id = o.replaced_by';

/** Each figure has them. SQLite leaves out what is joined so where nobody asks for it: a tenth of what a partner of a month takes. */
export const PROVENANCE = `LEFT JOIN vintage v ON v.vintage_id = o.vintage_id LEFT ${OF_SNAPSHOT}
  ${CORRECTED}`;
