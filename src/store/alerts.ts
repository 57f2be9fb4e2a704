import { type AlertEventKind, type AlertState, isStanding, RULE_GONE } from '../domain/alert.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import type { PeriodKind } from '../domain/period.ts';
import type { Severity } from '../domain/rule.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import type { AlertFigures } from '../domain/threshold.ts';
import { stands } from './alert-states.ts';
import type { Sqlite } from './database.ts';
import { messageWriter } from './enqueue.ts';
import type { AlertRecord, AlertStore, DetectedChange, Detection, KnownAlert, TellingRecord } from './store.ts';

export interface AlertRow {
  readonly fingerprint: string;
  readonly rule_id: string;
  readonly key_id: number | null;
  readonly subject: string;
  readonly period_kind: PeriodKind;
  readonly period: number;
  readonly state: AlertState;
  readonly severity: Severity;
  readonly metric: string;
  readonly threshold: number | null;
  readonly current: number | null;
  readonly base: number | null;
  readonly percent: number | null;
  readonly told_current: number | null;
  readonly told_base: number | null;
  readonly told_percent: number | null;
  readonly sequence: number;
  readonly sightings: number;
  readonly turns: number;
  readonly entry: string;
  readonly raised_at: string;
  readonly last_event_at: string;
  readonly events: number;
}

export const SELECT_ALERT = `SELECT a.*, (SELECT COUNT(*) FROM alert_event e WHERE e.fingerprint = a.fingerprint) AS events FROM alert a`;

export const recordOf = (row: AlertRow): AlertRecord => ({
  about: row.key_id === null ? 'publications' : 'figures',
  fingerprint: row.fingerprint,
  ruleId: row.rule_id,
  subject: row.subject,
  period: { kind: row.period_kind, end: row.period },
  state: row.state,
  severity: row.severity,
  metric: row.metric,
  percent: row.percent,
  current: row.current,
  base: row.base,
  threshold: row.threshold,
  raisedAt: row.raised_at,
  lastEventAt: row.last_event_at,
  events: row.events,
});

/** Of a message b that tells x of an alert. */
export const DELIVERY_COLUMNS = `message_id AS messageId, receiver, channel, x.kind, CASE WHEN x.cancelled THEN 'superseded' ELSE state END AS state, attempts,
  next_attempt_at AS nextAttemptAt, delivered_at AS deliveredAt, detail`;

export function alertStore(db: Sqlite): AlertStore {
  const list = db.prepare(
    `${SELECT_ALERT} WHERE (@state IS NULL OR a.state = @state) AND (@rule IS NULL OR a.rule_id = @rule) ORDER BY a.last_event_at DESC, a.period DESC, a.fingerprint`,
  );
  return {
    async alerts(filter = {}) {
      return (list.all({ state: filter.state ?? null, rule: filter.rule ?? null }) as AlertRow[]).map(recordOf);
    },
  };
}

/** The alerts on a series, the newest event first. */
export function alertsOfSeries(db: Sqlite): (keyId: number) => AlertRecord[] {
  const list = db.prepare(`${SELECT_ALERT} WHERE a.key_id = ? ORDER BY a.last_event_at DESC, a.period DESC, a.fingerprint`);
  return (keyId) => (list.all(keyId) as AlertRow[]).map(recordOf);
}

interface TellingRow {
  readonly receiver: string;
  readonly outbox_id: number;
  readonly message_id: string;
  readonly created_at: string;
  readonly state: TellingRecord['state'];
  readonly in_doubt: number;
  readonly kind: TellingRecord['kind'];
  readonly stands: number;
  readonly current: number | null;
  readonly base: number | null;
  readonly percent: number | null;
  readonly severity: Severity;
}

