/** What is asked of the official figures to decide a claim, and what they answer. */
import {
  type Bounds,
  boundsOf,
  type GrowthPoint,
  type GrowthRange,
  growthRange,
  type PercentInterval,
  placeOf,
  roundingOf,
} from './bounds.ts';
import type { Claim } from './claim.ts';
import { formatMonths, levelInterval } from './claim-figures.ts';
import type { OfficialLine } from './claim-series.ts';

import { formatPeriod, type Interval } from './period.ts';
import { formatSeriesKey, type SeriesKey, type SeriesVersions, type TracedFigure } from './series.ts';
import type { Computation, Reason, Side } from './verdict.ts';

export interface Question {
  readonly lines: readonly OfficialLine[];
  readonly partner: string;
  readonly measure: 'volume' | 'value' | null;
  /** A currency for values, kg or items for volumes; null: the text does not say. */
  readonly unit: string | null;
  readonly current: Interval;
  readonly base: Interval;
  readonly percent: PercentInterval;
  /** The figures that the text gives beside the percentage, or instead of it. */
  readonly levels: Pick<Claim, 'percent' | 'level' | 'level_unit' | 'base_level'>;
}

/** What figures say to a question. `refuted` and `fits` are certain; all else is unknown, with the reason. */
export interface Answer {
  readonly state: 'fits' | 'refuted' | 'unknown';
  readonly reason: Reason | null;
  readonly computation: Computation | null;
  /** The same by the figures of the article's day, where they differ from today's. */
  readonly first: Computation | null;
}

/**
 * Asks all series that measure what the question speaks of. One that fits decides; a refutation needs all of them, and a
 * measure and unit that are told (or all that there are refuting).
 */
export function ask(question: Question, series: readonly HeldSeries[]): Answer {
  const answers = question.lines.flatMap((line) =>
    series.filter(({ key }) => isOf(key, line, question)).map((one) => ({ key: one.key, ...answerOf(question, one) })),
  );
  const fitting = answers.find((answer) => answer.state === 'fits');
  if (fitting !== undefined) return fitting;
  const first = answers[0];
  if (first === undefined) return { state: 'unknown', reason: 'no_series', computation: null, first: null };
  const unitOf = ({ measure, unit }: SeriesKey): string => `${measure} ${unit}`;
  const refuting = answers.filter((answer) => answer.state === 'refuted');
  const refuted = new Set(refuting.map((answer) => unitOf(answer.key)));
  const open = answers.find((answer) => answer.state !== 'refuted' && !refuted.has(unitOf(answer.key)));
  if (open !== undefined) return open;
  const decided = refuting[0] ?? first;
  return isTold(
    question,
    refuting.map((answer) => answer.key),
  )
    ? decided
    : { ...decided, state: 'unknown', reason: 'ambiguous_measure' };
}

/** Whether nothing is left open of what was measured. */
function isTold({ measure, unit }: Question, refuting: readonly SeriesKey[]): boolean {
  const currencies = new Set(refuting.filter((key) => key.measure === 'value').map((key) => key.unit)).size;
  const volumes = refuting.some((key) => key.measure !== 'value');
  const value = unit !== null ? currencies > 0 : currencies > 1;
  return measure === 'volume' ? volumes : measure === 'value' ? value : volumes && value;
}

function isOf(key: SeriesKey, line: OfficialLine, { partner, measure, unit }: Question): boolean {
  if (key.pipeline !== line.pipeline || `${key.classification}:${key.product}` !== line.product || key.partner !== partner) return false;
  if (measure !== null && (measure === 'value') !== (key.measure === 'value')) return false;
  return unit === null || key.unit === unit;
}

/** By the figures of the article's day and by those of today: only what both say is certain. */
function answerOf(question: Question, { key, today, onDay }: HeldSeries): Answer {
  const now = sayOf(question, key, today, 'today');
  if (onDay === null) return { ...now, first: null };
  const before = sayOf(question, key, onDay, 'first');
  const answer = { ...now, first: sameFigures(now.computation, before.computation) ? null : before.computation };
  if (now.state === 'refuted' && before.state !== 'refuted')
    return { ...answer, state: 'unknown', reason: before.state === 'fits' ? 'vintages_disagree' : before.reason };
  return answer;
}

/** A series by the figures of two days. */
export interface HeldSeries {
  readonly key: SeriesKey;
  readonly today: readonly TracedFigure[];
  /** As known on the article's day; null when that is what is known today. */
  readonly onDay: readonly TracedFigure[] | null;
}

/** @param asOf the end of the article's day; null when it is not known: then what was published first counts. */
export function heldOn({ key, versions }: SeriesVersions, asOf: string | null): HeldSeries {
  const today = versions.filter((version) => version.knownTo === null);
  const known = knownAt(versions, asOf);
  const current = new Set(today);
  return { key, today, onDay: known.length === today.length && known.every((version) => current.has(version)) ? null : known };
}

/** The figures of an instant; what was not known by then as it was published first. */
function knownAt(versions: readonly TracedFigure[], asOf: string | null): TracedFigure[] {
  const byPeriod = new Map<string, TracedFigure>();
  for (const version of versions.toSorted((a, b) => (a.knownFrom < b.knownFrom ? -1 : a.knownFrom > b.knownFrom ? 1 : 0))) {
    const period = `${version.period.kind} ${version.period.end}`;
    const isThen = asOf !== null && version.knownFrom <= asOf;
    if (isThen || !byPeriod.has(period)) byPeriod.set(period, version);
  }
  return [...byPeriod.values()];
}

type Said = Pick<Answer, 'state' | 'reason' | 'computation'>;

