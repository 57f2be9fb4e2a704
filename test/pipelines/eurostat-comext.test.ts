import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import eurostatComext from '../../pipelines/eurostat-comext.ts';
import type { SourceRequest } from '../../src/pipeline.ts';
import { describePipeline } from '../support/conformance.ts';
import { ASKING, snapshotOf } from '../support/snapshots.ts';

describePipeline(eurostatComext);

const HEADER = 'DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE';
const ROW = 'ESTAT:DS-045409(1.0),16/03/26 11:00:00,M,DE,CN,85051110,1,VALUE_IN_EUROS,2025-12,5';

const transform = (bytes: Uint8Array | string, params: Readonly<Record<string, string>> = {}) =>
  eurostatComext.transform(snapshotOf(bytes, { name: 'answer.csv', params }), eurostatComext.settings.parse({}));

const context = { ...ASKING, now: new Date('2026-01-10T00:00:00Z'), window: { from: 202401, to: 202601 } };
const ask = (settings: Record<string, unknown>) =>
  eurostatComext.requests({ ...context, settings: eurostatComext.settings.parse(settings) });
const DATA = 'http://127.0.0.1:9/eurostat/api/comext/dissemination/sdmx/2.1/data';

describe('requests', () => {
  test('ask for value and weight of the products, reporters and partners of the settings', () => {
    expect(ask({}).map(({ key, url, answerStatuses }) => [key, url, answerStatuses])).toEqual([
      [
        'DS-045409 M.EU27_2020.CN.85051110.1.VALUE_IN_EUROS+QUANTITY_IN_100KG',
        `${DATA}/DS-045409/M.EU27_2020.CN.85051110.1.VALUE_IN_EUROS+QUANTITY_IN_100KG?startPeriod=2024-01&endPeriod=2026-01&format=SDMX-CSV`,
        [400, 404, 413],
      ],
    ]);
  });

  test('ask for the dataset by HS code in kilograms, and for no code of eight digits there', () => {
    expect(ask({ dataset: 'DS-059341', products: ['850511'] })[0]?.key).toBe('DS-059341 M.EU27_2020.CN.850511.1.VALUE_EUR+QUANTITY_KG');
    expect(eurostatComext.settings.safeParse({ dataset: 'DS-059341' }).success).toBe(false);
  });

  test('are split by product and period, so that each asks for fewer than 500,000 cells in a short address', () => {
    const products = Array.from({ length: 120 }, (_, index) => `85${String(index).padStart(6, '0')}`);
    expect(ask({ products })).toHaveLength(3);
    const reporters = ['DE', 'FR', 'IT', 'NL', 'ES', 'PL', 'BE', 'SE', 'AT', 'DK'];
    const partners = ['CN', 'US', 'JP', 'KR', 'IN', 'VN', 'GB', 'TR', 'CH', 'NO'];
    const asked = ask({ products, reporters, partners, flows: ['1', '2'] });
    expect(new Set(asked.map(({ key }) => key)).size).toBe(asked.length);
    let total = 0;
    for (const { url } of asked) {
      const [, key = '', query = ''] = /\/DS-045409\/([^?]+)\?(.*)$/.exec(url) ?? [];
      const months = [...query.matchAll(/Period=(\d{4})-(\d{2})/g)].map((match) => Number(match[1]) * 12 + Number(match[2]));
      const cells =
        key.split('.').reduce((product, codes) => product * codes.split('+').length, 1) * ((months[1] ?? 0) - (months[0] ?? 0) + 1);
      expect(cells).toBeLessThan(500_000);
      expect(url.length).toBeLessThan(2000);
      total += cells;
    }
    expect(total).toBe(120 * 10 * 10 * 2 * 2 * 25);
  });
});

test('moves hundreds of kilograms to kilograms on the printed digits, so nothing is added by rounding', () => {
  const result = transform(`${HEADER}\n${ROW.replace('VALUE_IN_EUROS,2025-12,5', 'QUANTITY_IN_100KG,2025-12,11708.68')}\n`);
  expect(result.kind === 'observations' && result.observations[0]?.value).toBe(1170868);
});

test('takes the newest of several dates of update as the date of the vintage', () => {
  const result = transform(`${HEADER}\n${ROW}\n${ROW.replace('16/03/26 11:00:00', '17/04/26').replace('2025-12', '2026-01')}\n`);
  expect(result.kind === 'observations' && result.publishedAt).toBe('2026-04-17');
});

test('unpacks gzip bytes that arrive where CSV was asked for, and refuses them cut', () => {
  const packed = gzipSync(`${HEADER}\n${ROW}\n`);
  expect(transform(packed)).toEqual(transform(`${HEADER}\n${ROW}\n`));
  expect(() => transform(packed.subarray(0, -6))).toThrow(/gzip bytes that do not unpack/);
  expect(() => transform(Uint8Array.of(0x50, 0x4b, 3, 4))).toThrow(/a ZIP archive where CSV was asked for/);
});

