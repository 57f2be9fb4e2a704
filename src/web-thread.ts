/**
 * The pages are served from a thread of their own, with a connection of their own that only reads: a long load does not make
 * readers wait, and no page can change anything.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '@hono/node-server';
import { ALERT_WORDS } from './alert-words.ts';
import { giveBack } from './heap.ts';
import { isLocked } from './store/lock.ts';
import { openParts } from './store/parts.ts';
import type { Vitals } from './web/deployment.ts';
import type { WebJob, WebOrder, WebReport } from './web/job.ts';
import { SITE_PARTS } from './web/page.ts';
import { createSite } from './web/site.ts';

/** Longer than proxies keep a connection (60 s): the side that asks has to be the one that closes, or a question meets a closed door. */
const KEEP_ALIVE_MS = 65_000;

/** Pages are made once for each state of the database; between them the thread sits idle, with what it keeps. */
const CACHE_MEGABYTES = 2;

const port = parentPort;
if (port !== null) {
  const job = workerData as WebJob;
  const tell = (report: WebReport): void => port.postMessage(report);
  const store = await openParts(job.database, SITE_PARTS, { cacheMegabytes: CACHE_MEGABYTES });
  let vitals: Vitals | null = null;
  let wasAsked = false;
  const site = createSite({
    store,
    now: () => new Date(),
    version: job.version,
    deployment: job.deployment,
    words: ALERT_WORDS,
    vitals: () => vitals,
    isServed: () => isLocked(job.database),
    token: job.token,
    hosts: job.hosts,
    failed: (error, path) => tell({ kind: 'error', path, message: error instanceof Error ? error.message : String(error) }),
  });
  const answer: typeof site.fetch = (...asked) => {
    wasAsked = true;
    return site.fetch(...asked);
  };
  const server = serve({ fetch: answer, hostname: job.host, port: job.port }, (at) => tell({ kind: 'listening', port: at.port }));
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('error', (error) => tell({ kind: 'failed', message: error.message }));
  port.on('message', (order: WebOrder) => {
    if (order.kind === 'vitals') {
      vitals = order.vitals;
      // Nobody waits, and the next to ask may come in hours.
      if (!wasAsked) giveBack();
      wasAsked = false;
      return;
    }
    server.close(() => {
      store.close();
      port.close();
    });
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
