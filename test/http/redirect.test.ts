import { describe, expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { clientFor, errorOf, makeCertificate, serve, type TestServer } from './server.ts';

const KEY = { header: 'Ocp-Apim-Subscription-Key', value: 'canary-31415926' };
/** The same server under another host name. */
const asLocalhost = (server: TestServer): string => server.origin.replace('127.0.0.1', 'localhost');
const redirecting = (location: string | ((url: string) => string), status = 302): Promise<TestServer> =>
  serve((request, response) =>
    response.writeHead(status, { Location: typeof location === 'string' ? location : location(request.url ?? '') }).end(),
  );

describe('a redirect', () => {
  test('within the host is followed, with the key, to the address that the answer then has', async () => {
    const server = await serve((request, response) =>
      request.url === '/a' ? response.writeHead(301, { Location: 'b?x=1#y' }).end() : response.end('x'),
    );
    const answer = await clientFor([server]).fetch({ url: `${server.origin}/a`, secret: KEY });
    expect(answer).toMatchObject({ kind: 'answered', url: `${server.origin}/b?x=1` });
    expect(server.seen.map((s) => s.headers[KEY.header.toLowerCase()])).toEqual([KEY.value, KEY.value]);
  });

  test('to a host that is not one of the pipeline is refused before it is asked', async () => {
    const other = await serve((_, response) => response.end('x'));
    const server = await redirecting(`${asLocalhost(other)}/x?key=hunter2`);
    const error = await errorOf(
      clientFor([server, asLocalhost(other)]).fetch({ url: server.origin, hosts: ['data.example.org'], secret: KEY }),
    );
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toBe(
      `127.0.0.1:${server.port}/: HTTP 302 redirects to localhost:${other.port}, which is not a host of this source (127.0.0.1, data.example.org)`,
    );
    expect(other.seen).toHaveLength(0);
  });

  test('to another host or port of the pipeline carries no key, no authorization, no cookie and no user name', async () => {
    const other = await serve((_, response) => response.end('x'));
    for (const target of [asLocalhost(other), other.origin]) {
      const server = await redirecting(target);
      const headers = {
        Authorization: 'Bearer canary-31415926',
        Cookie: 's=canary-31415926',
        'X-Api-Key': 'canary-31415926',
        Accept: 'text/csv',
      };
      const answer = await clientFor([server, other, asLocalhost(other)]).fetch({
        url: server.origin,
        hosts: ['LOCALHOST.'],
        secret: KEY,
        headers,
      });
      expect(answer.kind).toBe('answered');
      expect(server.seen[0]?.headers).toMatchObject({ authorization: headers.Authorization, 'x-api-key': 'canary-31415926' });
    }
    expect(other.seen).toHaveLength(2);
    expect(JSON.stringify(other.seen)).not.toContain('canary');
    expect(other.seen[0]?.headers['accept']).toBe('text/csv');
  });

  test('away and back again gives the key to its own origin only', async () => {
    const other = await serve((_, response) => response.writeHead(302, { Location: `${home.origin}/end` }).end());
    const home: TestServer = await serve((request, response) =>
      request.url === '/' ? response.writeHead(302, { Location: asLocalhost(other) }).end() : response.end('x'),
    );
    await clientFor([home, asLocalhost(other)]).fetch({ url: home.origin, hosts: ['localhost'], secret: KEY });
    expect(JSON.stringify(other.seen)).not.toContain('canary');
    expect(home.seen[1]?.headers[KEY.header.toLowerCase()]).toBe(KEY.value);
  });

  test('to an address that repeats the key is refused, also when it is written otherwise', async () => {
    for (const path of ['/?k=canary-31415926', '/canary%2D31415926', '/?k=CANARY-31415926', '/%63anary-31415926']) {
      const other = await serve((_, response) => response.end('x'));
      const server = await redirecting(asLocalhost(other) + path);
      const error = await errorOf(clientFor([server, asLocalhost(other)]).fetch({ url: server.origin, hosts: ['localhost'], secret: KEY }));
      expect(error.message, path).toContain('repeats the key');
      expect(error.message.toLowerCase(), path).not.toContain('canary');
      expect(other.seen).toHaveLength(0);
    }
  });

  test('to an address that is not public is refused at each hop, though the host is one of the pipeline', async () => {
    const inside = await serve((_, response) => response.end('secret'));
    for (const host of ['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.1', 'localhost', '[::ffff:127.0.0.1]', '127.0.0.1.']) {
      const server = await redirecting(`http://${host}:${inside.port}/`);
      const error = await errorOf(clientFor([server]).fetch({ url: server.origin, hosts: ['127.0.0.1', 'localhost', '[::ffff:7f00:1]'] }));
      expect(error, host).toBeInstanceOf(RefusedError);
      expect(error.message, host).toContain('only public hosts are asked');
    }
    expect(inside.seen).toHaveLength(0);
  });

  test('from https to http is refused', async () => {
    const plain = await serve((_, response) => response.end('x'));
    const own = makeCertificate('IP:127.0.0.1');
    const server = await serve((_, response) => response.writeHead(302, { Location: plain.origin }).end(), own);
    const error = await errorOf(clientFor([server, plain], { caCertificates: [own.cert] }).fetch({ url: server.origin, secret: KEY }));
    expect(error.message).toContain('redirects from https to http');
    expect(plain.seen).toHaveLength(0);
  });

  test('in a loop ends when an address comes again, and a chain ends after five', async () => {
    const loop = await redirecting((url) => (url === '/a' ? '/b' : '/a'));
    expect((await errorOf(clientFor([loop]).fetch({ url: `${loop.origin}/a` }))).message).toContain('redirects in a loop');
    expect(loop.seen.map((s) => s.url)).toEqual(['/a', '/b']);
    const self = await redirecting('#again');
    expect((await errorOf(clientFor([self]).fetch({ url: self.origin }))).message).toContain('loop');
    expect(self.seen).toHaveLength(1);
    const chain = await redirecting((url) => `/${Number(url.slice(1)) + 1}`);
    expect((await errorOf(clientFor([chain]).fetch({ url: `${chain.origin}/0` }))).message).toContain('after 5 others');
    expect(chain.seen).toHaveLength(6);
  });

  test('of five hops is followed', async () => {
    const server = await serve((request, response) =>
      request.url === '/5' ? response.end('x') : response.writeHead(307, { Location: `/${Number(request.url?.slice(1)) + 1}` }).end(),
    );
    expect((await clientFor([server]).fetch({ url: `${server.origin}/0` })).kind).toBe('answered');
  });

  test('to another scheme, with credentials, or to nothing valid is refused', async () => {
    for (const location of [
      'file:///etc/passwd',
      'ftp://127.0.0.1/',
      'javascript:alert(1)',
      'data:text/csv,a',
      'http://exa mple/',
      'http://',
      'http://me:pw@127.0.0.1/',
    ]) {
      const server = await redirecting(location);
      expect(await errorOf(clientFor([server]).fetch({ url: server.origin })), location).toBeInstanceOf(RefusedError);
      expect(server.seen).toHaveLength(1);
    }
    const silent = await serve((_, response) => response.writeHead(302).end());
    expect((await errorOf(clientFor([silent]).fetch({ url: silent.origin }))).message).toContain('redirects to no valid address');
  });

  test('of a POST becomes a GET after 301 to 303 and stays a POST after 307, but its body goes to no other host', async () => {
    const server = await serve((request, response) =>
      request.url?.startsWith('/3') ? response.writeHead(Number(request.url.slice(1)), { Location: '/end' }).end() : response.end('x'),
    );
    const client = clientFor([server]);
    const post = { method: 'POST' as const, body: '{"a":1}', headers: { 'Content-Type': 'application/json' } };
    for (const status of [301, 302, 303, 307, 308]) await client.fetch({ url: `${server.origin}/${status}`, ...post });
    const ends = server.seen.filter((s) => s.url === '/end');
    expect(ends.map((s) => s.method)).toEqual(['GET', 'GET', 'GET', 'POST', 'POST']);
    expect(ends.map((s) => s.body)).toEqual(['', '', '', '{"a":1}', '{"a":1}']);
    const other = await serve((_, response) => response.end('x'));
    const away = await redirecting(asLocalhost(other), 307);
    expect(
      (await errorOf(clientFor([away, asLocalhost(other)]).fetch({ url: away.origin, hosts: ['localhost'], ...post }))).message,
    ).toContain('would send the body');
    expect(other.seen).toHaveLength(0);
  });
});
