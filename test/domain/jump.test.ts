import { expect, test } from 'vitest';
import { JUMP_FACTOR, jumpFrom } from '../../src/domain/jump.ts';
import { addMonths } from '../../src/domain/period.ts';

/** Figures of the months from January 2024 on. */
const months = (...values: (number | null)[]) => values.map((value, index) => ({ period: addMonths(202401, index), value }));
const jump = (value: number | null, values: readonly (number | null)[], at = 202412) => jumpFrom(value, at, months(...values), JUMP_FACTOR);

test('a figure of another unit is a jump, up and down, and what it is held against is told', () => {
  expect(jump(15_000, [14, 15, 16])).toEqual({ middle: 15, count: 3 });
  expect(jump(0.015, [14, 15, 16])).toEqual({ middle: 15, count: 3 });
  expect(jump(1500, [15])).toEqual({ middle: 15, count: 1 });
});

test('a figure less than a hundred times away is none, nor is one without figures around it, nor 0, nor none', () => {
  expect(jump(1499, [15])).toBeNull();
  expect(jump(1500, [])).toBeNull();
  expect(jump(1500, [null, 0])).toBeNull();
  expect(jump(0, [15])).toBeNull();
  expect(jump(null, [15])).toBeNull();
});

test('a small partner whose months always went up and down is held only beyond what they ever were', () => {
  expect(jump(900, [2, 1, 350, 3, 0, 2])).toBeNull();
  expect(jump(3500, [2, 1, 350, 3, 0, 2])).toEqual({ middle: 2, count: 5 });
  expect(jump(1, [900, 8, 1100, 1000])).toBeNull();
});

test('a 0 in the place of a figure is one where the figures around it are a hundred and more, and none of them is 0', () => {
  // The last of the months is the one that is revised.
  expect(jump(0, [14_000, 15_000, 16_000], 202403)).toEqual({ middle: 15_000, count: 3 });
  expect(jump(0, [100], 202401)).toEqual({ middle: 100, count: 1 });
  expect(jump(0, [14, 15, 16], 202403)).toBeNull();
  // Trade that stops, a partner who buys now and then, what was 0 or unknown before.
  expect(jump(0, [14_000, 15_000, 16_000], 202404)).toBeNull();
  expect(jump(0, [14_000, 0, 16_000], 202403)).toBeNull();
  expect(jump(0, [14_000, 15_000, null], 202403)).toBeNull();
  expect(jump(0, [14_000, 15_000, 0], 202403)).toBeNull();
  expect(jump(-1, [14_000, 15_000, 16_000], 202403)).toBeNull();
});

test('figures of many years before or after say nothing: a backfill of a good that grew a hundredfold is not held', () => {
  expect(jump(1, [500, 510], 201401)).toBeNull();
  expect(jump(1, [500, 510], 202201)).toEqual({ middle: 500, count: 1 });
});
