import { html } from 'hono/html';
import { formatAmount } from '../../channels/figures.ts';
import { partyName, partyTitle } from '../../channels/names.ts';
import type { MirrorMonth, MirrorPair, Nowcast, NowcastMonth } from '../../domain/mirror.ts';
import { nowcastJson, pairJson } from '../../domain/mirror-json.ts';
import { GAP_REASON_WORDS, NOWCAST_WORDS, scopeWords, VALUATION_WORDS } from '../../domain/mirror-words.ts';
import { formatNumber } from '../../domain/number-words.ts';
import { formatSeriesKey, MEASURES } from '../../domain/series.ts';
import { headingWords, type MirrorView, mirrorChart, mirrorFinding, mirrorView } from '../mirror-view.ts';
import type { Html, Page } from '../page.ts';
import { select, table } from '../parts.ts';
import { withQuery } from '../query.ts';
import { measureWords, periodWords, seriesHref } from '../series-words.ts';

interface MirrorPage {
  readonly view: MirrorView | null;
}

/** Of ten years of months a reader wants the last ones; the series have all. */
const MOST_MONTHS = 60;
/** A list of all headings of the nomenclature would be a page of its own. */
const MOST_LISTED = 300;

export const mirror: Page<MirrorPage> = {
  path: '/mirror',
  section: 'mirror',
  title: ({ view }) => (view === null ? 'Mirror' : mirrorFinding(view)),
  data: async ({ store }, asked) => ({ view: await mirrorView(store, asked) }),
  view: ({ view }) =>
    view === null
      ? html`<p><strong>There is nothing to mirror yet.</strong></p>
<p>A mirror holds one country's exports against another's imports of the same goods. No figures of imports by six-digit headings are held: a source of an importer has to run, such as us-census, japan-customs or eurostat-comext. <a href="/runs">Runs and sources</a> say which are on.</p>`
      : html`
${form(view)}
<p class="soft">${VALUATION_WORDS}</p>
${view.pairs.length === 0 ? html`<p><strong>${partyTitle(view.exporter)}'s own figures of it are not held</strong>, so nothing stands beside those of ${partyName(view.importer)}.</p>` : ''}
${view.pairs.map((pair, at) => both(view, pair, at))}
<h2>Nowcast: what importers say before ${partyName(view.exporter)} does</h2>
<p class="soft">${NOWCAST_WORDS}</p>
${view.nowcasts.length === 0 ? html`<p>No importer's figures in ${measureWords(view.measure)} are held.</p>` : view.nowcasts.map((one) => nowcastTable(view, one))}`,
  json: ({ view }) =>
    view === null
      ? { heading: null, pairs: [], nowcasts: [] }
      : {
          heading: view.heading,
          exporter: view.exporter,
          importer: view.importer,
          measure: view.measure,
          choices: { headings: view.headings, exporters: view.exporters, importers: view.importers },
          pairs: view.pairs.map(pairJson),
          nowcasts: view.nowcasts.map(nowcastJson),
        },
};

function form({ headings, heading, exporters, exporter, importers, importer, measure }: MirrorView): Html {
  const parties = (codes: readonly string[]) => codes.map((code) => [code, partyTitle(code)] as const);
  const product =
    headings.length <= MOST_LISTED
      ? select(
          'product',
          'Product',
          heading,
          headings.map((code) => [code, `${code} ${shorten(headingWords(code))}`]),
          null,
        )
      : html`<label>HS code of six digits<br><input name="product" value="${heading}" size="10" maxlength="20"></label>`;
  return html`<form class="search" action="/mirror">
${product}
${select('exporter', 'Exporter', exporter, parties(exporters), null)}
${select('importer', 'Importer', importer, parties(importers), null)}
${select(
  'measure',
  'Measure',
  measure,
  MEASURES.map((one) => [one, measureWords(one)]),
  null,
)}
<button>Show</button>
</form>`;
}

const shorten = (text: string): string => (text.length <= 48 ? text : `${text.slice(0, 47)}…`);

function both(view: MirrorView, pair: MirrorPair, at: number): Html {
  const { exporter, importer, months } = pair;
  const rows = months.slice(-MOST_MONTHS).toReversed();
  const query = { product: view.heading, exporter: view.exporter, importer: view.importer, measure: view.measure, pair: at };
  const picture = (theme: string): string => withQuery('/mirror/chart.svg', { ...query, theme });
  const chart = mirrorChart(view, pair);
  const side = (who: string, what: string, { key, valuation }: MirrorPair['exporter']): Html =>
    html`<li>${partyTitle(who)} states ${what}${valuation === null ? '' : ` ${valuation}`}: <a href="${seriesHref(key)}"><code>${formatSeriesKey(key)}</code></a></li>`;
  return html`<h2>Both sides${view.pairs.length > 1 ? `, ${at + 1} of ${view.pairs.length}` : ''}</h2>
<ul>${side(view.exporter, 'exports', exporter)}${side(view.importer, 'imports', importer)}<li>${scopeWords(exporter, importer)}</li></ul>
${
  chart === null
    ? html`<p class="soft">The two sides count in different units: there is no common axis to draw.</p>`
    : html`<picture class="chart"><source media="(prefers-color-scheme: dark)" srcset="${picture('dark')}"><img src="${picture('light')}" alt="${chart.title}. Bars for the exporter, points for the importer, the gap between them beneath." width="440" height="505"></picture>`
}
${table(
  'Both sides, month by month',
  [
    { title: 'Month', cell: (m: MirrorMonth) => periodWords({ kind: 'month', end: m.month }) },
    { title: `${partyTitle(view.exporter)}, exports`, number: true, cell: (m) => amount(m.exporterValue, exporter.key.unit) },
    { title: `${partyTitle(view.importer)}, imports`, number: true, cell: (m) => amount(m.importerValue, importer.key.unit) },
    { title: 'Gap', number: true, cell: (m) => (m.gapPercent === null ? '—' : percent(m.gapPercent)) },
    { title: 'Why unknown', cell: (m) => (m.gapReason === null ? '' : GAP_REASON_WORDS[m.gapReason]) },
  ],
  rows,
)}`;
}

const amount = (value: number | null, unit: string): string => (value === null ? '—' : formatAmount(value, unit));

/** `+5.7 %` */
function percent(value: number): string {
  const text = formatNumber(Math.abs(value), 1);
  return `${text === '0' ? '' : value < 0 ? '-' : '+'}${text} %`;
}

const nowcastTable = (view: MirrorView, { unit, source, months }: Nowcast): Html =>
  html`<p>In ${unit}, beside ${source === null ? 'no figures of its own' : html`<code>${source}</code>`}:</p>
${table(
  `Nowcast in ${unit}`,
  [
    { title: 'Month', cell: (m: NowcastMonth) => periodWords({ kind: 'month', end: m.month }) },
    { title: 'Importers', number: true, cell: (m) => formatAmount(m.current, unit) },
    { title: 'A year before', number: true, cell: (m) => formatAmount(m.base, unit) },
    { title: 'Growth', number: true, cell: (m) => percent(m.percent) },
    { title: 'Their share', number: true, cell: (m) => (m.coverage === null ? 'not known' : `${formatNumber(100 * m.coverage, 0)} %`) },
    {
      title: `${partyTitle(view.exporter)}'s own growth`,
      number: true,
      cell: (m) => (m.exporterPercent === null ? 'not published' : percent(m.exporterPercent)),
    },
    { title: 'Importers that count', cell: countedWords },
  ],
  months.slice(-MOST_MONTHS).toReversed(),
  'No importer has a month and the same month a year before.',
)}`;

const countedWords = ({ importers, leftOut }: NowcastMonth): string =>
  `${importers.map(partyTitle).join(', ')}${leftOut.length === 0 ? '' : ` (without ${leftOut.map(partyTitle).join(', ')}, which may count what they count)`}`;
