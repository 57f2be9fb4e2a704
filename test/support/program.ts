import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';

/** The whole command line, to be looked at. */
export const program = (): Command =>
  createProgram({ stdout: () => {}, stderr: () => {}, env: {}, cwd: '/', isTTY: false, now: () => new Date() }, () => {});

/** Those that do something, from `start` to `series show`. */
export const leaves = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
