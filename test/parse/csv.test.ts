import { describe, expect, test } from 'vitest';
import { readCsv } from '../../src/parse/csv.ts';

const read = (text: string, options = {}) => readCsv(text, { where: 'f', ...options });

describe('readCsv', () => {
  test('gives rows with the line on which each begins', () => {
    const table = read('a,b\r\n"1","2\n3"\r\n\r\n4,5\r\n');
    expect(table).toEqual({
      header: ['a', 'b'],
      rows: [
        { line: 2, cells: ['1', '2\n3'] },
        { line: 5, cells: ['4', '5'] },
      ],
    });
  });

  test('drops the empty last column that Chinese customs writes, when it is allowed', () => {
    expect(read('a,b,\n1,2,\n', { trailingDelimiter: true })).toEqual({ header: ['a', 'b'], rows: [{ line: 2, cells: ['1', '2'] }] });
    expect(() => read('a,b,\n1,2,\n')).toThrow('column 3 has no name');
    expect(() => read('a,b,\n1,2,3\n', { trailingDelimiter: true })).toThrow('f line 2: "3" stands after the last column');
  });

  test('reads a file without header by given names, whose number must fit', () => {
    expect(read('1,2,\n', { columns: ['a', 'b'], trailingDelimiter: true }).rows).toEqual([{ line: 1, cells: ['1', '2'] }]);
    expect(() => read('1,2\n', { columns: ['a'] })).toThrow('f line 1: 2 columns, but 1 were named with --columns');
  });

  test.each([
    ['', 'the file is empty'],
    ['a,b\n1\n', 'f line 2: 1 columns where the header has 2'],
    ['a,b\n1,2,3\n', 'f line 2: 3 columns where the header has 2'],
    ['a,a\n1,2\n', 'the column "a" occurs twice, as columns 1 and 2'],
    ['a,\n1,2\n', 'column 2 has no name'],
    ['a;b\n1;2\n', 'columns are separated by ";"; expected ","'],
    ['a\tb\n1\t2\n', 'columns are separated by "\\t"'],
    ['a,b\n"1,2\n', 'a quote is opened and never closed'],
    ['a,b\n"1"x,2\n', 'text stands after a closing quote'],
    ['a,b\n1"x,2\n', 'a quote stands inside a field'],
    ['a,b\n1,23', 'f line 2: the last line has no line end'],
  ])('refuses %j: %s', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });

  test('takes a last line without line end when its last field is closed', () => {
    expect(read('a,b\n"1","2"').rows).toHaveLength(1);
  });

  test('reads 20,000 rows, and refuses more rows than it is told', () => {
    const text = `a,b\n${'1,2\n'.repeat(20_000)}`;
    expect(read(text).rows).toHaveLength(20_000);
    expect(() => read(text, { maxRows: 10 })).toThrow('20000 rows; at most 10 are read');
  });
});
