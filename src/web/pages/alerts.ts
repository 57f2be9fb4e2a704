import { html } from 'hono/html';
import { ALERT_MATTERS, ALERT_STATES, type AlertMatter } from '../../domain/alert.ts';
import { CLAIM_ALERT_STATES, verdictWords } from '../../domain/claim-alert.ts';
import { counted, formatNumber } from '../../domain/number-words.ts';
import { SEVERITIES } from '../../domain/rule.ts';
import type { AlertSearch, AnyAlert } from '../../store/store.ts';
import { asJson } from '../json.ts';
import type { Asked, Html, Page } from '../page.ts';
import { pager, selectWord, short, stackedTable, stateOf, time } from '../parts.ts';
import { withQuery } from '../query.ts';
import { MATTERS, type Said, saidOf, stands } from '../said.ts';

interface AlertList {
  readonly search: AlertSearch;
  readonly rules: readonly string[];
  /** How many stand of each kind, whatever was searched for. */
  readonly standing: Readonly<Record<AlertMatter, number>>;
  readonly alerts: readonly { readonly alert: AnyAlert; readonly said: Said }[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

const PER_PAGE = 50;
const STATES = ['standing', ...new Set([...ALERT_STATES, ...CLAIM_ALERT_STATES])] as const;

/** What was asked for, without what makes no sense. */
function searchOf(asked: Pick<Asked, 'query'>): AlertSearch {
  const among = <T extends string>(name: string, known: readonly T[]): T | undefined => known.find((one) => one === asked.query(name));
  const [state, about, severity] = [among('state', STATES), among('about', ALERT_MATTERS), among('severity', SEVERITIES)];
  const [rule, text] = [asked.query('rule'), asked.query('q')?.trim()];
  return {
    ...(state === undefined ? {} : { state }),
    ...(about === undefined ? {} : { about }),
    ...(severity === undefined ? {} : { severity }),
    ...(rule ? { rule } : {}),
    ...(text ? { text } : {}),
  };
}

const pageOf = (asked: Pick<Asked, 'query'>): number => {
  const page = Number(asked.query('page') ?? 1);
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
};

/** Named as the command line and v_alert name it; of a claim the figures that its verdict rests on. */
export function alertJson(alert: AnyAlert) {
  const { about, fingerprint: id, ruleId: rule, state, severity, raisedAt, lastEventAt, events } = alert;
  const times = { raisedAt, lastEventAt, events };
  if (alert.about === 'claims') {
    const { claim, judged } = alert.claim;
    const { series_key: seriesKey, official_value: value, official_base: base, official_percent: percent } = verdictWords(judged);
    const subject = { id, about, rule, seriesKey, period: claim.period, periodKind: null, state, stands: stands(alert), severity };
    return { ...subject, metric: 'claim_contradicted', threshold: null, value, base, percent, ...times };
  }
  const { subject: seriesKey, period, metric, threshold, current: value, base, percent } = alert;
  const subject = { id, about, rule, seriesKey, period, periodKind: period.kind, state, stands: stands(alert), severity };
  return { ...subject, metric, threshold, value, base, percent, ...times };
}

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
      standing: await store.standingAlerts(),
      alerts: alerts.map((alert) => ({ alert, said: saidOf(alert, words) })),
      total,
      page,
      pages: Math.max(1, Math.ceil(total / PER_PAGE)),
    };
  },
  json: ({ alerts, standing, total, page, pages }) =>
    asJson({
      ...{ total, page, pages, standing },
      alerts: alerts.map(({ alert, said: { matter, finding, figures } }) => ({ ...alertJson(alert), matter, finding, figures })),
    }),
  view({ search, rules, standing, alerts, total, page, pages }) {
    const at = (number: number): string => hrefOf(search, number === 1 ? null : number);
    return html`
<p class="lead">${standingWords(standing)}</p>
<form class="search" method="get" action="/alerts">
${selectWord('state', 'State', search.state ?? null, STATES)}
${selectWord('about', 'On', search.about ?? null, ALERT_MATTERS)}
${selectWord('severity', 'Severity', search.severity ?? null, SEVERITIES)}
${selectWord('rule', 'Rule', search.rule ?? null, rules)}
<label>Search<br><input type="search" name="q" value="${search.text ?? ''}" placeholder="product, source, id" size="22"></label>
<button>Show</button>
</form>
<p class="soft">${counted(total, 'alert')}${pages > 1 ? `, page ${page} of ${pages}` : ''}. <a href="/alerts.atom">Feed</a></p>
${stackedTable(
  'Alerts',
  [
    { title: 'State', cell: ({ alert }) => html`${stateOf(alert.state)}<span class="note">on ${MATTERS[alert.about]}</span>` },
    { title: 'Period', cell: ({ said }) => html`<span class="nowrap">${said.period ?? '—'}</span>` },
    { title: 'What it says now', cell: whatOf },
    { title: 'Rule', named: true, cell: ({ alert }) => html`${alert.ruleId}<span class="note">${alert.severity}</span>` },
    {
      title: 'Raised (UTC)',
      named: true,
      cell: ({ alert }) =>
        html`${time(alert.raisedAt)}${alert.events < 2 ? '' : html`<span class="note">${counted(alert.events, 'event')}, the last ${time(alert.lastEventAt)}</span>`}`,
    },
  ],
  alerts,
  total === 0 ? 'No alert is like that.' : 'There are no more.',
)}
${pager({ newer: page > 1 ? at(page - 1) : null, older: page < pages ? at(page + 1) : null })}`;
  },
};

const hrefOf = ({ text, ...search }: AlertSearch, page: number | null): string => withQuery('/alerts', { ...search, q: text, page });

/** `3 alerts stand: 1 on figures, 1 on publications, 1 on claims.`, each with its list. */
export function standingWords(standing: AlertList['standing']): Html {
  const all = ALERT_MATTERS.reduce((sum, about) => sum + standing[about], 0);
  if (all === 0) return html`No alert stands.`;
  const some = ALERT_MATTERS.filter((about) => standing[about] > 0);
  const parts = some.map(
    (about, at) =>
      html`${at === 0 ? '' : ', '}<a href="${hrefOf({ state: 'standing', about }, null)}">${formatNumber(standing[about])} on ${about}</a>`,
  );
  return html`<a href="${hrefOf({ state: 'standing' }, null)}">${counted(all, 'alert')}</a> ${all === 1 ? 'stands' : 'stand'}: ${parts}.`;
}

const whatOf = ({ alert, said: { matter, finding, figures, check } }: AlertList['alerts'][number]): Html =>
  html`<a href="/alerts/${alert.fingerprint}">${short(matter)}</a><span class="note">${short(finding, 400)}${figures === null ? '' : `: ${figures}`}</span><span class="note"><a href="${check.href}">${check.name}</a></span>`;
