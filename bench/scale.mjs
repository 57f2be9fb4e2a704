// How cost grows with the rows of a file: node bench/scale.mjs [ROWS...]. Beside each whole ingest stands the sqlite3 shell's import of the same
// file (A). Needs Python, and some 7 GB in the temporary folder for 20 million rows.
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { KINDS } from './generate.mjs';
import { emptyFolder, node, ROOT, sqliteImport, timed, tradewatch } from './measure.mjs';

const given = process.argv.slice(2).map(Number);
const SIZES = given.length > 0 ? given : [1, 2, 5, 10, 20].map((millions) => millions * 1_000_000);
const FOLDER = `${tmpdir()}/tradewatch-scale`;
const path = (name) => `${FOLDER}/${name}`;
const ASKED = [
  'one series',
  'one series, its growth',
  'one series, as of a day',
  'a product of a month',
  'a partner of a month',
  'a partner of a month, the month as text',
  'latest year on year of all series, key and rate, each a row',
  'latest year on year of all series, key and rate, each a row, in Python',
  'latest year on year of all series, with period and value, each a row',
  'latest year on year of all series, counted',
];

console.log(`| million rows | A | the whole ingest | beside A | processor | memory | bytes an observation | ${ASKED.join(' | ')} |`);
console.log(`|${'---|'.repeat(7 + ASKED.length)}`);
for (const rows of SIZES) {
  emptyFolder(FOLDER);
  writeFileSync(path('config.yaml'), `archive: ${path('raw')}\ninbox: ${path('inbox')}\n`);
  KINDS.comext(path('comext.csv'), rows);
  const peer = sqliteImport(path('comext.csv'), FOLDER);
  rmSync(path('flat.db'));
  const database = path('own.db');
  const command = ['ingest', 'eurostat-comext', path('comext.csv'), '--db', database, '--config', path('config.yaml'), '--quiet'];
  const own = tradewatch([...command, '--retrieved-at', '2026-02-17T00:00:00Z']);
  const asked = [
    ...JSON.parse(node([`${ROOT}bench/questions.mjs`, database]).stdout),
    ...JSON.parse(timed('python3', [`${ROOT}bench/questions.py`, database]).stdout),
  ];
  const answers = ASKED.map((name) => {
    const { p95, rows: most } = asked.find((one) => one.name === name);
    return `${p95.toFixed(2)} ms${/^a (product|partner)/.test(name) ? ` (${most} rows)` : ''}`;
  });
  const ratio = (own.seconds / peer.seconds).toFixed(2);
  const bytes = (statSync(database).size / rows).toFixed(1);
  const cells = [rows / 1_000_000, `${peer.seconds.toFixed(1)} s`, `${own.seconds.toFixed(1)} s`, `${ratio}x`, `${own.cpu.toFixed(1)} s`];
  console.log(`| ${[...cells, `${own.rss.toFixed(0)} MB`, bytes, ...answers].join(' | ')} |`);
}
emptyFolder(FOLDER);
