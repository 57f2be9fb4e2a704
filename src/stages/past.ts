/** The figures of series as they became known, instant by instant. */
import { figuresOf } from '../domain/figures.ts';
import { headingOf, mirrorSeries } from '../domain/mirror.ts';
import type { Rule } from '../domain/rule.ts';
import { figureId, type WatchedSeries } from '../domain/rule-reading.ts';
import { type Figure, formatSeriesKey, type SeriesKey, type SeriesVersions, type TracedFigure, type Valuation } from '../domain/series.ts';
import type { ChangedSeries, KnownAlert, SeriesState } from '../store/store.ts';

/** A series with every value that its figures ever had. */
export interface PastSeries extends SeriesVersions {
  readonly valuation: Valuation | null;
  readonly productName: string | null;
}

/** When a figure counts as known: when it was first seen here, or at the end of the day that its publisher printed on it. */
export type KnownBy = 'seen' | 'published';

interface Arrival {
  readonly series: PastSeries;
  readonly figure: TracedFigure;
}

const FIRST_LOAD_MS = 24 * 3_600_000;

/** Figures as they became known, grouped by the instant. */
export function timeline(all: readonly PastSeries[], knownBy: KnownBy): [string, Arrival[]][] {
  const byInstant = new Map<string, Arrival[]>();
  for (const series of all)
    for (const figure of series.versions) {
      const at = knownBy === 'published' ? publicAt(figure) : figure.knownFrom;
      const arrived = byInstant.get(at) ?? [];
      arrived.push({ series, figure });
      byInstant.set(at, arrived);
    }
  return [...byInstant].sort(([a], [b]) => (a < b ? -1 : 1));
}

function publicAt({ publishedAt, knownFrom }: TracedFigure): string {
  if (publishedAt === null) return knownFrom;
  const end = `${publishedAt.slice(0, 10)}T23:59:59.999Z`;
  return end < knownFrom ? end : knownFrom;
}

/** A series as far as it is known at the instant that was taken last. */
interface Seen {
  readonly series: PastSeries;
  readonly keyId: number;
  readonly figures: Map<string, Figure>;
  /** The value with which each figure was first published. */
  readonly firsts: Map<string, number>;
  /** When its first figure came, in milliseconds; null before. */
  begunMs: number | null;
}

/** The figures as they were known at the instant that was taken last. */
export class Past {
  readonly #seen: ReadonlyMap<string, Seen>;

  constructor(all: readonly PastSeries[]) {
    this.#seen = new Map(
      all.map((series, keyId) => [formatSeriesKey(series.key), { series, keyId, figures: new Map(), firsts: new Map(), begunMs: null }]),
    );
  }

  /** @returns the series that changed. */
  take(arrived: readonly Arrival[], at: string, history: boolean): ChangedSeries[] {
    const instant = Date.parse(at);
    const ends = new Map<Seen, Set<number>>();
    for (const { series, figure } of arrived) {
      const seen = this.#find(series.key);
      if (seen === undefined) continue;
      const id = figureId(figure.period);
      if (figure.value !== null && !seen.firsts.has(id)) seen.firsts.set(id, figure.value);
      seen.figures.set(id, figure);
      seen.begunMs ??= instant;
      ends.set(seen, (ends.get(seen) ?? new Set()).add(figure.period.end));
    }
    return [...ends].map(([seen, stated]) => ({
      series: stateOf(seen),
      hasAlerts: true,
      firstChanged: Math.min(...stated),
      lastStated: Math.max(...stated),
      isNew: history || instant - (seen.begunMs ?? 0) < FIRST_LOAD_MS,
      states: (end) => stated.has(end),
      latest: null,
    }));
  }

  firstValues(key: SeriesKey): ReadonlyMap<string, number> {
    return this.#find(key)?.firsts ?? new Map();
  }

  counterparts(key: SeriesKey): SeriesState[] {
    const heading = headingOf(key.product);
    if (heading === null) return [];
    return [...this.#seen.values()]
      .filter(({ series: { key: other } }) => isOtherSide(key, other) && headingOf(other.product) === heading)
      .map(stateOf);
  }

  view(rule: Rule, { seriesKey, mirrorKey }: KnownAlert): WatchedSeries | null {
    const seen = this.#find(seriesKey);
    if (seen === undefined) return null;
    const other = mirrorKey === null ? undefined : this.#find(mirrorKey);
    return {
      key: seen.series.key,
      figures: stateOf(seen).figures,
      firstValues: rule.when.metric === 'revision' ? seen.firsts : new Map(),
      mirror: other === undefined ? null : mirrorSeries(stateOf(other)),
    };
  }

  #find(key: SeriesKey): Seen | undefined {
    return this.#seen.get(formatSeriesKey(key));
  }
}

function stateOf({ series: { key, valuation, productName }, keyId, figures: known }: Seen): SeriesState {
  const figures = figuresOf(known.values());
  return { keyId, key, valuation, productName, figures, figuresOf: () => figures };
}

const isOtherSide = (key: SeriesKey, other: SeriesKey): boolean =>
  other.reporter === key.partner &&
  other.partner === key.reporter &&
  other.measure === key.measure &&
  other.unit === key.unit &&
  (key.flow === 'export' ? other.flow === 'import' : other.flow === 'export');
