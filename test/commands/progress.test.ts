import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { describe, expect, test } from 'vitest';
import type { CommandIo } from '../../src/commands/command.ts';
import { lineOf, openProgress } from '../../src/commands/progress.ts';
import { openTerminal } from '../../src/commands/terminal.ts';
import { temporaryFolder } from '../support/store.ts';

function terminal(tty: { stdout?: boolean; stderr?: boolean; dumb?: boolean } = {}) {
  const said = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY: tty[name] ?? true,
    columns: 40,
    write(text: string) {
      said[name] += text;
    },
  });
  const killed: string[] = [];
  const process = Object.assign(new EventEmitter(), {
    pid: 7,
    kill: (pid: number, signal: string) => void killed.push(`${pid} ${signal}`),
  });
  const opened = openTerminal({ stdout: output('stdout'), stderr: output('stderr'), dumb: tty.dumb ?? false }, process);
  const io: CommandIo = { ...opened, env: {}, cwd: '/', now: () => new Date(0) };
  let ms = 0;
  return {
    io,
    said,
    killed,
    process,
    clock: () => ms,
    pass(more: number) {
      ms += more;
    },
  };
}

const CLEAR = '\r\u001b[K';

describe('progress at a terminal', () => {
  test('is one line on stderr that is written over, and is gone at the end', () => {
    const { io, said, clock, pass, process } = terminal();
    const progress = openProgress(io, { noun: 'files', clock });
    progress.step(0, 2, 'a.csv');
    pass(50);
    progress.step(1, 2, 'too soon to be drawn');
    pass(50);
    progress.step(1, 2, 'b.csv\u001b[2J');
    progress.end();
    expect(said).toEqual({ stdout: '', stderr: `${CLEAR}0 of 2 files: a.csv${CLEAR}1 of 2 files: b.csv\ufffd[2J${CLEAR}` });
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  test('makes way for whatever else is written, on either output', () => {
    const { io, said, clock } = terminal();
    openProgress(io, { noun: 'files', clock }).step(0, 2, 'a.csv');
    io.stdout('data\n');
    io.stderr('a log line\n');
    expect(said).toEqual({ stdout: 'data\n', stderr: `${CLEAR}0 of 2 files: a.csv${CLEAR}a log line\n` });
  });

  test('never is wider than the terminal', () => {
    const { io, said, clock } = terminal();
    openProgress(io, { noun: 'files', clock }).step(0, 2, '稀土永磁铁'.repeat(20));
    expect(said.stderr).toBe(`${CLEAR}0 of 2 files: 稀土永磁铁稀土永磁铁稀土…`);
  });

  test('is cleared when the process is interrupted, which then ends as it would have', () => {
    const { io, said, killed, clock, process } = terminal();
    openProgress(io, { noun: 'files', clock }).step(0, 2, 'a.csv');
    process.emit('SIGINT', 'SIGINT');
    expect(said.stderr.endsWith(CLEAR)).toBe(true);
    expect(killed).toEqual(['7 SIGINT']);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  test('leaves the signal to a command that ends cleanly by itself', () => {
    const { io, said, killed, clock, process } = terminal();
    process.on('SIGTERM', () => {});
    openProgress(io, { noun: 'files', clock }).step(0, 2, 'a.csv');
    process.emit('SIGTERM', 'SIGTERM');
    expect([said.stderr.endsWith(CLEAR), killed]).toEqual([true, []]);
  });
});

describe('progress where nobody looks', () => {
  test.each([{ stderr: false }, { dumb: true }])('is a plain line each ten seconds: %o', (tty) => {
    const { io, said, clock, pass } = terminal(tty);
    const progress = openProgress(io, { noun: 'files', clock });
    progress.step(0, 40, 'a.csv');
    pass(10_000);
    progress.step(20, 40, 'b.csv');
    progress.step(21, 40, 'c.csv');
    progress.end();
    expect(said).toEqual({ stdout: '', stderr: '20 of 40 files, 2.0 a second, 10 s left: b.csv\n' });
  });

  test('goes into the log where there is one', () => {
    const { io, said, clock, pass } = terminal({ stderr: false });
    const logged: unknown[] = [];
    const progress = openProgress(io, { noun: 'files', clock, log: { info: (...entry) => void logged.push(entry) } });
    pass(10_000);
    progress.step(20, null, 'b.csv');
    expect(logged).toEqual([['20 files, 2.0 a second: b.csv', { done: 20, total: null }]]);
    expect(said.stderr).toBe('');
  });
});

test('--quiet: nothing', () => {
  const { io, said, clock } = terminal();
  const progress = openProgress(io, { noun: 'files', quiet: true, clock });
  progress.step(1, 2, 'a.csv');
  progress.end();
  expect(said).toEqual({ stdout: '', stderr: '' });
});

test.each([
  [{ done: 2, total: 1200, elapsedMs: 60_000 }, '2 of 1,200 files: x'],
  [{ done: 30, total: 1200, elapsedMs: 60_000 }, '30 of 1,200 files, 30.0 a minute, 39 min left: x'],
  [{ done: 30, total: 12_000, elapsedMs: 60_000 }, '30 of 12,000 files, 30.0 a minute, 6 h 39 min left: x'],
  [{ done: 30, total: 30, elapsedMs: 3000 }, '30 of 30 files, 10.0 a second: x'],
  [{ done: 30, total: null, elapsedMs: 1000 }, '30 files: x'],
])('%o reads %s', (at, line) => expect(lineOf({ noun: 'files', doing: 'x', ...at })).toBe(line));

/** A pseudo terminal of util-linux. */
const scripted = spawnSync('script', ['--version']).status === 0;
test.skipIf(!scripted)('a real terminal that is interrupted is left with an empty line (needs util-linux script)', async () => {
  const built = join(temporaryFolder(), 'terminal.mjs');
  await build({ input: 'src/commands/terminal.ts', platform: 'node', output: { file: built } });
  const program = join(temporaryFolder(), 'program.mjs');
  writeFileSync(
    program,
    `
    const { openTerminal } = await import(${JSON.stringify(pathToFileURL(built).href)});
    openTerminal({ stdout: process.stdout, stderr: process.stderr, dumb: false }, process).statusLine('1 of 2 files');
    setTimeout(() => {}, 60_000);
    process.kill(process.pid, 'SIGINT');`,
  );
  const ran = spawnSync('script', ['-qec', `${process.execPath} ${program}`, '/dev/null'], { encoding: 'utf8' });
  expect(ran.stdout.endsWith(`1 of 2 files${CLEAR}`)).toBe(true);
  expect(ran.status).toBe(130);
});
