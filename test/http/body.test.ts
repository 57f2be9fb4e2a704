import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { brotliCompressSync, createBrotliCompress, deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { RefusedError, RetryLaterError } from '../../src/errors.ts';
import { clientFor, errorOf, serve, serveRaw } from './server.ts';

const MB = 1024 * 1024;

/** Zeros, compressed: a few hundred kilobytes for a gigabyte. */
async function bomb(encoder: Transform, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  encoder.on('data', (part: Buffer) => parts.push(part));
  const zeros = Buffer.alloc(MB);
  for (let sent = 0; sent < bytes; sent += MB) if (!encoder.write(zeros)) await once(encoder, 'drain');
  encoder.end();
  await once(encoder, 'end');
  return Buffer.concat(parts);
}

/** The most memory beyond what was used before, in MB, while something runs. */
async function peakOf<T>(work: Promise<T>): Promise<{ value: T; peak: number }> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  const value = await work.finally(() => clearInterval(timer));
  return { value, peak: (peak - before) / MB };
}

describe('a body beyond the limits', () => {
  let bombs: Record<string, Buffer>;
  beforeAll(async () => {
    bombs = {
      gzip: Buffer.concat(new Array<Buffer>(64).fill(gzipSync(Buffer.alloc(16 * MB)))),
      br: await bomb(createBrotliCompress({ params: { 1: 1 } }), 1024 * MB),
    };
  });

  test('is refused at 200 MB when it is a gzip or brotli bomb of 1 GB, in little memory and without another attempt', async () => {
    const server = await serve((request, response) => {
      const encoding = request.url?.slice(1) ?? '';
      response.writeHead(200, { 'Content-Encoding': encoding }).end(bombs[encoding]);
    });
    for (const encoding of ['gzip', 'br']) {
      const { value, peak } = await peakOf(errorOf(clientFor([server]).fetch({ url: `${server.origin}/${encoding}` })));
      expect(value).toBeInstanceOf(RefusedError);
      expect(value.message).toContain(`the ${encoding} body decompresses to more; at most 200000000 bytes`);
      expect(peak, encoding).toBeLessThan(120);
    }
    expect(server.seen).toHaveLength(2);
  });

  test('is refused before a byte is read when Content-Length announces it, and at 64 MiB when nothing does', async () => {
    const block = Buffer.alloc(MB, 'x');
    const server = await serve((request, response) => {
      if (request.url === '/announced') response.writeHead(200, { 'Content-Length': String(1024 * MB) });
      const more = (): void => {
        while (response.write(block));
        response.once('drain', more);
      };
      more();
    });
    const announced = await errorOf(clientFor([server]).fetch({ url: `${server.origin}/announced` }));
    expect(announced.message).toContain(`${1024 * MB} bytes are announced; at most ${64 * MB}`);
    const { value, peak } = await peakOf(errorOf(clientFor([server]).fetch({ url: `${server.origin}/endless` })));
    expect(value).toBeInstanceOf(RefusedError);
    expect(value.message).toContain(`more bytes came; at most ${64 * MB}`);
    expect(peak).toBeLessThan(180);
    expect(server.seen).toHaveLength(2);
  });

  test('takes its size in memory when it comes a byte at a time', async () => {
    const server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      socket.end(`${'1\r\nx\r\n'.repeat(400_000)}0\r\n\r\n`);
    });
    const { value, peak } = await peakOf(clientFor([server]).fetch({ url: server.origin }));
    expect(value.kind === 'answered' && value.bytes.length).toBe(400_000);
    expect(peak).toBeLessThan(150);
  });

  test('obeys smaller limits, exactly', async () => {
    const server = await serve((request, response) => {
      const body = Buffer.alloc(Number(request.url?.slice(2)), 'x');
      if (request.url?.[1] === 'z') response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(body));
      else response.end(body);
    });
    const client = clientFor([server], { maxBytes: 1000 });
    for (const form of ['p', 'z']) {
      expect((await client.fetch({ url: `${server.origin}/${form}1000` })).kind).toBe('answered');
      expect(await errorOf(client.fetch({ url: `${server.origin}/${form}1001` }))).toBeInstanceOf(RefusedError);
    }
  });
});

