// Parses, checks, normalizes and loads a file in one process, durable, without the archive: node bench/load.mjs FILE DATABASE. Prints seconds.

import { contentOfFile, openStore, eurostatComext as pipeline, SILENT_DETECTOR, transform } from '../dist/bench/product.js';

const [file, database] = process.argv.slice(2);
const store = openStore(database);
const content = contentOfFile(file);
const { chunks, size } = content;
// The archive's work, in a thread of its own.
const sha256 = content.sha256();
const started = performance.now();
const at = '2026-02-17T00:00:00.000Z';
const snapshot = {
  bytes: new Uint8Array(),
  chunks,
  name: 'bench.csv',
  url: null,
  mediaType: null,
  retrievedAt: at,
  params: {},
  columns: null,
  earlier: [],
};
const read = await transform(pipeline, snapshot, {});
const runId = await store.beginRun(pipeline.id, 'ingest', at);
const snapshotId = await store.addSnapshot({
  ...{
    runId,
    pipeline: pipeline.id,
    requestKey: 'file:bench.csv',
    name: 'bench.csv',
    url: null,
    mediaType: null,
    sha256,
    extension: 'csv',
    bytes: size,
  },
  ...{ retrievedAt: at, etag: null, lastModified: null, params: {}, columns: null, settings: {}, earlierPages: [] },
});
await store.load(
  {
    ...{
      pipeline: pipeline.id,
      snapshotId,
      runId,
      retrievedAt: at,
      publishedAt: read.publishedAt ?? null,
      loadedAt: at,
      observations: read.observations,
      statesAllMonths: pipeline.statesAllMonths,
    },
    ...{ products: [], notes: [], proofs: read.proofs ?? [], jumpFactor: 100, decision: null },
  },
  [],
  SILENT_DETECTOR,
);
const seconds = (performance.now() - started) / 1000;
store.close();
console.log(seconds.toFixed(3));
