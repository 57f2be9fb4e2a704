/**
 * What a rule would have told: the vintages of its series are taken in the order in which they became known, by the code that
 * takes them when they come, and each instant sees nothing of what came later. Pure.
 */
import type { AlertState } from '../domain/alert.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import { figuresOf } from '../domain/figures.ts';
import { judge } from '../domain/judgement.ts';
import { headingOf, mirrorSeries } from '../domain/mirror.ts';
import type { Period } from '../domain/period.ts';
import { type Rule, watches } from '../domain/rule.ts';
import { figureId, type WatchedSeries } from '../domain/rule-reading.ts';
import { type Figure, formatSeriesKey, type SeriesKey, type TracedFigure, type Valuation } from '../domain/series.ts';
import type { AlertFigures } from '../domain/threshold.ts';
import type {
  AlertOutgoing,
  ChangedSeries,
  DetectedChange,
  Detection,
  DetectReader,
  KnownAlert,
  SeriesState,
  TellingRecord,
  VintageSource,
} from '../store/store.ts';
import { createDetector } from './detect.ts';

/** A series with every value that its figures ever had. */
export interface BacktestSeries {
  readonly key: SeriesKey;
  readonly valuation: Valuation | null;
  readonly productName: string | null;
  readonly versions: readonly TracedFigure[];
}

export interface BacktestOptions {
  /** ISO 8601; what became known before is the history that the rule starts with. */
  readonly from: string;
  readonly to: string;
  /** When a figure counts as known: when it was first seen here, or at the end of the day that its publisher printed on it. */
  readonly knownBy: 'seen' | 'published';
}

/** Something that would have been told. */
export interface BacktestEvent {
  readonly at: string;
  readonly event: AlertEntry['event'];
  /** In a digest, and not as news. */
  readonly digest: boolean;
  readonly fingerprint: string;
  readonly series: string;
  readonly period: Period;
  readonly figures: AlertFigures | null;
}

/** An alert that would have been raised, and what the figures say to it today. */
export interface BacktestAlert {
  readonly fingerprint: string;
  readonly series: string;
  readonly period: Period;
  readonly raisedAt: string;
  readonly raised: AlertFigures | null;
  readonly corrections: number;
  /** As it would stand now. */
  readonly state: AlertState;
  readonly today: 'crosses' | 'does_not_cross' | 'unknown';
  readonly figures: AlertFigures | null;
}

export interface Backtest {
  /** Distinct instants at which figures became known within the span. */
  readonly instants: number;
  readonly series: readonly string[];
  readonly events: readonly BacktestEvent[];
  readonly messages: number;
  readonly alerts: readonly BacktestAlert[];
}

const RECEIVER = 'backtest';
const FIRST_LOAD_MS = 24 * 3_600_000;

export function backtest(rule: Rule, all: readonly BacktestSeries[], options: BacktestOptions): Backtest {
  const world = new Past(all);
  const detector = createDetector({
    rules: [{ ...rule, receivers: [RECEIVER] }],
    channels: new Map([[RECEIVER, 'backtest']]),
    sources: new Map(),
  });
  const memory = new Map<string, KnownAlert>();
  const events: BacktestEvent[] = [];
  let instants = 0;
  let messages = 0;
  for (const [at, arrived] of timeline(all, options.knownBy)) {
    if (at > options.to) break;
    const counts = at >= options.from;
    const changed = world.take(arrived, at, !counts).filter(({ series }) => detector.wants(series.key));
    if (counts) instants += 1;
    if (changed.length === 0) continue;
    const reader: DetectReader = {
      alerts: (key) => [...memory.values()].filter((alert) => formatSeriesKey(alert.seriesKey) === formatSeriesKey(key)),
      firstValues: (key) => world.firstValues(key),
      counterparts: (key) => world.counterparts(key),
      silences: () => [],
      numberedBehind: () => 0,
    };
    const detection = detector.detect(changed, reader, sourceAt(changed[0]?.series.key.pipeline ?? '', at), at);
    remember(memory, detection);
    if (!counts) continue;
    messages += detection.messages.length;
    events.push(...detection.messages.flatMap((out) => eventsOf(out, detection.changes, at)));
  }
  return {
    instants,
    series: all.filter(({ key }) => watches(rule, key)).map(({ key }) => formatSeriesKey(key)),
    events,
    messages,
    alerts: outcomes(rule, events, memory, world),
  };
}

