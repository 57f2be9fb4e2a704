import { PERIOD_NAME } from './views-period.ts';

/**
 * The columns of v_observation and v_vintage over the tables: o an observation (or a past one), s its series, k the key, v the
 * vintage, t the name of the period, n the snapshot, c what was corrected. The views select them, and so does the export, part by part.
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

const CORRECTED_WHERE = 'c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id';
/** What was published where the ledger of corrections put another value. */
export const CORRECTED = `LEFT JOIN corrected c ON ${CORRECTED_WHERE}`;

/** Sub-selects: a join SQLite looks up for each figure of a sum, though nobody names it. */
const ORIGIN_COLUMNS = `(SELECT n.sha256 FROM snapshot n WHERE n.snapshot_id = v.snapshot_id) AS snapshot_sha256,
  (SELECT n.url FROM snapshot n WHERE n.snapshot_id = v.snapshot_id) AS source_url`;
const CORRECTED_COLUMNS = `(SELECT c.published_value FROM corrected c WHERE ${CORRECTED_WHERE}) AS published_value,
  (SELECT ${CORRECTION} FROM corrected c WHERE ${CORRECTED_WHERE}) AS correction`;

export const OBSERVATION_COLUMNS = `${KEY_COLUMNS},
  t.text AS period, s.period_kind, o.value, o.status,
  COALESCE(${FIRST_IN_PAST}, v.known_from) AS first_seen_at, v.known_from AS vintage_at,
  ${ORIGIN_COLUMNS},
  ${PRODUCT_NAME} AS product_name, k.key AS series_key,
  ${CORRECTED_COLUMNS}`;

export const vintageColumns = (knownTo: string): string => `${KEY_COLUMNS},
  t.text AS period, s.period_kind, v.known_from, ${knownTo}, o.value, o.status, v.published_at,
  ${ORIGIN_COLUMNS},
  k.key AS series_key,
  ${CORRECTED_COLUMNS}`;

/** When a past value was replaced. */
export const REPLACED = 'JOIN vintage r ON r.vintage_id = o.replaced_by';

/** Each figure has its series, key, period and vintage. SQLite leaves out the last two where nobody asks for them, but of sums. */
export const WITH_SERIES = `JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
  ${PERIOD_NAME} LEFT JOIN vintage v ON v.vintage_id = o.vintage_id`;
