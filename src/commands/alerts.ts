import { ALERT_STATES, type AlertState } from '../domain/alert.ts';
import { suggestion } from '../domain/nearest.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { formatPeriod } from '../domain/period.ts';
import { UsageError } from '../errors.ts';
import type { PartsOf } from '../store/parts.ts';
import type { AlertRecord, AlertStore } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { formatPercent, minuteOf, renderJson, renderTable } from './table.ts';

const json = (a: AlertRecord) => ({
  id: a.fingerprint,
  rule: a.ruleId,
  series_key: a.subject,
  period: formatPeriod(a.period),
  period_kind: a.period.kind,
  state: a.state,
  severity: a.severity,
  percent: a.percent,
  value: a.current,
  base: a.base,
  threshold: a.threshold,
  raised_at: a.raisedAt,
  last_event_at: a.lastEventAt,
  events: a.events,
});

const SHORT_ID = 10;

const shown = (value: number | null): string => (value === null ? '—' : formatAllDigits(value));
const shownPercent = (value: number | null, digits?: number): string => (value === null ? '—' : formatPercent(value, digits));

export async function alertsList(
  io: CommandIo,
  store: AlertStore,
  options: { json?: boolean; state?: string; rule?: string },
): Promise<number> {
  if (options.state !== undefined && !(ALERT_STATES as readonly string[]).includes(options.state))
    throw new UsageError(`--state: expected one of ${ALERT_STATES.join(', ')}, got "${options.state}"`);
  const found = await store.alerts({
    ...(options.state === undefined ? {} : { state: options.state as AlertState }),
    ...(options.rule === undefined ? {} : { rule: options.rule }),
  });
  if (found.length === 0 && options.rule !== undefined) {
    const rules = [...new Set((await store.alerts()).map((alert) => alert.ruleId))];
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
      ['id', 'rule', 'period', 'growth', 'figure', 'base', 'state', 'last event', 'series'],
      found.map((a) => [
        a.fingerprint.slice(0, SHORT_ID),
        a.ruleId,
        formatPeriod(a.period),
        shownPercent(a.percent),
        shown(a.current),
        shown(a.base),
        a.state,
        a.lastEventAt.slice(0, 10),
        // Who looks goes on with the id; who reads with a program wants the key.
        io.columns === undefined ? a.subject : a.subject.slice(a.subject.indexOf('/') + 1),
      ]),
      ['left', 'left', 'left', 'right', 'right', 'right'],
      { columns: io.columns, cut: [1, 8], least: { 8: 24 }, drop: [5, 7, 1, 4] },
    ),
  );
  return 0;
}

/** Of how many alerts an error shows the ids. */
const SHOWN = 5;

/** Why an id, or the beginning of one, is not that of one alert. */
async function whyNone(store: PartsOf<'alerts' | 'everyAlert'>, id: string): Promise<string> {
  const several = (await store.alerts()).filter(({ fingerprint }) => fingerprint.startsWith(id));
  if (several.length > 0) {
    const ids = several.slice(0, SHOWN).map(({ fingerprint }) => fingerprint.slice(0, Math.max(SHORT_ID, id.length + 2)));
    return `the ids of ${formatAllDigits(several.length)} alerts begin with "${id}": ${ids.join(', ')}${several.length > SHOWN ? ', ...' : ''}; give more of it`;
  }
  if ((await store.alertThread(id))?.alert.about === 'claims')
    return `the alert "${id}" is on a claim in the news: "tradewatch claims list" shows claims and their verdicts`;
  return `there is no alert whose id begins with "${id}"; "tradewatch alerts list" shows all`;
}

/** One alert with its whole thread: what happened when, and who was told. */
export async function alertsShow(
  io: CommandIo,
  store: PartsOf<'alerts' | 'everyAlert'>,
  id: string,
  options: { json?: boolean },
): Promise<number> {
  const found = await store.alert(id);
  if (found === null) throw new UsageError(await whyNone(store, id));
  const { alert, events, deliveries } = found;
  if (options.json === true) {
    io.stdout(
      renderJson({
        ...json(alert),
        thread: events,
        deliveries: deliveries.map((d) => ({
          message_id: d.messageId,
          receiver: d.receiver,
          channel: d.channel,
          kind: d.kind,
          state: d.state,
          attempts: d.attempts,
          next_attempt_at: d.nextAttemptAt,
          delivered_at: d.deliveredAt,
          detail: d.detail,
        })),
      }),
    );
    return 0;
  }
  io.stdout(`alert ${alert.fingerprint}\n`);
  const threshold =
    alert.threshold === null ? '' : `, threshold ${formatAllDigits(alert.threshold)}${alert.metric === 'level' ? '' : ' %'}`;
  io.stdout(`${alert.ruleId} (${alert.metric}${threshold}), ${formatPeriod(alert.period)}, ${alert.subject}\n`);
  // An alert on a source's publications has no figures.
  const figures =
    alert.current === null ? '' : `: ${shownPercent(alert.percent, 2)} (${shown(alert.current)} against ${shown(alert.base)})`;
  io.stdout(`${alert.state}, ${alert.severity}${figures}\n\n`);
  io.stdout(
    renderTable(
      ['#', 'event', 'at (UTC)', 'growth', 'figure', 'base', 'reason'],
      events.map((e) => [
        String(e.sequence),
        e.kind,
        minuteOf(e.at),
        shownPercent(e.percent, 2),
        shown(e.current),
        shown(e.base),
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
      deliveries.map((d) => [
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