function sayOf(question: Question, key: SeriesKey, figures: readonly TracedFigure[], vintage: Computation['vintage']): Said {
  const now = boundsOf(figures, question.current);
  const before = boundsOf(figures, question.base);
  const range = growthRange(now, before);
  const place = placeOf(range, question.percent);
  const computation = computationOf(key, now, before, question.percent, vintage);
  const unknown = (reason: Reason): Said => ({ state: 'unknown', reason, computation });
  if (now.gap === null && before.gap === null && before.least === 0) return unknown('base_zero');
  const missing = gapReason(now, 'no_current') ?? gapReason(before, 'no_base') ?? 'no_base';
  const { level, base_level: base, level_unit: unit, percent } = question.levels;
  const levels = [levelPlace(level, unit, key.unit, now), levelPlace(base, unit, key.unit, before)];
  if (levels.includes('far')) return unknown('level_differs');
  if (now.gap !== null || place === 'open') return unknown(levels.includes('differs') ? 'level_differs' : missing);
  if (place === 'outside' && placeOf(revisable(range, key.unit), question.percent) !== 'outside') return unknown('near_miss');
  if (place === 'outside') return { state: 'refuted', reason: null, computation };
  if (levels.includes('differs')) return unknown('level_differs');
  // Two levels without a percentage are the claim itself: both have to be known.
  if (percent === null && !levels.every((one) => one === 'fits')) return unknown(missing);
  return { state: 'fits', reason: null, computation };
}

/** Statistics offices revise last year's months by less, mostly without printing them again. */
const REVISED_BASE = 0.01;
/** News counts in tonnes. */
const HALF_A_TONNE_KG = 500;

/** The range that a usual revision of the base, and growth between whole tonnes, leave open: nothing in it is refuted. */
function revisable({ low, high, whole }: GrowthRange, unit: string): GrowthRange {
  const half = unit === 'kg' ? HALF_A_TONNE_KG : 0;
  const move = (point: GrowthPoint | null, way: 1 | -1): GrowthPoint | null => {
    if (point === null) return null;
    const base = point.base - way * Math.max(half, Math.round(point.base * REVISED_BASE));
    return base <= 0 ? null : { current: Math.max(0, point.current + way * half), base };
  };
  return { low: move(low, -1), high: move(high, 1), whole };
}

function gapReason(bounds: Bounds<TracedFigure>, absent: Reason): Reason | null {
  return bounds.gap === null ? null : bounds.gap === 'absent' ? absent : bounds.gap;
}

/** A level this many times away from the official one is the figure of something else: the claim was not understood. */
const FAR = 2;
const TO_KG: Readonly<Record<string, number>> = { t: 1000, kg: 1 };

function levelPlace(
  level: number | null,
  levelUnit: string | null,
  unit: string,
  bounds: Bounds<TracedFigure>,
): 'none' | 'fits' | 'differs' | 'far' {
  if (level === null || levelUnit === null) return 'none';
  const factor = unit === 'kg' ? TO_KG[levelUnit] : levelUnit === unit ? 1 : undefined;
  if (factor === undefined) return 'none';
  const { low, high } = levelInterval(level);
  const rounding = roundingOf(bounds.parts);
  if (bounds.gap !== null) return high * factor * FAR < bounds.least ? 'far' : high * factor < bounds.least - rounding ? 'differs' : 'none';
  if (high * factor >= bounds.least - rounding && low * factor <= bounds.least + rounding) return 'fits';
  return high * factor * FAR < bounds.least || low * factor > bounds.least * FAR ? 'far' : 'differs';
}

function computationOf(
  key: SeriesKey,
  now: Bounds<TracedFigure>,
  before: Bounds<TracedFigure>,
  claimed: PercentInterval,
  vintage: Computation['vintage'],
): Computation | null {
  if (now.parts.length === 0 && before.parts.length === 0) return null;
  const ends = openEnds(now, before);
  const whole = before.gap === null;
  // Where the known months of the base leave a range, its end on the side of the claim is what decides.
  const far = ends.low !== null && claimed.high !== null && percentOf(ends.low) >= claimed.high;
  const point = whole || far ? ends.low : (ends.high ?? ends.low);
  return {
    series: formatSeriesKey(key),
    unit: key.unit,
    vintage,
    current: sideOf(now),
    base: sideOf(before),
    percent: point === null ? null : percentOf(point),
    bound: whole ? 'exact' : point === ends.high ? 'at_most' : 'at_least',
  };
}

/** The ends of the range without the rounding of the printed figures: what a person computes from them. */
function openEnds(now: Bounds<TracedFigure>, before: Bounds<TracedFigure>): { low: GrowthPoint | null; high: GrowthPoint | null } {
  const point = (base: number | null): GrowthPoint | null =>
    now.gap !== null || base === null || base <= 0 ? null : { current: now.least, base };
  return { low: point(before.gap === null ? before.least : (before.around?.value ?? null)), high: point(before.least) };
}

const percentOf = ({ current: c, base: b }: GrowthPoint): number => (100 * (c - b)) / b;

const sideOf = (bounds: Bounds<TracedFigure>): Side => ({
  period: formatMonths(bounds.interval),
  value: bounds.least,
  complete: bounds.gap === null,
  pieces: bounds.parts.map((part) => ({
    period: formatPeriod(part.period),
    period_kind: part.period.kind,
    value: part.value ?? 0,
    status: part.status,
    known_from: part.knownFrom,
    published_at: part.publishedAt,
    url: part.url,
    sha256: part.sha256,
  })),
});

const sameFigures = (a: Computation | null, b: Computation | null): boolean =>
  a?.percent === b?.percent && a?.current.value === b?.current.value && a?.base.value === b?.base.value;
