/**
 * Holds a series against a rule: is a period beyond the threshold, near it, below it, or is that unknown? Exact: no rounded
 * percentage takes part, and an unknown figure is neither 0 nor below. Pure; see docs/alerts.md.
 */
import type { Figures } from './figures.ts';
import { type Basis, growth, subjects, type UnknownReason } from './growth.ts';
import { type MirrorSeries, mirrorMonths } from './mirror.ts';
import { addMonths, formatMonth, type Interval, month, monthsBetween, type Period, startOf, type YearMonth } from './period.ts';
import { compareGrowth } from './quantity.ts';
import type { Direction, Metric, Rule, Severity } from './rule.ts';
import type { Figure, SeriesKey, Status } from './series.ts';

/** The figures an alert speaks of; base and percent are null where the metric has none. */
export interface AlertFigures {
  readonly current: number;
  readonly base: number | null;
  /** 100 * (current - base) / base, unrounded. */
  readonly percent: number | null;
}

/** What a rule reads from a series for one period. */
export interface Reading {
  readonly figures: AlertFigures;
  readonly currentInterval: Interval;
  /** The months of the base; null where the base is no other period's figure. */
  readonly baseInterval: Interval | null;
  readonly statuses: readonly Status[];
}

export type Unknown = UnknownReason | 'mirror_unknown' | 'short_history';

export type Judgement =
  | { readonly crossing: 'above' | 'near'; readonly reading: Reading; readonly severity: Severity }
  | { readonly crossing: 'below'; readonly reading: Reading }
  | { readonly crossing: 'insufficient'; readonly reason: Unknown; readonly detail: string };

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

/** The periods that a rule asks about, in order of time, from a month on. */
export function subjectsOf({ when: { metric } }: Rule, { figures }: WatchedSeries, from: YearMonth = 0): readonly Period[] {
  switch (metric) {
    case 'level':
    case 'record':
    case 'mirror_gap':
      return (figures.month?.ends(from) ?? []).map(month);
    case 'revision':
      return figures.kinds.flatMap((own) => own.ends(from).map((end) => ({ kind: own.kind, end }))).sort((a, b) => a.end - b.end);
    default:
      return subjects(figures, metric, from);
  }
}

/** Holds one period of a series, with the periods before it where the rule asks for several in a row, against the rule. */
export function judge(rule: Rule, series: WatchedSeries, subject: Period): Judgement {
  const own = judgeOne(rule, series, subject);
  if (own.crossing === 'insufficient' || own.crossing === 'below') return own;
  let weakest: Judgement = own;
  for (let back = 1, at = subject; back < rule.streak; back++) {
    at = before(series, at, rule);
    const one = judgeOne(rule, series, at);
    if (one.crossing === 'below') return { crossing: 'below', reading: own.reading };
    if (one.crossing === 'insufficient')
      weakest = { ...one, detail: `the rule wants ${rule.streak} periods in a row, and of ${formatMonth(at.end)} ${one.detail}` };
    else if (weakest.crossing === 'above' && one.crossing === 'near') weakest = { ...own, crossing: 'near' };
  }
  return weakest;
}

/** How many periods in a row, this one included, are beyond the threshold. */
export function streakOf(rule: Rule, series: WatchedSeries, subject: Period): number {
  let count = 0;
  for (let at = subject; count < LONGEST_STREAK && judgeOne(rule, series, at).crossing === 'above'; at = before(series, at, rule))
    count += 1;
  return count;
}
const LONGEST_STREAK = 120;

/** The period before: of cumulative figures the one that ends a month earlier. */
function before({ figures }: WatchedSeries, { kind, end }: Period, { when: { metric } }: Rule): Period {
  const last = addMonths(kind === 'ytd' ? end : startOf({ kind, end }), -1);
  if (kind === 'combined' || (kind === 'month' && metric !== 'yoy')) return month(last);
  // Year on year, January-February combined stands for the two months where they are not there.
  const combined = kind === 'month' && figures.month?.get(last)?.value == null && figures.combined?.has(last) === true;
  return combined ? { kind: 'combined', end: last } : { kind, end: last };
}

