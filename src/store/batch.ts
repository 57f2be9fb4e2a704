import { ObservationTable } from '../domain/observation-table.ts';
import type { SeriesKey } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import type { LoadBatch } from './store.ts';

/** A batch as it is merged: whatever its figures came in, they are a table. */
export interface TableBatch extends LoadBatch {
  readonly observations: ObservationTable;
}

export const tableBatch = (batch: LoadBatch): TableBatch => ({ ...batch, observations: ObservationTable.of(batch.observations) });

export function keyOf(pipeline: string, { series }: SeriesFigures): SeriesKey {
  const { reporter, partner, flow, classification, product, measure, unit } = series;
  return { pipeline, reporter, partner, flow, classification, product, measure, unit };
}

/** The end of the day on which a batch was published, or when it was obtained if that was earlier. */
export function publicationDay({ publishedAt, retrievedAt }: TableBatch): string {
  const day = `${(publishedAt ?? retrievedAt).slice(0, 10)}T23:59:59.999Z`;
  return day < retrievedAt ? day : retrievedAt;
}
