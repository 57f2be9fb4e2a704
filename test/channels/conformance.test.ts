import { describe, expect, it } from 'vitest';
import type { Attempt, Channel } from '../../src/channels/channel.ts';
import type { Message } from '../../src/domain/message.ts';
import { outbox } from '../support/outbox.ts';
import { CANARY, HARNESSES, POSTING } from './harness.ts';
import { HOSTILE, hostileMessages, LARGEST } from './hostile.ts';
import { GOLDEN, RAISED } from './messages.ts';
import { rawReceiver, receiver } from './receivers.ts';

const NOW = new Date('2025-07-20T08:16:00.000Z');
/** The canary plain and in base64. */
const SECRET = /canary|Y2FuYXJ5|whsec/i;

const send = async (channel: Channel, message: Message = RAISED, signal: AbortSignal = new AbortController().signal): Promise<Attempt> => {
  const attempt = await channel.send(message, { remaining: null, signal, now: NOW });
  expect(JSON.stringify(attempt), 'a secret in the detail').not.toMatch(SECRET);
  return attempt;
};

describe.each(Object.entries(HARNESSES))('the channel %s', (_name, open) => {
  it.each(Object.entries(GOLDEN))('is taken with a message of the kind %s', async (_kind, message) => {
    const { channel, arrived } = await open('takes');
    expect(await send(channel, message)).toMatchObject({ outcome: 'delivered' });
    expect(arrived()).toHaveLength(1);
  });

  it.each(Object.entries({ ...LARGEST, ...hostileMessages(HOSTILE) }))('is taken with %s', async (_what, message) => {
    const { channel, arrived } = await open('takes');
    expect(await send(channel, message)).toMatchObject({ outcome: 'delivered' });
    expect(arrived()[0]).not.toMatch(/\p{Cs}/u);
  });

  it('tries again what is refused for now', async () => {
    const attempt = await send((await open('refuses for now')).channel);
    expect(attempt.outcome).toBe('retry');
    expect(attempt).not.toHaveProperty('ownerShouldKnow');
    expect(attempt).not.toHaveProperty('mayHaveArrived');
  });

  it('tries again what is refused for good, and tells a person at once', async () => {
    expect(await send((await open('refuses for good')).channel)).toMatchObject({ outcome: 'retry', ownerShouldKnow: true });
  });

  it('ends by its signal when nobody answers', async () => {
    const { channel } = await open('is silent');
    expect(await send(channel, RAISED, AbortSignal.timeout(300))).toMatchObject({
      outcome: 'retry',
      detail: expect.stringContaining('deadline'),
    });
  });

  it('tries again when the connection breaks off', async () => {
    expect(await send((await open('breaks off')).channel)).toMatchObject({ outcome: 'retry' });
  });

  it('tries again when nobody is there, and knows that nothing arrived', async () => {
    const attempt = await send((await open('is not there')).channel);
    expect(attempt).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('ECONNREFUSED') });
    expect(attempt).not.toHaveProperty('mayHaveArrived');
  });

  it('writes no secret into what it reports, the log included, when the other side echoes it', async () => {
    const { channel } = await open('echoes');
    const written: unknown[] = [];
    const note = (...values: unknown[]): void => void written.push(values);
    const world = outbox({ hook: {} });
    world.add('hook', RAISED);
    world.channels.set('hook', channel);
    world.log = { info: note, warn: note, error: note };
    await world.round();
    written.push(world.rows(), await world.store.outages());
    expect(written).toHaveLength(3);
    expect(JSON.stringify(written)).toContain('waiting');
    expect(JSON.stringify(written)).not.toMatch(SECRET);
  });
});

