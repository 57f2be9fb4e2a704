/** What the figures of a claim mean as intervals: how far a printed number, with its hedge, can be from the official one. */
import type { PercentInterval } from './bounds.ts';
import type { Claim, Direction, Qualifier } from './claim.ts';

import { addMonths, formatMonth, type Interval, monthsBetween, parseMonth, yearMonth } from './period.ts';

/** The months that a claim speaks of; `partial` for days within months, null when the text does not resolve them. */
export function monthsOfClaim(text: string | null): Interval | 'partial' | null {
  if (text === null) return null;
  if (/^\d{4}$/.test(text)) return { from: yearMonth(Number(text), 1), to: yearMonth(Number(text), 12) };
  const quarter = /^(\d{4})-Q([1-4])$/.exec(text);
  if (quarter !== null) {
    const from = yearMonth(Number(quarter[1]), Number(quarter[2]) * 3 - 2);
    return { from, to: addMonths(from, 2) };
  }
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return 'partial';
  try {
    const [first = '', last = first] = text.split('..');
    const interval = { from: parseMonth(first), to: parseMonth(last) };
    return interval.from <= interval.to ? interval : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What the claimed period is compared with; null when the basis does not say. */
export function baseOfClaim({ from, to }: Interval, basis: Claim['basis']): Interval | null {
  const length = monthsBetween(from, to) + 1;
  const back =
    basis === 'yoy' || basis === 'ytd_yoy' ? 12 : basis === 'mom' && length === 1 ? 1 : basis === 'qoq' && length === 3 ? 3 : null;
  return back === null || length > back ? null : { from: addMonths(from, -back), to: addMonths(to, -back) };
}

export const formatMonths = ({ from, to }: Interval): string =>
  from === to ? formatMonth(from) : `${formatMonth(from)}/${formatMonth(to)}`;

/** "Nearly 75 %" is below 75; the other hedges say nothing of the side. */
const NEARLY = /\b(?:nearly|almost|close to|just under|not quite|approaching)\b|将近|將近|接近|近(?=\d)|几乎|幾乎/i;

/** How far an "about" reaches: in units of the last digit that is not 0, in points, and as a part of the figure. */
const ABOUT_UNITS = 5;
const ABOUT_POINTS = 5;
const ABOUT_PART = 0.2;

/** What a percentage says, as growth rates: 25 % up is from 24.5 to below 25.5, 25.0 % from 24.95 to below 25.05. */
export function percentInterval(percent: number, direction: Direction, qualifier: Qualifier, quote: string): PercentInterval {
  const half = halfOfLastDigit(percent, quote);
  switch (qualifier === 'exact' && AND_MORE.test(quote.normalize('NFKC')) ? 'more_than' : qualifier) {
    case 'exact':
      return signed(direction, { low: percent - half, lowIncluded: true, high: percent + half, highIncluded: false });
    case 'more_than':
      return signed(direction, { low: percent, lowIncluded: false, high: null, highIncluded: false });
    case 'less_than':
      return signed(direction, { low: 0, lowIncluded: true, high: percent, highIncluded: false });
    case 'about': {
      const digit = Math.max(lastDigitOf(percent), isPrinted(percent, quote) ? 0 : 1);
      const around = Math.max(half, Math.min(ABOUT_UNITS * digit, ABOUT_POINTS * Math.max(1, digit / 10), ABOUT_PART * percent));
      const nearly = NEARLY.test(quote.normalize('NFKC'));
      return signed(direction, {
        low: percent - around,
        lowIncluded: true,
        high: nearly ? percent : Math.max(percent, upperEnd(percent, quote)) + around,
        highIncluded: !nearly,
      });
    }
  }
}

const RANGE = /(\d+(?:\.\d+)?)\s?(?:%|per\s?cent|pct)?\s?(?:[-–—~]|to|and|至|到)\s?(\d+(?:\.\d+)?)\s?(?:%|per\s?cent|pct)/gi;

/** Of "10% to 15%", read as about 10%, the other end; the figure itself where it is no range. */
const upperEnd = (percent: number, quote: string): number =>
  Number([...quote.normalize('NFKC').matchAll(RANGE)].find(([, low]) => Number(low) === percent)?.[2] ?? percent);

/** "20%-plus", "20%+": the figure is the least. */
const AND_MORE = /(?:%|per\s?cent)[\s-]?plus\b|\d[\s-]?plus per\s?cent\b|%\+/i;
/** Marks of a figure that is given as a multiple or in tenths: 增长1.5倍, 四成, "a third". */
const MULTIPLE =
  /倍|成(?!长)|翻|半|腰斩|(?<!百)分之|fold\b|\btimes\b|\d\s?x\b|doubl|tripl|trebl|quadrupl|hal[fv]|third|quarter|fifth|tenth/i;

/** By how much a figure may be rounded: of "2.5 times" the multiple is, not the 150 % that it comes to. */
function halfOfLastDigit(percent: number, quote: string): number {
  const half = unitOf(decimalsOf(percent, quote)) / 2;
  return isPrinted(percent, quote) || !MULTIPLE.test(quote.normalize('NFKC'))
    ? half
    : Math.max(half, Math.min(lastDigitOf(percent) / 2, ABOUT_PART * percent));
}

/** Nobody says "more than 25 %" of 157 %: under another reading than the stated one, an open end reaches this far. */
const OPEN_PART = 0.5;
const OPEN_POINTS = 10;

/** The same for readings other than the stated one, where an open end would fit too much by chance. */
export function narrowInterval(percent: number, direction: Direction, qualifier: Qualifier, quote: string): PercentInterval {
  const reach = Math.max(OPEN_POINTS, OPEN_PART * percent);
  if (qualifier === 'more_than') return signed(direction, { low: percent, lowIncluded: false, high: percent + reach, highIncluded: true });
  if (qualifier === 'less_than')
    return signed(direction, { low: Math.max(0, percent - reach), lowIncluded: true, high: percent, highIncluded: false });
  return percentInterval(percent, direction, qualifier, quote);
}

/** A percentage whose further digits were cut off: 38.1 for 38.18. */
export function cutInterval(percent: number, direction: Direction, quote: string): PercentInterval {
  const unit = unitOf(decimalsOf(percent, quote));
  return signed(direction, { low: percent, lowIncluded: true, high: percent + unit, highIncluded: false });
}

/** A level as printed, rounded or cut off at its last digit that is not 0: 11.67 million is from 11.66 to 11.68 million. */
export function levelInterval(level: number): { readonly low: number; readonly high: number } {
  const unit = lastDigitOf(level);
  return { low: plain(level - unit), high: plain(level + unit) };
}

function signed(direction: Direction, { low, lowIncluded, high, highIncluded }: PercentInterval): PercentInterval {
  const [from, to] = [low === null ? null : plain(low), high === null ? null : plain(high)];
  if (direction === 'up') return { low: from, lowIncluded, high: to, highIncluded };
  const minus = (value: number | null): number | null => (value === null ? null : value === 0 ? 0 : -value);
  return { low: minus(to), lowIncluded: highIncluded, high: minus(from), highIncluded: lowIncluded };
}

/** The percentage as the text prints it; undefined where it is a multiple or a word. */
const printedAs = (percent: number, quote: string): string | undefined =>
  quote
    .normalize('NFKC')
    .replaceAll(/(?<=\d),(?=\d{3})/g, '')
    .match(/\d+(?:\.\d+)?/g)
    ?.find((text) => Number(text) === percent);

const isPrinted = (percent: number, quote: string): boolean => printedAs(percent, quote) !== undefined;

/** Decimals to which the text prints a percentage; what it does not print has those of the number. */
function decimalsOf(percent: number, quote: string): number {
  const [, fraction = ''] = (printedAs(percent, quote) ?? String(percent)).split('.');
  return fraction.length;
}

const unitOf = (decimals: number): number => Number(`1e-${decimals}`);

/** 10 for 130, 0.1 for 15.6, 1 for 75. */
function lastDigitOf(value: number): number {
  const [whole = '', fraction = ''] = plainText(value).split('.');
  if (fraction !== '') return unitOf(fraction.length);
  const zeros = /0*$/.exec(whole)?.[0].length ?? 0;
  return zeros >= whole.length ? 1 : 10 ** zeros;
}

const plainText = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value));

/** Without binary residue: 25 - 0.05 is 24.95. */
const plain = (value: number): number => Number(value.toFixed(9));
