import { type AlertEventKind, type AlertState, isStanding, RULE_GONE } from '../domain/alert.ts';
import { formatSeriesKey } from '../domain/series.ts';
import type { AlertFigures } from '../domain/threshold.ts';
import { stands } from './alert-states.ts';
import type { Sqlite } from './database.ts';
import { messageWriter } from './enqueue.ts';
import type { DetectedChange, Detection } from './store.ts';

/** As the tables have them: written in another order each alert would be on a page of its own, read and written again and again. */
const byFingerprint = (a: DetectedChange, b: DetectedChange): number => (a.fingerprint < b.fingerprint ? -1 : 1);

/** What an alert that is there takes over from what is written; of an event also when it was. */
const REWRITTEN = [
  ...['state', 'severity', 'metric', 'rule_version', 'rule_title', 'direction', 'threshold', 'current', 'base', 'percent', 'base_end'],
  ...['sequence', 'sightings', 'turns'],
];

/** Writes what a detector decided: alert states, their events and the messages, inside the caller's transaction. */
export function detectionWriter(db: Sqlite): (detection: Detection, vintageId: number | null, runId: number | null, at: string) => number {
  const upsert =
    db.prepare(`INSERT INTO alert (fingerprint, rule_id, key_id, mirror_key_id, period_kind, period, state, severity, metric, rule_version,
      rule_title, direction, threshold, current, base, percent, base_end, sequence, sightings, turns, raised_at, last_event_at)
    VALUES (?, ?, ?, (SELECT key_id FROM series_key WHERE key = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (fingerprint) DO UPDATE SET ${REWRITTEN.map((column) => `${column} = excluded.${column}`).join(', ')},
      last_event_at = CASE WHEN sequence = excluded.sequence THEN last_event_at ELSE excluded.last_event_at END`);
  const keepFigures = db.prepare('UPDATE alert SET state = ?, sequence = ?, turns = ?, last_event_at = ? WHERE fingerprint = ?');
  const clear = db.prepare('DELETE FROM alert WHERE fingerprint = ?');
  const addEvent = eventWriter(db);
  const { enqueue, cancel } = messageWriter(db);

  return (detection, vintageId, runId, at) => {
    for (const { fingerprint, rule, keyId, mirrorKey, period, baseEnd, transition, sequence } of [...detection.changes].sort(
      byFingerprint,
    )) {
      const { state, figures, severity, sightings, turns, event, reason } = transition;
      if (state === 'clear') clear.run(fingerprint);
      else if (figures === null) keepFigures.run(state, sequence, turns, at, fingerprint);
      // In their order: by name a value takes several times as long to bind.
      else
        upsert.run(
          fingerprint,
          rule.id,
          keyId,
          mirrorKey === null ? null : formatSeriesKey(mirrorKey),
          period.kind,
          period.end,
          state,
          severity,
          rule.metric,
          rule.version,
          rule.title,
          rule.direction,
          rule.threshold,
          figures.current,
          figures.base,
          figures.percent,
          baseEnd,
          sequence,
          sightings,
          turns,
          at,
          at,
        );
      if (event !== null) addEvent(fingerprint, sequence, event, at, vintageId, figures, reason);
    }
    for (const one of detection.cancels) cancel(one);
    for (const out of detection.messages) enqueue(out, runId, at, out.tells);
    return detection.changes.filter(({ transition }) => transition.event !== null).length;
  };
}

function eventWriter(db: Sqlite) {
  const add = db.prepare(
    'INSERT INTO alert_event (fingerprint, sequence, kind, at, vintage_id, current, base, percent, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return (
    fingerprint: string,
    sequence: number,
    kind: AlertEventKind,
    at: string,
    vintageId: number | null,
    figures: AlertFigures | null,
    reason: string | null,
  ): void => {
    const { current, base, percent } = figures ?? NO_FIGURES;
    add.run(fingerprint, sequence, kind, at, vintageId, current, base, percent, reason);
  };
}
const NO_FIGURES = { current: null, base: null, percent: null };

/** The alerts of rules that are gone end: nobody watches what they say any more. */
export function retirement(db: Sqlite): (ruleIds: readonly string[], at: string) => number {
  const gone = db.prepare(
    `SELECT a.fingerprint, a.sequence, a.state, a.current, a.base, a.percent FROM alert a
      WHERE (${stands('a')} OR a.state IN ('pending', 'suspended')) AND a.key_id IS NOT NULL AND a.rule_id NOT IN (SELECT value FROM json_each(?))`,
  );
  const clear = db.prepare('DELETE FROM alert WHERE fingerprint = ?');
  const end = db.prepare("UPDATE alert SET state = 'ended', sequence = ?, last_event_at = ? WHERE fingerprint = ?");
  const addEvent = eventWriter(db);
  return (ruleIds, at) => {
    const rows = gone.all(JSON.stringify(ruleIds)) as (AlertFigures & { fingerprint: string; sequence: number; state: AlertState })[];
    for (const { fingerprint, sequence, state, ...figures } of rows) {
      if (state === 'pending') {
        clear.run(fingerprint);
        continue;
      }
      end.run(sequence + 1, at, fingerprint);
      addEvent(fingerprint, sequence + 1, 'ended', at, null, state === 'suspended' ? null : figures, RULE_GONE);
    }
    return rows.filter((row) => isStanding(row.state)).length;
  };
}
