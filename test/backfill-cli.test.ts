import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadRegistry } from '../src/registry.ts';
import { cli, project, startCli } from './support/cli.ts';
import { dump } from './support/dump.ts';
import { temporaryFolder } from './support/store.ts';

/** Brazil's form, one answer a year; the figures are invented. */
const answer = (year: string): string =>
  JSON.stringify({
    data: {
      list: [{ coNcm: '85051100', year, monthNumber: '03', country: 'China', ncm: 'Magnets', metricFOB: '1000', metricKG: `${year}` }],
    },
    success: true,
    message: null,
    processo_info: null,
    language: 'pt',
  });

/** A publisher that notes the year of each question. */
async function publisher(): Promise<{ url: string; asked: string[]; answered: () => Promise<unknown> }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const year = /"from":"(\d{4})/.exec(body)?.[1] ?? '';
      asked.push(year);
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer(year));
      server.emit('answered');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answered: () => once(server, 'answered'),
  };
}

describe('tradewatch backfill', { timeout: 180_000 }, () => {
  test('plans, is killed with SIGKILL, goes on where it was, and ends with the exit codes of the contract', async () => {
    const site = await publisher();
    const folder = temporaryFolder();
    project(folder, `pipelines:\n  brazil-comexstat: { base_url: "${site.url}" }\n`);
    const run = (...args: string[]) => cli(args, { cwd: folder });
    const WINDOW = ['backfill', 'brazil-comexstat', '--from', '2019-01', '--to', '2021-12'];

    const plan = await run(...WINDOW, '--dry-run', '--json');
    expect(plan.code).toBe(0);
    expect(JSON.parse(plan.stdout)).toMatchObject({
      pipeline: 'brazil-comexstat',
      from: '2019-01',
      to: '2021-12',
      requests: 3,
      minutes: 1,
      days: 1,
      quota: null,
    });
    expect(site.asked).toEqual([]);

    const killed = startCli([...WINDOW, '--quiet'], { cwd: folder });
    await site.answered();
    await site.answered();
    killed.kill('SIGKILL');
    await once(killed, 'close');
    expect(site.asked).toEqual(['2019', '2020']);
    expect((await run('status')).stdout).toContain('a backfill of brazil-comexstat, 2019-01 to 2021-12, is not finished');

    const finished = await run('backfill', 'brazil-comexstat', '--json');
    expect(finished.code).toBe(0);
    expect(JSON.parse(finished.stdout)).toMatchObject({
      finished: true,
      outcome: 'ok',
      answered: 3,
      known: 3,
      resume_at: null,
      error: null,
    });
    // The answer that was on its way when the process died may be asked for once more; what was archived is not.
    expect(site.asked.filter((year) => year === '2019')).toHaveLength(1);
    expect(new Set(site.asked)).toEqual(new Set(['2019', '2020', '2021']));
    const figures = dump(`${folder}/data/tradewatch.db`, 'v_observation')['v_observation'] as {
      period: string;
      measure: string;
      value: number;
    }[];
    expect(figures.filter((f) => f.measure === 'net_weight').map((f) => [f.period, f.value])).toEqual([
      ['2019-03', 2019],
      ['2020-03', 2020],
      ['2021-03', 2021],
    ]);
    expect((await run('status', '--json')).stdout).toContain('"backfills": []');
    expect((await run('db', 'check')).stdout).toBe('ok\n');
  });

  test('says what would be right when it is used wrongly', async () => {
    const folder = temporaryFolder();
    project(folder, '');
    const fails = async (args: readonly string[], message: string | RegExp) =>
      expect(await cli(['backfill', ...args], { cwd: folder })).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    await fails(['japan-customs', '--from', '2019-01'], /files that a person downloads.*tradewatch ingest japan-customs FILE/);
    await fails(['trade-news', '--from', '2019-01'], /requests are not by month/);
    await fails(['uk-hmrc'], /--from: expected the first month, such as 2019-01/);
    await fails(['uk-hmrc', '--from', '2019'], /--from: expected a month such as 2025-06, got "2019"/);
    await fails(['uk-hmrc', '--from', '2019-02', '--to', '2019-01'], /--from: 2019-02 is after 2019-01/);
    await fails(['uk-hmrc', '--from', '2019-02', '--to', '2199-01'], /--to: 2199-01 has not begun/);
    await fails(['uk-hmrc', '--end'], /there is no unfinished backfill of uk-hmrc/);
    const folderOfTables = await cli(['backfill', 'china-customs-tables', '--from', '2019-06', '--to', '2020-02', '--dry-run'], {
      cwd: folder,
    });
    expect(folderOfTables.stdout).toContain('preliminary2019.html\n');
    expect(folderOfTables.stdout).toContain('preliminary2020.html\n');
  });
});

