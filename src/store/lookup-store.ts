import type { Correction } from '../domain/correction.ts';
import type { Figure, Flow, Measure, SeriesKey, TracedFigure, Valuation } from '../domain/series.ts';
import type { AlertRecord } from './alert-store.ts';

/** A series with what a list says of it. */
export interface SeriesEntry {
  readonly key: SeriesKey;
  readonly valuation: Valuation | null;
  readonly productName: string | null;
}

/** A product that a source has series of. */
export interface CatalogProduct {
  readonly classification: string;
  readonly product: string;
  /** As its sources print it. */
  readonly names: readonly string[];
}

/** What one word of a search can mean: a series fits when it has one of these. */
export interface SearchTerm {
  /** Reporters and partners. */
  readonly parties: readonly string[];
  /** `classification:product` */
  readonly products: readonly string[];
}

export interface SeriesSearch {
  /** A series has to fit each of them. */
  readonly terms: readonly SearchTerm[];
  readonly pipeline: string | null;
  readonly measure: Measure | null;
  readonly flow: Flow | null;
  readonly limit: number;
  readonly offset: number;
}

export interface FoundSeries extends SeriesEntry {
  /** How many figures it has. */
  readonly count: number;
  /** The last months of the first and the last of its periods, as yyyymm. */
  readonly first: number;
  readonly last: number;
  /** The figures of its last three years, of all kinds. */
  readonly recent: readonly Figure[];
}

/** One of the values that a figure ever had, with all that is known of where it came from. */
export interface FigureVersion extends TracedFigure {
  /** When the publication was obtained. */
  readonly retrievedAt: string;
  /** The name of the file as it came. */
  readonly file: string;
  /** Where the ledger of corrections put this value instead of the published one. */
  readonly correction: (Pick<Correction, 'reason' | 'source'> & { readonly published: number }) | null;
}

export interface SourceName {
  readonly pipeline: string;
  readonly title: string;
  readonly publisher: string;
}

/** What a person looks up: each by its key, so that no question reads all figures. */
export interface LookupStore {
  /** All products that there are series of. */
  catalog(): Promise<readonly CatalogProduct[]>;
  /** Totals over all partners first. `total` counts those beyond the limit, too. */
  searchSeries(search: SeriesSearch): Promise<{ readonly total: number; readonly found: readonly FoundSeries[] }>;
  /** Null when there is no such series. */
  seriesEntry(key: SeriesKey): Promise<SeriesEntry | null>;
  /** Every value that the figures of a series ever had, in order of period, kind and time. */
  figureVersions(key: SeriesKey): Promise<readonly FigureVersion[]>;
  /** The sources by name; what state they are in takes longer, see `sources`. */
  sourceNames(): Promise<readonly SourceName[]>;
  /** Alerts on a series, the newest event first. */
  alertsOn(key: SeriesKey): Promise<readonly AlertRecord[]>;
  /** The six-digit headings of which imports are held: what can be mirrored. */
  mirrorHeadings(): Promise<readonly string[]>;
  /** Who imports a heading from whom; `both`: the exporter's own figures on it are held, too. */
  mirrorPairs(heading: string): Promise<readonly { readonly exporter: string; readonly importer: string; readonly both: boolean }[]>;
}
