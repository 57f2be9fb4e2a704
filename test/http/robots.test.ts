import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { RefusedError, RetryLaterError } from '../../src/errors.ts';
import { isAllowed, robotsRules } from '../../src/http/robots-rules.ts';
import { clientFor, errorOf, serve, type TestServer } from './server.ts';

const allowed = (text: string, path: string, agent = 'tradewatch'): boolean =>
  isAllowed(robotsRules(text, agent), new URL(path, 'https://news.example'));

describe('rules', () => {
  test('are those of the groups that name the crawler, else those for everybody', () => {
    const text =
      'User-agent: *\nDisallow: /\n\nUser-Agent: TradeWatch/2.0\nUser-agent: other\nDisallow: /private\n\nUSER-AGENT: tradewatch\nDisallow: /late';
    expect(allowed(text, '/a')).toBe(true);
    expect(allowed(text, '/private/a')).toBe(false);
    expect(allowed(text, '/late')).toBe(false);
    expect(allowed(text, '/a', 'somebody')).toBe(false);
    expect(allowed(text, '/robots.txt', 'somebody')).toBe(true);
  });

  test('the longest rule decides, and of two equally long ones the one that allows', () => {
    const text = 'User-agent: *\nDisallow: /news\nAllow: /news/trade\nAllow: /same\nDisallow: /same';
    expect(['/news/x', '/news/trade/x', '/same', '/other'].map((path) => allowed(text, path))).toEqual([false, true, true, true]);
  });

  test.each([
    ['/*.pdf$', '/a/b.pdf', false],
    ['/*.pdf$', '/a/b.pdf?x', true],
    ['/a*c*e', '/abcde', false],
    ['/a*c*e', '/aecd', true],
    ['/a*a$', '/a', true],
    ['*/print', '/x/print', false],
    ['/稀土', '/%E7%A8%80%E5%9C%9F/1', false],
    ['/%7ejoe', '/~joe/', false],
    ['/a%2fb', '/a/b', true],
    ['/?id=', '/?id=4', false],
    ['', '/a', true],
  ])('"Disallow: %s" on %s allows: %s', (pattern, path, expected) => {
    expect(allowed(`User-agent: *\r\nDisallow: ${pattern} # why`, path)).toBe(expected);
  });

  test('take the crawl delay of the group, and no nonsense as one', () => {
    expect(robotsRules('User-agent: *\nCrawl-delay: 2.5\nDisallow: /x', 'a').crawlDelayMs).toBe(2500);
    expect(robotsRules('User-agent: *\nCrawl-delay: -1\nCrawl-delay: soon', 'a').crawlDelayMs).toBe(0);
    expect(robotsRules('Disallow: /\nCrawl-delay: 9', 'a')).toEqual({ rules: [], crawlDelayMs: 0 });
  });

  test('that were made to take long are decided all the same', () => {
    const text = `User-agent: *\n${`Disallow: /${'a*'.repeat(1000)}b\n`.repeat(200)}Disallow: /aaa`;
    expect(allowed(text, `/${'a'.repeat(4000)}`)).toBe(false);
  });
});

