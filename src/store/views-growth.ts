/** SQL text of growth beside each figure, for v_growth and v_latest, and of the last figure of a series that v_latest shows. */
import { newYearNote, UNADJUSTED } from './views-analysis.ts';
import { PERIOD_NAME, periodText } from './views-period.ts';
import { cumulative, EXACT_FROM_JANUARY, EXACT_MONTH, EXACT_QUARTER, monthFromCumulative, published, totalBeside } from './views-total.ts';

const suppressed = (period: string): string =>
  `CASE s.period_kind WHEN 'month' THEN ${published(EXACT_MONTH, 's.key_id', period, 'Q')} WHEN 'quarter' THEN ${published(EXACT_QUARTER, 's.key_id', period, 'Q')} ELSE ${published(EXACT_FROM_JANUARY, 's.key_id', period, 'Q')} END`;

const combinedOnly = (period: string): string =>
  `((s.period_kind = 'month' AND ${period} % 100 <= 2 OR s.period_kind = 'ytd' AND ${period} % 100 = 1) AND ${published("x.period_kind = 'combined'", 's.key_id', `(${period} - ${period} % 100 + 2)`)})`;

const previousMonth = (period: string): string => `CASE WHEN ${period} % 100 = 1 THEN ${period} - 89 ELSE ${period} - 1 END`;

const ownValueAt = (period: string): string =>
  `(SELECT z.value FROM observation z WHERE z.series_id = s.series_id AND z.period = ${period})`;

const totalOfFigure = (value: string, period: string): string => totalBeside(value, 's.period_kind', 's.key_id', period);

const YOY_PERCENT = 'CASE WHEN yoy_base > 0 THEN 100.0 * (total - yoy_base) / yoy_base END';

/** Where figures are whose growth is asked for: SQL text of each. */
interface Rows {
  /** Series s with their keys k, and whatever else the others name. */
  readonly from: string;
  readonly period: string;
  /** The period as text. */
  readonly periodName: string;
  readonly value: string;
  /** The same series' value one month before, and twelve months before. */
  readonly valueBefore: string;
  readonly valueYearBefore: string;
  /** The column of s that has the rate on the year before, where it is stored. */
  readonly storedYoyPercent?: string;
}

/** What a question does not name is not looked up. */
const growthOf = ({ from, period, periodName, value, valueBefore, valueYearBefore, storedYoyPercent }: Rows): string => `
SELECT key, period, value,
  CASE WHEN mom_base > 0 THEN 100.0 * (total - mom_base) / mom_base END AS mom_percent,
  ${storedYoyPercent ?? YOY_PERCENT} AS yoy_percent,
  CASE WHEN ytd_base > 0 THEN 100.0 * (ytd_value - ytd_base) / ytd_base END AS ytd_yoy_percent,
  yoy_base,
  CASE
    WHEN total IS NULL THEN CASE WHEN suppressed THEN 'suppressed' WHEN combined THEN 'combined_period' ELSE 'no_current' END
    WHEN yoy_base > 0 THEN NULL
    WHEN yoy_base IS NOT NULL THEN 'base_zero_or_small'
    WHEN base_suppressed THEN 'suppressed'
    WHEN base_combined THEN 'combined_period'
    ELSE 'no_base' END AS yoy_reason,
  period_kind, ytd_value, ytd_base, pipeline, reporter, partner, flow, classification, product, measure, unit, note, ${UNADJUSTED}, yyyymm
FROM (
  SELECT k.*, ${periodName} AS period, ${period} AS yyyymm, s.period_kind, ${value} AS value,${storedYoyPercent === undefined ? '' : ` s.${storedYoyPercent},`}
    ${totalOfFigure(value, period)} AS total,
    CASE WHEN s.period_kind = 'month' THEN COALESCE(${valueBefore}, ${monthFromCumulative('s.key_id', `(${previousMonth(period)})`)}) END AS mom_base,
    ${totalOfFigure(valueYearBefore, `(${period} - 100)`)} AS yoy_base,
    CASE WHEN s.period_kind <> 'quarter' THEN ${cumulative('s.key_id', period)} END AS ytd_value,
    CASE WHEN s.period_kind <> 'quarter' THEN ${cumulative('s.key_id', `(${period} - 100)`)} END AS ytd_base,
    ${suppressed(period)} AS suppressed, ${suppressed(`(${period} - 100)`)} AS base_suppressed,
    ${combinedOnly(period)} AS combined, ${combinedOnly(`(${period} - 100)`)} AS base_combined,
    ${newYearNote('s.period_kind', period)} AS note
  FROM ${from})`;

export const GROWTH_VIEWS: Readonly<Record<string, string>> = {
  v_growth: growthOf({
    from: `observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
    ${PERIOD_NAME}
    LEFT JOIN observation m ON m.series_id = o.series_id AND m.period = ${previousMonth('o.period')}
    LEFT JOIN observation y ON y.series_id = o.series_id AND y.period = o.period - 100`,
    period: 'o.period',
    periodName: 't.text',
    value: 'o.value',
    valueBefore: 'm.value',
    valueYearBefore: 'y.value',
  }),

  // Every series has its key. The outer join goes through the series one by one, but where a condition on the key makes it an inner one.
  // Figures before are sub-selects: of a sum over all series SQLite would not leave out a join.
  v_latest: growthOf({
    from: '(SELECT * FROM series WHERE last_period IS NOT NULL) s LEFT JOIN series_key k ON k.key_id = s.key_id',
    period: 's.last_period',
    periodName: periodText('s.period_kind', 's.last_period'),
    value: 's.last_value',
    valueBefore: ownValueAt(previousMonth('s.last_period')),
    valueYearBefore: ownValueAt('s.last_period - 100'),
    storedYoyPercent: 'last_yoy_percent',
  }),
};

/**
 * By definition what `last_period`, `last_value` and `last_yoy_percent` of a series s are: the end of its figures, as v_growth has it.
 * No row for a series without figures, all of which may be held back.
 */
export const LAST_FIGURE = `
SELECT period, value, ${YOY_PERCENT}
FROM (SELECT o.period, o.value, ${totalOfFigure('o.value', 'o.period')} AS total, ${totalOfFigure('y.value', '(o.period - 100)')} AS yoy_base
  FROM observation o LEFT JOIN observation y ON y.series_id = o.series_id AND y.period = o.period - 100
  WHERE o.series_id = s.series_id AND o.period = (SELECT MAX(l.period) FROM observation l WHERE l.series_id = s.series_id))`;
