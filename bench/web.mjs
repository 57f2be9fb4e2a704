// 200 readers of the status pages while a big load runs: node bench/web.mjs [ROWS] [READERS] (build first). ROWS: 2,000,000; READERS: 200.
// It writes ROWS figures, serves the pages from their thread, and times each page alone; then all figures are revised in one load
// while readers, in a process of their own, ask for pages one after the other.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PATHS = ['/', '/alerts', '/runs', '/runs/1', '/sources', '/sources/un-comtrade', '/releases', '/alerts.atom', '/api/v1'];
const MONTHS = 100;

const get = (agent, port, path) =>
  new Promise((resolve) => {
    const began = performance.now();
    const end = (status, bytes = 0) => resolve({ path, status, bytes, ms: performance.now() - began });
    http
      .get({ host: '127.0.0.1', port, path, agent }, (answer) => {
        let bytes = 0;
        answer.on('data', (part) => (bytes += part.length)).on('end', () => end(answer.statusCode, bytes));
      })
      .on('error', (error) => end(error.code ?? error.message));
  });

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** The readers: each asks for the next page as soon as it has one, until told to stop. */
function readers(port, count) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: count });
  const answers = [];
  let stopped = false;
  process.on('message', () => (stopped = true));
  const read = async (at) => {
    for (let i = at; !stopped; i += 1) answers.push(await get(agent, port, PATHS[i % PATHS.length]));
  };
  Promise.all(Array.from({ length: count }, (_, i) => read(i))).then(() => {
    const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
    const errors = answers.filter(({ status }) => status !== 200);
    process.send({
      answers: answers.length,
      errors: errors.length,
      kinds: [...new Set(errors.map(({ status }) => status))],
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      max: times.at(-1),
    });
    agent.destroy();
    process.disconnect();
  });
}

async function bench(rows, count) {
  const { openStore, serveWeb, SILENT_DETECTOR } = await import('../dist/bench/product.js');
  const folder = mkdtempSync(join(tmpdir(), 'tradewatch-bench-'));
  const database = join(folder, 'bench.db');
  const store = openStore(database);
  const source = {
    pipeline: 'un-comtrade',
    title: 'UN Comtrade',
    publisher: 'UN',
    licence: 'open',
    schedule: '0 6 * * *',
    timezone: 'Etc/UTC',
  };
  await store.describeSources([source]);

  const figures = (factor) =>
    Array.from({ length: rows }, (_, i) => {
      const [series, month] = [Math.floor(i / MONTHS), i % MONTHS];
      return {
        ...{ reporter: 'CN', partner: 'WORLD', flow: 'export', classification: 'HS', product: String(100000 + series) },
        ...{ measure: 'value', unit: 'USD', valuation: 'FOB', status: 'A', value: (i + 1) * factor },
        period: { kind: 'month', end: (2010 + Math.floor(month / 12)) * 100 + (month % 12) + 1 },
      };
    });
  const load = async (observations, at) => {
    const runId = await store.beginRun('un-comtrade', 'run', at);
    const snapshotId = await store.addSnapshot({
      ...{
        runId,
        pipeline: 'un-comtrade',
        requestKey: 'bench',
        name: 'bench.csv',
        url: null,
        mediaType: null,
        sha256: 'a'.repeat(64),
        extension: 'csv',
      },
      ...{ bytes: 1, retrievedAt: at, etag: null, lastModified: null, params: {}, columns: null, settings: {}, earlierPages: [] },
    });
    const batch = { pipeline: 'un-comtrade', snapshotId, runId, retrievedAt: at, publishedAt: null, loadedAt: at, observations };
    const began = performance.now();
    const result = await store.load(
      { ...batch, products: [], notes: [], proofs: [], jumpFactor: null, decision: null },
      [],
      SILENT_DETECTOR,
    );
    const counts = {
      requests: 1,
      snapshots: 1,
      inserted: rows,
      revised: 0,
      unchanged: 0,
      refused: 0,
      answered: 1,
      notYetPublished: 0,
      suppressed: 0,
      held: 0,
      errors: 0,
    };
    await store.finishRun(runId, at, 'ok', counts, null);
    return { result, seconds: (performance.now() - began) / 1000 };
  };
  console.log(`writing ${rows} figures`);
  await load(figures(1), '2025-01-01T00:00:00.000Z');

  const log = { info: () => {}, error: console.error };
  const deployment = { sources: [], inbox: folder, receivers: [] };
  const job = { database, host: '127.0.0.1', port: 0, hosts: ['127.0.0.1'], token: null, version: 'bench', deployment };
  const web = await serveWeb(job, log, () => 0);
  for (const path of [...PATHS, '/metrics', '/']) {
    const { status, bytes, ms } = await get(undefined, web.port, path);
    console.log(`${path.padEnd(22)} ${status} ${String(bytes).padStart(7)} bytes ${ms.toFixed(0).padStart(5)} ms`);
  }
  const revised = figures(2);
  const crowd = fork(fileURLToPath(import.meta.url), ['--readers', String(web.port), String(count)]);
  await new Promise((resolve) => crowd.once('spawn', resolve));
  const { seconds } = await load(revised, '2025-02-01T00:00:00.000Z');
  const told = new Promise((resolve) => crowd.once('message', resolve));
  crowd.send('stop');
  const { answers, errors, kinds, p50, p99, max } = await told;
  console.log(
    `${count} readers while ${rows} figures were revised in ${seconds.toFixed(1)} s: ${answers} answers, ${errors} errors${errors > 0 ? ` (${kinds.join(', ')})` : ''}`,
  );
  console.log(`p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${max.toFixed(0)} ms`);
  await web.close();
  store.close();
  rmSync(folder, { recursive: true });
}

if (process.argv[2] === '--readers') readers(Number(process.argv[3]), Number(process.argv[4]));
else await bench(Number(process.argv[2] ?? 2_000_000), Number(process.argv[3] ?? 200));
