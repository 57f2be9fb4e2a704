import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { formatMonth, month, parseMonth } from '../../src/domain/period.ts';
import type { Observation } from '../../src/domain/series.ts';
import { RefusedError } from '../../src/errors.ts';
import { definePipeline, type Pipeline, type SourceRequest } from '../../src/pipeline.ts';

/** What the publisher answers at one moment. */
export type Answer =
  /** Months and values; the last line says how many, so that a cut is seen. */
  | { readonly figures: ReadonlyMap<string, number> }
  /** An index of pages, each of one month. */
  | { readonly index: readonly string[] }
  | 'no content'
  /** The length of the whole is declared and half of it sent. */
  | 'cut on the wire'
  /** The end is missing, and the declared length agrees with that. */
  | 'cut in the file'
  /** As many rows as an answer may have. */
  | 'row limit'
  | 'unreachable';

const ROW_LIMIT = 40;

/** A publisher on loopback whose answers follow a pinned clock; it says "not modified" when that is so. */
export async function openYearPublisher(
  now: () => Date,
  answerTo: (path: string, now: Date) => Answer,
): Promise<{ readonly url: string; readonly asked: { readonly path: string; readonly at: string }[] }> {
  const asked: { path: string; at: string }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, at: now().toISOString().slice(0, 16) });
    send(response, answerTo(path, now()), request.headers['if-none-match']);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function send(response: ServerResponse, answer: Answer, known: string | undefined): void {
  if (answer === 'unreachable') return void response.destroy();
  if (answer === 'no content') return void response.writeHead(204).end();
  const whole = textOf(answer);
  const text = answer === 'cut in the file' ? whole.slice(0, whole.lastIndexOf('end')) : whole;
  const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
  if (known === etag) return void response.writeHead(304).end();
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(text), etag });
  if (answer !== 'cut on the wire') return void response.end(text);
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

function textOf(answer: Exclude<Answer, 'unreachable' | 'no content'>): string {
  if (typeof answer === 'object' && 'index' in answer) return ['index', ...answer.index].join('\n');
  const figures =
    typeof answer === 'object'
      ? [...answer.figures]
      : Array.from({ length: answer === 'row limit' ? ROW_LIMIT : 3 }, (_, i): [string, number] => [
          formatMonth(202001 + Math.floor(i / 12) * 100 + (i % 12)),
          1000 + i,
        ]);
  return [...figures.map((row) => row.join(' ')), `end ${figures.length}`].join('\n');
}

type Calendar = Pick<Pipeline, 'id' | 'schedule' | 'timezone' | 'releases'>;

/** A source that reads what {@link openYearPublisher} sends; it asks `/<id>`. */
export const yearPipeline = (calendar: Calendar): Pipeline =>
  definePipeline({
    ...calendar,
    title: 'Invented',
    publisher: 'Tests',
    licence: 'none',
    documentation: 'https://example.org/',
    baseUrl: 'http://127.0.0.1:1',
    paceMs: 0,
    revisions: null,
    settings: z.object({}),
    requests: ({ baseUrl }) => [{ key: 'all', url: `${baseUrl}/${calendar.id}` }],
    transform: ({ bytes, name, url }) => {
      const lines = new TextDecoder().decode(bytes).split('\n');
      if (lines[0] === 'index') return { kind: 'links', requests: lines.slice(1).map((path) => linkTo(path, url ?? '')) };
      const end = lines.pop();
      if (end !== `end ${lines.length}`) throw new RefusedError({ where: name, reason: `${lines.length} rows and no end: it is cut` });
      if (lines.length >= ROW_LIMIT) throw new RefusedError({ where: name, reason: 'the row limit is reached' });
      return { kind: 'observations', observations: lines.map(observationOf) };
    },
  }) as Pipeline;

const linkTo = (path: string, from: string): SourceRequest => ({ key: path, url: new URL(path, from).href, once: true });

function observationOf(line: string): Observation {
  const [at = '', value] = line.split(' ');
  return {
    reporter: 'CN',
    partner: 'WORLD',
    flow: 'export',
    classification: 'HS8',
    product: '85051110',
    measure: 'net_weight',
    unit: 'kg',
    valuation: 'FOB',
    period: at.includes('/') ? { kind: 'combined', end: parseMonth(at.slice(-7)) } : month(parseMonth(at)),
    value: Number(value),
    status: 'A',
  };
}
