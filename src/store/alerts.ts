import type { Severity } from '../domain/rule.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import type { AlertFigures } from '../domain/threshold.ts';
import {
  ALERT_COLUMNS,
  ALERTS,
  type AlertRow,
  conditionOf,
  recordOf,
  STATED_COLUMNS,
  type StatedRow,
  statementOf,
} from './alert-record.ts';
import type { Sqlite } from './database.ts';
import type { AlertRecord, AlertStore, KnownAlert, TellingRecord } from './store.ts';

export function alertStore(db: Sqlite): AlertStore {
  const list = db.prepare(
    `SELECT ${ALERT_COLUMNS} FROM ${ALERTS} WHERE (@state IS NULL OR a.state = @state) AND (@rule IS NULL OR a.rule_id = @rule) ORDER BY a.last_event_at DESC, a.period DESC, a.fingerprint`,
  );
  return {
    async alerts(filter = {}) {
      return (list.all({ state: filter.state ?? null, rule: filter.rule ?? null }) as AlertRow[]).map(recordOf);
    },
  };
}

/** The alerts on a series, the newest event first. */
export function alertsOfSeries(db: Sqlite): (keyId: number) => AlertRecord[] {
  const list = db.prepare(
    `SELECT ${ALERT_COLUMNS} FROM ${ALERTS} WHERE a.key_id = ? ORDER BY a.last_event_at DESC, a.period DESC, a.fingerprint`,
  );
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
  readonly listed: number;
}

/** What was told, or is to be told, of an alert: oldest first, without what was taken back before it was sent. */
export function tellingReader(db: Sqlite): (fingerprint: string) => TellingRecord[] {
  const tellings =
    db.prepare(`SELECT b.receiver, b.outbox_id, b.message_id, b.created_at, b.state, b.in_doubt, x.kind, x.stands, x.current, x.base, x.percent, x.severity, x.listed
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
      figures: knownFigures(t.current, t.base, t.percent),
      severity: t.severity,
      isListed: t.listed === 1,
    }));
}

/** What a detector is shown of alerts and of what was told of them. */
export function alertReader(db: Sqlite) {
  // Of what stands the figures that were told last, where no event with figures is there those that it has.
  const select = `SELECT ${STATED_COLUMNS}, a.sightings, a.turns, t.current AS told_current, t.base AS told_base, t.percent AS told_percent
    FROM ${ALERTS} LEFT JOIN alert_event t ON t.fingerprint = a.fingerprint AND t.sequence =
      (SELECT MAX(e.sequence) FROM alert_event e WHERE e.fingerprint = a.fingerprint AND e.kind <> 'recorded' AND e.current IS NOT NULL)`;
  const byKey = db.prepare(`${select} WHERE k.key = ?`);
  const every = db.prepare(`${select} WHERE a.key_id IS NOT NULL ORDER BY a.last_event_at DESC, a.fingerprint`);
  const tellings = tellingReader(db);
  const known = (row: KnownRow): KnownAlert => {
    const condition = conditionOf(row);
    return {
      ...statementOf(row),
      ...condition,
      told: knownFigures(row.told_current, row.told_base, row.told_percent) ?? condition.figures,
      sightings: row.sightings,
      turns: row.turns,
      productName: row.product_name,
      tellings: tellings(row.fingerprint),
    };
  };
  return {
    ofSeries: (key: SeriesKey): KnownAlert[] => (byKey.all(formatSeriesKey(key)) as KnownRow[]).map(known),
    *all(): Generator<KnownAlert> {
      for (const row of every.iterate() as IterableIterator<KnownRow>) yield known(row);
    },
  };
}

interface KnownRow extends StatedRow {
  readonly sightings: number;
  readonly turns: number;
  readonly told_current: number | null;
  readonly told_base: number | null;
  readonly told_percent: number | null;
}

const knownFigures = (current: number | null, base: number | null, percent: number | null): AlertFigures | null =>
  current === null ? null : { current, base, percent };
