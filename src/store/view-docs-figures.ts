import { SERIES, type ViewDocs } from './view-doc.ts';

/** Columns of growth, beside a figure. */
const GROWTH_COLUMNS: readonly string[] = [
  'key: series key. The series key as text.',
  'period: period. The period of the row.',
  'value: number (`unit`). The figure of the row, in `unit`.',
  'mom_percent: number (%). Growth over the previous month, in percent, not seasonally adjusted. Only in rows of kind `month`.',
  'yoy_percent: number (%). Growth over the same months of the previous year, in percent: a month against that month, January-February against January-February, January to June against January to June.',
  "ytd_yoy_percent: number (%). Growth of January to the row's last month over the same months of the previous year, in percent; null in rows of kind `quarter`.",
  'yoy_base: number (`unit`). The figure that `yoy_percent` compares with, in `unit`; null if unknown.',
  'yoy_reason: text. Why `yoy_percent` is null: `no_current`, `no_base`, `base_zero_or_small`, `combined_period` (published only as January-February combined) or `suppressed`; otherwise null.',
  "period_kind: text. The kind of the row's period.",
  "ytd_value: number (`unit`). The total of January to the row's last month, in `unit`; null if unknown.",
  'ytd_base: number (`unit`). The same total of the previous year, in `unit`; null if unknown.',
  ...SERIES('pipeline', 'reporter', 'partner', 'flow', 'classification', 'product', 'measure', 'unit', 'note', 'adjustment', 'yyyymm'),
];

export const FIGURE_DOCS: ViewDocs = {
  v_observation: {
    meaning: 'Current values: each published figure as it is known now.',
    grain: 'One row for each series and period.',
    example:
      "SELECT period, value, unit FROM v_observation WHERE product = '85051110' AND partner = 'US' AND measure = 'net_weight' AND period_kind = 'month' ORDER BY period",
    columns: [
      ...SERIES(
        'pipeline',
        'reporter',
        'partner',
        'flow',
        'product',
        'classification',
        'measure',
        'unit',
        'valuation',
        'period',
        'period_kind',
      ),
      'value: number (`unit`). The figure, in `unit`; null only with status `M` or `Q`.',
      ...SERIES('status'),
      'first_seen_at: time. When any value of this period was first seen.',
      'vintage_at: time. When this value was first seen. Equal to `first_seen_at` unless the figure was revised.',
      ...SERIES('snapshot_sha256', 'source_url', 'product_name', 'series_key', 'published_value', 'correction', 'yyyymm'),
    ],
  },

  v_vintage: {
    meaning: 'Every value that a figure ever had, and when it was known.',
    grain: 'One row for each value of each series and period.',
    example:
      "SELECT period, value FROM v_vintage WHERE product = '85051110' AND partner = 'WORLD' AND known_from <= '2025-07-31T23:59:59.999Z' AND (known_to IS NULL OR known_to > '2025-07-31T23:59:59.999Z')",
    columns: [
      ...SERIES(
        'pipeline',
        'reporter',
        'partner',
        'flow',
        'product',
        'classification',
        'measure',
        'unit',
        'valuation',
        'period',
        'period_kind',
      ),
      'known_from: time. Since when this value has been known: when the snapshot that brought it was obtained. A publication obtained after a newer one (by the dates they print) counts from the end of its own day: it never replaces the newer figure.',
      'known_to: time. When another value replaced it; null while it is current. Equal to `known_from` if that was at the same instant: the value was never current.',
      'value: number (`unit`). The figure, in `unit`.',
      'status: text. Its status.',
      'published_at: day. The date that the publisher printed on the publication; null if it prints none.',
      'snapshot_sha256: sha256. The archived bytes.',
      'source_url: address. The address; null for a file given without one.',
      ...SERIES('series_key', 'published_value'),
      'correction: text. The correction that replaced it; null if there is none.',
      ...SERIES('yyyymm'),
    ],
  },

  v_growth: {
    meaning:
      'Growth of each figure between equal intervals of months, with its base, or the reason why it is unknown. Percentages are not rounded. Not seasonally adjusted.',
    grain: 'One row for each row of v_observation.',
    example:
      "SELECT period, value, yoy_base, yoy_percent, yoy_reason FROM v_growth WHERE product = '85051110' AND partner = 'WORLD' AND period_kind = 'month' ORDER BY period",
    columns: GROWTH_COLUMNS,
  },

  v_latest: {
    meaning:
      'The newest figure of each series, with its growth: the rows of v_growth that are the last of their series and kind of period. `period`, `value` and `yoy_percent` are stored with each series, so a query over all of them reads no figures; v_growth with a condition on `period` reads every one.',
    grain: 'One row for each series and kind of period.',
    example:
      "SELECT partner, period, value, ROUND(yoy_percent, 1) AS yoy FROM v_latest WHERE product = '85051110' AND measure = 'net_weight' AND period_kind = 'month' ORDER BY value DESC LIMIT 5",
    columns: GROWTH_COLUMNS,
  },
};
