import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Attempt } from '../../src/channels/channel.ts';
import { webhookChannel } from '../../src/channels/webhook.ts';
import { LARGEST_BODY_BYTES, webhookBody } from '../../src/channels/webhook-body.ts';
import type { Message } from '../../src/domain/message.ts';
import { alertMessage, CLAIM_CONTRADICTED, CLAIM_DIGEST, DIGEST, entry, GOLDEN, RAISED, readGolden, TEST, US_SERIES } from './messages.ts';
import { type Call, listening, rawReceiver, receiver } from './receivers.ts';
import { type Schema, schemaFaults } from './schema.ts';

const key = (text: string): string => `whsec_${Buffer.from(text.padEnd(32, '-')).toString('base64')}`;
const SECRET = key('canary-newest');
const OLDER = key('canary-older');
const SCHEMA = JSON.parse(readFileSync(new URL('../../docs/webhook-v1.schema.json', import.meta.url), 'utf8')) as Schema;

const send = async (
  url: string,
  message: Message = RAISED,
  more: { secrets?: readonly string[]; signal?: AbortSignal; now?: Date } = {},
): Promise<Attempt> => {
  const attempt = await webhookChannel({ url, secrets: more.secrets ?? [SECRET] }).send(message, {
    remaining: null,
    signal: more.signal ?? new AbortController().signal,
    now: more.now ?? new Date(),
  });
  expect(JSON.stringify(attempt), 'a secret in the detail').not.toMatch(/canary|Y2FuYXJ5|whsec|127\.0\.0\.1|localhost/);
  return attempt;
};

