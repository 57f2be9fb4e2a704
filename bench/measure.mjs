// How the bench measures: whole processes, pairs in turn, the least of several, as other work on the machine only ever adds.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const MAIN = `${ROOT}dist/src/main.js`;
/** Prints what the process took, behind its own output. */
const REPORT = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process._rawDebug('\\n@@'+JSON.stringify({rss:u.maxRSS/1024,cpu:(u.userCPUTime+u.systemCPUTime)/1e6}))})`;

/** Runs a command to its end. @returns seconds of the clock, of the processor where it is known, and megabytes at the most. */
export function timed(command, args, options = {}) {
  // What was written before is on the disk: nobody waits for the writes of others.
  spawnSync('sync');
  const started = performance.now();
  const ran = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  const seconds = (performance.now() - started) / 1000;
  if (ran.status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${ran.status}\n${ran.stderr}`);
  // Threads report, too; the process is the last to do so.
  const report = [...ran.stderr.matchAll(/@@(\{.*\})/g)].at(-1);
  return { seconds, ...(report === undefined ? {} : JSON.parse(report[1])), stdout: ran.stdout };
}

export const node = (args, options) => timed(process.execPath, ['--import', REPORT, ...args], options);

export const tradewatch = (args) => node([MAIN, ...args]);

/** The same without a report, which takes some 0.01 s: of what ends at once that is much. */
export const briefly = (args) => timed(process.execPath, args);

/** Peer A: the sqlite3 shell's import of the file into one table of text. */
export function sqliteImport(file, folder) {
  const database = `${folder}/flat.db`;
  rmSync(database, { force: true });
  return timed('sqlite3', [database, '.mode csv', `.import ${file} flat`]);
}

/** Peer of exports: the sqlite3 shell writes views as CSV. It makes no checksum, guards no formula and does not wait for the disk. */
export function sqliteExport(database, views, folder) {
  const commands = views.flatMap((view) => [`.once ${folder}/${view}.csv`, `SELECT * FROM ${view};`]);
  return timed('sqlite3', ['-readonly', '-csv', '-header', database, ...commands]);
}

/** Seconds of the processor that work in this process takes: other work on the machine adds less to them than to the clock. */
export async function processorTime(work) {
  const began = process.cpuUsage();
  const found = await work();
  const { user, system } = process.cpuUsage(began);
  return { found, seconds: (user + system) / 1e6 };
}

/**
 * Measures things, each behind its peer, so often.
 * @param of seconds of the clock; `cpu` for those of the processor.
 * @returns for each its least run, the least of its peer, and the ratios pair by pair.
 */
export function besidePeer(rounds, peer, work, of = 'seconds') {
  const lesser = (a, b) => (a[of] <= b[of] ? a : b);
  const found = {};
  for (let round = 0; round < rounds; round += 1)
    for (const [name, measure] of Object.entries(work)) {
      const pair = { peer: peer(), own: measure() };
      const before = found[name] ?? { ...pair, ratios: [] };
      found[name] = {
        peer: lesser(before.peer, pair.peer),
        own: lesser(before.own, pair.own),
        ratios: [...before.ratios, pair.own[of] / pair.peer[of]],
      };
      console.error(`  ${name}: ${pair.own[of].toFixed(2)} s beside ${pair.peer[of].toFixed(2)} s`);
    }
  return found;
}

export const isInstalled = ([command, ...args]) => spawnSync(command, args).status === 0;

export function emptyFolder(path) {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
}
