import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { RefusedError, RetryLaterError, UsageError, WaitingError } from '../../src/errors.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { clientFor, errorOf, serve } from './server.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('an answer', () => {
  test('comes with its bytes, media type, validators and address', async () => {
    const server = await serve((_, response) =>
      response
        .writeHead(200, { 'Content-Type': 'Text/CSV; charset=gbk', ETag: '"v1"', 'Last-Modified': 'Sat, 01 Jun 2024 00:00:00 GMT' })
        .end('a,b\n1,2\n'),
    );
    const answer = await clientFor([server]).fetch({ url: `${server.origin}/x.csv?month=5#part` });
    expect(answer).toEqual({
      kind: 'answered',
      bytes: new Uint8Array(Buffer.from('a,b\n1,2\n')),
      status: 200,
      mediaType: 'text/csv',
      charset: 'gbk',
      etag: '"v1"',
      lastModified: 'Sat, 01 Jun 2024 00:00:00 GMT',
      url: `${server.origin}/x.csv?month=5`,
    });
    expect(server.seen[0]?.headers).toMatchObject({
      'user-agent': expect.stringContaining('tradewatch'),
      accept: '*/*',
      'accept-encoding': 'gzip, deflate, br',
    });
  });

  test('is decompressed from gzip, gzip in parts, both kinds of deflate and brotli', async () => {
    const plain = Buffer.from('period,value\n2025-05,1\n'.repeat(5_000));
    const half = plain.length / 2;
    const forms: Record<string, [string, Buffer]> = {
      gzip: ['gzip', gzipSync(plain)],
      capitals: ['GZIP', gzipSync(plain)],
      parts: ['x-gzip', Buffer.concat([gzipSync(plain.subarray(0, half)), gzipSync(plain.subarray(half))])],
      deflate: ['deflate', deflateSync(plain)],
      raw: ['deflate', deflateRawSync(plain)],
      brotli: ['br', brotliCompressSync(plain)],
      identity: ['identity', plain],
    };
    const server = await serve((request, response) => {
      const [encoding, body] = forms[request.url?.slice(1) ?? ''] ?? ['', Buffer.alloc(0)];
      response.writeHead(200, { 'Content-Encoding': encoding }).end(body);
    });
    const client = clientFor([server]);
    for (const name of Object.keys(forms)) {
      const answer = await client.fetch({ url: `${server.origin}/${name}` });
      expect(answer.kind === 'answered' && Buffer.compare(answer.bytes, plain), name).toBe(0);
    }
  });

  test('sends a POST body as it was given, with the headers of the request', async () => {
    const server = await serve((_, response) => response.end('[]'));
    await clientFor([server], { userAgent: 'watch/1' }).fetch({
      url: server.origin,
      method: 'POST',
      body: '{"a": 1 }',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', Host: 'evil' },
    });
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      body: '{"a": 1 }',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'watch/1', host: server.origin.slice(7) },
    });
  });

  test('is "no content" for 204 and an error for an empty 200, after all attempts', async () => {
    const server = await serve((request, response) => response.writeHead(request.url === '/204' ? 204 : 200).end());
    const client = clientFor([server]);
    expect(await client.fetch({ url: `${server.origin}/204` })).toEqual({ kind: 'no_content' });
    const error = await errorOf(client.fetch({ url: `${server.origin}/empty` }));
    expect(error).toBeInstanceOf(RetryLaterError);
    expect(error.message).toBe(`127.0.0.1:${server.port}/empty: HTTP 200 with an empty body (4 attempts)`);
    const zipped = await serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('')));
    expect(await errorOf(clientFor([zipped]).fetch({ url: zipped.origin }))).toBeInstanceOf(RetryLaterError);
  });

  test('uses one connection for requests that follow each other', async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('x');
    });
    const client = clientFor([server]);
    for (let i = 0; i < 5; i++) await client.fetch({ url: server.origin });
    expect(ports.size).toBe(1);
  });
});

describe('a conditional request', () => {
  test('sends what the last answer said of itself and takes 304', async () => {
    const server = await serve((_, response) => response.writeHead(304).end());
    const answer = await clientFor([server]).fetch({
      url: server.origin,
      conditional: { etag: '"v1"', lastModified: 'Sat, 01 Jun 2024 00:00:00 GMT' },
    });
    expect(answer).toEqual({ kind: 'not_modified' });
    expect(server.seen[0]?.headers).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': 'Sat, 01 Jun 2024 00:00:00 GMT' });
  });

  test('is the only one to which 304 is an answer', async () => {
    const server = await serve((_, response) => response.writeHead(304).end());
    const client = clientFor([server]);
    expect((await errorOf(client.fetch({ url: server.origin }))).message).toContain(
      '304 Not Modified, but nothing was asked conditionally',
    );
    expect(await errorOf(client.fetch({ url: server.origin, conditional: { etag: null, lastModified: null } }))).toBeInstanceOf(
      RetryLaterError,
    );
    // The client alone says what it has, not a header of the pipeline's.
    expect(await errorOf(client.fetch({ url: server.origin, headers: { 'if-none-match': '"x"' } }))).toBeInstanceOf(RetryLaterError);
  });
});

