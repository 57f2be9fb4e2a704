/** The unit of the last digit that whole figures are printed to: the largest power of ten that divides all of them; 1 for fractions. */
export function lastDigit(values: readonly number[]): number {
  const figures = values.filter((value) => value !== 0);
  if (figures.length === 0) return 1;
  let digit = 1;
  while (digit < 1e15 && figures.every((value) => Number.isInteger(value) && value % (digit * 10) === 0)) digit *= 10;
  return digit;
}
