import { SERIES, type ViewDocs } from './view-doc.ts';

const DIMENSIONS = SERIES('series_key', 'pipeline', 'reporter', 'partner', 'flow', 'classification', 'product', 'measure', 'unit');
export const ANALYSIS_DOCS: ViewDocs = {
  v_contribution: {
    meaning:
      "Where the growth of a source's total comes from: each partner's share of it, and its contribution in percentage points. Within one source and one currency.",
    grain:
      'One row for each partner and each period that it or WORLD has a figure for, where its total or that of a year before is known, and one for what no row of the same period and kind covers (NOT_COVERED). The rows with adds_up = 1 add up to the total.',
    example:
      "SELECT partner, value, share_percent, contribution_points, world_growth_percent FROM v_contribution WHERE product = '85051110' AND measure = 'net_weight' AND period = '2025-06' ORDER BY contribution_points",
    columns: [
      'series_key: series key. The series of the partner; null in the row NOT_COVERED.',
      ...SERIES('pipeline', 'reporter'),
      'partner: text. The other side, or `NOT_COVERED`: what is left of WORLD when all partners whose rows add up are taken away (groups are not, nor a part beside its whole).',
      ...SERIES('flow', 'classification', 'product', 'measure', 'unit', 'period', 'period_kind'),
      'partner_kind: text. `kind` of v_partner, or `not_covered`.',
      'adds_up: flag. 0 for groups, whose members may have rows of their own, and where `part_of` says of whom the partner may be a part. Add only rows with 1.',
      'value: number (`unit`). The total of the period; null when unknown, never 0 for it. In the row NOT_COVERED what is left: below 0 where the partners make more than the total, so that the two are not of one day, or something is told twice.',
      'base_value: number (`unit`). The total of the same months a year before.',
      "growth_percent: number (%). The partner's own growth; null without a base above 0, and in the row NOT_COVERED, whose members may differ from one year to the next.",
      "share_percent: number (%). Share of WORLD's total of the period; null unless that is above 0.",
      'base_share_percent: number (%). Share of it a year before.',
      "contribution_points: number (percentage points). What the partner adds to the total's growth: 100 * (value - base_value) / world_base. In the row NOT_COVERED what the known ones leave. Null where `reason` says why.",
      'world_value: number (`unit`). The total of WORLD in the same source.',
      'world_base: number (`unit`). The same a year before.',
      'world_growth_percent: number (%). Its growth.',
      'reason: text. Why there is no contribution: `no_world_total`, `no_world_base`, `world_base_zero_or_small`, `no_value`, `no_base`; null when there is one.',
      'partners: count. In the row NOT_COVERED: how many partners are taken away, those whose total is known.',
      ...SERIES('note', 'adjustment', 'yyyymm'),
      'part_of: text. The partner in whose figure this one is, or may be (v_partner_part), and which has a total of the period or of a year before: this row is left out of sums then. Else null.',
    ],
  },

  v_unit_value: {
    meaning:
      'Value by net weight, in the currency of the source. A unit value is no price: it moves with what is in the code, too. Not seasonally adjusted.',
    grain: 'One row for each row of v_observation whose measure is value.',
    example:
      'SELECT pipeline, partner, product, period, unit_value, currency, yoy_percent, reason FROM v_unit_value ORDER BY period DESC LIMIT 20',
    columns: [
      'series_key: series key. The series of the value.',
      ...SERIES('pipeline', 'reporter', 'partner', 'flow', 'classification', 'product', 'valuation', 'period', 'period_kind'),
      'currency: text. The currency of the value.',
      'value: number (`currency`). The total of the period.',
      'net_weight: number (kg). The net weight of the same months in the same source; null when unknown.',
      'unit_value: number (`currency` for 1 kg). value / net_weight; null where `reason` says why.',
      'base_unit_value: number (`currency` for 1 kg). The same a year before; null when unknown.',
      'yoy_percent: number (%). Growth of the unit value on the year before; null when either is unknown, or that of the year before is not above 0.',
      'reason: text. Why there is no unit value: `no_value`, `no_net_weight`, `net_weight_zero`; null when there is one.',
      ...SERIES('note', 'adjustment', 'yyyymm'),
    ],
  },

  v_seasonal_range: {
    meaning:
      'Each figure beside those of the same months in the five years before: the usual range of the season, without any seasonal adjustment.',
    grain: 'One row for each row of v_observation.',
    example:
      "SELECT period, value, range_min, range_mean, range_max, position FROM v_seasonal_range WHERE product = '850511' AND partner = 'WORLD' AND years_known = 5 ORDER BY period DESC LIMIT 12",
    columns: [
      ...DIMENSIONS,
      ...SERIES('period', 'period_kind'),
      'value: number (`unit`). The figure; null only where the source says missing or suppressed.',
      'years_known: count. How many of the five years before have a figure of the same kind for the same months.',
      'range_min: number (`unit`). The lowest of those that are known; null when none is.',
      'range_max: number (`unit`). The highest of them.',
      'range_mean: number (`unit`). Their arithmetic mean: of `years_known` years, not always of five.',
      'position: text. `above`, `within` or `below` the range; null unless all five years are known.',
      'percent_of_mean: number (%). The figure in percent of the mean; null unless all five years are known and the mean is above 0.',
      ...SERIES('note', 'adjustment', 'yyyymm'),
    ],
  },

  v_record: {
    meaning: 'Since when a month has not been this high, or this low. Not seasonally adjusted: a December is set beside a February.',
    grain: 'One row for each figure of a single month that has a value.',
    example:
      "SELECT period, value, highest_since, record_high, known_since, months_unknown FROM v_record WHERE product = '85051110' AND partner = 'WORLD' AND measure = 'net_weight' ORDER BY period",
    columns: [
      ...DIMENSIONS,
      'period: month. The month.',
      'value: number (`unit`). Its figure.',
      'highest_since: month. The last earlier month whose figure is as high or higher; null when no known one is.',
      'lowest_since: month. The last earlier month whose figure is as low or lower; null when no known one is.',
      'record_high: flag. 1: higher than every month since `known_since`, all of which are known (a January or February that is only known as part of a smaller January-February figure counts as lower). 0: it is not. Null: no known month is as high, but some are unknown, or there is none before.',
      'record_low: flag. The same downwards; a combined figure says nothing of the lowest month.',
      'known_since: month. The first month of the series that has a figure.',
      'months_known: count. How many earlier months have a figure.',
      'months_unknown: count. How many months since `known_since` have none.',
      ...SERIES('note', 'adjustment', 'yyyymm'),
    ],
  },

  v_rolling_year: {
    meaning:
      'Totals of twelve months, and their growth on the twelve months before: every season is in them once, so no seasonal adjustment is wanted.',
    grain:
      'One row for each month, or January-February combined, that a series has a figure for: the last of the twelve. A series of other kinds of figures alone has none.',
    example:
      "SELECT last_month, value, yoy_percent, reason FROM v_rolling_year WHERE product = '850511' AND partner = 'WORLD' ORDER BY last_month DESC LIMIT 12",
    columns: [
      ...DIMENSIONS,
      'period: period. The twelve months, such as `2024-07/2025-06`.',
      'last_month: month. The month in which they end.',
      'value: number (`unit`). Their total; null unless every month is known. In December the published figure of the year, where there is one.',
      'base_value: number (`unit`). The total of the twelve months before.',
      'yoy_percent: number (%). Growth of the one on the other; null where `reason` says why.',
      'reason: text. `no_current`, `no_base`, `base_zero_or_small`; null when there is a rate.',
      ...SERIES('adjustment', 'yyyymm'),
    ],
  },
};
