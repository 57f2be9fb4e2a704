import type { AlertMatter, AlertState } from '../domain/alert.ts';
import type { ClaimAlertState, ClaimEventKind } from '../domain/claim-alert.ts';
import type { DataEntry } from '../domain/data-message.ts';
import type { Message } from '../domain/message.ts';
import type { Severity } from '../domain/rule.ts';
import type { Judged } from '../domain/verdict.ts';
import {
  ALERT_COLUMNS,
  ALERTS,
  type AlertRow,
  conditionOf,
  recordOf,
  SUBJECT,
  statementOf,
  storedEntry,
  TOLD_COLUMNS,
  type ToldRow,
} from './alert-record.ts';
import { claimStands, stands } from './alert-states.ts';
import { type ClaimRow, recordOf as claimRecordOf, SELECT_CLAIM } from './claim-record.ts';
import type { Sqlite } from './database.ts';
import type {
  AlertEventRecord,
  AlertHappening,
  AlertSearch,
  AnyAlert,
  ClaimAlert,
  DeliveryRecord,
  EveryAlertStore,
  SentMessage,
} from './store.ts';
import { PRODUCT_NAME } from './views-observation.ts';

const LINE = ' || char(10) || ';
/** What is searched stands in one text, so that no word runs over from one field to the next. */
const textOf = (...columns: string[]): string => `lower(${columns.map((column) => `COALESCE(${column}, '')`).join(LINE)})`;

/**
 * The alerts of all rules: on figures and publications, and on claims.
 * @param texts what is searched in each; of many alerts it costs more than all the rest.
 */
const everyWith = (texts: { readonly ofAlert: string; readonly ofClaim: string }, alerts: string): string =>
  `SELECT CASE WHEN a.key_id IS NULL THEN 'publications' ELSE 'figures' END AS about, a.fingerprint, a.rule_id, a.state, a.severity, a.period, a.last_event_at,
    ${stands('a')} AS stands, ${texts.ofAlert} AS text FROM ${alerts}
  UNION ALL SELECT 'claims', l.fingerprint, l.rule_id, l.state, l.severity, COALESCE(c.last_month, 0), l.last_event_at, ${claimStands('l')}, ${texts.ofClaim}
  FROM claim_alert l JOIN claim c ON c.claim_id = l.claim_id JOIN article r ON r.article_id = c.article_id`;

const EVERY = everyWith({ ofAlert: 'NULL', ofClaim: 'NULL' }, 'alert a');
const SEARCHED = everyWith(
  {
    ofAlert: textOf(SUBJECT, 'a.rule_id', 'a.fingerprint', PRODUCT_NAME, "p.entry ->> '$.source_title'"),
    ofClaim: textOf('r.publisher', 'c.quote', "replace(c.commodity, '_', ' ')", 'l.rule_id', 'l.fingerprint'),
  },
  ALERTS,
);

const FITS = `(@state IS NULL OR state = @state OR (@state = 'standing' AND stands)) AND (@about IS NULL OR about = @about)
  AND (@rule IS NULL OR rule_id = @rule) AND (@severity IS NULL OR severity = @severity)`;
const FOUND = `FROM (${EVERY}) WHERE ${FITS}`;
const FOUND_BY_TEXT = `FROM (${SEARCHED}) WHERE ${FITS} AND instr(text, lower(@text)) > 0`;

/** Of history, only what a person was told by name: what became of it later. */
const HAPPENED = `SELECT CASE WHEN a.key_id IS NULL THEN 'publications' ELSE 'figures' END AS about, e.fingerprint, e.sequence, e.kind, e.at, e.current, e.base, e.percent, e.reason
    FROM alert_event e JOIN alert a ON a.fingerprint = e.fingerprint WHERE e.kind <> 'recorded' AND NOT (e.kind = 'raised' AND a.state = 'historical')
  UNION ALL SELECT 'claims', fingerprint, sequence, kind, at, NULL, NULL, NULL, reason FROM claim_event`;

