import type { Latest } from '../domain/latest.ts';
import type { YearMonth } from '../domain/period.ts';
import type { SeriesKey } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import type { TableBatch } from './batch.ts';
import type { Sqlite } from './database.ts';
import type { MergedSeries } from './merge.ts';
import type { KeyRow, seriesReader } from './series-state.ts';
import type { ChangedSeries, SeriesState } from './store.ts';

export type AlertsOn = (keyId: number, from: YearMonth) => boolean;

/** Finds the series that rules have to look at, and what they have to know of each. */
export function changeReader(db: Sqlite, states: ReturnType<typeof seriesReader>) {
  // Crossings that wait for their confirmation: a publication that states them again counts, changed or not.
  const pending = db
    .prepare("SELECT DISTINCT k.key_id FROM alert a JOIN series_key k ON k.key_id = a.key_id WHERE a.state = 'pending' AND k.pipeline = ?")
    .pluck();
  const alerted = db.prepare('SELECT DISTINCT key_id FROM alert WHERE key_id IS NOT NULL').pluck();
  const concerned = db.prepare("SELECT EXISTS (SELECT 1 FROM alert WHERE key_id = ? AND (period >= ? OR state = 'pending'))").pluck();
  const hasAlerts: AlertsOn = (keyId, from) => concerned.get(keyId, from) === 1;
  return {
    /** Whether an alert on a series may concern a change from a month on: most have none at all, and those that have are read with the first question. */
    alertsOn(): AlertsOn {
      let some: ReadonlySet<number> | null = null;
      return (keyId, from) => {
        some ??= new Set(alerted.all() as number[]);
        return some.has(keyId) && hasAlerts(keyId, from);
      };
    },
    /** Of a publication: the series that it changed, and those with a pending alert that it states again. */
    of(batch: TableBatch, merged: readonly MergedSeries[], lastStated: YearMonth, alertsOn: AlertsOn): ChangedSeries[] {
      const publication: Publication = {
        lastStated,
        stated: statedFigures(batch),
        hasAlerts: alertsOn,
        stateOf: (one) => states.stateOfKey(one.key, one.keyId),
      };
      const changed = merged.map((one): ChangedSeries => new MergedChange(one, publication));
      const waiting = pending.all(batch.pipeline) as number[];
      if (waiting.length === 0) return changed;
      const known = new Set(merged.map(({ keyId }) => keyId));
      const again = waiting.flatMap((keyId): ChangedSeries[] => {
        if (known.has(keyId)) return [];
        const series = states.stateOf(states.key(keyId));
        const ends = new Set(publication.stated(series.key).flatMap(endsOf));
        if (ends.size === 0) return [];
        const of = { series, firstChanged: Math.min(...ends), latest: null, lastStated, isNew: false, hasAlerts: true };
        return [{ ...of, states: (end) => ends.has(end) }];
      });
      return [...changed, ...again];
    },
    /** What is at hand of a series from a month on, as if it came for the first time. */
    from: (row: KeyRow, firstChanged: YearMonth): ChangedSeries => ({
      series: states.stateOf(row),
      firstChanged,
      latest: null,
      lastStated: END_OF_TIME,
      isNew: true,
      hasAlerts: hasAlerts(row.key_id, firstChanged),
      states: () => true,
    }),
  };
}

/** What the changes of one publication have in common. */
interface Publication {
  readonly lastStated: YearMonth;
  readonly stated: (key: SeriesKey) => readonly SeriesFigures[];
  readonly hasAlerts: AlertsOn;
  readonly stateOf: (merged: MergedSeries) => SeriesState;
}

/** A series that a publication changed. There are tens of thousands of them, and of most a rule wants to know little. */
class MergedChange implements ChangedSeries {
  readonly #merged: MergedSeries;
  readonly #publication: Publication;
  #series: SeriesState | null = null;
  #hasAlerts: boolean | null = null;

  constructor(merged: MergedSeries, publication: Publication) {
    this.#merged = merged;
    this.#publication = publication;
  }

  get series(): SeriesState {
    this.#series ??= this.#publication.stateOf(this.#merged);
    return this.#series;
  }

  get firstChanged(): YearMonth {
    return this.#merged.firstChanged;
  }

  get latest(): Latest | null {
    return this.#merged.latest;
  }

  get lastStated(): YearMonth {
    return this.#publication.lastStated;
  }

  get isNew(): boolean {
    return this.#merged.isNew;
  }

  get hasAlerts(): boolean {
    this.#hasAlerts ??= this.#publication.hasAlerts(this.#merged.keyId, this.#merged.firstChanged);
    return this.#hasAlerts;
  }

  states(end: YearMonth): boolean {
    return this.#publication.stated(this.#merged.key).some((figures) => figures.indexOf(end) >= 0);
  }
}

/** After every month of a figure. */
const END_OF_TIME: YearMonth = 999912;

/** What a batch states of a series, by the kind of period. Whoever asks goes on to ask about the same. */
function statedFigures({ observations }: TableBatch): (key: SeriesKey) => readonly SeriesFigures[] {
  const { series } = observations;
  const kinds = [...series.kinds];
  let last: SeriesKey | null = null;
  let stated: readonly SeriesFigures[] = [];
  return (key) => {
    if (key === last) return stated;
    const places = kinds.map((kind) => series.find(key, kind)).filter((place) => place >= 0);
    last = key;
    stated = places.map((place) => observations.figuresOf(place));
    return stated;
  };
}

const endsOf = (figures: SeriesFigures): YearMonth[] => Array.from({ length: figures.length }, (_, index) => figures.end(index));
