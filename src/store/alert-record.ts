/** Alerts on figures and publications as they are read: what a row keeps, and what is made of it. */
import type { AlertEventKind, AlertState } from '../domain/alert.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import { type AlertCondition, type AlertStatement, entryOf } from '../domain/alert-statement.ts';
import type { PeriodKind, YearMonth } from '../domain/period.ts';
import type { Direction, Metric, Severity } from '../domain/rule.ts';
import { parseSeriesKey } from '../domain/series.ts';
import type { AlertRecord } from './alert-store.ts';
import { PRODUCT_NAME } from './views-observation.ts';

/** Where alerts are read, with the series that they are on or the source: of a figures alert k, and m beside it of a mirror gap. */
export const ALERTS = `alert a LEFT JOIN series_key k ON k.key_id = a.key_id LEFT JOIN series_key m ON m.key_id = a.mirror_key_id
  LEFT JOIN publication_alert p ON p.fingerprint = a.fingerprint`;

/** What an alert is on, as text: of a mirror gap both series. */
export const SUBJECT = "COALESCE(k.key || COALESCE(' ~ ' || m.key, ''), p.pipeline)";

/** What the list of alerts shows of each. */
export const ALERT_COLUMNS = `a.fingerprint, a.rule_id, a.key_id, ${SUBJECT} AS subject, a.period_kind, a.period, a.state, a.severity, a.metric, a.threshold,
  a.current, a.base, a.percent, a.raised_at, a.last_event_at, (SELECT COUNT(*) FROM alert_event e WHERE e.fingerprint = a.fingerprint) AS events`;

/** Whether the figures of an alert are known: what ended says what it said before. */
const IS_KNOWN = `CASE a.state WHEN 'suspended' THEN 0 WHEN 'ended' THEN COALESCE((SELECT e.current IS NOT NULL FROM alert_event e
    WHERE e.fingerprint = a.fingerprint AND e.kind <> 'ended' ORDER BY e.sequence DESC LIMIT 1), 1) ELSE 1 END`;

/** What an alert on figures states, and how it is. */
export const STATED_COLUMNS = `a.fingerprint, a.rule_id, a.rule_title, a.rule_version, a.metric, a.direction, a.threshold, k.key AS series_key, m.key AS mirror_key,
  a.period_kind, a.period, a.base_end, a.state, a.severity, a.current, a.base, a.percent, a.sequence, ${PRODUCT_NAME} AS product_name, ${IS_KNOWN} AS is_known`;

/** The same with what was told of it last, rather than only recorded. */
export const TOLD_COLUMNS = `${STATED_COLUMNS},
  (SELECT kind FROM alert_event e WHERE e.fingerprint = a.fingerprint AND e.kind <> 'recorded' ORDER BY e.sequence DESC LIMIT 1) AS told`;

export interface AlertRow {
  readonly fingerprint: string;
  readonly rule_id: string;
  readonly key_id: number | null;
  readonly subject: string;
  readonly period_kind: PeriodKind;
  readonly period: YearMonth;
  readonly state: AlertState;
  readonly severity: Severity;
  readonly metric: string;
  readonly threshold: number | null;
  readonly current: number | null;
  readonly base: number | null;
  readonly percent: number | null;
  readonly raised_at: string;
  readonly last_event_at: string;
  readonly events: number;
}

export interface StatedRow
  extends Pick<AlertRow, 'fingerprint' | 'rule_id' | 'threshold' | 'period_kind' | 'period' | 'state' | 'severity'> {
  readonly rule_title: string | null;
  readonly rule_version: string;
  readonly metric: Metric;
  readonly direction: Direction;
  readonly series_key: string;
  readonly mirror_key: string | null;
  readonly base_end: YearMonth | null;
  readonly current: number;
  readonly base: number | null;
  readonly percent: number | null;
  readonly sequence: number;
  readonly product_name: string | null;
  readonly is_known: 0 | 1;
}

export interface ToldRow extends StatedRow {
  /** Null: it waits for its confirmation, and nothing was told. */
  readonly told: Exclude<AlertEventKind, 'recorded'> | null;
}

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

export const statementOf = (row: StatedRow): AlertStatement => ({
  fingerprint: row.fingerprint,
  rule: {
    id: row.rule_id,
    title: row.rule_title,
    version: row.rule_version,
    metric: row.metric,
    direction: row.direction,
    threshold: row.threshold,
  },
  seriesKey: parseSeriesKey(row.series_key),
  mirrorKey: row.mirror_key === null ? null : parseSeriesKey(row.mirror_key),
  period: { kind: row.period_kind, end: row.period },
  baseEnd: row.base_end,
});

export const conditionOf = (row: StatedRow): AlertCondition => ({
  state: row.state,
  figures: { current: row.current, base: row.base, percent: row.percent },
  isKnown: row.is_known === 1,
  severity: row.severity,
  sequence: row.sequence,
});

export const storedEntry = (row: ToldRow): AlertEntry =>
  entryOf(statementOf(row), conditionOf(row), row.told ?? 'raised', row.product_name);
