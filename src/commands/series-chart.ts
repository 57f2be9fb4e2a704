import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { shortAmount } from '../channels/alert-chart.ts';
import { formatSize, signOfGrowth } from '../channels/figures.ts';
import { periodName } from '../channels/names.ts';
import { subjectMatter } from '../channels/wording.ts';
import type { ChartDescription, ChartFigure, MarkedPeriod } from '../chart/description.ts';
import { addMonths, formatMonth, type Interval, monthsBetween, startOf } from '../domain/period.ts';
import { formatSeriesKey, type SeriesKey, type TracedFigure } from '../domain/series.ts';
import { describeError, UsageError } from '../errors.ts';
import { loadRegistry } from '../registry.ts';
import type { Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';

const SHOWN_MONTHS = 24;
const YEAR_MONTHS = 12;

/**
 * Draws the last 24 months of a series with their change on a year before.
 * @throws UsageError when the series has no monthly figures, or a file cannot be written.
 */
export async function writeSeriesChart(
  io: CommandIo,
  store: Store,
  series: { readonly key: SeriesKey; readonly figures: readonly TracedFigure[] },
  files: { readonly png?: string; readonly svg?: string },
): Promise<void> {
  const { key, figures } = series;
  const [record] = (await store.series({ pipeline: key.pipeline, product: `${key.classification}:${key.product}` })).filter(
    (one) => formatSeriesKey(one.key) === formatSeriesKey(key),
  );
  const publisher = (await loadRegistry()).get(key.pipeline)?.publisher ?? key.pipeline;
  const description = seriesChart(key, record?.productName ?? null, figures, publisher);
  if (description === null)
    throw new UsageError(`${formatSeriesKey(key)} has no monthly figures: a chart shows months, or January and February as one`);
  const options = { theme: 'light', growth: true } as const;
  if (files.svg !== undefined) write(io, files.svg, await (await import('../chart/svg.ts')).chartSvg(description, options));
  if (files.png !== undefined) write(io, files.png, (await (await import('../chart/png.ts')).chartPng(description, options)).png);
}

/** The series as a chart, its newest figure marked and held against the same months a year before; null without months. Pure. */
export function seriesChart(
  key: SeriesKey,
  productName: string | null,
  figures: readonly TracedFigure[],
  publisher: string,
): ChartDescription | null {
  const drawn = figures
    .filter(({ period }) => period.kind === 'month' || period.kind === 'combined')
    .map(({ period, value, knownFrom }): ChartFigure & { readonly knownFrom: string } => ({
      months: { from: startOf(period), to: period.end },
      value,
      knownFrom,
    }));
  const newest = drawn
    .filter(({ value }) => value !== null)
    .reduce<(typeof drawn)[number] | null>(
      (last, one) => (last === null || one.months.to > last.months.to || isFiner(one.months, last.months) ? one : last),
      null,
    );
  if (newest === null || newest.value === null) return null;
  const shown = { from: addMonths(newest.months.to, 1 - SHOWN_MONTHS), to: newest.months.to };
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

function write(io: CommandIo, file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(resolve(io.cwd, file), content);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${describeError(error)}`, { cause: error });
  }
  io.stderr(`wrote ${file}\n`);
}