describe('a client that follows a found address', () => {
  type Answer = { status?: number; body?: string | Buffer; headers?: Record<string, string> };
  const host = (robots: Answer): Promise<TestServer> =>
    serve((request, response) => {
      const answer: Answer = request.url === '/robots.txt' ? robots : { body: 'page' };
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '');
    });
  const urls = (server: TestServer): string[] => server.seen.map((one) => one.url);
  const crawl = (server: TestServer, path = '/a') => ({ url: `${server.origin}${path}`, crawl: true, hosts: ['127.0.0.1'] });

  test('asks robots.txt once a day for each host, and not at all for an address that is configured', async () => {
    const server = await host({ body: 'User-agent: *\nDisallow: /b' });
    let at = 0;
    const client = clientFor([server], { clock: () => at });
    await client.fetch({ url: `${server.origin}/feed` });
    await client.fetch(crawl(server));
    await client.fetch(crawl(server, '/c'));
    expect(urls(server)).toEqual(['/feed', '/robots.txt', '/a', '/c']);
    at += 24 * 3_600_000 + 1;
    await client.fetch(crawl(server));
    expect(urls(server).slice(4)).toEqual(['/robots.txt', '/a']);
  });

  test('does not ask what is disallowed', async () => {
    const server = await host({ body: 'User-agent: *\nDisallow: /a' });
    const error = await errorOf(clientFor([server]).fetch(crawl(server)));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain('does not let "tradewatch" in');
    expect(urls(server)).toEqual(['/robots.txt']);
  });

  test.each([401, 403, 404, 410])('takes HTTP %s for "everybody may come in"', async (status) => {
    const server = await host({ status });
    expect(await clientFor([server]).fetch(crawl(server))).toMatchObject({ kind: 'answered' });
  });

  test('takes an empty file for "everybody may come in"', async () => {
    const server = await host({});
    expect(await clientFor([server]).fetch(crawl(server))).toMatchObject({ kind: 'answered' });
  });

  test.each([500, 503, 429])('asks nothing of a host whose robots.txt answers HTTP %s, and says so', async (status) => {
    const server = await host({ status });
    const client = clientFor([server]);
    const error = await errorOf(client.fetch(crawl(server)));
    expect(error).toBeInstanceOf(RetryLaterError);
    expect(error.message).toContain(`HTTP ${status}`);
    const asked = server.seen.length;
    await errorOf(client.fetch(crawl(server, '/b')));
    expect(server.seen.length).toBe(asked);
    expect(urls(server).every((url) => url === '/robots.txt')).toBe(true);
  });

  test('keeps the crawl delay between two requests, and leaves a host alone that wants more than two minutes', async () => {
    const server = await host({ body: 'User-agent: *\nCrawl-delay: 30' });
    const client = clientFor([server], { clock: () => 0 });
    await client.fetch(crawl(server));
    await client.fetch(crawl(server, '/b'));
    expect(client.slept.filter((ms) => ms >= 30_000)).toHaveLength(2);
    const slow = await host({ body: 'User-agent: *\nCrawl-delay: 3600' });
    expect((await errorOf(clientFor([slow]).fetch(crawl(slow)))).message).toContain('asks for 3600 s between two requests');
  });

  test('follows robots.txt to where it was moved, and obeys that of the host to which the page was moved', async () => {
    const target = await host({ body: 'User-agent: *\nDisallow: /closed' });
    const server = await serve((request, response) => {
      const to = request.url === '/robots.txt' ? '/rules.txt' : `${target.origin}${request.url}`;
      if (request.url === '/rules.txt') response.end('User-agent: *\nDisallow: /no');
      else response.writeHead(301, { location: to }).end();
    });
    const client = clientFor([server, target]);
    expect((await errorOf(client.fetch(crawl(server, '/no')))).message).toContain('does not let');
    expect(await client.fetch(crawl(server, '/open'))).toMatchObject({ url: `${target.origin}/open` });
    expect((await errorOf(client.fetch(crawl(server, '/closed')))).message).toContain('does not let');
    expect(urls(target)).toEqual(['/robots.txt', '/open']);
  });

  const late = `User-agent: *\nDisallow: /a\n${'#'.repeat(600_000)}\nDisallow: /late`;
  test.each([
    ['as it is', late, {}],
    ['compressed', gzipSync(late), { 'content-encoding': 'gzip' }],
  ])('reads the first 500 kB of a huge robots.txt (%s)', async (_how, body, headers) => {
    const server = await host({ body, headers });
    const client = clientFor([server]);
    expect((await errorOf(client.fetch(crawl(server)))).message).toContain('does not let');
    expect(await client.fetch(crawl(server, '/late'))).toMatchObject({ kind: 'answered' });
  });

  test('does not ask a configured private address that a stranger names, unless the source is there', async () => {
    const server = await host({});
    const error = await errorOf(clientFor([server]).fetch({ url: `${server.origin}/a`, crawl: true }));
    expect(error.message).toContain('loopback');
    expect(server.seen).toEqual([]);
  });

  test('takes no page of more than 5 MB', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else response.end(Buffer.alloc(5_000_001, 'x'));
    });
    expect((await errorOf(clientFor([server]).fetch(crawl(server)))).message).toContain('at most 5000000 bytes');
  });
});
