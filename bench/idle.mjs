// node bench/idle.mjs DATABASE [SECONDS]: what the server takes when it has nothing to do. All sources but the news have been asked once before, at
// a publisher on loopback that has nothing, and the start page has been read; then it is left alone. Linux: read from /proc.
import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { emptyFolder, MAIN } from './measure.mjs';

const [given, seconds = '60'] = process.argv.slice(2);
const FOLDER = `${tmpdir()}/tradewatch-idle`;
/** Runs, the minute's look and what V8 gives back are over by then. */
const SETTLING_SECONDS = 90;
const TICKS_PER_SECOND = 100;
const SCHEDULED = ['brazil-comexstat', 'china-customs-tables', 'ecb-exchange-rates', 'eurostat-comext', 'uk-hmrc', 'un-comtrade'];

emptyFolder(FOLDER);
const publisher = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
await new Promise((resolve) => publisher.once('listening', resolve));
const address = `http://127.0.0.1:${publisher.address().port}`;
const database = `${FOLDER}/idle.db`;
copyFileSync(given, database);
const port = publisher.address().port + 1;
writeFileSync(
  `${FOLDER}/config.yaml`,
  `database: ${database}\narchive: ${FOLDER}/raw\ninbox: ${FOLDER}/inbox\nweb: {port: ${port}}\npipelines:\n  trade-news: {enabled: false}\n${SCHEDULED.map((id) => `  ${id}: {base_url: "${address}"}\n`).join('')}`,
);
const server = spawn(process.execPath, [MAIN, 'start', '--config', `${FOLDER}/config.yaml`], { stdio: ['ignore', 'ignore', 'pipe'] });
let log = '';
server.stderr.setEncoding('utf8').on('data', (text) => {
  log += text;
});
const status = () => readFileSync(`/proc/${server.pid}/status`, 'utf8');
const megabytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status())[1]) / 1024;
/** @returns seconds of the processor, user and system, of all threads. */
function processor() {
  const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

try {
  await pause(10_000);
  const page = await fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.status, String);
  await pause((SETTLING_SECONDS - 10) * 1000);
  const before = processor();
  await pause(Number(seconds) * 1000);
  if (server.exitCode !== null) throw new Error(log);
  const used = processor() - before;
  console.log(
    JSON.stringify({
      rss: megabytes('VmRSS'),
      anonymous: megabytes('RssAnon'),
      file: megabytes('RssFile'),
      most: megabytes('VmHWM'),
      cpu: used,
      seconds: Number(seconds),
      page,
    }),
  );
} finally {
  server.kill('SIGTERM');
  publisher.close();
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(FOLDER, { recursive: true, force: true });
}
