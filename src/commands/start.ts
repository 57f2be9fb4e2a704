import type { App } from '../app.ts';
import { prepareInbox, sweepInbox } from '../inbox.ts';
import { noticeMissingFiles } from '../releases.ts';
import { runPipeline } from '../run.ts';
import { startSchedule } from '../schedule.ts';
import { sourceIsDue } from './run.ts';

/** The server: runs what is due, takes the inbox, delivers; ends cleanly when told to. */
export async function start(app: App, stopped: Promise<string>): Promise<number> {
  const { services, sources, config } = app;
  await prepareInbox(sources.values(), config.inbox);
  const schedule = startSchedule({
    pipelines: [...sources.values()].map(({ pipeline, schedule: cron }) => ({
      id: pipeline.id,
      schedule: cron,
      timezone: pipeline.timezone,
    })),
    wake: async (id, _trigger, signal) => {
      const source = sources.get(id);
      if (source === undefined || !(await sourceIsDue(app, source))) return;
      await untilStopped(signal, () => runPipeline({ ...services, signal }, source, 'schedule'));
      await app.deliver(signal);
    },
    everyMinute: async (signal) => {
      await sweepInbox({ ...services, signal }, sources.values(), config.inbox);
      await noticeMissingFiles(services, sources.values());
      await app.deliver(signal);
    },
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
  services.log.info('stopped');
  return 0;
}

/** A run that is cut off by the stop is no failure: it has no end in the database and is due again at the next start. */
async function untilStopped(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
