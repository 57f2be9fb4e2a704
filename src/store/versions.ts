import type { SeriesFilter } from '../domain/claim-series.ts';
import type { PeriodKind } from '../domain/period.ts';
import type { SeriesKey, SeriesVersions, Status, TracedFigure } from '../domain/series.ts';
import type { Sqlite } from './database.ts';

interface VersionRow extends Omit<TracedFigure, 'period' | 'status'> {
  readonly kind: PeriodKind;
  readonly period: number;
  readonly status: Status;
}

/** Reads series with every value that their figures ever had; what is asked twice of one reader is read once. */
export function versionReader(db: Sqlite): () => (filters: readonly SeriesFilter[]) => SeriesVersions[] {
  const keys = db.prepare(`SELECT key_id, pipeline, reporter, partner, flow, classification, product, measure, unit FROM series_key
    WHERE product = @code AND reporter = @reporter AND partner = @partner AND classification = @classification AND pipeline = @pipeline AND flow = @flow ORDER BY key_id`);
  // Each part by the key of its series: SQLite would put the union of both tables together first.
  const part = (table: string, knownTo: string): string =>
    `SELECT s.period_kind AS kind, o.period, o.value, o.status, v.known_from AS knownFrom, ${knownTo} AS knownTo, v.published_at AS publishedAt, n.sha256, n.url
    FROM series s JOIN ${table} JOIN vintage v ON v.vintage_id = o.vintage_id JOIN snapshot n ON n.snapshot_id = v.snapshot_id WHERE s.key_id = @keyId`;
  const versions = db.prepare(`${part('observation o ON o.series_id = s.series_id', 'NULL')}
    UNION ALL ${part('observation_history o ON o.series_id = s.series_id JOIN vintage r ON r.vintage_id = o.replaced_by', 'r.known_from')} ORDER BY 2, 1`);
  const readOne = ({ product, ...filter }: SeriesFilter): SeriesVersions[] => {
    const [classification, code] = product.split(':');
    return (keys.all({ ...filter, classification, code }) as (SeriesKey & { key_id: number })[]).map(({ key_id, ...key }) => ({
      key,
      versions: (versions.all({ keyId: key_id }) as VersionRow[]).map(({ kind, period, ...rest }) => ({
        period: { kind, end: period },
        ...rest,
      })),
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
