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
      'partner: text. The other side, or `NOT_COVERED`: what is left of WORLD after subtracting all partners whose rows add up (groups are not subtracted, nor a part beside its whole).',
      ...SERIES('flow', 'classification', 'product', 'measure', 'unit', 'period', 'period_kind'),
      'partner_kind: text. `kind` of v_partner, or `not_covered`.',
      'adds_up: flag. 0 for groups, whose members may have rows of their own, and for a partner that may be part of another (see `part_of`). Add only rows with 1.',
      'value: number (`unit`). The total of the period; null if unknown, never 0 instead. In the row NOT_COVERED, what is left: below 0 if the partners add up to more than the total, which means that the two are not of the same day, or that something is counted twice.',
      'base_value: number (`unit`). The total of the same months a year earlier.',
      "growth_percent: number (%). The partner's own growth; null without a base above 0, and in the row NOT_COVERED, because its members may differ from one year to the next.",
      "share_percent: number (%). Share of WORLD's total of the period; null unless that is above 0.",
      'base_share_percent: number (%). The same share a year earlier.',
      "contribution_points: number (percentage points). What the partner adds to the total's growth: 100 * (value - base_value) / world_base. In the row NOT_COVERED, what the known partners leave. Null if `reason` says why.",
      'world_value: number (`unit`). The total of WORLD in the same source.',
      'world_base: number (`unit`). The same a year earlier.',
      'world_growth_percent: number (%). Its growth.',
      'reason: text. Why there is no contribution: `no_world_total`, `no_world_base`, `world_base_zero_or_small`, `no_value`, `no_base`; null if there is one.',
      'partners: count. In the row NOT_COVERED: how many partners were subtracted, that is, those whose total is known.',
      ...SERIES('note', 'adjustment', 'yyyymm'),
      'part_of: text. The partner whose figure includes or may include this one (v_partner_part), if it has a total for the period or for a year earlier: this row is then left out of sums. Otherwise null.',
    ],
  },

  v_unit_value: {
    meaning:
      'Value by net weight, in the currency of the source. A unit value is not a price: it also changes with the mix of goods in the code. Not seasonally adjusted.',
    grain: 'One row for each row of v_observation whose measure is value.',
    example:
      'SELECT pipeline, partner, product, period, unit_value, currency, yoy_percent, reason FROM v_unit_value ORDER BY period DESC LIMIT 20',
    columns: [
      'series_key: series key. The series of the value.',
      ...SERIES('pipeline', 'reporter', 'partner', 'flow', 'classification', 'product', 'valuation', 'period', 'period_kind'),
      'currency: text. The currency of the value.',
      'value: number (`currency`). The total of the period.',
      'net_weight: number (kg). The net weight of the same months in the same source; null if unknown.',
      'unit_value: number (`currency` for 1 kg). value / net_weight; null if `reason` says why.',
      'base_unit_value: number (`currency` for 1 kg). The same a year earlier; null if unknown.',
      'yoy_percent: number (%). Growth of the unit value over the previous year; null if either is unknown, or if the earlier one is not above 0.',
      'reason: text. Why there is no unit value: `no_value`, `no_net_weight`, `net_weight_zero`; null if there is one.',
      ...SERIES('note', 'adjustment', 'yyyymm'),
    ],
  },

  v_seasonal_range: {
    meaning:
      'Each figure beside those of the same months in the previous five years: the usual range for the season, without any seasonal adjustment.',
    grain: 'One row for each row of v_observation.',
    example:
      "SELECT period, value, range_min, range_mean, range_max, position FROM v_seasonal_range WHERE product = '850511' AND partner = 'WORLD' AND years_known = 5 ORDER BY period DESC LIMIT 12",
    columns: [
      ...DIMENSIONS,
      ...SERIES('period', 'period_kind'),
      'value: number (`unit`). The figure; null only if the source says missing or suppressed.',
      'years_known: count. How many of the previous five years have a figure of the same kind for the same months.',
      'range_min: number (`unit`). The lowest of those that are known; null if none is.',
      'range_max: number (`unit`). The highest of them.',
      'range_mean: number (`unit`). Their arithmetic mean: of `years_known` years, not always of five.',
      'position: text. `above`, `within` or `below` the range; null unless all five years are known.',
      'percent_of_mean: number (%). The figure as a percentage of the mean; null unless all five years are known and the mean is above 0.',
      ...SERIES('note', 'adjustment', 'yyyymm'),
    ],
  },

  v_record: {
    meaning: 'Since when a month has not been this high or this low. Not seasonally adjusted: a December is compared with a February.',
    grain: 'One row for each figure of a single month that has a value.',
    example:
      "SELECT period, value, highest_since, record_high, known_since, months_unknown FROM v_record WHERE product = '85051110' AND partner = 'WORLD' AND measure = 'net_weight' ORDER BY period",
    columns: [
      ...DIMENSIONS,
      'period: month. The month.',
      'value: number (`unit`). Its figure.',
      'highest_since: month. The last earlier month whose figure is as high or higher; null if no known one is.',
      'lowest_since: month. The last earlier month whose figure is as low or lower; null if no known one is.',
      'record_high: flag. 1: higher than every month since `known_since`, all of which are known (a January or February known only as part of a smaller January-February figure counts as lower). 0: it is not. Null: no known month is as high, but some are unknown, or there is none earlier.',
      'record_low: flag. The same for lows; a combined figure says nothing about the lowest month.',
      'known_since: month. The first month of the series that has a figure.',
      'months_known: count. How many earlier months have a figure.',
      'months_unknown: count. How many months since `known_since` have none.',
      ...SERIES('note', 'adjustment', 'yyyymm'),
    ],
  },

  v_rolling_year: {
    meaning:
      'Totals of twelve months, and their growth over the previous twelve: each contains every season once, so no seasonal adjustment is needed.',
    grain:
      'One row for each month, or January-February combined, that a series has a figure for: the last of the twelve. A series with only other kinds of figures has none.',
    example:
      "SELECT last_month, value, yoy_percent, reason FROM v_rolling_year WHERE product = '850511' AND partner = 'WORLD' ORDER BY last_month DESC LIMIT 12",
    columns: [
      ...DIMENSIONS,
      'period: period. The twelve months, such as `2024-07/2025-06`.',
      'last_month: month. The month in which they end.',
      'value: number (`unit`). Their total; null unless every month is known. In December, the published figure for the year if there is one.',
      'base_value: number (`unit`). The total of the previous twelve months.',
      'yoy_percent: number (%). Growth of the one over the other; null if `reason` says why.',
      'reason: text. `no_current`, `no_base`, `base_zero_or_small`; null if there is a rate.',
      ...SERIES('adjustment', 'yyyymm'),
    ],
  },
};
