import { Option } from 'commander';
import type { ResendOptions } from '../commands/alerts-resend.ts';
import type { SilenceOptions } from '../commands/silences.ts';
import type { Cli, GlobalOptions } from './cli.ts';
import { loadRegistryAndConfig, placesOf, reading, readingParts, silencing } from './session.ts';

/** Alerts, silences and messages. */
export function addAlerts({ act, command, group, io }: Cli): void {
  const alerts = group('alerts', 'alerts and their threads');
  command(alerts, 'list', 'all alerts, on figures, publications and claims, the newest first')
    .option('--state <state>', 'pending, firing, historical, retracted, suspended, contradicted, corrected or ended')
    .option('--rule <id>', 'of one rule')
    .action(
      act(async (options: GlobalOptions & { state?: string; rule?: string }) =>
        readingParts(io, options, ['alerts', 'everyAlert'], async (store) =>
          (await import('../commands/alerts.ts')).alertsList(io, store, options),
        ),
      ),
    );
  command(alerts, 'show <id>', 'one alert: what happened when, and who was told').action(
    act(async (id: string, options: GlobalOptions) =>
      readingParts(io, options, ['alerts', 'everyAlert'], async (store) =>
        (await import('../commands/alerts.ts')).alertsShow(io, store, id, options),
      ),
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
        const { config } = await loadRegistryAndConfig(io, options);
        const { alertsBacktest } = await import('../commands/alerts-backtest.ts');
        return reading(io, { ...options, db: config.database }, async (store) => alertsBacktest(io, store, config, options));
      }),
    );
  command(alerts, 'silence', 'holds messages back for a while; corrections of what was told go out all the same')
    .option('--rule <id>', 'of one rule')
    .option('--series <pattern>', 'of series whose key fits, e.g. "un-comtrade/*" or "*.US.export.*"')
    .option('--receiver <id>', 'to one receiver')
    .option('--for <length>', 'for so long, at most 366 days: 12h, 14d or 2w')
    .option('--until <time>', 'until a day or a time, e.g. 2025-08-01')
    .requiredOption('--reason <text>', 'why')
    .option('--author <name>', 'who (default: the user of the operating system)')
    .action(
      act(async (options: GlobalOptions & SilenceOptions) =>
        silencing(io, options, async (store, config) =>
          (await import('../commands/silences.ts')).alertsSilence(io, store, config, options),
        ),
      ),
    );
  command(alerts, 'silences', 'all silences, those that hold and those that are over').action(
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
  command(alerts, 'test <receiver>', 'sends a test message and says what came back').action(
    act(async (receiver: string, options: GlobalOptions) => {
      const { config } = await loadRegistryAndConfig(io, options);
      return (await import('../commands/alerts-test.ts')).alertsTest(io, config, receiver, options);
    }),
  );
  command(alerts, 'resend [id]', 'messages that were given up wait again, in order; by the id of a message or an alert, or all')
    .option('--receiver <id>', 'for one receiver')
    .option('--dry-run', 'say which, and change nothing')
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
