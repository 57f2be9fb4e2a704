import { expect, test } from 'vitest';
import japanCustoms from '../../pipelines/japan-customs.ts';
import { describePipeline } from '../support/conformance.ts';
import { snapshotOf } from '../support/snapshots.ts';

describePipeline(japanCustoms);

const HEADER =
  'Exp or Imp,Year,HS,Unit1,Unit2,Quantity1-Year,Quantity2-Year,Value-Year,Quantity1-Jan,Quantity2-Jan,Value-Jan,Quantity1-Feb,Quantity2-Feb,Value-Feb';

const transform = (text: string | Uint8Array, params: Record<string, string> = {}) =>
  japanCustoms.transform(
    snapshotOf(text, { name: 'file.csv', retrievedAt: '2026-11-20T00:00:00Z', params }),
    japanCustoms.settings.parse({}),
  );

test('never sums: the file of the world and the file of countries give series of their own', () => {
  const world = transform(`${HEADER}\n1,2026,'850511000',,KG,0,9,9,0,9,9,0,0,0\n`);
  const china = transform(`${HEADER.replace('HS,', 'HS,Country,')}\n1,2026,'850511000',105,,KG,0,4,4,0,4,4,0,0,0\n`);
  const partners = [world, china].map((result) => (result.kind === 'observations' ? result.observations.map((o) => o.partner) : []));
  expect(partners).toEqual([
    ['WORLD', 'WORLD'],
    ['CN', 'CN'],
  ]);
});

test('takes a month that is 0 in one row and not in another as a true zero, for each flow and year apart', () => {
  const result = transform(
    `${HEADER}\n1,2025,'850511000',,KG,0,1,1,0,1,1,0,0,0\n1,2025,'850519000',,KG,0,1,1,0,0,0,0,1,1\n1,2026,'850511000',,KG,0,1,1,0,1,1,0,0,0\n`,
  );
  if (result.kind !== 'observations') throw new Error(result.kind);
  const weights = result.observations.filter((o) => o.measure === 'net_weight').map((o) => [o.product, o.period.end, o.value]);
  expect(weights).toEqual([
    ['850511000', 202501, 1],
    ['850511000', 202502, 0],
    ['850519000', 202501, 0],
    ['850519000', 202502, 1],
    ['850511000', 202601, 1],
  ]);
});

test('scales thousands of yen on the printed digits', () => {
  const result = transform(`${HEADER}\n1,2026,'850511000',,KG,0,0,99999999999999,0,0,99999999999999,0,0,0\n`);
  expect(result.kind === 'observations' && result.observations[0]?.value).toBe(99_999_999_999_999_000);
});

test('refuses a parameter month that is no month, or has not ended', () => {
  const file = `${HEADER}\n1,2026,'850511000',,KG,0,9,9,0,9,9,0,0,0\n`;
  expect(() => transform(file, { month: '2026-13' })).toThrow(/parameter month "2026-13"; expected the newest month/);
  expect(() => transform(file, { month: '2026-11' })).toThrow(/2026-11 had not ended/);
});

test('refuses bytes that are neither UTF-8 nor CP932, and a time series cut inside a character', () => {
  expect(() => transform(Uint8Array.of(0x81, 0x73, 0x90, 0xa2, 0x8a))).toThrow(/not valid utf-8/);
  expect(() => transform(Uint8Array.of(0xff, 0xfd, 0x00))).toThrow(/not valid utf-8/);
});
