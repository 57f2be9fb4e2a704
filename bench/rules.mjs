// What rules add to the load of a new month: node bench/rules.mjs DATABASE FILE PERCENT [ROUNDS]. A rule on each product of each reporter asks
// for growth year on year of at least so many percent, so that every series is watched; the month is loaded into copies of the
// database with the rules and without. Prints JSON: seconds of the processor for both, series that were judged, alerts that were raised.
import { copyFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { contentOfFile } from '../dist/src/stages/content.js';
import { createDetector, SILENT_DETECTOR } from '../dist/src/stages/detect.js';
import { transform } from '../dist/src/stages/transform.js';
import { openStore } from '../dist/src/store/sqlite.js';

const [base, file, percent, rounds = '3'] = process.argv.slice(2);
const { default: pipeline } = await import('../dist/pipelines/eurostat-comext.js');
const AT = '2026-03-17T00:00:00.000Z';

function rulesOn(database) {
  const db = new Database(database, { readonly: true });
  const watched = db.prepare('SELECT DISTINCT classification, product, flow, reporter, measure FROM series_key').all();
  db.close();
  return watched.map(({ classification, product, flow, reporter, measure }, index) => ({
    ...{ id: `rule-${index}`, title: null, severity: 'warning', escalation: [], receivers: [] },
    what: { pipelines: null, product: `${classification}:${product}`, flow, reporter, partners: null, measure, unit: null },
    when: { metric: 'yoy', direction: 'rise', percent: Number(percent) },
    ...{ minimumBase: 0, minimumChange: 0, hysteresis: 0, materialChange: 1, confirm: 'immediate', streak: 1 },
  }));
}

async function load(detector) {
  const database = `${base}.rules`;
  copyFileSync(base, database);
  const store = openStore(database);
  const { chunks, sha256, size } = contentOfFile(file);
  const params = { params: {}, columns: null };
  const read = await transform(
    pipeline,
    { ...params, bytes: new Uint8Array(), chunks, name: 'month.csv', url: null, mediaType: null, retrievedAt: AT, earlier: [] },
    {},
  );
  const runId = await store.beginRun(pipeline.id, 'ingest', AT);
  const snapshotId = await store.addSnapshot({
    ...{ ...params, runId, pipeline: pipeline.id, requestKey: 'file:month.csv', name: 'month.csv', url: null, mediaType: null, sha256 },
    ...{ extension: 'csv', bytes: size, retrievedAt: AT, etag: null, lastModified: null, settings: {}, earlierPages: [] },
  });
  const began = process.cpuUsage();
  const { events, inserted } = await store.load(
    {
      ...{ pipeline: pipeline.id, snapshotId, runId, retrievedAt: AT, publishedAt: read.publishedAt ?? null, loadedAt: AT },
      ...{ observations: read.observations, products: [], notes: [], proofs: read.proofs ?? [], jumpFactor: null, decision: null },
    },
    [],
    detector,
  );
  const { user, system } = process.cpuUsage(began);
  store.close();
  for (const end of ['', '-wal', '-shm', '.lock', '.holder', '.state']) rmSync(`${database}${end}`, { force: true });
  return { seconds: (user + system) / 1e6, events, inserted };
}

const rules = rulesOn(base);
const context = { rules, channels: new Map(), sources: new Map() };
const detector = createDetector(context);
let judged = 0;
const counting = {
  ...detector,
  detect(changed, ...rest) {
    judged = changed.length;
    return detector.detect(changed, ...rest);
  },
};
const found = { without: [], with: [] };
let events = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  found.without.push((await load(SILENT_DETECTOR)).seconds);
  const loaded = await load(counting);
  found.with.push(loaded.seconds);
  events = loaded.events;
}
console.log(JSON.stringify({ rules: rules.length, judged, events, with: Math.min(...found.with), without: Math.min(...found.without) }));
