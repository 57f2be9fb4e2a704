import type { Statement } from 'better-sqlite3';
import type { Status } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import type { Sqlite } from './database.ts';
import { periodNames } from './period-names.ts';

/** Rows of one statement: with fewer a row takes longer, with more no less. */
const ROWS = 250;
const COLUMNS = 3;

/** Adds new figures, many with one statement: they are written when it is full, and by `flush`; the months that they are of are named. */
export interface ObservationWriter {
  add(seriesId: number, period: number, value: number | null, status: Status, vintageId: number): void;
  /** All figures of a series. */
  addAll(seriesId: number, figures: SeriesFigures, vintageId: number): void;
  flush(): void;
}

/** Figures of one status and vintage: what they have in common stands in the statement and is not bound for each. */
interface Pending {
  readonly status: Status;
  readonly vintageId: number;
  readonly values: (number | null)[];
  at: number;
  full: Statement | null;
}

/**
 * For FAIL SQLite keeps no journal of each statement, which is as many pages as it writes and more; whoever is told that a figure was not
 * taken gives up the transaction.
 */
export function observationWriter(db: Sqlite): () => ObservationWriter {
  const insert = 'INSERT OR FAIL INTO observation (series_id, period, value, status, vintage_id) VALUES';
  const one = db.prepare(`${insert} (?, ?, ?, ?, ?)`);
  const newNames = periodNames(db);
  return () => {
    const name = newNames();
    const pending: Pending[] = [];
    let last: Pending | undefined;
    const pendingOf = (status: Status, vintageId: number): Pending => {
      const found = pending.find((p) => p.status === status && p.vintageId === vintageId);
      if (found !== undefined) return found;
      const made = { status, vintageId, values: Array(ROWS * COLUMNS).fill(null), at: 0, full: null };
      pending.push(made);
      return made;
    };
    const add: ObservationWriter['add'] = (seriesId, period, value, status, vintageId) => {
      name(period);
      if (last === undefined || last.status !== status || last.vintageId !== vintageId) last = pendingOf(status, vintageId);
      const { values, at } = last;
      values[at] = seriesId;
      values[at + 1] = period;
      values[at + 2] = value;
      last.at = at + COLUMNS;
      if (last.at < values.length) return;
      last.full ??= db.prepare(`${insert} ${Array(ROWS).fill(`(?, ?, ?, '${status}', ${vintageId})`).join(', ')}`);
      // As arguments, which are bound twice as fast as the elements of an array.
      last.full.run(...values);
      last.at = 0;
    };
    return {
      add,
      addAll(seriesId, figures, vintageId) {
        for (let index = 0; index < figures.length; index += 1)
          add(seriesId, figures.end(index), figures.value(index), figures.status(index), vintageId);
      },
      flush() {
        for (const { values, at, status, vintageId } of pending)
          for (let row = 0; row < at; row += COLUMNS) one.run(...values.slice(row, row + COLUMNS), status, vintageId);
        for (const p of pending) p.at = 0;
      },
    };
  };
}
