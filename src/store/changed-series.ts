import type { YearMonth } from '../domain/period.ts';
import { formatSeriesKey } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import { keyOf, type TableBatch } from './batch.ts';
import type { Sqlite } from './database.ts';
import type { MergedSeries } from './merge.ts';
import type { KeyRow, seriesReader } from './series-state.ts';
import type { ChangedSeries } from './store.ts';

/** Finds the series that rules have to look at, and what they have to know of each. */
export function changeReader(db: Sqlite, states: ReturnType<typeof seriesReader>) {
  // Crossings that wait for their confirmation: a publication that states them again counts, changed or not.
  const pending = db.prepare(
    "SELECT DISTINCT k.key_id, k.key FROM alert a JOIN series_key k ON k.key_id = a.key_id WHERE a.state = 'pending' AND k.pipeline = ?",
  );
  const concerned = db.prepare("SELECT EXISTS (SELECT 1 FROM alert WHERE key_id = ? AND (period >= ? OR state = 'pending'))").pluck();
  const hasAlerts = (keyId: number, from: YearMonth): boolean => concerned.get(keyId, from) === 1;

  return {
    /** Of a publication: the series that it changed, and those with a pending alert that it states again. */
    of(batch: TableBatch, merged: readonly MergedSeries[], lastStated: YearMonth): ChangedSeries[] {
      const stated = statedPeriods(batch);
      const changed = merged.map(({ keyId, key, firstChanged, isNew }): ChangedSeries => {
        let ends: ReadonlySet<YearMonth> | null = null;
        return {
          series: states.stateOfKey(key, keyId),
          firstChanged,
          lastStated,
          isNew,
          hasAlerts: hasAlerts(keyId, firstChanged),
          states(end) {
            ends ??= stated(formatSeriesKey(key));
            return ends.has(end);
          },
        };
      });
      const known = new Set(merged.map(({ keyId }) => keyId));
      const waiting = pending.all(batch.pipeline) as { key_id: number; key: string }[];
      const again = waiting.flatMap(({ key_id, key }): ChangedSeries[] => {
        const ends = known.has(key_id) ? NO_ENDS : stated(key);
        if (ends.size === 0) return [];
        const series = states.stateOf(states.key(key_id));
        return [{ series, firstChanged: Math.min(...ends), lastStated, isNew: false, hasAlerts: true, states: (end) => ends.has(end) }];
      });
      return [...changed, ...again];
    },
    /** What is at hand of a series from a month on, as if it came for the first time. */
    from: (row: KeyRow, firstChanged: YearMonth): ChangedSeries => ({
      series: states.stateOf(row),
      firstChanged,
      lastStated: END_OF_TIME,
      isNew: true,
      hasAlerts: hasAlerts(row.key_id, firstChanged),
      states: () => true,
    }),
  };
}

/** After every month of a figure. */
const END_OF_TIME: YearMonth = 999912;
const NO_ENDS: ReadonlySet<YearMonth> = new Set();

/** The last months of the periods that a batch states, by the key of a series; looked through once somebody asks. */
function statedPeriods({ pipeline, observations }: TableBatch): (key: string) => ReadonlySet<YearMonth> {
  let byKey: Map<string, SeriesFigures[]> | null = null;
  return (key) => {
    if (byKey === null) {
      byKey = new Map();
      for (const figures of observations.bySeries()) {
        const text = formatSeriesKey(keyOf(pipeline, figures));
        byKey.set(text, [...(byKey.get(text) ?? []), figures]);
      }
    }
    const own = byKey.get(key) ?? [];
    return new Set(own.flatMap((figures) => Array.from({ length: figures.length }, (_, index) => figures.end(index))));
  };
}
