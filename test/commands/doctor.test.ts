import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SMTPServer } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dbBackup } from '../../src/commands/db.ts';
import { doctor } from '../../src/commands/doctor.ts';
import type { Config } from '../../src/config.ts';
import { checkEditions } from '../../src/doctor/editions.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { checkClock, checkNode, checkTimezones } from '../../src/doctor/machine.ts';
import { openStore } from '../../src/store/sqlite.ts';
import { project } from '../support/cli.ts';
import { temporaryFolder } from '../support/store.ts';

const NOW = '2026-05-01T08:00:00.000Z';
const RULE = `
rules:
  - id: magnets
    what: { product: HS8:85051110, partners: [WORLD], measure: net_weight }
    when: { metric: yoy, direction: either, percent: 25 }
    receivers: []
`;

async function ask(
  yaml: string,
  options: { env?: NodeJS.ProcessEnv; online?: boolean; before?: (database: string) => Promise<void> | void } = {},
) {
  const folder = temporaryFolder();
  const config = project(folder, yaml);
  const database = join(folder, 'data', 'tradewatch.db');
  if (options.before !== undefined) {
    mkdirSync(join(folder, 'data'));
    openStore(database).close();
    await options.before(database);
  }
  let text = '';
  const io = {
    stdout: (more: string) => {
      text += more;
    },
    stderr: () => {},
    env: options.env ?? {},
    cwd: folder,
    isTTY: false,
    now: () => new Date(NOW),
  };
  const code = await doctor(io, { config, json: true, online: options.online ?? false });
  const findings = JSON.parse(text) as Finding[];
  text = '';
  await doctor(io, { config });
  return { code, findings, text, of: (check: string) => findings.find((finding) => finding.check === check) };
}

