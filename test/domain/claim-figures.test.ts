import { describe, expect, test } from 'vitest';
import type { Claim } from '../../src/domain/claim.ts';
import { baseOfClaim, levelInterval, monthsOfClaim, percentInterval } from '../../src/domain/claim-figures.ts';

const interval = (percent: number, direction: Claim['direction'], qualifier: Claim['qualifier'], quote: string): string => {
  const { low, lowIncluded, high, highIncluded } = percentInterval(percent, direction, qualifier, quote);
  return `${lowIncluded ? '[' : '('}${low ?? ''}, ${high ?? ''}${highIncluded ? ']' : ')'}`;
};

describe('what a percentage says', () => {
  test.each<[number, Claim['direction'], Claim['qualifier'], string, string]>([
    [25, 'up', 'exact', 'rose 25%', '[24.5, 25.5)'],
    [25, 'up', 'exact', 'rose 25.0%', '[24.95, 25.05)'],
    [25, 'down', 'exact', 'fell 25 percent', '(-25.5, -24.5]'],
    [8.62, 'down', 'exact', 'down 8.62%', '(-8.625, -8.615]'],
    [1234, 'up', 'exact', 'rose 1,234%', '[1233.5, 1234.5)'],
    [38.1, 'down', 'exact', '同比下降３８．１％', '(-38.15, -38.05]'],
    [25, 'up', 'more_than', 'more than 25%', '(25, )'],
    [25, 'down', 'more_than', 'more than 25%', '(, -25)'],
    [5, 'up', 'less_than', 'less than 5%', '[0, 5)'],
    [75, 'up', 'about', 'nearly 75%', '[70, 75)'],
    [75, 'up', 'about', '增长近75%', '[70, 75)'],
    [75, 'up', 'about', 'about 75%', '[70, 80]'],
    [15.6, 'down', 'about', 'approximately 15.6%', '[-16.1, -15.1]'],
    [200, 'up', 'about', 'tripled', '[160, 240]'],
    [100, 'up', 'about', 'doubled', '[80, 120]'],
    [600, 'up', 'more_than', 'more than sevenfold', '(600, )'],
    [150, 'up', 'exact', 'jumped 2.5-fold', '[145, 155)'],
    [157, 'up', 'exact', 'was 2.57 times as much', '[156.5, 157.5)'],
    [150, 'up', 'exact', '环比增长1.5倍', '[145, 155)'],
    [40, 'down', 'exact', '同比下降四成', '(-45, -35]'],
    [38, 'down', 'exact', '同比下降三成八', '(-38.5, -37.5]'],
    [33.3, 'down', 'about', 'fell by a third', '[-38.3, -28.3]'],
    [20, 'up', 'exact', 'rose 20 percent-plus', '(20, )'],
    [20, 'up', 'exact', 'up 20%+', '(20, )'],
    [2, 'up', 'about', 'rose between 2% and 17%', '[1.5, 17.5]'],
    [10, 'down', 'about', 'fell by 10-15 percent', '[-17, -8]'],
    [10, 'up', 'about', '同比增长10%至15%', '[8, 17]'],
    [10, 'up', 'about', 'rose about 10%, to 15% of the total', '[8, 12]'],
  ])('%s %s, %s, in "%s" is %s', (percent, direction, qualifier, quote, expected) => {
    expect(interval(percent, direction, qualifier, quote)).toBe(expected);
  });
});

describe('what a level says', () => {
  test('it may be rounded or cut off at its last printed digit', () => {
    expect(levelInterval(11_670_000)).toEqual({ low: 11_660_000, high: 11_680_000 });
    expect(levelInterval(4343.5)).toEqual({ low: 4343.4, high: 4343.6 });
    expect(levelInterval(3188)).toEqual({ low: 3187, high: 3189 });
  });
});

describe('the months of a claim', () => {
  test.each([
    ['2025-06', { from: 202506, to: 202506 }],
    ['2025-Q2', { from: 202504, to: 202506 }],
    ['2025', { from: 202501, to: 202512 }],
    ['2025-01..2025-07', { from: 202501, to: 202507 }],
    ['2025-06-01..2025-06-20', 'partial'],
    ['2025-13', null],
    ['last June', null],
    ['2025-07..2025-01', null],
    [null, null],
  ])('%s', (text, expected) => expect(monthsOfClaim(text)).toEqual(expected));

  test('are compared with months of equal length, or with nothing', () => {
    expect(baseOfClaim({ from: 202504, to: 202506 }, 'yoy')).toEqual({ from: 202404, to: 202406 });
    expect(baseOfClaim({ from: 202504, to: 202506 }, 'qoq')).toEqual({ from: 202501, to: 202503 });
    expect(baseOfClaim({ from: 202501, to: 202501 }, 'mom')).toEqual({ from: 202412, to: 202412 });
    expect(baseOfClaim({ from: 202501, to: 202502 }, 'mom')).toBeNull();
    expect(baseOfClaim({ from: 202506, to: 202506 }, 'qoq')).toBeNull();
    expect(baseOfClaim({ from: 202506, to: 202506 }, 'other')).toBeNull();
    expect(baseOfClaim({ from: 202401, to: 202506 }, 'yoy')).toBeNull();
  });
});
