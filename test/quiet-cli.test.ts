import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { acquireLock } from '../src/store/lock.ts';
import { cli, project } from './support/cli.ts';
import { temporaryFolder } from './support/store.ts';

const SECRET = `whsec_${Buffer.from('a key of the length of 32 bytes.').toString('base64')}`;
const HEADER = readFileSync(new URL('./fixtures/ecb-exchange-rates/monthly-csvdata.csv', import.meta.url), 'utf8').split('\n')[0] ?? '';

async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A project with the ECB on loopback, which publishes the months that the test says, and a webhook that checks signatures. */
async function setUp() {
  const world = { months: [] as string[] };
  const bodies: { type: string; id: string; [field: string]: unknown }[] = [];
  const publisher = await listen((_request, response) => {
    // An invented rate.
    const rows = world.months.map((month) => {
      const fields: Record<string, string> = {
        ...{ KEY: 'EXR.M.CNY.EUR.SP00.A', FREQ: 'M', CURRENCY: 'CNY', CURRENCY_DENOM: 'EUR', EXR_TYPE: 'SP00', EXR_SUFFIX: 'A' },
        ...{
          TIME_PERIOD: month,
          OBS_VALUE: '8.1',
          OBS_STATUS: 'A',
          OBS_CONF: 'F',
          TIME_FORMAT: 'P1M',
          COLLECTION: 'A',
          DECIMALS: '4',
          UNIT: 'CNY',
          UNIT_MULT: '0',
        },
      };
      return HEADER.split(',')
        .map((name) => fields[name] ?? '')
        .join(',');
    });
    response.writeHead(200, { 'content-type': 'text/csv' }).end(`${[HEADER, ...rows].join('\n')}\n`);
  });
  const hook = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    new Webhook(SECRET).verify(body, request.headers as Record<string, string>);
    bodies.push(JSON.parse(body) as (typeof bodies)[number]);
    response.writeHead(204).end();
  });
  const folder = temporaryFolder();
  const config = project(
    folder,
    `
pipelines:
  ecb-exchange-rates:
    base_url: ${publisher}
    releases: { grace_days: 0 }
    settings: { currencies: [CNY] }
rules:
  - { id: releases, kind: release_late, receivers: [hook] }
  - { id: outages, kind: pipeline_failed, receivers: [hook] }
receivers:
  - id: hook
    webhook: { url: "${hook}/hook", secrets: [HOOK_SECRET] }
heartbeat: { receivers: [hook] }
`,
  );
  const tell = (...args: string[]) => cli([...args, '--config', config], { cwd: folder, env: { HOOK_SECRET: SECRET, TZ: 'Asia/Tokyo' } });
  const json = async (...args: string[]): Promise<unknown> => JSON.parse((await tell(...args, '--json')).stdout);
  return { folder, world, bodies, tell, json, database: join(folder, 'data', 'tradewatch.db') };
}

describe('a release that is late, on the command line', () => {
  test('is told by the run that looked, and its arrival by the run that found it', { timeout: 180_000 }, async () => {
    const { world, bodies, tell, json } = await setUp();
    expect((await tell('run', 'ecb-exchange-rates')).code).toBe(0);
    expect((await tell('run', 'ecb-exchange-rates')).code).toBe(0);
    expect(bodies).toMatchObject([{ type: 'data.late', pipeline: 'ecb-exchange-rates', notice: 'late' }]);
    const [alert] = (await json('alerts', 'list')) as { period: string; state: string; series_key: string }[];
    expect(alert).toMatchObject({ state: 'firing', series_key: 'ecb-exchange-rates' });
    world.months = [alert?.period ?? ''];
    expect((await tell('run', 'ecb-exchange-rates')).code).toBe(0);
    expect(bodies.slice(1)).toMatchObject([{ type: 'data.arrived', references: [bodies[0]?.id], ending: { outcome: 'arrived' } }]);
    expect((await tell('alerts', 'show', ((await json('alerts', 'list')) as { id: string }[])[0]?.id ?? '')).stdout).toContain('retracted');
  });
});

