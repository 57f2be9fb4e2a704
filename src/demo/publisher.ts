import { createReadStream } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Publication, readCalendar } from './calendar.ts';

export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

type Answerer = (query: URLSearchParams, now: Date, origin: string) => { readonly type: string; readonly body: string };

/** Serves the recorded publications on loopback: at each moment of the clock what was out by then, and nothing else. */
export async function openPublisher(folder: string, now: () => Date): Promise<LocalServer> {
  const publications = readCalendar(folder).filter((p) => p.how === 'http');
  const answerers = await loadAnswerers(folder);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const current = publications.findLast((p) => p.path === url.pathname && Date.parse(p.at) <= now().getTime());
    if (current === undefined) response.writeHead(404).end();
    else if (current.file !== undefined) sendFile(response, join(folder, current.file));
    else sendAnswer(response, answerers, current, url, now(), `http://${request.headers.host}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendFile(response: ServerResponse, file: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  createReadStream(file).pipe(response);
}

function sendAnswer(
  response: ServerResponse,
  answerers: ReadonlyMap<string, Answerer>,
  publication: Publication,
  url: URL,
  now: Date,
  origin: string,
): void {
  const answerer = answerers.get(publication.answer ?? '');
  if (answerer === undefined) {
    response.writeHead(500).end(`calendar.json names the unknown answer ${publication.answer}`);
    return;
  }
  const { type, body } = answerer(url.searchParams, now, origin);
  response.writeHead(200, { 'content-type': type }).end(body);
}

async function loadAnswerers(folder: string): Promise<ReadonlyMap<string, Answerer>> {
  const load = async (name: string): Promise<Record<string, unknown>> =>
    (await import(pathToFileURL(join(folder, name)).href)) as Record<string, unknown>;
  const json = async (name: string): Promise<[string, Answerer]> => {
    const { answer } = (await load(name)) as { answer: (query: URLSearchParams, now: Date) => unknown };
    return [name, (query, now) => ({ type: 'application/json', body: JSON.stringify(answer(query, now)) })];
  };
  const { feedAt } = (await load('feed.mjs')) as { feedAt: (now: Date, origin: string) => string };
  return new Map<string, Answerer>([
    await json('comtrade.mjs'),
    await json('comtrade-availability.mjs'),
    ['feed.mjs', (_query, now, origin) => ({ type: 'application/rss+xml; charset=utf-8', body: feedAt(now, origin) })],
  ]);
}
