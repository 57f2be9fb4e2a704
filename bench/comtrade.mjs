// An answer of UN Comtrade: node bench/comtrade.mjs own FILE DATABASE parses, checks, normalizes and loads it, durable, without the archive;
// node bench/comtrade.mjs peer FILE only gives all of it to JSON.parse. Prints seconds. No call answers so many rows: the row limit is given by
// hand, as `ingest --param limit=...` gives it.
import { readFileSync } from 'node:fs';

const [side, file, database] = process.argv.slice(2);
const ROW_LIMIT = '9999999';

async function own() {
  const { contentOfFile, openStore, SILENT_DETECTOR, transform, unComtrade: pipeline } = await import('../dist/bench/product.js');
  const store = openStore(database);
  const content = contentOfFile(file);
  const { chunks, size } = content;
  // The archive's work, in a thread of its own.
  const sha256 = content.sha256();
  const started = performance.now();
  const at = '2026-02-17T00:00:00.000Z';
  const origin = { name: 'bench.json', url: null, mediaType: null, retrievedAt: at, params: { limit: ROW_LIMIT }, columns: null };
  const read = await transform(pipeline, { ...origin, bytes: new Uint8Array(), chunks, earlier: [] }, {});
  const runId = await store.beginRun(pipeline.id, 'ingest', at);
  const snapshotId = await store.addSnapshot({
    ...{ ...origin, runId, pipeline: pipeline.id, requestKey: 'file:bench.json', sha256, extension: 'json', bytes: size },
    ...{ etag: null, lastModified: null, settings: {}, earlierPages: [] },
  });
  const { observations, products = [], notes = [], proofs = [] } = read;
  await store.load(
    {
      ...{ pipeline: pipeline.id, snapshotId, runId, retrievedAt: at, publishedAt: null, loadedAt: at, observations },
      ...{ products, notes, proofs, jumpFactor: 100, decision: null },
    },
    [],
    SILENT_DETECTOR,
  );
  const seconds = (performance.now() - started) / 1000;
  store.close();
  return seconds;
}

function peer() {
  const started = performance.now();
  const { data } = JSON.parse(readFileSync(file, 'utf8'));
  if (data.length === 0) throw new Error(`${file}: no records`);
  return (performance.now() - started) / 1000;
}

console.log((side === 'own' ? await own() : peer()).toFixed(3));
