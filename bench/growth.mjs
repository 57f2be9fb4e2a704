// Growth of all series on three bases by the program and by SQL windows over ranges of months: node bench/growth.mjs DATABASE. Fails when their
// sums differ; prints seconds of both as JSON.
import Database from 'better-sqlite3';
import { figuresOf, growth, subjects } from '../dist/src/domain/growth.js';

const BASES = ['mom', 'yoy', 'rolling_3m_yoy'];
const db = new Database(process.argv[2], { readonly: true });

function byProgram() {
  const sums = Object.fromEntries(BASES.map((basis) => [basis, 0]));
  let series = 0;
  let list = [];
  const add = () => {
    const figures = figuresOf(list);
    for (const basis of BASES)
      for (const subject of subjects(figures, basis)) {
        const found = growth(figures, subject, basis);
        if (found.known) sums[basis] += found.percent;
      }
  };
  for (const [id, end, value, status] of db.prepare('SELECT series_id, period, value, status FROM observation').raw().iterate()) {
    if (id !== series) {
      add();
      series = id;
      list = [];
    }
    list.push({ period: { kind: 'month', end }, value, status });
  }
  add();
  return sums;
}

const range = (from, to) =>
  `(PARTITION BY series_id ORDER BY month RANGE BETWEEN ${from} PRECEDING AND ${to === 0 ? 'CURRENT ROW' : `${to} PRECEDING`})`;
const three = (from, to) => `CASE WHEN COUNT(value) OVER ${range(from, to)} = 3 THEN SUM(value) OVER ${range(from, to)} END`;
const percent = (now, before) => `TOTAL(CASE WHEN ${before} > 0 THEN 100.0 * (${now} - ${before}) / ${before} END)`;
const byWindows = () =>
  db
    .prepare(
      `SELECT ${percent('value', 'm')} AS mom, ${percent('value', 'y')} AS yoy, ${percent('r', 'b')} AS rolling_3m_yoy FROM (SELECT value,
        MAX(value) OVER ${range(1, 1)} AS m, MAX(value) OVER ${range(12, 12)} AS y, ${three(2, 0)} AS r, ${three(14, 12)} AS b
      FROM (SELECT series_id, value, period / 100 * 12 + period % 100 AS month FROM observation))`,
    )
    .get();

function timed(work) {
  const started = performance.now();
  return { found: work(), seconds: (performance.now() - started) / 1000 };
}

const own = timed(byProgram);
const peer = timed(byWindows);
for (const basis of BASES)
  if (Math.abs(own.found[basis] / peer.found[basis] - 1) > 1e-9)
    throw new Error(`${basis}: the program has ${own.found[basis]}, SQL ${peer.found[basis]}`);
console.log(JSON.stringify({ own: own.seconds, peer: peer.seconds }));
