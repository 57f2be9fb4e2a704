import { expect, it } from 'vitest';
import { openChannels } from '../../src/channels/open.ts';
import type { Receiver, Secrets, SmtpConfig } from '../../src/config.ts';
import { TEST } from './messages.ts';

const SMTP: SmtpConfig = {
  host: '127.0.0.1',
  port: 1,
  security: 'none',
  user: null,
  password: null,
  from: 'alerts@example.org',
  caFile: null,
};
const secretsOf = (values: Readonly<Record<string, string>>): Secrets => ({ find: (name) => values[name] ?? null });
const KEY = `whsec_${Buffer.from('canary-canary-canary-canary').toString('base64')}`;

const attempt = async (receiver: Receiver, smtp: SmtpConfig | null, secrets: Readonly<Record<string, string>>) =>
  openChannels([receiver], smtp, secretsOf(secrets))
    .get(receiver.id)
    ?.send(TEST, { remaining: null, signal: new AbortController().signal, now: new Date() });

const hook: Receiver = { id: 'hook', channel: 'webhook', url: { secret: 'HOOK_URL' }, secrets: ['HOOK_KEY'] };
const desk: Receiver = { id: 'desk', channel: 'email', to: ['desk@example.org'] };

it('A receiver whose secret is missing says which, and that a person has to give it', async () => {
  expect(await attempt(hook, null, { HOOK_KEY: KEY })).toEqual({
    outcome: 'retry',
    ownerShouldKnow: true,
    detail: 'receiver hook: the secret HOOK_URL is not set: give HOOK_URL, HOOK_URL_FILE or a systemd credential',
  });
  expect(await attempt(hook, null, { HOOK_URL: 'https://example.org/canary' })).toMatchObject({
    detail: expect.stringContaining('HOOK_KEY'),
  });
  expect(await attempt(desk, { ...SMTP, user: 'robot', password: 'SMTP_PASSWORD' }, {})).toMatchObject({
    detail: expect.stringContaining('SMTP_PASSWORD'),
  });
});

it('A receiver that is wrongly configured says so without the secret, and throws nothing', async () => {
  const wrong = [
    await attempt(hook, null, { HOOK_URL: 'http://example.org/canary', HOOK_KEY: KEY }),
    await attempt(hook, null, { HOOK_URL: 'https://example.org', HOOK_KEY: 'whsec_canary!' }),
    await attempt({ ...hook, secrets: [] }, null, { HOOK_URL: 'https://example.org' }),
    await attempt(desk, null, {}),
    await attempt(desk, { ...SMTP, host: 'mail.example.org' }, {}),
    await attempt(desk, { ...SMTP, user: 'robot' }, {}),
    await attempt(desk, { ...SMTP, caFile: '/nowhere/ca.pem' }, {}),
    await attempt({ ...desk, to: ['nobody'] }, SMTP, {}),
  ];
  for (const one of wrong) {
    expect(one).toMatchObject({ outcome: 'retry', ownerShouldKnow: true, detail: expect.stringMatching(/^receiver (hook|desk): /) });
    expect(JSON.stringify(one)).not.toMatch(/canary|whsec_\w/);
  }
});

it.each(['slack', 'teams', 'discord'] as const)('A receiver of the channel %s has nothing but a secret address', async (channel) => {
  const chat: Receiver = { id: 'chat', channel, url: 'CHAT_URL' };
  const name = channel === 'slack' ? 'Slack' : channel === 'teams' ? 'Teams' : 'Discord';
  expect(await attempt(chat, null, {})).toMatchObject({ ownerShouldKnow: true, detail: expect.stringContaining('CHAT_URL_FILE') });
  expect(await attempt(chat, null, { CHAT_URL: 'http://example.org/canary' })).toEqual({
    outcome: 'retry',
    ownerShouldKnow: true,
    detail: `receiver chat: the ${name} address must begin with https:// (http:// only to this machine)`,
  });
  expect(await attempt(chat, null, { CHAT_URL: 'canary' })).toMatchObject({ detail: `receiver chat: the ${name} address is not a URL` });
  expect(await attempt(chat, null, { CHAT_URL: ' http://127.0.0.1:1/canary\n' })).toMatchObject({
    detail: expect.stringContaining('ECONNREFUSED'),
  });
});

it('A receiver that is wrong does not keep the others from being opened', () => {
  const channels = openChannels(
    [hook, desk, { ...hook, id: 'other', url: { text: 'https://example.org/hook' } }],
    SMTP,
    secretsOf({ HOOK_KEY: KEY }),
  );
  expect([...channels.keys()]).toEqual(['hook', 'desk', 'other']);
});
