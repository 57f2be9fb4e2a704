import { describe, expect, test } from 'vitest';
import { RefusedError, RetryLaterError } from '../../src/errors.ts';
import { AttemptError } from '../../src/http/failure.ts';
import { pauseBeforeRetry, retryAfterMs } from '../../src/http/retry.ts';
import { clientFor, errorOf, serve } from './server.ts';

describe('Retry-After', () => {
  const now = Date.parse('2025-06-20T10:00:00Z');

  test('is read in seconds and as a date in the three forms of HTTP', () => {
    expect(retryAfterMs('30', null, now)).toBe(30_000);
    expect(retryAfterMs(' 0 ', null, now)).toBe(0);
    expect(retryAfterMs('Fri, 20 Jun 2025 10:01:30 GMT', null, now)).toBe(90_000);
    expect(retryAfterMs('Friday, 20-Jun-25 10:01:30 GMT', null, now)).toBe(90_000);
    expect(retryAfterMs('Fri Jun 20 10:01:30 2025', null, now)).toBe(90_000);
  });

  test('as a date counts from the Date of the answer when our clock is wrong', () => {
    expect(retryAfterMs('Fri, 20 Jun 2025 10:01:30 GMT', 'Fri, 20 Jun 2025 10:01:00 GMT', 0)).toBe(30_000);
  });

  test('in the past asks for nothing, beyond a day for a day, and nonsense for nothing that is known', () => {
    expect(retryAfterMs('Fri, 20 Jun 2025 09:00:00 GMT', null, now)).toBe(0);
    expect(retryAfterMs('999999999999', null, now)).toBe(86_400_000);
    expect(retryAfterMs('Fri, 20 Jun 2125 09:00:00 GMT', null, now)).toBe(86_400_000);
    for (const text of [null, '', '-5', '1.5', 'soon', '12 s', '1e9', '9'.repeat(40), 'Fri, 99 Foo 2025'])
      expect(retryAfterMs(text, null, now), String(text)).toBeNull();
  });
});

describe('the pause before a retry', () => {
  test('doubles, is spread by chance, and is never shorter than what was asked', () => {
    const failure = new AttemptError('x');
    expect([1, 2, 3].map((attempt) => pauseBeforeRetry(failure, attempt, 1, 0))).toEqual([1_000, 2_000, 4_000]);
    expect(pauseBeforeRetry(failure, 3, 1, 0.999)).toBe(7_996);
    expect(pauseBeforeRetry(new AttemptError('x', { retryAfterMs: 30_000 }), 1, 1, 0)).toBe(30_000);
    expect(pauseBeforeRetry(new AttemptError('x', { retryAfterMs: 500 }), 1, 1, 0)).toBe(1_000);
  });

  test('is none after the last attempt, when another is no use, and when the wait is longer than two minutes', () => {
    expect(pauseBeforeRetry(new AttemptError('x'), 4, 0, 0)).toBeNull();
    expect(pauseBeforeRetry(new AttemptError('x', { again: false }), 1, 3, 0)).toBeNull();
    expect(pauseBeforeRetry(new AttemptError('x', { retryAfterMs: 120_000 }), 1, 3, 0)).toBe(120_000);
    expect(pauseBeforeRetry(new AttemptError('x', { retryAfterMs: 120_001 }), 1, 3, 0)).toBeNull();
  });
});

describe('a source that fails', () => {
  test('for a while is asked up to four times, with growing pauses', async () => {
    const server = await serve((_, response, count) => response.writeHead(count < 4 ? ([500, 502, 504][count - 1] ?? 500) : 200).end('x'));
    const client = clientFor([server]);
    expect((await client.fetch({ url: server.origin })).kind).toBe('answered');
    expect(client.slept).toHaveLength(3);
    for (const [i, ms] of client.slept.entries()) expect(ms).toSatisfy((n: number) => n >= 1_000 * 2 ** i && n <= 2_000 * 2 ** i);
  });

  test('for good ends as "retry later", with the last status', async () => {
    const server = await serve((_, response) =>
      response.writeHead(503, { 'Content-Type': 'text/html; charset=utf-8' }).end('<html>maintenance</html>'),
    );
    const error = await errorOf(clientFor([server], { attempts: 2 }).fetch({ url: `${server.origin}/api?key=hunter2` }));
    expect(error).toBeInstanceOf(RetryLaterError);
    expect(error.message).toBe(`127.0.0.1:${server.port}/api: HTTP 503 Service Unavailable (a page for people) (2 attempts)`);
    expect((error as RetryLaterError).retryAfterMs).toBeUndefined();
  });

  test.each([429, 403, 503])('with %i and Retry-After, in seconds and as a date, is left alone for as long', async (status) => {
    for (const form of [() => '7', () => new Date(Date.now() + 7_000).toUTCString()]) {
      const server = await serve((_, response, count) =>
        count === 1 ? response.writeHead(status, { 'Retry-After': form() }).end() : response.end('x'),
      );
      const client = clientFor([server]);
      expect((await client.fetch({ url: server.origin })).kind).toBe('answered');
      expect(client.slept).toHaveLength(1);
      expect(client.slept[0]).toBeGreaterThanOrEqual(6_000);
      expect(client.slept[0]).toBeLessThanOrEqual(8_000);
    }
  });

  test('with a Retry-After of more than two minutes is not slept for, and not asked again by anybody until then', async () => {
    const server = await serve((_, response) => response.writeHead(429, { 'Retry-After': '3600' }).end());
    const client = clientFor([server]);
    const error = await errorOf(client.fetch({ url: server.origin }));
    expect(error).toBeInstanceOf(RetryLaterError);
    expect((error as RetryLaterError).retryAfterMs).toBe(3_600_000);
    expect(error.message).toContain('HTTP 429 Too Many Requests, and asks to wait 3600 s');
    const next = await errorOf(client.fetch({ url: `${server.origin}/other` }));
    expect((next as RetryLaterError).retryAfterMs).toBeGreaterThan(3_590_000);
    expect(client.slept).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });

  test('keeps other requests to its host waiting too', async () => {
    const server = await serve((_, response, count) =>
      count === 1 ? response.writeHead(429, { 'Retry-After': '1' }).end() : response.end('x'),
    );
    const client = clientFor([server], { sleep: (ms) => new Promise((done) => setTimeout(done, ms)) });
    await Promise.all([client.fetch({ url: `${server.origin}/a` }), client.fetch({ url: `${server.origin}/b` })]);
    const starts = server.seen.map((s) => s.at);
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('with 429 without Retry-After is retried, with 403 without it is not', async () => {
    const busy = await serve((_, response, count) => response.writeHead(count === 1 ? 429 : 200).end('x'));
    expect((await clientFor([busy]).fetch({ url: busy.origin })).kind).toBe('answered');
    const wall = await serve((_, response) => response.writeHead(403, { 'cf-mitigated': 'challenge' }).end('x'));
    const error = await errorOf(clientFor([wall]).fetch({ url: wall.origin }));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain('HTTP 403 Forbidden (a challenge for browsers)');
    expect(wall.seen).toHaveLength(1);
  });
});
