import { expect, test } from 'vitest';
import pipeline from '../../pipelines/china-customs-query.ts';
import type { Transformed } from '../../src/pipeline.ts';
import { describePipeline } from '../support/conformance.ts';
import { snapshotOf } from '../support/snapshots.ts';

describePipeline(pipeline);

const settings = pipeline.settings.parse({});
const header = '"数据年月","贸易伙伴编码","商品编码","美元",\n';
const read = (text: string, name = 'out.csv'): Transformed =>
  pipeline.transform(snapshotOf(text, { name, retrievedAt: '2026-06-01T00:00:00Z' }), settings);

test('refuses a file that reaches the 10,000 rows at which the query ends, and takes one row less', () => {
  const rows = (count: number): string =>
    header +
    Array.from({ length: count }, (_, i) => `"2025${String((i % 12) + 1).padStart(2, '0')}","502","${10_000_000 + i}","${i}",\n`).join('');
  expect(() => read(rows(10_000))).toThrow('10000 rows: the query ends at 10000');
  expect(read(rows(9_999))).toMatchObject({ kind: 'observations', observations: { length: 9_999 } });
});

test('sums money exactly where doubles would not', () => {
  const mode = '"数据年月","贸易方式编码","商品编码","美元",\n';
  const result = read(`${mode}"202501","10","85051110","0.1",\n"202501","14","85051110","0.2",\n`);
  expect(result).toMatchObject({ observations: [{ value: 0.3 }] });
});

test('takes a partner from a name such as e502202506.csv when the file has no partner column', () => {
  const result = read('"数据年月","商品编码","美元",\n"202506","85051110","5",\n', 'e502202506.csv');
  expect(result).toMatchObject({ observations: [{ partner: 'US', flow: 'export' }] });
});

test('asks nothing: a person downloads the file', () => {
  expect([pipeline.schedule, pipeline.baseUrl]).toEqual([null, null]);
});
