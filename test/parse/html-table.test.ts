import { describe, expect, test } from 'vitest';
import { readHtml, readTables } from '../../src/parse/html-table.ts';

const grid = (table: string) => readTables(readHtml(table, 'page'), 'table', 'page')[0]?.map((row) => row.map((cell) => cell.text));

describe('readTables', () => {
  test('puts a spanning cell into each of its places', () => {
    expect(grid('<table><tr><td rowspan=2>a</td><td colspan="2">b</td></tr><tr><td>c</td><td>d</td></tr></table>')).toEqual([
      ['a', 'b', 'b'],
      ['a', 'c', 'd'],
    ]);
  });

  test('keeps the indentation by no-break spaces, and makes all white space one space', () => {
    const cell = readTables(
      readHtml('<table><tr><td>\n<span>&nbsp;&nbsp;&nbsp;Motor<br/>\n&nbsp;vehicles </span></td></tr></table>', 'p'),
      'table',
      'p',
    )[0]?.[0]?.[0];
    expect(cell).toEqual({ text: 'Motor vehicles', indent: 3, row: 0, column: 0 });
  });

  test('leaves a short row short, and a rowspan that reaches beyond the table within it', () => {
    expect(grid('<table><tr><td>a</td><td>b</td></tr><tr><td rowspan="9">c</td></tr></table>')).toEqual([['a', 'b'], ['c']]);
  });

  test.each([
    ['<table><tr><td>a', 'the page is cut'],
    ['<table><tr><td>a</td></tr></table', 'the page is cut'],
    ['<table><tr><td colspan="0">a</td></tr></table>', 'colspan "0"; expected a whole number from 1'],
    ['<table><tr><td colspan="9999999">a</td></tr></table>', 'expected a whole number'],
    ['<table><tr><td colspan="101">a</td></tr></table>', 'more than 100 columns'],
    ['<table><tr><td>a</td><td rowspan=2>b</td></tr><tr></tr></table>', 'cell 1 is missing'],
    ['<table><tr><td>a</td><td rowspan=2>b</td></tr><tr><td colspan=2>c</td></tr></table>', 'two cells overlap'],
    ['<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>', 'a table within the table'],
  ])('refuses %s', (html, reason) => {
    expect(() => grid(html)).toThrow(reason);
  });
});

describe('readHtml', () => {
  test('refuses elements 100,000 deep, over which the parser itself would take minutes', () => {
    expect(() => readHtml('<div>'.repeat(100_000), 'page')).toThrow('nested more than 1000 deep');
  });

  test('refuses a page that is too large', () => {
    expect(() => readHtml('x'.repeat(5_000_001), 'page')).toThrow('at most 5000000 are read');
  });
});
