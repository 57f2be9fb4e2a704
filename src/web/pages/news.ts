import { html } from 'hono/html';
import { claimSaid, VERDICT_NAMES } from '../../channels/claim-wording.ts';
import { inert } from '../../channels/inert.ts';
import { claimJson } from '../../claim-json.ts';
import { VERDICTS, type VerdictKind } from '../../domain/verdict.ts';
import type { ClaimRecord } from '../../store/store.ts';
import { claimSubject, verdictMark } from '../claim-words.ts';
import type { Html, Page } from '../page.ts';
import { pager, select, time } from '../parts.ts';
import { choice, pageNumber, withQuery, words } from '../query.ts';

interface News {
  readonly verdict: VerdictKind | null;
  readonly text: string;
  readonly page: number;
  readonly counts: Readonly<Partial<Record<VerdictKind, number>>>;
  readonly claims: readonly ClaimRecord[];
  readonly more: boolean;
}

const PER_PAGE = 40;

export const news: Page<News> = {
  path: '/news',
  section: 'news',
  title: () => 'What the news said',
  async data({ store }, asked) {
    const verdict = choice(asked, 'verdict', VERDICTS);
    const [text, page] = [words(asked, 'q'), pageNumber(asked)];
    const found = await store.claims({ verdict, search: text === '' ? null : text, limit: PER_PAGE + 1, offset: (page - 1) * PER_PAGE });
    return { verdict, text, page, counts: await store.verdictCounts(), claims: found.slice(0, PER_PAGE), more: found.length > PER_PAGE };
  },
  view: (page) => html`
<p>Numbers of growth in the news, each read from a sentence and held against the official figures of exactly what it speaks of.</p>
<form class="search" action="/news" role="search">
<label>Words of the article<br><input type="search" name="q" value="${page.text}" size="24" maxlength="200"></label>
${select(
  'verdict',
  'Verdict',
  page.verdict,
  VERDICTS.map((one) => [one, `${VERDICT_NAMES[one]} (${page.counts[one] ?? 0})`]),
)}
<button>Show</button>
</form>
${page.claims.length === 0 ? none(page) : html`<ul class="claims">${page.claims.map(entry)}</ul>${turn(page)}`}`,
  json: ({ verdict, text, page, claims, more, counts }) => ({
    verdict,
    query: text,
    page,
    per_page: PER_PAGE,
    more,
    counts,
    claims: claims.map(claimJson),
  }),
};

const entry = (c: ClaimRecord): Html => html`<li>
<p>${verdictMark(c.judged.verdict)} <span class="soft">${time(c.publishedAt?.slice(0, 10) ?? null)} ${inert(c.publisher, 80)}</span></p>
<blockquote dir="auto"><a href="/news/${c.id}">${inert(c.quote, 400)}</a></blockquote>
<p class="soft">Read as: ${claimSubject(c.claim)}, ${inert(c.claim.period ?? 'an unknown period', 40)}: ${claimSaid(c.claim)}. ${inert(c.judged.explanation[0] ?? '', 300)}</p>
</li>`;

const none = ({ text, verdict, page }: News): Html => html`<p><strong>No claim fits.</strong></p><ul>
${page > 1 ? html`<li><a href="${withQuery('/news', { q: text, verdict })}">Go to the first page</a></li>` : ''}
<li><a href="/news">See all claims</a></li>
<li>Articles are searched by headline, summary and text; all of the words have to be there.</li></ul>`;

function turn({ text, verdict, page, more }: News): Html {
  const to = (number: number): string => withQuery('/news', { q: text, verdict, page: number === 1 ? null : number });
  return pager({ newer: page > 1 ? to(page - 1) : null, older: more ? to(page + 1) : null });
}
