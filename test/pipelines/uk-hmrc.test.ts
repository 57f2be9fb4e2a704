import { describe, expect, test } from 'vitest';
import ukHmrc from '../../pipelines/uk-hmrc.ts';
import type { Snapshot } from '../../src/pipeline.ts';
import { describePipeline } from '../support/conformance.ts';
import { ASKING, snapshotOf } from '../support/snapshots.ts';

describePipeline(ukHmrc);

const RECENT = { from: 202502, to: 202503 };
const filterOf = (url: string): string | null => new URL(url).searchParams.get('$filter');

test('asks each calendar year of a product, and no month that has not begun', () => {
  const asked = ukHmrc.requests({ ...ASKING, settings: ukHmrc.settings.parse({}) });
  expect(asked.map((one) => one.key)).toEqual([2023, 2024, 2025].map((year) => `OTS import 85051110 country 720 year ${year}`));
  expect(asked.map(({ url }) => filterOf(url))[2]).toBe(
    "MonthId ge 202501 and MonthId le 202503 and Commodity/Cn8Code eq '85051110' and (CountryId eq 720) and (FlowTypeId eq 1 or FlowTypeId eq 3)",
  );
  expect(asked[2]?.url).toMatch(
    /^http:\/\/127\.0\.0\.1:9\/OTS\?\$filter=.*&\$expand=Commodity\(\$select=CommodityId,Cn8Code,Hs6Code\)&\$top=10000&\$skip=0$/,
  );
  expect(asked[2]?.params).toEqual({
    ...{ key: 'OTS import 85051110 country 720 year 2025', base: 'http://127.0.0.1:9', product: '85051110' },
    ...{ limit: '10000', skip: '0' },
  });
});

test('asks shorter codes by their own field, writes alternatives out, and keeps the address short', () => {
  const settings = ukHmrc.settings.parse({
    products: ['850511', '85'],
    partners: ['CN', 'HK', 'CN', 'JP'],
    flows: ['import', 'export'],
  });
  const asked = ukHmrc.requests({ ...ASKING, window: RECENT, settings });
  expect(asked.map(({ key }) => key)).toEqual([
    'OTS import+export 850511 country 720,740,732 year 2025',
    'OTS import+export 85 country 720,740,732 year 2025',
  ]);
  expect(filterOf(asked[0]?.url ?? '')).toContain(
    "Commodity/Hs6Code eq '850511' and (CountryId eq 720 or CountryId eq 740 or CountryId eq 732)",
  );
  expect(filterOf(asked[1]?.url ?? '')).toContain("Commodity/Hs2Code eq '85'");
  const many =
    'CN HK JP KR US DE FR IT ES PT NL BE LU IE DK SE FI AT PL CZ SK HU RO BG GR HR SI EE LV LT CH NO IS TR IN VN TH MY SG ID PH'.split(' ');
  const long = ukHmrc.requests({ ...ASKING, window: RECENT, settings: ukHmrc.settings.parse({ partners: many }) });
  expect(long).toHaveLength(2);
  for (const { url } of long) expect(url.length).toBeLessThan(2000);
});

test.each([{ partners: ['WORLD'] }, { partners: ['EU'] }, { products: ['8505111'] }, { products: [85051110] }, { flows: [3] }])(
  'does not take the settings %j',
  (settings) => expect(ukHmrc.settings.safeParse(settings).success).toBe(false),
);

const row = { MonthId: 202505, FlowTypeId: 3, SuppressionIndex: 0, CommodityId: 85051110, CountryId: 720, NetMass: 1 };
const bytesOf = (rows: readonly unknown[], more: Record<string, unknown> = {}): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ ...more, value: rows }));
const transform = (rows: readonly unknown[], params: Record<string, string> = {}, change: Partial<Snapshot> = {}) =>
  ukHmrc.transform(snapshotOf(bytesOf(rows), { name: 'answer.json', params, ...change }), ukHmrc.settings.parse({}));