/** Figures as they became known, grouped by the instant. */
function timeline(all: readonly BacktestSeries[], knownBy: BacktestOptions['knownBy']): [string, Arrival[]][] {
  const byInstant = new Map<string, Arrival[]>();
  for (const series of all)
    for (const figure of series.versions) {
      const at = knownBy === 'published' ? publicAt(figure) : figure.knownFrom;
      byInstant.set(at, [...(byInstant.get(at) ?? []), { series, figure }]);
    }
  return [...byInstant].sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Arrival {
  readonly series: BacktestSeries;
  readonly figure: TracedFigure;
}

function publicAt({ publishedAt, knownFrom }: TracedFigure): string {
  if (publishedAt === null) return knownFrom;
  const end = `${publishedAt.slice(0, 10)}T23:59:59.999Z`;
  return end < knownFrom ? end : knownFrom;
}

/** The figures as they were known at the instant that was taken last. */
class Past {
  readonly #series: readonly BacktestSeries[];
  readonly #figures = new Map<string, Map<string, Figure>>();
  readonly #firsts = new Map<string, Map<string, number>>();
  readonly #begun = new Map<string, number>();

  constructor(series: readonly BacktestSeries[]) {
    this.#series = series;
  }

  take(arrived: readonly Arrival[], at: string, history: boolean) {
    const ends = new Map<BacktestSeries, Set<number>>();
    for (const { series, figure } of arrived) {
      const key = formatSeriesKey(series.key);
      const figures = this.#figures.get(key) ?? new Map<string, Figure>();
      const firsts = this.#firsts.get(key) ?? new Map<string, number>();
      const id = figureId(figure.period);
      if (figure.value !== null && !firsts.has(id)) firsts.set(id, figure.value);
      figures.set(id, figure);
      this.#figures.set(key, figures);
      this.#firsts.set(key, firsts);
      if (!this.#begun.has(key)) this.#begun.set(key, Date.parse(at));
      ends.set(series, (ends.get(series) ?? new Set()).add(figure.period.end));
    }
    return [...ends].map(
      ([series, stated]): ChangedSeries => ({
        series: this.state(series),
        hasAlerts: true,
        firstChanged: Math.min(...stated),
        lastStated: Math.max(...stated),
        isNew: history || Date.parse(at) - (this.#begun.get(formatSeriesKey(series.key)) ?? 0) < FIRST_LOAD_MS,
        states: (end) => stated.has(end),
        latest: null,
      }),
    );
  }

  state(series: BacktestSeries): SeriesState {
    const { key, valuation, productName } = series;
    const figures = figuresOf((this.#figures.get(formatSeriesKey(key)) ?? new Map<string, Figure>()).values());
    return { keyId: this.#series.indexOf(series), key, valuation, productName, figures, figuresOf: () => figures };
  }

  firstValues(key: SeriesKey): ReadonlyMap<string, number> {
    return this.#firsts.get(formatSeriesKey(key)) ?? new Map();
  }

  #find(key: SeriesKey): BacktestSeries | undefined {
    const text = formatSeriesKey(key);
    return this.#series.find((series) => formatSeriesKey(series.key) === text);
  }

  counterparts(key: SeriesKey): SeriesState[] {
    const heading = headingOf(key.product);
    if (heading === null) return [];
    return this.#series
      .filter(({ key: other }) => isOtherSide(key, other) && headingOf(other.product) === heading)
      .map((series) => this.state(series));
  }

  view(rule: Rule, { seriesKey, mirrorKey }: KnownAlert): WatchedSeries | null {
    const series = this.#find(seriesKey);
    if (series === undefined) return null;
    const other = mirrorKey === null ? undefined : this.#find(mirrorKey);
    return {
      key: series.key,
      figures: this.state(series).figures,
      firstValues: rule.when.metric === 'revision' ? this.firstValues(series.key) : new Map(),
      mirror: other === undefined ? null : mirrorSeries(this.state(other)),
    };
  }
}

const isOtherSide = (key: SeriesKey, other: SeriesKey): boolean =>
  other.reporter === key.partner &&
  other.partner === key.reporter &&
  other.measure === key.measure &&
  other.unit === key.unit &&
  (key.flow === 'export' ? other.flow === 'import' : other.flow === 'export');

const sourceAt = (pipeline: string, at: string): VintageSource => ({
  pipeline,
  url: null,
  file: '',
  publishedAt: null,
  retrievedAt: at,
  sha256: '',
});

/** What the database would hold, every message delivered at once. */
function remember(memory: Map<string, KnownAlert>, { changes, messages }: Detection): void {
  for (const { transition, keyId: _, ...change } of changes) {
    const { fingerprint } = change;
    const { state, event, severity, sightings, turns } = transition;
    if (state === 'clear') {
      memory.delete(fingerprint);
      continue;
    }
    const before = memory.get(fingerprint);
    const figures = transition.figures ?? before?.figures;
    if (figures === undefined) continue;
    const isTold = event !== null && event !== 'recorded';
    memory.set(fingerprint, {
      ...{ ...change, state, figures, isKnown: transition.figures !== null, severity, sightings, turns, productName: null },
      told: isTold ? figures : (before?.told ?? figures),
      tellings: before?.tellings ?? [],
    });
  }
  for (const { message, tells } of messages)
    for (const { fingerprint, sequence: _, ...told } of tells) {
      const alert = memory.get(fingerprint);
      if (alert === undefined) continue;
      const telling: TellingRecord = {
        ...told,
        receiver: RECEIVER,
        outboxId: alert.tellings.length,
        messageId: message.id,
        createdAt: message.created_at,
        state: 'delivered',
        inDoubt: false,
      };
      memory.set(fingerprint, { ...alert, tellings: [...alert.tellings, telling] });
    }
}

function eventsOf({ message, tells }: AlertOutgoing, changes: readonly DetectedChange[], at: string): BacktestEvent[] {
  return tells.flatMap(({ fingerprint, kind, figures }) => {
    const change = changes.find((one) => one.fingerprint === fingerprint);
    if (change === undefined) return [];
    const digest = message.type === 'digest';
    return [{ at, event: kind, digest, fingerprint, series: formatSeriesKey(change.seriesKey), period: change.period, figures }];
  });
}

function outcomes(rule: Rule, events: readonly BacktestEvent[], memory: ReadonlyMap<string, KnownAlert>, world: Past): BacktestAlert[] {
  return events
    .filter((event) => event.event === 'raised')
    .flatMap((raise): BacktestAlert[] => {
      const alert = memory.get(raise.fingerprint);
      const view = alert === undefined ? null : world.view(rule, alert);
      if (alert === undefined || view === null) return [];
      const now = judge(rule, view, raise.period);
      const corrections = events.filter((event) => event.fingerprint === raise.fingerprint && event.event !== 'raised').length;
      return [
        {
          fingerprint: raise.fingerprint,
          series: raise.series,
          period: raise.period,
          raisedAt: raise.at,
          raised: raise.figures,
          corrections,
          state: alert.state,
          today: now.crossing === 'insufficient' ? 'unknown' : now.crossing === 'above' ? 'crosses' : 'does_not_cross',
          figures: now.crossing === 'insufficient' ? null : now.reading.figures,
        },
      ];
    });
}
