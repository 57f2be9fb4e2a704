import { html } from 'hono/html';
import { claimSaid } from '../../channels/claim-wording.ts';
import { formatAmount } from '../../channels/figures.ts';
import { inert } from '../../channels/inert.ts';
import { productCode } from '../../channels/names.ts';
import { counted, formatNumber } from '../../domain/number-words.ts';
import { formatPeriod } from '../../domain/period.ts';
import type { AlertRecord, ClaimRecord } from '../../store/store.ts';
import { verdictMark } from '../claim-words.ts';
import type { Html, Page } from '../page.ts';
import { stateOf, table, time } from '../parts.ts';
import { withQuery } from '../query.ts';
import { figureJson, versionJson } from '../series-json.ts';
import { revisionsIn, type SeriesView, type ShownFigure, seriesView, YEARS } from '../series-view.ts';
import { figureHref, matterOf, measureWords, percentWords, periodWords, STATUS_WORDS, seriesHref } from '../series-words.ts';

interface SeriesPage extends SeriesView {
  readonly alerts: readonly AlertRecord[];
  readonly claims: readonly ClaimRecord[];
}

/** More are in the CSV; a page stays small. */
const MOST_ROWS = 360;
const MOST_DAYS = 12;
const MOST_CLAIMS = 20;

export const series: Page<SeriesPage> = {
  path: '/series/:key',
  section: 'series',
  title: ({ title }) => title,
  async data(context, asked) {
    const view = await seriesView(context, asked, asked.param('key'));
    if (view === null) return null;
    return {
      ...view,
      alerts: await context.store.alertsOn(view.entry.key),
      claims: await context.store.claims({ series: view.key, limit: MOST_CLAIMS }),
    };
  },
  view: (page) => html`
${choices(page)}
${chart(page)}
<h2>Figures</h2>
${figures(page)}
${revisions(page)}
${knownWhen(page)}
<h2>Alerts on this series</h2>
${page.asOf === null ? '' : html`<p class="soft">Alerts and claims are those of now.</p>`}
${table(
  'Alerts on this series',
  [
    { title: 'Rule', cell: (a) => html`<a href="/alerts/${a.fingerprint}">${inert(a.ruleId, 80)}</a>` },
    { title: 'Period', cell: (a) => periodWords(a.period) },
    { title: 'State', cell: (a) => stateOf(a.state) },
    { title: 'Last event', cell: (a) => time(a.lastEventAt) },
  ],
  page.alerts,
)}
<h2>What the news said of it</h2>
${table(
  'Claims on this series',
  [
    { title: 'Day', cell: (c) => time(c.publishedAt?.slice(0, 10) ?? null) },
    { title: 'Outlet', cell: (c) => inert(c.publisher, 60) },
    {
      title: 'Claim',
      cell: (c) => html`<a href="/news/${c.id}">${claimSaid(c.claim)}, ${inert(c.claim.period ?? 'an unknown period', 30)}</a>`,
    },
    { title: 'Verdict', cell: (c) => verdictMark(c.judged.verdict) },
  ],
  page.claims,
  'No claim was held against it.',
)}
<h2>About this series</h2>
${about(page)}`,
  json: (page) => ({
    series_key: page.key,
    finding: page.title,
    name: matterOf(page.entry),
    ...page.entry.key,
    valuation: page.entry.valuation,
    product_name: page.entry.productName,
    publisher: page.publisher,
    years: page.years,
    as_of: page.asOf,
    count: page.count,
    figures: page.shown.map(({ figure, yoy, values }) => ({
      ...figureJson(figure, yoy, page.entry.key.unit),
      values: values.length < 2 ? undefined : values.map(versionJson),
    })),
    alerts: page.alerts.map((a) => ({ id: a.fingerprint, rule: a.ruleId, period: formatPeriod(a.period), state: a.state })),
    claims: page.claims.map((c) => ({ id: c.id, verdict: c.judged.verdict, period: c.claim.period })),
  }),
};

const choicesOf = ({ years, asOf }: SeriesView) => ({ years: years === '2' ? null : years, 'as-of': asOf });

function choices(page: SeriesView): Html {
  const { key, years, asOf } = page;
  const path = seriesHref(key);
  return html`<div class="choices"><ul class="years" aria-label="Years shown">${YEARS.map((one) => {
    const name = one === 'all' ? 'All years' : `${one} years`;
    const href = withQuery(path, { ...choicesOf(page), years: one === '2' ? null : one });
    return html`<li>${one === years ? html`<strong aria-current="true">${name}</strong>` : html`<a href="${href}">${name}</a>`}</li>`;
  })}</ul>
<form action="${path}"><input type="hidden" name="years" value="${years}"><label>As known on <input type="date" name="as-of" value="${asOf ?? ''}"></label> <button>Show</button>${
    asOf === null ? '' : html` <a href="${withQuery(path, { ...choicesOf(page), 'as-of': null })}">As known now</a>`
  }</form></div>`;
}

function chart({ chart: description, key, title, years, asOf }: SeriesView): Html {
  if (description === null) return html`<p class="soft">There is nothing to draw: no month is known.</p>`;
  const picture = (theme: string): string => withQuery(`${seriesHref(key)}/chart.svg`, { years, 'as-of': asOf, theme });
  const revised = description.figures.filter(({ revisedFrom }) => revisedFrom !== undefined).length;
  const alt = `${title}. Bar chart of the months with the year-on-year change below${revised > 0 ? '; figures that were revised are marked' : ''}.`;
  return html`<picture class="chart"><source media="(prefers-color-scheme: dark)" srcset="${picture('dark')}"><img src="${picture('light')}" alt="${alt}" width="440" height="505"></picture>`;
}

