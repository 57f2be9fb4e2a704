#!/usr/bin/env node
import { CommanderError } from 'commander';
import { commentsAsText } from './cli/cli.ts';
import { createProgram } from './cli/program.ts';
import type { CommandIo } from './commands/command.ts';
import { printable } from './commands/printable.ts';
import { openTerminal } from './commands/terminal.ts';
import { describeError, LockedError, UsageError } from './errors.ts';

/** The command line: parses, runs one command, exits with the right code. */
const EXIT = { ok: 0, failure: 1, usage: 2, locked: 75 } as const;

// Axios looks whether Node's fetch is there, and the look loads it: some MB. Whatever is asked for is asked through Node's http.
for (const name of ['fetch', 'FormData', 'Headers', 'Request', 'Response']) Reflect.deleteProperty(globalThis, name);

const io: CommandIo = {
  ...openTerminal({ stdout: process.stdout, stderr: process.stderr, dumb: process.env['TERM'] === 'dumb' }, process),
  env: process.env,
  cwd: process.cwd(),
  now: () => new Date(),
};

// A reader such as head that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

const isVerbose = process.argv.includes('--verbose');
// Whoever asks for everything reads where in the sources a fault lies; reading the maps takes longer than most commands.
if (isVerbose) process.setSourceMapsEnabled(true);

let exitCode: number = EXIT.ok;
const program = createProgram(io, (code) => {
  exitCode = code;
});
try {
  await program.parseAsync(commentsAsText(process.argv));
} catch (error) {
  exitCode = codeOf(error);
  if (!(error instanceof CommanderError)) {
    const told = error instanceof UsageError || error instanceof LockedError ? error.message : `tradewatch: ${describeError(error)}`;
    io.stderr(`${told.split('\n').map(printable).join('\n')}\n`);
  }
  if (exitCode === EXIT.failure && isVerbose && error instanceof Error) io.stderr(`${error.stack ?? ''}\n`);
}
process.exitCode = exitCode;

function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof LockedError ? EXIT.locked : EXIT.failure;
}
