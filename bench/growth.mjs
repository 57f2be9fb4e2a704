// Growth of all series on five bases by the program and by SQL windows over ranges of months: node bench/growth.mjs DATABASE. Fails when a
// count or a sum differs; prints seconds of both as JSON.
import Database from 'better-sqlite3';
import { BASES, growthPercent, subjectMonths } from '../dist/src/domain/growth.js';
import { ALL_MONTHS, figureReader } from '../dist/src/store/figure-reader.js';

const db = new Database(process.argv[2], { readonly: true });

function byProgram() {
  const found = Object.fromEntries(BASES.map((basis) => [basis, { sum: 0, count: 0 }]));
  const figuresOf = figureReader(db);
  for (const keyId of db.prepare('SELECT key_id FROM series_key').pluck().all()) {
    const figures = figuresOf(keyId, ALL_MONTHS);
    for (const basis of BASES) {
      const own = found[basis];
      for (const [kind, months] of subjectMonths(figures, basis))
        for (const month of months) {
          const percent = growthPercent(figures, kind, month, basis);
          if (Number.isNaN(percent)) continue;
          own.sum += percent;
          own.count += 1;
        }
    }
  }
  return found;
}

const range = (from, to) =>
  `(PARTITION BY series_id ORDER BY month RANGE BETWEEN ${from} PRECEDING AND ${to === 0 ? 'CURRENT ROW' : `${to} PRECEDING`})`;
const sinceJanuary = '(PARTITION BY series_id, year ORDER BY month)';
const whole = (window, months) => `CASE WHEN COUNT(value) OVER ${window} = ${months} THEN SUM(value) OVER ${window} END`;
/** Months are counted from 0, so that January is the first of twelve. */
const WINDOWS = `
  SELECT series_id, month, value AS now, MAX(value) OVER ${range(1, 1)} AS month_before, MAX(value) OVER ${range(12, 12)} AS year_before,
    MAX(year_to_date) OVER ${range(12, 12)} AS year_to_date_before, year_to_date,
    ${whole(range(2, 0), 3)} AS three, ${whole(range(5, 3), 3)} AS three_before, ${whole(range(14, 12), 3)} AS three_year_before
  FROM (SELECT series_id, month, value, ${whole(sinceJanuary, 'month % 12 + 1')} AS year_to_date
    FROM (SELECT o.series_id, o.value, period / 100 AS year, period / 100 * 12 + period % 100 - 1 AS month
      FROM observation o JOIN series s ON s.series_id = o.series_id WHERE s.period_kind = 'month'))`;
const PAIRS = {
  mom: ['now', 'month_before'],
  yoy: ['now', 'year_before'],
  qoq: ['three', 'three_before', 'month % 3 = 2'],
  ytd_yoy: ['year_to_date', 'year_to_date_before'],
  rolling_3m_yoy: ['three', 'three_year_before'],
};
function byWindows() {
  const columns = BASES.map((basis) => {
    const [now, before, where = '1'] = PAIRS[basis];
    const percent = `CASE WHEN ${before} > 0 AND ${where} THEN 100.0 * (${now} - ${before}) / ${before} END`;
    return `TOTAL(${percent}) AS ${basis}_sum, COUNT(${percent}) AS ${basis}_count`;
  });
  const row = db.prepare(`SELECT ${columns.join(', ')} FROM (${WINDOWS})`).get();
  return Object.fromEntries(BASES.map((basis) => [basis, { sum: row[`${basis}_sum`], count: row[`${basis}_count`] }]));
}

function timed(work) {
  const started = performance.now();
  return { found: work(), seconds: (performance.now() - started) / 1000 };
}

const own = timed(byProgram);
const peer = timed(byWindows);
for (const basis of BASES) {
  const [ours, theirs] = [own.found[basis], peer.found[basis]];
  if (ours.count !== theirs.count || ours.count === 0 || Math.abs(ours.sum / theirs.sum - 1) > 1e-12)
    throw new Error(`${basis}: the program has ${JSON.stringify(ours)}, SQL ${JSON.stringify(theirs)}`);
}
console.log(JSON.stringify({ own: own.seconds, peer: peer.seconds, rates: BASES.reduce((sum, basis) => sum + own.found[basis].count, 0) }));
