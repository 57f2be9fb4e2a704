import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { readAmount } from '../../src/news/amounts.ts';
import { formatResolved, readPublished, resolve } from '../../src/news/anchor.ts';
import { commodityNames } from '../../src/news/commodities.ts';
import { normalise } from '../../src/news/normalise.ts';
import { readNumber } from '../../src/news/numbers.ts';
import { readChinesePeriod } from '../../src/news/periods-chinese.ts';
import { readEnglishPeriod } from '../../src/news/periods-english.ts';

describe('numbers', () => {
  test.each([
    ['11,238.5', 11238.5],
    ['twenty-one', 21],
    ['one hundred and five', 105],
    ['二十一', 21],
    ['三点五', 3.5],
    ['五四二.五', 542.5],
    ['5万8193.1', 58193.1],
    ['36.02万亿', 36.02e12],
    ['1亿2千万', 1.2e8],
  ])('%s is %d', (text, value) => {
    expect(readNumber(text, 0)).toEqual({ value, end: text.length });
  });

  test.each([
    ['11.67 million tons', { kind: 'level', value: 11_670_000, unit: 't' }],
    ['435亿美元', { kind: 'level', value: 43_500_000_000, unit: 'USD' }],
    ['US$68.6m', { kind: 'level', value: 68_600_000, unit: 'USD' }],
    ['9,711.5 billion yen', { kind: 'level', value: 9_711_500_000_000, unit: 'JPY' }],
    ['三成五', { kind: 'percent', percent: 35, high: null, sign: null }],
    ['百分之五', { kind: 'percent', percent: 5, high: null, sign: null }],
    ['5% to 29%', { kind: 'percent', percent: 5, high: 29, sign: null }],
    ['-12.7%', { kind: 'percent', percent: 12.7, high: null, sign: 'down' }],
    ['1.2个百分点', { kind: 'points' }],
    ['3 percentage points', { kind: 'points' }],
    ['sevenfold', { kind: 'multiple', factor: 7, form: 'fold' }],
    ['2.4 times', { kind: 'multiple', factor: 2.4, form: 'times' }],
    ['two-thirds', { kind: 'multiple', factor: 2 / 3, form: 'part' }],
    ['1.3倍', { kind: 'multiple', factor: 1.3, form: 'bei' }],
  ])('%s is an amount', (text, meaning) => {
    expect(readAmount(text, 0)).toEqual({ meaning, end: text.length });
  });
});

describe('times, in a text of 20 August 2025', () => {
  const anchor = { published: readPublished('2025-08-20'), textYear: null, current: null };
  const when = (text: string): string | null => {
    const read = readChinesePeriod(text, 0) ?? readEnglishPeriod(text, 0);
    const period = read === null ? null : resolve(read.period, anchor);
    return period === null ? null : formatResolved(period);
  };

  test.each([
    ['June', '2025-06'],
    ['August', '2024-08'],
    ['Sept. 2023', '2023-09'],
    ['last month', '2025-07'],
    ['January-February', '2025-01..2025-02'],
    ['the first seven months of this year', '2025-01..2025-07'],
    ['the second quarter of 2025', '2025-Q2'],
    ['2Q25', '2025-Q2'],
    ['H1 2024', '2024-01..2024-06'],
    ['the second half of 2024', '2024-07..2024-12'],
    ['April-September first half of fiscal 2024', '2024-04..2024-09'],
    ['Q1 FY26', '2025-Q2'],
    ['H2 FY25', '2024-10..2025-03'],
    ['Q1-Q3 2024', '2024-01..2024-09'],
    ['twelve months to June', '2024-07..2025-06'],
    ['through May', '2025-01..2025-05'],
    ['FY2024-25', '2024-04..2025-03'],
    ['the first 20 days of August', '2025-08-01..2025-08-20'],
    ['Aug. 1-10', '2025-08-01..2025-08-10'],
    ['the year to July', '2025-01..2025-07'],
    ['full-year 2024', '2024'],
    ['6月份', '2025-06'],
    ['去年12月', '2024-12'],
    ['十月', '2024-10'],
    ['前7个月', '2025-01..2025-07'],
    ['1至7月', '2025-01..2025-07'],
    ['1-2月', '2025-01..2025-02'],
    ['上半年', '2025-01..2025-06'],
    ['第二季度', '2025-Q2'],
    ['2024年全年', '2024'],
    ['8月前20天', '2025-08-01..2025-08-20'],
    ['7月上旬', '2025-07-01..2025-07-10'],
    ['early 2025', null],
    ['May be', null],
  ])('%s is %s', (text, expected) => {
    expect(when(text)).toBe(expected);
  });

  test('a month without a year is unknown in a text without a date', () => {
    const read = readEnglishPeriod('June', 0);
    expect(read === null ? null : resolve(read.period, { published: null, textYear: null, current: null })).toBeNull();
  });
});

describe('the text', () => {
  test('is simplified and composed, and each place leads back to the original', () => {
    const original = '出口５％，磁鐵ﬁ e\u0301nd';
    const { text, sourceStart, sourceEnd } = normalise(original);
    expect(text).toBe('出口5%，磁铁fi énd');
    expect(original.slice(sourceStart(text.indexOf('铁')), sourceEnd(text.indexOf('铁')))).toBe('鐵');
    expect(original.slice(sourceStart(text.indexOf('é')), sourceEnd(text.indexOf('é')))).toBe('e\u0301');
    expect(sourceEnd(text.length)).toBe(original.length);
  });
});

describe('names of commodities', () => {
  test('are refused when the data has another shape', () => {
    expect(() => commodityNames({ 'Rare Earths': ['rare earths'] })).toThrow(/an id such as/);
    expect(() => commodityNames({ steel: [] })).toThrow();
  });
});

test('a text keeps nothing in memory, whatever marks stand on its characters', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const MARKS = Array.from({ length: 0x70 }, (_, i) => String.fromCodePoint(0x300 + i));
  const marked = (at: number): string => `海${MARKS[at % 97]}${MARKS[Math.floor(at / 97) % 97]}${MARKS[at % 89]?.repeat(60)}`;
  normalise(marked(0));
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < 20_000; at += 1) normalise(marked(at));
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(1.5e6);
});
