import { Option } from 'commander';
import type { ResendOptions } from '../commands/alerts-resend.ts';
import type { SilenceOptions } from '../commands/silences.ts';
import type { Cli, GlobalOptions } from './cli.ts';
import { loadRegistryAndConfig, placesOf, reading, readingParts, silencing } from './session.ts';

/** Alerts, silences and messages. */
export function addAlerts({ act, command, group, io }: Cli): void {
  const alerts = group('alerts', 'alerts and their threads');
  command(alerts, 'list', 'lists all alerts on figures, publications and claims, newest first')
    .option('--state <state>', 'pending, firing, historical, retracted, suspended, contradicted, corrected or ended')
    .option('--rule <id>', 'of one rule only')
    .action(
      act(async (options: GlobalOptions & { state?: string; rule?: string }) =>
        readingParts(io, options, ['alerts', 'everyAlert'], async (store) =>
          (await import('../commands/alerts.ts')).alertsList(io, store, options),
        ),
      ),
    );
  command(alerts, 'show <id>', 'shows one alert: what happened when, and who was told').action(
    act(async (id: string, options: GlobalOptions) =>
      readingParts(io, options, ['alerts', 'everyAlert'], async (store) =>
        (await import('../commands/alerts.ts')).alertsShow(io, store, id, options),
      ),
    ),
  );
  command(alerts, 'backtest', 'replays past vintages: what a rule would have reported, and how that turned out')
    .requiredOption('--rule <id>', 'a rule of the configuration')
    .requiredOption('--from <month>', 'from the start of this month, such as 2024-01')
    .option('--to <month>', 'up to the start of this month (default: now)')
    .addOption(
      new Option('--as <when>', 'when a figure counts as known: when first seen here, or when published')
        .choices(['seen', 'published'])
        .default('seen'),
    )
    .action(
      act(async (options: GlobalOptions & { rule: string; from: string; to?: string; as: 'seen' | 'published' }) => {
        const { config } = await loadRegistryAndConfig(io, options);
        const { alertsBacktest } = await import('../commands/alerts-backtest.ts');
        return reading(io, { ...options, db: config.database }, async (store) => alertsBacktest(io, store, config, options));
      }),
    );
  command(alerts, 'silence', 'holds messages back for a while; corrections are sent regardless')
    .option('--rule <id>', 'of one rule only')
    .option('--series <pattern>', 'of series whose key matches, e.g. "un-comtrade/*" or "*.US.export.*"')
    .option('--receiver <id>', 'to one receiver')
    .option('--for <length>', 'how long, at most 366 days: 12h, 14d or 2w')
    .option('--until <time>', 'end, as a day or a time, e.g. 2025-08-01')
    .requiredOption('--reason <text>', 'why')
    .option('--author <name>', 'who (default: the user of the operating system)')
    .action(
      act(async (options: GlobalOptions & SilenceOptions) =>
        silencing(io, options, async (store, config) =>
          (await import('../commands/silences.ts')).alertsSilence(io, store, config, options),
        ),
      ),
    );
  command(alerts, 'silences', 'lists all silences, active and expired').action(
    act(async (options: GlobalOptions) =>
      readingParts(io, options, ['silences'], async (store) =>
        (await import('../commands/silences.ts')).alertsSilences(io, store, options),
      ),
    ),
  );
  command(alerts, 'unsilence <id>', 'ends a silence now').action(
    act(async (id: string, options: GlobalOptions) =>
      silencing(io, options, async (store) => (await import('../commands/silences.ts')).alertsUnsilence(io, store, id, options)),
    ),
  );
  command(alerts, 'test <receiver>', 'sends a test message and shows the response').action(
    act(async (receiver: string, options: GlobalOptions) => {
      const { config } = await loadRegistryAndConfig(io, options);
      return (await import('../commands/alerts-test.ts')).alertsTest(io, config, receiver, options);
    }),
  );
  command(alerts, 'resend [id]', 'queues undelivered messages again, in order: all, or by the id of a message or an alert')
    .option('--receiver <id>', 'to one receiver only')
    .option('--dry-run', 'list them, and change nothing')
    .action(
      act(async (id: string | undefined, options: GlobalOptions & ResendOptions) => {
        const { database } = await placesOf(io, options);
        const [{ alertsResend }, { openOutboxBeside }] = await Promise.all([
          import('../commands/alerts-resend.ts'),
          import('../store/sqlite.ts'),
        ]);
        const outbox = openOutboxBeside(database);
        try {
          return await alertsResend(io, outbox, id, options);
        } finally {
          outbox.close();
        }
      }),
    );
}
