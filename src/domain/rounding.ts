/** The unit of the last digit that whole figures are printed to: the largest power of ten that divides all of them; 1 for fractions. */
export function lastDigit(values: readonly number[]): number {
  const figures = values.filter((value) => value !== 0);
  if (figures.length === 0) return 1;
  let digit = 1;
  while (digit < 1e15 && figures.every((value) => Number.isInteger(value) && value % (digit * 10) === 0)) digit *= 10;
  return digit;
}

/** A sum of less than a milliard has six decimals, fifteen digits with them. */
const SIX_DECIMALS = 1e6;
const MILLIARD = 1e9;

/**
 * Adds figures as they are printed, in decimals: what binary fractions leave behind is taken off again. Whole figures are added exactly up
 * to 2^53; else the sum has fifteen digits, which a double always holds, and six decimals at most.
 */
export function sumOf(values: readonly number[]): number {
  const plain = values.reduce((sum, value) => sum + value, 0);
  return Number.isInteger(plain) || !Number.isFinite(plain) ? plain : withoutResidue(compensatedSum(values));
}

/** Without the error of each addition (Neumaier), as SQLite adds up since 3.43. */
function compensatedSum(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

function withoutResidue(sum: number): number {
  let scale = SIX_DECIMALS;
  for (let bound = MILLIARD; Math.abs(sum) >= bound && scale > 1; bound *= 10) scale /= 10;
  return Math.round(sum * scale) / scale;
}
