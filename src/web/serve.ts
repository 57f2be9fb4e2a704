import { Worker } from 'node:worker_threads';
import type { Log } from '../log.ts';
import type { WebJob, WebReport } from './thread.ts';

export interface Web {
  /** Null when the pages could not be served; the log says why. */
  readonly port: number | null;
  close(): Promise<void>;
}

const CLOSE_WITHIN_MS = 3000;

/** Serves the pages from a thread of their own. What goes wrong there is logged and stops nothing else. */
export async function serveWeb(job: WebJob, log: Pick<Log, 'info' | 'error'>): Promise<Web> {
  // A thread runs what was built: from the sources, too.
  const worker = new Worker(
    new URL(import.meta.url.replace(/^(.*)\/src\/web\/serve\.ts$/, '$1/dist/src/web/serve.js').replace(/serve\.js$/, 'thread.js')),
    {
      workerData: job,
      // No secret of the environment is within its reach.
      env: {},
    },
  );
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const port = await new Promise<number | null>((resolve) => {
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
  return {
    port,
    async close() {
      worker.postMessage('close');
      const timer = setTimeout(() => void worker.terminate(), CLOSE_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
