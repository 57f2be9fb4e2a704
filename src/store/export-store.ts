/** What goes out to other programs, by table: the columns of v_observation and of v_vintage but `yyyymm`, and names of products. */
export type ExportTable = 'observations' | 'vintages' | 'products';

export type Cell = string | number | null;

/** The cells of a row, in the order of {@link ExportMoment.columns}. */
export type ExportRow = readonly Cell[];

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
  /**
   * The names of the cells of a row. Observations and vintages have, beside those of their view, `period_start` and `period_end`
   * (days), and observations `change`.
   */
  columns(table: ExportTable): readonly string[];
  /** In the order of series key, period kind and period (and of time, for vintages); a few at a time. */
  rows(table: ExportTable, part?: ExportPart): AsyncIterable<readonly ExportRow[]>;
}

export interface ExportStore {
  /** @throws UsageError when the database does not have the vintage since which changes are asked for. */
  exportMoment<T>(selection: ExportSelection, work: (moment: ExportMoment) => Promise<T>): Promise<T>;
}
