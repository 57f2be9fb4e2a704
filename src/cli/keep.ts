import type { ExportOptions } from '../commands/export.ts';
import { type Cli, type GlobalOptions, gather } from './cli.ts';
import { loadRegistryAndConfig, placesOf, questioning, reading } from './session.ts';

/** What leaves the program, and its own file. */
export function addKeeping({ act, command, group, io, program }: Cli): void {
  command(program, 'replay [pipeline]', 'rebuilds the figures from the archive into a new database; no network')
    .requiredOption('--into <file>', 'the database file to create')
    .action(
      act(async (pipeline: string | undefined, options: GlobalOptions & { into: string }) => {
        const { registry, config } = await loadRegistryAndConfig(io, options);
        return reading(
          io,
          { ...options, db: config.database },
          async (store) => (await import('../commands/replay.ts')).replayInto(io, store, config.archive, registry, pipeline, options),
          'at_once',
        );
      }),
    );

  command(program, 'export', 'writes the figures for other programs, with checksums and licences')
    .requiredOption('--format <format>', 'csv, parquet or sdmx-csv')
    .requiredOption('--out <folder>', 'where to; replaces an earlier export there and nothing else')
    .option('--pipeline <id>', 'of one source only; repeatable', gather)
    .option('--product <code>', 'of one product only, e.g. HS8:85051110 or 85051110; repeatable', gather)
    .option('--reporter <area>', 'of one reporter only; repeatable', gather)
    .option('--partner <area>', 'of one partner only; repeatable', gather)
    .option('--from <month>', 'periods that end in this month or later')
    .option('--to <month>', 'periods that end in this month or earlier')
    .option('--changed-since <mark>', 'only figures that changed: next_changed_since of the previous export')
    .action(
      act(async (options: GlobalOptions & ExportOptions) =>
        reading(io, options, async (store) => (await import('../commands/export.ts')).exportFigures(io, store, options)),
      ),
    );

  const db = group('db', 'the database file');
  command(db, 'backup <file>', 'writes one consistent copy that can be moved anywhere')
    .option('--force', 'replace an existing backup')
    .action(
      act(async (file: string, options: GlobalOptions & { force?: boolean }) => {
        const { database } = await placesOf(io, options);
        return reading(
          io,
          { ...options, db: database },
          async (store) => (await import('../commands/db.ts')).dbBackup(io, store, database, file, options),
          'at_once',
        );
      }),
    );
  command(db, 'check', 'checks the integrity of the database').action(
    act(async (options: GlobalOptions) => reading(io, options, async (store) => (await import('../commands/db.ts')).dbCheck(io, store))),
  );
  command(db, 'datasette-metadata', 'prints metadata.json for Datasette: what the views and columns mean, with examples').action(
    act(async (options: GlobalOptions) =>
      questioning(io, options, async (reader, file) => (await import('../commands/datasette.ts')).datasetteMetadata(io, reader, file)),
    ),
  );
  command(db, 'migrate', 'migrates the database to the schema of this version').action(
    act(async (options: GlobalOptions) => {
      const { config: loaded } = await loadRegistryAndConfig(io, options);
      return (await import('../commands/db.ts')).dbMigrate(io, loaded.database);
    }),
  );

  command(program, 'completion <shell>', 'prints the completion script for bash, zsh or fish').action(
    act(async (shell: string) => (await import('../commands/completion.ts')).completion(io, shell)),
  );
  program
    .command('__complete <shell> [words...]', { hidden: true })
    .action(act(async (shell: string, words: string[]) => (await import('../commands/complete.ts')).complete(io, program, shell, words)));
}
