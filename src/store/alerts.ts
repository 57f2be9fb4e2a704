import type { AlertEventKind, AlertState } from '../domain/alert.ts';
import type { PeriodKind } from '../domain/period.ts';
import type { Severity } from '../domain/rule.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import { messageWriter } from './enqueue.ts';
import type { AlertEventRecord, AlertRecord, AlertStore, DeliveryRecord, Detection, KnownAlert } from './store.ts';

interface AlertRow {
  readonly fingerprint: string;
  readonly rule_id: string;
  readonly key: string;
  readonly period_kind: PeriodKind;
  readonly period: number;
  readonly state: AlertState;
  readonly severity: Severity;
  readonly threshold: number;
  readonly current: number;
  readonly base: number;
  readonly percent: number;
  readonly sequence: number;
  readonly raised_at: string;
  readonly last_event_at: string;
  readonly events: number;
}

const SELECT = `SELECT a.*, k.key, (SELECT COUNT(*) FROM alert_event e WHERE e.fingerprint = a.fingerprint) AS events FROM alert a JOIN series_key k ON k.key_id = a.key_id`;

const recordOf = (row: AlertRow): AlertRecord => ({
  fingerprint: row.fingerprint,
  ruleId: row.rule_id,
  seriesKey: row.key,
  period: { kind: row.period_kind, end: row.period },
  state: row.state,
  severity: row.severity,
  percent: row.percent,
  current: row.current,
  base: row.base,
  threshold: row.threshold,
  raisedAt: row.raised_at,
  lastEventAt: row.last_event_at,
  events: row.events,
});

export function alertStore(db: Sqlite): AlertStore {
  const list = db.prepare(
    `${SELECT} WHERE (@state IS NULL OR a.state = @state) AND (@rule IS NULL OR a.rule_id = @rule) ORDER BY a.last_event_at DESC, a.period DESC, a.fingerprint`,
  );
  const byPrefix = db.prepare(`${SELECT} WHERE substr(a.fingerprint, 1, length(@id)) = @id LIMIT 2`);
  const events = db.prepare(
    'SELECT sequence, kind, at, current, base, percent, reason FROM alert_event WHERE fingerprint = ? ORDER BY sequence',
  );
  const deliveries =
    db.prepare(`SELECT message_id AS messageId, receiver, channel, kind, state, attempts, next_attempt_at AS nextAttemptAt, delivered_at AS deliveredAt, detail
    FROM outbox b JOIN outbox_alert x ON x.outbox_id = b.outbox_id WHERE x.fingerprint = ? ORDER BY b.outbox_id`);
  return {
    async alerts(filter = {}) {
      return (list.all({ state: filter.state ?? null, rule: filter.rule ?? null }) as AlertRow[]).map(recordOf);
    },
    async alert(id) {
      const rows = byPrefix.all({ id }) as AlertRow[];
      const row = rows[0];
      if (row === undefined || rows.length > 1) return null;
      return {
        alert: recordOf(row),
        events: events.all(row.fingerprint) as AlertEventRecord[],
        deliveries: deliveries.all(row.fingerprint) as DeliveryRecord[],
      };
    },
  };
}

/** What a detector is shown of the alerts on a series. */
export function alertReader(db: Sqlite): (key: SeriesKey) => KnownAlert[] {
  const byKey = db.prepare(`${SELECT} WHERE k.key = ?`);
  const messages = db.prepare(
    'SELECT b.receiver, b.message_id, b.created_at FROM outbox b JOIN outbox_alert x ON x.outbox_id = b.outbox_id WHERE x.fingerprint = ? ORDER BY b.outbox_id',
  );
  return (key) =>
    (byKey.all(formatSeriesKey(key)) as AlertRow[]).map((row) => {
      const byReceiver: Record<string, string[]> = {};
      const toldAt: Record<string, string> = {};
      for (const m of messages.all(row.fingerprint) as { receiver: string; message_id: string; created_at: string }[]) {
        toldAt[m.receiver] = m.created_at;
        const ids = byReceiver[m.receiver] ?? [];
        ids.push(m.message_id);
        byReceiver[m.receiver] = ids;
      }
      return {
        fingerprint: row.fingerprint,
        ruleId: row.rule_id,
        period: { kind: row.period_kind, end: row.period },
        state: row.state,
        told: { current: row.current, base: row.base, percent: row.percent },
        sequence: row.sequence,
        messages: byReceiver,
        toldAt,
      };
    });
}

/** Writes what a detector decided: alert states, their events and the messages, inside the caller's transaction. */
export function detectionWriter(db: Sqlite): (detection: Detection, vintageId: number | null, runId: number | null, at: string) => number {
  const keyId = db.prepare('SELECT key_id FROM series_key WHERE key = ?');
  const upsert =
    db.prepare(`INSERT INTO alert (fingerprint, rule_id, key_id, period_kind, period, state, severity, threshold, current, base, percent, sequence, raised_at, last_event_at)
    VALUES (@fingerprint, @ruleId, @keyId, @kind, @period, @state, @severity, @threshold, @current, @base, @percent, @sequence, @at, @at)
    ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state, severity = excluded.severity, threshold = excluded.threshold, current = excluded.current, base = excluded.base,
      percent = excluded.percent, sequence = excluded.sequence,
      last_event_at = CASE WHEN sequence = excluded.sequence THEN last_event_at ELSE excluded.last_event_at END`);
  const suspend = db.prepare('UPDATE alert SET state = @state, sequence = @sequence, last_event_at = @at WHERE fingerprint = @fingerprint');
  const addEvent = db.prepare(
    'INSERT INTO alert_event (fingerprint, sequence, kind, at, vintage_id, current, base, percent, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const link = db.prepare('INSERT INTO outbox_alert (outbox_id, fingerprint) VALUES (?, ?)');
  const enqueue = messageWriter(db);

  return (detection, vintageId, runId, at) => {
    for (const change of detection.changes) {
      const { decision, fingerprint, sequence } = change;
      const figures = decision.figures;
      if (figures === null) suspend.run({ state: decision.state, sequence, at, fingerprint });
      else {
        const row = keyId.get(formatSeriesKey(change.seriesKey)) as { key_id: number };
        upsert.run({
          fingerprint,
          ruleId: change.ruleId,
          keyId: row.key_id,
          kind: change.period.kind,
          period: change.period.end,
          state: decision.state,
          severity: change.severity,
          threshold: change.threshold,
          ...figures,
          sequence,
          at,
        });
      }
      const kind: AlertEventKind | null = decision.event;
      if (kind !== null)
        addEvent.run(
          fingerprint,
          sequence,
          kind,
          at,
          vintageId,
          figures?.current ?? null,
          figures?.base ?? null,
          figures?.percent ?? null,
          decision.reason,
        );
    }
    for (const out of detection.messages) {
      const id = enqueue(out, runId, at);
      for (const fingerprint of out.fingerprints) link.run(id, fingerprint);
    }
    return detection.changes.length;
  };
}
