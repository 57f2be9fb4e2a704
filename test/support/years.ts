import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Correction } from '../../src/domain/correction.ts';
import { month, parseMonth, yearOf } from '../../src/domain/period.ts';
import { RefusedError } from '../../src/errors.ts';
import { createHttpClient, type HttpClientOptions } from '../../src/http/client.ts';
import { silentLog } from '../../src/log.ts';
import { commodityNames } from '../../src/news/commodities.ts';
import { definePipeline, type Pipeline } from '../../src/pipeline.ts';
import type { Services, Source } from '../../src/services.ts';
import { openArchive } from '../../src/stages/archive.ts';
import { createDetector } from '../../src/stages/detect.ts';
import { ruleOf } from './rules.ts';
import { openTestStore, temporaryFolder } from './store.ts';

/** A source of the tests' own that is asked year by year: `2025-06 100` lines, or an index of `link PATH` lines. */
export const yearsPipeline = (more: Partial<Pipeline> = {}): Pipeline =>
  ({
    ...definePipeline({
      id: 'years',
      title: 'Years',
      publisher: 'Tests',
      licence: 'none',
      documentation: 'https://example.org/',
      schedule: '0 * * * *',
      timezone: 'Etc/UTC',
      baseUrl: 'http://127.0.0.1:1',
      paceMs: 0,
      releases: null,
      revisions: { months: 12 },
      settings: z.object({}),
      requests: ({ baseUrl, window }) =>
        Array.from({ length: yearOf(window.to) - yearOf(window.from) + 1 }, (_, index) => {
          const year = yearOf(window.from) + index;
          return { key: `year ${year}`, url: `${baseUrl}/${year}` };
        }),
      transform(snapshot) {
        const lines = new TextDecoder().decode(snapshot.bytes).trim().split('\n');
        if (lines[0]?.startsWith('link ')) {
          const requests = lines.map((line) => ({ key: line.slice(5), url: new URL(line.slice(5), snapshot.url ?? '').href, once: true }));
          return { kind: 'links', requests };
        }
        return {
          kind: 'observations',
          observations: lines.map((line, i) => {
            const [at = '', value = ''] = line.split(' ');
            if (!/^\d+$/.test(value)) throw new RefusedError({ where: `line ${i + 1}`, reason: `expected a number, got "${line}"` });
            return {
              reporter: 'CN',
              partner: 'WORLD',
              flow: 'export',
              classification: 'HS8',
              product: '85051110',
              measure: 'net_weight',
              unit: 'kg',
              valuation: 'FOB',
              period: month(parseMonth(at)),
              value: Number(value),
              status: 'A',
            };
          }),
        };
      },
    }),
    ...more,
  }) as Pipeline;

export const YEARS_KEY = 'years/CN.WORLD.export.HS8:85051110.net_weight.kg';

export const sourceAt = (baseUrl: string | null, pipeline = yearsPipeline(), corrections: readonly Correction[] = []): Source => ({
  pipeline,
  baseUrl,
  schedule: pipeline.schedule,
  settings: {},
  releases: null,
  revisions: pipeline.revisions,
  secret: null,
  corrections,
});

const RULE = ruleOf({ severity: 'info' });

export interface World {
  readonly folder: string;
  readonly file: string;
  readonly services: Services;
  at(iso: string): void;
}

/** Real store, archive and client; a clock that the test sets; one rule (25 % either way) that tells `desk`. */
export function world(origin: string, options: HttpClientOptions & { readonly folder?: string } = {}): World {
  const folder = options.folder ?? temporaryFolder();
  const file = join(folder, 'test.db');
  const store = openTestStore(file);
  const client = createHttpClient({ allowedPrivateOrigins: [origin], attempts: 1, sleep: async () => {}, ...options });
  let open = true;
  const close = (): void => {
    if (open) {
      client.close();
      store.close();
    }
    open = false;
  };
  onTestFinished(close);
  let clock = new Date('2025-08-01T00:00:00Z');
  return {
    folder,
    file,
    services: {
      store,
      archive: openArchive(join(folder, 'raw')),
      commodities: commodityNames({}),
      client,
      detector: createDetector({ rules: [RULE], channels: new Map([['desk', 'email']]), sources: new Map() }),
      log: silentLog,
      now: () => clock,
    },
    at: (iso) => (clock = new Date(iso)),
  };
}

/** What the publisher answers: a text, or a status with headers. */
export type Page = string | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

/** A publisher on loopback whose pages the test changes; `asked` has the paths in order. */
export async function yearsPublisher(): Promise<{ url: string; pages: Map<string, Page>; asked: string[] }> {
  const pages = new Map<string, Page>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const page = pages.get(path) ?? { status: 503 };
    if (typeof page === 'string') response.writeHead(200, { 'content-type': 'text/plain' }).end(page);
    else response.writeHead(page.status, page.headers ?? {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages, asked };
}
