import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { type CsvRow, openCsv, readCsv } from '../../src/parse/csv.ts';
import { CsvRecords } from '../../src/parse/csv-records.ts';
import { utf8Chunks } from '../../src/parse/encoding.ts';

/** What csv-parse makes of a whole text: records, empty lines left out; null when it is no CSV. */
function reference(text: string): string[][] | null {
  try {
    const records = parse(text, { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] });
    return records.filter((cells) => cells.length > 1 || cells[0] !== '');
  } catch {
    return null;
  }
}

/** Every record, of which each says truly how many of its cells are those of the one before. */
function recordsOf(pieces: Iterable<Uint8Array>): CsvRow[] {
  const records = new CsvRecords(pieces, ',', 'f');
  const list: CsvRow[] = [];
  while (records.next()) {
    const cells = Array.from({ length: records.width }, (_, column) => records.cell(column));
    expect(cells.slice(0, records.repeated)).toEqual(list.at(-1)?.cells.slice(0, records.repeated) ?? []);
    list.push({ line: records.line, cells });
  }
  return list;
}

function rowsOf(pieces: Iterable<Uint8Array>): CsvRow[] {
  const { rows } = openCsv(pieces, { where: 'f' });
  const list: CsvRow[] = [];
  while (rows.next()) list.push({ line: rows.line, cells: rows.cells(list.at(-1)?.cells) });
  return list;
}

function own(pieces: readonly Uint8Array[]): (readonly string[])[] | null {
  try {
    return recordsOf(pieces).map(({ cells }) => cells);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return null;
  }
}

/** Cut anywhere, within a character too. */
function cut(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

/** Odd files, each for a reason that can be seen in it. */
const ODD = [
  '',
  '\n',
  '\n\n',
  'a',
  'a\n',
  'a,b\nc,d',
  'a,b\r\nc,d\r\n',
  'a,b\rc,d\r',
  'a,b\r\nc,d\re,f\n',
  'a,b\n\nc,d\n\n',
  'a,b\n,\nc,\n,d\n',
  'a,b,c\na,b\na,b,c,d\na\na,b,c\n',
  'a,b,c\na,b,d\na\na,b,e\n',
  'a,b\na,b\na,b\n',
  'a,,\na,,\n',
  '"a,b",c\nd,"e\nf"\n',
  '"a""b",c\n"",\n',
  'x,y\n"a\n\n\nb",c\nd,e\n',
  'a"b,c\n',
  '"a"b,c\n',
  '"a,b\nc,d\n',
  'a,b\n1,0.1234567890123\n1,12345678901234567890\n',
  'é,中\né,国\né,文\n',
  'a,b \n a,b\n',
];

describe('records', () => {
  test.each(ODD.map((text) => [text]))('of %j are those that csv-parse gives, wherever it is cut', (text) => {
    for (let size = 1; size <= Buffer.byteLength(text) + 1; size += 1)
      expect(own(cut(text, size)), `pieces of ${size}`).toEqual(reference(text));
  });

  test('of any text are those that csv-parse gives, wherever it is cut', () => {
    const cell = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('', 'a', 'ab', '1.5', 'é') },
      { weight: 1, arbitrary: fc.constantFrom('"a"', '"b,c"', '"d\ne"', '"', 'x"y') },
    );
    const line = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
    const text = fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')), { maxLength: 12 })
      .map((lines) => lines.flat().join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (whole, size) => {
        expect(own(cut(whole, size))).toEqual(reference(whole));
      }),
      { numRuns: 500 },
    );
  });

  test('that begin alike are those that csv-parse gives, however long they are alike', () => {
    const long = fc.constantFrom('ESTAT:DS-045409(1.0)', '16/03/26 11:00:00', '2025-12', '2025-11', '85051110', '85051119', 'é', '文', '');
    const texts = fc
      .array(fc.tuple(fc.nat({ max: 5 }), fc.array(long, { minLength: 1, maxLength: 5 }), fc.constantFrom('\n', '\r\n')), { maxLength: 30 })
      .map((lines) => {
        let before: readonly string[] = [];
        return lines
          .map(([kept, cells, end]) => {
            before = [...before.slice(0, kept), ...cells];
            return `${before.join(',')}${end}`;
          })
          .join('');
      });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 400 }), (whole, size) => {
        expect(own(cut(whole, size))).toEqual(reference(whole));
      }),
      { numRuns: 300 },
    );
  });

  test('of which one is the beginning of the next, and the other way round, are told apart', () => {
    const cells = ['ESTAT:DS-045409(1.0)', '', 'DE', 'CN', '', '', '85051110', '1'];
    const lines = cells.flatMap((_, count) => [
      cells.slice(0, count + 1).join(','),
      cells.join(','),
      `${cells.join(',')},`,
      cells.join(','),
    ]);
    const text = `${lines.join('\n')}\n`;
    const wanted = reference(text);
    for (let size = 1; size <= 200; size += 3) expect(own(cut(text, size))).toEqual(wanted);
  });

  test('have the line on which each begins, in every piece', () => {
    const text = 'a,b\n\n"1\n2",3\r\n4,5\n6,7\n';
    for (let size = 1; size <= text.length; size += 1) expect(recordsOf(cut(text, size)).map(({ line }) => line)).toEqual([1, 3, 5, 6]);
  });

  test('that never end are refused, and not read for ever', () => {
    const pieces = (text: string, count: number): Uint8Array[] => Array.from({ length: count }, () => Buffer.from(text));
    const refused = (given: Uint8Array[]): void => void recordsOf(given);
    expect(() => refused([Buffer.from('a,b\n"c'), ...pieces('x'.repeat(100_000), 30)])).toThrow(
      'f line 2: a quote is opened and never closed',
    );
    expect(() => refused([Buffer.from('a,b\n'), ...pieces('x'.repeat(100_000), 30)])).toThrow('a row is longer than 1000000 bytes');
  });
});

