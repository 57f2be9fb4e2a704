// How the bench measures: whole processes, pairs in turn, the least of several, as other work on the machine only ever adds.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = `${ROOT}dist/src/main.js`;
/** Prints what the process took, behind its own output. */
const REPORT = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process._rawDebug('\\n@@'+JSON.stringify({rss:u.maxRSS/1024,cpu:(u.userCPUTime+u.systemCPUTime)/1e6}))})`;

/** Runs a command to its end. @returns seconds of the clock, of the processor where it is known, and megabytes at the most. */
export function timed(command, args, options = {}) {
  const started = performance.now();
  const ran = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  const seconds = (performance.now() - started) / 1000;
  if (ran.status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${ran.status}\n${ran.stderr}`);
  const report = /@@(\{.*\})/.exec(ran.stderr);
  return { seconds, ...(report === null ? {} : JSON.parse(report[1])), stdout: ran.stdout };
}

export const node = (args, options) => timed(process.execPath, ['--import', REPORT, ...args], options);

export const tradewatch = (args) => node([MAIN, ...args]);

/** Peer A: the sqlite3 shell's import of the file into one table of text. */
export function sqliteImport(file, folder) {
  const database = `${folder}/flat.db`;
  rmSync(database, { force: true });
  return timed('sqlite3', [database, '.mode csv', `.import ${file} flat`]);
}

/** Measures several things in turn, so often, and keeps of each the run that took least. */
export function inTurn(rounds, work) {
  const least = {};
  for (let round = 0; round < rounds; round += 1)
    for (const [name, measure] of Object.entries(work)) {
      const found = measure();
      if (least[name] === undefined || found.seconds < least[name].seconds) least[name] = found;
      console.error(`  ${name}: ${found.seconds.toFixed(2)} s`);
    }
  return least;
}

export const isInstalled = ([command, ...args]) => spawnSync(command, args).status === 0;

export function emptyFolder(path) {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
}