test('takes the asynchronous answer and the empty result for what they are in JSON too', () => {
  expect(() =>
    transform('{"warning":{"status":413,"label":"ASYNCHRONOUS_RESPONSE. Your request will be treated asynchronously."}}'),
  ).toThrow(/an asynchronous answer/);
  expect(transform('{"error":[{"status":400,"id":100,"label":"No results found"}]}').kind).toBe('not_yet_published');
});

describe('an answer to a question', () => {
  const question = ask({})[0]?.params ?? {};
  const queued = (status: string): string =>
    `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><ns0:syncResponse xmlns:ns0="http://estat.ec.europa.eu/disschain/soap/extraction"><queued><id>a801f1c5</id><status>${status}</status></queued></ns0:syncResponse></env:Body></env:Envelope>`;
  const prepared = (status: string): string =>
    `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><ns0:asyncResponse xmlns:ns0="http://estat.ec.europa.eu/disschain/soap/asynchronous" xmlns:ns1="http://estat.ec.europa.eu/disschain/asynchronous"><ns1:status><ns1:key>a801f1c5</ns1:key><ns1:status>${status}</ns1:status></ns1:status></ns0:asyncResponse></env:Body></env:Envelope>`;
  const fault = (code: number, text: string): string =>
    `<S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>${code}</faultcode><faultstring>${text}</faultstring></S:Fault>`;
  const requestsOf = (text: string, params: Readonly<Record<string, string>> = question): readonly SourceRequest[] => {
    const result = transform(text, params);
    if (result.kind !== 'links') throw new Error(`expected links, got ${result.kind}`);
    return result.requests;
  };

  test('that is prepared for later is looked for, every half minute, and then fetched', () => {
    const [first] = requestsOf(queued('SUBMITTED'));
    expect(first).toMatchObject({
      url: 'http://127.0.0.1:9/eurostat/api/comext/dissemination/1.0/async/status/a801f1c5',
      afterMs: 30_000,
    });
    const [second] = requestsOf(prepared('PROCESSING'), first?.params);
    expect(second).toMatchObject({ url: first?.url, afterMs: 30_000 });
    expect(second?.key).not.toBe(first?.key);
    const [data] = requestsOf(prepared('AVAILABLE'), second?.params);
    expect(data?.url).toBe('http://127.0.0.1:9/eurostat/api/comext/dissemination/1.0/async/data/a801f1c5');
    expect(transform(`${HEADER}\n${ROW}\n`, data?.params).kind).toBe('observations');
  });

  test('that is never ready, or has expired, is refused with the state that it was in', () => {
    expect(() => transform(prepared('PROCESSING'), { ...question, look: '20' })).toThrow(
      /still prepares the answer a801f1c5 \(PROCESSING\) after 20 looks in 10 minutes/,
    );
    expect(() => transform(prepared('EXPIRED'), question)).toThrow(/now says EXPIRED: it is asked for anew at the next run/);
  });

  test('that is too big is asked for in two halves, and refused when it cannot be split', () => {
    const tooBig = fault(413, 'EXTRACTION_TOO_BIG: The requested extraction is too big, estimated 6000001 rows, max authorised is 5000000');
    expect(requestsOf(tooBig).map(({ url }) => new URL(url).search)).toEqual([
      '?startPeriod=2024-01&endPeriod=2025-01&format=SDMX-CSV',
      '?startPeriod=2025-02&endPeriod=2026-01&format=SDMX-CSV',
    ]);
    expect(() => transform(tooBig, { ...question, to: '2024-01' })).toThrow(/EXTRACTION_TOO_BIG/);
  });

  test('without results is asked once more over the months before: then it is not yet published, or a code is wrong', () => {
    const [wider, ...others] = requestsOf(fault(100, 'No results found'));
    expect(others).toEqual([]);
    expect(wider?.url).toContain('startPeriod=2021-01&endPeriod=2023-12');
    const before = transform(`${HEADER}\n${ROW.replace('2025-12', '2023-11')}\n`, wider?.params);
    expect(before).toEqual({
      kind: 'not_yet_published',
      reason: 'answer.csv: nothing from 2024-01 on is published for this selection yet; its last month is 2023-11',
    });
    expect(() => transform(fault(100, 'No results found'), wider?.params)).toThrow(/a code of these is wrong, or no longer in use/);
    expect(() => transform(fault(100, 'ERR_NOT_FOUND_2: DATA_SET:DS-1 is not available for dissemination.'))).toThrow(/ERR_NOT_FOUND_2/);
  });

  test('says which products have no row, and how many cells were asked for', () => {
    const asked = ask({ products: ['85051110', '85051910'] })[0]?.params;
    expect(transform(`${HEADER}\n${ROW}\n`, asked)).toMatchObject({
      notes: ['no row for 85051910: no such trade in these months, or a code that is no longer in use'],
      proofs: [{ check: 'row_limit', expected: 500_000, received: 100, holds: true }],
    });
  });
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
