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

/** What all keys and series of a merge have in common. */
export interface InCommon extends Partial<Record<keyof SeriesKey | 'kind', string>> {
  readonly firstRunId?: number;
}

/**
 * Many rows are written with one statement where the database does not look whether figures have their series: they may come before it.
 * What they have in common stands in that statement and is not bound for each of them, which takes a sixth of the time of a key.
 * @returns a writer for each merge, in whose transaction nobody else adds any.
 */
export function dictionaryWriter(db: Sqlite): (common: InCommon) => DictionaryWriter {
  const keys = rowsWriter(db, 'series_key', [
    ...['key_id', 'pipeline', 'reporter', 'partner', 'flow', 'classification'],
    ...['product', 'measure', 'unit', 'valuation', 'first_run_id'],
  ]);
  const series = rowsWriter(db, 'series', ['series_id', 'key_id', 'period_kind', 'fingerprint', ...LATEST_COLUMNS.split(', ')]);
  const lastKey = db.prepare('SELECT MAX(key_id) FROM series_key').pluck();
  const lastSeries = db.prepare('SELECT MAX(series_id) FROM series').pluck();
  return ({ kind, firstRunId, ...dimensions }) => {
    const isMany = db.pragma('foreign_keys', { simple: true }) === 0;
    const ofKeys = keys(isMany ? { ...dimensions, first_run_id: firstRunId } : null);
    const ofSeries = series(isMany ? { period_kind: kind } : null);
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
/** By column. */
type Common = Readonly<Record<string, Value | undefined>>;

interface RowsWriter {
  add(...row: Value[]): void;
  flush(): void;
}

/**
 * For FAIL SQLite keeps no journal of the statement; whoever is told that a row was not taken gives up the transaction.
 * @returns a writer for each merge: of many rows at a time, which have something in common, or of one, when it is null.
 */
function rowsWriter(db: Sqlite, table: string, columns: readonly string[]) {
  const insert = (rows: number, common: Common = {}): Statement => {
    const row = columns.map((name) => literal(common[name]) ?? '?').join(', ');
    return db.prepare(`INSERT OR FAIL INTO ${table} (${columns.join(', ')}) VALUES ${Array(rows).fill(`(${row})`).join(', ')}`);
  };
  const single = insert(1);
  return (common: Common | null): RowsWriter => {
    if (common === null) return { add: (...row) => single.run(...row), flush() {} };
    const own = columns.flatMap((name, at) => (common[name] === undefined ? [at] : []));
    const [one, many] = [insert(1, common), insert(ROWS, common)];
    let pending: Value[] = [];
    return {
      add(...row) {
        for (const at of own) pending.push(row[at] as Value);
        if (pending.length < ROWS * own.length) return;
        many.run(...pending);
        pending = [];
      },
      flush() {
        for (let at = 0; at < pending.length; at += own.length) one.run(...pending.slice(at, at + own.length));
        pending = [];
      },
    };
  };
}

const literal = (value: Value | undefined): string | undefined =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : value?.toString();
