import type { Contradiction } from '../domain/retelling.ts';
import { formatSeriesKey, type Observation } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import type { LoadBatch } from './store.ts';

interface Known {
  readonly period: number;
  readonly value: number | null;
  readonly status: string;
  readonly known_from: string;
  readonly published_at: string | null;
  readonly published_value: number | null;
}

/**
 * The figures of a batch, obtained before others that are loaded, for which it is not enough to put it in its place: it says
 * something else than what was known just before it. Publications after it that said the same as before were not written
 * down then, and have to be heard again: the first of them. Where what is known next agrees with the batch, that is known
 * from the batch on, and its own publication has to be heard again as well. For any other figure they would change nothing.
 */
export function contradictedFigures(db: Sqlite): (batch: LoadBatch) => Contradiction[] {
  const seriesOf = db
    .prepare('SELECT s.series_id FROM series_key k JOIN series s ON s.key_id = k.key_id WHERE k.key = ? AND s.period_kind = ?')
    .pluck();
  const valuesOf = db.prepare(`SELECT x.period, x.value, x.status, v.known_from, v.published_at, c.published_value
    FROM (SELECT period, value, status, vintage_id FROM observation WHERE series_id = @id
      UNION ALL SELECT period, value, status, vintage_id FROM observation_history WHERE series_id = @id) x
      JOIN vintage v ON v.vintage_id = x.vintage_id
      LEFT JOIN corrected c ON c.series_id = @id AND c.period = x.period AND c.vintage_id = x.vintage_id
    ORDER BY v.known_from, v.vintage_id`);
  return (batch) => {
    const known = new Map<string, ReadonlyMap<number, readonly Known[]>>();
    const timelineOf = (key: string, { kind, end }: Observation['period']): readonly Known[] => {
      const series = `${key} ${kind}`;
      const before = known.get(series);
      if (before !== undefined) return before.get(end) ?? [];
      const id = seriesOf.get(key, kind) as number | undefined;
      const found = byPeriod(id === undefined ? [] : (valuesOf.all({ id }) as Known[]));
      known.set(series, found);
      return found.get(end) ?? [];
    };
    const contradictionsOf = (observation: Observation): Contradiction[] => {
      const timeline = timelineOf(formatSeriesKey({ ...observation, pipeline: batch.pipeline }), observation.period);
      const before = timeline.findLast((row) => row.known_from <= batch.retrievedAt);
      if (before === undefined || (agrees(observation, before) && !isNewer(before, batch))) return [];
      const next = timeline.find((row) => row.known_from > batch.retrievedAt);
      // What was published later than the batch is behind it, wherever that is.
      const untilItAgrees = isNewer(before, batch) || (next !== undefined && agrees(observation, next));
      return [{ observation, untilItAgrees }];
    };
    return [...batch.observations].flatMap(contradictionsOf);
  };
}

function byPeriod(rows: readonly Known[]): ReadonlyMap<number, readonly Known[]> {
  const found = new Map<number, Known[]>();
  for (const row of rows) {
    const list = found.get(row.period);
    if (list === undefined) found.set(row.period, [row]);
    else list.push(row);
  }
  return found;
}

const agrees = (o: Observation, row: Known): boolean =>
  o.value === row.value && o.status === row.status && (o.corrected?.published ?? null) === row.published_value;

const isNewer = (row: Known, { publishedAt }: LoadBatch): boolean =>
  publishedAt !== null && row.published_at !== null && row.published_at > publishedAt;
