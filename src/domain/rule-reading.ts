/** What a rule reads from a series for one period: the figures that its metric speaks of, or why they are not known. Pure. */
import type { Figures } from './figures.ts';
import { type Basis, growth, type UnknownReason } from './growth.ts';
import { type MirrorSeries, mirrorMonths } from './mirror.ts';
import { addMonths, formatMonth, monthsBetween, type Period, type YearMonth } from './period.ts';
import type { Rule } from './rule.ts';
import type { Figure, SeriesKey, Status } from './series.ts';
import type { AlertFigures } from './threshold.ts';

/** A series as a rule sees it. */
export interface WatchedSeries {
  readonly key: SeriesKey;
  readonly figures: Figures;
  /** The value with which each figure was first published, by {@link figureId}; only of figures that were revised. */
  readonly firstValues: ReadonlyMap<string, number>;
  /** The other side of the trade, for mirror gaps. */
  readonly mirror: MirrorSeries | null;
}

export const figureId = (p: Period): string => `${p.kind} ${p.end}`;

/** What a rule reads from a series for one period. */
export interface Reading {
  readonly figures: AlertFigures;
  /** The last month of the base, which is of as many months; null where the base is not the figure of another period or series. */
  readonly baseEnd: YearMonth | null;
  readonly statuses: readonly Status[];
}

export type Unknown = UnknownReason | 'mirror_unknown' | 'short_history';

/** Why a rule reads nothing for a period. */
export interface NoReading {
  readonly reason: Unknown;
  readonly detail: string;
}

/** What a rule reads from a series for a period, by its metric. */
export function readingOf(rule: Rule, series: WatchedSeries, subject: Period): Reading | NoReading {
  const { when } = rule;
  switch (when.metric) {
    case 'level':
      return levelReading(series, subject);
    case 'record':
      return recordReading(series, subject, when);
    case 'revision':
      return revisionReading(series, subject);
    case 'mirror_gap':
      return mirrorReading(series, subject);
    default:
      return growthReading(series, subject, when.metric);
  }
}

function growthReading({ figures }: WatchedSeries, subject: Period, basis: Basis): Reading | NoReading {
  const rate = growth(figures, subject, basis);
  if (!rate.known) return { reason: rate.reason, detail: rate.detail };
  return {
    figures: { current: rate.current.value, base: rate.base.value, percent: rate.percent },
    baseEnd: rate.baseInterval.to,
    statuses: [...rate.current.parts, ...rate.base.parts].map((part) => part.status),
  };
}

/** The figure that is published for a period itself. */
function figureAt({ figures }: WatchedSeries, subject: Period): (Figure & { readonly value: number }) | NoReading {
  const figure = figures[subject.kind]?.get(subject.end);
  if (figure !== undefined && figure.value !== null) return { ...figure, value: figure.value };
  const at = formatMonth(subject.end);
  if (figure?.status === 'Q') return { reason: 'suppressed', detail: `${at} is suppressed by the source` };
  return { reason: 'no_current', detail: `${at} is not known` };
}

function levelReading(series: WatchedSeries, subject: Period): Reading | NoReading {
  const figure = figureAt(series, subject);
  if ('reason' in figure) return figure;
  return {
    figures: { current: figure.value, base: null, percent: null },
    baseEnd: null,
    statuses: [figure.status],
  };
}

/** What the exporter did not state for a month cannot be compared; what it was first published as is its base. */
function revisionReading(series: WatchedSeries, subject: Period): Reading | NoReading {
  const figure = figureAt(series, subject);
  if ('reason' in figure) return figure;
  const base = series.firstValues.get(figureId(subject)) ?? figure.value;
  if (base <= 0) return { reason: 'base_zero_or_small', detail: `it was first published as ${base}` };
  return {
    figures: { current: figure.value, base, percent: (100 * (figure.value - base)) / base },
    baseEnd: null,
    statuses: [figure.status],
  };
}

function mirrorReading({ key, figures, mirror }: WatchedSeries, subject: Period): Reading | NoReading {
  const figure = figures.month?.get(subject.end);
  if (mirror === null) return { reason: 'mirror_unknown', detail: 'no importer states the other side' };
  const own: MirrorSeries = {
    key,
    valuation: null,
    months: new Map(figure?.value == null ? [] : [[subject.end, figure.value]]),
  };
  const side = mirrorMonths(own, { ...mirror, months: onlyMonth(mirror.months, subject.end) })[0];
  if (side?.exporterValue == null || side.importerValue === null || side.gapPercent === null)
    return { reason: 'mirror_unknown', detail: `the two sides of ${formatMonth(subject.end)} cannot be compared` };
  return {
    figures: { current: side.importerValue, base: side.exporterValue, percent: side.gapPercent },
    baseEnd: subject.end,
    statuses: figure === undefined ? [] : [figure.status],
  };
}

const onlyMonth = (months: ReadonlyMap<YearMonth, number>, at: YearMonth): ReadonlyMap<YearMonth, number> => {
  const value = months.get(at);
  return new Map(value === undefined ? [] : [[at, value]]);
};

/** The highest (rise) or lowest (fall) month of all that were known before it. */
function recordReading(series: WatchedSeries, subject: Period, when: Extract<Rule['when'], { metric: 'record' }>): Reading | NoReading {
  const figure = figureAt(series, subject);
  if ('reason' in figure) return figure;
  const earlier = [...(series.figures.month ?? [])].filter((f) => f.period.end < subject.end);
  const known = earlier.filter((f): f is Figure & { value: number } => f.value !== null);
  if (known.length < when.months)
    return {
      reason: 'short_history',
      detail: `${known.length} earlier months are known, the rule wants ${when.months}`,
    };
  const highest = when.direction === 'rise';
  const record = known.reduce((best, f) => ((highest ? f.value > best.value : f.value < best.value) ? f : best));
  // One known month that is as high, or as low, is enough to say that it is no record.
  const beats = highest ? figure.value > record.value : figure.value < record.value;
  const gap = beats ? unknownMonth(series.figures, subject.end, highest ? figure.value : null) : null;
  if (gap !== null)
    return { reason: 'no_base', detail: `${formatMonth(gap)} is not known: it may have been ${highest ? 'higher' : 'lower'}` };
  return {
    figures: {
      current: figure.value,
      base: record.value,
      percent: record.value > 0 ? (100 * (figure.value - record.value)) / record.value : null,
    },
    baseEnd: record.period.end,
    statuses: [figure.status, record.status],
  };
}

/**
 * The first month of those between a series' beginning and a month of which it is not known that it lies below `mark`. January and
 * February that are published as one figure lie below it when both together do; null: no month that is not known counts.
 */
function unknownMonth(figures: Figures, until: YearMonth, mark: number | null): YearMonth | null {
  const first = figures.month?.ends()[0];
  if (first === undefined) return null;
  for (let i = 0; i < monthsBetween(first, until); i++) {
    const at = addMonths(first, i);
    const together = at % 100 <= 2 ? figures.combined?.get(Math.trunc(at / 100) * 100 + 2)?.value : null;
    const below = together != null && mark !== null && together < mark;
    if (figures.month?.get(at)?.value == null && !below) return at;
  }
  return null;
}
