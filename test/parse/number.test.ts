import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaleDecimal } from '../../src/domain/quantity.ts';
import { addDecimal, EMPTY_SUM, printedStep, readDecimal, readPlain, sumText } from '../../src/parse/number.ts';
import { growthFits, partFits, sumFits } from '../../src/parse/rounding.ts';

describe('readDecimal', () => {
  test.each([
    ['1,234', '1234'],
    ['1,234,567.80', '1234567.80'],
    ['0', '0'],
    ['-0', '-0'],
    ['+12', '12'],
    ['−3.5', '-3.5'],
    [' 7\u00A0', '7'],
    ['007', '007'],
  ])('reads %j as %s', (printed, text) => {
    expect(readDecimal(printed, 'cell')).toBe(text);
  });

  test.each(['', '-', '—', '–', '?', '？', '…', '...', 'N/A', 'n/a', 'null', ':'])('takes %j as no figure, never as 0', (mark) => {
    expect(readDecimal(mark, 'cell')).toBeNull();
  });

  test.each([
    '1.234,5',
    '12,34',
    '1,2345',
    ',123',
    '1,',
    'NaN',
    'Infinity',
    '1e400',
    '0x10',
    '1 234',
    '5%',
    '１２',
    '1.2.3',
    '9'.repeat(41),
  ])('refuses %j with its place', (printed) => {
    expect(() => readDecimal(printed, 'line 7')).toThrow('line 7: expected a number such as 1,234.5');
  });

  // So long that a reading which grows with the square of the length would outlast the test.
  test.each(['1,', '9', ',111', ' '])('refuses half a million times %j between a digit and a letter', (part) => {
    expect(() => readDecimal(`1${part.repeat(500_000)}x`, 'x')).toThrow('x: expected a number');
  });
});

test('sums are exact where doubles are not', () => {
  const sum = ['0.1', '0.2', '-0.05', '9007199254740993'].reduce((all, text) => addDecimal(all, text, 0), EMPTY_SUM);
  expect(sumText(sum)).toBe('9007199254740993.25');
  expect(sumText(addDecimal(addDecimal(EMPTY_SUM, '1.5', 3), '250', -3))).toBe('1500.250');
  expect(sumText(addDecimal(EMPTY_SUM, '-0.5', 0))).toBe('-0.5');
});

describe('figures that were rounded on their own', () => {
  test('the printed growth of small figures may differ much, of large ones hardly', () => {
    expect(growthFits('5.9', '5.8', '1.0')).toBe(true);
    expect(growthFits('24827.0', '24266.5', '2.3')).toBe(true);
    expect(growthFits('24827.0', '24266.5', '2.5')).toBe(false);
    expect(growthFits('5.5', '5.7', '-1.8')).toBe(true);
    expect(growthFits('0.3', '0.0', '1250.0')).toBe(true);
    expect(growthFits('0', '10', '-100')).toBe(true);
  });

  test('a total may miss its parts by half a step each, and no more', () => {
    expect(sumFits(['97.1', '1.2'], '98.4')).toBe(true);
    expect(sumFits(['97.1', '1.2'], '98.5')).toBe(false);
    expect(partFits('12.1', '12.0')).toBe(true);
    expect(partFits('12.3', '12.0')).toBe(false);
  });

  test('the step of a printed figure is that of its last digit', () => {
    expect([printedStep('12.50'), printedStep('12'), printedStep('0.1')]).toEqual([0.01, 1, 0.1]);
  });
});

describe('readPlain', () => {
  test('gives what readDecimal and scaleDecimal give, to the last bit, however many decimals there are', () => {
    const digits = fc.stringMatching(/^\d{1,16}$/);
    const printed = fc.oneof(
      digits,
      fc.tuple(digits, digits).map((parts) => parts.join('.')),
    );
    fc.assert(
      fc.property(printed, fc.integer({ min: -3, max: 7 }), (text, exponent) => {
        const value = readPlain(Buffer.from(text), exponent);
        if (value !== null) expect(value).toBe(scaleDecimal(readDecimal(text, 'cell') as string, exponent));
        else expect(text.replace('.', '').length).toBeGreaterThan(15);
      }),
      { numRuns: 2_000 },
    );
    expect(readPlain(Buffer.from('15.380000000001'), 2)).toBe(1538.0000000001);
    expect(readPlain(Buffer.from('0'), 2)).toBe(0);
  });

  test.each(['', '.', '5.', '.5', '-1', '+1', '1,000', ' 1', '1 ', '1e5', '1.2.3', '٣', '1234567890123456', ':'])(
    'leaves %j to readDecimal',
    (text) => {
      expect(readPlain(Buffer.from(text), 0)).toBeNull();
    },
  );
});
