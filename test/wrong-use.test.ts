import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HELD_BYTES } from '../src/stages/content.ts';
import { cli, project } from './support/cli.ts';
import { temporaryFolder, temporaryStore } from './support/store.ts';

/** Each is answered with exit code 2, and nothing is made. */
describe('what is used wrongly', { timeout: 60_000 }, () => {
  test.each([
    [['held', 'accept', 'un-comtrde'], 'there is no pipeline "un-comtrde"; did you mean "un-comtrade"?'],
    [
      ['held', 'accept', 'uk-hmrc'],
      'the pipeline "uk-hmrc" is turned off: FOLDER/config/tradewatch.yaml has pipelines.uk-hmrc.enabled: false',
    ],
    [['run', 'uk-hmrc'], 'the pipeline "uk-hmrc" is turned off'],
    [['run', 'uk-hmrc', '--dry-run'], 'the pipeline "uk-hmrc" is turned off'],
    [['backfill', 'uk-hmrcc', '--from', '2024-01'], 'there is no pipeline "uk-hmrcc"; did you mean "uk-hmrc"?'],
    [['ingest', 'uk-hmrc', 'config/tradewatch.yaml'], 'the pipeline "uk-hmrc" is turned off'],
    [['backfill', 'un-comtrade', '--from', '2024-13'], '--from: '],
    // Before it is said that there is no database.
    [['growth', 'a/b', '--basis', 'wrong'], '--basis: expected one of mom, yoy, qoq, ytd_yoy, rolling_3m_yoy, got "wrong"'],
    [['series', 'show', 'a/b', '--as-of', 'wrong'], '--as-of: expected a day such as 2025-07-20'],
    [['query', 'SELECT 1', '--param', 'x'], '--param: expected name=value such as month=2025-06, got "x"'],
    [['alerts', 'list', '--state', 'wrong'], '--state: expected one of pending, '],
    [['alerts', 'silence', '--series', '*', '--for', '1y', '--reason', 'x'], '--for: expected hours, days or weeks'],
    [['claims', 'list', '--verdict', 'wrong'], '--verdict: expected one of supported, '],
    [['export', '--format', 'wrong', '--out', 'out'], '--format: expected csv, parquet, sdmx-csv, got "wrong"'],
    [['runs', 'list', '--limit', 'x'], '--limit: expected a whole number above 0'],
    [['status'], 'there is no database at FOLDER/data/tradewatch.db yet'],
    [['db', 'backup', 'copies/copy.db'], 'there is no database at FOLDER/data/tradewatch.db yet'],
    [['replay', '--into', 'copies/replayed.db'], 'there is no database at FOLDER/data/tradewatch.db yet'],
    [['export', '--format', 'csv', '--out', 'copies/out'], 'there is no database at FOLDER/data/tradewatch.db yet'],
  ])('%j', async (args, message) => {
    const folder = temporaryFolder();
    project(folder, 'pipelines:\n  uk-hmrc: { enabled: false }\n');
    const { code, stderr } = await cli(args, { cwd: folder });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message.replace('FOLDER', folder))]);
    expect(readdirSync(folder)).toEqual(['config']);
  });

  // Its thread begins to read the file before it is known what to do with it.
  test('beside a large file is answered as soon', async () => {
    const folder = temporaryFolder();
    project(folder, '');
    writeFileSync(join(folder, 'large.csv'), Buffer.alloc(HELD_BYTES + 1, 'x'));
    const { code, stderr } = await cli(['ingest', 'uk-hmrcc', 'large.csv'], { cwd: folder });
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean "uk-hmrc"?')]);
  });

  test.each([
    [
      ['mirror', '--product', '850511', '--reporter', 'China'],
      '--reporter: expected ISO 3166-1 alpha-2, such as CN, got "China"; did you mean "CN"?',
    ],
    [
      ['mirror', '--product', '850511', '--reporter', 'CN', '--partner', 'USA'],
      '--partner: no country or group has the code "USA"; did you mean "US"?',
    ],
    [['alerts', 'silence', '--series', ' ', '--for', '1d', '--reason', 'x'], '--series: expected a text of 1 to 500 characters'],
    [['db', 'backup', 'folder'], 'folder is not a file; name one, such as folder/tradewatch.db'],
  ])('%j', async (args, message) => {
    const { store, file } = temporaryStore();
    store.close();
    const folder = temporaryFolder();
    project(folder, `database: ${file}\n`);
    mkdirSync(join(folder, 'folder'));
    expect(await cli(args, { cwd: folder })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });
});

test('damage that ends the check itself is a fault that it tells', { timeout: 60_000 }, async () => {
  const { store, file } = temporaryStore();
  store.close();
  const damaged = `${file}.damaged`;
  const bytes = readFileSync(file);
  bytes.fill('X', 4096 * 4, 4096 * 12);
  writeFileSync(damaged, bytes);
  const { code, stdout, stderr } = await cli(['db', 'check', '--db', damaged]);
  expect([code, stderr]).toEqual([1, 'restore a backup (docs/operate.md, "Backup, restore, replay")\n']);
  expect(stdout).toMatch(/malformed|Tree|page/);
});
