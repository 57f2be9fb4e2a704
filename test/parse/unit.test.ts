import { expect, test } from 'vitest';
import { readUnit } from '../../src/parse/unit.ts';

test.each([
  ['千克', 'kg', 0],
  ['克', 'kg', -3],
  ['吨', 'kg', 3],
  ['万吨', 'kg', 7],
  ['Kilogram', 'kg', 0],
  ['Ton', 'kg', 3],
  ['10,000 Tons', 'kg', 7],
  ['10,000\u00A0Tons', 'kg', 7],
  ['Number of item', 'items', 0],
  ['个', 'items', 0],
  ['台', 'items', 0],
  ['百枚', 'items', 2],
  ['千个', 'items', 3],
  ['万个', 'items', 4],
  ['100 Million PCS', 'items', 8],
  ['10,000 Sets', 'items', 4],
  ['10,000 Autos', 'items', 4],
  ['Ship', 'items', 0],
  ['双', 'pairs', 0],
  ['万双', 'pairs', 4],
  ['10,000 Pairs', 'pairs', 4],
  ['100 Million Pairs', 'pairs', 8],
  ['10,000 CBM', 'm3', 4],
  ['千升', 'litres', 3],
  ['千瓦时', 'kWh', 0],
  ['千瓦', 'kW', 0],
  ['百万贝可', 'Bq', 6],
  ['克拉', 'carats', 0],
  ['千米', 'm', 3],
])('reads %s as %s times ten to the power %i', (printed, unit, exponent) => {
  expect(readUnit(printed, 'cell')).toEqual({ unit, exponent });
});

test.each(['打', 'Dozen', '35.0', '10,000', 'Tons per day', 'constructor', '__proto__'])(
  'refuses %s by name, and says which are known',
  (printed) => {
    expect(() => readUnit(printed, 'row 3')).toThrow(`row 3: unknown unit "${printed}"; known are kilogram, gram, ton`);
  },
);
