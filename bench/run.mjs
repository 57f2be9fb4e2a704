// npm run bench [-- ROWS [ROUNDS [PEERS]]]: the figures of docs/speed.md, each beside its peer in the same run. Needs the sqlite3 shell and about 3 GB in
// the temporary folder; peers in Python are used when they are there:
//   apt install sqlite-utils && pip install --target bench/peers duckdb
import { copyFileSync, cpSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import Database from 'better-sqlite3';
import { KINDS } from './generate.mjs';
import {
  besidePeer,
  briefly,
  emptyFolder,
  isInstalled,
  MAIN,
  node,
  ROOT,
  sqliteExport,
  sqliteImport,
  timed,
  tradewatch,
} from './measure.mjs';

const ROWS = Number(process.argv[2] ?? 2_000_000);
const ROUNDS = Number(process.argv[3] ?? 3);
const FOLDER = `${tmpdir()}/tradewatch-bench`;
const PEERS = process.argv[4] ?? `${ROOT}bench/peers`;
const PYTHON = ['env', `PYTHONPATH=${PEERS}`, 'python3'];
const path = (name) => `${FOLDER}/${name}`;
const rows = [];
const UNMEASURED = 'not measured';
/** @param met null where there is no goal: what is harder than what was asked, to compare. */
const tell = (work, peer, goal, measured, met) => rows.push({ work, peer, goal, measured, met: met === null ? '' : met ? 'yes' : 'NO' });
const middle = (list) => [...list].sort((a, b) => a - b)[Math.trunc(list.length / 2)];
/** Each run stands behind one of its peer: the speed of a machine drifts, and the middle of their ratios does not. */
const paired = (work, { peer, own, ratios }, goal) => {
  const ratio = middle(ratios);
  const measured = `${ratio.toFixed(3)}x (least: ${own.seconds.toFixed(2)} s = ${(own.seconds / peer.seconds).toFixed(3)}x)`;
  tell(work, `${peer.seconds.toFixed(2)} s`, ...(goal === null ? ['', measured, null] : [`${goal}x`, measured, ratio <= goal]));
};

emptyFolder(FOLDER);
const made = {};
for (const kind of ['comext', 'comext-by-month', 'comext-again', 'comext-release', 'comext-month'])
  made[kind] = KINDS[kind](path(`${kind}.csv`), ROWS);
writeFileSync(path('config.yaml'), `archive: ${path('raw')}\ninbox: ${path('inbox')}\n`);

/** A whole ingest, into a copy of a database, with an archive that does not have the file. */
function ingest(file, from, at) {
  emptyFolder(path('raw'));
  return ingestInto(file, from, at);
}

function ingestInto(file, from, at, run = tradewatch) {
  const database = path(`own-${counter++}.db`);
  if (from !== null) copyFileSync(from, database);
  const given = at === null ? [] : ['--retrieved-at', at];
  const ran = run([
    'ingest',
    'eurostat-comext',
    path(file),
    '--db',
    database,
    '--config',
    path('config.yaml'),
    '--quiet',
    '--json',
    ...given,
  ]);
  return { ...ran, database, report: JSON.parse(ran.stdout).files[0] };
}
let counter = 0;

console.error(`${ROWS} rows, ${availableParallelism()} processors, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`);
const FIRST = '2026-02-17T00:00:00Z';
const A = () => sqliteImport(path('comext.csv'), FOLDER);
const one = besidePeer(ROUNDS, A, {
  load: () => {
    const ran = node([`${ROOT}bench/load.mjs`, path('comext.csv'), path(`load-${counter++}.db`)]);
    return { ...ran, seconds: Number(ran.stdout) };
  },
  first: () => ingest('comext.csv', null, FIRST),
  byMonth: () => ingest('comext-by-month.csv', null, FIRST),
});
const base = ingestInto('comext.csv', null, FIRST).database;
cpSync(path('raw'), path('raw-of-base'), { recursive: true });
const two = besidePeer(ROUNDS, A, {
  bytes: () => {
    emptyFolder(path('raw'));
    cpSync(path('raw-of-base'), path('raw'), { recursive: true });
    return ingestInto('comext.csv', base, null, (args) => briefly([MAIN, ...args]));
  },
  again: () => ingest('comext-again.csv', base, '2026-02-21T00:00:00Z'),
  release: () => ingest('comext-release.csv', base, '2026-03-17T00:00:00Z'),
});
paired('parse, check, load, durable (no archive, no start of a program)', one.load, 0.75);
paired('the whole ingest', one.first, 1);
paired('the whole ingest of rows month by month', one.byMonth, 1);
paired('again, same bytes', two.bytes, 0.08);
paired('again, same data under a new LAST UPDATE', two.again, 0.35);
paired('a release: 1.5 % revised, a new month', two.release, 0.8);

const sql = (database, text) => new Database(database, { readonly: true }).prepare(text).pluck().get();
const written = sql(two.again.own.database, 'SELECT COUNT(*) FROM vintage') - 1;
tell('rows written by the same data', '', '0', String(written), written === 0);
const history = sql(two.release.own.database, 'SELECT COUNT(*) FROM observation_history');
tell(
  'history rows of the release',
  `${made['comext-release'].revised} revised`,
  'the same',
  String(history),
  history === made['comext-release'].revised,
);
for (const [name, run] of Object.entries({ 'first load': one.first.own, 'month by month': one.byMonth.own, release: two.release.own }))
  tell(`memory, ${name}`, '', '200 MB', `${run.rss.toFixed(0)} MB`, run.rss <= 200);

const size = statSync(base).size / ROWS;
tell(
  'file, an observation',
  `flat ${(statSync(path('flat.db')).size / ROWS).toFixed(0)} bytes`,
  '30 bytes',
  `${size.toFixed(1)} bytes`,
  size <= 30,
);
const past = sql(two.release.own.database, "SELECT SUM(pgsize) FROM dbstat WHERE name = 'observation_history'") / history;
tell('file, a revision', '', '25 bytes', `${past.toFixed(1)} bytes`, past <= 25);

const beside = (name, isThere, database, command, goal, rounds) => {
  const work = `the whole ingest, beside ${name}`;
  if (isThere !== null && !isInstalled(isThere)) return tell(work, 'not installed', '', UNMEASURED, null);
  const peer = () => {
    rmSync(database, { force: true });
    return timed(command[0], command.slice(1));
  };
  paired(work, besidePeer(rounds, peer, { [name]: () => ingest('comext.csv', null, FIRST) })[name], goal);
};
const DUCK = `import duckdb, resource
c = duckdb.connect('${path('duck.db')}')
c.execute("create table t as select * from read_csv('${path('comext.csv')}')")
c.close()
u = resource.getrusage(resource.RUSAGE_SELF)
print('cpu', u.ru_utime + u.ru_stime)`;
const duck = () => {
  rmSync(path('duck.db'), { force: true });
  const ran = timed(PYTHON[0], [...PYTHON.slice(1), '-c', DUCK]);
  return { ...ran, cpu: Number(/cpu (\S+)/.exec(ran.stdout)[1]) };
};
const PROCESSOR = 'the whole ingest, beside DuckDB read_csv, processor time';
if (isInstalled([...PYTHON, '-c', 'import duckdb'])) {
  const { cpu } = besidePeer(ROUNDS, duck, { cpu: () => ingest('comext.csv', null, FIRST) }, 'cpu');
  const ratio = middle(cpu.ratios);
  tell(PROCESSOR, `${cpu.peer.cpu.toFixed(2)} s`, 'less', `${ratio.toFixed(3)}x (least: ${cpu.own.cpu.toFixed(2)} s)`, ratio < 1);
} else tell(PROCESSOR, 'not installed', '', UNMEASURED, null);
const [utils, upserts] = [path('utils.db'), path('upsert.db')];
beside(
  'sqlite-utils insert --csv',
  ['sqlite-utils', '--version'],
  utils,
  ['sqlite-utils', 'insert', utils, 't', path('comext.csv'), '--csv'],
  0.1,
  1,
);
const upsert = [process.execPath, `${ROOT}bench/upsert.mjs`, path('comext.csv'), upserts];
beside('csv-parse, an upsert for each row', null, upserts, upsert, 0.15, ROUNDS);

const exported = (format) => () => {
  rmSync(path('export'), { recursive: true, force: true });
  return tradewatch(['export', '--db', base, '--config', path('config.yaml'), '--format', format, '--out', path('export'), '--quiet']);
};
const shell =
  (...views) =>
  () =>
    sqliteExport(base, views, FOLDER);
const both = besidePeer(ROUNDS, shell('v_observation', 'v_vintage'), { csv: exported('csv'), parquet: exported('parquet') });
const half = besidePeer(ROUNDS, shell('v_observation'), { sdmx: exported('sdmx-csv') });
paired('export of all figures and vintages as CSV, beside the sqlite3 shell', both.csv, 1);
paired('export of all figures and vintages as Parquet, beside the same', both.parquet, 1.5);
paired('export of all figures as SDMX-CSV, beside the sqlite3 shell', half.sdmx, 1);
for (const [format, { own }] of [
  ['CSV', both.csv],
  ['Parquet', both.parquet],
])
  tell(`memory, export as ${format}`, '', '200 MB', `${own.rss.toFixed(0)} MB`, own.rss <= 200);
for (const name of ['export', 'v_observation.csv', 'v_vintage.csv']) rmSync(path(name), { recursive: true, force: true });

const asked = JSON.parse(node([`${ROOT}bench/questions.mjs`, base]).stdout);
const inPython = [...PYTHON, `${ROOT}bench/questions.py`, base];
if (isInstalled(['python3', '--version'])) asked.push(...JSON.parse(timed(inPython[0], inPython.slice(1)).stdout));
for (const { name, goal, p95, plain } of asked) {
  const peer = plain === undefined ? '' : `the same rows of a plain table ${plain.toFixed(2)} ms`;
  const measured = `${p95.toFixed(2)} ms`;
  tell(`${name}, p95`, peer, ...(goal === null ? ['', measured, null] : [`${goal} ms`, measured, p95 <= goal]));
}

/** Seconds of the processor, round by round: of differences the least would be chance. */
const inRounds = (own, peer) => ({
  own: { seconds: middle(own) },
  peer: { seconds: middle(peer) },
  ratios: own.map((seconds, round) => seconds / peer[round]),
});
const grown = JSON.parse(node([`${ROOT}bench/growth.mjs`, base, String(ROUNDS)]).stdout);
paired('growth of all series on five bases, beside SQL windows that give the same', inRounds(grown.own, grown.peer), 0.1);
const agreed = JSON.parse(node([`${ROOT}bench/agree.mjs`, base]).stdout);
tell(
  'v_growth, the program and SQL windows give the same numbers',
  '',
  `${ROWS} figures`,
  `${agreed.rows} figures, ${agreed.rates} rates`,
  agreed.rows === ROWS,
);
const ruled = JSON.parse(node(['--expose-gc', `${ROOT}bench/rules.mjs`, base, path('comext-month.csv'), String(ROUNDS)]).stdout);
// The line is of rules that watch 40,000 series: four do. A rule for each product of each reporter, with alerts on a third of them, is beyond it.
for (const [name, goal] of Object.entries({ few: 0.04, wide: 0.04, many: null })) {
  const { without, peer } = ruled.seconds;
  // Two loads differ by chance, too: no less than what was counted in the detector itself.
  const added = ruled.seconds[name].map((seconds, round) => Math.max(seconds - without[round], ruled.within[name][round]));
  const work = `${ruled.rules[name]} rules after a new month of ${ruled.series} series, ${ruled.alerts[name]} alerts, beside the same windows`;
  paired(work, inRounds(added, peer), goal);
}

emptyFolder(path('raw'));
const read = path('read.db');
copyFileSync(base, read);
const release = ['ingest', 'eurostat-comext', path('comext-release.csv'), '--db', read, '--config', path('config.yaml'), '--quiet'];
const beside99 = JSON.parse(node([`${ROOT}bench/readers.mjs`, read, process.execPath, `${ROOT}dist/src/main.js`, ...release]).stdout);
tell(
  'one series, asked while a release is loaded, p99',
  `${beside99.asked} questions`,
  '10 ms',
  `${beside99.p99.toFixed(2)} ms`,
  beside99.p99 <= 10 && beside99.status === 0,
);

writeFileSync(path('empty.mjs'), '');
const start = besidePeer(ROUNDS * 3, () => briefly([path('empty.mjs')]), {
  status: () => briefly([MAIN, 'status', '--db', base, '--config', path('config.yaml')]),
});
paired('tradewatch status, beside an empty script', start.status, 3);

const idle = JSON.parse(node([`${ROOT}bench/idle.mjs`, base]).stdout);
tell('idle server, memory', '', '100 MB', `${idle.rss.toFixed(0)} MB`, idle.rss < 100);
tell('idle server, processor', '', 'none to speak of', `${idle.cpu.toFixed(2)} s in ${idle.seconds} s`, idle.cpu / idle.seconds < 0.005);

const RECORDS = 250_000;
KINDS.comtrade(path('comtrade.json'), RECORDS);
const comtrade = (...side) => {
  const ran = node([`${ROOT}bench/comtrade.mjs`, ...side]);
  return { ...ran, seconds: Number(ran.stdout) };
};
const { json } = besidePeer(ROUNDS, () => comtrade('peer', path('comtrade.json')), {
  json: () => comtrade('own', path('comtrade.json'), path(`own-${counter++}.db`)),
});
paired(`UN Comtrade, ${RECORDS} records of 47 fields to loaded figures, beside JSON.parse alone`, json, 1.3);
const ofPeer = json.own.rss / json.peer.rss;
const bare = node([path('empty.mjs')]).rss;
const above = (json.own.rss - bare) / (json.peer.rss - bare);
tell(
  'the same, memory of the whole process at its most',
  `${json.peer.rss.toFixed(0)} MB`,
  '0.2x',
  `${json.own.rss.toFixed(0)} MB = ${ofPeer.toFixed(2)}x (above an empty script ${above.toFixed(2)}x)`,
  ofPeer <= 0.2,
);

console.log(`| work | peer | goal | measured | met |\n|---|---|---|---|---|`);
for (const row of rows) console.log(`| ${row.work} | ${row.peer} | ${row.goal} | ${row.measured} | ${row.met} |`);
