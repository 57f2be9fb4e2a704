import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Attempt } from '../src/channels/channel.ts';
import { alertsResend } from '../src/commands/alerts-resend.ts';
import { alertsTest } from '../src/commands/alerts-test.ts';
import { doctor } from '../src/commands/doctor.ts';
import { roomLine, status } from '../src/commands/status.ts';
import { loadConfig } from '../src/config.ts';
import { acquireLock } from '../src/store/lock.ts';
import { RAISED, RETRACTED, UPDATED } from './channels/messages.ts';
import { project } from './support/cli.ts';
import { outbox, START } from './support/outbox.ts';

const KEY = `whsec_${Buffer.from('canary of the length of 32 bytes').toString('base64')}`;

function output(env: Readonly<Record<string, string>> = {}, cwd = '/') {
  const out: string[] = [];
  const stdout = (text: string): void => void out.push(text);
  return { io: { stdout, stderr: stdout, env, cwd, isTTY: false, now: () => new Date(START) }, text: () => out.join('') };
}

const GONE: Attempt = { outcome: 'dead', detail: 'HTTP 410 Gone' };

/** A raise, its update, and another alert were given up; `hook` works again when it is told so. */
async function givenUp() {
  const world = outbox();
  world.channels.set('hook', { send: async () => GONE });
  world.add('hook', RAISED, ['aaaa1']);
  world.add('hook', UPDATED, ['aaaa1']);
  world.add('hook', { ...RAISED, id: 'f'.repeat(32), fingerprint: 'bbbb2' }, ['bbbb2']);
  await world.round();
  return world;
}

describe('alerts resend', () => {
  it('leaves the messages of a disabled receiver alone, and lets them wait again once it is mended', async () => {
    const world = await givenUp();
    const first = output();
    expect(await alertsResend(first.io, world.store, undefined, {})).toBe(0);
    expect(first.text()).toMatch(/^left alone:\n(.*\n)+.*the receiver is disabled/);
    await world.store.forgetOutage('hook');
    const second = output();
    expect(await alertsResend(second.io, world.store, undefined, { json: true })).toBe(0);
    expect(JSON.parse(second.text())).toMatchObject({
      dry_run: false,
      resent: [{ message_id: RAISED.id }, { kind: 'alert.updated' }, { alerts: ['bbbb2'] }],
      left: [],
    });
    expect(world.rows().map(({ state, attempts }) => [state, attempts])).toEqual(Array.from({ length: 3 }, () => ['waiting', 0]));
    const taken: string[] = [];
    world.channels.set('hook', {
      async send({ id }) {
        taken.push(id);
        return { outcome: 'delivered', detail: 'HTTP 204' };
      },
    });
    await world.round();
    expect(taken).toEqual([RAISED.id, UPDATED.id, 'f'.repeat(32)]);
  });

  it('takes along what came later on the same alert, by the id of either, and changes nothing in a dry run', async () => {
    const world = await givenUp();
    await world.store.forgetOutage('hook');
    for (const id of [RAISED.id.slice(0, 8), 'aaaa1']) {
      const { io, text } = output();
      expect(await alertsResend(io, world.store, id, { json: true, dryRun: true })).toBe(0);
      expect((JSON.parse(text()) as { resent: { message_id: string }[] }).resent.map((one) => one.message_id)).toEqual([
        RAISED.id,
        UPDATED.id,
      ]);
    }
    expect(new Set(world.rows().map(({ state }) => state))).toEqual(new Set(['dead']));
  });

  it('leaves alone what no longer holds, and says so', async () => {
    const world = await givenUp();
    await world.store.forgetOutage('hook');
    world.add('hook', RETRACTED, ['aaaa1']);
    const { io, text } = output();
    expect(await alertsResend(io, world.store, undefined, { receiver: 'hook' })).toBe(0);
    expect(text()).toMatch(
      /^queued again[\s\S]*bbbb2[\s\S]*left alone:[\s\S]*aaaa1[\s\S]*has been or will be told something newer[\s\S]*aaaa1/,
    );
    expect(world.rows().map(({ state }) => state)).toEqual(['dead', 'dead', 'waiting', 'waiting']);
  });

  it('refuses an id that names nothing, and a receiver for whom nothing was given up', async () => {
    const world = await givenUp();
    const { io } = output();
    await expect(alertsResend(io, world.store, 'no-such-id', {})).rejects.toThrow('begins with "no-such-id"');
    await expect(alertsResend(io, world.store, undefined, { receiver: 'desk' })).rejects.toThrow('for the receiver "desk"');
    await expect(alertsResend(io, world.store, 'aa', {})).rejects.toThrow('at least 4 characters');
  });
});

