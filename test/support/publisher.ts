/** Runs a pipeline against a publisher of the test's own, with its own database, and says what an operator sees then. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { monthOfDate } from '../../src/domain/period.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { silentLog } from '../../src/log.ts';
import { commodityNames } from '../../src/news/commodities.ts';
import type { Pipeline } from '../../src/pipeline.ts';
import { runPipeline } from '../../src/run.ts';
import { openArchive } from '../../src/stages/archive.ts';
import { SILENT_DETECTOR } from '../../src/stages/detect.ts';
import { dump } from './dump.ts';
import { openTestStore, temporaryFolder } from './store.ts';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
export type Publisher = (url: URL, headers: Readonly<Record<string, unknown>>) => Answer;

interface Seen {
  readonly state: string;
  readonly lastError: string | null;
  readonly outcomes: readonly string[];
  readonly figures: number;
  readonly rates: readonly unknown[];
  readonly asked: readonly string[];
  /** Pauses that were asked of the clock, in milliseconds. */
  readonly pauses: readonly number[];
}

interface Options {
  readonly settings?: unknown;
  readonly secret?: string | null;
  readonly now?: string;
  /** How often the source is run. */
  readonly runs?: number;
  /** When it is run once more. */
  readonly later?: string;
}

/** What v_source and the snapshots say after one run, or several. */
export async function run<Settings>(pipeline: Pipeline<Settings>, publisher: Publisher, options: Options = {}): Promise<Seen> {
  const asked: string[] = [];
  const pauses: number[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push(`${url.pathname}${url.search}`);
    const { status = 200, headers = {}, body = '' } = publisher(url, request.headers);
    response.writeHead(status, headers).end(status === 204 ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = temporaryFolder();
  const file = join(folder, 'test.db');
  const store = openTestStore(file);
  const client = createHttpClient({
    allowedPrivateOrigins: [origin],
    attempts: 2,
    sleep: async (ms) => void pauses.push(ms),
  });
  onTestFinished(() => {
    client.close();
    store.close();
    server.closeAllConnections();
    server.close();
  });
  let now = new Date(options.now ?? '2025-08-20T12:00:00Z');
  const services = {
    // As if the newest month were held: a first load would ask for two years.
    ...{ store: { ...store, lastMonth: async () => monthOfDate(now) } },
    ...{
      archive: openArchive(join(folder, 'raw')),
      client,
      detector: SILENT_DETECTOR,
      log: silentLog,
      commodities: commodityNames({}),
      now: () => now,
    },
  };
  const { id, title, publisher: by, licence } = pipeline;
  await store.describeSources([{ pipeline: id, title, publisher: by, licence, schedule: '0 0 * * *', timezone: 'Etc/UTC' }]);
  const source = {
    ...{ pipeline: pipeline as Pipeline, baseUrl: origin, schedule: pipeline.schedule, releases: null, revisions: { months: 3 } },
    settings: pipeline.settings.parse(options.settings ?? {}),
    secret: options.secret ?? null,
  };
  for (let count = 0; count < (options.runs ?? 1); count++) await runPipeline(services, source, 'run');
  if (options.later !== undefined) {
    now = new Date(options.later);
    await runPipeline(services, source, 'run');
  }
  const [seen] = await store.sources();
  return {
    state: seen?.state ?? '',
    lastError: seen?.lastError ?? null,
    outcomes: (await store.snapshots({})).map(({ outcome }) => outcome ?? 'null'),
    figures: dump(file, 'v_observation')['v_observation']?.length ?? 0,
    rates: dump(file, 'v_exchange_rate')['v_exchange_rate'] ?? [],
    asked,
    pauses,
  };
}

export const json = (value: unknown): Answer => ({ body: JSON.stringify(value) });
export const page = (text: string): Answer => ({ headers: { 'content-type': 'text/html' }, body: `<html><body>${text}</body></html>` });
