import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cli, MAIN, project, startCli } from './support/cli.ts';
import { dump } from './support/dump.ts';
import { temporaryFolder } from './support/store.ts';

/** In the form of the query's download; the figures are invented. */
const CSV = '"Date of data","Commodity code","Commodity","Quantity","Unit","Supplimentary Quantity","Supplimentary Unit","US dollar",\n';
const row = (month: string, kg: number): string => `"${month}","85051110","Magnets","${kg}","Kilogram","0","-","1,000",\n`;
const KEY = 'china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg';

const RULES = `
rules:
  - id: magnets
    what: { product: HS8:85051110, partners: [WORLD], measure: net_weight }
    when: { metric: yoy, direction: either, percent: 25 }
    receivers: []
`;

function setUp(yaml = RULES) {
  const folder = temporaryFolder();
  project(folder, yaml);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return { folder, file, run: (...args: string[]) => cli(args, { cwd: folder }) };
}

describe('the command line', { timeout: 60_000 }, () => {
  test('a disk without room is no fault of the configuration: what is started again after a failure is started again', async () => {
    const { folder, file, run } = setUp();
    await run('ingest', 'china-customs-query', file('a_export.csv', CSV + row('202406', 5000)), '--quiet');
    const child = spawn('sh', ['-c', `ulimit -f 16; exec "${process.execPath}" "${MAIN}" run --quiet`], { cwd: folder });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, stderr]).toEqual([1, expect.stringContaining('tradewatch.db cannot be read as a database: disk I/O error')]);
    expect((await run('db', 'check')).stdout).toBe('ok\n');
  });

  test('ingests, shows, computes and alerts, with the exit codes of the contract', async () => {
    const { file, run } = setUp();
    await run('ingest', 'china-customs-query', file('a_export.csv', CSV + row('202406', 5000)), '--quiet');
    const loaded = await run('ingest', 'china-customs-query', file('b_export.csv', CSV + row('202506', 3000)), '--json', '--quiet');
    expect(loaded.code).toBe(0);
    expect(JSON.parse(loaded.stdout)).toMatchObject({
      pipeline: 'china-customs-query',
      files: [{ outcome: 'loaded', observations: 2, inserted: 2, revised: 0, unchanged: 0, refused: [] }],
    });
    const shown = JSON.parse((await run('growth', KEY, '--json')).stdout) as { growth: unknown[] };
    expect(shown.growth).toMatchObject([
      { period: '2024-06', percent: null, reason: 'no_base' },
      { period: '2025-06', percent: -40, current: { value: 3000 }, base: { value: 5000, period: '2024-06' } },
    ]);
    expect(JSON.parse((await run('alerts', 'list', '--json')).stdout)).toMatchObject([
      { rule: 'magnets', period: '2025-06', percent: -40, base: 5000 },
    ]);
    expect((await run('series', 'show', KEY, '--csv')).stdout).toMatch(/^period,period_kind,value,unit,status,known_from/);
    expect((await run('status')).stdout).toMatch(/^china-customs-query +◌ waiting_for_file +2025-06 /m);
    expect((await run('db', 'check')).stdout).toBe('ok\n');
  });

  test('draws a series as PNG and SVG, and says where they are', async () => {
    const { folder, file, run } = setUp();
    await run('ingest', 'china-customs-query', file('a_export.csv', CSV + row('202406', 5_000_000) + row('202506', 3_000_000)), '--quiet');
    const drawn = await run('series', 'show', KEY, '--png', 'chart.png', '--svg', 'chart.svg');
    expect(drawn).toMatchObject({ code: 0, stdout: '', stderr: 'wrote chart.svg\nwrote chart.png\n' });
    expect(readFileSync(join(folder, 'chart.png')).subarray(0, 4)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    const svg = readFileSync(join(folder, 'chart.svg'), 'utf8');
    expect(svg).toContain('<title>3,000 t in June 2025, 40.0 % less than in June 2024</title>');
    expect(svg).toContain('Source: General Administration of Customs of China');
    const nowhere = await run('series', 'show', KEY, '--png', 'no-such-folder/chart.png');
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain('no-such-folder/chart.png cannot be written');
  });

  test('loads what draws only to draw', async () => {
    const { folder, file, run } = setUp();
    await run('ingest', 'china-customs-query', file('a_export.csv', CSV + row('202506', 3_000_000)), '--quiet');
    const loaded = async (...args: string[]): Promise<string> => (await cli(args, { cwd: folder, env: { NODE_DEBUG: 'esm' } })).stderr;
    const drawing = /@observablehq\/plot|@resvg\/resvg-js/;
    expect(await loaded('status')).toMatch(/chunks\/status/);
    expect(await loaded('status')).not.toMatch(drawing);
    expect(await loaded('ingest', 'china-customs-query', file('b_export.csv', CSV + row('202507', 3_100_000)))).not.toMatch(drawing);
    expect(await loaded('series', 'show', KEY, '--png', 'chart.png')).toMatch(drawing);
  });

  test('sets exports beside imports, with a nowcast for what the exporter has not published', async () => {
    const { file, run } = setUp();
    const chinese =
      'Date of data,Trading partner code,Trading partner,Commodity code,Commodity,Quantity,Unit,Supplimentary Quantity,Supplimentary Unit,US dollar,\n';
    const sent = (month: string, kg: number) => `${month},502,United States,85051110,Magnets,${kg},Kilogram,0,-,9,\n`;
    await run('ingest', 'china-customs-query', file('us_export.csv', chinese + sent('202406', 500) + sent('202506', 300)), '--quiet');
    const american = (year: number, kg: number) => [
      ['CTY_CODE', 'CTY_NAME', 'GEN_VAL_MO', 'GEN_QY1_MO', 'UNIT_QY1', 'time', 'COMM_LVL', 'I_COMMODITY'],
      ['5700', 'CHINA', '7', String(kg), 'KG', `${year}-06`, 'HS6', '850511'],
    ];
    for (const [year, kg] of [
      [2024, 520],
      [2025, 310],
    ] as const)
      await run('ingest', 'us-census', file(`${year}.json`, JSON.stringify(american(year, kg))), '--quiet');
    const mirror = (...more: string[]) => run('mirror', '--product', 'HS8:85051110', '--reporter', 'CN', ...more);
    const pairs = (JSON.parse((await mirror('--partner', 'US', '--json')).stdout) as { pairs: unknown[] }).pairs;
    expect(pairs[0]).toMatchObject({
      measure: 'net_weight',
      scope: 'exporter_narrower',
      months: [{ period: '2024-06', exporter_value: 500, importer_value: 520, gap_reason: 'scope_differs' }, { period: '2025-06' }],
    });
    const told = await mirror('--partner', 'US');
    expect(told.stdout).toContain("the exporter's code is only a part of the importer's");
    expect((await mirror('--partner', 'DE')).stdout).toBe(
      'no series of 850511 has both sides: CN reports exports to US; imports from CN are reported by US (asked: DE)\n',
    );
    const nowcasts = (JSON.parse((await mirror('--nowcast', '--json')).stdout) as { nowcasts: unknown[] }).nowcasts;
    expect(nowcasts[0]).toMatchObject({
      measure: 'net_weight',
      months: [{ period: '2025-06', value: 310, base: 520, importers: ['US'], coverage: null, exporter_percent: null }],
    });
    expect((await run('mirror', '--product', 'GACC:rare-earth', '--reporter', 'CN')).stderr).toContain(
      'expected an HS code of at least six digits',
    );
  });

  test('exits with 4 for a refused file, keeps its reason, and loads nothing of it', async () => {
    const { file, run } = setUp();
    const refused = await run(
      'ingest',
      'china-customs-query',
      file('page.csv', '<!DOCTYPE html><html><body>captcha</body></html>'),
      '--json',
      '--quiet',
    );
    expect(refused.code).toBe(4);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      files: [{ outcome: 'refused', observations: 0, inserted: 0, refused: [{ reason: expect.stringMatching(/HTML/) }] }],
    });
    expect((await run('series', 'list', '--json')).stdout).toBe('[]\n');
    expect((await run('runs', 'show', '1')).stdout).toContain('HTML');
    const sources = JSON.parse((await run('sources', 'list', '--json')).stdout) as {
      pipeline: string;
      state: string;
      last_error: string;
    }[];
    expect(sources.find((s) => s.pipeline === 'china-customs-query')).toMatchObject({
      state: 'failing',
      last_error: expect.stringContaining('page.csv refused'),
    });
  });

  test('expects releases on the dates and with the grace of the configuration, and none where it says so', async () => {
    // Each month on the first day of the second month after it.
    const months = Array.from(
      { length: 24 },
      (_, i) => new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 18 + i, 1)),
    );
    const dates = months.map((m) => {
      const day = new Date(Date.UTC(m.getUTCFullYear(), m.getUTCMonth() + 2, 1));
      return `"${m.toISOString().slice(0, 7)}": ${day.toISOString().slice(0, 10)}`;
    });
    const { folder, file, run } = setUp(`pipelines:
  eurostat-comext: { releases: { dates: { ${dates.join(', ')} }, grace_days: 9 } }
  uk-hmrc: { releases: { expected: false } }
`);
    await run('ingest', 'china-customs-query', file('a_export.csv', CSV + row('202506', 3000)), '--quiet');
    const sources = JSON.parse((await run('sources', 'list', '--json')).stdout) as { pipeline: string; next_expected_at: string | null }[];
    const expected = (pipeline: string) => sources.find((s) => s.pipeline === pipeline)?.next_expected_at;
    expect(expected('eurostat-comext')).toMatch(/^\d{4}-\d{2}-01T(?:09|10):00:00\.000Z$/);
    expect(expected('uk-hmrc')).toBeNull();
    const releases = dump(join(folder, 'data', 'tradewatch.db'), 'v_release')['v_release'] as Record<string, string>[];
    const awaited = releases.find((r) => r['pipeline'] === 'eurostat-comext');
    expect(Date.parse(awaited?.['deadline_at'] ?? '') - Date.parse(awaited?.['expected_at'] ?? '')).toBe(9 * 86_400_000);
  });

  test('holds a figure that cannot be, lists it, and loads it when a person accepts it', async () => {
    const { file, run } = setUp();
    const head = 'DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n';
    const line = (month: string, value: number): string =>
      `ESTAT:DS-045409(1.0),16/07/25 11:00:00,M,EU27_2020,CN,85051110,1,VALUE_IN_EUROS,${month},${value}\n`;
    const months = ['2025-01', '2025-02', '2025-03'].map((month) => line(month, 1_000_000)).join('');
    await run('ingest', 'eurostat-comext', file('a.csv', head + months), '--quiet');
    const held = await run('ingest', 'eurostat-comext', file('b.csv', head + line('2025-04', 1_000_000_000)), '--quiet');
    expect([held.code, held.stdout]).toEqual([4, expect.stringMatching(/b\.csv: held, nothing loaded\n.* 100 times or more away/)]);
    expect((await run('held', 'list')).stdout).toMatch(/EU\.CN\.import\.CN:85051110\.value\.EUR +2025-04 +1,000,000,000 +jump/);
    expect((await run('status')).stdout).toContain('eurostat-comext: 1 figure is held');
    const shown = JSON.parse((await run('runs', 'show', '2', '--json')).stdout) as unknown;
    expect(shown).toMatchObject({
      outcome: 'partial',
      held: 1,
      snapshots: [{ outcome: 'held', completeness: [] }],
      held_figures: [{ state: 'waiting' }],
    });
    expect((await run('held', 'accept', 'eurostat-comext', '--quiet')).stdout).toBe(
      'eurostat-comext: 1 figure accepted: 1 new, 0 revised\n',
    );
    expect((await run('held', 'list')).stdout).toBe('no figures are held\n');
  });

  test('tells of a hundred figures that are held, counts the rest, and gives all of them as JSON', async () => {
    const { file, run } = setUp();
    const codes = Array.from({ length: 2_500 }, (_, i) => `8505${String(i + 1000)}`);
    const lines = (month: string, value: number): string =>
      codes.map((code) => `ESTAT:DS-045409(1.0),16/07/25 11:00:00,M,EU27_2020,CN,${code},1,VALUE_IN_EUROS,${month},${value}\n`).join('');
    const head = 'DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n';
    const months = ['2025-01', '2025-02', '2025-03'].map((month) => lines(month, 1_000_000)).join('');
    await run('ingest', 'eurostat-comext', file('a.csv', head + months), '--quiet');
    const spoilt = file('b.csv', head + lines('2025-04', 1_000_000_000));
    const said = (await run('ingest', 'eurostat-comext', spoilt, '--quiet')).stdout.split('\n');
    expect(said).toHaveLength(103);
    expect(said.slice(-2)).toEqual(['  and 2,400 more: "tradewatch held list" shows what is held', '']);
    const { files } = JSON.parse((await run('ingest', 'eurostat-comext', spoilt, '--quiet', '--json')).stdout) as {
      files: readonly { readonly held: readonly { readonly where: string }[]; readonly outcome: string }[];
    };
    expect(files).toMatchObject([{ outcome: 'refused', file: spoilt, notes: [] }]);
    const places = files[0]?.held.map(({ where }) => where) ?? [];
    expect(places).toHaveLength(2_500);
    expect(new Set(places).size).toBe(2_500);
  });

  test('a program that reads claims otherwise reads the articles at hand again, once', async () => {
    const { file, run, folder } = setUp();
    const feed = (title: string): string =>
      `<?xml version="1.0"?><rss version="2.0"><channel><title>Invented Daily</title><link>https://news.example/</link><item><title>${title}</title><link>https://news.example/${title.length}</link><pubDate>Sun, 20 Jul 2025 08:00:00 GMT</pubDate></item></channel></rss>`;
    const database = join(folder, 'data', 'tradewatch.db');
    const change = (sql: string): void => {
      const db = new Database(database);
      db.exec(sql);
      db.close();
    };
    const goods = (): unknown[] => (dump(database, 'v_claim')['v_claim'] as Record<string, unknown>[]).map((claim) => claim['commodity']);
    const first = feed('China&apos;s rare earth magnet exports fell 38 % year on year in June 2025');
    expect((await run('ingest', 'trade-news', file('a.xml', first), '--quiet')).code).toBe(0);
    expect(goods()).toEqual(['rare_earth_magnets']);
    // As a program of before read it.
    change("UPDATE claim SET commodity = 'rare_earths', identity = 'of other goods'");
    await run('ingest', 'trade-news', file('b.xml', feed('Nothing is said here')), '--quiet');
    expect(goods()).toEqual(['rare_earths']);
    change("UPDATE rule_state SET version = 'of before' WHERE rule_id = 'commodities.json'");
    const again = await run('ingest', 'trade-news', file('c.xml', feed('Nor is it here')));
    expect(again.stderr).toContain('how claims are read is new or changed');
    expect(goods()).toContain('rare_earth_magnets');
    const last = await run('ingest', 'trade-news', file('d.xml', feed('And not here either')));
    expect(last.stderr).not.toContain('how claims are read');
  });

  test('ends quietly when the reader of its output has seen enough', async () => {
    const { folder } = setUp();
    const child = startCli(['config', 'schema'], { cwd: folder });
    // The pipe is closed before anything is read: the schema is longer than a pipe holds.
    child.stdout?.destroy();
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, said]).toEqual([0, '']);
  });

  test('holds a jump in a file that a person downloaded, tells the rest from it, and says later that it was turned down', async () => {
    const { file, run } = setUp();
    const year = Array.from({ length: 12 }, (_, i) => row(`2024${String(i + 1).padStart(2, '0')}`, 3000 + i)).join('');
    await run('ingest', 'china-customs-query', file('a_export.csv', CSV + year), '--quiet');
    const spoilt = row('202501', 3_000_000);
    const held = await run('ingest', 'china-customs-query', file('b_export.csv', CSV + row('202412', 3011) + spoilt), '--quiet');
    expect([held.code, held.stdout]).toEqual([3, expect.stringMatching(/held \S+net_weight\.kg 2025-01: 3000000 kg is 100 times/)]);
    await run('held', 'reject', 'china-customs-query', '--quiet');
    const later = await run('ingest', 'china-customs-query', file('c_export.csv', CSV + row('202502', 3020) + spoilt), '--quiet');
    expect([later.code, later.stdout]).toEqual([0, expect.stringMatching(/note: 1 figure is left out: turned down before/)]);
  });

  test('exits with 2 and says what would be right when it is used wrongly', async () => {
    const { file, run } = setUp();
    expect(await run('ingest', 'china-customs-query', 'nowhere.csv')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no file nowhere.csv'),
    });
    expect(await run('growth', KEY)).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no database at') });
    expect(await run('ingest', 'china-customs', file('x.csv', CSV))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/there is no pipeline "china-customs"; did you mean "china-customs-query" or "china-customs-tables"\?/),
    });
    expect(await run('statu')).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean status?') });
    expect((await run('db', 'migrate')).code).toBe(0);
    expect(await run('growth', KEY, '--basis', 'yearly')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected one of mom, yoy'),
    });
    expect(await run('growth', KEY)).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no series') });
    expect(await run('alerts', 'test', 'nobody')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no receiver "nobody"'),
    });
    const broken = setUp('rules:\n  - id: a\n    what: { product: 8505 }\n');
    expect(await broken.run('config', 'check')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/config\/tradewatch\.yaml:3:22 rules\.0\.what\.product: .*quote it/),
    });
  });

  test('prints nothing of a publisher that would move a terminal', async () => {
    const { file, run } = setUp();
    const hostile = '\u001b[31mMagnets\u001b]0;title\u0007\u202e';
    await run('ingest', 'china-customs-query', file('a_export.csv', CSV + row('202406', 5000).replace('Magnets', hostile)), '--quiet');
    const shown = (await run('series', 'list')).stdout;
    expect(shown).toContain('Magnets');
    for (const control of ['\u001b]', '\u0007', '\u202e']) expect(shown).not.toContain(control);
    expect((await run('ingest', 'china-customs-query', 'no\u001b]0;x\u0007.csv')).stderr).not.toContain('\u0007');
  });

  test('exits with 75 beside a running server, which ends cleanly on SIGTERM', async () => {
    const { folder, file, run } = setUp(
      `${RULES}\npipelines:\n${['china-customs-tables', 'eurostat-comext', 'un-comtrade', 'trade-news'].map((id) => `  ${id}: { enabled: false }\n`).join('')}`,
    );
    const server = startCli(['start'], { cwd: folder });
    onTestFinished(() => void server.kill('SIGKILL'));
    let log = '';
    server.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
    while (!log.includes('"started"')) await once(server.stderr as NodeJS.ReadableStream, 'data');
    const second = await run('ingest', 'china-customs-query', file('a.csv', CSV + row('202406', 5000)));
    expect(second).toMatchObject({ code: 75, stderr: expect.stringContaining(`process ${server.pid} on`) });
    expect((await run('status')).code).toBe(0);
    server.kill('SIGTERM');
    const [code] = (await once(server, 'close')) as [number];
    expect(code).toBe(0);
    expect(log.match(/"message":"stop[^"]*"/g)).toEqual(['"message":"stopping"', '"message":"stopped"']);
  });

  test('replays the archive to the same vintages, and backs up to one file', async () => {
    const { folder, file, run } = setUp();
    await run('ingest', 'china-customs-query', file('a.csv', CSV + row('202406', 5000)), '--retrieved-at', '2024-07-20', '--quiet');
    await run(
      'ingest',
      'china-customs-query',
      file('b.csv', CSV + row('202406', 5001) + row('202506', 3000)),
      '--retrieved-at',
      '2025-07-20',
      '--quiet',
    );
    expect(await run('replay', '--into', 'again.db')).toMatchObject({ code: 0 });
    const database = join(folder, 'data', 'tradewatch.db');
    for (const view of ['v_vintage', 'v_latest']) expect(dump(join(folder, 'again.db'), view)).toEqual(dump(database, view));
    expect(await run('db', 'backup', 'copy.db')).toMatchObject({ code: 0 });
    expect(dump(join(folder, 'copy.db'))).toEqual(dump(database));
    expect(await run('db', 'backup', 'copy.db')).toMatchObject({ code: 2 });
  });
});

