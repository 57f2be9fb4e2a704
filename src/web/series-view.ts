/** A series as its page, its chart and its files show it. */
import { type SeriesChartOptions, seriesChart } from '../channels/series-chart.ts';
import type { ChartDescription } from '../chart/description.ts';
import { type Figures, figuresOf } from '../domain/figures.ts';
import { type Growth, growth } from '../domain/growth.ts';
import { addMonths, monthsBetween, startOf } from '../domain/period.ts';
import { figureId } from '../domain/rule-reading.ts';
import { formatSeriesKey, parseSeriesKey, type SeriesKey } from '../domain/series.ts';
import type { FigureVersion, SeriesEntry } from '../store/store.ts';
import { type Asked, type SiteContext, Unclear } from './page.ts';
import { choice, day } from './query.ts';
import { findingOf, newestOf } from './series-words.ts';

export const YEARS = ['2', '5', '10', 'all'] as const;
export type Years = (typeof YEARS)[number];

/** A figure with its growth and what it was before. */
export interface ShownFigure {
  readonly figure: FigureVersion;
  readonly yoy: Growth;
  /** Every value that it had by then, oldest first; this one is the last. */
  readonly values: readonly FigureVersion[];
}

export interface SeriesView {
  readonly entry: SeriesEntry;
  readonly key: string;
  readonly title: string;
  readonly publisher: string;
  readonly years: Years;
  /** The day as known at whose end all is shown; null: now. */
  readonly asOf: string | null;
  readonly newest: FigureVersion | null;
  /** Of the years that are shown, newest first. */
  readonly shown: readonly ShownFigure[];
  /** How many figures there are in all years. */
  readonly count: number;
  /** The days on which something of the series became known, newest first. */
  readonly days: readonly string[];
  /** Null when there are no months to draw. */
  readonly chart: ChartDescription | null;
}

/** Null when there is no such series. */
export async function seriesView({ store }: Pick<SiteContext, 'store'>, asked: Asked, keyText: string): Promise<SeriesView | null> {
  const key = keyOf(keyText);
  const years = choice(asked, 'years', YEARS) ?? '2';
  const asOf = day(asked, 'as-of');
  const entry = key === null ? null : await store.seriesEntry(key);
  if (key === null || entry === null) return null;
  const versions = await store.figureVersions(key);
  const until = asOf === null ? null : `${asOf}T23:59:59.999Z`;
  const byFigure = valuesByFigure(until === null ? versions : versions.filter(({ knownFrom }) => knownFrom <= until));
  const current = [...byFigure.values()].flatMap((values) => values.at(-1) ?? []);
  const held = figuresOf(current);
  const newest = newestOf(current);
  const from = years === 'all' || newest === null ? 0 : addMonths(newest.period.end, -12 * Number(years));
  const publisher = (await store.sourceNames()).find(({ pipeline }) => pipeline === key.pipeline)?.publisher ?? key.pipeline;
  const chart = chartOf(entry, current, publisher, years, byFigure);
  return {
    entry,
    key: formatSeriesKey(key),
    title: findingOf(entry, newest, held, asOf),
    publisher,
    years,
    asOf,
    newest,
    shown: shownOf(byFigure, held, from),
    count: current.length,
    days: [...new Set(versions.map(({ knownFrom }) => knownFrom.slice(0, 10)))].sort().reverse(),
    // The picture may be kept without its page.
    chart: chart === null || asOf === null ? chart : { ...chart, title: `${chart.title}, as known on ${asOf}` },
  };
}

/** Null for what is no key. */
export function keyOf(text: string): SeriesKey | null {
  try {
    return parseSeriesKey(text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export function valuesByFigure(versions: readonly FigureVersion[]): ReadonlyMap<string, readonly FigureVersion[]> {
  const byFigure = new Map<string, FigureVersion[]>();
  for (const version of versions.toSorted((a, b) => (a.knownFrom < b.knownFrom ? -1 : a.knownFrom > b.knownFrom ? 1 : 0))) {
    const id = figureId(version.period);
    const values = byFigure.get(id) ?? [];
    values.push(version);
    byFigure.set(id, values);
  }
  return byFigure;
}

/** How many times the value changed; another status alone (provisional, then final) is no revision. */
export const revisionsIn = (values: readonly FigureVersion[]): number =>
  values.filter(({ value }, at) => at > 0 && value !== values[at - 1]?.value).length;

function shownOf(byFigure: ReadonlyMap<string, readonly FigureVersion[]>, held: Figures, from: number): ShownFigure[] {
  return [...byFigure.values()]
    .flatMap((values): ShownFigure[] => {
      const figure = values.at(-1);
      return figure === undefined || figure.period.end <= from ? [] : [{ figure, values, yoy: growth(held, figure.period, 'yoy') }];
    })
    .sort((a, b) => b.figure.period.end - a.figure.period.end || startOf(b.figure.period) - startOf(a.figure.period));
}

function chartOf(
  { key, productName }: SeriesEntry,
  figures: readonly FigureVersion[],
  publisher: string,
  years: Years,
  byFigure: ReadonlyMap<string, readonly FigureVersion[]>,
): ChartDescription | null {
  const monthly = figures.filter(({ period, value }) => value !== null && (period.kind === 'month' || period.kind === 'combined'));
  const newest = newestOf(monthly);
  if (newest === null) return null;
  const first = monthly.reduce((least, { period }) => Math.min(least, startOf(period)), newest.period.end);
  const all = monthsBetween(first, newest.period.end) + 1;
  const firstValues = new Map(
    [...byFigure].flatMap(([id, values]) => {
      const earliest = values.find(({ value }) => value !== null)?.value ?? null;
      return values.length < 2 || earliest === null ? [] : [[id, earliest] as const];
    }),
  );
  const options: SeriesChartOptions = { months: years === 'all' ? all : Math.min(all, 12 * Number(years)), firstValues };
  return seriesChart(key, productName, figures, publisher, options);
}

/** @throws Unclear when a theme is asked for that there is none of. */
export function themeOf(asked: Asked): 'light' | 'dark' {
  const theme = choice(asked, 'theme', ['light', 'dark']);
  if (theme === null) throw new Unclear('theme: expected light or dark.');
  return theme;
}
