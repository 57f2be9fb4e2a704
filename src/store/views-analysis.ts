/**
 * Public views for analysis beyond growth: who a growth comes from, unit values, the usual range of a month, records, twelve
 * months. Each row is made by look-ups of its own series, so that a question about one series, product or partner reads no other.
 * What is unknown is null, with the reason beside it. Nothing is seasonally adjusted.
 *
 * The rows of an inner SELECT are distinct by their key. DISTINCT says so to keep SQLite from merging it into the outer one, where
 * each total would be looked up again wherever it is named (measured: two to three times slower, and slow to prepare).
 */
import { monthText, PERIOD_NAME, periodText } from './views-period.ts';
import { totalOf, twelveMonths, withoutResidue } from './views-total.ts';

/** Where offices and works close for the Lunar New Year, which falls into January in one year and into February in another. */
const LUNAR_NEW_YEAR = "('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN')";

/** The note of a figure of January alone or February alone of those places; `k` is the key. */
export const newYearNote = (kind: string, period: string): string =>
  `CASE WHEN ${kind} = 'month' AND ${period} % 100 <= 2 AND (k.reporter IN ${LUNAR_NEW_YEAR} OR k.partner IN ${LUNAR_NEW_YEAR}) THEN 'lunar_new_year' END`;

/** `adjustment` stands in every view that sets months beside other months. */
export const UNADJUSTED = "'unadjusted' AS adjustment";

/** The period of an observation o of a series s, as text and as a number: found by either, or made where the order of the tables is fixed. */
const PERIOD = 't.text AS period, o.period AS yyyymm';
const PERIOD_MADE = `${periodText('s.period_kind', 'o.period')} AS period, o.period AS yyyymm`;

const KEY = (k: string): string =>
  `${k}.key AS series_key, ${k}.pipeline, ${k}.reporter, ${k}.partner, ${k}.flow, ${k}.classification, ${k}.product, ${k}.measure, ${k}.unit`;

/** Of the same source, reporter, flow and product. */
const alike = (a: string, b: string): string =>
  `${a}.product = ${b}.product AND ${a}.reporter = ${b}.reporter AND ${a}.pipeline = ${b}.pipeline AND ${a}.flow = ${b}.flow AND ${a}.classification = ${b}.classification`;
const sameMeasure = (a: string, b: string): string => `${alike(a, b)} AND ${a}.measure = ${b}.measure AND ${a}.unit = ${b}.unit`;

const FIGURES = `observation o JOIN series s ON s.series_id = o.series_id ${PERIOD_NAME} JOIN series_key`;

const total = (key: string): string => totalOf('s.period_kind', key, 'o.period');
const totalBefore = (key: string): string => totalOf('s.period_kind', key, '(o.period - 100)');

/** A partner whose figures are added to those of others: no total, no group. */
const addsUp = (key: string): string =>
  `NOT EXISTS (SELECT 1 FROM area a WHERE a.partner = ${key}.partner AND a.kind IN ('total', 'group'))`;

/** Of which partner a key's is a part, p, where it is one, and that partner's key g: few have one. */
const joinWhole = (key: string): string => `LEFT JOIN partner_part p ON p.pipeline = ${key}.pipeline AND p.part = ${key}.partner
    LEFT JOIN series_key g ON ${sameMeasure('g', key)} AND g.partner = p.whole`;

/** Whether the whole g has a total in a period in which the source has codes of both. */
const wholeStands = (period: string): string =>
  `${period} BETWEEN p.valid_from AND p.valid_until AND ${totalOf('s.period_kind', 'g.key_id', period)} IS NOT NULL`;

/** Beside its whole, in the period or a year before, a part is left out of both years, so that they are of the same partners. */
const IS_LEFT_OUT = `g.key_id IS NOT NULL AND (${wholeStands('o.period')} OR ${wholeStands('(o.period - 100)')})`;

/** Over the partners c beside WORLD's key k; WORLD itself is there for the months that no partner states. */
const overPartners = (aggregate: 'SUM' | 'COUNT', what: string): string =>
  `COALESCE(${aggregate}(${what}) FILTER (WHERE c.key_id <> k.key_id), 0)`;

