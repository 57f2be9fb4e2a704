import { type Figures, formatInterval, total } from './growth.ts';
import { addMonths, formatMonth, monthOf, type YearMonth, yearOf } from './period.ts';

/** Each of the three printed terms may be off by one unit of its last digit. */
const TERMS = 3;

/**
 * Whether a month and the cumulative before it make the cumulative after it, within what rounding can explain. They do
 * not when earlier months were revised since, or when one of the three is wrong: nothing in the publication tells which.
 * @returns one sentence for a person, or null when they agree or one of them is not known.
 */
export function cumulativeGap(figures: Figures, month: YearMonth, unit: string): string | null {
  if (monthOf(month) === 1) return null;
  const cumulative = figures.ytd?.get(month)?.value;
  const single = figures.month?.get(month)?.value;
  const earlier = { from: yearOf(month) * 100 + 1, to: addMonths(month, -1) };
  const before = total(figures, earlier);
  if (cumulative == null || single == null || !('value' in before)) return null;
  const gap = before.value + single - cumulative;
  if (Math.abs(gap) <= TERMS * lastDigit([before.value, single, cumulative])) return null;
  return `${formatInterval(earlier)} ${before.value} + ${formatMonth(month)} ${single} is ${Math.abs(gap)} ${unit} ${gap > 0 ? 'more' : 'less'} than the cumulative ${cumulative}: earlier months were revised, or one of these is wrong`;
}

/** The unit of the last digit that whole figures are printed to: the largest power of ten that divides all of them. */
export function lastDigit(values: readonly number[]): number {
  let digit = 1;
  while (digit < 1e15 && values.every((value) => Number.isInteger(value) && value % (digit * 10) === 0)) digit *= 10;
  return digit;
}
