import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { datasetteMetadata } from '../src/commands/datasette.ts';
import type { QueryOptions } from '../src/commands/query.ts';
import { query } from '../src/commands/query.ts';
import { UsageError } from '../src/errors.ts';
import { openForQuery } from '../src/store/query.ts';
import { openStore } from '../src/store/sqlite.ts';
import { VIEWS } from '../src/store/views.ts';
import { cli, startCli } from './support/cli.ts';
import { observations, publish } from './support/store.ts';

describe('tradewatch query', () => {
  let folder = '';
  let file = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tradewatch-query-'));
    file = join(folder, 'query.db');
    const store = openStore(file);
    await publish(
      store,
      '2025-03-20T00:00:00.000Z',
      observations([
        ['2024-01', 100],
        ['2025-01', 125.5],
        ['2025-02', null, 'month', 'Q'],
      ]),
    );
    store.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function ask(
    sql: string | null,
    options: QueryOptions & { seen?: boolean; columns?: number } = {},
  ): Promise<{ out: string; err: string }> {
    const said = { out: '', err: '' };
    const reader = openForQuery(file);
    onTestFinished(() => reader.close());
    const io = {
      stdout: (text: string) => {
        said.out += text;
      },
      stderr: (text: string) => {
        said.err += text;
      },
      env: {},
      cwd: folder,
      isTTY: false,
      ...(options.columns === undefined ? {} : { columns: options.columns }),
      now: () => new Date(0),
    };
    await query(io, reader, sql, options.seen === true, options);
    return said;
  }
  const fault = async (sql: string | null, options: QueryOptions = {}): Promise<string> => {
    const error = await ask(sql, options).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).message;
  };

  test('prints a table: numbers to the right, unknown as NULL, Chinese characters two wide', async () => {
    const { out } = await ask("SELECT period, value, '稀土' AS name, status FROM v_observation ORDER BY period");
    expect(out).toBe(
      ['period   value  name  status', '2024-01    100  稀土  A', '2025-01  125.5  稀土  A', '2025-02   NULL  稀土  Q', ''].join('\n'),
    );
  });

  test('loses no digit, in any form', async () => {
    const sql =
      "SELECT 9007199254740993 AS big, 0.1 + 0.2 AS fraction, 1e21 AS large, x'00ff' AS bytes, NULL AS unknown, '' AS empty, 'a,\"b' AS text";
    expect((await ask(sql)).out).toContain('9007199254740993  0.30000000000000004  1e+21');
    const csv = parse((await ask(sql, { csv: true })).out, { columns: true }) as unknown[];
    expect(csv).toEqual([
      { big: '9007199254740993', fraction: '0.30000000000000004', large: '1E+21', bytes: "x'00ff'", unknown: '', empty: '', text: 'a,"b' },
    ]);
    const { out } = await ask(sql, { json: true });
    expect(out).toContain(
      '"big": 9007199254740993, "fraction": 0.30000000000000004, "large": 1e+21, "bytes": "x\'00ff\'", "unknown": null',
    );
    expect(JSON.parse(out)).toHaveLength(1);
    expect((await ask('SELECT 1 AS a WHERE 0', { json: true })).out).toBe('[]\n');
  });

  test('cuts the table of a person and says so; a program gets everything', async () => {
    const sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) SELECT i FROM n';
    const seen = await ask(sql, { seen: true });
    expect(seen.out.trimEnd().split('\n')).toHaveLength(101);
    expect(seen.err).toBe('the first 100 rows; there are more: --limit 0 gives all\n');
    for (const options of [{}, { seen: true, limit: 0 }, { seen: true, csv: true }])
      expect(await ask(sql, options)).toMatchObject({ out: expect.stringMatching(/^ *250$/m), err: '' });
    expect(await ask(sql, { limit: 250 })).toMatchObject({ err: '' });
    expect(JSON.parse((await ask(sql, { json: true, limit: 2 })).out)).toEqual([{ i: 1 }, { i: 2 }]);
  });

  test('makes no table of more rows than can be looked at, unless it is told how many', async () => {
    const sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001) SELECT i FROM n';
    expect(await fault(sql)).toBe('more than 10000 rows are too many for a table: use --csv or --json, or set --limit');
    expect((await ask(sql, { limit: 0 })).out.trimEnd().split('\n')).toHaveLength(10_002);
    expect((await ask(sql.replace('10001', '10000'))).out.trimEnd().split('\n')).toHaveLength(10_001);
  });

  test.each(['--csv', '--json'])('ends when who reads has seen enough, however much there is (%s)', { timeout: 30_000 }, async (form) => {
    const child = startCli([
      'query',
      '--db',
      file,
      form,
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n',
    ]);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.stdout?.destroy();
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
  });

  test('keeps what it says of the views within the terminal', async () => {
    for (const options of [{ list: true }, { describe: 'v_growth' }]) {
      const whole = await ask(null, options);
      const { out } = await ask(null, { ...options, columns: 80 });
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
      const words = (text: string): string[] => text.split(/\s+/).sort();
      expect(words(out)).toEqual(words(whole.out));
    }
  });

  test('a text that a spreadsheet would run has an apostrophe before it, as in an export', async () => {
    const { out } = await ask("SELECT '=1' AS a, '＝1' AS b, '''x' AS c, 'x=1' AS d, -1 AS e", { csv: true });
    expect(out).toBe("a,b,c,d,e\n'=1,'＝1,''x,x=1,-1\n");
  });

  test('takes parameters: digits as a number, in quotes as text', async () => {
    const sql = 'SELECT typeof(:a) AS a, typeof(:b) AS b, typeof(@c) AS c, typeof($d) AS d, :c AS c_value';
    const options = { json: true, param: ['a=25', "b='850511'", "c=O'Hara", 'd=-0.5'] };
    expect(JSON.parse((await ask(sql, options)).out)).toEqual([{ a: 'integer', b: 'text', c: 'text', d: 'real', c_value: "O'Hara" }]);
    expect((await ask('SELECT value FROM v_observation WHERE period = :month', { param: ['month=2025-01'] })).out).toContain('125.5');
    expect(await fault('SELECT :month', {})).toContain('line 1, column 8: :month has no value; give one with --param month=...');
    expect(await fault('SELECT 1', { param: ['month=1'] })).toBe('--param: the SQL has no :month');
    expect(await fault('SELECT ?', {})).toContain('give the parameter a name');
    expect(await fault('SELECT 1', { param: ['=1'] })).toContain('expected name=value');
  });

  test.each([
    ['SELECT FROM v_growth', 'line 1, column 8: near "FROM": syntax error'],
    ["SELECT 'FROM', 1 -- FROM\nFROM FROM v_growth", 'line 2, column 6: near "FROM": syntax error'],
    ['SELECT\n  valeu FROM v_observation', 'line 2, column 3: no such column: valeu'],
    ['SELECT o.valeu FROM v_observation o', 'line 1, column 10: no such column: o.valeu'],
    ['SELECT 1 FROM v_observatio', 'line 1, column 15: no such table: v_observatio; did you mean "v_observation"'],
    ['SELECT NO_SUCH(1)', 'line 1, column 8: no such function: NO_SUCH'],
    ['SELECT (1', 'line 1, column 10: incomplete input'],
    ['SELECT 1; SELECT 2', 'line 1, column 11: a second statement begins here'],
    ['DELETE FROM run', 'line 1, column 1: "DELETE": only what reads is run'],
    ["ATTACH 'other.db' AS other", 'line 1, column 1: "ATTACH"'],
    ['VACUUM', 'line 1, column 1: "VACUUM"'],
    ['WITH a AS (SELECT 1) DELETE FROM run RETURNING run_id', 'this statement writes'],
    ['PRAGMA journal_mode', 'line 1, column 8: of the pragmas only those that tell'],
    ['PRAGMA user_version = 7', 'line 1, column 21: of the pragmas only those that tell'],
    ['PRAGMA main.query_only', 'line 1, column 13: of the pragmas'],
    [' -- nothing\n', 'the SQL is empty'],
  ])('refuses %j with the place', async (sql, message) => {
    expect(await fault(sql)).toContain(message);
  });

  test('marks the place beneath the line', async () => {
    expect(await fault('SELECT valeu FROM v_observation')).toBe(
      'SQL, line 1, column 8: no such column: valeu\n  SELECT valeu FROM v_observation\n         ^',
    );
  });

  test.each([
    "SELECT value FROM v_observation WHERE status = 'A;B';",
    'EXPLAIN QUERY PLAN SELECT * FROM v_run',
    'PRAGMA table_info(run)',
    'VALUES (1), (2)',
    'SELECT \';\', "period" /* ; */ FROM v_observation -- ;',
  ])('runs %j', async (sql) => {
    await expect(ask(sql)).resolves.toMatchObject({ err: '' });
  });

  test('leaves the file as it was, byte by byte, whatever is asked', async () => {
    const before = readFileSync(file);
    for (const sql of [
      'DELETE FROM run',
      "INSERT INTO run (pipeline) VALUES ('x') RETURNING run_id",
      'PRAGMA user_version = 99',
      'CREATE TEMP TABLE x (y)',
    ])
      await fault(sql);
    await ask('SELECT * FROM v_observation');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('lists the views, and describes the columns of one', async () => {
    expect((await ask(null, { list: true })).out).toMatch(/^v_growth +Growth of each figure/m);
    expect((await ask(null, { describe: 'v_growth' })).out).toMatch(/^yoy_percent +number +% +Growth over the same months/m);
    expect(await fault(null, { describe: 'v_groth' })).toBe('there is no view "v_groth"; did you mean "v_growth"?');
    expect(await fault(null)).toContain('give SQL');
  });

  test('wants names for the fields of JSON', async () => {
    expect(await fault('SELECT 1 AS a, 2 AS a', { json: true })).toBe('--json: two columns are called "a"; name them with AS');
  });

  describe('as a program', { timeout: 60_000 }, () => {
    test('reads SQL from stdin, and ends with the exit codes of the contract', async () => {
      const child = spawn(process.execPath, [
        new URL('../dist/src/main.js', import.meta.url).pathname,
        'query',
        '-',
        '--db',
        file,
        '--csv',
      ]);
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stdin.end('SELECT COUNT(*) AS figures\nFROM v_observation');
      expect(await once(child, 'close')).toEqual([0, null]);
      expect(out).toBe('figures\n3\n');
      expect(await cli(['query', 'SELEC 1', '--db', file])).toMatchObject({ code: 2, stdout: '' });
    });

    test('takes SQL that begins with a comment for SQL, and an unknown option for that', async () => {
      const sql = '-- how many\nSELECT COUNT(*) AS figures FROM v_observation';
      expect(await cli(['query', sql, '--db', file, '--csv'])).toEqual({ code: 0, stdout: 'figures\n3\n', stderr: '' });
      expect(await cli(['query', '-- how many\nSELECT x FROM v_observation', '--db', file])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('line 2, column 8: no such column: x'),
      });
      expect(await cli(['query', '--how', '--db', file])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("unknown option '--how'"),
      });
    });

    test('a question without end is ended by Ctrl-C, and the database can be written at once', async () => {
      const endless =
        'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, (SELECT value FROM v_observation LIMIT 1) AS value FROM n';
      const child = startCli(['query', endless, '--db', file, '--csv']);
      await once(child.stdout as NodeJS.ReadableStream, 'data');
      child.kill('SIGINT');
      expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
      const db = new Database(file, { timeout: 0 });
      onTestFinished(() => void db.close());
      expect(db.pragma('wal_checkpoint(TRUNCATE)')).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
    });
  });
});

test('db datasette-metadata says what the file says, hides what is private, and its queries run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tradewatch-query-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'my trade.db');
  openStore(file).close();
  const reader = openForQuery(file);
  onTestFinished(() => reader.close());
  let out = '';
  const io = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: () => {},
    env: {},
    cwd: folder,
    isTTY: false,
    now: () => new Date(0),
  };
  expect(await datasetteMetadata(io, reader, file)).toBe(0);
  type Table = { hidden?: boolean; description?: string; columns?: Record<string, string> };
  const { databases } = JSON.parse(out) as {
    databases: Record<string, { tables: Record<string, Table>; queries: Record<string, { sql: string }> }>;
  };
  const { tables = {}, queries = {} } = databases['my trade'] ?? {};
  expect(Object.keys(tables).filter((name) => tables[name]?.hidden !== true)).toEqual(Object.keys(VIEWS).sort());
  expect(tables['v_growth']?.columns?.['yoy_percent']).toMatch(/^Growth over the same months .+ \(number, %\)$/);
  expect(Object.keys(queries)).toHaveLength(Object.keys(VIEWS).length);
  for (const { sql } of Object.values(queries)) expect([...reader.query(sql).rows]).toBeInstanceOf(Array);
});
