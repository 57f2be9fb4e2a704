// Growth by SQL alone: windows over ranges of months, for series of months. LAG by rows would compare wrong months wherever a series has a gap.
const range = (from, to) =>
  `(PARTITION BY series_id ORDER BY month RANGE BETWEEN ${from} PRECEDING AND ${to === 0 ? 'CURRENT ROW' : `${to} PRECEDING`})`;
const SINCE_JANUARY = '(PARTITION BY series_id, year ORDER BY month)';

/** Months are counted from 0, so that January is the first of twelve. @param sum SQL text of what is made of a sum. */
const totals = (sum) => {
  const whole = (window, months) => `CASE WHEN COUNT(value) OVER ${window} = ${months} THEN ${sum(`SUM(value) OVER ${window}`)} END`;
  return `
  SELECT series_id, period, month, value AS now, MAX(value) OVER ${range(1, 1)} AS month_before, MAX(value) OVER ${range(12, 12)} AS year_before,
    MAX(year_to_date) OVER ${range(12, 12)} AS year_to_date_before, year_to_date,
    ${whole(range(2, 0), 3)} AS three, ${whole(range(5, 3), 3)} AS three_before, ${whole(range(14, 12), 3)} AS three_year_before
  FROM (SELECT series_id, period, month, value, ${whole(SINCE_JANUARY, 'month % 12 + 1')} AS year_to_date
    FROM (SELECT o.series_id, o.period, o.value, period / 100 AS year, period / 100 * 12 + period % 100 - 1 AS month
      FROM observation o JOIN series s ON s.series_id = o.series_id WHERE s.period_kind = 'month'))`;
};

const percent = (now, before, where = '1') => `CASE WHEN ${before} > 0 AND ${where} THEN 100.0 * (${now} - ${before}) / ${before} END`;
const PERCENT = {
  mom: percent('now', 'month_before'),
  yoy: percent('now', 'year_before'),
  qoq: percent('three', 'three_before', 'month % 3 = 2'),
  ytd_yoy: percent('year_to_date', 'year_to_date_before'),
  rolling_3m_yoy: percent('three', 'three_year_before'),
};
const BASES = Object.keys(PERCENT);

/** The sum of all rates and their number, by basis. */
export function windowSums(db) {
  const columns = BASES.map((basis) => `TOTAL(${PERCENT[basis]}) AS ${basis}_sum, COUNT(${PERCENT[basis]}) AS ${basis}_count`);
  const row = db.prepare(`SELECT ${columns.join(', ')} FROM (${totals((sum) => sum)})`).get();
  return Object.fromEntries(BASES.map((basis) => [basis, { sum: row[`${basis}_sum`], count: row[`${basis}_count`] }]));
}

/** Each rate, by series and month: rows of series_id, period and the bases. Sums are rounded as figures are written. */
export function windowRates(db) {
  const columns = BASES.map((basis) => `${PERCENT[basis]} AS ${basis}`);
  return db.prepare(`SELECT series_id, period, ${columns.join(', ')} FROM (${totals((sum) => `ROUND(${sum}, 6)`)})`).iterate();
}