describe.each(Object.entries(POSTING))('an answer to the channel %s', (name, { open, taken }) => {
  const answered = async (code: number, headers: Record<string, string> = {}, body = code === 200 ? taken : ''): Promise<Attempt> => {
    const { url } = await receiver((_request, response) => void response.writeHead(code, headers).end(body));
    return send(open(url));
  };
  const chat = name !== 'webhook';

  it.each([
    [200, 'delivered', false],
    [202, 'delivered', false],
    [204, 'delivered', false],
    [301, 'retry', true],
    [302, 'retry', true],
    [303, 'retry', true],
    [307, 'retry', true],
    [308, 'retry', true],
    [400, 'retry', chat],
    [401, 'retry', true],
    [403, 'retry', true],
    [404, 'retry', true],
    [408, 'retry', false],
    [410, 'dead', false],
    [413, 'retry', chat],
    [422, 'retry', chat],
    [429, 'retry', false],
    [500, 'retry', false],
    [502, 'retry', false],
    [503, 'retry', false],
    [504, 'retry', false],
  ] as const)('with %s is %s', async (code, outcome, tell) => {
    const attempt = await answered(code, { location: `https://example.org/${CANARY}` });
    expect(attempt.outcome).toBe(outcome);
    expect('ownerShouldKnow' in attempt && attempt.ownerShouldKnow === true).toBe(tell);
    // What is refused for what it says holds nothing else back; a receiver that is gone is gone.
    expect('aboutMessage' in attempt).toBe([400, 413, 422].includes(code));
    expect(attempt).not.toHaveProperty('mayHaveArrived');
    expect(attempt.detail).toContain(`HTTP ${code}`);
  });

  it.each([
    [429, '120', 120_000],
    [429, 'Sun, 20 Jul 2025 08:26:00 GMT', 600_000],
    [503, '120', 120_000],
    [503, 'Sun, 20 Jul 2025 08:26:00 GMT', 600_000],
    [429, '99999999', 86_400_000],
    [429, 'soon', undefined],
    [500, '120', undefined],
  ])('with %s and Retry-After %s waits as long as asked', async (code, header, wait) => {
    const attempt = await answered(code, { 'retry-after': header });
    expect('retryAfterMs' in attempt ? attempt.retryAfterMs : undefined).toBe(wait);
  });

  it('that never comes leaves a doubt: the message had gone out', async () => {
    const { url } = await receiver(() => {});
    expect(await send(open(url), RAISED, AbortSignal.timeout(300))).toMatchObject({ outcome: 'retry', mayHaveArrived: true });
  });

  it('that never comes to a TLS greeting leaves none: nothing had gone out', async () => {
    const url = (await rawReceiver('', 'stay')).replace('http:', 'https:');
    const attempt = await send(open(url), RAISED, AbortSignal.timeout(300));
    expect(attempt).toEqual({ outcome: 'retry', detail: 'no complete answer before the deadline of the attempt' });
  });

  it('that is a reset after the message leaves a doubt', async () => {
    const { url } = await receiver((request) => request.socket.resetAndDestroy());
    expect(await send(open(url))).toMatchObject({ outcome: 'retry', mayHaveArrived: true, detail: expect.stringContaining('ECONNRESET') });
  });

  it('that breaks off in its body is judged by its status', async () => {
    const half = (code: number): Promise<string> => rawReceiver(`HTTP/1.1 ${code} Whatever\r\nContent-Length: 100\r\n\r\n${taken}`);
    expect(await send(open(await half(200)))).toMatchObject({ outcome: 'delivered' });
    expect(await send(open(await half(500)))).toMatchObject({ outcome: 'retry' });
  });

  it('of a gigabyte is read no further than 64 KB', async () => {
    let written = 0;
    const { url } = await receiver((_request, response) => {
      response.writeHead(500, { 'content-length': String(1024 ** 3) });
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
        if (!response.destroyed) response.once('drain', more);
      };
      response.on('error', () => {});
      more();
    });
    expect(await send(open(url))).toMatchObject({ outcome: 'retry', detail: 'HTTP 500 Internal Server Error' });
    // What the sockets of both sides hold is beyond our reach.
    expect(written).toBeLessThan(32 * 1024 * 1024);
  });

  it('that redirects, and echoes the address, is not followed and not told', async () => {
    const elsewhere = await receiver();
    const { url } = await receiver((request, response) => {
      response.writeHead(308, { location: `${elsewhere.url}&from=${request.url}` }).end(`moved from ${request.url}`);
    });
    expect(await send(open(url))).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('redirects are not followed') });
    expect(elsewhere.calls).toHaveLength(0);
  });

  it('is told step by step to a person who tests the way', async () => {
    const { url } = await receiver((_request, response) => void response.writeHead(503).end());
    const steps: string[] = [];
    const options = { remaining: null, signal: new AbortController().signal, now: NOW };
    await open(url).send(RAISED, { ...options, onStep: ({ name: step, says }) => void steps.push(`${step}: ${says}`) });
    expect(steps).toEqual(['connection: made', 'HTTP: HTTP 503 Service Unavailable']);
  });

  it('does not matter for what is sent: the same message is the same bytes', async () => {
    const { url, calls } = await receiver((_request, response) => void response.writeHead(500).end());
    for (const _ of [1, 2]) await send(open(url));
    expect(calls[0]?.body.equals(calls[1]?.body as Buffer)).toBe(true);
    expect(calls[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('is sought over https, or on this machine', () => {
    for (const url of [`http://example.org/${CANARY}`, `ftp://127.0.0.1/${CANARY}`, CANARY, `http://127.0.0.1.example.org/${CANARY}`])
      expect(() => open(url), url).toThrow(/^(?!.*canary).* address /);
  });
});