describe('kill -9 during a run', { timeout: 120_000 }, () => {
  /** Two calendar years of invented figures in UN Comtrade's form. `hear` is told of each request before it is answered. */
  async function publisher(hear: (url: string, response: ServerResponse) => void = () => {}): Promise<string> {
    const record = (period: string) => ({
      typeCode: 'C',
      freqCode: 'M',
      refPeriodId: Number(`${period}01`),
      refYear: Number(period.slice(0, 4)),
      refMonth: Number(period.slice(4)),
      period,
      reporterCode: 156,
      flowCode: 'X',
      partnerCode: 0,
      partner2Code: 0,
      classificationCode: 'H6',
      classificationSearchCode: 'HS',
      isOriginalClassification: true,
      cmdCode: '850511',
      customsCode: 'C00',
      mosCode: '0',
      motCode: 0,
      qtyUnitCode: -1,
      qty: null,
      isQtyEstimated: false,
      altQtyUnitCode: -1,
      altQty: 0,
      isAltQtyEstimated: false,
      netWgt: null,
      isNetWgtEstimated: false,
      grossWgt: 0,
      isGrossWgtEstimated: false,
      cifvalue: null,
      fobvalue: Number(period),
      primaryValue: Number(period),
      legacyEstimationFlag: 0,
      isReported: false,
      isAggregate: true,
    });
    const server = createServer((request, response) => {
      const asked = new URL(request.url ?? '', 'http://x');
      const out = [2024, 2025].flatMap((year) => Array.from({ length: 12 }, (_, index) => String(year * 100 + index + 1)));
      const data = asked.pathname.includes('/getDa/')
        ? out.map((period) => ({ reporterCode: 156, period, lastReleased: '2026-01-10T00:00:00' }))
        : (asked.searchParams.get('period') ?? '').split(',').map(record);
      const body = JSON.stringify({ elapsedTime: '0.1 secs', count: data.length, data, error: '' });
      hear(asked.href, response);
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('loses nothing and doubles nothing: the next run completes, and the figures are those of an undisturbed one', async () => {
    const yaml = (url: string): string => `pipelines:\n  un-comtrade: { base_url: "${url}", lookback_months: 60 }\n`;
    const undisturbed = setUp(yaml(await publisher()));
    const whole = undisturbed.run('run', 'un-comtrade', '--quiet');
    let hear = (_url: string, _response: ServerResponse): void => {};
    const disturbed = setUp(yaml(await publisher((...heard) => hear(...heard))));
    // A run asks what there is, and then year by year. It is killed as it asks, or so soon after the answer.
    for (const [question, afterMs] of [
      ['/getDa/', null],
      ['period=2024', 0],
      ['period=2025', null],
      ['period=2025', 5],
    ] as const) {
      const child = startCli(['run', 'un-comtrade', '--quiet'], { cwd: disturbed.folder });
      let wasAsked = false;
      hear = (url, response) => {
        if (!url.includes(question)) return;
        wasAsked = true;
        if (afterMs === null) child.kill('SIGKILL');
        else response.once('finish', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
      };
      const ended = await once(child, 'exit');
      if (afterMs === null) expect(ended).toEqual([null, 'SIGKILL']);
      expect(wasAsked, question).toBe(true);
    }
    hear = () => {};
    expect((await whole).code).toBe(0);
    expect((await disturbed.run('run', 'un-comtrade', '--quiet')).code).toBe(0);
    const values = (folder: string) =>
      dump(join(folder, 'data', 'tradewatch.db'), 'v_observation')['v_observation']?.map((r) => [
        (r as { period: string }).period,
        (r as { value: number }).value,
      ]);
    expect(values(disturbed.folder)).toEqual(values(undisturbed.folder));
    const vintages = dump(join(disturbed.folder, 'data', 'tradewatch.db'), 'v_vintage')['v_vintage'] ?? [];
    expect(vintages).toHaveLength(values(undisturbed.folder)?.length ?? 0);
    expect((await disturbed.run('db', 'check')).stdout).toBe('ok\n');
  });

  test('a run that was cut off is not told of as running once another process writes, whichever source that asks', async () => {
    let child: ReturnType<typeof startCli> | undefined;
    const url = await publisher(() => void child?.kill('SIGKILL'));
    const { folder, run } = setUp(`pipelines:\n  un-comtrade: { base_url: "${url}" }\n`);
    child = startCli(['run', 'un-comtrade', '--quiet'], { cwd: folder });
    await once(child, 'exit');
    const outcomes = async (): Promise<unknown> => JSON.parse((await run('runs', 'list', '--json')).stdout);
    expect(await outcomes()).toMatchObject([{ pipeline: 'un-comtrade', outcome: null }]);
    expect((await run('run', 'china-customs-query', '--quiet')).code).toBe(0);
    expect(await outcomes()).toMatchObject([{ pipeline: 'un-comtrade', outcome: 'failed', error: expect.stringMatching(/^interrupted/) }]);
  });
});
