import type { Latest } from '../domain/latest.ts';
import type { PeriodKind } from '../domain/period.ts';
import type { Sqlite } from './database.ts';
import { LAST_FIGURE } from './views-growth.ts';

/** What is kept of the last figure beside each series, for v_latest. */
export const LATEST_COLUMNS = 'last_period, last_value, last_yoy_percent';

/** What stands in these columns; nothing as long as it is not known how a series ends. */
export const latestValues = (latest: Latest | null): readonly (number | null)[] =>
  latest === null ? UNKNOWN : [latest.end, latest.value, latest.yoyPercent];
const UNKNOWN = [null, null, null];

/** Whose last figure one merge has to look up when all its figures are written. */
export interface LatestLookups {
  /**
   * Figures of a series were inserted or revised, and its last figure is kept by its own.
   * @returns whether that is so: no figure of another kind has its key.
   */
  changed(keyId: number, kind: PeriodKind): boolean;
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
        const isOwn = kind === 'month' && !otherKinds.has(keyId);
        if (!isOwn) keys.add(keyId);
        return isOwn;
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
