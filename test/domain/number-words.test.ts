import { expect, test } from 'vitest';
import { formatAllDigits, formatFourDigits, formatNumber, formatSignificant, groupDigits } from '../../src/domain/number-words.ts';

test('numbers are grouped by threes, with as many digits as are asked for, whatever was asked for before', () => {
  expect([formatNumber(1_234_567.5), formatNumber(1_234_567.5, 0), formatNumber(1_234_567.5)]).toEqual([
    '1,234,567.5',
    '1,234,568',
    '1,234,567.5',
  ]);
  expect(formatNumber(-0.000_000_4)).toBe('-0');
  expect([formatSignificant(26.7412, 4), formatSignificant(26.7412, 6), formatSignificant(0.012_345_678, 4)]).toEqual([
    '26.74',
    '26.7412',
    '0.01235',
  ]);
  expect([formatFourDigits(999.95), formatFourDigits(1234.5), formatFourDigits(-1234.4)]).toEqual(['1,000', '1,235', '-1,234']);
});

test('all digits are all digits: none is added or lost', () => {
  expect([0, 999, 1000, -1_234_567, 1_234.567_890_1, 1e20].map(formatAllDigits)).toEqual([
    ...['0', '999', '1,000', '-1,234,567', '1,234.5678901', '100,000,000,000,000,000,000'],
  ]);
  expect([groupDigits('-1234567.1234567'), groupDigits('1234')]).toEqual(['-1,234,567.1234567', '1,234']);
});
