import type { PeriodKind } from '../domain/period.ts';
import type { NewestRate } from '../domain/quick-look.ts';
import type { Sqlite } from './database.ts';
import { LAST_FIGURE } from './views-growth.ts';

/** What is kept of the last figure beside each series, for v_latest. */
export const LATEST_COLUMNS = 'last_period, last_value, last_yoy_percent';

/** Whose last figure one merge has to look up when all its figures are written. */
export interface LatestLookups {
  /** Figures of a series were inserted or revised, and its last figure is kept by its own. */
  changed(keyId: number, kind: PeriodKind): void;
  /** What came does not say how a series of the key ends. */
  lookUp(keyId: number): void;
  /** Once what was merged is written. */
  write(): void;
}

/**
 * The end of a series of months stands in its own figures, and is written with what else is kept of it. A figure of another kind is
 * compared with totals that figures of all kinds may make up, and a January with another kind's: those are looked up by the
 * definition of v_latest, with all series of the key.
 */
export function latestLookups(db: Sqlite): () => LatestLookups {
  const ofKey = db.prepare(`UPDATE series AS s SET (${LATEST_COLUMNS}) = (${LAST_FIGURE}) WHERE s.key_id = ?`);
  const keysOfOtherKinds = db.prepare("SELECT DISTINCT key_id FROM series WHERE period_kind <> 'month'").pluck();
  return () => {
    const keys = new Set<number>();
    let otherKinds: ReadonlySet<number> | undefined;
    return {
      changed(keyId, kind) {
        otherKinds ??= new Set(keysOfOtherKinds.all() as number[]);
        if (kind !== 'month' || otherKinds.has(keyId)) keys.add(keyId);
      },
      lookUp(keyId) {
        keys.add(keyId);
      },
      write() {
        for (const keyId of keys) ofKey.run(keyId);
      },
    };
  };
}

/** So many series are read with one statement: one by one takes twice as long. */
const AT_ONCE = 500;

/** The newest rates of series given by their keys, by the place of each; read as they are asked for, those behind it with it. */
export function newestRates(db: Sqlite): (keyIds: readonly number[]) => (place: number) => NewestRate | null {
  const ofKeys = db
    .prepare(
      `SELECT s.key_id, s.period_kind, s.last_period, s.last_yoy_percent FROM json_each(?) j CROSS JOIN series s ON s.key_id = j.value WHERE s.last_period IS NOT NULL`,
    )
    .raw();
  const read = (keyIds: readonly number[]): ReadonlyMap<number, NewestRate | null> => {
    const rates = new Map<number, NewestRate | null>();
    for (const [keyId, kind, end, percent] of ofKeys.all(JSON.stringify(keyIds)) as [number, PeriodKind, number, number | null][])
      rates.set(keyId, kind === 'month' && !rates.has(keyId) ? { end, percent } : null);
    return rates;
  };
  return (keyIds) => {
    let block = -1;
    let rates: ReadonlyMap<number, NewestRate | null> = new Map();
    return (place) => {
      const own = Math.trunc(place / AT_ONCE);
      if (own !== block) rates = read(keyIds.slice(own * AT_ONCE, (own + 1) * AT_ONCE));
      block = own;
      return rates.get(keyIds[place] as number) ?? null;
    };
  };
}

const MOST_FAULTS = 100;

/** What is kept of the last figures and is not what the figures say, a sentence for each series. */
export function latestFaults(db: Sqlite): string[] {
  const rows = db
    .prepare(
      `SELECT k.key, s.period_kind AS kind, s.last_period AS period, (SELECT MAX(o.period) FROM observation o WHERE o.series_id = s.series_id) AS last
      FROM series s JOIN series_key k ON k.key_id = s.key_id WHERE (${LATEST_COLUMNS}) IS NOT (${LAST_FIGURE}) ORDER BY k.key, s.period_kind LIMIT ${MOST_FAULTS}`,
    )
    .all() as { key: string; kind: PeriodKind; period: number | null; last: number | null }[];
  return rows.map(({ key, kind, period, last }) => {
    const what =
      period === last ? `another value or rate at ${last}` : `${period ?? 'no figure'}, where its figures end with ${last ?? 'none'}`;
    return `series ${key} (${kind}): v_latest has ${what}`;
  });
}
