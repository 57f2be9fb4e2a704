import type { PeriodKind } from '../domain/period.ts';
import type { Valuation } from '../domain/series.ts';
import type { Sqlite } from './database.ts';

/**
 * A series as it is found: its key, whose valuation, the first run that had it, its figures of this kind, what they were last and where
 * they end; and its text, where it was read ahead.
 */
export type FoundSeries = readonly [
  keyId: number,
  valuation: Valuation | null,
  firstRunId: number,
  seriesId: number | null,
  fingerprint: number | null,
  lastPeriod: number | null,
  text?: string,
];
const COLUMNS = 'k.key_id, k.valuation, k.first_run_id, s.series_id, s.fingerprint, s.last_period';
/** The place of the text. */
const TEXT = 6;

/** So many series are read ahead at first, and twice as many each time that all of them were asked for. */
const [FIRST_AHEAD, MOST_AHEAD] = [8, 128];

/**
 * Finds series of the dictionary by their text. Those of a release come mostly in the order in which they first came: when one
 * follows the one before in the dictionary, those behind it are read with it, which takes half as long as a question for each. What
 * comes in another order, or between others, is asked for.
 * @returns for each batch a function that may be asked once for each series and kind of period.
 */
export function seriesFinder(db: Sqlite): () => (kind: PeriodKind, text: string) => FoundSeries | undefined {
  const from = 'FROM series_key k LEFT JOIN series s ON s.key_id = k.key_id AND s.period_kind = ?';
  const byText = db.prepare(`SELECT ${COLUMNS} ${from} WHERE k.key = ?`).raw();
  const behind = db.prepare(`SELECT ${COLUMNS}, k.key ${from} WHERE k.key_id > ? ORDER BY k.key_id LIMIT ?`).raw();

  return () => {
    let ahead: readonly FoundSeries[] = [];
    let aheadKind: PeriodKind | null = null;
    /** In what was read ahead: the one that is expected. */
    let next = 0;
    let count = FIRST_AHEAD;
    /** The key that was found last. */
    let last = Number.NaN;

    return function find(kind, text) {
      const expected = aheadKind === kind ? ahead[next] : undefined;
      if (expected?.[TEXT] === text) {
        next += 1;
        last = expected[0];
        if (next === ahead.length) readBehind(kind, Math.min(2 * count, MOST_AHEAD));
        return expected;
      }
      const found = byText.get(kind, text) as FoundSeries | undefined;
      if (found === undefined) return undefined;
      const [keyId] = found;
      const follows = keyId === last + 1;
      last = keyId;
      if (isAhead(kind, keyId)) while (next < ahead.length && (ahead[next] as FoundSeries)[0] <= keyId) next += 1;
      else if (follows) readBehind(kind, FIRST_AHEAD);
      return found;
    };

    /** Whether some of what was read lies behind a key, and the key not before all of it. */
    function isAhead(kind: PeriodKind, keyId: number): boolean {
      return aheadKind === kind && keyId >= (ahead[next]?.[0] ?? Number.POSITIVE_INFINITY) && keyId < (ahead.at(-1)?.[0] ?? 0);
    }

    function readBehind(kind: PeriodKind, most: number): void {
      ahead = behind.all(kind, last, most) as FoundSeries[];
      aheadKind = kind;
      next = 0;
      count = most;
    }
  };
}
