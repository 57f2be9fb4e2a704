import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import unComtrade from '../../pipelines/un-comtrade.ts';
import { RefusedError } from '../../src/errors.ts';
import type { Snapshot, SourceRequest, Transformed } from '../../src/pipeline.ts';
import { describePipeline } from '../support/conformance.ts';
import { ASKING, snapshotOf } from '../support/snapshots.ts';

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

const snapshot = (rows: readonly unknown[], change: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(JSON.stringify({ elapsedTime: '0.1 secs', count: rows.length, data: rows, error: '' }), { name: 'answer.json', ...change });

const transform = (rows: readonly unknown[], change: Partial<Snapshot> = {}) => unComtrade.transform(snapshot(rows, change), settings);

/** A row of getDa. */
const available = (period: number, lastReleased = '2025-06-02T00:00:00', reporterCode = 156) => ({
  ...{ freqCode: 'M', period, reporterCode, classificationCode: 'H6', totalRecords: 9 },
  ...{ firstReleased: '2025-01-01T00:00:00', lastReleased },
});

/** The calls that an answer of getDa leads to. */
function calls(rows: readonly unknown[], options: { hasSecret?: boolean; settings?: unknown } = {}): readonly SourceRequest[] {
  const wanted = unComtrade.settings.parse(options.settings ?? {});
  const [request] = unComtrade.requests({ ...ASKING, hasSecret: options.hasSecret ?? false, settings: wanted });
  const result = unComtrade.transform(snapshot(rows, { params: request?.params ?? {} }), wanted);
  return result.kind === 'links' ? result.requests : [];
}

describe('the row limit', () => {
  const year = Array.from({ length: 12 }, (_, index) => available(202401 + index));

  test('refuses a file of exactly 500 rows, and takes one of 499 or 501, which no preview can be', () => {
    expect(() => transform(months(500))).toThrow(/500 rows: the row limit \(500\) is reached exactly/);
    expect(transform(months(499)).kind).toBe('observations');
    expect(transform(months(501)).kind).toBe('observations');
  });

  test('takes 500 rows of a call with a key, whose limit is higher', () => {
    expect(transform(months(500), { params: { limit: '100000' } })).toMatchObject({
      kind: 'observations',
      proofs: [
        { check: 'row_limit', expected: 100000, received: 500, holds: true },
        { check: 'row_count', expected: 500, received: 500, holds: true },
      ],
    });
  });

  test('asks a truncated answer again in two halves, by months, then products, then partners, and refuses what cannot be halved', () => {
    const settings = { products: ['850511', '850519'], partners: ['US', 'JP'] };
    let [request] = calls(year, { settings });
    const halved: string[] = [];
    for (;;) {
      const asked = request?.params ?? {};
      halved.push([asked['months']?.split(',').length, asked['products'], asked['partners']].join(' '));
      const result = attempt(months(500), asked);
      if (result instanceof RefusedError) break;
      if (result.kind !== 'links') throw new Error(result.kind);
      expect(result.requests).toHaveLength(2);
      expect(new Set(result.requests.map(({ key }) => key)).size).toBe(2);
      expect(result.requests.every(({ once, params }) => once === true && params?.['released'] === asked['released'])).toBe(true);
      request = result.requests[1];
    }
    expect(halved).toEqual([
      ...['12 850511,850519 842,392', '6 850511,850519 842,392', '3 850511,850519 842,392', '1 850511,850519 842,392'],
      ...['1 850519 842,392', '1 850519 392'],
    ]);
  });
});

const attempt = (rows: readonly unknown[], params: Readonly<Record<string, string>>): Transformed | RefusedError => {
  try {
    return transform(rows, { params });
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
};

describe('requests', () => {
  test('asks first what there is, one call for each reporter', () => {
    const settings = unComtrade.settings.parse({ reporters: ['CN', 'JP', 'CN'] });
    expect(unComtrade.requests({ ...ASKING, settings }).map(({ key, url }) => [key, url])).toEqual([
      ['availability C/M/HS reporter 156', 'http://127.0.0.1:9/public/v1/getDa/C/M/HS?reporterCode=156'],
      ['availability C/M/HS reporter 392', 'http://127.0.0.1:9/public/v1/getDa/C/M/HS?reporterCode=392'],
    ]);
  });

  test('asks then for the months that are there and wanted, by calendar year, with the totals pinned', () => {
    const asked = calls([available(202302), available(202311), available(202401), available(202402, '2025-07-01T00:00:00')]);
    expect(asked.map(({ key, url, once, secretHeader }) => [key, url, once, secretHeader])).toEqual([
      [
        'C/M/HS reporter 156 flow X partner 0 product 850511 period 202311 released 2025-06-02T00:00:00',
        'http://127.0.0.1:9/public/v1/preview/C/M/HS?reporterCode=156&period=202311&cmdCode=850511&flowCode=X&partnerCode=0&motCode=0&customsCode=C00&partner2Code=0',
        true,
        undefined,
      ],
      [
        'C/M/HS reporter 156 flow X partner 0 product 850511 period 202401,202402 released 2025-07-01T00:00:00',
        'http://127.0.0.1:9/public/v1/preview/C/M/HS?reporterCode=156&period=202401,202402&cmdCode=850511&flowCode=X&partnerCode=0&motCode=0&customsCode=C00&partner2Code=0',
        true,
        undefined,
      ],
    ]);
  });

  test('asks with the key, in a header and never in the address, when there is one', () => {
    const [one] = calls([available(202401)], { hasSecret: true });
    expect(one).toMatchObject({ secretHeader: 'Ocp-Apim-Subscription-Key', params: { limit: '100000' } });
    expect(one?.url).toMatch(/^http:\/\/127\.0\.0\.1:9\/data\/v1\/get\/C\/M\/HS\?.*&maxRecords=100000$/);
  });

  test('asks anew for a year in which a month was released anew, and for no other', () => {
    const before = calls([available(202311), available(202401)]).map(({ key }) => key);
    const after = calls([available(202311), available(202401, '2025-08-01T00:00:00')]).map(({ key }) => key);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  test('splits many partners and products so that no call can reach the row limit or a long address', () => {
    const products = Array.from({ length: 260 }, (_, index) => `85${String(index + 1000)}`);
    const months = Array.from({ length: 12 }, (_, index) => available(202401 + index));
    for (const [hasSecret, limit] of [
      [false, 500],
      [true, 100_000],
    ] as const) {
      const asked = calls(months, { hasSecret, settings: { products, partners: ['WORLD', 'US', 'JP'], flows: ['X', 'M'] } });
      expect(new Set(asked.map((one) => one.key)).size).toBe(asked.length);
      for (const { url } of asked) {
        const query = new URL(url).searchParams;
        const count = (name: string): number => (query.get(name) ?? '').split(',').length;
        expect(count('period')).toBeLessThanOrEqual(12);
        expect(count('period') * count('cmdCode') * count('partnerCode')).toBeLessThan(limit);
        expect(url.length).toBeLessThan(4096);
      }
      expect(new Set(asked.flatMap(({ url }) => (new URL(url).searchParams.get('cmdCode') ?? '').split(','))).size).toBe(260);
    }
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

describe('what there is', () => {
  test('is nothing yet, when no month that is wanted is listed', () => {
    const params = { base: 'http://x', available: '156', from: '202303', to: '202503', keyed: 'no' };
    expect(transform([available(202201)], { params }).kind).toBe('not_yet_published');
    expect(transform([], { params }).kind).toBe('not_yet_published');
    expect(() => transform([available(202401, undefined, 842)], { params })).toThrow(/reporterCode 842, but 156 was asked for/);
    expect(() => transform([available(202413)], { params })).toThrow(/there is no month 202413/);
  });

  test('makes an error of an empty answer: a parameter is wrong', () => {
    const [request] = calls([available(202401)]);
    expect(() => transform([], { params: request?.params ?? {} })).toThrow(
      /no rows, although UN Comtrade lists 202401 for reporter 156: flow X, partner 0 or product 850511 is wrong/,
    );
  });

  test('says which of the months that are listed have no rows', () => {
    const [request] = calls([available(202401), available(202402)]);
    expect(transform([row()], { params: request?.params ?? {} })).toMatchObject({
      notes: ['no rows for 202402, which UN Comtrade lists: no such trade in these months'],
    });
  });
});

test('states all months of an answer whose months follow each other, and nothing of a month that was not asked for, or of a file', () => {
  const answered = (...months: readonly number[]): Transformed => {
    const [request] = calls(months.map((month) => available(month)));
    const rows = months.map((month) => row({ refMonth: month % 100, period: String(month) }));
    return transform(rows, { params: request?.params ?? {} });
  };
  expect(answered(202401, 202402, 202403)).toMatchObject({ statesAllMonths: true });
  expect(answered(202401, 202403)).toMatchObject({ statesAllMonths: false });
  expect(transform([row()])).toMatchObject({ statesAllMonths: false });
});

describe('an answer that comes in pieces', () => {
  /** Rows of the twelve months of 2024, of so many products. */
  const rows = (products: number): Record<string, unknown>[] =>
    Array.from({ length: 12 * products }, (_, index) => {
      const month = (index % 12) + 1;
      return row({
        ...{ refMonth: month, period: `2024${String(month).padStart(2, '0')}` },
        ...{ cmdCode: String(100_000 + Math.floor(index / 12)), cmdDesc: `Goods ${Math.floor(index / 144)}` },
        ...{ primaryValue: index / 8 + 0.01, netWgt: index % 5 === 0 ? null : index, isNetWgtEstimated: index % 3 === 0 },
      });
    });

  const given = (bytes: Uint8Array, size: number, params = {}): Snapshot => ({
    ...snapshot([], { params }),
    bytes: new Uint8Array(),
    chunks: {
      *[Symbol.iterator]() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
      },
    },
  });

  test('is read as one that is held, however it is cut', () => {
    const { bytes } = snapshot(rows(20));
    const held = unComtrade.transform({ ...snapshot([]), bytes }, settings);
    expect(held).toMatchObject({ kind: 'observations', notes: ['48 rows without net weight (null, or 0 for N/A)'] });
    for (const size of [1, 7, 1000, 65_536]) expect(unComtrade.transform(given(bytes, size), settings)).toEqual(held);
  });

  test('gives a table when it has many figures: the values that JSON.parse reads', () => {
    const all = rows(700);
    const result = unComtrade.transform(given(snapshot(all).bytes, 65_536, { limit: '100000' }), settings);
    if (result.kind !== 'table') throw new Error(result.kind);
    const values = new Map(Array.from(result.table, (o) => [`${o.product} ${o.period.end} ${o.measure}`, [o.value, o.status]]));
    const weighed = all.filter((one) => Number(one['netWgt']) > 0);
    expect(values.size).toBe(all.length + weighed.length);
    for (const one of all) expect(values.get(`${one['cmdCode']} ${one['period']} value`)).toEqual([one['primaryValue'], 'A']);
    for (const one of weighed)
      expect(values.get(`${one['cmdCode']} ${one['period']} net_weight`)).toEqual([one['netWgt'], one['isNetWgtEstimated'] ? 'E' : 'A']);
  });

  test('is refused for the gravest of its faults, not for the first that is met', () => {
    const wrong = [row({ primaryValue: -1 }), row({ partnerCode: 842, motCode: 1 }), row(), row({ partnerCode: 9999 })];
    const refusal = (given: readonly unknown[], tail = '],"error":""}'): string => {
      const text = `{"count":${given.length},"data":[${given.map((one) => JSON.stringify(one)).join(',')}${tail}`;
      const result = attemptBytes(new TextEncoder().encode(text));
      return result instanceof RefusedError ? result.message : result.kind;
    };
    expect(refusal(wrong, ',')).toMatch(/the text is cut/);
    expect(refusal(wrong, '],"error":"no such period"}')).toMatch(/answered with an error: no such period/);
    expect(refusal(wrong)).toMatch(/data\[3\]: unknown partnerCode 9999/);
    expect(refusal(wrong.slice(0, 3))).toMatch(/data\[2\]: the same reporter.* as answer.json data\[0\]/);
    expect(refusal(wrong.slice(0, 2))).toMatch(/data\[1\]: a part by mode of transport/);
    expect(refusal(wrong.slice(0, 1))).toMatch(/data\[0\]: primaryValue is -1/);
  });

  const attemptBytes = (bytes: Uint8Array): Transformed | RefusedError => {
    try {
      return unComtrade.transform(given(bytes, 100), settings);
    } catch (error) {
      if (error instanceof RefusedError) return error;
      throw error;
    }
  };
});

test('keeps how each figure of a series is valued', () => {
  const months = [
    row({ flowCode: 'M', cifvalue: 1, fobvalue: null }),
    row({ flowCode: 'M', refMonth: 2, period: '202402', cifvalue: 2, fobvalue: 1 }),
  ];
  const result = transform(months);
  expect(result.kind === 'observations' && result.observations.filter(({ measure }) => measure === 'value')).toMatchObject([
    { period: { end: 202401 }, valuation: 'CIF' },
    { period: { end: 202402 }, valuation: 'FOB' },
  ]);
});

describe('rows of one answer are read as each is read alone', () => {
  const change = fc.record({
    refMonth: fc.integer({ min: 1, max: 12 }),
    reporterCode: fc.constantFrom(156, '842', ' 842'),
    partnerCode: fc.constantFrom(0, 842, 156, '392'),
    flowCode: fc.constantFrom('X', 'M', 'RX'),
    classificationCode: fc.constantFrom('H5', 'H6'),
    cmdCode: fc.constantFrom('850511', '281111', '85'),
    cmdDesc: fc.constantFrom('Magnets', 'Acid', '', null),
    qtyUnitCode: fc.constantFrom(-1, 3, 5, '5', 8, 9, 99),
    qty: fc.constantFrom(null, 0, 3, 2.5),
    isQtyEstimated: fc.constantFrom(true, false, null),
    netWgt: fc.constantFrom(null, 0, 7.25),
    isNetWgtEstimated: fc.constantFrom(true, false, null),
    isReported: fc.constantFrom(true, false, null),
    cifvalue: fc.constantFrom(null, 4, 5),
    fobvalue: fc.constantFrom(null, 4, 5),
    primaryValue: fc.constantFrom(4, 5),
  });
  type Change = (typeof change extends fc.Arbitrary<infer T> ? T : never) & Record<string, unknown>;
  const subjectOf = (c: Change): string => [Number(c.reporterCode), Number(c.partnerCode), c.flowCode, c.cmdCode, c.refMonth].join(' ');
  const rowsOf = (changes: readonly Change[]) => changes.map((c) => row({ ...c, period: `2024${String(c.refMonth).padStart(2, '0')}` }));
  const changes = fc.uniqueArray(change, { selector: subjectOf, minLength: 2, maxLength: 40, size: 'max' });
  const textsOf = (result: Transformed): string[] => {
    if (result.kind !== 'observations') throw new Error(result.kind);
    return result.observations.map((o) => JSON.stringify(Object.entries(o).sort()));
  };
  const refusalOf = (rows: readonly unknown[]): string | null => {
    try {
      transform(rows);
      return null;
    } catch (error) {
      if (error instanceof RefusedError) return error.message;
      throw error;
    }
  };

  test('figures, valuations and statuses', () => {
    fc.assert(
      fc.property(changes, (given) => {
        const rows = rowsOf(given as Change[]);
        expect(textsOf(transform(rows)).sort()).toEqual(rows.flatMap((one) => textsOf(transform([one]))).sort());
      }),
    );
  });

  test('what is wrong with one of them, with its place', () => {
    const wrong = fc.constantFrom(
      { primaryValue: -1 },
      { qty: 'many' },
      { netWgt: undefined },
      { isReported: 'yes' },
      { isNetWgtEstimated: undefined },
      { cmdCode: 'x' },
      { partnerCode: 9999 },
      { period: '202413' },
      { qtyUnitCode: 1.5 },
      { motCode: undefined },
    );
    fc.assert(
      fc.property(changes, fc.nat(), wrong, (given, place, fault) => {
        const rows = rowsOf(given as Change[]);
        const at = place % rows.length;
        rows[at] = { ...rows[at], ...fault };
        const alone = refusalOf([rows[at]]);
        expect(alone).toContain('data[0]');
        expect(refusalOf(rows)).toBe(alone?.replaceAll('data[0]', `data[${at}]`));
      }),
    );
  });
});
