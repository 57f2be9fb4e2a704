import { expect, test } from 'vitest';
import { revisionWindow } from '../../src/domain/lookback.ts';

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);

test('asks again for the months that may have been revised, up to the present one', () => {
  expect(revisionWindow({ months: 6 }, 202504, at('2025-06-15'))).toEqual({ from: 202412, to: 202506 });
});

test('asks for all since the newest month that is held, when that is longer ago', () => {
  expect(revisionWindow({ months: 2 }, 202411, at('2025-06-15'))).toEqual({ from: 202411, to: 202506 });
});

test('a first load reaches two years back, or further where the policy does', () => {
  expect(revisionWindow({ months: 6 }, null, at('2025-06-15'))).toEqual({ from: 202306, to: 202506 });
  expect(revisionWindow({ months: 36 }, null, at('2025-06-15'))).toEqual({ from: 202206, to: 202506 });
});

test.each([
  ['2025-05-31', 202405],
  ['2025-06-01', 202006],
  ['2025-07-31', 202007],
  ['2025-08-01', 202408],
])('a yearly revision in June and July reaches five years back, on %s', (day, from) => {
  expect(revisionWindow({ months: 12, yearly: { month: 6, during: 2, months: 60 } }, 202504, at(day)).from).toBe(from);
});

test('a yearly revision may last over the end of the year', () => {
  const policy = { months: 3, yearly: { month: 12, during: 3, months: 24 } };
  expect(revisionWindow(policy, 202512, at('2026-02-10')).from).toBe(202402);
  expect(revisionWindow(policy, 202512, at('2026-03-10')).from).toBe(202512);
});
