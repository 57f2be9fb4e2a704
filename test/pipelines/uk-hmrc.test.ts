import { expect, test } from 'vitest';
import ukHmrc from '../../pipelines/uk-hmrc.ts';
import { describePipeline } from '../support/conformance.ts';

describePipeline(ukHmrc);

const context = { now: new Date('2025-03-10T00:00:00Z'), baseUrl: 'http://127.0.0.1:9', lastMonth: null };
const filterOf = (url: string): string | null => new URL(url).searchParams.get('$filter');

test('asks each calendar year of a product, and no month that has not begun', () => {
  const asked = ukHmrc.requests({ ...context, settings: ukHmrc.settings.parse({}) });
  expect(asked.map((one) => one.key)).toEqual([2023, 2024, 2025].map((year) => `OTS import 85051110 country 720 year ${year}`));
  expect(asked.map(({ url }) => filterOf(url))[2]).toBe(
    "MonthId ge 202501 and MonthId le 202503 and Commodity/Cn8Code eq '85051110' and (CountryId eq 720) and (FlowTypeId eq 1 or FlowTypeId eq 3)",
  );
  expect(asked[2]?.url).toMatch(
    /^http:\/\/127\.0\.0\.1:9\/OTS\?\$filter=.*&\$expand=Commodity\(\$select=CommodityId,Cn8Code,Hs6Code\)&\$top=10000&\$skip=0$/,
  );
  expect(asked[2]?.params).toEqual({ limit: '10000' });
});

test('asks shorter codes by their own field, writes alternatives out, and keeps the address short', () => {
  const settings = ukHmrc.settings.parse({
    products: ['850511', '85'],
    partners: ['CN', 'HK', 'CN', 'JP'],
    flows: ['import', 'export'],
    months_back: 1,
  });
  const asked = ukHmrc.requests({ ...context, settings });
  expect(asked.map(({ key }) => key)).toEqual([
    'OTS import+export 850511 country 720,740,732 year 2025',
    'OTS import+export 85 country 720,740,732 year 2025',
  ]);
  expect(filterOf(asked[0]?.url ?? '')).toContain(
    "Commodity/Hs6Code eq '850511' and (CountryId eq 720 or CountryId eq 740 or CountryId eq 732)",
  );
  expect(filterOf(asked[1]?.url ?? '')).toContain("Commodity/Hs2Code eq '85'");
  const many =
    'CN HK JP KR US DE FR IT ES PT NL LI UY IE DK SE FI AT PL CZ SK HU RO BG GR HR SI EE LV LT CH NO IS TR IN VN TH MY SG ID PH'.split(' ');
  const long = ukHmrc.requests({ ...context, settings: ukHmrc.settings.parse({ partners: many, months_back: 1 }) });
  expect(long).toHaveLength(2);
  for (const { url } of long) expect(url.length).toBeLessThan(2000);
});

test.each([{ partners: ['WORLD'] }, { partners: ['EU'] }, { products: ['8505111'] }, { products: [85051110] }, { flows: [3] }])(
  'does not take the settings %j',
  (settings) => expect(ukHmrc.settings.safeParse(settings).success).toBe(false),
);

const row = { MonthId: 202505, FlowTypeId: 3, SuppressionIndex: 0, CommodityId: 85051110, CountryId: 720, NetMass: 1 };
const transform = (rows: readonly unknown[], params: Record<string, string> = {}) =>
  ukHmrc.transform(
    {
      bytes: new TextEncoder().encode(JSON.stringify({ value: rows })),
      name: 'answer.json',
      url: null,
      mediaType: null,
      retrievedAt: '2026-06-30T00:00:00Z',
      params,
      columns: null,
    },
    ukHmrc.settings.parse({}),
  );

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

test('takes an answer of which all is suppressed as one without figures, and says so', () => {
  const taken = transform([{ ...row, Value: 0, SuppressionIndex: 3 }]);
  expect(taken).toMatchObject({ kind: 'observations', observations: [], notes: [expect.stringContaining('withheld, not 0')] });
});
