import { Command } from 'commander';
import { vi } from 'vitest';

/** The whole command line as src/main.ts builds it, with nothing behind its commands. */
export async function program(): Promise<Command> {
  let built: Command | undefined;
  const parse = vi.spyOn(Command.prototype, 'parseAsync').mockImplementation(async function (this: Command) {
    built = this;
    return this;
  });
  try {
    await import('../../src/main.ts');
  } finally {
    parse.mockRestore();
  }
  if (built === undefined) throw new Error('src/main.ts parsed nothing');
  return built;
}

/** Those that do something, from `start` to `series show`. */
export const leaves = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
