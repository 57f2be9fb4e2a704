import { Option } from 'commander';
import type { Cli, GlobalOptions } from './cli.ts';
import { placesOf, readingParts, writing } from './session.ts';

/** What was done, and what waits for a person. */
export function addWork({ act, command, group, io, program }: Cli): void {
  command(program, 'status', 'shows the state of each source, and what is waiting').action(
    act(async (options: GlobalOptions) => {
      const places = await placesOf(io, options);
      const parts = ['series', 'releases', 'outbox', 'backfills', 'held', 'progress', 'runs'] as const;
      return readingParts(io, { ...options, db: places.database }, parts, async (store) =>
        (await import('../commands/status.ts')).status(io, store, places, options),
      );
    }),
  );

  const sources = group('sources', 'the sources');
  command(sources, 'list', 'lists the sources with their states').action(
    act(async (options: GlobalOptions) =>
      readingParts(io, options, ['series', 'releases'], async (store) =>
        (await import('../commands/status.ts')).sourcesList(io, store, options),
      ),
    ),
  );

  const runs = group('runs', 'runs and what they did');
  command(runs, 'list', 'lists the last runs')
    .option('--pipeline <id>', 'of one source only')
    .addOption(new Option('--limit <count>', 'how many runs').default(20).argParser(Number))
    .action(
      act(async (options: GlobalOptions & { pipeline?: string; limit: number }) =>
        readingParts(io, options, ['runs', 'series'], async (store) => (await import('../commands/runs.ts')).runsList(io, store, options)),
      ),
    );
  command(runs, 'show <id>', 'shows one run: each publication, and why any was refused').action(
    act(async (id: string, options: GlobalOptions) =>
      readingParts(io, options, ['runs'], async (store) => (await import('../commands/runs.ts')).runsShow(io, store, id, options)),
    ),
  );

  const held = group('held', 'figures held back for confirmation');
  command(held, 'list', 'lists what is held, and why').action(
    act(async (options: GlobalOptions) =>
      readingParts(io, options, ['held'], async (store) => (await import('../commands/held.ts')).heldList(io, store, options)),
    ),
  );
  for (const [decision, description] of [
    ['accept', 'loads what is held of a source, once you have checked it'],
    ['reject', 'rejects what is held of a source, for good'],
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