/** What was told, or is to be told, of an alert: oldest first, without what was taken back before it was sent. */
export function tellingReader(db: Sqlite): (fingerprint: string) => TellingRecord[] {
  const tellings =
    db.prepare(`SELECT b.receiver, b.outbox_id, b.message_id, b.created_at, b.state, b.in_doubt, x.kind, x.stands, x.current, x.base, x.percent, x.severity
    FROM outbox_alert x JOIN outbox b ON b.outbox_id = x.outbox_id WHERE x.fingerprint = ? AND NOT x.cancelled AND b.state <> 'superseded' ORDER BY b.outbox_id`);
  return (fingerprint) =>
    (tellings.all(fingerprint) as TellingRow[]).map((t) => ({
      receiver: t.receiver,
      outboxId: t.outbox_id,
      messageId: t.message_id,
      createdAt: t.created_at,
      state: t.state,
      inDoubt: t.in_doubt === 1,
      kind: t.kind,
      stands: t.stands === 1,
      figures: figuresOf(t.current, t.base, t.percent),
      severity: t.severity,
    }));
}

/** What a detector is shown of alerts and of what was told of them. */
export function alertReader(db: Sqlite) {
  const byKey = db.prepare(`${SELECT_ALERT} JOIN series_key k ON k.key_id = a.key_id WHERE k.key = ?`);
  const every = db.prepare(`${SELECT_ALERT} WHERE a.key_id IS NOT NULL ORDER BY a.last_event_at DESC, a.fingerprint`);
  const tellings = tellingReader(db);
  const known = (row: AlertRow): KnownAlert[] => {
    const figures = figuresOf(row.current, row.base, row.percent);
    if (figures === null) return [];
    return [
      {
        fingerprint: row.fingerprint,
        ruleId: row.rule_id,
        state: row.state,
        figures,
        told: figuresOf(row.told_current, row.told_base, row.told_percent) ?? figures,
        severity: row.severity,
        sequence: row.sequence,
        sightings: row.sightings,
        turns: row.turns,
        entry: JSON.parse(row.entry) as AlertEntry,
        tellings: tellings(row.fingerprint),
      },
    ];
  };
  return {
    ofSeries: (key: SeriesKey): KnownAlert[] => (byKey.all(formatSeriesKey(key)) as AlertRow[]).flatMap(known),
    all: (): KnownAlert[] => (every.all() as AlertRow[]).flatMap(known),
  };
}

const figuresOf = (current: number | null, base: number | null, percent: number | null): AlertFigures | null =>
  current === null ? null : { current, base, percent };

/** As the tables have them: written in another order each alert would be on a page of its own, read and written again and again. */
const byFingerprint = (a: DetectedChange, b: DetectedChange): number => (a.fingerprint < b.fingerprint ? -1 : 1);

/** The columns of an alert that is written; what it says was told, as an alert that is new has it. */
function alertValues(
  { fingerprint, ruleId, period, threshold, transition, sequence, ...change }: DetectedChange,
  { current, base, percent }: AlertFigures,
  at: string,
): readonly (string | number | null)[] {
  const { state, severity, sightings, turns } = transition;
  const entry = change.entry();
  const { key } = entry.series;
  const subject = entry.mirror_key === null ? key : `${key} ~ ${entry.mirror_key}`;
  return [
    ...[fingerprint, ruleId, key, subject, period.kind, period.end, state, severity, entry.rule.metric, threshold],
    ...[current, base, percent, current, base, percent, sequence, sightings, turns, JSON.stringify(entry), at, at],
  ];
}

/** What an alert that is there takes over from what is written. */
const REWRITTEN = ['state', 'severity', 'threshold', 'metric', 'current', 'base', 'percent', 'sequence', 'sightings', 'turns', 'entry'];

