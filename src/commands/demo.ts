import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, openApp } from '../app.ts';
import { CHECKOUT } from '../checkout.ts';
import { loadConfig } from '../config.ts';
import { readCalendar } from '../demo/calendar.ts';
import { openPublisher } from '../demo/publisher.ts';
import { demoReport } from '../demo/report.ts';
import { illustrateRevision } from '../demo/revision.ts';
import { openMailSink, openWebhookSink } from '../demo/sinks.ts';
import { type Step, timeline } from '../demo/timeline.ts';
import { UsageError } from '../errors.ts';
import { ensureFolder } from '../folder.ts';
import { prepareInbox, sweepInbox } from '../inbox.ts';
import { loadRegistry } from '../registry.ts';
import { runPipeline } from '../run.ts';
import type { CommandIo } from './command.ts';
import { openProgress } from './progress.ts';
import { sourceIsDue } from './run.ts';

const ROOT = fileURLToPath(CHECKOUT);
const MARKER = '.tradewatch-demo';
/** A slot is woken this long after it struck, as cron does: late by a little. */
const WAKE_DELAY_MS = 1000;

/**
 * The whole job on recorded publications: a publisher on loopback serves what was out by a pinned clock, files are
 * dropped into an inbox, mails and webhook calls go to servers on loopback. Nothing leaves the machine.
 */
export async function demo(io: CommandIo, options: { out: string; json?: boolean; verbose?: boolean; quiet?: boolean }): Promise<number> {
  const out = freshFolder(resolve(io.cwd, options.out));
  const recorded = join(ROOT, 'data', 'recorded');
  const clock = { now: new Date('2024-01-01T00:00:00Z') };
  const now = (): Date => clock.now;
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const publisher = await openPublisher(recorded, now);
  const mails = await openMailSink(join(out, 'mails'));
  const hooks = await openWebhookSink(join(out, 'webhooks'), secret);
  const began = Date.now();
  const progress = openProgress(io, { noun: 'steps', quiet: options.quiet });
  try {
    const registry = await loadRegistry();
    const config = loadConfig(join(ROOT, 'config', 'demo.yaml'), {
      cwd: ROOT,
      pipelines: [...registry.values()],
      overrides: {
        database: join(out, 'tradewatch.db'),
        archive: join(out, 'raw'),
        inbox: join(out, 'inbox'),
        pipelines: {
          'china-customs-tables': { base_url: publisher.url },
          'un-comtrade': { base_url: publisher.url },
          'trade-news': { base_url: publisher.url, settings: { feeds: [{ url: `${publisher.url}/trade-news/feed.xml` }] } },
        },
        receivers: { hook: { webhook: { url: hooks.url } } },
        smtp: { port: mails.port },
      },
    });
    const env = { ...io.env, DEMO_WEBHOOK_SECRET: secret };
    const app = await openApp({ ...io, env, now }, config, registry, 'demo', {
      quiet: options.verbose !== true,
      verbose: options.verbose === true,
      noWaiting: true,
    });
    try {
      await prepareInbox(app.sources.values(), config.inbox);
      const steps = timeline(readCalendar(recorded), app.sources);
      for (const [i, step] of steps.entries()) {
        clock.now = new Date(step.at.getTime() + (step.kind === 'slot' ? WAKE_DELAY_MS : 0));
        progress.step(i, steps.length, step.at.toISOString().slice(0, 10));
        await take(app, step, recorded);
        await app.deliver();
      }
      progress.step(steps.length, steps.length, 'a month that is revised');
      const illustration = await illustrateRevision(io, ROOT, join(out, 'revision'), registry);
      progress.end();
      const report = await demoReport(app.services.store, {
        out: relative(io.cwd, out).startsWith('..') ? out : relative(io.cwd, out) || '.',
        mails: mails.files,
        hooks: hooks.files,
        rejected: hooks.rejected,
        illustration,
        seconds: (Date.now() - began) / 1000,
        json: options.json === true,
        color: io.columns !== undefined && io.env['NO_COLOR'] === undefined,
        columns: io.columns,
      });
      io.stdout(report.text);
      return report.complete ? 0 : 1;
    } finally {
      app.close();
    }
  } finally {
    progress.end();
    await Promise.all([publisher.close(), mails.close(), hooks.close()]);
  }
}

async function take(app: App, step: Step, recorded: string): Promise<void> {
  const source = app.sources.get(step.pipeline);
  if (source === undefined) return;
  if (step.kind === 'drop') {
    const dropped = join(app.config.inbox, step.pipeline, basename(step.file));
    copyFileSync(join(recorded, step.file), dropped);
    utimesSync(dropped, new Date(), new Date());
    await sweepInbox(app.services, [source], app.config.inbox, 0);
  } else if (await sourceIsDue(app, source)) {
    await runPipeline(app.services, source, 'schedule');
  }
}

/** @throws UsageError when the folder holds something that no demo made. */
function freshFolder(folder: string): string {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(join(folder, MARKER)))
      throw new UsageError(`--out: ${folder} is not empty and was not made by a demo; name another folder`);
    rmSync(folder, { recursive: true, force: true });
  }
  ensureFolder(folder);
  writeFileSync(join(folder, MARKER), 'made by "tradewatch demo"; the next demo replaces this folder\n');
  return folder;
}
