import { ALERT_STATES } from '../domain/alert.ts';
import { CLAIM_ALERT_STATES, verdictWords } from '../domain/claim-alert.ts';
import { suggestion } from '../domain/nearest.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { formatPeriod } from '../domain/period.ts';
import { UsageError } from '../errors.ts';
import type { PartsOf } from '../store/parts.ts';
import type { AlertHappening, AlertRecord, ClaimAlert, SentMessage } from '../store/store.ts';
import { officialShort, saidShort } from './claims-list.ts';
import type { CommandIo } from './command.ts';
import { printable } from './printable.ts';
import { formatPercent, minuteOf, renderJson, renderTable } from './table.ts';

type AlertParts = PartsOf<'alerts' | 'everyAlert'>;

/** An alert of any kind. */
type Listed = AlertRecord | ClaimAlert;

/** The matter of an alert in the same fields, whatever it is on; of a claim with the figures that its verdict rests on. */
function matterOf(alert: Listed) {
  if (alert.about !== 'claims') {
    const { subject, period, percent, current, base, threshold } = alert;
    return { series_key: subject, period: formatPeriod(period), period_kind: period.kind, percent, value: current, base, threshold };
  }
  const { claim, judged } = alert.claim;
  const { series_key, official_percent: percent, official_value: value, official_base: base } = verdictWords(judged);
  return { series_key, period: claim.period, period_kind: null, percent, value, base, threshold: null };
}

function json(alert: Listed) {
  const { fingerprint: id, about, ruleId: rule, state, severity, raisedAt: raised_at, lastEventAt: last_event_at, events } = alert;
  const { series_key, period, period_kind, ...figures } = matterOf(alert);
  return { id, about, rule, series_key, period, period_kind, state, severity, ...figures, raised_at, last_event_at, events };
}

const SHORT_ID = 10;
const STATES: readonly Listed['state'][] = [...new Set([...ALERT_STATES, ...CLAIM_ALERT_STATES])];

const shown = (value: number | null): string => (value === null ? '—' : formatAllDigits(value));
const shownPercent = (value: number | null, digits?: number): string => (value === null ? '—' : formatPercent(value, digits));
const shownGrowth = (alert: Listed, digits?: number): string =>
  alert.about === 'claims' ? officialShort(alert.claim.judged, digits) || '—' : shownPercent(alert.percent, digits);

/** Of every kind, the last event first. */
async function listed(store: AlertParts, asked: { readonly state?: Listed['state']; readonly rule?: string }): Promise<Listed[]> {
  const { alerts: onClaims } = await store.findAlerts({ ...asked, about: 'claims' }, { limit: -1, offset: 0 });
  return [...(await store.alerts(asked)), ...(onClaims as readonly ClaimAlert[])].sort(
    (a, b) => Number(a.lastEventAt < b.lastEventAt) - Number(a.lastEventAt > b.lastEventAt),
  );
}

export async function alertsList(
  io: CommandIo,
  store: AlertParts,
  options: { json?: boolean; state?: string; rule?: string },
): Promise<number> {
  const state = STATES.find((one) => one === options.state);
  if (options.state !== undefined && state === undefined)
    throw new UsageError(`--state: expected one of ${STATES.join(', ')}, got "${options.state}"`);
  const found = await listed(store, {
    ...(state === undefined ? {} : { state }),
    ...(options.rule === undefined ? {} : { rule: options.rule }),
  });
  if (found.length === 0 && options.rule !== undefined) {
    const rules = await store.rulesWithAlerts();
    // With another state it may have some; and a rule that fired nothing is no mistake.
    const meant = rules.includes(options.rule) ? '' : suggestion(options.rule, rules);
    if (meant.endsWith('?')) io.stderr(`there is no alert of a rule "${options.rule}"${meant}\n`);
  }
  if (options.json === true) {
    io.stdout(renderJson(found.map(json)));
    return 0;
  }
  io.stdout(
    renderTable(
      ['id', 'rule', 'period', 'growth', 'figure', 'base', 'state', 'on', 'last event', 'series'],
      found.map((alert) => {
        const { period, value, base } = matterOf(alert);
        return [
          ...[alert.fingerprint.slice(0, SHORT_ID), alert.ruleId, period ?? '—', shownGrowth(alert), shown(value), shown(base)],
          ...[alert.state, alert.about, alert.lastEventAt.slice(0, 10), subjectOf(alert, io.columns !== undefined)],
        ];
      }),
      ['left', 'left', 'left', 'right', 'right', 'right'],
      { columns: io.columns, cut: [1, 9], least: { 9: 24 }, drop: [5, 8, 1, 4] },
    ),
  );
  return 0;
}

