/**
 * Numbers as texts print them: digits in groups of three, a point before the fraction. A formatter is made once for each
 * number of digits, when it is first needed: making one takes fifty times as long as using it.
 */
const MOST_FRACTION_DIGITS = 6;

const byFraction = new Map<number, Intl.NumberFormat>();
const bySignificance = new Map<number, Intl.NumberFormat>();

function formatterOf(known: Map<number, Intl.NumberFormat>, digits: number, option: 'maximumFractionDigits' | 'maximumSignificantDigits') {
  let formatter = known.get(digits);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat('en-US', { [option]: digits });
    known.set(digits, formatter);
  }
  return formatter;
}

/** `1,234,567.5` */
export const formatNumber = (value: number, fractionDigits = MOST_FRACTION_DIGITS): string =>
  formatterOf(byFraction, fractionDigits, 'maximumFractionDigits').format(value);

/** Rounded to so many digits from the first that is not 0. */
export const formatSignificant = (value: number, digits: number): string =>
  formatterOf(bySignificance, digits, 'maximumSignificantDigits').format(value);

/** Four digits, or all before the point: `26.74`, `1,234`. */
export const formatFourDigits = (value: number): string => (Math.abs(value) >= 1000 ? formatNumber(value, 0) : formatSignificant(value, 4));

/** 1234567.8 as `1,234,567.8`: no digits are added or lost. */
export function formatAllDigits(value: number): string {
  const [whole = '', fraction] = (Number.isInteger(value) ? value.toFixed(0) : String(value)).split('.');
  const grouped = groupDigits(whole);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `1 run`, `1,250 runs` */
export const counted = (count: number, one: string, many = `${one}s`): string => `${formatAllDigits(count)} ${count === 1 ? one : many}`;

/** `1234567.80` as `1,234,567.80`; a sign may stand before it. */
export const groupDigits = (digits: string): string => digits.replace(/\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ','));