function figures(page: SeriesView): Html {
  const { shown, key, count } = page;
  const rows = shown.slice(0, MOST_ROWS);
  const monthly = rows.filter(({ figure: { period } }) => period.kind === 'month' || period.kind === 'combined');
  const others = rows.filter((row) => !monthly.includes(row));
  const csv = withQuery(`${seriesHref(key)}.csv`, choicesOf(page));
  return html`<p><a href="${csv}" download>These ${counted(shown.length, 'figure')} as CSV</a>, <a href="${withQuery(`/api/v1${seriesHref(key)}`, choicesOf(page))}">with all their values as JSON</a>.<span class="soft">${
    shown.length > rows.length ? ` The newest ${rows.length} are listed here.` : ''
  }${count > shown.length ? ` There are ${formatNumber(count)} in all years.` : ''}</span></p>
${figureTable('Months', page, monthly)}
${others.length === 0 ? '' : html`<h3>Year to date and other periods, as published</h3>${figureTable('Other periods', page, others)}`}`;
}

const figureTable = (caption: string, { entry, key }: SeriesView, rows: readonly ShownFigure[]): Html =>
  table(
    caption,
    [
      { title: 'Period', cell: ({ figure }) => html`<span class="nowrap">${periodWords(figure.period)}</span>` },
      { title: 'Value', number: true, cell: ({ figure }) => valueWords(figure.value, entry.key.unit) },
      {
        title: 'On a year before',
        cell: ({ yoy }) => (yoy.known ? percentWords(yoy) : html`<span class="soft reason">not known: ${yoy.detail}</span>`),
      },
      { title: 'Status', cell: ({ figure, values }) => statusOf(figure, values) },
      { title: 'Known since', cell: ({ figure }) => time(figure.knownFrom.slice(0, 10)) },
      {
        title: 'Where from',
        cell: ({ figure }) =>
          html`<a href="${figureHref(key, figure.period)}" aria-label="Source of ${periodWords(figure.period)}">Source</a>`,
      },
    ],
    rows,
    'No month is known.',
  );

export const valueWords = (value: number | null, unit: string): string => (value === null ? 'not known' : formatAmount(value, unit));

export function statusOf(figure: ShownFigure['figure'], values: ShownFigure['values']): Html {
  return html`${STATUS_WORDS[figure.status]}${figure.correction === null ? '' : html`; <strong>corrected</strong>`}${revisionsIn(values) > 0 ? html`; <strong class="wait">revised</strong>` : ''}`;
}

/** Every figure shown that had another value before. */
function revisions({ shown, entry, key, asOf }: SeriesView): Html {
  const revised = shown.filter(({ values }) => revisionsIn(values) > 0).slice(0, MOST_ROWS);
  return html`<h2>Revisions</h2>
${table(
  'Revisions',
  [
    { title: 'Period', cell: ({ figure }) => html`<a href="${figureHref(key, figure.period)}">${periodWords(figure.period)}</a>` },
    {
      title: 'First published',
      number: true,
      cell: ({ values }) =>
        html`${valueWords(values[0]?.value ?? null, entry.key.unit)}<br><span class="soft">${values[0]?.knownFrom.slice(0, 10)}</span>`,
    },
    {
      title: asOf === null ? 'Now' : 'Then',
      number: true,
      cell: ({ figure }) =>
        html`${valueWords(figure.value, entry.key.unit)}<br><span class="soft">since ${figure.knownFrom.slice(0, 10)}</span>`,
    },
    { title: 'Times revised', number: true, cell: ({ values }) => revisionsIn(values) },
  ],
  revised,
  'None of the figures shown was revised since it was first seen.',
)}`;
}

function knownWhen(page: SeriesView): Html {
  const { days, key, years, asOf } = page;
  const path = seriesHref(key);
  return html`<h2>What was known when</h2>
<p>Figures of this series became known or changed on ${counted(days.length, 'day')}. The page as it was at the end of:</p>
<ul class="days">${days
    .slice(0, MOST_DAYS)
    .map(
      (one) =>
        html`<li>${one === asOf ? html`<strong>${one}</strong>` : html`<a href="${withQuery(path, { years: years === '2' ? null : years, 'as-of': one })}">${one}</a>`}</li>`,
    )}</ul>`;
}

const about = ({ entry: { key, valuation, productName }, key: text, publisher }: SeriesView): Html => html`<dl>
<dt>Key</dt><dd><code>${text}</code></dd>
<dt>Published by</dt><dd>${inert(publisher, 120)} (source <code>${key.pipeline}</code>)</dd>
<dt>Product</dt><dd><code>${productCode(`${key.classification}:${key.product}`)}</code>${productName === null ? '' : html` ${inert(productName, 300)}`}</dd>
<dt>Measure</dt><dd>${measureWords(key.measure)} in ${key.unit}${valuation === null ? '' : `, ${valuation}`}</dd>
<dt>On the command line</dt><dd><code>tradewatch series show ${text}</code></dd>
</dl>`;
