// Whether v_growth, the growth of the program and windows of SQL agree on every figure of a database of months: node bench/agree.mjs DATABASE.
// Fails at the first rate that is not the same number in all three, or known in one and not in another; prints how many were compared.
import Database from 'better-sqlite3';
import { ALL_MONTHS, figureReader, formatMonth, growth, month } from '../dist/bench/product.js';
import { windowRates } from './windows.mjs';

/** Those that the view has, with its columns. */
const BASES = { mom: 'mom_percent', yoy: 'yoy_percent', ytd_yoy: 'ytd_yoy_percent' };
const file = process.argv[2];
const db = new Database(file, { readonly: true });
// A connection answers nothing else while the rows of a question are walked through.
const windows = windowRates(new Database(file, { readonly: true }));
const figuresOf = figureReader(db);
const keyOf = db.prepare('SELECT k.key_id, k.key FROM series s JOIN series_key k ON k.key_id = s.key_id WHERE s.series_id = ?');
const view = db.prepare(`SELECT period, ${Object.values(BASES).join(', ')} FROM v_growth WHERE key = ? AND period_kind = 'month'`);

const counts = { rows: 0, rates: 0 };
let series = null;
for (const row of windows) {
  if (series?.id !== row.series_id) {
    checkComplete(series);
    const { key_id, key } = keyOf.get(row.series_id);
    series = {
      id: row.series_id,
      key,
      figures: figuresOf(key_id, ALL_MONTHS),
      rows: new Map(view.all(key).map((one) => [one.period, one])),
    };
  }
  const period = formatMonth(row.period);
  const viewed = series.rows.get(period);
  series.rows.delete(period);
  for (const [basis, column] of Object.entries(BASES)) {
    const rate = growth(series.figures, month(row.period), basis);
    const answers = { program: rate.known ? rate.percent : null, view: viewed?.[column], windows: row[basis] };
    if (answers.program !== answers.view || answers.program !== answers.windows)
      throw new Error(`${series.key} ${period} ${basis}: ${JSON.stringify(answers)}`);
    counts.rates += rate.known ? 1 : 0;
  }
  counts.rows += 1;
}
checkComplete(series);
const all = db
  .prepare("SELECT COUNT(*) FROM observation o JOIN series s ON s.series_id = o.series_id WHERE s.period_kind = 'month'")
  .pluck()
  .get();
if (counts.rows !== all) throw new Error(`${counts.rows} of ${all} figures were compared`);
console.log(JSON.stringify(counts));

function checkComplete(one) {
  if (one !== null && one.rows.size > 0) throw new Error(`${one.key}: v_growth has more rows than there are figures`);
}
