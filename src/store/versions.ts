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
  const versions =
    db.prepare(`SELECT s.period_kind AS kind, x.period, x.value, x.status, v.known_from AS knownFrom, x.known_to AS knownTo, v.published_at AS publishedAt, n.sha256, n.url
    FROM (SELECT o.series_id, o.period, o.vintage_id, o.value, o.status, NULL AS known_to FROM observation o
      UNION ALL SELECT h.series_id, h.period, h.vintage_id, h.value, h.status, r.known_from FROM observation_history h JOIN vintage r ON r.vintage_id = h.replaced_by) x
    JOIN series s ON s.series_id = x.series_id JOIN vintage v ON v.vintage_id = x.vintage_id JOIN snapshot n ON n.snapshot_id = v.snapshot_id
    WHERE s.key_id = ? ORDER BY x.period, s.period_kind`);
  const readOne = ({ product, ...filter }: SeriesFilter): SeriesVersions[] => {
    const [classification, code] = product.split(':');
    return (keys.all({ ...filter, classification, code }) as (SeriesKey & { key_id: number })[]).map(({ key_id, ...key }) => ({
      key,
      versions: (versions.all(key_id) as VersionRow[]).map(({ kind, period, ...rest }) => ({ period: { kind, end: period }, ...rest })),
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
