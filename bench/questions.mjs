// How long the public views take to answer, after a first question: node bench/questions.mjs DATABASE. Prints JSON; `rows` are those of the
// largest answer.
import Database from 'better-sqlite3';

const db = new Database(process.argv[2], { readonly: true });
const keys = db.prepare('SELECT key FROM series_key WHERE key_id % 400 = 1').pluck().all();
const distinct = (column) =>
  db
    .prepare(`SELECT DISTINCT ${column} FROM series_key`)
    .pluck()
    .all()
    .filter((_, index) => index % 5 === 0);
/** A question of which nothing changes is asked a hundred times: of ten the 95th percentile would be the slowest. */
const NOTHING = Array.from({ length: 100 }, () => []);

/** Of large files fewer questions are asked, but no fewer than this, once they have taken so long. */
const [LEAST, LONGEST_MS] = [20, 10_000];

function ask(name, goal, sql, questions) {
  const question = db.prepare(sql);
  question.all(...questions[0]);
  let rows = 0;
  const times = [];
  const until = performance.now() + LONGEST_MS;
  for (const given of questions) {
    const started = performance.now();
    if (times.length >= LEAST && started > until) break;
    // An answer is gone before the next is asked for, as in bench/questions.py.
    const { length } = question.all(...given);
    times.push(performance.now() - started);
    rows = Math.max(rows, length);
  }
  times.sort((a, b) => a - b);
  return { name, goal, rows, p95: times[Math.floor(times.length * 0.95)] };
}

/** The same rows in a plain table of their own: what it takes to hand them out, whatever the file looks like. */
function plainRows(sql) {
  db.exec(`CREATE TEMP TABLE plain AS ${sql}`);
  const { p95 } = ask('plain', 0, 'SELECT * FROM plain', NOTHING);
  db.exec('DROP TABLE plain');
  return p95;
}

const RATES = 'SELECT key, yoy_percent FROM v_latest';
const LATEST = 'SELECT key, period, value, yoy_percent FROM v_latest';
const series = keys.map((key) => [key]);
const products = distinct('product').map((code) => [code]);
const partners = distinct('partner').map((code) => [code]);
const asOf = '2026-03-01T00:00:00.000Z';
console.log(
  JSON.stringify([
    ask('one series', 1, 'SELECT period, value FROM v_observation WHERE series_key = ?', series),
    ask('one series, its growth', 1, 'SELECT period, value, yoy_percent, mom_percent FROM v_growth WHERE key = ?', series),
    ask(
      'one series, as of a day',
      1,
      `SELECT period, value FROM v_vintage WHERE series_key = ? AND known_from <= '${asOf}' AND (known_to IS NULL OR known_to > '${asOf}')`,
      series,
    ),
    ask('a product of a month', 5, 'SELECT reporter, partner, value FROM v_observation WHERE product = ? AND yyyymm = 202512', products),
    ask('a partner of a month', 5, 'SELECT reporter, product, value FROM v_observation WHERE partner = ? AND yyyymm = 202512', partners),
    ask(
      'a partner of a month, the month as text',
      5,
      "SELECT reporter, product, value FROM v_observation WHERE partner = ? AND period = '2025-12'",
      partners,
    ),
    ask(
      'a partner of a reporter and month, as text',
      5,
      "SELECT product, value FROM v_observation WHERE partner = ? AND reporter = 'DE' AND period = '2025-12'",
      partners,
    ),
    ask(
      'a reporter of a month, the month as text',
      null,
      "SELECT partner, product, value FROM v_observation WHERE reporter = ? AND period = '2025-12'",
      distinct('reporter').map((code) => [code]),
    ),
    { ...ask('latest year on year of all series, key and rate, each a row', 50, RATES, NOTHING), plain: plainRows(RATES) },
    // Beyond what was asked: what text and figures beside the rate cost.
    { ...ask('latest year on year of all series, with period and value, each a row', null, LATEST, NOTHING), plain: plainRows(LATEST) },
    ask(
      'latest year on year of all series, counted',
      50,
      'SELECT COUNT(*), COUNT(yoy_percent), SUM(yoy_percent >= 25) FROM v_latest',
      NOTHING,
    ),
    ask('latest year on year of all series, the strongest twenty', 50, `${LATEST} ORDER BY yoy_percent DESC LIMIT 20`, NOTHING),
  ]),
);
