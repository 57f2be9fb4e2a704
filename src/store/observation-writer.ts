import type { Status } from '../domain/series.ts';
import type { Sqlite } from './database.ts';

/** Rows of one statement: with more a statement takes as long for each row, with fewer longer. */
const ROWS = 25;
const COLUMNS = 5;

/** Adds new figures, many with one statement: they are written when it is full, and by `flush`. */
export interface ObservationWriter {
  add(seriesId: number, period: number, value: number | null, status: Status, vintageId: number): void;
  flush(): void;
}

export function observationWriter(db: Sqlite): () => ObservationWriter {
  const insert = (rows: number): string =>
    `INSERT INTO observation (series_id, period, value, status, vintage_id) VALUES ${Array(rows).fill('(?, ?, ?, ?, ?)').join(', ')}`;
  const many = db.prepare(insert(ROWS));
  const one = db.prepare(insert(1));
  return () => {
    const values: (number | string | null)[] = Array(ROWS * COLUMNS).fill(null);
    let at = 0;
    return {
      add(seriesId, period, value, status, vintageId) {
        values[at] = seriesId;
        values[at + 1] = period;
        values[at + 2] = value;
        values[at + 3] = status;
        values[at + 4] = vintageId;
        at += COLUMNS;
        if (at < values.length) return;
        many.run(values);
        at = 0;
      },
      flush() {
        for (let row = 0; row < at; row += COLUMNS) one.run(values.slice(row, row + COLUMNS));
        at = 0;
      },
    };
  };
}
