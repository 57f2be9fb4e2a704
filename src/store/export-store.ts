import type { PeriodKind, YearMonth } from '../domain/period.ts';
import type { SeriesKey, Status, Valuation } from '../domain/series.ts';

/** Figures that go out to other programs: the current ones, as v_observation has them, and all that ever were, as v_vintage has them. */
export type FigureTable = 'observations' | 'vintages';
export type ExportTable = FigureTable | 'products';

/** What all figures of a series have in common. */
export interface ExportedSeries extends SeriesKey {
  readonly valuation: Valuation | null;
  readonly period_kind: PeriodKind;
  /** As the source prints it. */
  readonly product_name: string | null;
  readonly series_key: string;
}

/** What all figures of a vintage have in common. */
export interface Origin {
  readonly known_from: string;
  /** The day that is printed on the publication. */
  readonly published_at: string | null;
  readonly snapshot_sha256: string;
  readonly source_url: string | null;
}

/** What is a figure's own: a row of one of the tables. */
export interface ExportedFigure {
  /** The last month of its period. */
  readonly end: YearMonth;
  readonly value: number | null;
  readonly status: Status;
  readonly vintageId: number;
  /** Of a current figure: when the first of its past values was known; null when it has none. */
  readonly firstInPast: string | null;
  /** Of a past figure: when another took its place. */
  readonly knownTo: string | null;
  readonly publishedValue: number | null;
  /** The digest of the correction. */
  readonly correction: string | null;
  /** Of a current figure in an increment. */
  readonly change: 'new' | 'revised' | 'withdrawn' | null;
}

/** Figures of one series, in the order of their periods, and for vintages in that of time. */
export interface SeriesFigures {
  readonly series: ExportedSeries;
  readonly figures: readonly ExportedFigure[];
}

/** Some series that follow each other, in the order of their keys and period kinds. */
export interface FigureBlock {
  readonly all: readonly SeriesFigures[];
  /** By number the vintages of all these figures; good until the next block is asked for. */
  readonly origins: ReadonlyMap<number, Origin>;
}

export interface ExportedProduct {
  readonly pipeline: string;
  readonly classification: string;
  readonly product: string;
  readonly name: string;
}

/** Which figures; an empty list takes all. */
export interface ExportSelection {
  readonly pipelines: readonly string[];
  /** `85051110` or `HS8:85051110`. */
  readonly products: readonly string[];
  readonly reporters: readonly string[];
  readonly partners: readonly string[];
  /** The first and last of the months (yyyymm) in which a period may end. */
  readonly from: number | null;
  readonly to: number | null;
  /**
   * Only figures of which something was loaded after the export that gave this as {@link ExportMoment.nextChangedSince}, or, for an
   * instant alone, at it or later: observations then say in `change` whether they are new, revised or withdrawn, and vintages are all that
   * such a figure ever had. Null for all figures.
   */
  readonly changedSince: string | null;
}

/** The figures of one source whose periods end in one year. */
export interface ExportPart {
  readonly pipeline: string;
  readonly year: number;
}

export interface ExportedSource {
  readonly pipeline: string;
  /** Null where this program does not know the source any more. */
  readonly title: string | null;
  readonly publisher: string | null;
  readonly licence: string | null;
}

/** One moment of the database: what is written meanwhile is not seen. */
export interface ExportMoment {
  /**
   * When the newest vintage was loaded, and its number: `2026-04-20T10:11:00.000Z/57`. What is loaded after this moment, and nothing else, is in
   * a selection that is changed since then. Null when nothing has been loaded yet.
   */
  readonly nextChangedSince: string | null;
  /** Those of the selected series. */
  readonly sources: readonly ExportedSource[];
  /** Those that hold a selected figure. */
  parts(): Promise<readonly ExportPart[]>;
  /** In the order of series key, period kind and period (and of time, for vintages); a few series at a time. */
  figures(table: FigureTable, part?: ExportPart): AsyncIterable<FigureBlock>;
  /** Names of products, in the order of source, classification and code; a few at a time. */
  products(): AsyncIterable<readonly ExportedProduct[]>;
}

export interface ExportStore {
  /** @throws UsageError when the database does not have the vintage since which changes are asked for. */
  exportMoment<T>(selection: ExportSelection, work: (moment: ExportMoment) => Promise<T>): Promise<T>;
}