/** Writes what a detector decided: alert states, their events and the messages, inside the caller's transaction. */
export function detectionWriter(db: Sqlite): (detection: Detection, vintageId: number | null, runId: number | null, at: string) => number {
  /** @param told what was told last becomes what is written, by columns. */
  const upsert = (...told: string[]) =>
    db.prepare(`INSERT INTO alert (fingerprint, rule_id, key_id, subject, period_kind, period, state, severity, metric, threshold, current, base, percent,
      told_current, told_base, told_percent, sequence, sightings, turns, entry, raised_at, last_event_at)
    VALUES (?, ?, (SELECT key_id FROM series_key WHERE key = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (fingerprint) DO UPDATE SET ${[...REWRITTEN, ...told].map((column) => `${column} = excluded.${column}`).join(', ')},
      last_event_at = CASE WHEN sequence = excluded.sequence THEN last_event_at ELSE excluded.last_event_at END`);
  const tell = upsert('told_current', 'told_base', 'told_percent');
  // What is pending has been told to nobody, so its figures are only remembered.
  const remember = upsert();
  const keepFigures = db.prepare(
    'UPDATE alert SET state = @state, sequence = @sequence, turns = @turns, entry = @entry, last_event_at = @at WHERE fingerprint = @fingerprint',
  );
  const clear = db.prepare('DELETE FROM alert WHERE fingerprint = ?');
  const addEvent = db.prepare(
    'INSERT INTO alert_event (fingerprint, sequence, kind, at, vintage_id, current, base, percent, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const { enqueue, cancel } = messageWriter(db);

  return (detection, vintageId, runId, at) => {
    for (const detected of [...detection.changes].sort(byFingerprint)) {
      const { transition, fingerprint, sequence, entry } = detected;
      const { state, figures, turns, event } = transition;
      if (state === 'clear') clear.run(fingerprint);
      else if (figures === null) keepFigures.run({ state, sequence, turns, entry: JSON.stringify(entry()), at, fingerprint });
      else {
        // In their order: by name a value takes several times as long to bind.
        const values = alertValues(detected, figures, at);
        if (event === null || event === 'recorded') remember.run(...values);
        else tell.run(...values);
      }
      if (event !== null)
        addEvent.run(
          fingerprint,
          sequence,
          event,
          at,
          vintageId,
          figures?.current ?? null,
          figures?.base ?? null,
          figures?.percent ?? null,
          transition.reason,
        );
    }
    for (const one of detection.cancels) cancel(one);
    for (const out of detection.messages) enqueue(out, runId, at, out.tells);
    return detection.changes.filter(({ transition }) => transition.event !== null).length;
  };
}

/** The alerts of rules that are gone end: nobody watches what they say any more. */
export function retirement(db: Sqlite): (ruleIds: readonly string[], at: string) => number {
  const gone = db.prepare(
    `SELECT a.fingerprint, a.sequence, a.state, a.current, a.base, a.percent, a.entry FROM alert a
      WHERE (${stands('a')} OR a.state IN ('pending', 'suspended')) AND a.key_id IS NOT NULL AND a.rule_id NOT IN (SELECT value FROM json_each(?))`,
  );
  const clear = db.prepare('DELETE FROM alert WHERE fingerprint = ?');
  const end = db.prepare("UPDATE alert SET state = 'ended', sequence = ?, entry = ?, last_event_at = ? WHERE fingerprint = ?");
  const addEvent = db.prepare(
    "INSERT INTO alert_event (fingerprint, sequence, kind, at, vintage_id, current, base, percent, reason) VALUES (?, ?, 'ended', ?, NULL, ?, ?, ?, ?)",
  );
  return (ruleIds, at) => {
    const rows = gone.all(JSON.stringify(ruleIds)) as Pick<
      AlertRow,
      'fingerprint' | 'sequence' | 'state' | 'current' | 'base' | 'percent' | 'entry'
    >[];
    for (const { fingerprint, sequence, state, current, base, percent, entry } of rows) {
      if (state === 'pending') {
        clear.run(fingerprint);
        continue;
      }
      const last: AlertEntry = {
        ...(JSON.parse(entry) as AlertEntry),
        sequence: sequence + 1,
        event: 'ended' satisfies AlertEventKind,
        stands: false,
      };
      end.run(sequence + 1, JSON.stringify(last), at, fingerprint);
      addEvent.run(fingerprint, sequence + 1, at, current, base, percent, RULE_GONE);
    }
    return rows.filter((row) => isStanding(row.state)).length;
  };
}
