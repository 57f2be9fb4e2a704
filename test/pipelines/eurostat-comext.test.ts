import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import eurostatComext from '../../pipelines/eurostat-comext.ts';
import { describePipeline } from '../support/conformance.ts';

describePipeline(eurostatComext);

const HEADER = 'DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE';
const ROW = 'ESTAT:DS-045409(1.0),16/03/26 11:00:00,M,DE,CN,85051110,1,VALUE_IN_EUROS,2025-12,5';

const transform = (bytes: Uint8Array | string) =>
  eurostatComext.transform(
    {
      bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
      name: 'answer.csv',
      url: null,
      mediaType: null,
      retrievedAt: '2026-06-30T00:00:00Z',
      params: {},
      columns: null,
      earlier: [],
    },
    eurostatComext.settings.parse({}),
  );

test('asks for value and weight of the products, reporters and partners of the settings, and splits many products', () => {
  const context = {
    now: new Date('2026-01-10T00:00:00Z'),
    baseUrl: 'http://127.0.0.1:9',
    lastMonth: null,
    window: { from: 202401, to: 202601 },
    hasSecret: false,
  };
  expect(eurostatComext.requests({ ...context, settings: eurostatComext.settings.parse({}) })).toEqual([
    {
      key: 'DS-045409 M.EU27_2020.CN.85051110.1.VALUE_IN_EUROS+QUANTITY_IN_100KG',
      url: 'http://127.0.0.1:9/eurostat/api/comext/dissemination/sdmx/2.1/data/DS-045409/M.EU27_2020.CN.85051110.1.VALUE_IN_EUROS+QUANTITY_IN_100KG?startPeriod=2024-01&format=SDMX-CSV',
    },
  ]);
  const products = Array.from({ length: 120 }, (_, index) => `85${String(index).padStart(6, '0')}`);
  const asked = eurostatComext.requests({ ...context, settings: eurostatComext.settings.parse({ products }) });
  expect(asked).toHaveLength(3);
  for (const { url } of asked) expect(url.length).toBeLessThan(2000);
});

test('moves hundreds of kilograms to kilograms on the printed digits, so nothing is added by rounding', () => {
  const result = transform(`${HEADER}\n${ROW.replace('VALUE_IN_EUROS,2025-12,5', 'QUANTITY_IN_100KG,2025-12,11708.68')}\n`);
  expect(result.kind === 'observations' && result.observations[0]?.value).toBe(1170868);
});

test('takes the newest of several dates of update as the date of the vintage', () => {
  const result = transform(`${HEADER}\n${ROW}\n${ROW.replace('16/03/26 11:00:00', '17/04/26').replace('2025-12', '2026-01')}\n`);
  expect(result.kind === 'observations' && result.publishedAt).toBe('2026-04-17');
});

test('refuses gzip bytes that arrive where CSV was asked for', () => {
  expect(() => transform(gzipSync(`${HEADER}\n${ROW}\n`))).toThrow(/gzip bytes where CSV was asked for/);
});

test('takes the asynchronous answer and the empty result for what they are in JSON too', () => {
  expect(() =>
    transform('{"warning":{"status":413,"label":"ASYNCHRONOUS_RESPONSE. Your request will be treated asynchronously."}}'),
  ).toThrow(/an asynchronous answer/);
  expect(transform('{"error":[{"status":400,"id":100,"label":"No results found"}]}').kind).toBe('not_yet_published');
});

describe('a row that is not as published is refused with its line', () => {
  test.each([
    ['another dataset', ROW.replace('DS-045409', 'DS-018995'), /line 2: dataset "ESTAT:DS-018995\(1.0\)"; read are DS-045409, DS-059341/],
    ['an unknown partner', ROW.replace(',CN,', ',CQ,'), /line 2: unknown partner "CQ"/],
    ['an unknown indicator', ROW.replace('VALUE_IN_EUROS', 'VALUE_IN_NAC'), /unknown indicator "VALUE_IN_NAC"/],
    ['a third flow', ROW.replace(',1,', ',3,'), /flow "3"; expected 1/],
    ['a product that is no code', ROW.replace('85051110', '8505111'), /product "8505111"/],
    ['a month 13', ROW.replace('2025-12', '2025-13'), /there is no month "2025-13"/],
    ['a month after the publication', ROW.replace('2025-12', '2026-04'), /2026-04 lies after the publication \(2026-03\)/],
    ['a day that does not exist', ROW.replace('16/03/26', '31/02/26'), /LAST UPDATE "31\/02\/26 11:00:00"/],
    ['a month before the day, as Americans write', ROW.replace('16/03/26', '03/16/26'), /LAST UPDATE/],
    ['a negative value', ROW.replace(/5$/, '-5'), /OBS_VALUE -5 is negative/],
    ['a value in words', ROW.replace(/5$/, 'n.c.x'), /expected a number/],
    ['a decimal comma', ROW.replace(/5$/, '"1.234,5"'), /expected a number/],
  ])('%s', (_, row, message) => {
    expect(() => transform(`${HEADER}\n${row}\n`)).toThrow(message);
  });

  test('a figure that is flagged confidential and printed all the same', () => {
    expect(() => transform(`${HEADER},OBS_FLAG\n${ROW},c\n`)).toThrow(/OBS_VALUE 5, but flagged confidential/);
    expect(() => transform(`${HEADER},OBS_FLAG\n${ROW},y\n`)).toThrow(/unknown flag "y"/);
  });
});
