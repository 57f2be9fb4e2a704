import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeError } from '../../src/errors.ts';
import { clientFor, errorOf, makeCertificate, serve, serveRaw } from './server.ts';

const CANARY = 'canary-27182818';

test('no failure of any kind shows a key, a header, a body or a query', async () => {
  const own = makeCertificate('DNS:other.example');
  const echo = await serveRaw((socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nX-Echo: ${CANARY}\u0001\u0002\r\nContent-Length: 3\r\n\r\n${CANARY}`),
  );
  const servers = {
    status: await serve((_, response) => response.writeHead(500, CANARY).end(CANARY)),
    wall: await serve((_, response) => response.writeHead(403, { 'Content-Type': `text/${CANARY}` }).end(CANARY)),
    login: await serve((_, response) => response.writeHead(401, { 'WWW-Authenticate': CANARY }).end()),
    redirect: await serve((_, response) => response.writeHead(302, { Location: `http://evil.example/${CANARY}?${CANARY}` }).end()),
    encoding: await serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(CANARY).subarray(0, 15))),
    odd: await serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'x' }).end(CANARY)),
    large: await serve((_, response) => response.end('x'.repeat(2_000))),
    empty: await serve((_, response) => response.end()),
    hangs: await serve(() => {}),
    tls: await serve((_, response) => response.end('x'), own),
    reset: await serveRaw((socket) => socket.resetAndDestroy()),
    junk: await serveRaw((socket) => socket.end(`${CANARY}\r\n`)),
    echo,
  };
  const said: string[] = [];
  const log = { debug: (text: string) => said.push(text), warn: (text: string) => said.push(text) };
  const client = clientFor([...Object.values(servers), 'http://127.0.0.1:1'], { log, deadlineMs: 200, maxBytes: 1_000 });
  for (const origin of [...Object.values(servers).map((s) => s.origin), 'http://127.0.0.1:1', 'https://10.0.0.1']) {
    const error = await errorOf(
      client.fetch({
        url: `${origin}/path?key=${CANARY.toUpperCase()}x#${CANARY}`.replace(CANARY.toUpperCase(), 'canary-queryonly'),
        method: 'POST',
        body: CANARY,
        headers: { Authorization: `Bearer ${CANARY}` },
        secret: { header: 'X-Key', value: `${CANARY}-key` },
      }),
    );
    const shown = [inspect(error, { depth: 9, showHidden: true }), describeError(error), JSON.stringify(error), error.stack].join('\n');
    expect(shown, origin).not.toMatch(/canary/i);
    expect(describeError(error), origin).toContain(new URL(origin).host);
  }
  expect(said.length).toBeGreaterThan(10);
  expect(said.join('\n')).not.toMatch(/canary/i);
});

test('a key that the publisher takes in the query is in the address that is sent, and in nothing that is kept or said', async () => {
  const asked: (string | undefined)[] = [];
  const said: string[] = [];
  const server = await serve((request, response) => {
    asked.push(request.url);
    if (request.url?.startsWith('/moved') === true) response.writeHead(302, { Location: '/data?year=2025' }).end();
    else if (request.url?.startsWith('/broken') === true) response.writeHead(500).end();
    else response.end('1');
  });
  const log = { debug: (text: string) => said.push(text), warn: (text: string) => said.push(text) };
  const client = clientFor([server], { log, attempts: 2, sleep: async () => {} });
  const secret = { query: 'key', value: CANARY };
  const answer = await client.fetch({ url: `${server.origin}/moved?year=2025`, secret });
  expect(asked).toEqual([`/moved?year=2025&key=${CANARY}`, `/data?year=2025&key=${CANARY}`]);
  expect(answer).toMatchObject({ kind: 'answered', url: `${server.origin}/data?year=2025` });
  const failure = await errorOf(client.fetch({ url: `${server.origin}/broken`, secret }));
  const refused = await errorOf(client.fetch({ url: 'http://127.0.0.1:1/', secret }));
  expect(`${inspect(failure, { depth: 9 })}${inspect(refused, { depth: 9 })}${said.join('\n')}`).not.toContain(CANARY);
});
