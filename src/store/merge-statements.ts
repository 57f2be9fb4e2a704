import type { Sqlite } from './database.ts';
import { LATEST_COLUMNS } from './latest.ts';

/** Codes of a status, which is one letter, lie below this. */
const STATUS_CODES = 128;
/** Periods of six digits with their status lie below this. */
const MARKS_OF_VINTAGE = STATUS_CODES * 2 ** 18;

/** What `marks` says of a figure: its vintage, its period and the code of its status in one number. */
export function readMark(mark: number): { readonly vintageId: number; readonly period: number; readonly statusCode: number } {
  const vintageId = Math.floor(mark / MARKS_OF_VINTAGE);
  const rest = mark - vintageId * MARKS_OF_VINTAGE;
  return { vintageId, period: Math.floor(rest / STATUS_CODES), statusCode: rest % STATUS_CODES };
}

/** What merging asks and writes, one figure or one series at a time; many new figures are written by `observationWriter`. */
export function mergeStatements(db: Sqlite) {
  return {
    startOfRun: db.prepare('SELECT started_at FROM run WHERE run_id = ?').pluck(),
    setEnd: db.prepare(`UPDATE series SET fingerprint = ?, (${LATEST_COLUMNS}) = (?, ?, ?) WHERE series_id = ?`),
    setFingerprint: db.prepare('UPDATE series SET fingerprint = ? WHERE series_id = ?'),
    // Two lists of numbers, in order of time: a release has a million figures read, and a row for each takes half as long again.
    marks: db
      .prepare(
        `SELECT vintage_id * ${MARKS_OF_VINTAGE} + period * ${STATUS_CODES} + unicode(status) FROM observation WHERE series_id = ? AND period BETWEEN ? AND ? ORDER BY period`,
      )
      .pluck(),
    values: db.prepare('SELECT value FROM observation WHERE series_id = ? AND period BETWEEN ? AND ? ORDER BY period').pluck(),
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
