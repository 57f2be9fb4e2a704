import type { AlertEntry } from '../domain/alert-message.ts';
import type { Message } from '../domain/message.ts';
import { type AlertRow, DELIVERY_COLUMNS, recordOf, SELECT_ALERT } from './alerts.ts';
import { correctionCodec } from './correction-codec.ts';
import { type Sqlite, schemaVersion } from './existing.ts';
import { type ReleaseRow, releaseOf } from './releases.ts';
import { RUN_COLUMNS, type RunRow, runOf } from './runs.ts';
import { SCHEMA_VERSION } from './schema-version.ts';
import { type SnapshotRow, snapshotOf } from './snapshots.ts';
import type { AlertEventRecord, AlertWithEntry, DeliveryRecord, OutboxTotals, RunEffects, SourceTotals, StatusStore } from './store.ts';

// Alerts on figures; those on publications say nothing beside the state of their source.
const FOUND = `a.key_id IS NOT NULL AND (@state IS NULL OR a.state = @state) AND (@rule IS NULL OR a.rule_id = @rule) AND (@severity IS NULL OR a.severity = @severity)
  AND (@text IS NULL OR instr(lower(a.subject || char(10) || a.rule_id || char(10) || a.fingerprint || char(10) || COALESCE(a.entry ->> '$.series.product_name', '')), lower(@text)) > 0)`;

const withEntry = (row: AlertRow): AlertWithEntry => ({ ...recordOf(row), entry: JSON.parse(row.entry) as AlertEntry });

