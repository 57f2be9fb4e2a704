import type { Cli, GlobalOptions } from './cli.ts';

/** Setting up. */
export function addBeginning({ act, command, group, io, program }: Cli): void {
  const config = group('config', 'the configuration');
  command(config, 'check', 'reads it and says every fault with its line').action(
    act(async (options: GlobalOptions) => (await import('../commands/config-check.ts')).configCheck(io, options)),
  );
  command(config, 'schema', 'its JSON Schema, for editors').action(
    act(async () => (await import('../commands/config-schema.ts')).configSchema(io)),
  );

  command(program, 'init', 'writes a first configuration by a few questions, and overwrites nothing')
    .option('--yes', 'take the defaults, ask nothing')
    .action(
      act(async (options: GlobalOptions & { yes?: boolean }) => {
        const [{ init }, { createInterface }] = await Promise.all([import('../commands/init.ts'), import('node:readline')]);
        const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
        return init(io, lines, options).finally(() => lines.close());
      }),
    );

  command(program, 'doctor', 'checks what an operator forgets, and says what to do')
    .option('--online', "hold the clock against a publisher's as well")
    .action(act(async (options: GlobalOptions & { online?: boolean }) => (await import('../commands/doctor.ts')).doctor(io, options)));

  command(program, 'demo', 'the whole job on recorded publications served on loopback; no network, a database of its own')
    .option('--out <folder>', 'where to leave the database, the mails and the webhook calls', 'data/demo')
    .action(act(async (options: GlobalOptions & { out: string }) => (await import('../commands/demo.ts')).demo(io, options)));
}
