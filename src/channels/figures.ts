import { formatFourDigits, formatNumber, groupDigits } from '../domain/number-words.ts';
import { compareGrowth, faithfulPercent } from '../domain/quantity.ts';
import type { AlertFigures } from '../domain/threshold.ts';

const isCurrency = (unit: string): boolean => /^[A-Z]{3}$/.test(unit);

/** All digits with the unit: `353,000 kg`, `USD 26,740,000`, `1,234 items`. */
export const formatAmount = (value: number, unit: string): string =>
  isCurrency(unit) ? `${unit} ${formatNumber(value)}` : `${formatNumber(value)} ${unit}`;

/** The same in a larger unit for the eye, rounded to four digits where it has more: `353 t`, `26.74 million`; null when it is not large. */
export function formatLarge(value: number, unit: string): string | null {
  const size = Math.abs(value);
  if (unit === 'kg') return size < 1000 ? null : `${formatFourDigits(value / 1000)} t`;
  if (size >= 1e9) return `${formatFourDigits(value / 1e9)} billion`;
  return size >= 1e6 ? `${formatFourDigits(value / 1e6)} million` : null;
}

/** `353 t`, `USD 26.74 million` */
export function shortAmount(value: number, unit: string): string {
  const large = formatLarge(value, unit);
  if (large === null) return formatAmount(value, unit);
  return unit === 'kg' ? large : /^[A-Z]{3}$/.test(unit) ? `${unit} ${large}` : `${large} ${unit}`;
}

/** -1, 0 or 1 as the growth is a fall, none or a rise, decided on the figures and not on a rounded percentage. */
export const signOfGrowth = (figures: AlertFigures): number =>
  Math.sign(figures.base !== null && figures.base > 0 ? compareGrowth(figures.current, figures.base, 0) : (figures.percent ?? 0));

/**
 * The size of a growth without its sign, with one decimal or as many as it takes to stand on the right side of each
 * mark and of 0: 24.96 % against a threshold of 25 is `24.96 %` and never `25.0 %`.
 * @param marks percentages above 0, such as the threshold.
 */
export function formatSize(figures: AlertFigures, marks: readonly number[]): string {
  const { current, base, percent } = figures;
  if (base === null || percent === null || !Number.isFinite(percent)) return 'unknown %';
  const size = Math.abs(percent);
  const faithful = faithfulPercent(current, base, [...marks, ...marks.map((mark) => -mark)]);
  if (faithful !== null) return `${groupDigits(faithful.replace('-', ''))} %`;
  const nearest = [0, ...marks].reduce((near, mark) => (Math.abs(size - mark) < Math.abs(size - near) ? mark : near), 0);
  const over = compareGrowth(current, base, percent < 0 ? -nearest : nearest) > 0 !== percent < 0;
  return `just ${over ? 'over' : 'under'} ${formatNumber(nearest)} %`;
}

/** `-52.0 %`, `+5.7 %`, `0.0 %`; see {@link formatSize}. */
export function formatChange(figures: AlertFigures, marks: readonly number[]): string {
  const sign = signOfGrowth(figures);
  return `${sign < 0 ? '-' : sign > 0 ? '+' : ''}${formatSize(figures, marks)}`;
}
