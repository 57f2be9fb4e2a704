/**
 * What a rule would have told: the vintages of its series are taken in the order in which they became known, by the code that
 * takes them when they come, and each instant sees nothing of what came later. Pure.
 */
import type { AlertState } from '../domain/alert.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import { judge } from '../domain/judgement.ts';
import type { Period } from '../domain/period.ts';
import { type Rule, watches } from '../domain/rule.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import type { AlertFigures } from '../domain/threshold.ts';
import type { AlertOutgoing, Detection, DetectReader, KnownAlert, TellingRecord, VintageSource } from '../store/store.ts';
import { createDetector } from './detect.ts';
import { type KnownBy, Past, type PastSeries, timeline } from './past.ts';

export interface BacktestOptions {
  /** ISO 8601; what became known before is the history that the rule starts with. */
  readonly from: string;
  readonly to: string;
  readonly knownBy: KnownBy;
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

export function backtest(rule: Rule, all: readonly PastSeries[], options: BacktestOptions): Backtest {
  const world = new Past(all);
  const detector = createDetector({
    rules: [{ ...rule, receivers: [RECEIVER] }],
    channels: new Map([[RECEIVER, 'backtest']]),
    sources: new Map(),
  });
  const memory = new Memory();
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
      alerts: (key) => memory.ofSeries(key),
      firstValues: (key) => world.firstValues(key),
      counterparts: (key) => world.counterparts(key),
      silences: () => [],
      numberedBehind: () => 0,
    };
    const detection = detector.detect(changed, reader, sourceAt(changed[0]?.series.key.pipeline ?? '', at), at);
    memory.take(detection);
    if (!counts) continue;
    messages += detection.messages.length;
    for (const out of detection.messages) for (const event of eventsOf(out, memory, at)) events.push(event);
  }
  return {
    instants,
    series: all.filter(({ key }) => watches(rule, key)).map(({ key }) => formatSeriesKey(key)),
    events,
    messages,
    alerts: outcomes(rule, events, memory, world),
  };
}

const sourceAt = (pipeline: string, at: string): VintageSource => ({
  pipeline,
  url: null,
  file: '',
  publishedAt: null,
  retrievedAt: at,
  sha256: '',
});

/** What the database would hold, every message delivered at once. */
class Memory {
  readonly #alerts = new Map<string, KnownAlert>();
  readonly #bySeries = new Map<string, Set<string>>();

  get(fingerprint: string): KnownAlert | undefined {
    return this.#alerts.get(fingerprint);
  }

  ofSeries(key: SeriesKey): KnownAlert[] {
    return [...(this.#bySeries.get(formatSeriesKey(key)) ?? [])].flatMap((fingerprint) => this.#alerts.get(fingerprint) ?? []);
  }

  take({ changes, messages }: Detection): void {
    for (const { transition, keyId: _, ...change } of changes) {
      const { fingerprint } = change;
      const { state, event, severity, sightings, turns } = transition;
      if (state === 'clear') {
        this.#alerts.delete(fingerprint);
        continue;
      }
      const before = this.#alerts.get(fingerprint);
      const figures = transition.figures ?? before?.figures;
      if (figures === undefined) continue;
      const isTold = event !== null && event !== 'recorded';
      this.#set({
        ...{ ...change, state, figures, isKnown: transition.figures !== null, severity, sightings, turns, productName: null },
        told: isTold ? figures : (before?.told ?? figures),
        tellings: before?.tellings ?? [],
      });
    }
    for (const { message, tells } of messages)
      for (const { fingerprint, sequence: _, ...told } of tells) {
        const alert = this.#alerts.get(fingerprint);
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
        this.#set({ ...alert, tellings: [...alert.tellings, telling] });
      }
  }

  #set(alert: KnownAlert): void {
    this.#alerts.set(alert.fingerprint, alert);
    const key = formatSeriesKey(alert.seriesKey);
    this.#bySeries.set(key, (this.#bySeries.get(key) ?? new Set()).add(alert.fingerprint));
  }
}

function eventsOf({ message, tells }: AlertOutgoing, memory: Memory, at: string): BacktestEvent[] {
  return tells.flatMap(({ fingerprint, kind, figures }) => {
    const alert = memory.get(fingerprint);
    if (alert === undefined) return [];
    const digest = message.type === 'digest';
    return [{ at, event: kind, digest, fingerprint, series: formatSeriesKey(alert.seriesKey), period: alert.period, figures }];
  });
}

function outcomes(rule: Rule, events: readonly BacktestEvent[], memory: Memory, world: Past): BacktestAlert[] {
  const corrections = new Map<string, number>();
  for (const { event, fingerprint } of events)
    if (event !== 'raised') corrections.set(fingerprint, (corrections.get(fingerprint) ?? 0) + 1);
  return events
    .filter((event) => event.event === 'raised')
    .flatMap((raise): BacktestAlert[] => {
      const alert = memory.get(raise.fingerprint);
      const view = alert === undefined ? null : world.view(rule, alert);
      if (alert === undefined || view === null) return [];
      const now = judge(rule, view, raise.period);
      return [
        {
          fingerprint: raise.fingerprint,
          series: raise.series,
          period: raise.period,
          raisedAt: raise.at,
          raised: raise.figures,
          corrections: corrections.get(raise.fingerprint) ?? 0,
          state: alert.state,
          today: now.crossing === 'insufficient' ? 'unknown' : now.crossing === 'above' ? 'crosses' : 'does_not_cross',
          figures: now.crossing === 'insufficient' ? null : now.reading.figures,
        },
      ];
    });
}
