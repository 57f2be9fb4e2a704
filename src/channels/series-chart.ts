import type { ChartDescription, ChartFigure, MarkedPeriod } from '../chart/description.ts';
import { addMonths, formatMonth, type Interval, monthsBetween, startOf } from '../domain/period.ts';
import { figureId } from '../domain/rule-reading.ts';
import type { SeriesKey, TracedFigure } from '../domain/series.ts';
import { formatSize, shortAmount, signOfGrowth } from './figures.ts';
import { periodName } from './names.ts';
import { subjectMatter } from './wording.ts';

const SHOWN_MONTHS = 24;
const YEAR_MONTHS = 12;

export interface SeriesChartOptions {
  /** How many months are shown, up to the newest; default 24. */
  readonly months?: number;
  /** What a figure was published as at first, where it was revised; by what {@link figureId} says. */
  readonly firstValues?: ReadonlyMap<string, number>;
}

/** The series as a chart, its newest figure marked and held against the same months a year before; null without months. Pure. */
export function seriesChart(
  key: SeriesKey,
  productName: string | null,
  figures: readonly TracedFigure[],
  publisher: string,
  { months: count = SHOWN_MONTHS, firstValues }: SeriesChartOptions = {},
): ChartDescription | null {
  const drawn = figures
    .filter(({ period }) => period.kind === 'month' || period.kind === 'combined')
    .map(({ period, value, knownFrom }): ChartFigure & { readonly knownFrom: string } => {
      const first = firstValues?.get(figureId(period));
      return {
        months: { from: startOf(period), to: period.end },
        value,
        knownFrom,
        ...(first === undefined || first === value || value === null ? {} : { revisedFrom: first }),
      };
    });
  const newest = drawn
    .filter(({ value }) => value !== null)
    .reduce<(typeof drawn)[number] | null>(
      (last, one) => (last === null || one.months.to > last.months.to || isFiner(one.months, last.months) ? one : last),
      null,
    );
  if (newest === null || newest.value === null) return null;
  const shown = { from: addMonths(newest.months.to, 1 - count), to: newest.months.to };
  const marked: MarkedPeriod = { months: newest.months, value: newest.value, base: baseOf(newest.months, drawn) };
  const matter = { ...key, product: `${key.classification}:${key.product}` };
  const asked = drawn.filter(({ months }) => months.from >= shown.from).map(({ knownFrom }) => knownFrom);
  return {
    title: finding(marked, key.unit),
    subtitle: subjectMatter({ ...matter, product_name: productName }),
    subtitleInLatin: subjectMatter({ ...matter, product_name: null }),
    unit: key.unit,
    shown,
    figures: drawn,
    marked,
    source: `Source: ${publisher}, newest figures obtained ${asked.sort().at(-1)?.slice(0, 10)}`,
  };
}

const isFiner = (a: Interval, b: Interval): boolean => a.to === b.to && monthsBetween(a.from, a.to) < monthsBetween(b.from, b.to);

function baseOf(months: Interval, figures: readonly ChartFigure[]): MarkedPeriod['base'] {
  const before = { from: addMonths(months.from, -YEAR_MONTHS), to: addMonths(months.to, -YEAR_MONTHS) };
  const value = figures.find((figure) => figure.months.from === before.from && figure.months.to === before.to)?.value ?? null;
  return value === null ? null : { months: before, value };
}

/** `353 t in June 2025, 52.0 % less than in June 2024` */
function finding({ months, value, base }: MarkedPeriod, unit: string): string {
  const current = value ?? 0;
  const what = `${shortAmount(current, unit)} in ${nameOf(months)}`;
  if (base === null || base.value <= 0) return what;
  const growth = { current, base: base.value, percent: (100 * (current - base.value)) / base.value };
  const sign = signOfGrowth(growth);
  const compared = sign === 0 ? 'the same as' : `${formatSize(growth, [])} ${sign < 0 ? 'less' : 'more'} than`;
  return `${what}, ${compared} in ${nameOf(base.months)}`;
}

const nameOf = ({ from, to }: Interval): string => periodName(formatMonth(from), formatMonth(to), from === to ? 'month' : 'combined');