describe('silences, on the command line', () => {
  test('hold back, beside a server too, and what stands is told when they end', { timeout: 180_000 }, async () => {
    const { bodies, tell, json, database } = await setUp();
    expect((await tell('alerts', 'silence', '--rule', 'releases', '--for', '1h', '--reason', 'r')).code).toBe(2);
    await tell('db', 'migrate');
    const server = acquireLock(database, 'start');
    const made = await tell('alerts', 'silence', '--rule', 'releases', '--for', '14d', '--reason', 'the publisher has told us');
    server.release();
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('silence 1: rule releases') });
    expect(await json('alerts', 'silences')).toMatchObject([{ id: 1, rule: 'releases', series: null, state: 'active' }]);
    expect((await tell('run', 'ecb-exchange-rates')).code).toBe(0);
    expect(bodies).toEqual([]);
    expect((await tell('alerts', 'unsilence', '1')).code).toBe(0);
    expect(await json('alerts', 'silences')).toMatchObject([{ state: 'expired' }]);
    expect((await tell('run', 'ecb-exchange-rates')).code).toBe(0);
    expect(bodies).toMatchObject([{ type: 'data.digest', entries: [{ event: 'raised', stands: true }] }]);
  });

  test('say what is wrong with what they are asked', { timeout: 180_000 }, async () => {
    const { tell } = await setUp();
    await tell('db', 'migrate');
    const silence = (...args: string[]) => tell('alerts', 'silence', '--reason', 'r', ...args);
    for (const [args, told] of [
      [['--for', '1d'], 'at least one of --rule, --series and --receiver'],
      [['--rule', 'release', '--for', '1d'], 'did you mean "releases"?'],
      [['--receiver', 'nobody', '--for', '1d'], '--receiver: the configuration has no "nobody"'],
      [['--rule', 'releases'], '--for 14d'],
      [['--rule', 'releases', '--for', '1d', '--until', '2999-01-01'], '--for 14d'],
      [['--rule', 'releases', '--for', '2 weeks'], 'expected hours, days or weeks'],
      [['--rule', 'releases', '--for', '53w'], '--for: at most 366 days, got "53w"; --until names a later end'],
      [['--rule', 'releases', '--for', '99999999999h'], '--for: at most 366 days'],
      [['--rule', 'releases', '--until', '2020-01-01'], 'has passed'],
    ] as const)
      expect(await silence(...args), args.join(' ')).toMatchObject({ code: 2, stderr: expect.stringContaining(told) });
    expect(await tell('alerts', 'unsilence', '7')).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no silence 7') });
    expect((await tell('alerts', 'silences')).stdout).toBe('there are no silences\n');
  });
});

test('a database that was put back is seen by doctor, then by status, until its source has answered', { timeout: 180_000 }, async () => {
  const { folder, world, bodies, tell, json, database } = await setUp();
  await tell('run', 'ecb-exchange-rates');
  const copy = join(folder, 'copy.db');
  expect((await tell('db', 'backup', copy)).code).toBe(0);
  world.months = [((await json('alerts', 'list')) as { period: string }[])[0]?.period ?? ''];
  await tell('run', 'ecb-exchange-rates');
  expect(bodies.map(({ type }) => type)).toEqual(['data.late', 'data.arrived']);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
  copyFileSync(copy, database);
  const found = (await json('doctor')) as { check: string; says: string }[];
  expect(found.find(({ check }) => check === 'restored')?.says).toContain('older copy');
  expect((await tell('held', 'accept', 'ecb-exchange-rates')).stderr).toContain('older copy');
  expect(await json('status')).toMatchObject({ restored: { sources: ['ecb-exchange-rates'] } });
  expect((await tell('status')).stdout).toContain('restored from an older copy');
  await tell('run', 'ecb-exchange-rates');
  expect(await json('status')).toMatchObject({ restored: null });
  // It may have been another end: what is told after a restore has an id of its own.
  expect(bodies.slice(2).map(({ type }) => type)).toEqual(['data.arrived']);
  expect(bodies[2]?.id).not.toBe(bodies[1]?.id);
});
