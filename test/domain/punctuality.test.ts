import { expect, test } from 'vitest';
import { punctualityOf } from '../../src/domain/punctuality.ts';

test('the middle lag and the middle distance from it, which one very late release does not move', () => {
  expect(punctualityOf([1, 2, 4])).toEqual({ releases: 3, medianHours: 2, spreadHours: 1 });
  expect(punctualityOf([4, 1, 2, 3])).toEqual({ releases: 4, medianHours: 2.5, spreadHours: 1 });
  expect(punctualityOf([-24, 0, 0, 0, 900])).toEqual({ releases: 5, medianHours: 0, spreadHours: 0 });
});

test('of no release nothing is known', () => expect(punctualityOf([])).toBeNull());
