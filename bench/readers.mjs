// A reader beside a load: node bench/readers.mjs DATABASE COMMAND [ARG ...]. Asks for one series every few milliseconds for as long as the
// command runs, and prints how long 99 of 100 answers took at the most, as JSON.
import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';

const PAUSE_MS = 3;
const [database, command, ...args] = process.argv.slice(2);
const db = new Database(database, { readonly: true });
const keys = db.prepare('SELECT key FROM series_key LIMIT 5000').pluck().all();
const question = db.prepare('SELECT period, value FROM v_observation WHERE series_key = ?');
const child = spawn(command, args, { stdio: 'ignore' });
let status = null;
child.once('exit', (code) => {
  status = code;
});
const times = [];
for (let asked = 0; status === null; asked += 1) {
  const started = performance.now();
  if (question.all(keys[(asked * 37) % keys.length]).length === 0) throw new Error('a series without figures');
  times.push(performance.now() - started);
  await setTimeout(PAUSE_MS);
}
times.sort((a, b) => a - b);
console.log(JSON.stringify({ status, asked: times.length, p99: times[Math.floor(times.length * 0.99)], most: times.at(-1) }));
