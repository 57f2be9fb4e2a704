import type { Statement } from 'better-sqlite3';
import type { Latest } from '../domain/latest.ts';
import type { PeriodKind } from '../domain/period.ts';
import type { SeriesKey, Valuation } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import { LATEST_COLUMNS, latestValues } from './latest.ts';

/** Rows of one statement: with more a row takes no less time. */
const ROWS = 50;

/** Adds keys and series that are not there yet, and says at once under which number each will be found. */
export interface DictionaryWriter {
  addKey(key: SeriesKey, valuation: Valuation | null, firstRunId: number): number;
  /** @param latest null of a series of which it is not known yet how it ends. */
  addSeries(keyId: number, kind: PeriodKind, fingerprint: number | null, latest: Latest | null): number;
  /** Once this was called, all that was added is found. */
  flush(): void;
}

/**
 * Many rows are written with one statement where the database does not look whether figures have their series: they may come before it.
 * @returns a writer for each merge, in whose transaction nobody else adds any.
 */
export function dictionaryWriter(db: Sqlite): () => DictionaryWriter {
  const keys = rowsWriter(
    db,
    'series_key (key_id, pipeline, reporter, partner, flow, classification, product, measure, unit, valuation, first_run_id)',
    11,
  );
  const series = rowsWriter(db, `series (series_id, key_id, period_kind, fingerprint, ${LATEST_COLUMNS})`, 7);
  const lastKey = db.prepare('SELECT MAX(key_id) FROM series_key').pluck();
  const lastSeries = db.prepare('SELECT MAX(series_id) FROM series').pluck();
  return () => {
    const rows = db.pragma('foreign_keys', { simple: true }) === 0 ? ROWS : 1;
    const [ofKeys, ofSeries] = [keys(rows), series(rows)];
    let keyId = Number(lastKey.get() ?? 0);
    let seriesId = Number(lastSeries.get() ?? 0);
    return {
      addKey({ pipeline, reporter, partner, flow, classification, product, measure, unit }, valuation, firstRunId) {
        keyId += 1;
        ofKeys.add(keyId, pipeline, reporter, partner, flow, classification, product, measure, unit, valuation, firstRunId);
        return keyId;
      },
      addSeries(ofKey, kind, fingerprint, latest) {
        seriesId += 1;
        ofSeries.add(seriesId, ofKey, kind, fingerprint, ...latestValues(latest));
        return seriesId;
      },
      flush() {
        ofKeys.flush();
        ofSeries.flush();
      },
    };
  };
}

type Value = string | number | null;

interface RowsWriter {
  add(...row: Value[]): void;
  flush(): void;
}

/** For FAIL SQLite keeps no journal of the statement; whoever is told that a row was not taken gives up the transaction. */
function rowsWriter(db: Sqlite, into: string, columns: number): (rows: number) => RowsWriter {
  const insert = (rows: number): Statement =>
    db.prepare(
      `INSERT OR FAIL INTO ${into} VALUES ${Array(rows)
        .fill(`(${Array(columns).fill('?').join(', ')})`)
        .join(', ')}`,
    );
  const one = insert(1);
  const many = insert(ROWS);
  return (rows) => {
    let pending: Value[] = [];
    return {
      add(...row) {
        if (rows === 1) one.run(...row);
        else if (pending.push(...row) === rows * columns) {
          many.run(...pending);
          pending = [];
        }
      },
      flush() {
        for (let at = 0; at < pending.length; at += columns) one.run(...pending.slice(at, at + columns));
        pending = [];
      },
    };
  };
}
