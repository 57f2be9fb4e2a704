/**
 * The pages are served from a thread of their own, with a connection of their own that only reads: a long load does not make
 * readers wait, and no page can change anything.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '@hono/node-server';
import { openStoreForReading } from '../store/sqlite.ts';
import { createSite } from './site.ts';

/** What the thread is given; secrets come by value, and are not logged. */
export interface WebJob {
  readonly database: string;
  readonly host: string;
  readonly port: number;
  readonly hosts: readonly string[];
  readonly token: string | null;
  readonly version: string;
}

export type WebReport =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'error'; readonly path: string; readonly message: string };

const port = parentPort;
if (port !== null) {
  const job = workerData as WebJob;
  const tell = (report: WebReport): void => port.postMessage(report);
  const store = openStoreForReading(job.database);
  const site = createSite({
    store,
    now: () => new Date(),
    version: job.version,
    token: job.token,
    hosts: job.hosts,
    failed: (error, path) => tell({ kind: 'error', path, message: error instanceof Error ? error.message : String(error) }),
  });
  const server = serve({ fetch: site.fetch, hostname: job.host, port: job.port }, (at) => tell({ kind: 'listening', port: at.port }));
  server.on('error', (error) => tell({ kind: 'failed', message: error.message }));
  port.on('message', () => {
    server.close(() => {
      store.close();
      port.close();
    });
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