describe('the keys of a webhook', () => {
  const HOOK = 'receivers: [{ id: hook, webhook: { url: "https://example.org/hook", secrets: [NEW_KEY, OLD_KEY] } }]\n';
  const key = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 'canary').toString('base64')}`;

  test.each([
    ['of 24 bytes', key(24), 'ok', 'webhook; '],
    ['without whsec_', key(32).slice('whsec_'.length), 'ok', 'webhook; '],
    ['of 23 bytes', key(23), 'warn', 'OLD_KEY is shorter than the 24 bytes of a Standard Webhooks secret'],
    ['a word', 'notasecret', 'warn', 'OLD_KEY is shorter'],
    ['no base64', 'whsec_canary!!', 'fail', 'OLD_KEY cannot sign: a webhook secret is not "whsec_" and base64'],
  ])('one that is %s', async (_, old, verdict, says) => {
    const seen = await ask(HOOK, { env: { NEW_KEY: key(32), OLD_KEY: old } });
    expect(seen.of('receiver hook')).toMatchObject({ verdict, says: expect.stringContaining(says) });
    expect(seen.text).not.toContain(old);
    expect(seen.text).not.toMatch(/canary|Y2FuYXJ5/);
  });
});

describe('the machine', () => {
  test.each([
    ['20.20.0', '2026-02-01T00:00:00Z', 'ok', 'security fixes until 2026-04-30'],
    ['20.20.0', '2026-04-01T00:00:00Z', 'warn', 'only until 2026-04-30'],
    ['20.20.0', '2026-05-02T00:00:00Z', 'warn', 'no security fixes since 2026-04-30'],
    ['24.1.0', '2026-05-02T00:00:00Z', 'ok', '2028-04-30'],
    ['99.0.0', '2026-05-02T00:00:00Z', 'ok', '99.0.0'],
  ])('Node %s at %s: %s', (version, at, verdict, says) => {
    expect(checkNode(version, new Date(at))).toMatchObject({ verdict, says: expect.stringContaining(says) });
  });

  test.each([
    ['2026-12-31T23:59:59Z', {}, 'ok', 'known until December 2027'],
    ['2027-01-01T00:00:00Z', {}, 'warn', 'from January 2028 on they are those of HS 2028'],
    ['2029-06-01T00:00:00Z', { 'un-comtrade': { enabled: false } }, 'warn', 'six digits and fewer of us-census will be refused'],
    ['2029-06-01T00:00:00Z', { 'un-comtrade': { enabled: false }, 'us-census': { enabled: false } }, 'ok', 'known'],
  ])('tells of an unknown edition of the product codes from a year before it is in force: %s', (at, pipelines, verdict, says) => {
    const config = { pipelines: pipelines as unknown as Config['pipelines'] };
    expect(checkEditions(config, new Date(at))).toMatchObject({ verdict, says: expect.stringContaining(says) });
  });

  test('knows the zones of the publishers', () => expect(checkTimezones().verdict).toBe('ok'));

  test.each([
    [0, 'ok', 'agrees with example.org'],
    [11, 'warn', '11 s ahead of example.org'],
    [-3600, 'fail', '3600 s behind example.org'],
  ])('a clock %d s off: %s', (seconds, verdict, says) => {
    const server = new Date(NOW);
    expect(checkClock('example.org', new Date(server.getTime() + seconds * 1000), server)).toMatchObject({ verdict, says });
  });

  test('a host that does not say the time is no fault of the clock', () =>
    expect(checkClock('example.org', new Date(NOW), null).verdict).toBe('warn'));

  test('asks the host of a configured source for the time with --online', async () => {
    const site = createServer((_request, response) => response.writeHead(405, { Date: new Date(NOW).toUTCString() }).end()).listen(
      0,
      '127.0.0.1',
    );
    await once(site, 'listening');
    onTestFinished(() => void site.close());
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const yaml = `pipelines:\n  brazil-comexstat: { base_url: "${url}" }\n${RULE}`;
    expect((await ask(yaml, { online: true })).of('clock')).toMatchObject({ verdict: 'ok', says: expect.stringContaining('127.0.0.1') });
    expect((await ask(yaml)).of('clock')).toBeUndefined();
  });
});

describe('the configuration', () => {
  test('that is well, and no database yet: nothing fails', async () => {
    const { code, of, text } = await ask(RULE);
    expect(code).toBe(0);
    expect(of('configuration')).toMatchObject({ verdict: 'ok', says: expect.stringContaining('1 rule that can fire') });
    expect(of('database')).toMatchObject({ verdict: 'warn', todo: expect.stringContaining('tradewatch run') });
    expect(of('receivers')?.verdict).toBe('warn');
    expect(text).toMatch(/^◌ warn {2}database: .*\n {8}→ "tradewatch run"/m);
    expect(text).toMatch(/\n0 failed, \d+ with warnings, \d+ ok\n$/);
  });

  test('that is not there is told once, and not by the system', async () => {
    let text = '';
    const io = {
      stdout: (more: string) => {
        text += more;
      },
      stderr: () => {},
      env: {},
      cwd: temporaryFolder(),
      isTTY: false,
      now: () => new Date(NOW),
    };
    expect(await doctor(io, {})).toBe(1);
    expect(text).toContain('config/tradewatch.yaml: no such file. "tradewatch init" asks a few questions and writes one');
    expect(text).not.toContain('ENOENT');
  });

  test('with a fault fails with its place', async () => {
    const { code, of } = await ask(RULE.replace('percent: 25', 'percent: many'));
    expect([code, of('configuration')?.verdict]).toEqual([1, 'fail']);
    expect(of('configuration')?.says).toContain('rules.0.when.percent');
  });

  test('with a rule that cannot fire fails', async () => {
    const { code, of } = await ask(RULE.replace('net_weight }', 'net_weight, unit: USD }'));
    expect([code, of('configuration')?.verdict]).toEqual([1, 'fail']);
  });

  test('with a rule on releases that none of its sources can break fails, as config check does', async () => {
    const { code, of } = await ask(`${RULE}  - { id: late, kind: release_late, pipelines: [japan-customs], receivers: [] }\n`);
    expect([code, of('configuration')?.verdict]).toEqual([1, 'fail']);
    expect(of('configuration')?.says).toContain('rule late can never fire: none of its sources has both a schedule');
  });
});

describe('the database', () => {
  test('that is whole and free, and was never backed up', async () => {
    const { code, of } = await ask(RULE, { before: () => {} });
    expect(code).toBe(0);
    expect(of('database')).toMatchObject({ verdict: 'ok', says: expect.stringMatching(/SQLite 3\.\d+\.\d+ finds no damage/) });
    expect(of('lock')?.verdict).toBe('ok');
    expect(of('write-ahead log')?.verdict).toBe('ok');
    expect(of('backup')).toMatchObject({ verdict: 'warn', todo: expect.stringContaining('db backup') });
  });

  test.each([
    ['2026-04-30T08:00:00.000Z', 'ok'],
    ['2026-04-20T08:00:00.000Z', 'warn'],
  ])('that was backed up at %s: %s', async (at, verdict) => {
    const { of } = await ask(RULE, {
      before: async (database) => {
        const store = openStore(database);
        const io = { stdout: () => {}, stderr: () => {}, env: {}, cwd: '/', isTTY: false, now: () => new Date(at) };
        await dbBackup(io, store, database, `${database}.copy`, {});
        store.close();
      },
    });
    expect(of('backup')).toMatchObject({ verdict, says: expect.stringContaining('tradewatch.db.copy') });
  });

  test('that is another file fails', async () => {
    const { code, of } = await ask(RULE, {
      before: (database) => writeFileSync(database, 'no database at all, but long enough to be read as one'),
    });
    expect([code, of('database')?.verdict]).toEqual([1, 'fail']);
  });

  test('whose sources never brought anything, and a silence that ends soon', async () => {
    const { code, of } = await ask(RULE, {
      before: (database) => {
        const db = new Database(database);
        db.exec(`INSERT INTO source (pipeline, title, publisher, licence, by_hand, schedule, timezone) VALUES
            ('uk-hmrc', 't', 'p', 'l', 0, '0 9 * * *', 'Europe/London'), ('japan-customs', 't', 'p', 'l', 1, NULL, 'Asia/Tokyo');
          INSERT INTO silence (rule, reason, author, from_at, until_at, created_at) VALUES
            ('magnets', 'r', 'desk', '2026-04-30T00:00:00.000Z', '2026-05-01T20:00:00.000Z', '2026-04-30T00:00:00.000Z')`);
        db.close();
      },
    });
    expect(code).toBe(0);
    expect(of('source uk-hmrc')).toMatchObject({ verdict: 'warn', todo: expect.stringContaining('tradewatch run uk-hmrc') });
    expect(of('source japan-customs')).toMatchObject({ verdict: 'warn', todo: expect.stringContaining('inbox') });
    expect(of('silence 1')).toMatchObject({ verdict: 'warn', says: 'ends soon: rule magnets, by desk, until 2026-05-01T20:00:00.000Z' });
  });

  test('on one disk with the archive and the inbox has its room told once', async () => {
    const { findings } = await ask(RULE, {
      before: (database) => {
        for (const name of ['raw', 'inbox']) mkdirSync(join(database, '..', name));
      },
    });
    expect(findings.filter(({ check }) => check === 'disk')).toHaveLength(1);
    expect(findings.filter(({ check }) => check.startsWith('writing '))).toHaveLength(3);
  });

  test.skipIf(process.getuid?.() === 0)('in a folder that cannot be written fails', async () => {
    const { code, of } = await ask(RULE, {
      before: (database) => {
        chmodSync(join(database, '..'), 0o500);
        onTestFinished(() => chmodSync(join(database, '..'), 0o700));
      },
    });
    expect([code, of('writing database')?.verdict]).toEqual([1, 'fail']);
  });
});

describe('the mail server', () => {
  async function mailServer(): Promise<number> {
    const server = new SMTPServer({
      authMethods: ['PLAIN'],
      allowInsecureAuth: true,
      hideSTARTTLS: true,
      onAuth: ({ username, password }, _session, done) =>
        username === 'tradewatch' && password === 'right-password' ? done(null, { user: username }) : done(new Error('no')),
    });
    server.on('error', () => {});
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    onTestFinished(() => server.close());
    return (server.server.address() as AddressInfo).port;
  }
  const mail = (port: number): string => `${RULE}receivers:
  - id: desk
    email: { to: [desk@example.org] }
