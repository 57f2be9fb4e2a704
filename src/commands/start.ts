import type { App } from '../app.ts';
import { continueBackfill } from '../backfill.ts';
import { isToCome } from '../domain/wait.ts';
import { describeError } from '../errors.ts';
import { forgetIdleCode, giveBack, keepHeapSmall } from '../heap.ts';
import { prepareInbox, sweepInbox } from '../inbox.ts';
import { noticeMissingFiles } from '../releases.ts';
import { runPipeline } from '../run.ts';
import { startSchedule } from '../schedule.ts';
import type { Source } from '../services.ts';
import { VERSION } from '../version.ts';
import type { SourceFacts } from '../web/deployment.ts';
import { serveWeb, type Web } from '../web/serve.ts';
import { sourceIsDue } from './run.ts';

/** The server goes on with a backfill for so long at a time: what is due, the inbox and the messages do not wait longer. */
const BACKFILL_SLICE_MS = 5 * 60_000;

/** The server: runs what is due, takes the inbox, delivers; ends cleanly when told to. */
export async function start(app: App, stopped: Promise<string>): Promise<number> {
  const { services, sources, config } = app;
  /** What each piece of work failed of, by its name, until it went well. */
  const faults = new Map<string, string>();
  // What serves the pages and what asks the publishers want most of Node's modules: the heap is kept small when these are loaded.
  const [web] = await Promise.all([openWeb(app, faults), import('../http/client.ts')]);
  keepHeapSmall();
  forgetIdleCode();
  await prepareInbox(sources.values(), config.inbox);
  const schedule = startSchedule({
    pipelines: [...sources.values()].map(({ pipeline, schedule: cron }) => ({
      id: pipeline.id,
      schedule: cron,
      timezone: pipeline.timezone,
    })),
    wake: async (id, _trigger, signal) =>
      noting(faults, id, async () => {
        const source = sources.get(id);
        if (source === undefined || !(await sourceIsDue(app, source))) return;
        await untilStopped(signal, () => app.ping.around(id, () => runPipeline({ ...services, signal }, source, 'schedule'), signal));
        await app.deliver(signal);
        await app.publish();
        await app.noteProgress();
        services.store.rest();
      }),
    everyMinute: async (signal) =>
      noting(faults, 'minute', async () => {
        await sweepInbox({ ...services, signal }, sources.values(), config.inbox);
        await noticeMissingFiles(services, sources.values());
        await app.keepUp();
        await app.deliver(signal);
        await app.noteProgress();
        await goOnWithBackfills(app, signal);
        await app.publish();
        await app.sayAlive();
        services.store.rest();
      }),
    atRest: giveBack,
    now: services.now,
    log: services.log,
  });
  services.log.info('started', {
    database: config.database,
    inbox: config.inbox,
    sources: [...sources.keys()],
    receivers: config.receivers.map((r) => r.id),
  });
  const why = await stopped;
  services.log.info('stopping', { why });
  await schedule.stop();
  await web?.close();
  services.log.info('stopped');
  return 0;
}

/** The pages, unless they are turned off or cannot be served safely; the job goes on without them. */
async function openWeb({ config, services, sources, secrets, retries }: App, faults: ReadonlyMap<string, string>): Promise<Web | null> {
  const { enabled, host, port, hostnames, token: name } = config.web;
  if (!enabled) return null;
  const token = name === null ? null : (secrets.find(name)?.trim() ?? '');
  if (token === '') {
    services.log.error(`the status pages are not served: the secret ${name} is not set`);
    return null;
  }
  const hosts = ['localhost', '127.0.0.1', '[::1]', host.includes(':') ? `[${host}]` : host, ...hostnames];
  const deployment = { sources: [...sources.values()].map(factsOf), inbox: config.inbox, receivers: config.receivers.map((r) => r.id) };
  return serveWeb({ database: config.database, host, port, hosts, token, version: VERSION, deployment }, services.log, () => ({
    retries: retries(),
    fault: [...new Set(faults.values())].join('; ') || null,
  }));
}

/** Does a piece of work that comes again, and notes what it fails of. @throws what it throws. */
async function noting(faults: Map<string, string>, name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    faults.delete(name);
  } catch (error) {
    faults.set(name, describeError(error));
    throw error;
  }
}

/** What the pages show of a source: never its key, only the name of it. */
const factsOf = ({ pipeline, baseUrl, schedule, releases, settings, secret }: Source): SourceFacts => ({
  ...{ id: pipeline.id, title: pipeline.title, publisher: pipeline.publisher, licence: pipeline.licence },
  documentation: pipeline.documentation,
  address: baseUrl,
  schedule,
  timezone: pipeline.timezone,
  calendar: releases,
  settings,
  key:
    pipeline.secret === undefined ? null : { name: pipeline.secret, isSet: secret !== null, isOptional: pipeline.secretOptional === true },
  requestsPerDay: pipeline.requestsPerDay ?? null,
});

/** Backfills that were begun by hand and are not finished: a day's quota was used up, or the source did not answer. */
async function goOnWithBackfills(app: App, signal: AbortSignal): Promise<void> {
  const { services, sources } = app;
  for (const backfill of await services.store.openBackfills()) {
    const source = sources.get(backfill.pipeline);
    const waits = backfill.resumeAt !== null && isToCome(backfill.resumeAt, services.now());
    if (source === undefined || waits) continue;
    await continueBackfill({ ...services, signal }, source, backfill, { forMs: BACKFILL_SLICE_MS, givesUp: true });
    await app.deliver(signal);
  }
}

/** A run that is cut off by the stop is no failure: it has no end in the database and is due again at the next start. */
async function untilStopped(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