function judgeOne(rule: Rule, series: WatchedSeries, subject: Period): Judgement {
  const read = readingOf(rule, series, subject);
  if ('reason' in read) return { crossing: 'insufficient', ...read };
  const { current, base } = read.figures;
  if (base !== null && rule.when.metric !== 'record' && base < rule.minimumBase)
    return {
      crossing: 'insufficient',
      reason: 'base_zero_or_small',
      detail: `the base ${base} is below the rule's minimum of ${rule.minimumBase}`,
    };
  // Too small a change is no crossing, however many percent it is.
  if (base !== null && Math.abs(current - base) < rule.minimumChange) return { crossing: 'below', reading: read };
  if (isCrossing(thresholdOf(rule), read.figures)) return { crossing: 'above', reading: read, severity: severityOf(rule, read.figures) };
  if (rule.hysteresis > 0 && isBeyond(thresholdOf(rule), read.figures, rule.hysteresis))
    return { crossing: 'near', reading: read, severity: rule.severity };
  return { crossing: 'below', reading: read };
}

/** What a figure is held against, as messages state it. */
export interface Threshold {
  readonly metric: Metric;
  readonly direction: Direction;
  /** In percent, of a level in the series' unit; null of a record. */
  readonly threshold: number | null;
}

export const thresholdOf = ({ when }: Pick<Rule, 'when'>): Threshold => ({
  metric: when.metric,
  direction: when.direction,
  threshold: when.metric === 'record' ? null : when.metric === 'level' ? when.value : when.percent,
});

/** Whether figures are at or beyond a threshold, exactly. */
export const isCrossing = (threshold: Threshold, figures: AlertFigures): boolean => isBeyond(threshold, figures, 0);

/** @param slack how far behind the threshold still counts, as the rule's hysteresis. */
function isBeyond({ metric, direction, threshold }: Threshold, { current, base }: AlertFigures, slack: number): boolean {
  if (metric === 'level') return threshold !== null && reaches(current, threshold, direction, slack);
  if (base === null) return false;
  // A record that is only reached is no new one.
  if (metric === 'record') return (slack > 0 || current !== base) && reaches(current, base, direction, slack);
  return threshold !== null && passes(current, base, direction, difference(threshold, slack));
}

/** Whether a figure is at a mark, beyond it, or no more than so many percent of the mark behind it. */
const reaches = (current: number, mark: number, direction: Direction, slack: number): boolean =>
  direction === 'fall' ? compareGrowth(current, mark, slack) <= 0 : compareGrowth(current, mark, -slack) >= 0;

/** Of two decimals as they are written: 25.1 - 0.2 is 24.9 and not 24.900000000000002. */
const difference = (a: number, b: number): number => {
  const exact = a - b;
  return Number.isInteger(exact) && Math.abs(exact) < 1e15 ? exact : Number(exact.toPrecision(15));
};

function passes(current: number, base: number, direction: Direction, percent: number): boolean {
  if (direction !== 'fall' && compareGrowth(current, base, percent) >= 0) return true;
  return direction !== 'rise' && compareGrowth(current, base, -percent) <= 0;
}

function severityOf(rule: Rule, { current, base }: AlertFigures): Severity {
  const { when } = rule;
  const reached = rule.escalation.filter(({ from }) => {
    if (when.metric === 'record') return false;
    if (when.metric === 'level') return reaches(current, from, when.direction, 0);
    return base !== null && passes(current, base, when.direction, from);
  });
  return reached.at(-1)?.severity ?? rule.severity;
}

interface NoReading {
  readonly reason: Unknown;
  readonly detail: string;
}

function readingOf(rule: Rule, series: WatchedSeries, subject: Period): Reading | NoReading {
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
    currentInterval: rate.currentInterval,
    baseInterval: rate.baseInterval,
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

const intervalOf = (subject: Period): Interval => ({ from: startOf(subject), to: subject.end });

function levelReading(series: WatchedSeries, subject: Period): Reading | NoReading {
  const figure = figureAt(series, subject);
  if ('reason' in figure) return figure;
  return {
    figures: { current: figure.value, base: null, percent: null },
    currentInterval: intervalOf(subject),
    baseInterval: null,
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
    currentInterval: intervalOf(subject),
    baseInterval: null,
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
    currentInterval: intervalOf(subject),
    baseInterval: intervalOf(subject),
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
    currentInterval: intervalOf(subject),
    baseInterval: intervalOf(record.period),
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