/**
 * Figures o beside which a partner's key and WORLD's are set: those of either, WORLD's only for months of which the partner has no figure of
 * that kind. Both halves of v_contribution are made of these rows, so that what one takes away stands in the other.
 */
const ofPartnerOrWorld = (
  partner: string,
  world: string,
): string => `series s ON s.key_id IN (${partner}.key_id, ${world}.key_id) CROSS JOIN observation o ON o.series_id = s.series_id
    AND (s.key_id = ${partner}.key_id OR NOT EXISTS (
      SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = ${partner}.key_id AND x.period_kind = s.period_kind AND y.period = o.period))`;

/** What the partners leave of WORLD. */
const rest = (of: 'value' | 'base'): string => withoutResidue(`world_${of} - covered_${of}`, `MAX(ABS(world_${of}), ABS(covered_${of}))`);

/** A month's number in a count of months, so that two can be subtracted. */
const monthNumber = (period: string): string => `(${period} / 100 * 12 + ${period} % 100)`;

/** Figures of the same kind one to five years before. */
const fiveYears = (what: string): string =>
  `(SELECT ${what} FROM observation y WHERE y.series_id = o.series_id AND y.period IN (o.period - 100, o.period - 200, o.period - 300, o.period - 400, o.period - 500))`;

export const ANALYSIS_VIEWS: Readonly<Record<string, string>> = {
  v_contribution: `
SELECT series_key, pipeline, reporter, partner, flow, classification, product, measure, unit, period, period_kind, partner_kind,
  partner_kind <> 'group' AND part_of IS NULL AS adds_up, value, base_value,
  CASE WHEN base_value > 0 THEN 100.0 * (value - base_value) / base_value END AS growth_percent,
  CASE WHEN world_value > 0 THEN 100.0 * value / world_value END AS share_percent,
  CASE WHEN world_base > 0 THEN 100.0 * base_value / world_base END AS base_share_percent,
  CASE WHEN world_base > 0 AND world_value IS NOT NULL THEN 100.0 * (value - base_value) / world_base END AS contribution_points,
  world_value, world_base,
  CASE WHEN world_base > 0 THEN 100.0 * (world_value - world_base) / world_base END AS world_growth_percent,
  CASE WHEN world_value IS NULL THEN 'no_world_total' WHEN world_base IS NULL THEN 'no_world_base' WHEN world_base <= 0 THEN 'world_base_zero_or_small'
    WHEN value IS NULL THEN 'no_value' WHEN base_value IS NULL THEN 'no_base' END AS reason,
  NULL AS partners, note, ${UNADJUSTED}, yyyymm, part_of
FROM (
  SELECT DISTINCT ${KEY('k')}, ${PERIOD_MADE}, s.period_kind, s.key_id = k.key_id AS own, CASE WHEN ${IS_LEFT_OUT} THEN p.whole END AS part_of,
    COALESCE((SELECT a.kind FROM area a WHERE a.partner = k.partner), 'country') AS partner_kind,
    ${total('k.key_id')} AS value, ${totalBefore('k.key_id')} AS base_value, ${total('w.key_id')} AS world_value, ${totalBefore('w.key_id')} AS world_base,
    ${newYearNote('s.period_kind', 'o.period')} AS note
  FROM series_key k CROSS JOIN series_key w ON ${sameMeasure('w', 'k')} AND w.partner = 'WORLD' ${joinWhole('k')} CROSS JOIN ${ofPartnerOrWorld('k', 'w')}
  WHERE k.partner <> 'WORLD')
WHERE own OR value IS NOT NULL OR base_value IS NOT NULL
UNION ALL
SELECT NULL, pipeline, reporter, 'NOT_COVERED', flow, classification, product, measure, unit, period, period_kind, 'not_covered', 1,
  ${rest('value')}, ${rest('base')}, NULL,
  CASE WHEN world_value > 0 THEN 100.0 * (world_value - covered_value) / world_value END,
  CASE WHEN world_base > 0 THEN 100.0 * (world_base - covered_base) / world_base END,
  CASE WHEN world_base > 0 THEN 100.0 * (world_value - world_base - covered_change) / world_base END,
  world_value, world_base,
  CASE WHEN world_base > 0 THEN 100.0 * (world_value - world_base) / world_base END,
  CASE WHEN world_value IS NULL THEN 'no_world_total' WHEN world_base IS NULL THEN 'no_world_base' WHEN world_base <= 0 THEN 'world_base_zero_or_small' END,
  partners, note, ${UNADJUSTED}, yyyymm, NULL
FROM (
  SELECT ${KEY('k')}, ${PERIOD_MADE}, s.period_kind, ${total('k.key_id')} AS world_value, ${totalBefore('k.key_id')} AS world_base,
    ${overPartners('SUM', total('c.key_id'))} AS covered_value, ${overPartners('SUM', totalBefore('c.key_id'))} AS covered_base,
    ${overPartners('SUM', `${total('c.key_id')} - ${totalBefore('c.key_id')}`)} AS covered_change, ${overPartners('COUNT', total('c.key_id'))} AS partners,
    ${newYearNote('s.period_kind', 'o.period')} AS note
  FROM series_key k CROSS JOIN series_key c ON ${sameMeasure('c', 'k')} AND (c.key_id = k.key_id OR ${addsUp('c')}) ${joinWhole('c')}
    CROSS JOIN ${ofPartnerOrWorld('c', 'k')}
  WHERE k.partner = 'WORLD' AND NOT (${IS_LEFT_OUT})
  GROUP BY k.pipeline, k.reporter, k.flow, k.classification, k.product, k.measure, k.unit, s.period_kind, o.period, ${periodText('s.period_kind', 'o.period')})`,

  v_unit_value: `
SELECT series_key, pipeline, reporter, partner, flow, classification, product, valuation, period, period_kind, currency, value, net_weight,
  CASE WHEN net_weight > 0 THEN value / net_weight END AS unit_value,
  CASE WHEN base_weight > 0 THEN base_value / base_weight END AS base_unit_value,
  CASE WHEN net_weight > 0 AND base_weight > 0 AND base_value > 0 THEN 100.0 * (value / net_weight - base_value / base_weight) / (base_value / base_weight) END AS yoy_percent,
  CASE WHEN value IS NULL THEN 'no_value' WHEN net_weight IS NULL THEN 'no_net_weight' WHEN net_weight <= 0 THEN 'net_weight_zero' END AS reason,
  note, ${UNADJUSTED}, yyyymm
FROM (
  SELECT DISTINCT ${KEY('k')}, k.valuation, k.unit AS currency, ${PERIOD}, s.period_kind,
    ${total('k.key_id')} AS value, ${total('w.key_id')} AS net_weight, ${totalBefore('k.key_id')} AS base_value, ${totalBefore('w.key_id')} AS base_weight,
    ${newYearNote('s.period_kind', 'o.period')} AS note
  FROM ${FIGURES} k ON k.key_id = s.key_id
    LEFT JOIN series_key w ON ${alike('w', 'k')} AND w.partner = k.partner AND w.measure = 'net_weight' AND w.unit = 'kg'
  WHERE k.measure = 'value')`,

  v_seasonal_range: `
SELECT series_key, pipeline, reporter, partner, flow, classification, product, measure, unit, period, period_kind, value,
  years_known, range_min, range_max, range_mean,
  CASE WHEN years_known < 5 OR value IS NULL THEN NULL WHEN value > range_max THEN 'above' WHEN value < range_min THEN 'below' ELSE 'within' END AS position,
  CASE WHEN years_known = 5 AND range_mean > 0 THEN 100.0 * value / range_mean END AS percent_of_mean,
  note, ${UNADJUSTED}, yyyymm
FROM (
  SELECT DISTINCT ${KEY('k')}, ${PERIOD}, s.period_kind, o.value,
    ${fiveYears('COUNT(y.value)')} AS years_known, ${fiveYears('MIN(y.value)')} AS range_min, ${fiveYears('MAX(y.value)')} AS range_max, ${fiveYears('AVG(y.value)')} AS range_mean,
    ${newYearNote('s.period_kind', 'o.period')} AS note
  FROM ${FIGURES} k ON k.key_id = s.key_id)`,

  v_record: `
SELECT series_key, pipeline, reporter, partner, flow, classification, product, measure, unit, ${monthText('month')} AS period, value,
  CASE WHEN highest IS NOT NULL THEN ${monthText('highest')} END AS highest_since, CASE WHEN lowest IS NOT NULL THEN ${monthText('lowest')} END AS lowest_since,
  CASE WHEN highest IS NOT NULL THEN 0 WHEN months_known > 0 AND months_before - months_known - months_surely_lower = 0 THEN 1 END AS record_high,
  CASE WHEN lowest IS NOT NULL THEN 0 WHEN months_known > 0 AND months_before - months_known = 0 THEN 1 END AS record_low,
  ${monthText('first_month')} AS known_since, months_known, months_before - months_known AS months_unknown, note, ${UNADJUSTED}, month AS yyyymm
FROM (
  SELECT DISTINCT q.*, ${monthNumber('month')} - ${monthNumber('first_month')} AS months_before,
    (SELECT COALESCE(SUM((y.period - 1 >= first_month AND NOT EXISTS (SELECT 1 FROM observation m WHERE m.series_id = q.series_id AND m.period = y.period - 1 AND m.value IS NOT NULL))
        + (y.period >= first_month AND NOT EXISTS (SELECT 1 FROM observation m WHERE m.series_id = q.series_id AND m.period = y.period AND m.value IS NOT NULL))), 0)
      FROM series x JOIN observation y ON y.series_id = x.series_id
      WHERE x.key_id = q.key_id AND x.period_kind = 'combined' AND y.period < month AND y.value < q.value) AS months_surely_lower
  FROM (
    SELECT DISTINCT ${KEY('k')}, k.key_id, s.series_id, o.period AS month, o.value, ${newYearNote('s.period_kind', 'o.period')} AS note,
      (SELECT y.period FROM observation y WHERE y.series_id = o.series_id AND y.period < o.period AND y.value >= o.value ORDER BY y.period DESC LIMIT 1) AS highest,
      (SELECT y.period FROM observation y WHERE y.series_id = o.series_id AND y.period < o.period AND y.value <= o.value ORDER BY y.period DESC LIMIT 1) AS lowest,
      (SELECT y.period FROM observation y WHERE y.series_id = o.series_id AND y.value IS NOT NULL ORDER BY y.period LIMIT 1) AS first_month,
      (SELECT COUNT(y.value) FROM observation y WHERE y.series_id = o.series_id AND y.period < o.period) AS months_known
    FROM ${FIGURES} k ON k.key_id = s.key_id
    WHERE s.period_kind = 'month' AND o.value IS NOT NULL) q)`,

  v_rolling_year: `
SELECT series_key, pipeline, reporter, partner, flow, classification, product, measure, unit, ${monthText('(month - 99 + CASE WHEN month % 100 = 12 THEN 88 ELSE 0 END)')} || '/' || ${monthText('month')} AS period, ${monthText('month')} AS last_month,
  value, base_value,
  CASE WHEN base_value > 0 THEN 100.0 * (value - base_value) / base_value END AS yoy_percent,
  CASE WHEN value IS NULL THEN 'no_current' WHEN base_value IS NULL THEN 'no_base' WHEN base_value <= 0 THEN 'base_zero_or_small' END AS reason,
  ${UNADJUSTED}, month AS yyyymm
FROM (
  SELECT DISTINCT ${KEY('k')}, o.period AS month, ${twelveMonths('k.key_id', 'o.period')} AS value, ${twelveMonths('k.key_id', '(o.period - 100)')} AS base_value
  FROM ${FIGURES} k ON k.key_id = s.key_id
  WHERE s.period_kind = 'month' OR (s.period_kind = 'combined' AND NOT EXISTS (
    SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = o.period)))`,
};