/** Who looks goes on with the id, and sees what a claim says; who reads with a program wants the key. */
function subjectOf(alert: Listed, someoneLooks: boolean): string {
  const key = matterOf(alert).series_key ?? '—';
  if (!someoneLooks) return key;
  return alert.about === 'claims' ? saidBy(alert) : key.slice(key.indexOf('/') + 1);
}

/** `Example Trade Daily said >+25 % yoy` */
const saidBy = ({ claim: { publisher, claim } }: ClaimAlert): string => `${publisher} said ${saidShort(claim)}`;

/** Of how many alerts an error shows the ids. */
const SHOWN = 5;

/** Why an id, or the beginning of one, is not that of one alert. */
async function whyNone(store: AlertParts, id: string): Promise<string> {
  const several = (await listed(store, {})).filter(({ fingerprint }) => fingerprint.startsWith(id));
  if (several.length === 0) return `there is no alert whose id begins with "${id}"; "tradewatch alerts list" shows all`;
  const ids = several.slice(0, SHOWN).map(({ fingerprint }) => fingerprint.slice(0, Math.max(SHORT_ID, id.length + 2)));
  return `the ids of ${formatAllDigits(several.length)} alerts begin with "${id}": ${ids.join(', ')}${several.length > SHOWN ? ', ...' : ''}; give more characters`;
}

/** One alert with its whole thread: what happened when, and who was told. */
export async function alertsShow(io: CommandIo, store: AlertParts, id: string, options: { json?: boolean }): Promise<number> {
  const found = await store.alertThread(id);
  if (found === null) throw new UsageError(await whyNone(store, id));
  const { alert, messages } = found;
  const thread = found.events.map(eventOf);
  if (options.json === true) {
    io.stdout(renderJson({ ...json(alert), thread, deliveries: messages.map(deliveryOf) }));
    return 0;
  }
  io.stdout(`alert ${alert.fingerprint}\n${headOf(alert)}\n\n`);
  io.stdout(
    renderTable(
      ['#', 'event', 'at (UTC)', 'growth', 'figure', 'base', 'reason'],
      thread.map((e) => [
        ...[String(e.sequence), e.kind, minuteOf(e.at), shownPercent(e.percent, 2), shown(e.current), shown(e.base)],
        e.reason ?? '',
      ]),
      ['right', 'left', 'left', 'right', 'right', 'right'],
      { columns: io.columns, cut: [6] },
    ),
  );
  io.stdout('\n');
  io.stdout(
    renderTable(
      ['receiver', 'channel', 'message', 'state', 'attempts', 'delivered (UTC)', 'detail'],
      messages.map((d) => [
        d.receiver,
        d.channel,
        d.kind,
        d.state,
        String(d.attempts),
        d.deliveredAt === null ? '' : minuteOf(d.deliveredAt),
        d.detail ?? '',
      ]),
      ['left', 'left', 'left', 'left', 'right'],
      { columns: io.columns, cut: [6] },
    ),
  );
  return 0;
}

/** What it is about, and how it stands. */
function headOf(alert: Listed): string {
  const { series_key, period, value, base, threshold } = matterOf(alert);
  // An alert on a source's publications has no figures, nor has a claim that nothing official can be held against.
  const figures = value === null ? '' : `: ${shownGrowth(alert, 2)} (${shown(value)} against ${shown(base)})`;
  const stands = `${alert.state}, ${alert.severity}${figures}`;
  if (alert.about !== 'claims') {
    const limit = threshold === null ? '' : `, threshold ${formatAllDigits(threshold)}${alert.metric === 'level' ? '' : ' %'}`;
    return `${alert.ruleId} (${alert.metric}${limit}), ${period}, ${series_key}\n${stands}`;
  }
  const { quote, articleUrl, judged } = alert.claim;
  const said = `${alert.ruleId} (claim_contradicted), ${period ?? 'an unknown period'}, ${saidBy(alert)}`;
  return [said, `"${quote}" ${articleUrl}`, stands, judged.explanation[0] ?? ''].map(printable).join('\n');
}

/** An event with the figures of then. */
function eventOf(event: AlertHappening) {
  const { sequence, kind, at, reason } = event;
  if (event.about !== 'claims') return { sequence, kind, at, current: event.current, base: event.base, percent: event.percent, reason };
  const { verdict, official_value: current, official_base: base, official_percent: percent } = verdictWords(event.judged);
  return { sequence, kind, at, current, base, percent, reason, verdict };
}

const deliveryOf = (d: SentMessage) => ({
  message_id: d.messageId,
  receiver: d.receiver,
  channel: d.channel,
  kind: d.kind,
  state: d.state,
  attempts: d.attempts,
  next_attempt_at: d.nextAttemptAt,
  delivered_at: d.deliveredAt,
  detail: d.detail,
});
