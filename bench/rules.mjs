// What rules add to the load of a new month, beside the growth of all series by SQL windows: node --expose-gc bench/rules.mjs DATABASE FILE [ROUNDS]. Rules ask
// for growth year on year of each product of each reporter, so that every series is watched; the month is loaded into copies of the
// database, without rules, with rules that few figures reach, with rules that a third of the invented figures reach, and with one rule on
// all codes for each flow and measure that watches and reaches the same. Prints JSON: seconds of the processor, round by round.
import { copyFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import {
  contentOfFile,
  createDetector,
  openStore,
  eurostatComext as pipeline,
  SILENT_DETECTOR,
  transform,
  versionOf,
} from '../dist/bench/product.js';
import { processorTime } from './measure.mjs';
import { windowSums } from './windows.mjs';

const [base, file, rounds = '3'] = process.argv.slice(2);
/** Percent: the figures of a series lie between half and one and a half times its level. */
const [FEW, MANY] = [199, 25];
const AT = '2026-03-17T00:00:00.000Z';

const db = new Database(base, { readonly: true });
const watched = db.prepare('SELECT DISTINCT classification, product, flow, reporter, measure FROM series_key').all();
const wide = db.prepare("SELECT DISTINCT classification, '*' AS product, flow, NULL AS reporter, measure FROM series_key").all();

function detectorAt(percent, given = watched) {
  const rules = given.map(({ classification, product, flow, reporter, measure }, index) => ({
    id: `rule-${index}`,
    title: null,
    what: { pipelines: null, product: `${classification}:${product}`, flow, reporter, partners: null, measure, unit: null },
    when: { metric: 'yoy', direction: 'rise', percent },
    minimumBase: 0,
    minimumChange: 0,
    hysteresis: 0,
    materialChange: 1,
    confirm: 'immediate',
    streak: 1,
    severity: 'warning',
    escalation: [],
    receivers: [],
  }));
  // The program has made them when it looked which rules are new.
  for (const rule of rules) versionOf(rule);
  return createDetector({ rules, channels: new Map(), sources: new Map() });
}

async function load(detector) {
  const database = `${base}.rules`;
  copyFileSync(base, database);
  const store = openStore(database);
  const content = contentOfFile(file);
  const { chunks, size } = content;
  const sha256 = content.sha256();
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
  const batch = {
    ...{ pipeline: pipeline.id, snapshotId, runId, retrievedAt: AT, publishedAt: read.publishedAt ?? null, loadedAt: AT },
    ...{ observations: read.observations, products: [], notes: [], proofs: read.proofs ?? [], jumpFactor: null, decision: null },
  };
  const { found, seconds } = await processorTime(() => store.load(batch, [], detector));
  store.close();
  for (const end of ['', '-wal', '-shm', '.lock', '.holder', '.state']) rmSync(`${database}${end}`, { force: true });
  return { seconds, events: found.events, series: read.observations.series.length };
}

/** Seconds of the processor in the last detector alone, which is the least that its rules cost. */
let inside = 0;
const counted = (detector) => ({
  ...detector,
  detect(...given) {
    const began = process.cpuUsage();
    const found = detector.detect(...given);
    const { user, system } = process.cpuUsage(began);
    inside = (user + system) / 1e6;
    return found;
  },
});
// One at a time: no load carries the rules of another.
const detectors = {
  without: () => SILENT_DETECTOR,
  few: () => counted(detectorAt(FEW)),
  many: () => counted(detectorAt(MANY)),
  wide: () => counted(detectorAt(MANY, wide)),
};
const seconds = { without: [], few: [], many: [], wide: [], peer: [] };
const alerts = {};
const within = { without: [], few: [], many: [], wide: [] };
// What the program's first load takes more than a later one is nobody's.
const { series } = await load(SILENT_DETECTOR);
for (let round = 0; round < Number(rounds); round += 1) {
  for (const [name, made] of Object.entries(detectors)) {
    const detector = made();
    // What was left before is not collected at this load's expense.
    globalThis.gc?.();
    inside = 0;
    const loaded = await load(detector);
    within[name].push(inside);
    seconds[name].push(loaded.seconds);
    alerts[name] = loaded.events;
  }
  seconds.peer.push((await processorTime(() => windowSums(db))).seconds);
}
console.log(JSON.stringify({ rules: { few: watched.length, many: watched.length, wide: wide.length }, series, alerts, seconds, within }));
