/**
 * SQL text of totals, for the public views: one rule, that of domain/growth.ts. Each is a lookup by key and period, so that a
 * question about one series touches its figures only.
 */
import { januaryOf } from './views-period.ts';

/** The current value of one kind at one period, by its key. Inner aliases are x and y: `key` and `period` name the outer s and o. */
export const figureOf = (kind: string, key: string, period: string): string =>
  `(SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = ${key} AND x.period_kind = '${kind}' AND y.period = ${period})`;

/**
 * A sum, or a difference, of decimals without what binary fractions leave behind, as sumOf of domain/rounding.ts has it: of fifteen digits, six
 * of them decimals at most.
 * @param largest the largest of what was added, or subtracted, where the result may be far smaller.
 */
export const withoutResidue = (sum: string, largest = sum): string =>
  `ROUND(${sum}, MIN(6, 15 - length(CAST(ABS(${largest}) AS INTEGER))))`;

/** The sum of some figures x, y of a key, null unless there are as many of them as asked for. */
const sumOf = (key: string, count: string, which: string): string =>
  `(SELECT ${withoutResidue('SUM(y.value)')} FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = ${key} AND ${which} HAVING COUNT(y.value) = ${count})`;

/** The sum of the months from..to of a year, null unless every one of them has a value. */
const sumOfMonths = (key: string, from: string, to: string): string =>
  sumOf(key, `(${to}) - (${from}) + 1`, `x.period_kind = 'month' AND y.period BETWEEN ${from} AND ${to}`);

/** The figures of the months from..to, with the combined one in the place of a January and February. */
const monthsWithCombined = (january: string, from: string, to: string): string =>
  `x.period_kind IN ('month', 'combined') AND y.period BETWEEN ${from} AND ${to} AND y.period <> ${january} AND (x.period_kind = 'combined') = (y.period = ${january} + 1)`;

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
      ${sumOf(key, `${period} % 100 - 1`, monthsWithCombined(januaryOf(period), januaryOf(period), period))}) END)`;

/** The twelve months that end in a month, of two years unless it is a December. */
export const twelveMonths = (
  key: string,
  period: string,
): string => `CASE WHEN ${period} % 100 = 12 THEN ${cumulative(key, period)} ELSE COALESCE(
    ${sumOf(key, '12', `x.period_kind = 'month' AND y.period BETWEEN ${period} - 99 AND ${period}`)},
    CASE WHEN ${period} % 100 >= 2 THEN ${sumOf(key, '11', monthsWithCombined(januaryOf(period), `${period} - 99`, period))} END) END`;

/** The total of a quarter that ends in a month. The first one is January to March, which {@link cumulative} has. */
const laterQuarter = (key: string, period: string): string => `COALESCE(
    ${figureOf('quarter', key, period)},
    CASE WHEN NOT ${published("x.period_kind = 'quarter'", key, period)} THEN ${sumOfMonths(key, `(${period} - 2)`, period)} END)`;

/** The total that a kind speaks of, where that of a month is known already. */
const totalWithMonth = (month: string, kind: string, key: string, period: string): string =>
  `CASE WHEN ${kind} = 'month' THEN ${month} WHEN ${kind} <> 'quarter' OR ${period} % 100 = 3 THEN ${cumulative(key, period)} ELSE ${laterQuarter(key, period)} END`;

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
    ${totalWithMonth(monthFromCumulative(key, period), kind, key, period)})`;

/** The total that a row's own kind speaks of, of any series: published for exactly these months, or the sum of figures that tile them. */
export const totalOf = (kind: string, key: string, period: string): string => totalWithMonth(oneMonth(key, period), kind, key, period);