export function statusStore(db: Sqlite): StatusStore {
  const found = db.prepare(
    `${SELECT_ALERT} WHERE ${FOUND} ORDER BY a.last_event_at DESC, a.period DESC, a.fingerprint LIMIT @limit OFFSET @offset`,
  );
  const foundCount = db.prepare(`SELECT COUNT(*) FROM alert a WHERE ${FOUND}`).pluck();
  const rules = db.prepare('SELECT DISTINCT rule_id FROM alert WHERE key_id IS NOT NULL ORDER BY rule_id').pluck();
  const counts = db.prepare('SELECT state, severity, COUNT(*) AS count FROM alert GROUP BY state, severity ORDER BY state, severity');
  const entry = db.prepare('SELECT entry FROM alert WHERE fingerprint = ? AND key_id IS NOT NULL').pluck();
  const messages = db.prepare(`SELECT ${DELIVERY_COLUMNS}, b.created_at AS createdAt, b.message
    FROM outbox b JOIN outbox_alert x ON x.outbox_id = b.outbox_id WHERE x.fingerprint = ? ORDER BY b.outbox_id`);
  // Of history, only what a person was told by name: what became of it later.
  const happenings = db.prepare(`SELECT e.fingerprint, e.sequence, e.kind, e.at, e.current, e.base, e.percent, e.reason
    FROM alert_event e JOIN alert a ON a.fingerprint = e.fingerprint
    WHERE a.key_id IS NOT NULL AND e.kind <> 'recorded' AND NOT (e.kind = 'raised' AND a.state = 'historical') ORDER BY e.at DESC, e.fingerprint, e.sequence DESC LIMIT ?`);
  const byPrint = db.prepare(`${SELECT_ALERT} WHERE a.fingerprint = ?`);
  const runs = db.prepare(
    `SELECT ${RUN_COLUMNS} FROM run WHERE (@pipeline IS NULL OR pipeline = @pipeline) AND (@before IS NULL OR run_id < @before) ORDER BY run_id DESC LIMIT @limit`,
  );
  const events =
    db.prepare(`SELECT e.kind, COUNT(*) AS count FROM snapshot n JOIN vintage v ON v.snapshot_id = n.snapshot_id JOIN alert_event e ON e.vintage_id = v.vintage_id
    WHERE n.run_id = ? GROUP BY e.kind ORDER BY e.kind`);
  const sent = db.prepare('SELECT state, COUNT(*) AS count FROM outbox WHERE run_id = ? GROUP BY state ORDER BY state');
  const totals =
    db.prepare(`SELECT pipeline, COUNT(*) AS runs, SUM(requests) AS requests, SUM(snapshots) AS snapshots, SUM(inserted) AS inserted,
      SUM(revised) AS revised, SUM(unchanged) AS unchanged, SUM(refused) AS refused, SUM(errors) AS errors FROM run GROUP BY pipeline ORDER BY pipeline`);
  const releases = db.prepare(
    'SELECT * FROM release WHERE @pipeline IS NULL OR pipeline = @pipeline ORDER BY period DESC, expected_at DESC, pipeline LIMIT @limit',
  );
  const refused = db.prepare(`SELECT * FROM snapshot s WHERE pipeline = ? AND outcome = 'refused'
      AND NOT EXISTS (SELECT 1 FROM snapshot n WHERE n.pipeline = s.pipeline AND n.request_key = s.request_key AND n.snapshot_id > s.snapshot_id)
    ORDER BY snapshot_id DESC LIMIT ?`);
  const byState = db.prepare('SELECT state, COUNT(*) AS count FROM outbox GROUP BY state ORDER BY state');
  const oldest = db.prepare("SELECT MIN(created_at) FROM outbox WHERE state = 'waiting'").pluck();
  const { decode } = correctionCodec(db);
  const values = ({ state, rule, severity, text }: Parameters<StatusStore['findAlerts']>[0]) => ({
    ...{ state: state ?? null, rule: rule ?? null, severity: severity ?? null, text: text ?? null },
  });
  return {
    async dataVersion() {
      return Number(db.pragma('data_version', { simple: true }));
    },
    async isCurrent() {
      return schemaVersion(db) === SCHEMA_VERSION;
    },
    async findAlerts(search, page) {
      return {
        alerts: (found.all({ ...values(search), ...page }) as AlertRow[]).map(withEntry),
        total: foundCount.get(values(search)) as number,
      };
    },
    async rulesWithAlerts() {
      return rules.all() as string[];
    },
    async alertCounts() {
      return counts.all() as Awaited<ReturnType<StatusStore['alertCounts']>>;
    },
    async alertThread(fingerprint) {
      const last = entry.get(fingerprint) as string | undefined;
      if (last === undefined) return null;
      const rows = messages.all(fingerprint) as (DeliveryRecord & { createdAt: string; message: string })[];
      return {
        entry: JSON.parse(last) as AlertEntry,
        messages: rows.map((row) => ({ ...row, message: JSON.parse(row.message) as Message })),
      };
    },
    async alertHappenings(limit) {
      const alerts = new Map<string, AlertWithEntry>();
      const alertOf = (print: string): AlertWithEntry => {
        const known = alerts.get(print) ?? withEntry(byPrint.get(print) as AlertRow);
        alerts.set(print, known);
        return known;
      };
      const rows = happenings.all(limit) as (AlertEventRecord & { fingerprint: string; kind: AlertEntry['event'] })[];
      return rows.map(({ fingerprint, ...event }) => ({ ...event, alert: alertOf(fingerprint) }));
    },
    async runsBefore(limit, { pipeline, before }) {
      return (runs.all({ limit, pipeline: pipeline ?? null, before: before ?? null }) as RunRow[]).map(runOf);
    },
    async runEffects(id) {
      return { events: events.all(id) as RunEffects['events'], messages: sent.all(id) as RunEffects['messages'] };
    },
    async runTotals() {
      return totals.all() as SourceTotals[];
    },
    async releases({ pipeline, limit }) {
      return (releases.all({ pipeline: pipeline ?? null, limit }) as (ReleaseRow & { pipeline: string })[]).map((row) => ({
        pipeline: row.pipeline,
        ...releaseOf(row),
      }));
    },
    async refusedPublications(pipeline, limit) {
      return (refused.all(pipeline, limit) as SnapshotRow[]).map((row) => snapshotOf(row, decode));
    },
    async outboxTotals() {
      return { byState: byState.all() as OutboxTotals['byState'], waitingSince: oldest.get() as string | null };
    },
  };
}