/** The UK alone, at a publisher of this test's; each answer says that nothing is published. */
async function unitedKingdom(answer: { status: number; headers: Record<string, string>; body: string }) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(/MonthId%20ge%20(\d{4})/.exec(request.url ?? '')?.[1] ?? '');
    response.writeHead(answer.status, answer.headers).end(answer.body);
    server.emit('answered');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const others = [...(await loadRegistry()).keys()].filter((id) => id !== 'uk-hmrc').map((id) => `  ${id}: { enabled: false }\n`);
  const folder = temporaryFolder();
  project(folder, `pipelines:\n  uk-hmrc: { base_url: "http://127.0.0.1:${(server.address() as AddressInfo).port}" }\n${others.join('')}`);
  return { folder, asked, answered: () => once(server, 'answered') };
}

describe('a server', { timeout: 120_000 }, () => {
  test('goes on by itself with a backfill that was killed', async () => {
    const nothing = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"@odata.context":"x","value":[]}' };
    const { folder, asked, answered } = await unitedKingdom(nothing);
    const killed = startCli(['backfill', 'uk-hmrc', '--from', '2012-01', '--to', '2014-12', '--quiet'], { cwd: folder });
    await answered();
    killed.kill('SIGKILL');
    await once(killed, 'close');
    expect(asked).toEqual(['2012']);
    const server = startCli(['start', '--quiet'], { cwd: folder });
    onTestFinished(() => void server.kill('SIGKILL'));
    while (!asked.includes('2014')) await answered();
    server.kill('SIGTERM');
    expect(await once(server, 'close')).toEqual([0, null]);
    expect(asked.filter((year) => year < '2015').slice(-2)).toEqual(['2013', '2014']);
    const runs = JSON.parse((await cli(['runs', 'list', '--json'], { cwd: folder })).stdout) as { trigger: string }[];
    expect(runs.map((run) => run.trigger)).toContain('backfill');
  });

  test('leaves a publisher alone for as long as it asked to, whoever asks next', async () => {
    const busy = { status: 429, headers: { 'retry-after': '7200' }, body: '' };
    const { folder, asked } = await unitedKingdom(busy);
    expect((await cli(['run', 'uk-hmrc', '--quiet'], { cwd: folder })).code).toBe(1);
    expect(asked).toHaveLength(1);
    const again = await cli(['backfill', 'uk-hmrc', '--from', '2024-01', '--to', '2024-12', '--json', '--quiet'], { cwd: folder });
    expect([again.code, asked.length]).toEqual([3, 1]);
    expect(JSON.parse(again.stdout)).toMatchObject({
      finished: false,
      outcome: 'ok',
      requests: 1,
      error: expect.stringMatching(/asked to be left alone for another 7\d\d\d s/),
      resume_at: expect.stringMatching(/Z$/),
    });
  });
});

describe('tradewatch ingest --param', { timeout: 60_000 }, () => {
  test('tells the parser what it has to know of the question, and is stored with the snapshot', async () => {
    const folder = temporaryFolder();
    project(folder, '');
    const fails = async (param: readonly string[], message: RegExp) =>
      expect(await cli(['ingest', 'un-comtrade', 'x.json', ...param], { cwd: folder })).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(message),
      });
    await fails(['--param', 'limit'], /--param: expected name=value such as limit=100000, got "limit"/);
    await fails(['--param', 'limit=1', '--param', 'limit=2'], /--param: limit is given twice/);
    await fails(['--param', 'flow=export'], /--param: for flow there is the option --flow/);
    const file = project(folder, '').replace('tradewatch.yaml', 'answer.json');
    writeFileSync(file, '{"elapsedTime":"0.1 secs","count":0,"data":[],"error":""}');
    const refused = await cli(['ingest', 'un-comtrade', file, '--param', 'limit=0', '--json', '--quiet'], { cwd: folder });
    expect(refused.code).toBe(4);
    const params = dump(`${folder}/data/tradewatch.db`, 'snapshot')['snapshot'] as { params: string }[];
    expect(params.map((row) => JSON.parse(row.params))).toEqual([{ limit: '0' }]);
  });
});
