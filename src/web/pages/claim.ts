import { html } from 'hono/html';
import { claimSaid } from '../../channels/claim-wording.ts';
import { formatAmount } from '../../channels/figures.ts';
import { inert } from '../../channels/inert.ts';
import { metricName, partyTitle } from '../../channels/names.ts';
import { claimJson } from '../../claim-json.ts';
import { boundsOf } from '../../domain/bounds.ts';
import type { Claim, Qualifier } from '../../domain/claim.ts';
import { formatNumber } from '../../domain/number-words.ts';
import { type Interval, parseMonth } from '../../domain/period.ts';
import type { TracedFigure } from '../../domain/series.ts';
import type { Computation, Piece } from '../../domain/verdict.ts';
import { monthsName } from '../../domain/verdict-words.ts';
import type { ClaimDetail } from '../../store/store.ts';
import { claimSubject, verdictMark } from '../claim-words.ts';
import type { Html, Page, SiteContext } from '../page.ts';
import { stateOf, table, time } from '../parts.ts';
import { keyOf } from '../series-view.ts';
import { seriesHref } from '../series-words.ts';
import { outward } from '../source-link.ts';

/** What was known of a total; where it is not whole, the months that are known are the least that it can be. */
interface Known {
  readonly value: number;
  readonly whole: boolean;
}

/** One side of the comparison by the figures of two days; null where nothing was known of it. */
interface Vintages {
  readonly months: string;
  readonly atPublication: Known | null;
  readonly now: Known | null;
}

interface ClaimPage {
  readonly claim: ClaimDetail;
  readonly vintages: readonly Vintages[];
}

export const claim: Page<ClaimPage> = {
  path: '/news/:id',
  section: 'news',
  title: ({ claim: { claim: says } }) => `${claimSubject(says)}, ${inert(says.period ?? 'an unknown period', 40)}: said ${claimSaid(says)}`,
  async data(context, asked) {
    const id = asked.param('id');
    const found = /^\d{1,15}$/.test(id) ? await context.store.claim(Number(id)) : null;
    return found === null ? null : { claim: found, vintages: await vintagesOf(context, found) };
  },
  view: ({ claim: c, vintages }) => html`
<p>${verdictMark(c.judged.verdict)}${c.gone ? html` <strong>The article no longer says it.</strong>` : ''}</p>
<blockquote dir="auto">${inert(c.quote, 1000)}</blockquote>
<p>${inert(c.publisher, 120)}, ${time(c.publishedAt)}: ${outward(c.articleUrl, c.headline)}${c.outlets > 1 ? html` <span class="soft">(${formatNumber(c.outlets)} outlets have the story)</span>` : ''}</p>
${c.alerts.map(({ fingerprint, ruleId, state }) => html`<p>Alert of the rule <a href="/alerts/${fingerprint}">${ruleId}</a>: ${stateOf(state)}</p>`)}
<h2>What the figures say</h2>
<ul class="explanation">${c.judged.explanation.map((line) => html`<li>${inert(line, 800)}</li>`)}</ul>
${c.judged.official === null ? '' : computation(c.judged.official, vintages)}
<h2>How it was read</h2>
${reading(c.claim)}
<h2>Readings that were tried</h2>
${tried(c)}
<h2>Verdicts so far</h2>
${table(
  'Verdicts',
  [
    { title: 'Judged', cell: (v) => time(v.judgedAt) },
    { title: 'Verdict', cell: (v) => verdictMark(v.judged.verdict) },
    { title: 'Why', cell: (v) => inert(v.judged.explanation[0] ?? '', 400) },
  ],
  c.history.toReversed(),
)}`,
  json: ({ claim: c, vintages }) => ({
    ...claimJson(c),
    headline: c.headline,
    outlets: c.outlets,
    gone: c.gone,
    alerts: c.alerts.map(({ fingerprint, ruleId, state }) => ({ id: fingerprint, rule: ruleId, state })),
    official: c.judged.official,
    stated: c.judged.stated,
    tried: c.judged.tried,
    figures: vintages.map(({ months, atPublication, now }) => ({ months, at_publication: atPublication, now })),
    history: c.history.map(({ judged, judgedAt }) => ({
      judged_at: judgedAt,
      verdict: judged.verdict,
      reading: judged.reading,
      reason: judged.reason,
      explanation: judged.explanation,
    })),
  }),
};

