import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyFault, type SeriesDimensions } from '../../src/domain/series.ts';

const key = fc.record({
  reporter: fc.constantFrom('CN', 'US', '', 'C N', 'ＣＮ'),
  partner: fc.constantFrom('WORLD', 'CN', '-', 'A/B'),
  flow: fc.constantFrom('export', 'import', 'transit'),
  classification: fc.constantFrom('HS', 'HS8', 'H.S'),
  product: fc.constantFrom('850511', 'TOTAL', '8505.11', '_'),
  measure: fc.constantFrom('value', 'net_weight', 'quantity', 'price'),
  unit: fc.constantFrom('kg', 'USD', 'items', 'm²'),
}) as unknown as fc.Arbitrary<SeriesDimensions>;

test('a key is as faulty behind one that is sound as it is alone', () => {
  let [sound, faulty] = [0, 0];
  fc.assert(
    fc.property(fc.array(key, { minLength: 50, maxLength: 50 }), (keys) => {
      for (const before of keys.filter((one) => keyFault(one) === null))
        for (const one of keys) {
          const alone = keyFault(one);
          expect(keyFault(one, before)).toBe(alone);
          if (alone === null) sound += 1;
          else faulty += 1;
        }
    }),
  );
  expect(Math.min(sound, faulty)).toBeGreaterThan(100);
});
