import type { Cli, GlobalOptions } from './cli.ts';

/** Setting up. */
export function addBeginning({ act, command, group, io, program }: Cli): void {
  const config = group('config', 'the configuration');
  command(config, 'check', 'checks the configuration and reports every mistake with its line').action(
    act(async (options: GlobalOptions) => (await import('../commands/config-check.ts')).configCheck(io, options)),
  );
  command(config, 'schema', 'prints the JSON Schema of the configuration, for editors').action(
    act(async () => (await import('../commands/config-schema.ts')).configSchema(io)),
  );

  command(program, 'init', 'asks a few questions and writes a first configuration; overwrites nothing')
    .option('--yes', 'take the defaults and ask nothing')
    .action(
      act(async (options: GlobalOptions & { yes?: boolean }) => {
        const [{ init }, { createInterface }] = await Promise.all([import('../commands/init.ts'), import('node:readline')]);
        const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
        return init(io, lines, options).finally(() => lines.close());
      }),
    );

  command(program, 'doctor', 'checks what operators tend to forget, and says how to fix it')
    .option('--online', "also compare the clock with a publisher's")
    .action(act(async (options: GlobalOptions & { online?: boolean }) => (await import('../commands/doctor.ts')).doctor(io, options)));

  command(program, 'demo', 'does the whole job on recorded publications; no network, its own database')
    .option('--out <folder>', 'where to put the database, the mails and the webhook calls', 'data/demo')
    .action(act(async (options: GlobalOptions & { out: string }) => (await import('../commands/demo.ts')).demo(io, options)));
}
