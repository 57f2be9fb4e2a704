import { describe, expect, test } from 'vitest';
import { RefusedError, WaitingError } from '../../src/errors.ts';
import type { HttpAnswer, HttpClient } from '../../src/http/client.ts';
import type { HttpRequest } from '../../src/http/request.ts';
import type { SourceRequest } from '../../src/pipeline.ts';
import { type ExtractContext, extract } from '../../src/stages/extract.ts';
import { clientFor, errorOf, serve } from '../http/server.ts';

function clientThat(answer: HttpAnswer): HttpClient & { asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  return {
    asked,
    async fetch(request) {
      asked.push(request);
      return answer;
    },
    close() {},
  };
}

const NOTHING: HttpAnswer = { kind: 'no_content' };
const context: ExtractContext = { pipelineHosts: ['data.example.org'], paceMs: 500, secret: null, conditional: null };
const request: SourceRequest = { key: 'HS 850511 2025-05', url: 'https://data.example.org/api?m=5' };

describe('extract', () => {
  test('asks what the pipeline asks, at its pace and within its hosts', async () => {
    const client = clientThat(NOTHING);
    const signal = new AbortController().signal;
    const conditional = { etag: '"v1"', lastModified: null };
    const full: SourceRequest = { ...request, method: 'POST', body: '{}', headers: { Accept: 'text/csv' }, secretHeader: 'X-Key' };
    await extract(client, full, { ...context, secret: 'canary-1234', conditional, signal });
    expect(client.asked).toEqual([
      {
        url: request.url,
        method: 'POST',
        body: '{}',
        headers: { Accept: 'text/csv' },
        hosts: ['data.example.org'],
        paceMs: 500,
        secret: { header: 'X-Key', value: 'canary-1234' },
        conditional,
        signal,
      },
    ]);
    await extract(client, request, context);
    expect(client.asked[1]).toEqual({ url: request.url, hosts: ['data.example.org'], paceMs: 500 });
  });

  test('hands on bytes with where they came from, and the two answers without bytes', async () => {
    const bytes = new Uint8Array([1]);
    const answered: HttpAnswer = {
      kind: 'answered',
      bytes,
      status: 200,
      mediaType: 'text/csv',
      charset: null,
      etag: '"v1"',
      lastModified: null,
      url: 'https://data.example.org/b',
    };
    expect(await extract(clientThat(answered), request, context)).toEqual({
      kind: 'answered',
      bytes,
      mediaType: 'text/csv',
      charset: null,
      etag: '"v1"',
      lastModified: null,
      url: 'https://data.example.org/b',
    });
    expect(await extract(clientThat(NOTHING), request, context)).toEqual(NOTHING);
    expect(await extract(clientThat({ kind: 'not_modified' }), request, context)).toEqual({ kind: 'not_modified' });
  });

  test('waits for a person when the source wants a key that is not set, and asks nobody', async () => {
    const client = clientThat(NOTHING);
    const error = await errorOf(extract(client, { ...request, secretHeader: 'X-Key' }, context));
    expect(error).toBeInstanceOf(WaitingError);
    expect(error.message).toBe('data.example.org wants a key (header X-Key) and none is set');
    expect(client.asked).toEqual([]);
  });

  test('sends a key only with the requests that want one', async () => {
    const client = clientThat(NOTHING);
    await extract(client, request, { ...context, secret: 'canary-1234' });
    expect(client.asked[0]).not.toHaveProperty('secret');
  });

  test('refuses an address that a page led to and that is not of the pipeline, and a key for hosts that are not named', async () => {
    const client = clientThat(NOTHING);
    for (const url of [
      'https://evil.example/api',
      'https://data.example.org.evil.example/',
      'https://DATA.example.org@evil.example/',
      'not a url',
    ]) {
      expect(await errorOf(extract(client, { ...request, url }, context)), url).toBeInstanceOf(RefusedError);
    }
    const keyed: SourceRequest = { ...request, secretHeader: 'X-Key' };
    expect(await errorOf(extract(client, keyed, { ...context, pipelineHosts: [], secret: 'canary-1234' }))).toBeInstanceOf(RefusedError);
    expect(client.asked).toEqual([]);
    await extract(client, { ...request, url: 'https://Data.Example.ORG./x' }, context);
    await extract(client, { ...request, url: 'https://anywhere.example/x' }, { ...context, pipelineHosts: [] });
    expect(client.asked).toHaveLength(2);
  });

  test('takes an HTML page with status 200 as it is, for transform to judge, and none with another status', async () => {
    const server = await serve((asked, response) =>
      response.writeHead(Number(asked.url?.slice(1)), { 'Content-Type': 'text/html' }).end('<!doctype html>'),
    );
    const local = { ...context, pipelineHosts: ['127.0.0.1'] };
    const client = clientFor([server]);
    expect(await extract(client, { key: 'k', url: `${server.origin}/200` }, local)).toMatchObject({
      kind: 'answered',
      mediaType: 'text/html',
    });
    for (const status of [403, 404, 412, 503]) {
      expect((await errorOf(extract(client, { key: 'k', url: `${server.origin}/${status}` }, local))).message).toContain(
        '(a page for people)',
      );
    }
  });
});
