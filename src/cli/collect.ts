import { statSync } from 'node:fs';
import type { IngestOptions } from '../commands/ingest.ts';
import { HELD_BYTES } from '../stages/content.ts';
import { type Packer, startPacker } from '../stages/packer.ts';
import { type Cli, type GlobalOptions, gather, stopSignal } from './cli.ts';
import { planning, serving, writing } from './session.ts';

/** What brings figures in. */
export function addCollecting({ act, command, io, program }: Cli): void {
  command(program, 'start', 'runs the server: asks sources when due, takes in files, delivers messages; stops cleanly on SIGTERM').action(
    act(async (options: GlobalOptions) =>
      serving(io, options, async (app) => (await import('../commands/start.ts')).start(app, stopSignal())),
    ),
  );

  command(program, 'run [pipeline...]', 'asks the sources that are due (or those named) once, then exits')
    .option('--dry-run', 'print what would be requested, and request nothing')
    .action(
      act(async (pipelines: string[], options: GlobalOptions & { dryRun?: boolean }) =>
        options.dryRun === true
          ? planning(
              io,
              options,
              async (planner) => (await import('../commands/run.ts')).runPlan(io, planner, pipelines, options),
              pipelines,
            )
          : writing(
              io,
              options,
              'run',
              async (app) => (await import('../commands/run.ts')).runOnce(io, app, pipelines, options),
              pipelines,
            ),
      ),
    );

  command(program, 'backfill <pipeline>', 'fetches history from --from on, within the quotas; reports it in one digest')
    .option('--from <month>', 'first month, such as 2019-01; without it an unfinished backfill continues')
    .option('--to <month>', 'last month (default: the current one)')
    .option('--dry-run', 'print how many requests and minutes it would take, and request nothing')
    .option('--end', 'end an unfinished backfill with what it has')
    .action(
      act(async (pipeline: string, options: GlobalOptions & { from?: string; to?: string; dryRun?: boolean; end?: boolean }) => {
        const { assertMonths, backfill, backfillPlan } = await import('../commands/backfill.ts');
        assertMonths(options);
        return options.dryRun === true
          ? planning(io, options, (planner) => backfillPlan(io, planner, pipeline, options), [pipeline])
          : writing(io, options, 'backfill', (app) => backfill(io, app, pipeline, options, stopSignal()), [pipeline]);
      }),
    );

  command(program, 'ingest <pipeline> <file...>', 'archives and loads files that a person downloaded')
    .option('--retrieved-at <time>', 'when the file was obtained: a day or a time (default: now)')
    .option('--url <address>', 'where it came from')
    .option('--columns <names>', 'column names of a file without a header, separated by commas')
    .option('--flow <flow>', 'export or import, if the file does not say')
    .option('--param <name=value>', 'what the parser needs to know about the query, e.g. limit=100000; repeatable', gather)
    .option('--accept-jump', 'load figures that would be held as possible unit errors')
    .option('--accept-partial', 'load a month that would be held because partners or products are missing')
    .action(
      act(async (pipeline: string, files: string[], options: GlobalOptions & IngestOptions) => {
        const packer = packerFor(files[0]);
        const { givenWith, ingest } = await import('../commands/ingest.ts');
        const given = givenWith(io, files, options);
        return writing(io, options, 'ingest', (app) => ingest(io, app, pipeline, files, { ...given, packer }, options), [pipeline]);
      }),
    );
}

/** A large file is read while the program is loaded, which takes about as long. */
function packerFor(file: string | undefined): Packer | undefined {
  const size = file === undefined ? 0 : (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  return file === undefined || size <= HELD_BYTES ? undefined : startPacker(file);
}
