import type { Neighbour } from '../domain/jump.ts';
import type { YearMonth } from '../domain/period.ts';
import { STATUS_OF_CODE, type Status } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import { LATEST_COLUMNS } from './latest.ts';
import { rowTaker } from './row-taker.ts';

/** What merging asks and writes, one figure or one series at a time; many new figures are written by `observationWriter`. */
export function mergeStatements(db: Sqlite) {
  return {
    startOfRun: db.prepare('SELECT started_at FROM run WHERE run_id = ?').pluck(),
    setEnd: db.prepare(`UPDATE series SET fingerprint = ?, (${LATEST_COLUMNS}) = (?, ?, ?) WHERE series_id = ?`),
    setFingerprint: db.prepare('UPDATE series SET fingerprint = ? WHERE series_id = ?'),
    count: db.prepare('SELECT COUNT(*) FROM observation WHERE series_id = ?').pluck(),
    vintage: db.prepare('SELECT known_from, published_at FROM vintage WHERE vintage_id = ?'),
    newest: db.prepare(
      `SELECT MAX(v.known_from) AS known_from, MAX(v.published_at) AS published_at FROM vintage v JOIN snapshot n ON n.snapshot_id = v.snapshot_id WHERE n.pipeline = ?`,
    ),
    hasKeys: db.prepare('SELECT EXISTS (SELECT 1 FROM series_key WHERE pipeline = ?)').pluck(),
    hasCorrected: db.prepare('SELECT EXISTS (SELECT 1 FROM corrected)').pluck(),
    update: db.prepare('UPDATE observation SET value = ?, status = ?, vintage_id = ? WHERE series_id = ? AND period = ?'),
    archive: db.prepare(
      'INSERT INTO observation_history (series_id, period, vintage_id, value, status, replaced_by) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    past: db.prepare(
      `SELECT h.period, h.value, h.status, h.vintage_id, v.known_from, v.published_at FROM observation_history h JOIN vintage v ON v.vintage_id = h.vintage_id WHERE h.series_id = ? AND h.period = ? ORDER BY v.known_from, v.vintage_id`,
    ),
    replacedBy: db.prepare('UPDATE observation_history SET replaced_by = ? WHERE series_id = ? AND period = ? AND vintage_id = ?'),
    moveHistory: db.prepare('UPDATE observation_history SET vintage_id = ? WHERE series_id = ? AND period = ? AND vintage_id = ?'),
    corrected: db.prepare('SELECT period, vintage_id, published_value FROM corrected WHERE series_id = ?'),
    addCorrected: db.prepare(
      `INSERT INTO corrected (series_id, period, vintage_id, published_value, correction_id)
       SELECT ?, ?, ?, ?, correction_id FROM correction WHERE digest = ? ON CONFLICT DO NOTHING`,
    ),
    moveCurrent: db.prepare('UPDATE observation SET vintage_id = ? WHERE series_id = ? AND period = ?'),
    addVintage: db.prepare('INSERT INTO vintage (snapshot_id, known_from, published_at, loaded_at) VALUES (?, ?, ?, ?)'),
  };
}

export type MergeStatements = ReturnType<typeof mergeStatements>;

/** A figure that the database has. */
export interface Known extends Neighbour {
  readonly status: Status;
  readonly vintage_id: number;
}

/** Reads what is held of a series between two months, in order of time: a release has a million figures read. */
export function knownReader(db: Sqlite): (seriesId: number, from: YearMonth, to: YearMonth) => Known[] {
  let known: Known[] = [];
  const take = rowTaker(db, (period: YearMonth, value: number | null, status: number, vintage_id: number) => {
    known.push({ period, value, status: STATUS_OF_CODE.get(status) as Status, vintage_id });
    return null;
  });
  // In the order of the table's key.
  const taking = db
    .prepare(
      `SELECT COUNT(${take}(period, value, unicode(status), vintage_id)) FROM observation WHERE series_id = ? AND period BETWEEN ? AND ?`,
    )
    .pluck();
  return (seriesId, from, to) => {
    known = [];
    taking.get(seriesId, from, to);
    return known;
  };
}
