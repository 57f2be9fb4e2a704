/** Each channel against a receiver on this machine that does as told: what the one suite for all channels runs on. */
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import type { Channel } from '../../src/channels/channel.ts';
import { discordChannel } from '../../src/channels/discord.ts';
import { emailChannel } from '../../src/channels/email.ts';
import { drawLight } from '../../src/channels/picture.ts';
import { slackChannel } from '../../src/channels/slack.ts';
import { teamsChannel } from '../../src/channels/teams.ts';
import { webhookChannel } from '../../src/channels/webhook.ts';
import { receiver } from './receivers.ts';

/** `echoes`: refuses for now, with the secret in its answer. */
export type Behaviour = 'takes' | 'refuses for now' | 'refuses for good' | 'is silent' | 'breaks off' | 'is not there' | 'echoes';

export interface Harness {
  readonly channel: Channel;
  /** What has arrived, as text. */
  arrived(): readonly string[];
}

/** In each address and key of the harness. */
export const CANARY = 'canary-token';
const KEY = `whsec_${Buffer.from(CANARY.padEnd(32, '-')).toString('base64')}`;

/** Channels that are written to by a POST, with what their service answers when it takes a message. */
export const POSTING: Readonly<Record<string, { readonly taken: string; open(url: string): Channel }>> = {
  webhook: { taken: '{"received":true}', open: (url) => webhookChannel({ url, secrets: [KEY] }) },
  slack: { taken: 'ok', open: slackChannel },
  teams: { taken: '1', open: teamsChannel },
  discord: { taken: '{"id":"1260000000000000000","type":0,"content":""}', open: discordChannel },
};

export const HARNESSES: Readonly<Record<string, (behaviour: Behaviour) => Promise<Harness>>> = {
  email: mail,
  ...Object.fromEntries(
    Object.entries(POSTING).map(([name, { taken, open }]) => [
      name,
      async (behaviour: Behaviour): Promise<Harness> => {
        if (behaviour === 'is not there') return { channel: open(`http://127.0.0.1:${await freePort()}/${CANARY}`), arrived: () => [] };
        const { url, calls } = await receiver((request, response) => {
          const echo = `${request.headers.host}${request.url} ${KEY}`;
          if (behaviour === 'takes') response.writeHead(200).end(taken);
          else if (behaviour === 'refuses for now') response.writeHead(503).end();
          else if (behaviour === 'refuses for good') response.writeHead(403).end();
          else if (behaviour === 'echoes') response.writeHead(307, { location: `http://${echo}`, 'retry-after': echo }).end(echo);
          else if (behaviour === 'breaks off') request.socket.resetAndDestroy();
        });
        return { channel: open(url), arrived: () => calls.map((call) => call.body.toString('utf8')) };
      },
    ]),
  ),
};

async function mail(behaviour: Behaviour): Promise<Harness> {
  const arrived: string[] = [];
  const at = (port: number): Harness => ({
    channel: emailChannel({
      receiver: 'desk',
      to: ['desk@example.org'],
      smtp: {
        host: '127.0.0.1',
        port,
        security: 'none',
        user: behaviour === 'echoes' ? 'robot' : null,
        password: behaviour === 'echoes' ? 'SMTP_PASSWORD' : null,
        from: 'alerts@stats.example.org',
        caFile: null,
      },
      password: behaviour === 'echoes' ? CANARY : null,
      ca: null,
      draw: drawLight,
    }),
    arrived: () => arrived,
  });
  if (behaviour === 'is not there') return at(await freePort());
  if (behaviour === 'is silent' || behaviour === 'breaks off')
    return at(await listeningTcp((socket) => void (behaviour === 'breaks off' && socket.resetAndDestroy())));
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (auth, _session, done) => done(Object.assign(new Error(`${auth.password} is not known`), { responseCode: 535 })),
    onMailFrom: (_address, _session, done) =>
      done(behaviour === 'refuses for good' ? Object.assign(new Error('not from here'), { responseCode: 550 }) : null),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (behaviour !== 'takes') return done(Object.assign(new Error('no'), { responseCode: 451 }));
        arrived.push(Buffer.concat(chunks).toString('utf8'));
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return at((server.server.address() as AddressInfo).port);
}

async function listeningTcp(act: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    act(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
