import type { Correction } from '../domain/correction.ts';
import type { PeriodKind } from '../domain/period.ts';
import type { Sqlite } from './database.ts';

export interface CorrectionRow {
  readonly correction_id: number;
  readonly digest: string;
  readonly series_key: string;
  readonly period_kind: PeriodKind;
  readonly period: number;
  readonly action: Correction['action'];
  readonly value: number | null;
  readonly expected: number;
  readonly reason: string;
  readonly source: string;
  readonly added: string;
  readonly place: string;
  readonly seen_value: number | null;
  readonly seen_snapshot: number | null;
}

export const correctionOf = (row: CorrectionRow): Correction => ({
  digest: row.digest,
  seriesKey: row.series_key,
  period: { kind: row.period_kind, end: row.period },
  action: row.action,
  value: row.value,
  expect: row.expected,
  reason: row.reason,
  source: row.source,
  added: row.added,
  place: row.place,
});

/** Ids of entries as they stand in `snapshot.corrections`, and back. Entries are never deleted: old snapshots are read with them. */
export function correctionCodec(db: Sqlite): {
  encode(ledger: readonly Correction[]): string;
  decode(ids: string): readonly Correction[];
} {
  const add =
    db.prepare(`INSERT INTO correction (digest, series_key, period_kind, period, action, value, expected, reason, source, added, place)
    VALUES (@digest, @seriesKey, @kind, @end, @action, @value, @expect, @reason, @source, @added, @place) ON CONFLICT (digest) DO NOTHING`);
  const idOf = db.prepare('SELECT correction_id FROM correction WHERE digest = ?').pluck();
  const byIds = db.prepare('SELECT c.* FROM json_each(?) j JOIN correction c ON c.correction_id = j.value ORDER BY j.key');
  return {
    encode(ledger) {
      return JSON.stringify(
        ledger.map(({ period, ...entry }) => {
          add.run({ ...entry, ...period });
          return idOf.get(entry.digest) as number;
        }),
      );
    },
    decode(ids) {
      return ids === '[]' ? [] : (byIds.all(ids) as CorrectionRow[]).map(correctionOf);
    },
  };
}
