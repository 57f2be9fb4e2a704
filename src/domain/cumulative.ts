import type { Figures } from './figures.ts';
import { formatInterval, total } from './growth.ts';
import { addMonths, formatMonth, monthOf, type YearMonth, yearOf } from './period.ts';
import type { Proof } from './proof.ts';
import { lastDigit } from './rounding.ts';

/** Each of the three printed terms may be off by one unit of its last digit. */
const TERMS = 3;

/**
 * Whether a month and the cumulative before it make the cumulative after it, within what rounding can explain. They do
 * not when earlier months were revised since, or when one of the three is wrong: nothing in the publication tells which.
 * @returns the printed cumulative beside the sum; null when one of the three is not known.
 */
export function checkCumulative(figures: Figures, month: YearMonth, unit: string): Omit<Proof, 'check' | 'subject'> | null {
  if (monthOf(month) === 1) return null;
  const cumulative = figures.ytd?.get(month)?.value;
  const single = figures.month?.get(month)?.value;
  const earlier = { from: yearOf(month) * 100 + 1, to: addMonths(month, -1) };
  const before = total(figures, earlier);
  if (cumulative == null || single == null || !('value' in before)) return null;
  const received = before.value + single;
  const gap = received - cumulative;
  const sum = `${formatInterval(earlier)} ${before.value} + ${formatMonth(month)} ${single}`;
  const holds = Math.abs(gap) <= TERMS * lastDigit([before.value, single, cumulative]);
  const detail = holds
    ? `${sum}, within the rounding of the printed figures`
    : `${sum} is ${Math.abs(gap)} ${unit} ${gap > 0 ? 'more' : 'less'} than the cumulative ${cumulative}: earlier months were revised, or one of these is wrong`;
  return { expected: cumulative, received, holds, detail };
}
