import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyFault, type SeriesDimensions } from '../../src/domain/series.ts';

/** Seven parts, each of them faulty now and then: about as many keys are sound as not. */
const mostly = (sound: readonly string[], faulty: readonly string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...sound) }, { weight: 1, arbitrary: fc.constantFrom(...faulty) });
const key = fc.record({
  reporter: mostly(['CN', 'US'], ['', 'C N', 'ＣＮ']),
  partner: mostly(['WORLD', 'CN'], ['-', 'A/B']),
  flow: mostly(['export', 'import'], ['transit']),
  classification: mostly(['HS', 'HS8'], ['H.S']),
  product: mostly(['850511', 'TOTAL'], ['8505.11', '_']),
  measure: mostly(['value', 'net_weight', 'quantity'], ['price']),
  unit: mostly(['kg', 'USD', 'items'], ['m²']),
}) as unknown as fc.Arbitrary<SeriesDimensions>;

test('a key is as faulty behind one that is sound as it is alone', () => {
  let [sound, faulty] = [0, 0];
  fc.assert(
    fc.property(fc.array(key, { minLength: 20, maxLength: 20 }), (keys) => {
      for (const before of keys.filter((one) => keyFault(one) === null))
        for (const one of keys) {
          const alone = keyFault(one);
          expect(keyFault(one, before)).toBe(alone);
          if (alone === null) sound += 1;
          else faulty += 1;
        }
    }),
  );
  expect(Math.min(sound, faulty)).toBeGreaterThan(1000);
});
