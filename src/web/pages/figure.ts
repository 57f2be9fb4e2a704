import { html } from 'hono/html';
import { formatAmount } from '../../channels/figures.ts';
import { inert } from '../../channels/inert.ts';
import { figuresOf } from '../../domain/figures.ts';
import { formatInterval, type Growth, growth } from '../../domain/growth.ts';
import { formatNumber } from '../../domain/number-words.ts';
import { formatPeriod, PERIOD_KINDS, type Period, parsePeriod } from '../../domain/period.ts';
import { figureId } from '../../domain/rule-reading.ts';
import { formatSeriesKey } from '../../domain/series.ts';
import type { FigureVersion, SeriesEntry } from '../../store/store.ts';
import { type Html, type Page, Unclear } from '../page.ts';
import { table, time } from '../parts.ts';
import { choice } from '../query.ts';
import { figureJson, versionJson } from '../series-json.ts';
import { keyOf, revisionsIn, valuesByFigure } from '../series-view.ts';
import { matterOf, measureWords, percentWords, periodWords, STATUS_WORDS, seriesHref } from '../series-words.ts';
import { outward } from '../source-link.ts';
import { valueWords } from './series.ts';

interface FigurePage {
  readonly entry: SeriesEntry;
  readonly key: string;
  readonly period: Period;
  /** Every value that it ever had, oldest first. */
  readonly values: readonly FigureVersion[];
  readonly current: FigureVersion;
  readonly yoy: Growth;
}

/** One figure: every value that it ever had, and where each came from. */
export const figure: Page<FigurePage> = {
  path: '/series/:key/:period',
  section: 'series',
  title: ({ entry, current, period }) =>
    `${matterOf(entry)}, ${measureWords(entry.key.measure)}, ${periodWords(period)}: ${valueWords(current.value, entry.key.unit)}`,
  async data({ store }, asked) {
    const key = keyOf(asked.param('key'));
    const period = periodOf(asked.param('period'), choice(asked, 'kind', PERIOD_KINDS));
    const entry = key === null ? null : await store.seriesEntry(key);
    if (key === null || entry === null) return null;
    const byFigure = valuesByFigure(await store.figureVersions(key));
    const values = byFigure.get(figureId(period)) ?? [];
    const current = values.at(-1);
    if (current === undefined) return null;
    const held = figuresOf([...byFigure.values()].flatMap((all) => all.at(-1) ?? []));
    return { entry, key: formatSeriesKey(key), period, values, current, yoy: growth(held, period, 'yoy') };
  },
  view: (page) => html`
<p>${sentence(page)}</p>
<p><a href="${seriesHref(page.key)}">The whole series</a></p>
<h2>On a year before</h2>
${comparison(page)}
<h2>Where it comes from</h2>
${provenance(page)}
<h2>Every value that it ever had</h2>
${table(
  'Values',
  [
    { title: 'Value', number: true, cell: (v) => valueWords(v.value, page.entry.key.unit) },
    { title: 'Status', cell: (v) => STATUS_WORDS[v.status] },
    { title: 'Known from', cell: (v) => time(v.knownFrom) },
    { title: 'Until', cell: (v) => (v.knownTo === null ? 'now' : time(v.knownTo)) },
    { title: 'Published', cell: (v) => time(v.publishedAt) },
    { title: 'File', cell: (v) => html`${inert(v.file, 60)}<br><code title="${v.sha256}">${v.sha256.slice(0, 12)}</code>` },
    { title: 'Address', cell: (v) => outward(v.url) },
  ],
  page.values.toReversed(),
)}
<h2>Check it</h2>
${check(page)}`,
  json: ({ entry, key, current, yoy, values }) => ({
    series_key: key,
    name: matterOf(entry),
    ...figureJson(current, yoy, entry.key.unit),
    values: values.map(versionJson),
  }),
};

function periodOf(text: string, kind: (typeof PERIOD_KINDS)[number] | null): Period {
  try {
    return parsePeriod(text, kind ?? undefined);
  } catch (error) {
    if (error instanceof RangeError) throw new Unclear(`${error.message}.`);
    throw error;
  }
}

function sentence({ values, current, entry }: FigurePage): string {
  const { unit } = entry.key;
  const first = values[0] as FigureVersion;
  const revised = revisionsIn(values);
  if (revised === 0) return `It was first seen on ${first.knownFrom.slice(0, 10)} and was not revised since.`;
  const times = revised === 1 ? 'once' : `${formatNumber(revised)} times`;
  return `It was revised ${times}: first seen on ${first.knownFrom.slice(0, 10)} as ${valueWords(first.value, unit)}, and since ${current.knownFrom.slice(0, 10)} it is ${valueWords(current.value, unit)}.`;
}

function comparison({ yoy, entry }: FigurePage): Html {
  if (!yoy.known) return html`<p>Not known: ${yoy.detail}.</p>`;
  const { unit } = entry.key;
  const parts = (side: (typeof yoy)['current']): string =>
    side.parts.length < 2 ? '' : ` (the sum of ${side.parts.map((part) => formatPeriod(part.period)).join(' and ')})`;
  return html`<p>${percentWords(yoy)}: ${formatAmount(yoy.current.value, unit)} in ${formatInterval(yoy.currentInterval)}${parts(yoy.current)} against ${formatAmount(yoy.base.value, unit)} in ${formatInterval(yoy.baseInterval)}${parts(yoy.base)}.</p>`;
}

const provenance = ({ current }: FigurePage): Html => html`<dl>
<dt>Address</dt><dd>${current.url === null ? 'a file that a person gave, without an address' : outward(current.url)}</dd>
<dt>File</dt><dd>${inert(current.file, 120)}</dd>
<dt>Published</dt><dd>${current.publishedAt === null ? 'the publication prints no day' : time(current.publishedAt)}</dd>
<dt>Obtained</dt><dd>${time(current.retrievedAt)} UTC</dd>
<dt>First seen with this value</dt><dd>${time(current.knownFrom)} UTC</dd>
<dt>SHA-256 of the archived bytes</dt><dd><code>${current.sha256}</code></dd>
${
  current.correction === null
    ? ''
    : html`<dt>Corrected</dt><dd>The publication says ${formatNumber(current.correction.published)}. The ledger of corrections puts another value: ${inert(current.correction.reason, 300)} (${outward(current.correction.source)})</dd>`
}
</dl>`;

/** The publications alone give the same figure. */
const check = ({ entry, key }: FigurePage): Html => html`<p>From the archived publications alone, without network:</p>
<pre tabindex="0">tradewatch replay ${entry.key.pipeline} --into check.db
tradewatch series show ${key} --db check.db</pre>`;
