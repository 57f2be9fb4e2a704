import type { MirrorSeries } from '../domain/mirror.ts';
import type { Period, PeriodKind } from '../domain/period.ts';
import type { Measure, SeriesKey, TracedFigure, Valuation } from '../domain/series.ts';

export interface SeriesRecord {
  readonly key: SeriesKey;
  readonly valuation: Valuation | null;
  readonly productName: string | null;
  readonly kinds: readonly PeriodKind[];
  readonly first: Period;
  readonly last: Period;
  readonly count: number;
}

export interface SourceRecord {
  readonly pipeline: string;
  /** As v_source shows it: 2025-06, or 2025-01/2025-02. */
  readonly lastPeriod: string | null;
  readonly lastPublishedAt: string | null;
  readonly lastSuccessAt: string | null;
  readonly state: string;
  readonly nextExpectedAt: string | null;
  readonly lastError: string | null;
  /** As the program that wrote last had it; null: files come by hand. */
  readonly schedule: string | null;
  readonly timezone: string;
  /** Its runs succeed and have asked nothing: its settings name nothing. */
  readonly nothingToAsk: boolean;
}

export interface SeriesStore {
  /**
   * Monthly series of a six-digit heading between an exporter and its partners: its exports to them, their imports from it.
   * @param only one measure, and these partners; without it all.
   */
  mirrorSeries(
    heading: string,
    exporter: string,
    only?: { readonly measure: Measure; readonly partners: readonly string[] },
  ): Promise<{ readonly exports: readonly MirrorSeries[]; readonly imports: readonly MirrorSeries[] }>;
  series(filter?: { readonly pipeline?: string; readonly product?: string }): Promise<readonly SeriesRecord[]>;
  /** Of each source the series that most alerts are about, and so the one that somebody watches. */
  mostAlerted(): Promise<readonly SeriesKey[]>;
  /** Keys as text, in order: those that begin so, at most so many. */
  seriesKeys(prefix: string, limit: number): Promise<readonly string[]>;
  /** The figures of one series as they were known at an instant (null: now); null when there is no such series. */
  figures(key: SeriesKey, asOf: string | null): Promise<readonly TracedFigure[] | null>;
  lastMonth(pipeline: string): Promise<number | null>;
  /** What the registry and the schedule know of each source, for `v_source`. */
  describeSources(
    sources: readonly {
      readonly pipeline: string;
      readonly title: string;
      readonly publisher: string;
      readonly licence: string;
      /** Null: files come by hand. */
      readonly schedule: string | null;
      readonly timezone: string;
    }[],
  ): Promise<void>;
  sources(): Promise<readonly SourceRecord[]>;
  counts(): Promise<{
    readonly series: number;
    readonly observations: number;
    readonly revisions: number;
    readonly snapshots: number;
    readonly articles: number;
    readonly alerts: number;
  }>;
}
