import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { observations, publish, temporaryFolder, temporaryStore } from '../support/store.ts';
import { csvRows } from './figures.ts';

test('the command line exports, replaces its own export, and refuses what is wrong', { timeout: 60_000 }, async () => {
  const { store, file } = temporaryStore();
  await publish(store, '2025-07-20T10:00:00.000Z', observations([['2025-06', 3188000]]));
  const folder = temporaryFolder();
  const run = (...args: string[]) => cli(['export', '--db', file, ...args], { cwd: folder });
  const first = await run('--format', 'csv', '--out', 'out', '--json');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(first.stdout)).toMatchObject({
    format: 'csv',
    changed_since: null,
    next_changed_since: '2025-07-20T10:00:00.000Z/1',
    observations: 1,
    vintages: 1,
    files: 3,
  });
  expect(csvRows(join(folder, 'out'), 'observations')).toMatchObject([{ period: '2025-06', value: 3188000 }]);
  const second = await run(
    '--format',
    'parquet',
    '--out',
    'out',
    '--changed-since',
    '2025-07-20',
    '--product',
    '85051110',
    '--partner',
    'WORLD',
  );
  expect(second).toMatchObject({ code: 0, stdout: '' });
  expect(second.stderr).toMatch(/out: 1 observations, 1 vintages, [\d,]+ bytes\n$/);
  expect(readdirSync(join(folder, 'out'))).not.toContain('observations.csv');
  for (const [args, message] of [
    [['--format', 'xlsx', '--out', 'other'], '--format: expected csv, parquet, sdmx-csv, got "xlsx"'],
    [['--format', 'csv', '--out', 'other', '--partner', 'XX'], '"tradewatch series list" shows all'],
    [['--format', 'csv', '--out', 'other', '--from', '2025-13'], '--from: no such month'],
    [['--format', 'csv', '--out', 'other', '--from', '2025-06', '--to', '2025-05'], '--from 2025-06 is after --to 2025-05'],
    [['--format', 'csv', '--out', 'other', '--changed-since', 'yesterday'], '--changed-since: expected a day'],
    [['--format', 'csv', '--out', 'other', '--changed-since', '2025-07-20T09:00:00Z/1'], 'the database was restored or rebuilt'],
    [['--format', 'csv'], "required option '--out <folder>'"],
    [['--format', 'csv', '--out', '.'], 'is no export of tradewatch'],
  ] as const) {
    writeFileSync(join(folder, 'mine.txt'), '');
    const refused = await run(...args);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(message);
  }
  expect(readdirSync(folder).sort()).toEqual(['mine.txt', 'out']);
});