describe('what was given up', () => {
  it('is in status and doctor, with the command that mends it', async () => {
    const world = await givenUp();
    const first = output();
    await status(first.io, world.store, { database: world.file, copy: null }, {});
    expect(first.text()).toContain('3 messages were given up: "tradewatch alerts resend" sends them again');
    expect(first.text()).toContain(
      'the receiver hook has been disabled since 2025-07-20 08:00 UTC (HTTP 410 Gone): "tradewatch alerts test hook" says more',
    );
    const second = output();
    await status(second.io, world.store, { database: world.file, copy: null }, { json: true });
    expect(JSON.parse(second.text())).toMatchObject({
      dead_messages: 3,
      free_bytes: expect.any(Number),
      receivers: [{ receiver: 'hook', state: 'disabled', attempts: 1 }],
    });
    const config = project(join(world.file, '..'), 'rules: []\n');
    const third = output({}, join(world.file, '..'));
    await doctor(third.io, { config, db: world.file });
    expect(third.text()).toMatch(/delivery to hook[^\n]*disabled since[^\n]*\n[^\n]*alerts test hook/);
    expect(third.text()).toContain('3 messages were given up');
  });
});

describe('alerts test', () => {
  const configured = async (code: number) => {
    const world = await givenUp();
    const server = createServer((request, response) => {
      request.resume().once('end', () => response.writeHead(code).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const folder = join(world.file, '..');
    project(folder, `receivers:\n  - id: hook\n    webhook: { url_secret: HOOK_URL, secrets: [HOOK_KEY] }\n`);
    const url = `http://localhost:${(server.address() as AddressInfo).port}/canary-path`;
    const config = loadConfig(null, { cwd: folder, pipelines: [], database: world.file });
    return { world, config, ...output({ HOOK_URL: url, HOOK_KEY: KEY }, folder) };
  };

  it('that arrives counts as mended: a disabled receiver is enabled', async () => {
    const { world, config, io, text } = await configured(204);
    // As beside a running server.
    const lock = acquireLock(world.file, 'start');
    onTestFinished(() => lock.release());
    expect(await alertsTest(io, config, 'hook', {})).toBe(0);
    expect(text()).toBe(
      '  DNS: the host name is known\n  connection: made\n  HTTP: HTTP 204 No Content\nhook (webhook): delivered after 0.0 s: HTTP 204 No Content\nThe receiver accepted the message.\nThe receiver counts as working again: messages waiting for it are sent in the next round.\n',
    );
    expect(await world.store.outages()).toEqual([]);
  });

  it('that fails says what it means and what to do, and no secret', async () => {
    const { world, config, io, text } = await configured(401);
    expect(await alertsTest(io, config, 'hook', { json: true })).toBe(1);
    expect(JSON.parse(text())).toMatchObject({
      outcome: 'retry',
      detail: 'HTTP 401 Unauthorized',
      meaning: expect.stringContaining('signature'),
      remedy: expect.stringContaining('both sides'),
      mended: false,
    });
    expect(text()).not.toMatch(/canary|whsec|Y2FuYXJ5/);
    expect(await world.store.outages()).toHaveLength(1);
  });
});

it('a disk that is nearly full is told of in status, another and one that is only read is not', () => {
  expect(roomLine(3_400_000, 'data/tradewatch.db')).toBe(
    'only 3.4 MB are free on the disk of data/tradewatch.db: once it is full, runs fail and messages wait\n',
  );
  expect([roomLine(100e6, 'data/tradewatch.db'), roomLine(null, 'data/tradewatch.db')]).toEqual(['', '']);
});