type Event = Omit<AlertEventRecord, 'kind'> & { readonly kind: string };
type Found = { readonly about: AlertMatter; readonly fingerprint: string };

export function everyAlert(db: Sqlite): EveryAlertStore {
  const finding = (from: string) => ({
    page: db.prepare(`SELECT about, fingerprint ${from} ORDER BY last_event_at DESC, period DESC, fingerprint LIMIT @limit OFFSET @offset`),
    count: db.prepare(`SELECT COUNT(*) ${from}`).pluck(),
  });
  const [found, foundByText] = [finding(FOUND), finding(FOUND_BY_TEXT)];
  const standing = db.prepare(`SELECT about, COUNT(*) AS count FROM (${EVERY}) WHERE stands GROUP BY about`);
  const rules = db.prepare('SELECT rule_id FROM alert UNION SELECT rule_id FROM claim_alert ORDER BY rule_id').pluck();
  const counts = db.prepare(`SELECT state, severity, COUNT(*) AS count FROM (${EVERY}) GROUP BY state, severity ORDER BY state, severity`);
  const byPrefix = db.prepare(`SELECT about, fingerprint FROM (${EVERY}) WHERE substr(fingerprint, 1, length(@id)) = @id LIMIT 2`);
  const happenings = db.prepare(`SELECT * FROM (${HAPPENED}) ORDER BY at DESC, fingerprint, sequence DESC LIMIT ?`);
  const firstOf = (table: string) => db.prepare(`SELECT MIN(sequence) FROM ${table} WHERE fingerprint = ?`).pluck();
  const [firstOfAlert, firstOfClaim] = [firstOf('alert_event'), firstOf('claim_event')];
  const { alertOf, judgedAt } = reader(db);
  const threadOf = threadReader(db);
  const withAlert = (alert: AnyAlert, event: Event): AlertHappening => {
    const { about } = alert;
    if (about !== 'claims') return { ...event, about, alert } as AlertHappening;
    return { ...event, about, kind: event.kind as ClaimEventKind, alert, judged: judgedAt(alert, event.at) };
  };
  const values = ({ state, about, rule, severity }: Omit<AlertSearch, 'text'>) => ({
    ...{ state: state ?? null, about: about ?? null, rule: rule ?? null, severity: severity ?? null },
  });
  return {
    async findAlerts({ text, ...search }, page) {
      const [by, wanted] = text === undefined ? [found, values(search)] : [foundByText, { ...values(search), text }];
      return {
        alerts: (by.page.all({ ...wanted, ...page }) as Found[]).map(alertOf),
        total: by.count.get(wanted) as number,
      };
    },
    async standingAlerts() {
      const rows = standing.all() as { about: AlertMatter; count: number }[];
      return { figures: 0, publications: 0, claims: 0, ...Object.fromEntries(rows.map(({ about, count }) => [about, count])) };
    },
    async rulesWithAlerts() {
      return rules.all() as string[];
    },
    async alertCounts() {
      return counts.all() as { state: AlertState | ClaimAlertState; severity: Severity; count: number }[];
    },
    async alertThread(id) {
      const rows = byPrefix.all({ id }) as Found[];
      const [row] = rows;
      if (row === undefined || rows.length > 1) return null;
      const alert = alertOf(row);
      const { events, messages } = threadOf(row);
      return { alert, events: events.map((event) => withAlert(alert, event)), messages };
    },
    async alertHappenings(limit) {
      const alerts = new Map<string, { readonly alert: AnyAlert; readonly first: number }>();
      return (happenings.all(limit) as (Event & Found)[]).map(({ about, fingerprint, ...event }) => {
        const { alert, first } = alerts.get(fingerprint) ?? {
          alert: alertOf({ about, fingerprint }),
          first: (about === 'claims' ? firstOfClaim : firstOfAlert).get(fingerprint) as number,
        };
        alerts.set(fingerprint, { alert, first });
        return { ...withAlert(alert, event), first };
      });
    },
  };
}

