import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareGrowth, scaleDecimal } from '../../src/domain/quantity.ts';

describe('scaling a printed decimal', () => {
  test('is exact where a multiplication of doubles is not', () => {
    expect(scaleDecimal('11708.68', 2)).toBe(1170868);
    expect(scaleDecimal('5864.6', 3)).toBe(5864600);
    expect(scaleDecimal('1.1', 8)).toBe(110000000);
    expect(scaleDecimal('345', -3)).toBe(0.345);
    expect(Object.is(scaleDecimal('-0', 3), 0)).toBe(true);
  });

  test.each(['1,234', '1e400', '1e3', 'NaN', '', '-', '1.2.3', '٣'])('refuses %j', (text) => {
    expect(() => scaleDecimal(text, 0)).toThrow(RangeError);
  });
});

describe('comparing a growth with a threshold', () => {
  test('takes the threshold itself as reached, in decimals too', () => {
    expect(compareGrowth(125, 100, 25)).toBe(0);
    expect(compareGrowth(1.1, 0.88, 25)).toBe(0);
    expect(compareGrowth(0.3, 0.1, 200)).toBe(0);
    expect(compareGrowth(75, 100, -25)).toBe(0);
  });

  test('tells 24.999999 % from 25 %', () => {
    expect(compareGrowth(124.999999, 100, 25)).toBe(-1);
    expect(compareGrowth(125.000001, 100, 25)).toBe(1);
  });

  test('agrees with whole-number arithmetic for figures of any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 50 }),
        fc.integer({ min: 0, max: 2 ** 50 }),
        fc.integer({ min: -100, max: 1000 }),
        (base, current, percent) => {
          const difference = 100n * BigInt(current - base) - BigInt(percent) * BigInt(base);
          expect(compareGrowth(current, base, percent)).toBe(difference === 0n ? 0 : difference > 0n ? 1 : -1);
        },
      ),
    );
  });
});
