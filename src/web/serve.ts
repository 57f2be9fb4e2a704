import { Worker } from 'node:worker_threads';
import { threadFile } from '../checkout.ts';
import type { Log } from '../log.ts';
import type { Vitals } from './deployment.ts';
import type { WebJob, WebOrder, WebReport } from './job.ts';
import { watchLoop } from './loop-delay.ts';

export interface Web {
  /** Null when the pages could not be served; the log says why. */
  readonly port: number | null;
  close(): Promise<void>;
}

const CLOSE_WITHIN_MS = 3000;
/** How often the thread of the pages is told how this one fares. */
const VITALS_EVERY_MS = 5000;

/**
 * Serves the pages from a thread of their own. What goes wrong there is logged and stops nothing else.
 * @param faring how this thread fares.
 */
export async function serveWeb(
  job: WebJob,
  log: Pick<Log, 'info' | 'error'>,
  faring: () => Pick<Vitals, 'retries' | 'fault'>,
): Promise<Web> {
  const worker = new Worker(threadFile('web-thread'), {
    workerData: job,
    // No secret of the environment is within its reach.
    env: {},
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const port = await new Promise<number | null>((resolve) => {
    void ended.then(() => resolve(null));
    worker.on('message', (report: WebReport) => {
      if (report.kind === 'listening') resolve(report.port);
      else if (report.kind === 'failed') {
        log.error('the status pages cannot be served', { host: job.host, port: job.port, reason: report.message });
        resolve(null);
      } else log.error('a page failed', { path: report.path, reason: report.message });
    });
    worker.on('error', (error) => {
      log.error('the status pages stopped', { error });
      resolve(null);
    });
  });
  if (port !== null) log.info('status pages', { address: `http://${job.host.includes(':') ? `[${job.host}]` : job.host}:${port}/` });
  const order = (given: WebOrder): void => worker.postMessage(given);
  const loop = watchLoop();
  const vitals = (): Vitals => ({ at: new Date().toISOString(), loopDelay: loop.take(), ...faring() });
  const report = setInterval(() => order({ kind: 'vitals', vitals: vitals() }), VITALS_EVERY_MS).unref();
  return {
    port,
    async close() {
      clearInterval(report);
      loop.stop();
      order({ kind: 'close' });
      const timer = setTimeout(() => void worker.terminate(), CLOSE_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
