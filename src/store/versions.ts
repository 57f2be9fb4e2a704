import type { SeriesFilter } from '../domain/claim-series.ts';
import type { PeriodKind, YearMonth } from '../domain/period.ts';
import type { Figure, SeriesKey, SeriesVersions, Status, TracedFigure } from '../domain/series.ts';
import type { Sqlite } from './database.ts';

/** A figure as a row: its period is in two columns. */
export interface FigureRow {
  readonly kind: PeriodKind;
  readonly period: YearMonth;
  readonly value: number | null;
  readonly status: Status;
}

/** A value that a figure had, as a row. */
export type VersionRow = FigureRow & Omit<TracedFigure, keyof Figure>;

/** A row with its period in one. */
export const figureOf = <R extends FigureRow>({ kind, period, ...rest }: R) => ({ period: { kind, end: period }, ...rest });

/**
 * The values that the figures of the series of @keyId ever had, of both tables: SQLite would put a union of these together first.
 * @param columns more of them, each with a comma before it, and what they are joined from.
 */
export function versionsOfSeries(columns = '', joins = ''): string {
  const from = (table: string, knownTo: string): string =>
    `SELECT s.period_kind AS kind, o.period, o.value, o.status, v.known_from AS knownFrom, ${knownTo} AS knownTo, v.published_at AS publishedAt, n.sha256, n.url${columns}
    FROM series s JOIN ${table} JOIN vintage v ON v.vintage_id = o.vintage_id JOIN snapshot n ON n.snapshot_id = v.snapshot_id ${joins} WHERE s.key_id = @keyId`;
  return `${from('observation o ON o.series_id = s.series_id', 'NULL')}
    UNION ALL ${from('observation_history o ON o.series_id = s.series_id JOIN vintage r ON r.vintage_id = o.replaced_by', 'r.known_from')}`;
}

/** Reads series with every value that their figures ever had; what is asked twice of one reader is read once. */
export function versionReader(db: Sqlite): () => (filters: readonly SeriesFilter[]) => SeriesVersions[] {
  const keys = db.prepare(`SELECT key_id, pipeline, reporter, partner, flow, classification, product, measure, unit FROM series_key
    WHERE product = @code AND reporter = @reporter AND partner = @partner AND classification = @classification AND pipeline = @pipeline AND flow = @flow ORDER BY key_id`);
  const versions = db.prepare(`${versionsOfSeries()} ORDER BY 2, 1`);
  const readOne = ({ product, ...filter }: SeriesFilter): SeriesVersions[] => {
    const [classification, code] = product.split(':');
    return (keys.all({ ...filter, classification, code }) as (SeriesKey & { key_id: number })[]).map(({ key_id, ...key }) => ({
      key,
      versions: (versions.all({ keyId: key_id }) as VersionRow[]).map(figureOf),
    }));
  };
  return () => {
    const read = new Map<string, SeriesVersions[]>();
    return (filters) =>
      filters.flatMap((filter) => {
        const name = JSON.stringify(filter);
        const found = read.get(name) ?? readOne(filter);
        read.set(name, found);
        return found;
      });
  };
}
