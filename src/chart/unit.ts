/** A multiple of a unit in which the figures of a chart have few digits. */
export interface AxisUnit {
  /** How many base units one is. */
  readonly size: number;
  /** Behind a number: `t`, `m USD`. */
  readonly short: string;
  /** Above an axis: `tonnes (t)`, `million USD`. */
  readonly long: string;
}

/** From the largest; `from` is the largest figure of the chart at which it takes over. */
const WEIGHTS = [
  { from: 1e11, size: 1e9, short: 'Mt', long: 'million tonnes (Mt)' },
  { from: 1e8, size: 1e6, short: 'kt', long: 'thousand tonnes (kt)' },
  { from: 1e4, size: 1e3, short: 't', long: 'tonnes (t)' },
] as const;
const COUNTS = [
  { from: 1e10, size: 1e9, short: 'bn', long: 'billion' },
  { from: 1e6, size: 1e6, short: 'm', long: 'million' },
  { from: 1e5, size: 1e3, short: 'k', long: 'thousand' },
] as const;

/** @param largest the largest figure shown, in `unit`. */
export function axisUnit(unit: string, largest: number): AxisUnit {
  if (unit === 'kg') return WEIGHTS.find(({ from }) => largest >= from) ?? { size: 1, short: 'kg', long: 'kilograms (kg)' };
  const scale = COUNTS.find(({ from }) => largest >= from);
  if (scale === undefined) return { size: 1, short: unit, long: unit };
  return { size: scale.size, short: `${scale.short} ${unit}`, long: `${scale.long} ${unit}` };
}

/** `353 t`, `1,234 t`, `26.7 m USD`: three digits, or all before the point. */
export function amountIn(axis: AxisUnit, value: number): string {
  const scaled = value / axis.size;
  const digits = Math.abs(scaled) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return `${new Intl.NumberFormat('en-US', digits).format(scaled)} ${axis.short}`;
}