smtp: { host: 127.0.0.1, port: ${port}, security: none, user: tradewatch, password_secret: SMTP_PASSWORD, from: t@example.org }
`;

  test('that is not there is named once', async () => {
    const { of } = await ask(mail(1), { env: { SMTP_PASSWORD: 'right-password' } });
    expect(of('mail server')).toMatchObject({ verdict: 'fail', says: expect.stringMatching(/^127\.0\.0\.1:1: (?!127)/) });
  });

  test('is logged in to', async () => {
    const { code, of } = await ask(mail(await mailServer()), { env: { SMTP_PASSWORD: 'right-password' } });
    expect(of('mail server')).toMatchObject({ verdict: 'ok', says: expect.stringContaining('accepts the login of tradewatch') });
    expect(code).toBe(0);
  });

  test('that refuses the login fails, and the password is nowhere', async () => {
    const { code, of, findings } = await ask(mail(await mailServer()), { env: { SMTP_PASSWORD: 'wrong-password' } });
    expect(code).toBe(1);
    expect(of('mail server')).toMatchObject({
      verdict: 'fail',
      says: expect.stringContaining('login was refused'),
      todo: expect.stringContaining('smtp.user'),
    });
    expect(JSON.stringify(findings)).not.toContain('wrong-password');
  });

  test('without its password fails', async () => {
    const { code, of } = await ask(mail(await mailServer()));
    expect(code).toBe(1);
    expect(of('receiver desk')).toMatchObject({ verdict: 'fail', says: 'SMTP_PASSWORD is not set' });
  });

  test('that is not there fails', async () => {
    const { of } = await ask(mail(1), { env: { SMTP_PASSWORD: 'right-password' } });
    expect(of('mail server')?.verdict).toBe('fail');
  });
});

test('a source whose key is missing is told, and fails nothing', async () => {
  const { code, of } = await ask(RULE);
  expect(code).toBe(0);
  expect(of('key of us-census')).toMatchObject({ verdict: 'warn', says: expect.stringContaining('CENSUS_API_KEY is not set') });
  expect((await ask(RULE, { env: { CENSUS_API_KEY: 'abcdefgh' } })).of('key of us-census')?.verdict).toBe('ok');
});
