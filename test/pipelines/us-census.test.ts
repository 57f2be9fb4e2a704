import { describe, expect, test } from 'vitest';
import usCensus from '../../pipelines/us-census.ts';
import { RefusedError, WaitingError } from '../../src/errors.ts';
import type { Snapshot } from '../../src/pipeline.ts';
import { describePipeline } from '../support/conformance.ts';
import { ASKING, snapshotOf } from '../support/snapshots.ts';

describePipeline(usCensus);

test('asks each calendar year with all countries, no month that has not begun, and leaves the key to be put in when it is sent', () => {
  const asked = usCensus.requests({ ...ASKING, settings: usCensus.settings.parse({}) });
  expect(asked.map((one) => one.key)).toEqual([2023, 2024, 2025].map((year) => `imports/hs 850511 year ${year}`));
  expect(asked.map(({ expectsData }) => expectsData ?? false)).toEqual([true, true, false]);
  expect(asked[2]).toMatchObject({
    url: 'http://127.0.0.1:9/data/timeseries/intltrade/imports/hs?get=CTY_CODE,CTY_NAME,GEN_VAL_MO,GEN_QY1_MO,UNIT_QY1&time=from+2025-01+to+2025-03&COMM_LVL=HS6&I_COMMODITY=850511',
    secretQuery: 'key',
    params: { countries: 'all', partners: 'CN' },
  });
  for (const { url } of asked) expect(new URL(url).searchParams.has('key')).toBe(false);
});

test('asks exports by their own columns, and all goods without a commodity', () => {
  const settings = usCensus.settings.parse({
    flows: ['export'],
    products: ['TOTAL', '8505110000'],
    partners: ['CN', 'ALL'],
  });
  const asked = usCensus.requests({ ...ASKING, window: { from: 202502, to: 202503 }, settings });
  expect(asked.map(({ url }) => url.split('?')[1])).toEqual([
    'get=CTY_CODE,CTY_NAME,ALL_VAL_MO,QTY_1_MO,UNIT_QY1&time=from+2025-01+to+2025-03',
    'get=CTY_CODE,CTY_NAME,ALL_VAL_MO,QTY_1_MO,UNIT_QY1&time=from+2025-01+to+2025-03&COMM_LVL=HS10&E_COMMODITY=8505110000',
  ]);
  expect(asked.map(({ params }) => params)).toEqual([{ countries: 'all' }, { countries: 'all' }]);
});

test.each([
  { partners: ['EU'] },
  { partners: ['XX'] },
  { products: ['8505'.repeat(2)] },
  { products: [850511] },
  { flows: ['X'] },
  { key: 'x' },
])('does not take the settings %j', (settings) => expect(usCensus.settings.safeParse(settings).success).toBe(false));

const transform = (table: unknown, params: Record<string, string> = {}) =>
  usCensus.transform(snapshotOf(JSON.stringify(table), { name: 'answer.json', params }), usCensus.settings.parse({}));
const HEADER = ['CTY_CODE', 'GEN_VAL_MO', 'time'];

test('checks the total of each month and commodity that was asked with all countries, to one dollar', () => {
  const rows = (world: string) => [
    HEADER,
    ['-', world, '2025-01'],
    ['5700', '10', '2025-01'],
    ['-', '7', '2025-02'],
    ['1220', '7', '2025-02'],
  ];
  const taken = transform(rows('11'), { countries: 'all' });
  expect(taken.kind === 'observations' && taken.notes).toEqual(['2 totals of all countries are the sum of their countries']);
  expect(taken.kind === 'observations' && taken.proofs).toMatchObject([
    { check: 'total', subject: 'import HS:TOTAL 2025-01 value USD', expected: 11, received: 10, holds: true },
    { check: 'total', subject: 'import HS:TOTAL 2025-02 value USD', expected: 7, received: 7, holds: true },
  ]);
  expect(() => transform(rows('12'), { countries: 'all' })).toThrow(/all countries 12, but the 1 countries are 10 together/);
  const unchecked = transform(rows('12'));
  expect(unchecked.kind === 'observations' && unchecked.notes).toEqual([]);
});

test('checks no total where groups stand without any country', () => {
  const taken = transform([HEADER, ['-', '7', '2025-02'], ['5XXX', '7', '2025-02']]);
  expect(taken.kind === 'observations' && taken.observations.map(({ partner }) => partner)).toEqual(['WORLD']);
});

test('gives no figure, and no refusal, for a partner with which there was no trade', () => {
  const taken = transform([HEADER, ['-', '7', '2025-02'], ['1220', '7', '2025-02']], { countries: 'all', partners: 'CN' });
  expect(taken.kind === 'observations' && taken.observations).toEqual([]);
});

test.each([
  ['a month 13', ['5700', '1', '2025-13'], /row 1: there is no month "2025-13"/],
  ['a value in words', ['5700', 'N.A.N', '2025-01'], /expected a number/],
  ['a value with an exponent', ['5700', '1e400', '2025-01'], /expected a number/],
  ['a decimal comma', ['5700', '1.234,5', '2025-01'], /expected a number/],
  ['a negative value', ['5700', '-5', '2025-01'], /GEN_VAL_MO -5 is negative/],
  ['a value too large', ['5700', '9'.repeat(16), '2025-01'], /larger than can be held exactly/],
  ['a value of forty digits', ['5700', '9'.repeat(40), '2025-01'], /larger than can be held exactly/],
  ['a number that is no string', ['5700', 5, '2025-01'], /GEN_VAL_MO is 5; all cells are strings/],
])('%s', (_, row, message) => {
  expect(() => transform([HEADER, row])).toThrow(message);
});

describe('a page where JSON was asked for', () => {
  const page = (title: string): Snapshot => ({
    ...{ bytes: new TextEncoder().encode(`<html><head><title>${title}</title></head><body></body></html>`), name: 'hs', url: null },
    ...{ mediaType: 'text/html', retrievedAt: '2026-06-30T00:00:00Z', params: {}, columns: null, earlier: [] },
  });
  const attempt = (title: string) => () => usCensus.transform(page(title), usCensus.settings.parse({}));

  test.each(['Invalid Key', 'Missing Key'])('waits for a key: %s', (title) => {
    expect(attempt(title)).toThrow(WaitingError);
    expect(attempt(title)).toThrow(/does not accept the key; check CENSUS_API_KEY/);
  });

  test('is refused when it is about something else', () => {
    expect(attempt('Scheduled maintenance')).toThrow(RefusedError);
  });
});
