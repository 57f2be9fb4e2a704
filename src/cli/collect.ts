import { statSync } from 'node:fs';
import type { IngestOptions } from '../commands/ingest.ts';
import { HELD_BYTES } from '../stages/content.ts';
import { type Packer, startPacker } from '../stages/packer.ts';
import { type Cli, type GlobalOptions, gather, stopSignal } from './cli.ts';
import { planning, serving, writing } from './session.ts';

/** What brings figures in. */
export function addCollecting({ act, command, io, program }: Cli): void {
  command(program, 'start', 'the server: asks what is due, takes the inbox, delivers; ends cleanly on SIGTERM').action(
    act(async (options: GlobalOptions) =>
      serving(io, options, async (app) => (await import('../commands/start.ts')).start(app, stopSignal())),
    ),
  );

  command(program, 'run [pipeline...]', 'what is due (or the pipelines that are named), once, then exit')
    .option('--dry-run', 'say what would be asked, and ask nothing')
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

  command(
    program,
    'backfill <pipeline>',
    'history: fetches the months from --from on, in as many calls as the quotas want; told of in one digest',
  )
    .option('--from <month>', 'the first month, such as 2019-01; without it an unfinished backfill is gone on with')
    .option('--to <month>', 'the last month (default: the present one)')
    .option('--dry-run', 'say how many requests and minutes it takes, and ask nothing')
    .option('--end', 'ends an unfinished backfill with what it has')
    .action(
      act(async (pipeline: string, options: GlobalOptions & { from?: string; to?: string; dryRun?: boolean; end?: boolean }) => {
        const { assertMonths, backfill, backfillPlan } = await import('../commands/backfill.ts');
        assertMonths(options);
        return options.dryRun === true
          ? planning(io, options, (planner) => backfillPlan(io, planner, pipeline, options), [pipeline])
          : writing(io, options, 'backfill', (app) => backfill(io, app, pipeline, options, stopSignal()), [pipeline]);
      }),
    );

  command(program, 'ingest <pipeline> <file...>', 'files that a person downloaded, through the same archive, transform and load')
    .option('--retrieved-at <time>', 'when the file was obtained: a day or a time (default: now)')
    .option('--url <address>', 'where it came from')
    .option('--columns <names>', 'names of the columns of a file without header, separated by commas')
    .option('--flow <flow>', 'export or import, when the file does not say')
    .option('--param <name=value>', 'what the parser has to know of the question, e.g. limit=100000; can be given again', gather)
    .option('--accept-jump', 'take figures that would be held as possible unit errors')
    .option('--accept-partial', 'take a month that would be held because most partners or products are missing')
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