describe('a file of many rows', () => {
  const rows = Array.from(
    { length: 30_000 },
    (_, index) => `M,DE,${index % 7 === 0 ? 'CN' : 'US'},${Math.trunc(index / 40)},${index % 40},${index * 1.37}`,
  );
  const text = `freq,reporter,partner,product,month,value\n${rows.join('\n')}\n`;

  test('gives the same rows and the same sum in pieces of any size as at once', () => {
    const whole = readCsv(text, { where: 'f' });
    const sum = (list: Iterable<{ readonly cells: readonly string[] }>): number =>
      [...list].reduce((total, { cells }) => total + Number(cells[5]), 0);
    expect(whole.rows).toHaveLength(30_000);
    for (const size of [1_000, 4_096, 65_537, 1 << 20]) {
      const read = rowsOf(utf8Chunks(cut(text, size), { where: 'f' }));
      expect(read).toEqual(whole.rows);
      expect(sum(read)).toBe(sum(whole.rows));
    }
  });

  test('is refused where it is cut, or where a row is short', () => {
    const read = (given: string): void => void rowsOf(cut(given, 50_000));
    expect(() => read(text.slice(0, -3))).toThrow('f line 30001: the last line has no line end');
    expect(() => read(text.replace(',500,20,', ',500,'))).toThrow(/f line \d+: 5 columns where the header has 6/);
  });
});

describe('bytes of UTF-8 in pieces', () => {
  const decoded = (chunks: readonly Uint8Array[], declared?: string): string =>
    Buffer.concat(
      [...utf8Chunks(chunks, { where: 'f', ...(declared === undefined ? {} : { declared }) })].map((piece) => Buffer.from(piece)),
    ).toString();

  test('gives the text wherever the bytes are cut, with one mark at the beginning and no more', () => {
    const text = 'a,中\n\uFEFFb,é\nlast';
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text)]);
    for (let size = 1; size <= bytes.length; size += 1) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
      expect(decoded(chunks)).toBe(text);
    }
  });

  test('takes a buffer that is filled anew for each piece', () => {
    const buffer = new Uint8Array(3);
    const pieces: Iterable<Uint8Array> = {
      *[Symbol.iterator]() {
        for (const part of ['a,b', '\nc,', 'd\ne', ',f\n']) {
          buffer.set(new TextEncoder().encode(part));
          yield buffer;
        }
      },
    };
    expect(rowsOf(utf8Chunks(pieces, { where: 'f' })).map(({ cells }) => cells)).toEqual([
      ['c', 'd'],
      ['e', 'f'],
    ]);
  });

  test('decodes what is no UTF-8 as a whole, and refuses what is damaged with its place', () => {
    expect(decoded([Buffer.from('a\n', 'utf16le').subarray(0, 0), Buffer.from('\uFEFFa\nb', 'utf16le')])).toBe('a\nb');
    expect(decoded([new Uint8Array([0xd6, 0xd0, 0x0a])], 'gbk')).toBe('中\n');
    expect(() => decoded([new Uint8Array([0x61, 0x0a, 0xff, 0x0a])])).toThrow('not valid utf-8');
    expect(() => decoded([new TextEncoder().encode('a\n'), new TextEncoder().encode('b\0\n')])).toThrow('a NUL character at byte 3');
    expect(decoded([])).toBe('');
  });
});