function reader(db: Sqlite) {
  const alert = db.prepare(`SELECT ${ALERT_COLUMNS} FROM ${ALERTS} WHERE a.fingerprint = ?`);
  const stated = db.prepare(`SELECT ${TOLD_COLUMNS} FROM ${ALERTS} WHERE a.fingerprint = ?`);
  const published = db.prepare('SELECT entry FROM publication_alert WHERE fingerprint = ?').pluck();
  const claimAlert =
    db.prepare(`SELECT l.fingerprint, l.rule_id AS ruleId, l.state, l.severity, l.sequence, l.raised_at AS raisedAt, l.last_event_at AS lastEventAt, l.claim_id AS claimId,
    (SELECT COUNT(*) FROM claim_event e WHERE e.fingerprint = l.fingerprint) AS events FROM claim_alert l WHERE l.fingerprint = ?`);
  const claim = db.prepare(`${SELECT_CLAIM} WHERE c.claim_id = ?`);
  const judged = db.prepare('SELECT judged FROM verdict WHERE claim_id = ? AND judged_at <= ? ORDER BY sequence DESC LIMIT 1').pluck();
  const claimAlertOf = (fingerprint: string): ClaimAlert => {
    const { claimId, ...row } = claimAlert.get(fingerprint) as Omit<ClaimAlert, 'about' | 'claim'> & { claimId: number };
    const record = claimRecordOf(claim.get(claimId) as ClaimRow);
    if (record === null) throw new Error(`the claim of the alert ${fingerprint} was never judged`);
    return { ...row, about: 'claims', claim: record };
  };
  return {
    alertOf({ about, fingerprint }: Found): AnyAlert {
      if (about === 'claims') return claimAlertOf(fingerprint);
      const record = recordOf(alert.get(fingerprint) as AlertRow);
      if (about === 'publications') return { ...record, about, entry: JSON.parse(published.get(fingerprint) as string) as DataEntry };
      const row = stated.get(fingerprint) as ToldRow;
      return { ...record, about, statement: statementOf(row), condition: conditionOf(row), entry: storedEntry(row) };
    },
    /** The verdict of an instant: it is written with the event that follows from it. */
    judgedAt: ({ claim: { id, judged: last } }: ClaimAlert, at: string): Judged => {
      const then = judged.get(id, at) as string | undefined;
      return then === undefined ? last : (JSON.parse(then) as Judged);
    },
  };
}

/** What happened to an alert and what was said of it, oldest first. */
function threadReader(db: Sqlite): (of: Found) => { readonly events: readonly Event[]; readonly messages: readonly SentMessage[] } {
  const events = (table: string, figures: string) =>
    db.prepare(`SELECT sequence, kind, at, ${figures}, reason FROM ${table} WHERE fingerprint = ? ORDER BY sequence`);
  const messages = (table: string, kind: string) =>
    db.prepare(`SELECT message_id AS messageId, receiver, channel, ${kind} AS kind, CASE WHEN x.cancelled THEN 'superseded' ELSE state END AS state,
        attempts, next_attempt_at AS nextAttemptAt, delivered_at AS deliveredAt, detail, b.created_at AS createdAt, b.message
      FROM outbox b JOIN ${table} x ON x.outbox_id = b.outbox_id WHERE x.fingerprint = ? ORDER BY b.outbox_id`);
  const ofAlert = [
    events('alert_event', 'current, base, percent'),
    messages('outbox_alert', "CASE WHEN x.listed THEN x.kind ELSE 'counted' END"),
  ] as const;
  const ofClaim = [events('claim_event', 'NULL AS current, NULL AS base, NULL AS percent'), messages('outbox_claim', 'b.kind')] as const;
  return ({ about, fingerprint }) => {
    const [happened, sent] = about === 'claims' ? ofClaim : ofAlert;
    return {
      events: happened.all(fingerprint) as Event[],
      messages: (sent.all(fingerprint) as (DeliveryRecord & { createdAt: string; message: string })[]).map((row) => ({
        ...row,
        message: JSON.parse(row.message) as Message,
      })),
    };
  };
}
