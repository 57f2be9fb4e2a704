import type { ViewDocs } from './view-doc.ts';
import { monthText } from './views-period.ts';

const MONTHS =
  "(SELECT s.key_id, o.period, o.value FROM series s JOIN observation o ON o.series_id = s.series_id WHERE s.period_kind = 'month')";

/** Zeros behind the sixth digit: how nomenclatures write a heading that they do not divide. The rule is that of domain/mirror.ts. */
const wholeHeading = (product: string): string => `rtrim(substr(${product}, 7), '0') = ''`;

export const MIRROR_VIEWS: Readonly<Record<string, string>> = {
  v_mirror: `
SELECT product, exporter, importer, measure, period, exporter_value, importer_value,
  CASE WHEN gap_reason IS NULL THEN 100.0 * (importer_value - exporter_value) / exporter_value END AS gap_percent,
  exporter_pipeline, importer_pipeline, exporter_product, importer_product, exporter_unit, importer_unit, exporter_valuation, importer_valuation, scope, gap_reason
FROM (
  SELECT m.*, ${monthText('month')} AS period,
    CASE WHEN exporter_value IS NULL THEN 'no_exporter_figure'
      WHEN importer_value IS NULL THEN 'no_importer_figure'
      WHEN exporter_unit <> importer_unit THEN 'units_differ'
      WHEN scope <> 'same' THEN 'scope_differs'
      WHEN exporter_value = 0 THEN 'exporter_zero' END AS gap_reason
  FROM (
    SELECT p.*, t.period AS month, x.value AS exporter_value, y.value AS importer_value
    FROM (
      SELECT substr(e.product, 1, 6) AS product, e.reporter AS exporter, e.partner AS importer, e.measure,
        e.key_id AS exporter_key, i.key_id AS importer_key, e.pipeline AS exporter_pipeline, i.pipeline AS importer_pipeline,
        e.classification || ':' || e.product AS exporter_product, i.classification || ':' || i.product AS importer_product,
        e.unit AS exporter_unit, i.unit AS importer_unit, e.valuation AS exporter_valuation, i.valuation AS importer_valuation,
        CASE WHEN e.classification = i.classification AND e.product = i.product THEN 'same'
          WHEN ${wholeHeading('e.product')} AND ${wholeHeading('i.product')} THEN 'same'
          WHEN ${wholeHeading('e.product')} THEN 'importer_narrower'
          WHEN ${wholeHeading('i.product')} THEN 'exporter_narrower'
          ELSE 'parts' END AS scope
      FROM series_key e JOIN series_key i ON i.product >= substr(e.product, 1, 6) AND i.product < substr(e.product, 1, 6) || ':'
        AND i.reporter = e.partner AND i.partner = e.reporter AND i.measure = e.measure
      WHERE e.flow = 'export' AND i.flow = 'import' AND e.product GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]*') p
    JOIN ${MONTHS} t ON t.key_id IN (p.exporter_key, p.importer_key)
    LEFT JOIN ${MONTHS} x ON x.key_id = p.exporter_key AND x.period = t.period
    LEFT JOIN ${MONTHS} y ON y.key_id = p.importer_key AND y.period = t.period
    WHERE x.value IS NOT NULL OR y.value IS NOT NULL
    GROUP BY p.exporter_key, p.importer_key, t.period) m)`,
};

export const MIRROR_DOCS: ViewDocs = {
  v_mirror: {
    meaning: "One trade, told by both sides: a country's exports beside the other's imports from it. A gap is no error.",
    grain:
      'One row for each pair of series whose codes share six digits of the Harmonized System, and each month that at least one side states.',
    example:
      "SELECT period, exporter_value, importer_value, gap_percent, gap_reason FROM v_mirror WHERE product = '850511' AND exporter = 'CN' AND importer = 'US' AND measure = 'net_weight' ORDER BY period",
    columns: [
      'product: text. The six digits that both codes begin with.',
      'exporter: text. Whose exports: ISO alpha-2.',
      'importer: text. Whose imports: ISO alpha-2, or `EU`.',
      'measure: text. `net_weight` (compare this first: no price and no exchange rate moves it), `quantity` or `value`.',
      'period: period. The month.',
      "exporter_value: number (`exporter_unit`). What the exporter's customs say that was sent; null when they do not state the month.",
      "importer_value: number (`importer_unit`). What the importer's customs say that came; null when they do not state the month.",
      'gap_percent: number (%). 100 * (importer - exporter) / exporter; null where `gap_reason` says why.',
      "exporter_pipeline: text. Where the exporter's figure is from.",
      "importer_pipeline: text. Where the importer's figure is from.",
      "exporter_product: text. The exporter's code with its classification, `HS8:85051110`.",
      "importer_product: text. The importer's code with its classification, `HS:850511`.",
      'exporter_unit: text. The unit or currency of `exporter_value`.',
      'importer_unit: text. The unit or currency of `importer_value`.',
      'exporter_valuation: text. `FOB` as a rule.',
      "importer_valuation: text. `CIF` as a rule: freight and insurance make values some 6 to 7 % higher than the exporter's by nature.",
      "scope: text. `same` goods on both sides; `exporter_narrower`, `importer_narrower`: that side's code is only a part of the heading; `parts`: both are, and are not known to be the same part.",
      'gap_reason: text. Why there is no gap: `no_exporter_figure`, `no_importer_figure`, `units_differ`, `scope_differs`, `exporter_zero`.',
    ],
  },
};
