#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import type { App } from './app.ts';
import type { ResendOptions } from './commands/alerts-resend.ts';
import type { CommandIo } from './commands/command.ts';
import type { ExportOptions } from './commands/export.ts';
import { addHelp, COMMON_OPTIONS, HELP_LAYOUT } from './commands/help.ts';
import type { IngestOptions } from './commands/ingest.ts';
import type { MirrorOptions } from './commands/mirror.ts';
import { printable } from './commands/printable.ts';
import type { QueryOptions } from './commands/query.ts';
import type { SilenceOptions } from './commands/silences.ts';
import { openTerminal } from './commands/terminal.ts';
import type { Config } from './config.ts';
import { describeError, LockedError, UsageError } from './errors.ts';
import type { Pipeline } from './pipeline.ts';
import type { Reader } from './store/query.ts';
import type { SilenceStore, Store } from './store/store.ts';
import { packageFile, VERSION } from './version.ts';

/**
 * The command line: parses, wires, exits with the right code. What a command needs is imported when it runs, so that
 * `status` does not pay for the network, the mail and the parsers.
 */
interface GlobalOptions {
  readonly config?: string;
  readonly db?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

const EXIT = { ok: 0, failure: 1, usage: 2, locked: 75 } as const;

const io: CommandIo = {
  ...openTerminal({ stdout: process.stdout, stderr: process.stderr, dumb: process.env['TERM'] === 'dumb' }, process),
  env: process.env,
  cwd: process.cwd(),
  now: () => new Date(),
};

// A reader such as head that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

const program = new Command('tradewatch')
  .description('Watches trade statistics: monthly series with every vintage in SQLite, growth alerts that stay true.')
  .version(VERSION)
  .showHelpAfterError('(--help shows what there is)')
  .showSuggestionAfterError()
  .configureHelp(HELP_LAYOUT)
  .enablePositionalOptions()
  .exitOverride();

/** The options that all commands have. */
const withCommonOptions = (target: Command): Command =>
  target
    .optionsGroup(COMMON_OPTIONS)
    .option('--config <file>', 'configuration (default: config/tradewatch.yaml)')
    .option('--db <file>', 'database, instead of the configured one')
    .option('--json', 'print JSON')
    .option('--quiet', 'log errors only')
    .option('--verbose', 'log everything')
    .optionsGroup('Options:');

const command = (parent: Command, usage: string, description: string): Command =>
  withCommonOptions(parent.command(usage).description(description)).exitOverride();

withCommonOptions(program);

async function loadRegistryAndConfig(options: GlobalOptions): Promise<{ registry: ReadonlyMap<string, Pipeline>; config: Config }> {
  const [{ loadRegistry }, { loadConfig }] = await Promise.all([import('./registry.ts'), import('./config.ts')]);
  const registry = await loadRegistry();
  const config = loadConfig(options.config ?? null, {
    cwd: io.cwd,
    pipelines: [...registry.values()],
    ...(options.db === undefined ? {} : { database: options.db }),
  });
  return { registry, config };
}

/** Runs a command that writes. */
async function writing(options: GlobalOptions, purpose: string, work: (app: App) => Promise<number>): Promise<number> {
  const { registry, config } = await loadRegistryAndConfig(options);
  const { openApp } = await import('./app.ts');
  const app = await openApp(io, config, registry, purpose, options);
  try {
    const code = await work(app);
    await app.noteProgress();
    await app.publish();
    return code;
  } finally {
    app.close();
  }
}

/** Runs a command that reads; a server may be writing beside it. */
async function reading(options: GlobalOptions, work: (store: Store) => Promise<number>): Promise<number> {
  const database = options.db ?? (await loadRegistryAndConfig(options)).config.database;
  const { openStoreForReading } = await import('./store/sqlite.ts');
  const store = openStoreForReading(database);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** Runs a command that asks the file in SQL. */
async function questioning(options: GlobalOptions, work: (reader: Reader, file: string) => Promise<number>): Promise<number> {
  const file = options.db ?? (await loadRegistryAndConfig(options)).config.database;
  const { openForQuery } = await import('./store/query.ts');
  const reader = openForQuery(file);
  try {
    return await work(reader, file);
  } finally {
    reader.close();
  }
}

/** Resolves with the signal that asks the process to end; a second one ends it at once. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        resolve(signal);
        process.once(signal, () => process.exit(EXIT.failure));
      });
    }
  });
}

/** An option that can be given several times. */
const gather = (value: string, before: string[] = []): string[] => [...before, value];

let exitCode: number = EXIT.ok;
/** Runs a command; options that stand before its name hold as well as those behind it. */
const act =
  <T extends unknown[]>(work: (...args: T) => Promise<number>) =>
  async (...args: T): Promise<void> => {
    const options = args.length - 2;
    exitCode = await work(...(args.map((arg, i) => (i === options ? { ...program.opts(), ...(arg as object) } : arg)) as T));
  };

command(program, 'start', 'the server: asks what is due, takes the inbox, delivers; ends cleanly on SIGTERM').action(
  act(async (options: GlobalOptions) =>
    writing(options, 'start', async (app) => (await import('./commands/start.ts')).start(app, stopSignal())),
  ),
);

command(program, 'run [pipeline...]', 'what is due (or the pipelines that are named), once, then exit')
  .option('--dry-run', 'say what would be asked, and ask nothing')
  .action(
    act(async (pipelines: string[], options: GlobalOptions & { dryRun?: boolean }) =>
      writing(options, 'run', async (app) => (await import('./commands/run.ts')).runOnce(io, app, pipelines, options)),
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
    act(async (pipeline: string, options: GlobalOptions & { from?: string; to?: string; dryRun?: boolean; end?: boolean }) =>
      writing(options, 'backfill', async (app) =>
        (await import('./commands/backfill.ts')).backfill(io, app, pipeline, options, stopSignal()),
      ),
    ),
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
    act(async (pipeline: string, files: string[], options: GlobalOptions & IngestOptions) =>
      writing(options, 'ingest', async (app) => (await import('./commands/ingest.ts')).ingest(io, app, pipeline, files, options)),
    ),
  );

command(program, 'replay [pipeline]', 'rebuilds the figures from the archive into a new file; no network')
  .requiredOption('--into <file>', 'the file to make')
  .action(
    act(async (pipeline: string | undefined, options: GlobalOptions & { into: string }) => {
      const { registry, config } = await loadRegistryAndConfig(options);
      return reading({ ...options, db: config.database }, async (store) =>
        (await import('./commands/replay.ts')).replayInto(io, store, config.archive, registry, pipeline, options),
      );
    }),
  );

const series = program.command('series').description('the series and their values').exitOverride();
command(series, 'list', 'all series')
  .option('--pipeline <id>', 'of one source')
  .option('--product <code>', 'of one product, e.g. HS8:85051110 or 85051110')
  .action(
    act(async (options: GlobalOptions & { pipeline?: string; product?: string }) =>
      reading(options, async (store) => (await import('./commands/series.ts')).seriesList(io, store, options)),
    ),
  );
command(series, 'show <key>', 'the figures of one series, each with where it came from')
  .option('--as-of <day>', 'as it was known then')
  .option('--csv', 'print CSV')
  .option('--png <file>', 'draw the last 24 months, and their change on a year before, into this file')
  .option('--svg <file>', 'the same as SVG')
  .action(
    act(async (key: string, options: GlobalOptions & { asOf?: string; csv?: boolean; png?: string; svg?: string }) =>
      reading(options, async (store) => (await import('./commands/series.ts')).seriesShow(io, store, key, options)),
    ),
  );

command(program, 'growth <key>', 'growth with both figures and periods, or why it is unknown')
  .addOption(new Option('--basis <basis>', 'mom, yoy, qoq, ytd_yoy or rolling_3m_yoy').default('yoy'))
  .option('--as-of <day>', 'as it was known then')
  .action(
    act(async (key: string, options: GlobalOptions & { basis: string; asOf?: string }) =>
      reading(options, async (store) => (await import('./commands/growth.ts')).showGrowth(io, store, key, options)),
    ),
  );

command(program, 'mirror', "one country's exports beside its partners' imports from it, and the gap")
  .requiredOption('--product <code>', 'e.g. HS:850511 or HS8:85051110')
  .requiredOption('--reporter <area>', 'whose exports: ISO alpha-2, e.g. CN')
  .option('--partner <area>', 'one importer (default: all)')
  .option('--nowcast', 'what importers that have published say of the months that the exporter has not')
  .action(
    act(async (options: GlobalOptions & MirrorOptions) =>
      reading(options, async (store) => (await import('./commands/mirror.ts')).mirror(io, store, options)),
    ),
  );

command(program, 'query [sql]', 'one question in SQL, - to read it from stdin; the file is only read')
  .option('--csv', 'print CSV')
  .option('--limit <count>', 'at most so many rows, 0 for all (default: all; 100 in a table on a terminal)', Number)
  .option('--param <name=value>', "what :name stands for; digits are a number, in 'single quotes' text; can be given again", gather)
  .option('--list', 'the views, with what they are')
  .option('--describe <view>', 'the columns of a view')
  .action(
    act(async (sql: string | undefined, options: GlobalOptions & QueryOptions) => {
      const text = sql === '-' ? await (await import('node:stream/consumers')).text(process.stdin) : (sql ?? null);
      return questioning(options, async (reader) =>
        (await import('./commands/query.ts')).query(io, reader, text, process.stdout.isTTY === true, options),
      );
    }),
  );

const alerts = program.command('alerts').description('alerts and their threads').exitOverride();
command(alerts, 'list', 'all alerts, the newest first')
  .option('--state <state>', 'pending, firing, historical, retracted, suspended or ended')
  .option('--rule <id>', 'of one rule')
  .action(
    act(async (options: GlobalOptions & { state?: string; rule?: string }) =>
      reading(options, async (store) => (await import('./commands/alerts.ts')).alertsList(io, store, options)),
    ),
  );
command(alerts, 'show <id>', 'one alert: what happened when, and who was told').action(
  act(async (id: string, options: GlobalOptions) =>
    reading(options, async (store) => (await import('./commands/alerts.ts')).alertsShow(io, store, id, options)),
  ),
);
command(alerts, 'backtest', 'what a rule would have told, as vintages became known, and what came of it')
  .requiredOption('--rule <id>', 'a rule of the configuration')
  .requiredOption('--from <month>', 'since when: 2024-01')
  .option('--to <month>', 'until when; default: now')
  .addOption(
    new Option('--as <when>', 'when a figure counts as known: when it was first seen here, or published')
      .choices(['seen', 'published'])
      .default('seen'),
  )
  .action(
    act(async (options: GlobalOptions & { rule: string; from: string; to?: string; as: 'seen' | 'published' }) => {
      const { config } = await loadRegistryAndConfig(options);
      const { alertsBacktest } = await import('./commands/alerts-backtest.ts');
      return reading({ ...options, db: config.database }, async (store) => alertsBacktest(io, store, config, options));
    }),
  );
/** Runs a command that writes one row beside a server. */
async function silencing(options: GlobalOptions, work: (store: SilenceStore, config: Config) => Promise<number>): Promise<number> {
  const { config } = await loadRegistryAndConfig(options);
  const { openSilencesBeside } = await import('./store/sqlite.ts');
  const store = openSilencesBeside(config.database);
  try {
    return await work(store, config);
  } finally {
    store.close();
  }
}

command(alerts, 'silence', 'holds messages back for a while; corrections of what was told go out all the same')
  .option('--rule <id>', 'of one rule')
  .option('--series <pattern>', 'of series whose key fits, e.g. "un-comtrade/*" or "*.US.export.*"')
  .option('--receiver <id>', 'to one receiver')
  .option('--for <length>', 'for so long: 12h, 14d or 2w')
  .option('--until <time>', 'until a day or a time, e.g. 2025-08-01')
  .requiredOption('--reason <text>', 'why')
  .option('--author <name>', 'who (default: the user of the operating system)')
  .action(
    act(async (options: GlobalOptions & SilenceOptions) =>
      silencing(options, async (store, config) => (await import('./commands/silences.ts')).alertsSilence(io, store, config, options)),
    ),
  );
command(alerts, 'silences', 'all silences, those that hold and those that are over').action(
  act(async (options: GlobalOptions) =>
    reading(options, async (store) => (await import('./commands/silences.ts')).alertsSilences(io, store, options)),
  ),
);
command(alerts, 'unsilence <id>', 'ends a silence now').action(
  act(async (id: string, options: GlobalOptions) =>
    silencing(options, async (store) => (await import('./commands/silences.ts')).alertsUnsilence(io, store, id, options)),
  ),
);
command(alerts, 'test <receiver>', 'sends a test message and says what came back').action(
  act(async (receiver: string, options: GlobalOptions) => {
    const { config } = await loadRegistryAndConfig(options);
    return (await import('./commands/alerts-test.ts')).alertsTest(io, config, receiver, options);
  }),
);
command(alerts, 'resend [id]', 'messages that were given up wait again, in order; by the id of a message or an alert, or all')
  .option('--receiver <id>', 'for one receiver')
  .option('--dry-run', 'say which, and change nothing')
  .action(
    act(async (id: string | undefined, options: GlobalOptions & ResendOptions) => {
      const database = options.db ?? (await loadRegistryAndConfig(options)).config.database;
      const [{ alertsResend }, { openOutboxBeside }] = await Promise.all([
        import('./commands/alerts-resend.ts'),
        import('./store/sqlite.ts'),
      ]);
      const outbox = openOutboxBeside(database);
      try {
        return await alertsResend(io, outbox, id, options);
      } finally {
        outbox.close();
      }
    }),
  );

const claims = program.command('claims').description('claims about growth in the news').exitOverride();
command(claims, 'extract', 'reads JSON lines {id, text, lang?, published?} from stdin, writes the claims of each text').action(
  act(async () => {
    const [{ claimsExtract }, { createInterface }] = await Promise.all([import('./commands/claims-extract.ts'), import('node:readline')]);
    const names = fileURLToPath(new URL('config/commodities.json', packageFile));
    return claimsExtract(io, createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }), names);
  }),
);

command(claims, 'check <file...>', 'holds the claims of an article (text, Markdown, HTML) against the official figures; writes nothing')
  .option('--published <day>', 'when it was published: what "last month" is seen from')
  .addOption(new Option('--format <format>', 'claimreview: schema.org JSON-LD'))
  .action(
    act(async (files: string[], options: GlobalOptions & { published?: string; format?: string }) =>
      reading(options, async (store) => {
        const [{ claimsCheck }, { loadCommodityData }] = await Promise.all([
          import('./commands/claims-check.ts'),
          import('./commodity-data.ts'),
        ]);
        return claimsCheck(io, store, loadCommodityData(), files, options);
      }),
    ),
  );
command(claims, 'list', 'the claims of the news with their verdicts, the newest first')
  .option('--verdict <verdict>', 'supported, contradicted, supported_under_other_reading or not_comparable')
  .option('--search <text>', 'of articles that have all these words in headline or text; "words in quotes" stand together')
  .action(
    act(async (options: GlobalOptions & { verdict?: string; search?: string }) =>
      reading(options, async (store) => (await import('./commands/claims-list.ts')).claimsList(io, store, options)),
    ),
  );

command(program, 'export', 'the figures for other programs: files in a folder, with checksums and the licences of the sources')
  .requiredOption('--format <format>', 'csv, parquet or sdmx-csv')
  .requiredOption('--out <folder>', 'where: an earlier export there is replaced, nothing else is')
  .option('--pipeline <id>', 'of one source; can be given again', gather)
  .option('--product <code>', 'of one product, e.g. HS8:85051110 or 85051110; can be given again', gather)
  .option('--reporter <area>', 'of one reporter; can be given again', gather)
  .option('--partner <area>', 'of one partner; can be given again', gather)
  .option('--from <month>', 'periods that end in this month or later')
  .option('--to <month>', 'periods that end in this month or earlier')
  .option('--changed-since <time>', 'only figures that changed: the next_changed_since of the export before')
  .action(
    act(async (options: GlobalOptions & ExportOptions) =>
      reading(options, async (store) => (await import('./commands/export.ts')).exportFigures(io, store, options)),
    ),
  );

command(program, 'status', 'what is known of each source, and what waits').action(
  act(async (options: GlobalOptions) => {
    const loaded = options.db === undefined ? (await loadRegistryAndConfig(options)).config : null;
    const database = loaded?.database ?? options.db;
    return reading({ ...options, ...(database === undefined ? {} : { db: database }) }, async (store) =>
      (await import('./commands/status.ts')).status(io, store, loaded?.publish?.file ?? null, options),
    );
  }),
);

const sources = program.command('sources').description('the sources').exitOverride();
command(sources, 'list', 'each source with its state').action(
  act(async (options: GlobalOptions) =>
    reading(options, async (store) => (await import('./commands/status.ts')).sourcesList(io, store, options)),
  ),
);

const runs = program.command('runs').description('what was done').exitOverride();
command(runs, 'list', 'the last runs')
  .option('--pipeline <id>', 'of one source')
  .addOption(new Option('--limit <count>', 'how many').default(20).argParser(Number))
  .action(
    act(async (options: GlobalOptions & { pipeline?: string; limit: number }) =>
      reading(options, async (store) => (await import('./commands/runs.ts')).runsList(io, store, options)),
    ),
  );
command(runs, 'show <id>', 'one run: each publication, and why something was refused').action(
  act(async (id: string, options: GlobalOptions) =>
    reading(options, async (store) => (await import('./commands/runs.ts')).runsShow(io, store, id, options)),
  ),
);

const held = program.command('held').description('figures that wait for a second sight').exitOverride();
command(held, 'list', 'what waits, and why').action(
  act(async (options: GlobalOptions) =>
    reading(options, async (store) => (await import('./commands/held.ts')).heldList(io, store, options)),
  ),
);
for (const [decision, description] of [
  ['accept', 'loads what waits of a source: you have looked at it, and it is right'],
  ['reject', 'turns down what waits of a source for good'],
] as const) {
  command(held, `${decision} <pipeline>`, description).action(
    act(async (pipeline: string, options: GlobalOptions) =>
      writing(options, `held ${decision}`, async (app) =>
        (await import('./commands/held.ts')).heldDecide(io, app, pipeline, decision, options),
      ),
    ),
  );
}

const config = program.command('config').description('the configuration').exitOverride();
command(config, 'check', 'reads it and says every fault with its line').action(
  act(async (options: GlobalOptions) => (await import('./commands/config-check.ts')).configCheck(io, options)),
);
command(config, 'schema', 'its JSON Schema, for editors').action(
  act(async () => (await import('./commands/config-schema.ts')).configSchema(io)),
);

command(program, 'init', 'writes a first configuration by a few questions, and overwrites nothing')
  .option('--yes', 'take the defaults, ask nothing')
  .action(
    act(async (options: GlobalOptions & { yes?: boolean }) => {
      const [{ init }, { createInterface }] = await Promise.all([import('./commands/init.ts'), import('node:readline')]);
      const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
      return init(io, lines, options).finally(() => lines.close());
    }),
  );

command(program, 'doctor', 'checks what an operator forgets, and says what to do')
  .option('--online', "hold the clock against a publisher's as well")
  .action(act(async (options: GlobalOptions & { online?: boolean }) => (await import('./commands/doctor.ts')).doctor(io, options)));

const db = program.command('db').description('the database file').exitOverride();
command(db, 'backup <file>', 'writes one consistent file that can be copied anywhere')
  .option('--force', 'replace a file that is there')
  .action(
    act(async (file: string, options: GlobalOptions & { force?: boolean }) => {
      const database = options.db ?? (await loadRegistryAndConfig(options)).config.database;
      return reading({ ...options, db: database }, async (store) =>
        (await import('./commands/db.ts')).dbBackup(io, store, database, file, options),
      );
    }),
  );
command(db, 'check', "SQLite's integrity check and the foreign keys").action(
  act(async (options: GlobalOptions) => reading(options, async (store) => (await import('./commands/db.ts')).dbCheck(io, store))),
);
command(db, 'datasette-metadata', 'metadata.json for Datasette: what the views and columns mean, with an example each').action(
  act(async (options: GlobalOptions) =>
    questioning(options, async (reader, file) => (await import('./commands/datasette.ts')).datasetteMetadata(io, reader, file)),
  ),
);
command(db, 'migrate', 'brings the database to the schema of this version').action(
  act(async (options: GlobalOptions) => {
    const { config: loaded } = await loadRegistryAndConfig(options);
    return (await import('./commands/db.ts')).dbMigrate(io, loaded.database);
  }),
);

command(program, 'demo', 'the whole job on recorded publications served on loopback; no network, a database of its own')
  .option('--out <folder>', 'where to leave the database, the mails and the webhook calls', 'data/demo')
  .action(act(async (options: GlobalOptions & { out: string }) => (await import('./commands/demo.ts')).demo(io, options)));

command(program, 'completion <shell>', 'prints the script with which a shell completes commands: bash, zsh or fish').action(
  act(async (shell: string) => (await import('./commands/completion.ts')).completion(io, shell)),
);
program
  .command('__complete <shell> [words...]', { hidden: true })
  .action(act(async (shell: string, words: string[]) => (await import('./commands/complete.ts')).complete(io, program, shell, words)));

addHelp(program);
try {
  await program.parseAsync();
} catch (error) {
  exitCode = codeOf(error);
  if (!(error instanceof CommanderError)) {
    const told = error instanceof UsageError || error instanceof LockedError ? error.message : `tradewatch: ${describeError(error)}`;
    io.stderr(`${told.split('\n').map(printable).join('\n')}\n`);
  }
  if (exitCode === EXIT.failure && process.argv.includes('--verbose') && error instanceof Error) io.stderr(`${error.stack ?? ''}\n`);
}
process.exitCode = exitCode;

function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof LockedError ? EXIT.locked : EXIT.failure;
}