describe('a status', () => {
  test('in 4xx is refused at once, with host, path and status and without the query', async () => {
    const server = await serve((request, response) =>
      response.writeHead(Number(request.url?.slice(1, 4)), { 'Content-Type': 'text/html' }).end('<html>no</html>'),
    );
    const client = clientFor([server]);
    for (const status of [400, 401, 403, 404, 405, 406, 410, 412, 418, 451]) {
      const error = await errorOf(client.fetch({ url: `${server.origin}/${status}?key=hunter2` }));
      expect(error, String(status)).toBeInstanceOf(RefusedError);
      expect(error.message).toMatch(new RegExp(`^127\\.0\\.0\\.1:${server.port}/${status}: HTTP ${status} .*\\(a page for people\\)$`));
    }
    expect(server.seen).toHaveLength(10);
    expect(client.slept).toEqual([]);
  });

  test('401 to a request with a key waits for a person', async () => {
    const server = await serve((_, response) => response.writeHead(401).end());
    expect(
      await errorOf(clientFor([server]).fetch({ url: server.origin, secret: { header: 'X-Key', value: 'canary-1234' } })),
    ).toBeInstanceOf(WaitingError);
  });

  test('that is 2xx or 3xx and no answer is never taken', async () => {
    const server = await serve((request, response) => response.writeHead(Number(request.url?.slice(1))).end('text'));
    const client = clientFor([server]);
    for (const status of [202, 206, 207, 226, 300, 305, 306, 399]) {
      expect(['RefusedError', 'RetryLaterError'], String(status)).toContain(
        (await errorOf(client.fetch({ url: `${server.origin}/${status}` }))).name,
      );
    }
  });
});

describe('the client', () => {
  test('refuses requests that cannot be right, without naming what may be secret', async () => {
    const client = clientFor([]);
    const bad = await errorOf(client.fetch({ url: 'https://exa mple.org/?key=hunter2' }));
    expect(bad).toBeInstanceOf(UsageError);
    expect(bad.message).not.toContain('hunter2');
    for (const value of ['hunter2\n', 'hunter2\r\nX: y', '', 'hünter2']) {
      const error = await errorOf(client.fetch({ url: 'https://example.org/', secret: { header: 'X-Key', value } }));
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).not.toContain('nter2');
    }
    expect(
      await errorOf(client.fetch({ url: 'https://example.org/?k=hunter%32', secret: { header: 'X-Key', value: 'hunter2' } })),
    ).toBeInstanceOf(UsageError);
  });

  test('does not send a key in clear to a public host', async () => {
    const error = await errorOf(clientFor([]).fetch({ url: 'http://example.org/', secret: { header: 'X-Key', value: 'hunter2' } }));
    expect(error.message).toContain('only sent over https');
  });

  test('ends with the reason of the signal, before, during and between attempts', async () => {
    // Neither an answer nor the next attempt would come before the test is over.
    const server = await serve((request, response) => {
      if (request.url === '/503') response.writeHead(503, { 'Retry-After': '120' }).end();
    });
    const reason = new Error('the run was stopped');
    const client = createHttpClient({ allowedPrivateOrigins: [server.origin] });
    await expect(client.fetch({ url: server.origin, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    for (const path of ['/hangs', '/503']) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 50);
      await expect(client.fetch({ url: server.origin + path, signal: controller.signal }), path).rejects.toBe(reason);
    }
    client.close();
  });

  test('ends what is running and takes nothing new when it is closed', async () => {
    const server = await serve(() => {});
    const client = createHttpClient({ allowedPrivateOrigins: [server.origin] });
    const running = errorOf(client.fetch({ url: server.origin }));
    const waiting = errorOf(client.fetch({ url: server.origin }));
    setTimeout(() => client.close(), 30);
    expect((await running).message).toBe('the HTTP client was closed');
    expect((await waiting).message).toBe('the HTTP client was closed');
    expect((await errorOf(client.fetch({ url: server.origin }))).message).toBe('the HTTP client was closed');
  });

  test('pays no attention to a proxy in the environment', async () => {
    const server = await serve((_, response) => response.end('direct'));
    process.env['http_proxy'] = 'http://127.0.0.1:9';
    try {
      const answer = await clientFor([server]).fetch({ url: server.origin });
      expect(answer.kind === 'answered' && text(answer.bytes)).toBe('direct');
    } finally {
      delete process.env['http_proxy'];
    }
  });
});
