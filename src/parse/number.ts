/** Printed numbers. They stay decimal text until `scaleDecimal` moves them to base units, so nothing is rounded on the way. */
import { refused } from '../errors.ts';

/** A printed decimal number without thousands commas: "-12.50". */
export type DecimalText = string;

/** How sources write "no figure". Missing is never 0. Lower case. */
const MISSING_MARKS: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '—',
  '——',
  '–',
  '―',
  '－',
  '?',
  '？',
  '…',
  '……',
  '...',
  '..',
  ':',
  'n/a',
  'na',
  'n.a.',
  'null',
]);

const PLAIN = /^[+-]?\d+(?:\.\d+)?$/;
const WITH_COMMAS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** Longer than any printed figure; bounds the work on hostile text. */
const MAX_CHARACTERS = 40;

/**
 * A printed number such as "1,234.5", or null where a mark says that there is none.
 * @param where the line or cell, for the refusal.
 * @throws RefusedError for anything else: misplaced commas ("12,34", "1.234,5"), exponents, NaN, text.
 */
export function readDecimal(printed: string, where: string): DecimalText | null {
  const text = printed.replaceAll('\u00A0', ' ').trim();
  if (isMissingMark(text)) return null;
  const signed = text.replace(/^[\u2212\uFF0D]/, '-');
  if (signed.length <= MAX_CHARACTERS) {
    if (PLAIN.test(signed)) return signed.replace(/^\+/, '');
    if (WITH_COMMAS.test(signed)) return signed.replaceAll(',', '').replace(/^\+/, '');
  }
  throw refused(where, `expected a number such as 1,234.5, got "${text.slice(0, MAX_CHARACTERS)}"`);
}

const POINT = 46;
const [ZERO, NINE] = [48, 57];
/** So many digits make a whole number that a double holds, and one division or multiplication of it is rounded once: to the double that is nearest. */
const EXACT_DIGITS = 15;

/**
 * The number of nothing but digits, with a point between them or not, moved by a power of ten: what `readDecimal` and
 * `scaleDecimal` give, without their care. For millions of figures, where they stand as bytes.
 * @param exponent at most 7, either way.
 * @returns null for any other text: a sign, commas, a mark, a space, more than 15 digits. That is no fault: ask `readDecimal`.
 */
export function readPlain(bytes: Uint8Array, exponent: number, from = 0, to = bytes.length): number | null {
  let units = 0;
  let point = -1;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) units = units * 10 + byte - ZERO;
    else if (byte === POINT && point < 0 && at > from) point = at;
    else return null;
  }
  const digits = point < 0 ? to - from : to - from - 1;
  if (digits <= 0 || digits > EXACT_DIGITS || point === to - 1) return null;
  const shift = exponent - (point < 0 ? 0 : to - point - 1);
  return shift >= 0 ? units * (POWERS_OF_TEN[shift] as number) : units / (POWERS_OF_TEN[-shift] as number);
}

/** All of them are doubles. */
const POWERS_OF_TEN: readonly number[] = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Whether the text is one of the marks that stand for "no figure". */
export const isMissingMark = (text: string): boolean => MISSING_MARKS.has(text.trim().toLowerCase());

/** A sum of decimals, held exactly: `units` times 10^-scale. */
export interface ExactSum {
  readonly units: bigint;
  readonly scale: number;
}

export const EMPTY_SUM: ExactSum = { units: 0n, scale: 0 };

/** Adds text x 10^exponent to a sum, exactly. */
export function addDecimal(sum: ExactSum, text: DecimalText, exponent: number): ExactSum {
  const point = text.indexOf('.');
  const digits = BigInt(text.replace('.', ''));
  const ownScale = (point < 0 ? 0 : text.length - point - 1) - exponent;
  const scale = Math.max(sum.scale, ownScale, 0);
  return { units: sum.units * 10n ** BigInt(scale - sum.scale) + digits * 10n ** BigInt(scale - ownScale), scale };
}

/** The sum as plain decimal text, for `scaleDecimal`. */
export function sumText(sum: ExactSum): DecimalText {
  if (sum.scale === 0) return String(sum.units);
  const negative = sum.units < 0n;
  const digits = String(negative ? -sum.units : sum.units).padStart(sum.scale + 1, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -sum.scale)}.${digits.slice(-sum.scale)}`;
}

/** The step of the last printed digit: "12.50" was rounded to 0.01, "12" to 1. */
export function printedStep(text: DecimalText): number {
  const point = text.indexOf('.');
  return point < 0 ? 1 : Number(`1e-${text.length - point - 1}`);
}
