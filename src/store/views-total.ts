/**
 * SQL text of totals, for the public views: one rule, that of domain/growth.ts. Each is a lookup by key and period, so that a
 * question about one series touches its figures only.
 */
import { januaryOf } from './views-period.ts';

/** The current value of one kind at one period, by its key. Inner aliases are x and y: `key` and `period` name the outer s and o. */
export const figureOf = (kind: string, key: string, period: string): string =>
  `(SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = ${key} AND x.period_kind = '${kind}' AND y.period = ${period})`;

/** The sum of the months from..to, null unless every one of them has a value. */
export const sumOfMonths = (key: string, from: string, to: string): string =>
  `(SELECT CASE WHEN COUNT(y.value) = (${to}) - (${from}) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = ${key} AND x.period_kind = 'month' AND y.period BETWEEN ${from} AND ${to})`;

/** What a figure of January to a month is published as. */
export const EXACT_FROM_JANUARY = `(x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))`;
/** What a figure of one month is published as. */
export const EXACT_MONTH = `(x.period_kind = 'month' OR (x.period_kind = 'ytd' AND y.period % 100 = 1))`;
export const EXACT_QUARTER = `(x.period_kind = 'quarter' OR (y.period % 100 = 3 AND x.period_kind = 'ytd'))`;

/** Whether a figure is published for exactly these months, of any or of one status. */
export const published = (exact: string, key: string, period: string, status?: string): string =>
  `EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = ${key} AND y.period = ${period} AND ${exact}${status === undefined ? '' : ` AND y.status = '${status}'`})`;

/**
 * The total of January to a month: published for exactly these months, else the sum of its months, else
 * January-February combined and the months after it.
 */
export const cumulative = (key: string, period: string): string => `COALESCE(
    CASE WHEN ${period} % 100 = 1 THEN ${figureOf('month', key, period)} END,
    CASE WHEN ${period} % 100 = 2 THEN ${figureOf('combined', key, period)} END,
    CASE WHEN ${period} % 100 = 3 THEN ${figureOf('quarter', key, period)} END,
    CASE WHEN ${period} % 100 = 12 THEN ${figureOf('year', key, period)} END,
    ${figureOf('ytd', key, period)},
    CASE WHEN NOT ${published(EXACT_FROM_JANUARY, key, period)} THEN COALESCE(
      ${sumOfMonths(key, januaryOf(period), period)},
      CASE WHEN ${period} % 100 > 2 THEN ROUND(${figureOf('combined', key, `(${januaryOf(period)} + 1)`)} + ${sumOfMonths(key, `(${januaryOf(period)} + 2)`, period)}, 6) END) END)`;

/** The total of the quarter that ends in a month. */
const quarter = (key: string, period: string): string => `CASE WHEN ${period} % 100 = 3 THEN ${cumulative(key, period)} ELSE COALESCE(
    ${figureOf('quarter', key, period)},
    CASE WHEN NOT ${published("x.period_kind = 'quarter'", key, period)} THEN ${sumOfMonths(key, `(${period} - 2)`, period)} END) END`;

/** Of a month without a figure of its own: January's cumulative total is the month itself. */
export const monthFromCumulative = (key: string, period: string): string =>
  `CASE WHEN ${period} % 100 = 1 THEN ${figureOf('ytd', key, period)} END`;

const oneMonth = (key: string, period: string): string =>
  `COALESCE(${figureOf('month', key, period)}, ${monthFromCumulative(key, period)})`;

/**
 * {@link totalOf}, where the figure of the same kind and period is at hand as `own`. It is the total, but of a cumulative figure of
 * months that another kind is taken for first; COALESCE looks nothing else up as long as it is there.
 */
export const totalBeside = (own: string, kind: string, key: string, period: string): string => `COALESCE(
    CASE WHEN ${kind} <> 'ytd' OR ${period} % 100 BETWEEN 4 AND 11 THEN ${own} END,
    CASE ${kind} WHEN 'month' THEN ${monthFromCumulative(key, period)} WHEN 'quarter' THEN ${quarter(key, period)} ELSE ${cumulative(key, period)} END)`;

/** The total that a row's own kind speaks of, of any series: published for exactly these months, or the sum of figures that tile them. */
export const totalOf = (kind: string, key: string, period: string): string =>
  `CASE ${kind} WHEN 'month' THEN ${oneMonth(key, period)} WHEN 'quarter' THEN ${quarter(key, period)} ELSE ${cumulative(key, period)} END`;