describe('the signature', () => {
  it("is the known answer of the Standard Webhooks specification's own example", () => {
    const signer = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    expect(signer.sign('msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1_614_265_330_000), '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('is accepted by the verifier over the very bytes that arrived, and by nothing else', async () => {
    const { url, calls } = await receiver();
    expect(await send(url)).toEqual({ outcome: 'delivered', detail: 'HTTP 204 No Content' });
    const { headers, body, method, path } = calls[0] as Call;
    expect([method, path]).toEqual(['POST', '/hook?token=canary-token']);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['webhook-id']).toBe(RAISED.id);
    const verifier = new Webhook(SECRET);
    expect(verifier.verify(body, headers as Record<string, string>)).toEqual(RAISED);
    expect(() => verifier.verify(Buffer.from(`${body.toString()} `), headers as Record<string, string>)).toThrow();
    expect(() => new Webhook(OLDER).verify(body, headers as Record<string, string>)).toThrow();
  });

  it('is made by each key while keys are rotated, the newest first', async () => {
    const { url, calls } = await receiver();
    await send(url, RAISED, { secrets: [SECRET, OLDER] });
    const { headers, body } = calls[0] as Call;
    const signatures = String(headers['webhook-signature']).split(' ');
    expect(signatures).toHaveLength(2);
    for (const secret of [SECRET, OLDER]) expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(RAISED);
    expect(signatures[0]).toBe(new Webhook(SECRET).sign(RAISED.id, new Date(Number(headers['webhook-timestamp']) * 1000), body));
  });

  it('is new for each attempt, and the id is not', async () => {
    const { url, calls } = await receiver();
    const now = Date.now();
    await send(url, RAISED, { now: new Date(now - 60_000) });
    await send(url, RAISED, { now: new Date(now) });
    expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([RAISED.id]));
    expect(new Set(calls.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(2);
  });
});

describe('the body', () => {
  for (const [name, message] of Object.entries(GOLDEN)) {
    it(`is the golden JSON for ${name} and fits the published schema`, () => {
      const body = webhookBody(message);
      expect(JSON.parse(body)).toEqual(JSON.parse(readGolden(`${name}.json`)));
      expect(schemaFaults(SCHEMA, JSON.parse(body))).toEqual([]);
    });
  }

  it('fits the schema only when it is whole and of known kinds', () => {
    const body = JSON.parse(webhookBody(RAISED)) as Record<string, unknown>;
    for (const field of Object.keys(body)) {
      const { [field]: _, ...rest } = body;
      expect(schemaFaults(SCHEMA, rest), field).not.toEqual([]);
    }
    expect(schemaFaults(SCHEMA, { ...body, type: 'alert.exploded' })).not.toEqual([]);
    expect(schemaFaults(SCHEMA, { ...body, more: 1 })).not.toEqual([]);
  });

  it('fits the schema with January and February as one', () => {
    const combined = { start: '2025-01', end: '2025-02', value: 1_100_000 };
    const body = JSON.parse(webhookBody(alertMessage('raised', 353_000, null, 1, { recent_combined: [combined] }))) as object;
    expect(schemaFaults(SCHEMA, body)).toEqual([]);
    expect(schemaFaults(SCHEMA, { ...body, recent_combined: [{ ...combined, start: 'January' }] })).not.toEqual([]);
  });

  it('stays under 20 kB, says what it left out, and still fits the schema', () => {
    const long = 'Magnete "für" 稀土 \u0001'.repeat(800);
    const messages: Record<string, Message> = {
      digest: { ...DIGEST, alerts: Array.from({ length: 400 }, (_, i) => entry('2025-05', 46_000 + i, 689_000)) },
      names: alertMessage('raised', 353_000, null, 1, { series: { ...US_SERIES, product_name: long }, reason: long }),
      claims: { ...CLAIM_DIGEST, claims: Array.from({ length: 200 }, () => CLAIM_DIGEST.claims).flat() },
      quotation: { ...CLAIM_CONTRADICTED, quote: long, article: { ...CLAIM_CONTRADICTED.article, publisher: long } },
      references: { ...RAISED, references: Array.from({ length: 2000 }, (_, i) => `id-${i}-${'0'.repeat(24)}`) },
    };
    for (const [name, message] of Object.entries(messages)) {
      const body = webhookBody(message);
      expect(Buffer.byteLength(body), name).toBeLessThanOrEqual(LARGEST_BODY_BYTES);
      expect(schemaFaults(SCHEMA, JSON.parse(body)), name).toEqual([]);
    }
    const { alerts, truncated } = JSON.parse(webhookBody(messages['digest'] as Message)) as { alerts: unknown[]; truncated: unknown };
    expect(truncated).toEqual({ alerts: { kept: alerts.length, of: 400 } });
    expect(alerts.length).toBeGreaterThan(20);
    const claims = JSON.parse(webhookBody(messages['claims'] as Message)) as { claims: unknown[]; truncated: unknown };
    expect(claims.truncated).toEqual({ claims: { kept: claims.claims.length, of: 400 } });
    expect(claims.claims.length).toBeGreaterThan(5);
    const { references } = JSON.parse(webhookBody(messages['references'] as Message)) as { references: string[] };
    expect([references[0], references.at(-1)]).toEqual([`id-0-${'0'.repeat(24)}`, `id-1999-${'0'.repeat(24)}`]);
    expect(webhookBody(TEST)).not.toContain('truncated');
  });
});

describe('an answer', () => {
  it('of each code from 100 to 599 has its meaning', async () => {
    const outcomes = new Map<number, Attempt>();
    for (let from = 100; from < 600; from += 50) {
      const codes = Array.from({ length: 50 }, (_, i) => from + i);
      await Promise.all(
        codes.map(async (code) =>
          outcomes.set(code, await send(await rawReceiver(`HTTP/1.1 ${code} Whatever\r\nContent-Length: 0\r\nLocation: /canary\r\n\r\n`))),
        ),
      );
    }
    for (const [code, attempt] of outcomes) {
      const expected = code >= 200 && code < 300 ? 'delivered' : code === 410 ? 'dead' : 'retry';
      expect(attempt.outcome, String(code)).toBe(expected);
      const tell = [401, 403, 404].includes(code) || (code >= 300 && code < 400);
      expect('ownerShouldKnow' in attempt, String(code)).toBe(tell);
      // Refused for what it says; a server may answer so to one message and take the next.
      expect('aboutMessage' in attempt, String(code)).toBe([400, 413, 422].includes(code));
    }
    expect(outcomes.size).toBe(500);
  });

  it('that redirects is not followed', async () => {
    const elsewhere = await receiver();
    const { url } = await receiver((_request, response) => void response.writeHead(307, { location: elsewhere.url }).end());
    expect(await send(url)).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('307') });
    expect(elsewhere.calls).toHaveLength(0);
  });

  it('that asks to wait, in seconds or as a date, is heeded for 429 and 503, at most a day', async () => {
    const now = new Date('2025-07-20T08:16:00.000Z');
    const waits: readonly [number, string, number | undefined][] = [
      [429, '120', 120_000],
      [503, 'Sun, 20 Jul 2025 08:26:00 GMT', 600_000],
      [503, 'Sun, 20 Jul 2025 08:06:00 GMT', 0],
      [429, '99999999', 86_400_000],
      [429, 'soon', undefined],
      [429, '-5', undefined],
      [429, '1.5', undefined],
      [500, '120', undefined],
    ];
    for (const [code, header, wait] of waits) {
      const { url } = await receiver((_request, response) => void response.writeHead(code, { 'retry-after': header }).end());
      const attempt = await send(url, RAISED, { now });
      expect(attempt.outcome).toBe('retry');
      expect('retryAfterMs' in attempt ? attempt.retryAfterMs : undefined, `${code} ${header}`).toBe(wait);
    }
  });

  it('of a gigabyte is read no further than 64 KB', async () => {
    let written = 0;
    const { url } = await receiver((_request, response) => {
      response.writeHead(500, { 'content-length': String(1024 ** 3) });
      const chunk = Buffer.alloc(64 * 1024);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
        if (!response.destroyed) response.once('drain', more);
      };
      response.on('error', () => {});
      more();
    });
    const before = process.memoryUsage().rss;
    expect(await send(url)).toMatchObject({ outcome: 'retry', detail: 'HTTP 500 Internal Server Error' });
    // What the sockets of both sides hold is beyond our reach.
    expect(written).toBeLessThan(32 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('that never comes, drips or stalls ends at the deadline', async () => {
    const silent = await receiver(() => {});
    const stalling = await rawReceiver('HTTP/1.1 200 OK\r\nX-Slow: ', 'stay');
    const dripping = await rawReceiver('HTTP/1.1 200 OK\r\nX-Slow: ', 'drip');
    for (const url of [silent.url, stalling, dripping]) {
      expect(await send(url, RAISED, { signal: AbortSignal.timeout(200) })).toMatchObject({
        outcome: 'retry',
        detail: expect.stringContaining('deadline'),
        mayHaveArrived: true,
      });
    }
  });

  it('is judged by its status when its body breaks off or never ends', async () => {
    expect(await send(await rawReceiver('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'))).toMatchObject({ outcome: 'delivered' });
    expect(
      await send(await rawReceiver('HTTP/1.1 202 OK\r\nContent-Length: 100\r\n\r\nhalf', 'stay'), RAISED, {
        signal: AbortSignal.timeout(200),
      }),
    ).toMatchObject({ outcome: 'delivered' });
    expect(await send(await rawReceiver('HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\nhalf'))).toMatchObject({ outcome: 'retry' });
  });

  it('that is none is a failure: reset, closed, not HTTP, headers without end', async () => {
    for (const url of [
      await rawReceiver('', 'reset'),
      await rawReceiver('', 'close'),
      await rawReceiver('220 smtp ready\r\n'),
      await rawReceiver(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`),
    ]) {
      expect(await send(url)).toMatchObject({ outcome: 'retry', mayHaveArrived: true });
    }
    const free = createTcpServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', () => resolve()));
    const { port } = free.address() as AddressInfo;
    await new Promise<void>((resolve) => free.close(() => resolve()));
    expect(await send(`http://127.0.0.1:${port}/canary`)).toEqual({ outcome: 'retry', detail: 'connection refused (ECONNREFUSED)' });
  });

  it('over TLS with a certificate that nobody vouches for is not sought', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tradewatch-tls-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = (name: string): string => join(folder, name);
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-keyout',
        file('key.pem'),
        '-out',
        file('cert.pem'),
      ],
      { stdio: 'ignore' },
    );
    let calls = 0;
    const server = createTlsServer({ key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem')) }, (_request, response) => {
      calls += 1;
      response.end();
    });
    const url = (await listening(server)).replace('http:', 'https:');
    const attempt = await send(`${url}/canary`);
    expect(attempt).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('TLS'), ownerShouldKnow: true });
    expect(attempt).not.toHaveProperty('mayHaveArrived');
    expect(calls).toBe(0);
  });
});

it('An unusable address or key is refused without being shown', () => {
  for (const url of ['http://example.org/canary', 'ftp://127.0.0.1/canary', 'canary', 'http://127.0.0.1.example.org/canary']) {
    expect(() => webhookChannel({ url, secrets: [SECRET] }), url).toThrow(/^(?!.*canary).*webhook address/);
  }
  expect(() => webhookChannel({ url: 'https://example.org', secrets: [] })).toThrow(/secret/);
  expect(() => webhookChannel({ url: 'https://example.org', secrets: ['whsec_canary!!'] })).toThrow(/^(?!.*canary).*base64/);
});
