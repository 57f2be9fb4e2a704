import { Option } from 'commander';
import type { Cli, GlobalOptions } from './cli.ts';
import { placesOf, readingParts, writing } from './session.ts';

/** What was done, and what waits for a person. */
export function addWork({ act, command, group, io, program }: Cli): void {
  command(program, 'status', 'what is known of each source, and what waits').action(
    act(async (options: GlobalOptions) => {
      const places = await placesOf(io, options);
      const parts = ['series', 'releases', 'outbox', 'backfills', 'held', 'progress', 'runs'] as const;
      return readingParts(io, { ...options, db: places.database }, parts, async (store) =>
        (await import('../commands/status.ts')).status(io, store, places, options),
      );
    }),
  );

  const sources = group('sources', 'the sources');
  command(sources, 'list', 'each source with its state').action(
    act(async (options: GlobalOptions) =>
      readingParts(io, options, ['series', 'releases'], async (store) =>
        (await import('../commands/status.ts')).sourcesList(io, store, options),
      ),
    ),
  );

  const runs = group('runs', 'what was done');
  command(runs, 'list', 'the last runs')
    .option('--pipeline <id>', 'of one source')
    .addOption(new Option('--limit <count>', 'how many').default(20).argParser(Number))
    .action(
      act(async (options: GlobalOptions & { pipeline?: string; limit: number }) =>
        readingParts(io, options, ['runs', 'series'], async (store) => (await import('../commands/runs.ts')).runsList(io, store, options)),
      ),
    );
  command(runs, 'show <id>', 'one run: each publication, and why something was refused').action(
    act(async (id: string, options: GlobalOptions) =>
      readingParts(io, options, ['runs'], async (store) => (await import('../commands/runs.ts')).runsShow(io, store, id, options)),
    ),
  );

  const held = group('held', 'figures that wait for a second sight');
  command(held, 'list', 'what waits, and why').action(
    act(async (options: GlobalOptions) =>
      readingParts(io, options, ['held'], async (store) => (await import('../commands/held.ts')).heldList(io, store, options)),
    ),
  );
  for (const [decision, description] of [
    ['accept', 'loads what waits of a source: you have looked at it, and it is right'],
    ['reject', 'turns down what waits of a source for good'],
  ] as const) {
    command(held, `${decision} <pipeline>`, description).action(
      act(async (pipeline: string, options: GlobalOptions) =>
        writing(
          io,
          options,
          `held ${decision}`,
          async (app) => (await import('../commands/held.ts')).heldDecide(io, app, pipeline, decision, options),
          [pipeline],
        ),
      ),
    );
  }
}