test('sums over ports exactly, so that tenths of pounds leave no binary residue', () => {
  const taken = transform([0.1, 0.2, 0.3].map((Value, PortId) => ({ ...row, PortId, Value })));
  expect(taken.kind === 'observations' && taken.observations[0]?.value).toBe(0.6);
});

test('refuses a page of exactly as many rows as were asked for, and takes one row less', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, PortId) => ({ ...row, PortId, Value: 1 }));
  expect(() => transform(rows(10_000))).toThrow(/10000 rows: the page is full/);
  const taken = transform(rows(9999));
  expect(taken.kind === 'observations' && taken.observations[0]?.value).toBe(9999);
  expect(transform(rows(10_000), { limit: '40000' }).kind).toBe('observations');
  expect(() => transform([], { limit: 'many' })).toThrow(/parameter limit "many"/);
});

test('an answer of which all is suppressed is suppressed: neither an empty one nor one without news', () => {
  const taken = transform([{ ...row, Value: 0, SuppressionIndex: 3 }]);
  expect(taken).toMatchObject({ kind: 'suppressed', reason: expect.stringContaining('withheld, not 0') });
});

describe('an answer in pages', () => {
  const params = { key: 'OTS import 85051110', base: 'http://127.0.0.1:9', product: '85051110', limit: '3', skip: '0' };
  const url = 'http://127.0.0.1:9/OTS?$filter=x&$top=3&$skip=0';
  const rows = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ ...row, PortId: from + index, Value: 1 }));

  test('goes on after a full page, and is read when the short one is there', () => {
    expect(transform(rows(0, 3), params, { url })).toEqual({
      kind: 'page',
      next: { key: 'OTS import 85051110 skip 3', url: 'http://127.0.0.1:9/OTS?$filter=x&$top=3&$skip=3', params: { ...params, skip: '3' } },
    });
    expect(transform(rows(3, 1), { ...params, skip: '3' }, { url, earlier: [bytesOf(rows(0, 3))] })).toMatchObject({
      observations: [
        { measure: 'value', value: 4 },
        { measure: 'net_weight', value: 4 },
      ],
      notes: ['4 rows by port summed to 1'],
      proofs: [{ check: 'pages', received: 2, holds: true, detail: 'the last with 1 rows, fewer than 3' }],
    });
    // As many rows as fill the pages: the short page is an empty one.
    expect(transform([], { ...params, skip: '3' }, { url, earlier: [bytesOf(rows(0, 3))] })).toMatchObject({
      observations: [{ value: 3 }, {}],
    });
  });

  test('is refused when the same page comes again, when rows overlap, and when rows are missing of those that it says it has', () => {
    const earlier = [bytesOf(rows(0, 3))];
    expect(() => transform(rows(0, 3), { ...params, skip: '3' }, { url, earlier })).toThrow(/the same page again with \$skip=3/);
    expect(() => transform(rows(2, 1), { ...params, skip: '3' }, { url, earlier })).toThrow(/pages overlap/);
    const counted = [bytesOf(rows(0, 3), { '@odata.count': 5 })];
    expect(() => transform(rows(3, 1), { ...params, skip: '3' }, { url, earlier: counted })).toThrow(
      /@odata.count is 5, but there are 4 rows in 2 pages/,
    );
  });
});

test('asks whether a code exists when there are no rows, so that a wrong code is an error', () => {
  const params = { key: 'OTS import 85051110', base: 'http://127.0.0.1:9', product: '85051110', limit: '10000', skip: '0' };
  const result = transform([], params);
  if (result.kind !== 'links') throw new Error(result.kind);
  const [check] = result.requests;
  expect(check?.url).toBe("http://127.0.0.1:9/Commodity?$filter=Cn8Code%20eq%20'85051110'&$top=1");
  expect(transform([{ CommodityId: 85051110 }], check?.params).kind).toBe('not_yet_published');
  expect(() => transform([], check?.params)).toThrow(/HMRC knows no commodity 85051110/);
});
