import { describe, expect, test } from 'vitest';
import { silentLog } from '../src/log.ts';
import { openPing } from '../src/ping.ts';
import type { RunReport } from '../src/run.ts';
import { noCounts } from '../src/services.ts';
import { serve, type TestServer } from './http/server.ts';
import { cli, project } from './support/cli.ts';
import { temporaryFolder } from './support/store.ts';

const CHECK = '/5c7bd3a1-0000-4000-8000-a1b2c3d4e5f6';
const REPORT: RunReport = { runId: 12, pipeline: 'un-comtrade', outcome: 'ok', counts: { ...noCounts(), inserted: 5 }, error: null };

const service = (status = 200): Promise<TestServer> =>
  serve((_request, response) => response.writeHead(status).end(status === 200 ? 'OK' : 'not found'));

function ping(origin: string, elapsedMs?: () => number): { warnings: string[]; ping: ReturnType<typeof openPing> } {
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (message: string, fields?: object) => void warnings.push(JSON.stringify([message, fields])) };
  return { warnings, ping: openPing(`${origin}${CHECK}/\n`, { userAgent: 'tradewatch/test', log, ...(elapsedMs && { elapsedMs }) }) };
}

describe('the dead-man ping', () => {
  test('says that a run begins and that it ended well, with one id for both, and the run in words', async () => {
    const { origin, seen } = await service();
    expect(await ping(origin).ping.around('un-comtrade', async () => REPORT)).toBe(REPORT);
    const [start, end] = seen.map(({ url }) => new URL(url, origin));
    expect([start?.pathname, end?.pathname]).toEqual([`${CHECK}/start`, CHECK]);
    expect(start?.searchParams.get('rid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(end?.search).toBe(start?.search);
    expect(seen.map(({ method, body }) => [method, body])).toEqual([
      ['POST', 'un-comtrade: a run begins'],
      ['POST', 'run 12 of un-comtrade: ok, 5 new figures, 0 revised, 0 refused'],
    ]);
  });

  test.each([
    ['waiting', ''],
    ['partial', '/fail'],
    ['failed', '/fail'],
  ] as const)('a run that ends as %s goes to the address with "%s"', async (outcome, path) => {
    const { origin, seen } = await service();
    await ping(origin).ping.around('un-comtrade', async () => ({ ...REPORT, outcome, error: 'HTTP 503' }));
    expect(new URL(seen[1]?.url ?? '', origin).pathname).toBe(CHECK + path);
    expect(seen[1]?.body).toMatch(/\nHTTP 503$/);
  });

  test('a run that breaks off is a failure, and its error goes on', async () => {
    const { origin, seen } = await service();
    const broken = ping(origin).ping.around('un-comtrade', () => Promise.reject(new Error('the disk is full')));
    await expect(broken).rejects.toThrow('the disk is full');
    expect(new URL(seen[1]?.url ?? '', origin).pathname).toBe(`${CHECK}/fail`);
    expect(seen[1]?.body).toContain('the disk is full');
  });

  test('a run that is cut off by a stop is none', async () => {
    const { origin, seen } = await service();
    const stop = new AbortController();
    const work = async (): Promise<RunReport> => {
      while (seen.length === 0) await new Promise(setImmediate);
      stop.abort(new Error('stopped'));
      throw stop.signal.reason;
    };
    await expect(ping(origin).ping.around('un-comtrade', work, stop.signal)).rejects.toThrow('stopped');
    expect(seen).toHaveLength(1);
  });

  test('is sent when nothing was due, once an hour, and not while something fails', async () => {
    const { origin, seen } = await service();
    let elapsed = 0;
    const { alive, around } = ping(origin, () => elapsed).ping;
    const said = (): string[] => seen.splice(0).map(({ url, body }) => `${new URL(url, origin).pathname.slice(CHECK.length)} ${body}`);
    await alive(async () => true);
    await alive(async () => true);
    expect(said()).toEqual([' nothing was due']);
    elapsed = 30 * 60_000;
    await around('un-comtrade', async () => REPORT);
    said();
    elapsed = 60 * 60_000;
    await alive(async () => true);
    elapsed = 90 * 60_000;
    await alive(async () => false);
    expect(said()).toEqual([]);
    await alive(async () => true);
    expect(said()).toEqual([' nothing was due']);
  });

  test('what goes wrong with it is logged without the address, and the run is what it was', async () => {
    const { origin } = await service(404);
    const { ping: broken, warnings } = ping(origin);
    expect(await broken.around('un-comtrade', async () => REPORT)).toBe(REPORT);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain(new URL(origin).host);
    expect(warnings.join()).not.toContain('5c7bd3a1');
  });

  test.each(['', 'hc-ping.com/x', 'ftp://hc-ping.com/x', 'https://hc-ping.com/x?y=1'])(
    '"%s" is no address, and is not shown',
    (address) => {
      expect(() => openPing(address, { userAgent: 'x', log: silentLog })).toThrow(/^the secret of ping\.url_secret: expected an address/);
    },
  );
});

test('a run from cron that finds nothing due is heard of', { timeout: 60_000 }, async () => {
  const { origin, seen } = await service();
  const cwd = temporaryFolder();
  const fetched = ['brazil-comexstat', 'china-customs-tables', 'ecb-exchange-rates', 'eurostat-comext', 'korea-customs', 'trade-news'];
  const off = [...fetched, 'uk-hmrc', 'un-comtrade', 'us-census'].map((id) => `  ${id}: { enabled: false }\n`);
  project(cwd, `ping: { url_secret: PING_URL }\npipelines:\n${off.join('')}`);
  expect((await cli(['run'], { cwd, env: { PING_URL: `${origin}${CHECK}` } })).code).toBe(0);
  expect(seen.map(({ url, body }) => [new URL(url, origin).pathname, body])).toEqual([[CHECK, 'nothing was due']]);
});