/** What the verdict rests on, as it was known at the end of the article's day and as it is known now. */
async function vintagesOf({ store }: SiteContext, { judged, publishedAt }: ClaimDetail): Promise<Vintages[]> {
  const key = judged.official === null ? null : keyOf(judged.official.series);
  if (judged.official === null || key === null) return [];
  const then = publishedAt === null ? [] : ((await store.figures(key, `${publishedAt.slice(0, 10)}T23:59:59.999Z`)) ?? []);
  const now = (await store.figures(key, null)) ?? [];
  return [judged.official.current, judged.official.base].map(({ period }) => {
    const [from = '', to = from] = period.split('/');
    const interval = { from: parseMonth(from), to: parseMonth(to) };
    return { months: period, atPublication: knownOf(then, interval), now: knownOf(now, interval) };
  });
}

function knownOf(figures: readonly TracedFigure[], interval: Interval): Known | null {
  const { least, parts, gap } = boundsOf(figures, interval);
  return parts.length === 0 ? null : { value: least, whole: gap === null };
}

function computation({ series, unit, current, base }: Computation, vintages: readonly Vintages[]): Html {
  const amount = (known: Known | null): string =>
    known === null ? 'not known' : `${known.whole ? '' : 'at least '}${formatAmount(known.value, unit)}`;
  const revised = ({ atPublication, now }: Vintages): boolean => atPublication?.value !== now?.value || atPublication?.whole !== now?.whole;
  const pieces = [...current.pieces, ...base.pieces];
  return html`<p>Series: <a href="${seriesHref(series)}"><code>${series}</code></a></p>
${table(
  'Figures at publication and now',
  [
    { title: 'Months', cell: (v) => monthsName(v.months) },
    { title: "On the article's day", number: true, cell: (v) => amount(v.atPublication) },
    { title: 'Now', number: true, cell: (v) => amount(v.now) },
    {
      title: '',
      cell: (v) => (!revised(v) ? '' : v.atPublication === null ? 'published later' : html`<strong class="wait">revised</strong>`),
    },
  ],
  vintages,
)}
<details><summary>Where these figures come from</summary>
${table(
  'Sources',
  [
    { title: 'Period', cell: (p: Piece) => monthsName(p.period) },
    { title: 'Value', number: true, cell: (p) => formatAmount(p.value, unit) },
    { title: 'Known since', cell: (p) => time(p.known_from.slice(0, 10)) },
    { title: 'Address', cell: (p) => outward(p.url) },
    { title: 'SHA-256', cell: (p) => html`<code title="${p.sha256}">${p.sha256.slice(0, 12)}</code>` },
  ],
  pieces,
)}</details>`;
}

const QUALIFIERS: Readonly<Record<Qualifier, string>> = {
  exact: 'exactly',
  about: 'about',
  more_than: 'more than',
  less_than: 'less than',
};

function reading(says: Claim): Html {
  const unsaid = html`<span class="soft">not said</span>`;
  const party = (code: string | null): unknown => (code === null ? unsaid : partyTitle(code));
  const plain = (text: string | null): unknown => (text === null ? unsaid : inert(text.replaceAll('_', ' '), 80));
  const level = (value: number | null): unknown => (value === null ? unsaid : `${formatNumber(value)} ${inert(says.level_unit ?? '', 20)}`);
  const fields: readonly (readonly [name: string, value: unknown])[] = [
    ['Goods', plain(says.commodity)],
    ['Flow', plain(says.flow)],
    ['Whose statistics', party(says.reporter)],
    ['Partner', party(says.partner)],
    ['Months', plain(says.period)],
    ['Compared with', says.basis === 'other' ? unsaid : metricName(says.basis)],
    ['Direction', says.direction],
    ['Percentage', says.percent === null ? unsaid : `${QUALIFIERS[says.qualifier]} ${formatNumber(says.percent)} %`],
    ['Measure', plain(says.measure)],
    ['Level', level(says.level)],
    ['Level before', level(says.base_level)],
  ];
  return html`<dl>${fields.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** The stated reading comes first; one that fits is the verdict's. */
function tried({ judged }: ClaimDetail): Html {
  if (judged.tried.length === 0) return html`<p class="soft">None: it could not be held against figures.</p>`;
  return html`<ul>${judged.tried.map((id) => {
    const name = id === 'as_stated' ? 'as the text states it' : id.replaceAll('_', ' ');
    const fits = judged.verdict === 'supported' ? id === 'as_stated' : judged.reading === id;
    return html`<li>${name}${fits ? html`: <strong class="good">right</strong>` : ''}</li>`;
  })}</ul>`;
}
