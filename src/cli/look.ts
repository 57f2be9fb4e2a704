import { Option } from 'commander';
import type { MirrorOptions } from '../commands/mirror.ts';
import type { QueryOptions } from '../commands/query.ts';
import { type Cli, type GlobalOptions, gather } from './cli.ts';
import { questioning, readingParts } from './session.ts';

/** What shows figures. */
export function addLooking({ act, command, group, io, program }: Cli): void {
  const series = group('series', 'series and their values');
  command(series, 'list', 'lists all series')
    .option('--pipeline <id>', 'of one source only')
    .option('--product <code>', 'of one product only, e.g. HS8:85051110 or 85051110')
    .action(
      act(async (options: GlobalOptions & { pipeline?: string; product?: string }) =>
        readingParts(io, options, ['series'], async (store) => (await import('../commands/series.ts')).seriesList(io, store, options)),
      ),
    );
  command(series, 'show <key>', 'shows the figures of one series and where each came from')
    .option('--as-of <day>', 'as known on that day')
    .option('--csv', 'print CSV')
    .option('--png <file>', 'draw a chart of the last 24 months and their year-on-year change')
    .option('--svg <file>', 'draw the same chart as SVG')
    .action(
      act(async (key: string, options: GlobalOptions & { asOf?: string; csv?: boolean; png?: string; svg?: string }) =>
        readingParts(io, options, ['series', 'lookups'], async (store) =>
          (await import('../commands/series.ts')).seriesShow(io, store, key, options),
        ),
      ),
    );

  command(program, 'growth <key>', 'shows growth with both figures and periods, or why it is unknown')
    .addOption(new Option('--basis <basis>', 'mom, yoy, qoq, ytd_yoy or rolling_3m_yoy').default('yoy'))
    .option('--as-of <day>', 'as known on that day')
    .action(
      act(async (key: string, options: GlobalOptions & { basis: string; asOf?: string }) =>
        readingParts(io, options, ['series'], async (store) => (await import('../commands/growth.ts')).showGrowth(io, store, key, options)),
      ),
    );

  command(program, 'mirror', "compares a country's exports with its partners' imports, and shows the gap")
    .requiredOption('--product <code>', 'e.g. HS:850511 or HS8:85051110')
    .requiredOption('--reporter <area>', 'the exporter, as ISO alpha-2, e.g. CN')
    .option('--partner <area>', 'one importer (default: all)')
    .option('--nowcast', 'what importers already say about months that the exporter has not published')
    .action(
      act(async (options: GlobalOptions & MirrorOptions) =>
        readingParts(io, options, ['mirror'], async (store) => (await import('../commands/mirror.ts')).mirror(io, store, options)),
      ),
    );

  command(program, 'query [sql]', 'runs one read-only SQL query; - reads it from stdin')
    .option('--csv', 'print CSV')
    .option('--limit <count>', 'at most this many rows, 0 for all (default: all; 100 in a table on a terminal)', Number)
    .option('--param <name=value>', "value of :name; digits are a number, in 'single quotes' text; repeatable", gather)
    .option('--list', 'list the views and what they mean')
    .option('--describe <view>', 'describe the columns of a view')
    .action(
      act(async (sql: string | undefined, options: GlobalOptions & QueryOptions) => {
        const text = sql === '-' ? await (await import('node:stream/consumers')).text(process.stdin) : (sql ?? null);
        return questioning(io, options, async (reader) =>
          (await import('../commands/query.ts')).query(io, reader, text, process.stdout.isTTY === true, options),
        );
      }),
    );
}
