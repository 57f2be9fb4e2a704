import { describe, expect, test } from 'vitest';
import unComtrade from '../../pipelines/un-comtrade.ts';
import type { Snapshot } from '../../src/pipeline.ts';
import { describePipeline } from '../support/conformance.ts';

describePipeline(unComtrade);

const settings = unComtrade.settings.parse({});

/** A row as the preview gives it, with the fields that are read. */
const row = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  typeCode: 'C',
  freqCode: 'M',
  refYear: 2024,
  refMonth: 1,
  period: '202401',
  reporterCode: 156,
  flowCode: 'X',
  partnerCode: 0,
  partner2Code: 0,
  classificationCode: 'H6',
  cmdCode: '850511',
  cmdDesc: 'Magnets',
  customsCode: 'C00',
  motCode: 0,
  qtyUnitCode: 8,
  qtyUnitAbbr: 'kg',
  qty: 1,
  isQtyEstimated: false,
  netWgt: 1,
  isNetWgtEstimated: false,
  cifvalue: null,
  fobvalue: 1,
  primaryValue: 1,
  isReported: true,
  ...change,
});

const months = (count: number): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, index) => {
    const year = 1980 + Math.floor(index / 12);
    const month = (index % 12) + 1;
    return row({ refYear: year, refMonth: month, period: `${year}${String(month).padStart(2, '0')}`, classificationCode: 'S2' });
  });

const snapshot = (rows: readonly unknown[], change: Partial<Snapshot> = {}): Snapshot => ({
  bytes: new TextEncoder().encode(JSON.stringify({ elapsedTime: '0.1 secs', count: rows.length, data: rows, error: '' })),
  name: 'answer.json',
  url: null,
  mediaType: null,
  retrievedAt: '2026-06-30T00:00:00Z',
  params: {},
  columns: null,
  earlier: [],
  ...change,
});

const transform = (rows: readonly unknown[], change: Partial<Snapshot> = {}) => unComtrade.transform(snapshot(rows, change), settings);

describe('the row limit', () => {
  test('refuses an answer of exactly 500 rows, and takes one of 499', () => {
    expect(() => transform(months(500))).toThrow(/500 rows: the row limit \(500\) is reached exactly/);
    expect(transform(months(499)).kind).toBe('observations');
  });

  test('takes 500 rows of a call with a key, whose limit is higher', () => {
    expect(transform(months(500), { params: { limit: '100000' } }).kind).toBe('observations');
  });
});

describe('requests', () => {
  const context = {
    now: new Date('2025-03-10T00:00:00Z'),
    baseUrl: 'http://127.0.0.1:9',
    lastMonth: null,
    window: { from: 202303, to: 202503 },
    hasSecret: false,
  };

  test('asks calendar years with the totals pinned, and no month that has not begun', () => {
    const asked = unComtrade.requests({ ...context, settings });
    expect(asked.map((one) => one.key)).toEqual(
      [2023, 2024, 2025].map((year) => `C/M/HS reporter 156 flow X partner 0 product 850511 year ${year}`),
    );
    expect(asked[2]?.url).toBe(
      'http://127.0.0.1:9/public/v1/preview/C/M/HS?reporterCode=156&period=202501,202502,202503&cmdCode=850511&flowCode=X&partnerCode=0&motCode=0&customsCode=C00&partner2Code=0',
    );
  });

  test('splits many partners and products so that no call can reach the row limit or a long address', () => {
    const products = Array.from({ length: 60 }, (_, index) => `8505${String(index).padStart(2, '0')}`);
    const asked = unComtrade.requests({
      ...context,
      settings: unComtrade.settings.parse({ products, partners: ['WORLD', 'US', 'JP'], flows: ['X', 'M'] }),
    });
    expect(new Set(asked.map((one) => one.key)).size).toBe(asked.length);
    for (const { url } of asked) {
      const query = new URL(url).searchParams;
      const count = (name: string): number => (query.get(name) ?? '').split(',').length;
      expect(count('period')).toBeLessThanOrEqual(12);
      expect(count('period') * count('cmdCode') * count('partnerCode')).toBeLessThan(500);
      expect(url.length).toBeLessThan(4096);
    }
    expect(new Set(asked.flatMap(({ url }) => (new URL(url).searchParams.get('cmdCode') ?? '').split(','))).size).toBe(60);
  });

  test('refuses a country that UN Comtrade has no code for, in the settings', () => {
    expect(unComtrade.settings.safeParse({ reporters: ['TW'] }).success).toBe(false);
    expect(unComtrade.settings.safeParse({ products: [850511] }).success).toBe(false);
  });
});

describe('a row that is not as published is refused with its place', () => {
  test.each([
    ['an unknown partner', { partnerCode: 9999, partnerDesc: 'Atlantis' }, /data\[0\]: unknown partnerCode 9999 \(Atlantis\)/],
    ['France by its ISO number, which is not its number here', { partnerCode: 250 }, /unknown partnerCode 250/],
    ['an unknown classification', { classificationCode: 'H9' }, /classificationCode "H9"; known are H0/],
    ['services', { typeCode: 'S' }, /services are not read/],
    ['a month 13', { period: '202413', refMonth: 13 }, /there is no period 202413/],
    ['a period that contradicts itself', { refMonth: 2 }, /refYear and refMonth say 2024 and 2/],
    ['a month in the future', { refYear: 2030, period: '203001' }, /2030-01 lies after the download/],
    ['a negative value', { primaryValue: -5 }, /primaryValue is -5/],
    ['a value as text', { primaryValue: '5' }, /expected a number or null/],
    ['a field that was renamed', { netWgt: undefined }, /no field "netWgt"/],
  ])('%s', (_, change, message) => {
    expect(() => transform([row(change)])).toThrow(message);
  });
});

test('takes the older code of Italy, but not both codes for one figure', () => {
  expect(transform([row({ partnerCode: 381 })]).kind).toBe('observations');
  expect(() => transform([row({ partnerCode: 381 }), row({ partnerCode: 380 })])).toThrow(/the same reporter, partner/);
});
