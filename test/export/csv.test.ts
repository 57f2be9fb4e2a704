import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CSV, csvRecord } from '../../src/export/csv.ts';
import { guarded } from '../../src/export/csv-field.ts';
import { columns, csvCells, csvRows, everyKindOfFigure, exportTo, NAMES, sorted, viewRows } from './figures.ts';

describe('CSV', () => {
  test.each([
    ['observations', 'v_observation'],
    ['vintages', 'v_vintage'],
  ])('%s reads back as every row of %s', async (table, view) => {
    const { store, file } = await everyKindOfFigure();
    const folder = await exportTo(store, CSV);
    const expected = viewRows(file, view);
    expect(expected.length).toBeGreaterThan(10);
    const names = Object.keys(expected[0] ?? {});
    expect(sorted(columns(csvRows(folder, table), names))).toEqual(sorted(columns(expected, names)));
    expect(Object.keys(csvRows(folder, table)[0] ?? {})).toEqual([...names, 'period_start', 'period_end']);
  });

  test('gives the days of a period, whatever its kind', async () => {
    const { store } = await everyKindOfFigure();
    const rows = csvRows(await exportTo(store, CSV), 'observations');
    const days = Object.fromEntries(rows.map((r) => [`${r['period_kind']} ${r['period']}`, `${r['period_start']} ${r['period_end']}`]));
    expect(days).toMatchObject({
      'combined 2025-01/2025-02': '2025-01-01 2025-02-28',
      'ytd 2025-01': '2025-01-01 2025-01-31',
      'quarter 2025-01/2025-03': '2025-01-01 2025-03-31',
      'year 2024-01/2024-12': '2024-01-01 2024-12-31',
      'month 2024-11': '2024-11-01 2024-11-30',
    });
  });

  test('is RFC 4180 in UTF-8 without mark: CRLF, as many cells in each record, quotes doubled', async () => {
    const { store } = await everyKindOfFigure();
    const text = readFileSync(join(await exportTo(store, CSV), 'products.csv'), 'utf8');
    expect(text.startsWith('pipeline,classification,product,name\r\n')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text).toContain(`un-comtrade,HS,0101,"''quoted', with a comma\r\nand a second line"\r\n`);
    expect(text).toContain(NAMES.chinese);
  });

  test('has no cell that a spreadsheet takes for a formula', async () => {
    const { store } = await everyKindOfFigure();
    const folder = await exportTo(store, CSV);
    const cells = ['observations', 'vintages', 'products'].flatMap((table) =>
      csvCells(folder, `${table}.csv`).flatMap((row) => Object.values(row)),
    );
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(cells).toContain(`'${NAMES.formula}`);
  });

  test('any text and any number come back as they were', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[=+\-@\t\r\n'"＝a, ]{0,4}$/));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), fc.double({ noNaN: true, noDefaultInfinity: true }), (texts, number) => {
        const record = csvRecord([...texts.map(guarded), number, 'end']);
        const [cells = []] = parse(record, { record_delimiter: '\r\n' }) as string[][];
        expect(cells.slice(0, -2).map((cell) => cell.replace(/^'/, ''))).toEqual(texts);
        // -0 is written as 0: they are the same figure.
        expect(Number(cells.at(-2)) + 0).toBe(number + 0);
      }),
    );
  });

  test('takes only what was asked for', async () => {
    const { store } = await everyKindOfFigure();
    const of = async (selection: Parameters<typeof exportTo>[2]) =>
      csvRows(await exportTo(store, CSV, selection), 'observations').map((row) => `${row['series_key']} ${row['period']}`);
    const american = 'un-comtrade/CN.US.export.HS:850511.value.USD 2025-01';
    expect(await of({ partners: ['US'] })).toEqual([american]);
    expect(await of({ products: ['HS:850511'] })).toEqual([american]);
    expect(await of({ products: ['850511'], pipelines: ['china-customs-query'] })).toEqual([]);
    expect(await of({ reporters: ['CN'], pipelines: ['un-comtrade'], from: 202502 })).toEqual([
      'un-comtrade/CN.EU.re-export.HS:0101.net_weight.kg 2025-02',
    ]);
    expect(await of({ to: 202410 })).toEqual(['china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg 2024-10']);
  });
});
