import { describe, expect, test } from 'vitest';
import { RefusedError, RetryLaterError } from '../../src/errors.ts';
import { clientFor, errorOf, makeCertificate, serve, serveRaw } from './server.ts';

describe('the deadline', () => {
  const DEADLINE_MS = 300;

  // No server here ever ends by itself: without the deadline the test would not end either.
  test('ends a source that never answers, stalls in its headers or stalls in its body', async () => {
    const forms: Record<string, string> = {
      never: '',
      'half a status line': 'HTTP/1.1 2',
      'half its headers': 'HTTP/1.1 200 OK\r\nX-A: b\r\n',
      'half its body': 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":',
      'no end': 'HTTP/1.1 200 OK\r\n\r\n{"a":1}',
    };
    for (const [name, sent] of Object.entries(forms)) {
      const server = await serveRaw((socket) => socket.write(sent));
      const error = await errorOf(
        clientFor([server], { deadlineMs: DEADLINE_MS, attempts: 1 }).fetch({ url: `${server.origin}/f?key=hunter2` }),
      );
      expect(error, name).toBeInstanceOf(RetryLaterError);
      expect(error.message, name).toMatch(/\/f: no complete answer within 0.3 s \((not even its headers|\d+ bytes of the body) came\)$/);
    }
  });

  test('ends a drip of one byte at a time, in headers as in a body, and closes its connection', async () => {
    for (const head of ['HTTP/1.1 200 OK\r\nX-A: ', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n']) {
      let isClosed = false;
      const server = await serveRaw((socket) => {
        socket.write(head);
        const timer = setInterval(() => socket.write(head.includes('chunked') ? '1\r\nx\r\n' : 'x'), 20);
        socket.on('close', () => {
          clearInterval(timer);
          isClosed = true;
        });
      });
      const error = await errorOf(clientFor([server], { deadlineMs: DEADLINE_MS, attempts: 1 }).fetch({ url: server.origin }));
      expect(error.message).toContain('no complete answer within 0.3 s');
      await expect.poll(() => isClosed, { timeout: 30_000 }).toBe(true);
    }
  });

  test('holds for the redirects of an attempt together', async () => {
    const server = await serve((request, response) => {
      setTimeout(() => response.writeHead(302, { Location: `/${Number(request.url?.slice(1) || 0) + 1}` }).end(), 120);
    });
    const error = await errorOf(clientFor([server], { deadlineMs: DEADLINE_MS, attempts: 1 }).fetch({ url: server.origin }));
    expect(error.message).toContain('no complete answer within 0.3 s');
  });

  test('does not count the time that a request waits for its turn', async () => {
    const server = await serve((_, response) => setTimeout(() => response.end('x'), 120));
    const client = clientFor([server], { deadlineMs: DEADLINE_MS, attempts: 1 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => client.fetch({ url: server.origin })));
    expect(answers.map((a) => a.kind)).toEqual(new Array(6).fill('answered'));
  });

  test('is the last word after four attempts that hang', async () => {
    const server = await serve(() => {});
    const client = clientFor([server], { deadlineMs: 50 });
    expect((await errorOf(client.fetch({ url: server.origin }))).message).toContain('(4 attempts)');
    expect(server.seen).toHaveLength(4);
  });
});

describe('a connection', () => {
  test('that is refused, reset or closed is tried four times, and says what happened', async () => {
    const closed = await serveRaw(() => {});
    const forms: [string, (socket: import('node:net').Socket) => void][] = [
      ['reset at once', (socket) => socket.resetAndDestroy()],
      ['reset in the headers', (socket) => socket.write('HTTP/1.1 200 OK\r\nX', () => socket.resetAndDestroy())],
      [
        'reset in the body',
        (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', () => setTimeout(() => socket.resetAndDestroy(), 10)),
      ],
      ['closed without a word', (socket) => socket.end()],
      ['not HTTP', (socket) => socket.end('220 mail.example ESMTP\r\n')],
      ['HTTP/0.9', (socket) => socket.end('<html>')],
    ];
    for (const [name, act] of forms) {
      const server = await serveRaw(act);
      const error = await errorOf(clientFor([server]).fetch({ url: `${server.origin}/f` }));
      expect(error, name).toBeInstanceOf(RetryLaterError);
      expect(error.message, name).toMatch(/^127\.0\.0\.1:\d+\/f: .*(\(ECONNRESET\)|\(HPE_\w+\)) \(4 attempts\)$/);
      expect(server.seen.length, name).toBe(4);
    }
    const refused = await errorOf(clientFor(['http://127.0.0.1:1']).fetch({ url: 'http://127.0.0.1:1/' }));
    expect(refused.message).toBe('127.0.0.1:1/: the connection was refused (ECONNREFUSED) (4 attempts)');
    expect(closed.seen).toHaveLength(0);
  });

  test('to a name that does not resolve is tried again, and says so', async () => {
    const resolve = (_: string, _o: unknown, done: (error: NodeJS.ErrnoException | null, a: never[]) => void): void =>
      done(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), []);
    const client = clientFor([], { resolve });
    const error = await errorOf(client.fetch({ url: 'http://no.example/x' }));
    expect(error.message).toBe('no.example/x: the host name does not resolve (ENOTFOUND) (4 attempts)');
    expect(client.slept).toHaveLength(3);
  });

  test('is refused when the headers are longer than 16 KB', async () => {
    const server = await serveRaw((socket) => socket.end(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\nbody`));
    const error = await errorOf(clientFor([server]).fetch({ url: server.origin }));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain('longer than 16 KB');
  });

  test('survives an answer that is reset once', async () => {
    const server = await serveRaw((socket, count) =>
      count === 1 ? socket.resetAndDestroy() : socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
    );
    expect((await clientFor([server]).fetch({ url: server.origin })).kind).toBe('answered');
  });
});

describe('TLS', () => {
  test('is trusted with the authority that was given, and with none it is not', async () => {
    const own = makeCertificate('IP:127.0.0.1');
    const server = await serve((_, response) => response.end('x'), own);
    expect((await clientFor([server], { caCertificates: [own.cert] }).fetch({ url: server.origin })).kind).toBe('answered');
    const client = clientFor([server]);
    const error = await errorOf(client.fetch({ url: server.origin, secret: { header: 'X-Key', value: 'canary-1234' } }));
    expect(error).toBeInstanceOf(RetryLaterError);
    expect(error.message).toContain('the TLS certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)');
    // Seconds change nothing about a certificate: the schedule comes back, this run does not.
    expect(client.slept).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });

  test('is refused for another host and after the certificate has expired', async () => {
    const other = makeCertificate('DNS:other.example');
    const expired = makeCertificate('IP:127.0.0.1', '200101', '210101');
    const [a, b] = [await serve((_, r) => r.end('x'), other), await serve((_, r) => r.end('x'), expired)];
    const options = { caCertificates: [other.cert, expired.cert] };
    expect((await errorOf(clientFor([a], options).fetch({ url: a.origin }))).message).toContain('belongs to another host');
    expect((await errorOf(clientFor([b], options).fetch({ url: b.origin }))).message).toContain('has expired');
    expect([...a.seen, ...b.seen]).toEqual([]);
  });

  test('spoken to a plain server fails', async () => {
    const plain = await serve((_, response) => response.end('x'));
    const origin = plain.origin.replace('http:', 'https:');
    expect(await errorOf(clientFor([origin]).fetch({ url: origin }))).toBeInstanceOf(RetryLaterError);
  });
});
