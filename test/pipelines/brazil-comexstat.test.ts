import { expect, test } from 'vitest';
import brazilComexstat from '../../pipelines/brazil-comexstat.ts';
import { describePipeline } from '../support/conformance.ts';
import { ASKING, snapshotOf } from '../support/snapshots.ts';

describePipeline(brazilComexstat);

const RECENT = { from: 202502, to: 202503 };

test('posts one question for each calendar year, and asks no month that has not begun', () => {
  const asked = brazilComexstat.requests({ ...ASKING, settings: brazilComexstat.settings.parse({}) });
  expect(asked.map((one) => one.key)).toEqual([2023, 2024, 2025].map((year) => `import ncm 85051100 country 160 year ${year}`));
  expect(asked.map(({ body }) => JSON.parse(body ?? '').period)).toEqual([
    { from: '2023-01', to: '2023-12' },
    { from: '2024-01', to: '2024-12' },
    { from: '2025-01', to: '2025-03' },
  ]);
  expect(asked[2]).toMatchObject({
    url: 'http://127.0.0.1:9/general',
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    params: { flow: 'import', from: '2025-01', to: '2025-03', base: 'http://127.0.0.1:9', products: '85051100', countries: '160' },
  });
  expect(JSON.parse(asked[2]?.body ?? '')).toEqual({
    flow: 'import',
    monthDetail: true,
    period: { from: '2025-01', to: '2025-03' },
    filters: [
      { filter: 'ncm', values: ['85051100'] },
      { filter: 'country', values: ['160'] },
    ],
    details: ['country', 'ncm'],
    metrics: ['metricFOB', 'metricKG'],
  });
});

test('asks for all partners without a filter, and for a partner by each of its codes, zeros kept', () => {
  const bodyOf = (partners: string[]) =>
    brazilComexstat
      .requests({ ...ASKING, window: RECENT, settings: brazilComexstat.settings.parse({ partners }) })
      .map(({ body }) => JSON.parse(body ?? '').filters);
  expect(bodyOf(['DE', 'KN'])).toEqual([
    [
      { filter: 'ncm', values: ['85051100'] },
      { filter: 'country', values: ['023', '678', '695'] },
    ],
  ]);
  expect(bodyOf(['CN', 'ALL'])).toEqual([[{ filter: 'ncm', values: ['85051100'] }]]);
});

test('splits many products, and keeps the pace that the publisher wants', () => {
  const products = Array.from({ length: 120 }, (_, index) => `85${String(index).padStart(6, '0')}`);
  const settings = brazilComexstat.settings.parse({ products, flows: ['import', 'export'] });
  const asked = brazilComexstat.requests({ ...ASKING, window: RECENT, settings });
  expect(asked).toHaveLength(6);
  expect(new Set(asked.map(({ key }) => key)).size).toBe(6);
  expect(brazilComexstat.paceMs).toBeGreaterThanOrEqual(12_000);
});

test.each([{ partners: ['WORLD'] }, { partners: ['EU'] }, { products: ['850511'] }, { products: [85051100] }, { flows: ['imp'] }])(
  'does not take the settings %j',
  (settings) => expect(brazilComexstat.settings.safeParse(settings).success).toBe(false),
);

const ROW = { coNcm: '85051100', year: '2025', monthNumber: '05', country: 'China', metricFOB: '5', metricKG: '1' };
const transform = (row: Record<string, unknown>, params: Record<string, string> = { flow: 'import' }) =>
  brazilComexstat.transform(
    snapshotOf(JSON.stringify({ data: { list: [row] }, success: true, message: null }), { name: 'answer.json', params }),
    brazilComexstat.settings.parse({}),
  );

test.each([
  ['a value that is a list', { metricFOB: [5] }, {}, /metricFOB is \[5\]; expected a number as text/],
  ['a value too large', { metricFOB: '9'.repeat(17) }, {}, /larger than can be held exactly/],
  ['a value with an exponent', { metricFOB: '1e400' }, {}, /expected a number/],
  ['a country by its number', { country: 160 }, {}, /unknown country "160"/],
  ['a flow that is none', {}, { flow: 're-export' }, /flow "re-export"; expected import or export/],
  ['a window that is none', {}, { from: '2025-13', to: '2025-12' }, /parameters from "2025-13"/],
])('%s is refused', (_, change, params, message) => {
  expect(() => transform({ ...ROW, ...change }, { flow: 'import', ...params })).toThrow(message);
});

test('takes figures that are numbers too, and an answer without weights', () => {
  const { metricKG: _, ...row } = ROW;
  const taken = transform({ ...row, metricFOB: 5 });
  expect(taken.kind === 'observations' && taken.observations.map(({ measure, value }) => [measure, value])).toEqual([['value', 5]]);
});

test('asks for all countries when an empty list comes for months that are out: no such trade, or a wrong code', () => {
  const [request] = brazilComexstat.requests({ ...ASKING, settings: brazilComexstat.settings.parse({}) });
  const answer = (list: readonly unknown[], params: Readonly<Record<string, string>> = {}) =>
    brazilComexstat.transform(
      {
        ...{
          bytes: new TextEncoder().encode(JSON.stringify({ data: { list }, success: true, language: 'pt' })),
          name: 'general',
          url: null,
        },
        ...{ mediaType: null, retrievedAt: '2025-03-10T00:00:00Z', params, columns: null, earlier: [] },
      },
      brazilComexstat.settings.parse({}),
    );
  const result = answer([], request?.params);
  if (result.kind !== 'links') throw new Error(result.kind);
  const [wider] = result.requests;
  expect(wider).toMatchObject({ method: 'POST', url: 'http://127.0.0.1:9/general' });
  expect(JSON.parse(wider?.body ?? '')).toMatchObject({ filters: [{ filter: 'ncm', values: ['85051100'] }] });
  const row = { coNcm: '85051100', year: '2023', monthNumber: '05', country: 'Alemanha', ncm: 'x', metricFOB: '1', metricKG: '1' };
  expect(answer([row], wider?.params)).toMatchObject({
    kind: 'not_yet_published',
    reason: 'general: no import of 85051100 with country 160 from 2023-01 to 2023-12; with other countries there was some',
  });
  expect(() => answer([], wider?.params)).toThrow(/a code of these is wrong, or no longer in use/);
});
