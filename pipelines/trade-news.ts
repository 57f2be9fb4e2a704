// News of trade from RSS and Atom feeds: https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287
// Each feed has an address of its own. Google News search feeds (https://news.google.com/rss/search?q=...) name the
// outlet in <source>, end each title with it, and link through an opaque redirect.
import { z } from 'zod';
import { canonicalAddress, hostOf, isGoogleNews } from '../src/domain/address.ts';
import type { Refusal } from '../src/errors.ts';
import { type Feed, type FeedItem, MAX_ITEMS, readFeed } from '../src/parse/feed.ts';
import { readFeedDate } from '../src/parse/feed-date.ts';
import { textOfMarkup } from '../src/parse/markup.ts';
import { type Article, definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

/** Headlines are shorter; what is longer is no headline. */
const MAX_TITLE = 500;
/** A summary is a paragraph. Some feeds put whole articles there: the article stage reads those from the page. */
const MAX_SUMMARY = 2000;
const MAX_NAME = 120;

const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/;

const feed = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'expected the address of a feed, such as "https://www.mining.com/feed/"' }),
  /** The outlet, where the feed's own title is not its name. */
  publisher: z.string().min(1).optional(),
  /** BCP 47, for feeds that do not say theirs. */
  language: z.string().regex(LANGUAGE, 'expected a language such as en or zh').optional(),
});
type FeedSettings = z.infer<typeof feed>;

const settings = z.strictObject({
  feeds: z
    .array(feed)
    .refine((feeds) => new Set(feeds.map((one) => one.url)).size === feeds.length, { error: 'a feed is listed twice' })
    .default([]),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'trade-news',
  title: 'Trade news: RSS and Atom feeds',
  publisher: 'the outlets themselves',
  licence: 'headlines and short summaries with a link; the articles stay with their publishers',
  documentation: 'https://www.rssboard.org/rss-specification',
  schedule: '*/30 * * * *',
  timezone: 'Etc/UTC',
  releases: null,
  // There is no one address: each feed has its own, in the settings.
  baseUrl: null,
  paceMs: 2000,
  revisions: null,
  settings,
  requests: ({ settings: { feeds } }: RequestContext<Settings>): readonly SourceRequest[] =>
    feeds.map(({ url }) => ({ key: url, url, params: { feed: url } })),
  transform,
});

function transform(snapshot: Snapshot, { feeds }: Settings): Transformed {
  const where = snapshot.name;
  const address = snapshot.params['feed'] ?? snapshot.url;
  const known = feeds.find((one) => one.url === address);
  const read = readFeed(snapshot.bytes, where);
  const articles = new Map<string, Article>();
  const headlines = new Set<string>();
  const refused: Refusal[] = [];
  for (const [index, item] of read.items.entries()) {
    const article = articleOf(item, read, known, address);
    if (typeof article === 'string') {
      refused.push({ where: `${where} item ${index + 1}`, reason: article });
      continue;
    }
    const headline = `${folded(article.title)} ${folded(article.publisher)}`;
    if (articles.has(article.url) || headlines.has(headline)) continue;
    articles.set(article.url, article);
    headlines.add(headline);
  }
  if (read.unread > 0)
    refused.push({ where: `${where} item ${MAX_ITEMS + 1}`, reason: `${read.unread} more items are not read; at most ${MAX_ITEMS} are` });
  return { kind: 'articles', articles: [...articles.values()], refused };
}

/** @returns the reason as text when the item is no article. */
function articleOf(item: FeedItem, read: Feed, known: FeedSettings | undefined, feedAddress: string | null): Article | string {
  const printedTitle = textOfMarkup(item.title ?? '', MAX_TITLE);
  if (printedTitle === '') return 'no title';
  if (item.link === null) return `no link ("${printedTitle.slice(0, 60)}")`;
  const base = canonicalAddress(read.link ?? '') ?? feedAddress;
  const url = canonicalAddress(item.link, base);
  if (url === null) return `the link "${textOfMarkup(item.link, 60)}" is no http address`;

  const { title, outlet } = headlineOf(printedTitle, textOfMarkup(item.source ?? '', MAX_NAME), isGoogleNews(url));
  const publisher = outlet ?? known?.publisher ?? nameOf(read.title) ?? hostOf(url) ?? 'unknown';
  return {
    url,
    title,
    publisher,
    feedDate: item.date === null ? null : readFeedDate(item.date),
    pageDate: null,
    language: languageOf([item.language, read.language, known?.language], title),
    summary: summaryOf(item, title, publisher),
  };
}

/** "Headline - Outlet", as Google News writes it: the outlet is what `<source>` says, or what stands after the last dash. */
function headlineOf(printed: string, source: string, fromGoogle: boolean): { title: string; outlet: string | null } {
  if (source !== '') {
    const end = ` - ${source}`;
    const title = printed.endsWith(end) && printed.length > end.length ? printed.slice(0, -end.length).trimEnd() : printed;
    return { title, outlet: source };
  }
  const dash = fromGoogle ? printed.lastIndexOf(' - ') : -1;
  if (dash <= 0) return { title: printed, outlet: null };
  return { title: printed.slice(0, dash).trimEnd(), outlet: printed.slice(dash + 3).trim() };
}

function nameOf(feedTitle: string | null): string | null {
  const name = textOfMarkup(feedTitle ?? '', MAX_NAME);
  return name === '' ? null : name;
}

/** What is declared, the nearest first; undeclared, Chinese characters without Japanese or Korean ones say zh, and nothing else is guessed. */
function languageOf(declared: readonly (string | null | undefined)[], title: string): string | null {
  for (const one of declared) {
    const tag = one?.trim().toLowerCase().replaceAll('_', '-') ?? '';
    if (LANGUAGE.test(tag)) return tag;
  }
  return /\p{Script=Han}/u.test(title) && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(title) ? 'zh' : null;
}

/** Null where the feed has none, and where it only repeats the headline and the outlet, as Google News does. */
function summaryOf(item: FeedItem, title: string, publisher: string): string | null {
  const summary = textOfMarkup(item.summary ?? '', MAX_SUMMARY);
  const content = folded(summary);
  return content === '' || content === folded(title) || content === folded(title + publisher) ? null : summary;
}

/** For comparing headlines: letters and digits alone. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
