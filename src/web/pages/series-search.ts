import { html } from 'hono/html';
import { shortAmount } from '../../channels/figures.ts';
import { inert } from '../../channels/inert.ts';
import { partyTitle, productCode } from '../../channels/names.ts';
import { figuresOf } from '../../domain/figures.ts';
import { growth } from '../../domain/growth.ts';
import { counted, formatNumber } from '../../domain/number-words.ts';
import { formatMonth, formatPeriod } from '../../domain/period.ts';
import { FLOWS, type Flow, formatSeriesKey, MEASURES, type Measure } from '../../domain/series.ts';
import type { FoundSeries, SourceName } from '../../store/store.ts';
import type { Html, Page } from '../page.ts';
import { pager, select, table } from '../parts.ts';
import { choice, pageNumber, withQuery, words } from '../query.ts';
import { soughtBy } from '../search-terms.ts';
import { matterOf, measureWords, newestOf, percentWords, periodWords, seriesHref } from '../series-words.ts';
import { sparkline } from '../sparkline.ts';

interface Search {
  readonly text: string;
  readonly source: string | null;
  readonly measure: Measure | null;
  readonly flow: Flow | null;
  readonly page: number;
  readonly sources: readonly SourceName[];
  readonly total: number;
  readonly found: readonly FoundSeries[];
}

const PER_PAGE = 50;
const EXAMPLES = ['magnet', '磁铁', '8505.11', 'rare earth United States', '美国', 'China exports'];

export const seriesSearch: Page<Search> = {
  path: '/series',
  section: 'series',
  title: ({ text }) => (text === '' ? 'Series' : `Series: ${inert(text, 80)}`),
  async data({ store }, asked) {
    const sources = await store.sourceNames();
    const text = words(asked, 'q');
    const source = choice(
      asked,
      'source',
      sources.map(({ pipeline }) => pipeline),
    );
    const [measure, flow, page] = [choice(asked, 'measure', MEASURES), choice(asked, 'flow', FLOWS), pageNumber(asked)];
    const sought = text === '' ? { terms: [], flow: null } : soughtBy(text, await store.catalog());
    const { total, found } = await store.searchSeries({
      terms: sought.terms,
      pipeline: source,
      measure,
      flow: flow ?? sought.flow,
      limit: PER_PAGE,
      offset: (page - 1) * PER_PAGE,
    });
    return { text, source, measure, flow, page, sources, total, found };
  },
  view: (search) => html`
<form class="search" action="/series" role="search">
<label>Product, code or partner<br><input type="search" name="q" value="${search.text}" size="28" maxlength="200" placeholder="${'magnet, 磁铁, 8505.11, US'}"></label>
${select(
  'source',
  'Source',
  search.source,
  search.sources.map(({ pipeline }) => [pipeline, pipeline]),
)}
${select(
  'measure',
  'Measure',
  search.measure,
  MEASURES.map((one) => [one, measureWords(one)]),
)}
${select(
  'flow',
  'Flow',
  search.flow,
  FLOWS.map((one) => [one, one]),
)}
<button>Search</button>
</form>
${search.total === 0 ? nothing(search) : html`<p class="soft">${extentOf(search)}</p>${results(search.found)}${pages(search)}`}`,
  json: ({ text, source, measure, flow, page, total, found }) => ({
    query: text,
    source,
    measure,
    flow,
    page,
    per_page: PER_PAGE,
    total,
    series: found.map(jsonOf),
  }),
};

function extentOf({ total, page }: Search): string {
  const from = (page - 1) * PER_PAGE + 1;
  const to = Math.min(total, page * PER_PAGE);
  return total <= PER_PAGE ? `${total} series` : `${formatNumber(from)} to ${formatNumber(to)} of ${formatNumber(total)} series`;
}

const results = (found: readonly FoundSeries[]): Html =>
  table(
    'Series that were found',
    [
      { title: 'Series', cell: (s) => html`<a class="name" href="${seriesHref(s.key)}">${matterOf(s)}</a>` },
      { title: 'Measure', cell: ({ key }) => html`<span class="nowrap">${measureWords(key.measure)}, ${key.unit}</span>` },
      {
        title: 'Newest figure',
        number: true,
        cell: (s) => {
          const newest = newestOf(s.recent);
          return newest === null || newest.value === null
            ? 'not known'
            : html`${shortAmount(newest.value, s.key.unit)}<br><span class="soft">${periodWords(newest.period)}</span>`;
        },
      },
      { title: 'On a year before', number: true, cell: (s) => changeOf(s) ?? html`<span class="soft">not known</span>` },
      { title: 'Three years', cell: (s) => sparkline(s.recent, s.last) },
      {
        title: 'Code, partner, source',
        cell: (s) =>
          html`<code>${productCode(`${s.key.classification}:${s.key.product}`)}</code>, ${partyTitle(s.key.partner)}<br><span class="soft">${s.key.pipeline}, ${counted(s.count, 'figure')} from ${formatMonth(s.first)}</span>`,
      },
    ],
    found,
  );

function changeOf({ recent }: FoundSeries): string | null {
  const newest = newestOf(recent);
  return newest === null ? null : percentWords(growth(figuresOf(recent), newest.period, 'yoy'));
}

/** What a person can do about it. */
const nothing = ({ text, page, source, measure, flow }: Search): Html => html`
<p><strong>No series ${page > 1 ? 'on this page' : html`fits ${text === '' ? 'these choices' : `“${text}”`}`}.</strong></p>
<ul>
${page > 1 ? html`<li><a href="${withQuery('/series', { q: text, source, measure, flow })}">Go to the first page</a></li>` : ''}
${source === null && measure === null && flow === null ? '' : html`<li><a href="${withQuery('/series', { q: text })}">Search without the choices of source, measure and flow</a></li>`}
<li>Every word has to fit the product, its code, the reporter or the partner: try fewer words.</li>
<li>Names work in English and Chinese, codes with and without the dot. For example: ${EXAMPLES.map((one, i) => html`${i > 0 ? ', ' : ''}<a href="${withQuery('/series', { q: one })}">${one}</a>`)}.</li>
<li><a href="/series">See all series</a></li>
</ul>`;

function pages({ text, source, measure, flow, page, total }: Search): Html {
  const to = (number: number): string => withQuery('/series', { q: text, source, measure, flow, page: number === 1 ? null : number });
  const links = { newer: page > 1 ? to(page - 1) : null, older: page * PER_PAGE < total ? to(page + 1) : null };
  return pager(links, ['Previous', 'Next']);
}

function jsonOf(series: FoundSeries) {
  const newest = newestOf(series.recent);
  const rate = newest === null ? null : growth(figuresOf(series.recent), newest.period, 'yoy');
  return {
    series_key: formatSeriesKey(series.key),
    name: matterOf(series),
    ...series.key,
    valuation: series.valuation,
    product_name: series.productName,
    figures: series.count,
    first: formatMonth(series.first),
    last: formatMonth(series.last),
    newest:
      newest === null
        ? null
        : {
            period: formatPeriod(newest.period),
            period_kind: newest.period.kind,
            value: newest.value,
            yoy_percent: rate?.known === true ? rate.percent : null,
            yoy_reason: rate?.known === false ? rate.reason : null,
          },
  };
}
