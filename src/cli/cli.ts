import { Command } from 'commander';
import type { CommandIo } from '../commands/command.ts';
import { COMMON_OPTIONS, HELP_LAYOUT } from '../commands/help.ts';
import { VERSION } from '../version.ts';

/** The options that all commands have. */
export interface GlobalOptions {
  readonly config?: string;
  readonly db?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** What the tables of commands are written with. */
export interface Cli {
  readonly io: CommandIo;
  readonly program: Command;
  /** Adds a command with the common options. */
  command(parent: Command, usage: string, description: string): Command;
  /** Adds a command that only has others below it. */
  group(name: string, description: string): Command;
  /** What a command does; options that stand before its name hold as well as those behind it. */
  act<T extends unknown[]>(work: (...args: T) => Promise<number>): (...args: T) => Promise<void>;
}

/** @param exit is given the exit code of the command that ran. */
export function createCli(io: CommandIo, exit: (code: number) => void): Cli {
  const program = withCommonOptions(
    new Command('tradewatch')
      .description(
        'Watches trade statistics: keeps monthly series with every vintage in SQLite, and alerts that stay true when figures are revised.',
      )
      .version(VERSION)
      .showHelpAfterError('(--help shows what there is)')
      .showSuggestionAfterError()
      .configureHelp(HELP_LAYOUT)
      .enablePositionalOptions()
      .exitOverride(),
  );
  return {
    io,
    program,
    command: (parent, usage, description) => withCommonOptions(parent.command(usage).description(description)).exitOverride(),
    group: (name, description) => program.command(name).description(description).exitOverride(),
    act:
      <T extends unknown[]>(work: (...args: T) => Promise<number>) =>
      async (...args: T) => {
        const options = args.length - 2;
        exit(await work(...(args.map((arg, i) => (i === options ? { ...program.opts(), ...(arg as object) } : arg)) as T)));
      },
  };
}

const withCommonOptions = (target: Command): Command =>
  target
    .optionsGroup(COMMON_OPTIONS)
    .option('--config <file>', 'configuration (default: config/tradewatch.yaml)')
    .option('--db <file>', 'database, instead of the configured one')
    .option('--json', 'print JSON')
    .option('--quiet', 'log errors only')
    .option('--verbose', 'log everything')
    .optionsGroup('Options:');

/** No option has a blank behind its hyphens: that is SQL that begins with a comment. A blank before it says so to commander. */
export const commentsAsText = (args: readonly string[]): string[] => args.map((arg) => (/^--\s/.test(arg) ? ` ${arg}` : arg));

/** An option that can be given several times. */
export const gather = (value: string, before: string[] = []): string[] => [...before, value];

/** Resolves with the signal that asks the process to end; a second one ends it at once. */
export function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        resolve(signal);
        process.once(signal, () => process.exit(1));
      });
    }
  });
}
