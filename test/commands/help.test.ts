import { Command } from 'commander';
import { beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES, nameOf } from '../../src/commands/help.ts';
import { leaves, program } from '../support/program.ts';

let tradewatch: Command;
beforeAll(async () => {
  tradewatch = await program();
});

/** As a shell takes a line apart: quotes, and what is sent to files. */
const wordsOf = (line: string): string[] =>
  [...line.replace(/ [<>] \S+/g, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? (bare as string));

describe('help', () => {
  test('has two or three examples for each command, and none for others', () => {
    const names = leaves(tradewatch)
      .map(nameOf)
      .filter((name) => !name.startsWith('__'));
    expect(Object.keys(EXAMPLES).sort()).toEqual(names.sort());
    for (const [name, lines] of Object.entries(EXAMPLES)) expect([2, 3], name).toContain(lines.length);
  });

  test.each(Object.entries(EXAMPLES).flatMap(([name, lines]) => lines.map((line) => [line, name] as const)))(
    '"tradewatch %s" is a command line of %s',
    async (line, name) => {
      const ran: string[] = [];
      for (const command of leaves(tradewatch)) command.action(() => void ran.push(nameOf(command)));
      await tradewatch.parseAsync(wordsOf(line), { from: 'user' });
      expect(ran).toEqual([name]);
    },
  );

  test('an example with a mistake would be found', async () => {
    const line = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    line.command('status').option('--json').exitOverride();
    await expect(line.parseAsync(wordsOf('status --jsn'), { from: 'user' })).rejects.toThrow("unknown option '--jsn'");
    expect(wordsOf('claims list --search "magnets june" > out.txt')).toEqual(['claims', 'list', '--search', 'magnets june']);
  });

  test('puts every command in a chapter, and names exit codes and environment', () => {
    let text = '';
    tradewatch
      .configureOutput({
        writeOut: (more) => {
          text += more;
        },
        getOutHelpWidth: () => 80,
      })
      .outputHelp();
    expect(text).not.toMatch(/^Commands:/m);
    for (const command of tradewatch.commands)
      if (!command.name().startsWith('__')) expect(text).toMatch(new RegExp(`^  ${command.name()}\\b`, 'm'));
    expect(text).toMatch(
      /^Getting started:[\s\S]+^Collecting:[\s\S]+^Looking:[\s\S]+^Exit codes:[\s\S]+^ +75 [\s\S]+^Environment:[\s\S]+NO_COLOR/m,
    );
    expect(text.split('\n').filter((line) => line.length > 110)).toEqual([]);
  });

  test('shows the examples beneath the help of a command', () => {
    const growth = tradewatch.commands.find((command) => command.name() === 'growth') as Command;
    let text = '';
    growth
      .configureOutput({
        writeOut: (more) => {
          text += more;
        },
      })
      .outputHelp();
    expect(text).toContain(`Examples:\n${(EXAMPLES['growth'] ?? []).map((line) => `  tradewatch ${line}\n`).join('')}`);
  });
});
