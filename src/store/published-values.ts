import type { SeriesFigures } from '../domain/series-figures.ts';
import type { Known, MergeStatements } from './merge-statements.ts';

/** What was published where the ledger of corrections put another value, by period and vintage. */
export type PublishedValues = ReadonlyMap<string, number>;
const NONE: PublishedValues = new Map();

/** Reads them for a series. @param hasCorrected whether there are any at all. */
export function publishedValues(sql: MergeStatements, hasCorrected: boolean): (seriesId: number) => PublishedValues {
  return (seriesId) => {
    if (!hasCorrected) return NONE;
    const rows = sql.corrected.all(seriesId) as { period: number; vintage_id: number; published_value: number }[];
    return new Map(rows.map((row) => [`${row.period} ${row.vintage_id}`, row.published_value]));
  };
}

/** Value and status, and what was published in their place where they are corrected. */
export const saysTheSame = (figures: SeriesFigures, index: number, row: Known, published: PublishedValues): boolean =>
  row.value === figures.value(index) &&
  row.status === figures.status(index) &&
  (published.size === 0 ? undefined : published.get(`${row.period} ${row.vintage_id}`)) === figures.corrected(index)?.published;
