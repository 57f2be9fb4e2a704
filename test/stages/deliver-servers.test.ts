import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openChannels } from '../../src/channels/open.ts';
import type { Receiver, SmtpConfig } from '../../src/config.ts';
import type { AlertMessage } from '../../src/domain/alert-message.ts';
import { destinationsOf } from '../../src/receivers.ts';
import { RAISED, RETRACTED, UPDATED } from '../channels/messages.ts';
import { HOUR, outbox, START } from '../support/outbox.ts';

const KEY = `whsec_${Buffer.from('a key of the length of 32 bytes.').toString('base64')}`;

interface Call {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function hook(
  answer: (call: Call, response: ServerResponse, request: IncomingMessage) => void,
): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = request.headers as Record<string, string>;
    const call = { id: headers['webhook-id'] ?? '', headers, body: Buffer.concat(chunks).toString() };
    calls.push(call);
    answer(call, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, calls };
}

interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly to: readonly string[];
}

async function mailServer(
  options: SMTPServerOptions & { judge?: (mail: Mail) => number | null } = {},
): Promise<{ smtp: SmtpConfig; taken: Mail[] }> {
  const taken: Mail[] = [];
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void simpleParser(stream).then((parsed) => {
        const mail = { subject: parsed.subject ?? '', text: parsed.text ?? '', to: session.envelope.rcptTo.map(({ address }) => address) };
        const code = options.judge?.(mail) ?? null;
        if (code !== null) return done(Object.assign(new Error('not this one'), { responseCode: code }));
        taken.push(mail);
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const smtp = {
    host: '127.0.0.1',
    port,
    security: 'none',
    user: null,
    password: null,
    from: 'tradewatch@example.org',
    caFile: null,
  } as const;
  return { smtp, taken };
}

/** An outbox whose receivers are those of a configuration. */
function delivering(receivers: readonly Receiver[], smtp: SmtpConfig | null) {
  const world = outbox();
  world.destinations = new Map(destinationsOf({ receivers, smtp }));
  world.channels = new Map(openChannels(receivers, smtp, { find: () => KEY }));
  return world;
}

const webhook = (url: string, fallback?: string): Receiver => ({
  id: 'hook',
  channel: 'webhook',
  url: { text: url },
  secrets: ['KEY'],
  ...(fallback === undefined ? {} : { fallback }),
});
const desk: Receiver = { id: 'desk', channel: 'email', to: ['desk@example.org', 'chief@example.org'] };

/** The nth invented message on an alert of its own. */
const alertOf = (n: number): AlertMessage => ({ ...RAISED, id: n.toString(16).padStart(32, '0'), fingerprint: `a${n}` });

describe('a webhook', () => {
  it('that took a message and lost the connection gets it again with the same id, and a verifier accepts both', async () => {
    const { url, calls } = await hook((_call, response, request) =>
      calls.length === 1 ? request.socket.resetAndDestroy() : response.writeHead(204).end(),
    );
    const world = delivering([webhook(url)], null);
    // The verifier holds the timestamp against the clock of this machine.
    world.now = Date.now();
    world.add('hook', RAISED, ['a']);
    await world.round();
    expect(world.rows()).toMatchObject([{ state: 'waiting', in_doubt: 1 }]);
    world.restart();
    world.now += 1000;
    await world.round();
    expect(world.rows()).toMatchObject([{ state: 'delivered', in_doubt: 0, attempts: 2 }]);
    expect(calls.map(({ id }) => id)).toEqual([RAISED.id, RAISED.id]);
    for (const { body, headers } of calls) expect(new Webhook(KEY).verify(body, { ...headers })).toEqual(RAISED);
    expect(new Set(calls.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(2);
  });

  it('that is down for 72 hours gets everything in order, over restarts', async () => {
    const state = { up: false };
    const { url, calls } = await hook((_call, response) => response.writeHead(state.up ? 204 : 503).end());
    const world = delivering([webhook(url)], null);
    for (let n = 0; n < 30; n++) world.add('hook', alertOf(n), [`a${n % 4}`]);
    for (let day = 0; day < 3; day++) {
      await world.rounds(24);
      world.restart();
    }
    const refused = calls.length;
    state.up = true;
    await world.rounds(10);
    expect(refused).toBeLessThanOrEqual(11);
    expect(calls.slice(refused).map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, n) => alertOf(n).id));
    expect(world.now - START).toBe(82 * HOUR);
  });

  it('that answers 401 for 80 hours: its fallback hears of it once, and then gets what waited', async () => {
    const { url } = await hook((_call, response) => response.writeHead(401).end());
    const { smtp, taken } = await mailServer();
    const world = delivering([webhook(url, 'desk'), desk], smtp);
    for (const message of [RAISED, UPDATED]) world.add('hook', message, ['a']);
    await world.rounds(30);
    expect(taken.map(({ subject }) => subject)).toEqual(['[Failing] The receiver hook is not getting its messages']);
    expect(taken[0]?.text.replaceAll('\n', ' ')).toContain('2 messages wait for it');
    world.restart();
    await world.rounds(50);
    expect(taken.slice(1).map(({ subject }) => subject.slice(0, 9))).toEqual(['China → U', '[Updated]']);
    expect(taken[1]?.text.replaceAll('\n', ' ')).toMatch(/This was addressed to the receiver hook on 2025-07-20.*HTTP 401/);
  });

  it('that answers 410 is asked no more', async () => {
    const { url, calls } = await hook((_call, response) => response.writeHead(410).end());
    const { smtp, taken } = await mailServer();
    const world = delivering([webhook(url, 'desk'), desk], smtp);
    for (const message of [RAISED, UPDATED, RETRACTED]) world.add('hook', message, ['a']);
    await world.rounds(1);
    expect(calls).toHaveLength(1);
    expect(taken.map(({ subject }) => subject.slice(0, 10)).toSorted()).toEqual(['China → Un', '[Disabled]', '[Retracted', '[Updated] ']);
  });
});

describe('a mail server', () => {
  it('that refuses one of two recipients does not get the mail for the other again, over a restart', async () => {
    const state = { mended: false };
    const { smtp, taken } = await mailServer({
      onRcptTo(rcpt, _session, done) {
        if (rcpt.address === 'chief@example.org' && !state.mended) done(Object.assign(new Error('no such user'), { responseCode: 550 }));
        else done();
      },
    });
    const world = delivering([desk], smtp);
    world.add('desk', RAISED, ['a']);
    await world.rounds(1);
    world.restart();
    await world.rounds(10);
    state.mended = true;
    await world.rounds(12);
    expect(taken.map(({ to }) => to)).toEqual([['desk@example.org'], ['chief@example.org']]);
    expect(world.rows()).toMatchObject([{ state: 'delivered' }]);
  });

  it('that refuses one mail for its content gets the others', async () => {
    const { smtp, taken } = await mailServer({ judge: ({ subject }) => (subject.startsWith('[Updated]') ? 554 : null) });
    const world = delivering([desk], smtp);
    world.add('desk', UPDATED, ['a']);
    world.add('desk', RAISED, ['b']);
    await world.round();
    expect(taken).toHaveLength(1);
    expect(world.rows()).toMatchObject([{ state: 'waiting', in_doubt: 0, detail: expect.stringContaining('554') }, { state: 'delivered' }]);
    expect(await world.store.outages()).toEqual([]);
  });
});
