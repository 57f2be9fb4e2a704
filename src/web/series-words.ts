/** How series and figures are said on pages. */
import { formatChange, shortAmount } from '../channels/figures.ts';
import { periodName } from '../channels/names.ts';
import { subjectMatter } from '../channels/wording.ts';
import type { Figures } from '../domain/figures.ts';
import { type Growth, growth } from '../domain/growth.ts';
import { formatMonth, formatPeriod, monthsBetween, type Period, parsePeriod, startOf } from '../domain/period.ts';
import { type Figure, formatSeriesKey, type Measure, type SeriesKey, type Status } from '../domain/series.ts';
import type { SeriesEntry } from '../store/store.ts';

const MEASURES: Readonly<Record<Measure, string>> = { value: 'value', net_weight: 'net weight', quantity: 'quantity' };

export const measureWords = (measure: Measure): string => MEASURES[measure];

/** `China's exports of rare-earth magnets to the world` */
export const matterOf = ({ key, productName }: SeriesEntry): string =>
  subjectMatter({ ...key, product: `${key.classification}:${key.product}`, product_name: productName });

/** `March 2026`, `January-February 2026`, `January-March 2026 (year to date)` */
export function periodWords(period: Period): string {
  const name = periodName(formatMonth(startOf(period)), formatMonth(period.end), period.kind);
  return period.kind === 'ytd' ? `${name} (year to date)` : name;
}

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  A: 'published',
  P: 'provisional',
  E: 'estimated',
  M: 'missing at the source',
  Q: 'kept confidential by the source',
  B: 'published; a break in the series',
};

/** `-1.6 %`; null where it is not known. */
export const percentWords = (rate: Growth): string | null =>
  rate.known ? formatChange({ current: rate.current.value, base: rate.base.value, percent: rate.percent }, []) : null;

/**
 * The newest figure that is known: a month before January and February as one, those before other kinds, whatever their
 * periods overlap.
 */
export function newestOf<F extends Figure>(figures: readonly F[]): F | null {
  const known = figures.filter(({ value }) => value !== null);
  const monthly = known.filter(({ period }) => period.kind === 'month' || period.kind === 'combined');
  const length = ({ period }: Figure): number => monthsBetween(startOf(period), period.end);
  return (monthly.length > 0 ? monthly : known).reduce<F | null>(
    (last, one) =>
      last === null || one.period.end > last.period.end || (one.period.end === last.period.end && length(one) < length(last)) ? one : last,
    null,
  );
}

/** `China's exports of rare-earth magnets to the world, net weight: 5,238 t in March 2026, -1.6 % on a year earlier` */
export function findingOf(entry: SeriesEntry, newest: Figure | null, figures: Figures, asOf: string | null): string {
  const matter = `${matterOf(entry)}, ${measureWords(entry.key.measure)}`;
  const known = asOf === null ? '' : `, as known on ${asOf}`;
  if (newest === null || newest.value === null) return `${matter}: no figure is known${known}`;
  const change = percentWords(growth(figures, newest.period, 'yoy'));
  const compared = change === null ? '' : `, ${change} on a year earlier`;
  return `${matter}: ${shortAmount(newest.value, entry.key.unit)} in ${periodWords(newest.period)}${compared}${known}`;
}

export const seriesHref = (key: SeriesKey | string): string =>
  `/series/${encodeURIComponent(typeof key === 'string' ? key : formatSeriesKey(key))}`;

/** The page of one figure; of two kinds with the same months, the one that the text does not mean is named. */
export function figureHref(key: SeriesKey | string, period: Period): string {
  const text = formatPeriod(period);
  return `${seriesHref(key)}/${encodeURIComponent(text)}${parsePeriod(text).kind === period.kind ? '' : `?kind=${period.kind}`}`;
}
