import { FIRST_YEAR_UNKNOWN, HS_EDITIONS } from '../domain/product.ts';
import { SERIES, type ViewDocs } from './view-doc.ts';
import { monthText } from './views-period.ts';

/** The rules are those of domain/mirror.ts: `e` is the exporter's key, `i` the importer's. Zeros behind the sixth digit are how nomenclatures write a heading that they do not divide. */
const wholeHeading = (key: string): string => `rtrim(substr(${key}.product, 7), '0') = ''`;

const MONTH = monthText('o.period');

/** The code of the Harmonized System of whose goods a code holds all in the month, as the concordance has it. */
const allOf = (key: string): string => `CASE ${key}.classification WHEN 'HS' THEN ${key}.product ELSE (
        SELECT c.hs_product FROM concordance c WHERE c.classification = ${key}.classification AND c.product = ${key}.product AND c.share = 'all'
          AND COALESCE(c.valid_from, '') <= ${MONTH} AND COALESCE(c.valid_until, '9999') >= ${MONTH}) END`;

const IN_FORCE = [
  `WHEN o.period >= ${FIRST_YEAR_UNKNOWN}01 THEN NULL`,
  ...HS_EDITIONS.slice(0, -1).map(([edition, first]) => `WHEN o.period >= ${first}01 THEN '${edition}'`),
  `ELSE '${HS_EDITIONS.at(-1)?.[0]}'`,
].join(' ');

/** The edition that a classification names, else the one in force in the month. */
const edition = (key: string): string =>
  `CASE WHEN ${key}.classification GLOB 'HS[0-9][0-9][0-9][0-9]' THEN ${key}.classification ELSE CASE ${IN_FORCE} END END`;

const SCOPE = `CASE WHEN e.classification = i.classification AND e.product = i.product OR ${allOf('e')} = ${allOf('i')} THEN 'same'
      WHEN ${wholeHeading('e')} AND ${wholeHeading('i')} THEN CASE WHEN ${edition('e')} IS ${edition('i')} THEN 'same' ELSE 'editions' END
      WHEN ${wholeHeading('e')} THEN 'importer_narrower'
      WHEN ${wholeHeading('i')} THEN 'exporter_narrower'
      ELSE 'parts' END`;

/** The figure of one side in the month of `o`, where it has one. */
const side = (name: string, key: string): string =>
  `LEFT JOIN series ${name}_series ON ${name}_series.key_id = ${key}.key_id AND ${name}_series.period_kind = 'month'
    LEFT JOIN observation ${name} ON ${name}.series_id = ${name}_series.series_id AND ${name}.period = o.period`;

/**
 * Pairs of keys first, then the months that either side has, each looked up: CROSS JOIN keeps that order. A month that both have is
 * taken from the exporter's.
 */
export const MIRROR_VIEWS: Readonly<Record<string, string>> = {
  v_mirror: `
SELECT product, exporter, importer, measure, period, exporter_value, importer_value,
  CASE WHEN gap_reason IS NULL THEN 100.0 * (importer_value - exporter_value) / exporter_value END AS gap_percent,
  exporter_pipeline, importer_pipeline, exporter_product, importer_product, exporter_unit, importer_unit, exporter_valuation, importer_valuation, scope, gap_reason, yyyymm
FROM (
  SELECT m.*,
    CASE WHEN exporter_value IS NULL THEN 'no_exporter_figure'
      WHEN importer_value IS NULL THEN 'no_importer_figure'
      WHEN exporter_unit <> importer_unit THEN 'units_differ'
      WHEN scope <> 'same' THEN 'scope_differs'
      WHEN exporter_value <= 0 THEN 'exporter_zero' END AS gap_reason
  FROM (
    SELECT substr(e.product, 1, 6) AS product, e.reporter AS exporter, e.partner AS importer, e.measure,
      ${MONTH} AS period, o.period AS yyyymm, x.value AS exporter_value, y.value AS importer_value, e.pipeline AS exporter_pipeline, i.pipeline AS importer_pipeline,
      e.classification || ':' || e.product AS exporter_product, i.classification || ':' || i.product AS importer_product,
      e.unit AS exporter_unit, i.unit AS importer_unit, e.valuation AS exporter_valuation, i.valuation AS importer_valuation,
      ${SCOPE} AS scope
    FROM series_key e CROSS JOIN series_key i ON i.product >= substr(e.product, 1, 6) AND i.product < substr(e.product, 1, 6) || ':'
        AND i.reporter = e.partner AND i.partner = e.reporter AND i.measure = e.measure
    CROSS JOIN series s ON s.key_id IN (e.key_id, i.key_id) AND s.period_kind = 'month'
    CROSS JOIN observation o ON o.series_id = s.series_id
    ${side('x', 'e')}
    ${side('y', 'i')}
    WHERE e.flow = 'export' AND i.flow = 'import' AND e.product GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]*'
      AND (s.key_id = e.key_id OR x.period IS NULL) AND (x.value IS NOT NULL OR y.value IS NOT NULL)) m)`,
};

export const MIRROR_DOCS: ViewDocs = {
  v_mirror: {
    meaning: "One trade as reported by both sides: a country's exports beside the other's imports from it. A gap is not an error.",
    grain:
      'One row for each pair of series whose codes share six digits of the Harmonized System, and each month that at least one side states.',
    example:
      "SELECT period, exporter_value, importer_value, gap_percent, gap_reason FROM v_mirror WHERE product = '850511' AND exporter = 'CN' AND importer = 'US' AND measure = 'net_weight' ORDER BY period",
    columns: [
      'product: text. The six digits that both codes begin with.',
      'exporter: text. The exporting country: ISO alpha-2.',
      'importer: text. The importing country: ISO alpha-2, or `EU`.',
      'measure: text. `net_weight` (compare this first: prices and exchange rates do not move it), `quantity` or `value`.',
      'period: period. The month.',
      "exporter_value: number (`exporter_unit`). What was sent, according to the exporter's customs; null if they do not state the month.",
      "importer_value: number (`importer_unit`). What arrived, according to the importer's customs; null if they do not state the month.",
      'gap_percent: number (%). 100 * (importer - exporter) / exporter; null if `gap_reason` says why.',
      "exporter_pipeline: text. Where the exporter's figure comes from.",
      "importer_pipeline: text. Where the importer's figure comes from.",
      "exporter_product: text. The exporter's code with its classification, `HS8:85051110`.",
      "importer_product: text. The importer's code with its classification, `HS:850511`.",
      'exporter_unit: text. The unit or currency of `exporter_value`.',
      'importer_unit: text. The unit or currency of `importer_value`.',
      'exporter_valuation: text. Usually `FOB`.',
      "importer_valuation: text. Usually `CIF`: freight and insurance naturally make values some 6 to 7 % higher than the exporter's.",
      "scope: text. `same` goods on both sides; `exporter_narrower`, `importer_narrower`: that side's code covers only part of the heading; `parts`: both do, and are not known to be the same part; `editions`: one code in two editions of the Harmonized System that the concordance does not list as the same goods. A code that names no edition belongs to the one in force in the month.",
      'gap_reason: text. Why there is no gap: `no_exporter_figure`, `no_importer_figure`, `units_differ`, `scope_differs`, `exporter_zero` (0 or below).',
      ...SERIES('yyyymm'),
    ],
  },
};
