import { formatFourDigits } from '../domain/number-words.ts';

/** A multiple of a unit in which the figures of a chart have few digits. */
export interface AxisUnit {
  /** How many base units one is. */
  readonly size: number;
  /** Above an axis: `tonnes (t)`, `million USD`. */
  readonly name: string;
  /** Around a number: `t` behind it, `USD` before and `m` behind. */
  readonly before: string;
  readonly behind: string;
}

/** From the largest; `from` is the largest figure of a chart at which it takes over. */
const WEIGHTS = [
  { from: 1e11, size: 1e9, name: 'million tonnes (Mt)', behind: ' Mt' },
  { from: 1e8, size: 1e6, name: 'thousand tonnes (kt)', behind: ' kt' },
  { from: 1e4, size: 1e3, name: 'tonnes (t)', behind: ' t' },
  { from: 0, size: 1, name: 'kilograms (kg)', behind: ' kg' },
] as const;
const COUNTS = [
  { from: 1e10, size: 1e9, name: 'billion ', behind: ' bn' },
  { from: 1e6, size: 1e6, name: 'million ', behind: ' m' },
  { from: 1e5, size: 1e3, name: 'thousand ', behind: ' k' },
  { from: 0, size: 1, name: '', behind: '' },
] as const;

/** @param largest the largest figure shown, in `unit`, not below 0. */
export function axisUnit(unit: string, largest: number): AxisUnit {
  const step = (unit === 'kg' ? WEIGHTS : COUNTS).find(({ from }) => largest >= from) as (typeof WEIGHTS | typeof COUNTS)[number];
  if (unit === 'kg') return { ...step, before: '' };
  const scaled = { size: step.size, name: `${step.name}${unit}` };
  // A currency stands before its amount, as in all texts.
  return /^[A-Z]{3}$/.test(unit)
    ? { ...scaled, before: `${unit} `, behind: step.behind }
    : { ...scaled, before: '', behind: `${step.behind} ${unit}` };
}

/** `353 t`, `1,234 t`, `USD 26.74 m`: four digits, or all before the point. */
export function amountIn({ size, before, behind }: AxisUnit, value: number): string {
  return `${before}${formatFourDigits(value / size)}${behind}`;
}