describe('a body that is not whole', () => {
  const plain = Buffer.from('period,value\n2025-05,1\n'.repeat(2_000));
  const damaged = (bytes: Buffer, at: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(at) ^ 0xff, at);
    return copy;
  };
  const gzip = gzipSync(plain);
  const cases: Record<string, [string, Buffer]> = {
    'gzip cut in the middle': ['gzip', gzip.subarray(0, gzip.length / 2)],
    'gzip cut in its checksum': ['gzip', gzip.subarray(0, -4)],
    'gzip cut after its header': ['gzip', gzip.subarray(0, 10)],
    'gzip with a bad checksum': ['gzip', damaged(gzip, gzip.length - 6)],
    'gzip with a bad length': ['gzip', damaged(gzip, gzip.length - 2)],
    'gzip whose second part is cut': ['gzip', Buffer.concat([gzip, gzip.subarray(0, 20)])],
    'text that claims to be gzip': ['gzip', plain],
    'text that claims to be deflate': ['deflate', plain],
    'text that claims to be brotli': ['br', plain],
    'gzip that claims to be brotli': ['br', gzip],
    'deflate cut': ['deflate', deflateSync(plain).subarray(0, -3)],
    'deflate with a bad checksum': ['deflate', damaged(deflateSync(plain), deflateSync(plain).length - 1)],
    'brotli cut': ['br', brotliCompressSync(plain).subarray(0, -3)],
  };

  test.each(Object.keys(cases))('%s fails after all attempts and is never taken', async (name) => {
    const [encoding, body] = cases[name] ?? ['', plain];
    const server = await serve((_, response) => response.writeHead(200, { 'Content-Encoding': encoding }).end(body));
    const error = await errorOf(clientFor([server]).fetch({ url: server.origin }));
    expect(error).toBeInstanceOf(RetryLaterError);
    expect(error.message).toMatch(/the (gzip|deflate|br) body is (cut|damaged, or not what Content-Encoding says) \(.*\) \(4 attempts\)$/);
    expect(server.seen).toHaveLength(4);
  });

  test('an encoding that was not asked for is refused', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'zstd' }).end('x'));
    expect((await errorOf(clientFor([server]).fetch({ url: server.origin }))).message).toContain(
      'encoded as "zstd"; asked for gzip, deflate, br',
    );
    const twice = await serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('x'))));
    expect(await errorOf(clientFor([twice]).fetch({ url: twice.origin }))).toBeInstanceOf(RefusedError);
  });

  const raw: Record<string, string> = {
    'shorter than its Content-Length': 'Content-Length: 100\r\n\r\n{"a":1}',
    'longer than its Content-Length': 'Content-Length: 3\r\n\r\n{"a":1}',
    'chunked and cut in a chunk': 'Transfer-Encoding: chunked\r\n\r\n64\r\n{"a":1}',
    'chunked and cut between chunks': 'Transfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n',
    'chunked with a bad size': 'Transfer-Encoding: chunked\r\n\r\nzz\r\n{"a":1}\r\n0\r\n\r\n',
    'of two lengths': 'Content-Length: 7\r\nContent-Length: 8\r\n\r\n{"a":1}',
    'of a length and chunked': 'Content-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n0\r\n\r\n',
  };
  test.each(Object.keys(raw))('one that is %s fails', async (name) => {
    const server = await serveRaw((socket) => socket.end(`HTTP/1.1 200 OK\r\n${raw[name]}`));
    const error = await errorOf(clientFor([server]).fetch({ url: server.origin }));
    expect(error).toBeInstanceOf(RetryLaterError);
    expect(server.seen).toHaveLength(4);
  });
});
