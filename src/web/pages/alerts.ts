import { html } from 'hono/html';
import { ALERT_STATES, type AlertState } from '../../domain/alert.ts';
import { formatPeriod } from '../../domain/period.ts';
import { SEVERITIES, type Severity } from '../../domain/rule.ts';
import type { AlertRecord, AlertSearch, AlertWithEntry } from '../../store/store.ts';
import { asJson } from '../json.ts';
import type { Asked, Page } from '../page.ts';
import { choice, counted, pager, pathTo, short, stateOf, table, time } from '../parts.ts';

interface AlertList {
  readonly search: AlertSearch;
  readonly rules: readonly string[];
  readonly alerts: readonly (AlertWithEntry & { readonly finding: string; readonly matter: string })[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

const PER_PAGE = 50;

/** What was asked for, without what makes no sense. */
export function searchOf(asked: Pick<Asked, 'query'>): AlertSearch {
  const state = ALERT_STATES.find((known) => known === asked.query('state'));
  const severity = SEVERITIES.find((known) => known === asked.query('severity'));
  const [rule, text] = [asked.query('rule'), asked.query('q')?.trim()];
  return {
    ...(state === undefined ? {} : { state: state satisfies AlertState }),
    ...(severity === undefined ? {} : { severity: severity satisfies Severity }),
    ...(rule ? { rule } : {}),
    ...(text ? { text } : {}),
  };
}

const pageOf = (asked: Pick<Asked, 'query'>): number => {
  const page = Number(asked.query('page') ?? 1);
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
};

/** Named as the command line and v_alert name it. */
export const alertJson = ({ fingerprint, ruleId, subject, current, ...alert }: AlertRecord) => ({
  ...{ id: fingerprint, rule: ruleId, seriesKey: subject, period: alert.period, periodKind: alert.period.kind, state: alert.state },
  ...{
    severity: alert.severity,
    metric: alert.metric,
    threshold: alert.threshold,
    value: current,
    base: alert.base,
    percent: alert.percent,
  },
  ...{ raisedAt: alert.raisedAt, lastEventAt: alert.lastEventAt, events: alert.events },
});

export const alertList: Page<AlertList> = {
  path: '/alerts',
  section: 'alerts',
  title: () => 'Alerts',
  async data({ store, words }, asked) {
    const [search, page] = [searchOf(asked), pageOf(asked)];
    const { alerts, total } = await store.findAlerts(search, { limit: PER_PAGE, offset: (page - 1) * PER_PAGE });
    return {
      search,
      rules: await store.rulesWithAlerts(),
      alerts: alerts.map((alert) => ({ ...alert, finding: words.finding(alert.entry), matter: words.matter(alert.entry) })),
      total,
      page,
      pages: Math.max(1, Math.ceil(total / PER_PAGE)),
    };
  },
  json: ({ alerts, total, page, pages }) =>
    asJson({ total, page, pages, alerts: alerts.map((alert) => ({ ...alertJson(alert), matter: alert.matter, finding: alert.finding })) }),
  view({ search, rules, alerts, total, page, pages }) {
    const at = (number: number): string =>
      pathTo('/alerts', {
        ...{ state: search.state, rule: search.rule, severity: search.severity, q: search.text },
        page: number === 1 ? null : number,
      });
    return html`
<form class="search" method="get" action="/alerts">
${choice('state', 'State', ALERT_STATES, search.state ?? null)}
${choice('severity', 'Severity', SEVERITIES, search.severity ?? null)}
${choice('rule', 'Rule', rules, search.rule ?? null)}
<label>Search<br><input type="search" name="q" value="${search.text ?? ''}" placeholder="product, series, id"></label>
<button>Show</button>
</form>
<p class="soft">${counted(total, 'alert')}${pages > 1 ? `, page ${page} of ${pages}` : ''}. <a href="/alerts.atom">Feed</a></p>
${table(
  'Alerts',
  [
    { title: 'State', cell: (a) => stateOf(a.state) },
    { title: 'Period', cell: (a) => html`<a href="/alerts/${a.fingerprint}">${formatPeriod(a.period)}</a>` },
    { title: 'What the figures say now', cell: (a) => html`${short(a.matter)}<span class="note">${a.finding}</span>` },
    { title: 'Rule', cell: (a) => html`${a.ruleId}<span class="note">${a.severity}</span>` },
    { title: 'Last event (UTC)', cell: (a) => html`${time(a.lastEventAt)}<span class="note">${counted(a.events, 'event')}</span>` },
  ],
  alerts,
  total === 0 ? 'No alert is like that.' : 'There are no more.',
)}
${pager({ newer: page > 1 ? at(page - 1) : null, older: page < pages ? at(page + 1) : null })}`;
  },
};
