/** The base unit a printed unit stands for, and the power of ten between them. */
export interface UnitScale {
  readonly unit: string;
  /** A printed 1 is 10^exponent base units. */
  readonly exponent: number;
}

const DECIMAL = /^-?(?:\d+\.?\d*|\.\d+)$/;

/**
 * A printed decimal number, moved by a power of ten, exactly: the shift is done on the text, so 11708.68 hundred
 * kilograms are 1170868 kg and not 1170868.0000000001.
 * @throws RangeError when the text is not a plain decimal number or too large to be held.
 */
export function scaleDecimal(text: string, exponent: number): number {
  if (!DECIMAL.test(text)) throw new RangeError(`expected a decimal number, got "${text}"`);
  const value = Number(`${text}e${exponent}`);
  if (!Number.isFinite(value)) throw new RangeError(`number out of range: ${text}`);
  return value === 0 ? 0 : value;
}

/** A decimal held exactly: `units` times 10^-scale. */
interface ExactDecimal {
  readonly units: bigint;
  readonly scale: number;
}

/** The shortest decimal that a double prints as, exactly. */
function exactDecimal(value: number): ExactDecimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!match) throw new RangeError(`not a finite number: ${value}`);
  const fraction = match[3] ?? '';
  const scale = fraction.length - Number(match[4] ?? 0);
  const digits = BigInt(`${match[1]}${match[2]}${fraction}`);
  return scale >= 0 ? { units: digits, scale } : { units: digits * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * Compares 100 * (current - base) with percent * base exactly, for a base above 0: negative, 0 or positive as the
 * growth is below, at or above the percentage. No rounded percentage takes part.
 */
export function compareGrowth(current: number, base: number, percent: number): number {
  const gain = 100 * (current - base);
  const mark = percent * base;
  // Of whole numbers, as most figures and thresholds are, a double holds all of it exactly.
  if ([current, base, percent, gain, mark].every(Number.isSafeInteger)) return Math.sign(gain - mark);
  const c = exactDecimal(current);
  const b = exactDecimal(base);
  const p = exactDecimal(percent);
  const scale = Math.max(c.scale, b.scale);
  const currentUnits = c.units * 10n ** BigInt(scale - c.scale);
  const baseUnits = b.units * 10n ** BigInt(scale - b.scale);
  const difference = 100n * (currentUnits - baseUnits) * 10n ** BigInt(p.scale) - p.units * baseUnits;
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

/** More decimals than two figures of 12 digits can need to be told apart. */
const MOST_DECIMALS = 12;

/**
 * A growth rate with one decimal, or as many as it takes to stand on the right side of 0 and of each mark: 24.96 against
 * a mark of 25 is `24.96` and never `25.0`. Null when no number of decimals tells them apart.
 * @param marks percentages with their sign.
 */
export function faithfulPercent(current: number, base: number, marks: readonly number[]): string | null {
  const percent = (100 * (current - base)) / base;
  for (let decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
    const rounded = Number(percent.toFixed(decimals));
    if (base <= 0 || [0, ...marks].every((mark) => Math.sign(rounded - mark) === Math.sign(compareGrowth(current, base, mark))))
      return percent.toFixed(decimals);
  }
  return null;
}
