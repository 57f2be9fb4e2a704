// News of trade from feeds: https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287,
// https://www.jsonfeed.org/version/1.1/, and the pages of the articles that speak of what is watched.
// Each feed has an address of its own. Google News search feeds (https://news.google.com/rss/search?q=...) name the
// outlet in <source>, end each title with it, and link through an opaque redirect: their pages are never asked for.
import { z } from 'zod';
import { canonicalAddress, hostOf, isGoogleNews } from '../src/domain/address.ts';
import { nearInTime } from '../src/domain/story.ts';
import type { Refusal } from '../src/errors.ts';
import { readArticlePage } from '../src/parse/article-page.ts';
import { type Feed, type FeedItem, MAX_ITEMS, readFeed } from '../src/parse/feed.ts';
import { readPastDate } from '../src/parse/feed-date.ts';
import { declaredLanguage, LANGUAGE, writtenLanguage } from '../src/parse/language.ts';
import { textOfMarkup } from '../src/parse/markup.ts';
import { isCommodity, subjectFinder } from '../src/parse/subjects.ts';
import { type Article, definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

/** Headlines are shorter; what is longer is no headline. */
const MAX_TITLE = 500;
/** A summary is a paragraph. Some feeds put whole articles there: those are read from the page. */
const MAX_SUMMARY = 2000;
const MAX_NAME = 120;
/** Of one feed: twice what a busy feed holds. At two seconds a page they take half of the time between two runs. */
const MAX_PAGES = 200;
/** A page that is within the bounds takes under two seconds on a slow machine. */
const DEADLINE_MS = 5000;

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
  /** Articles that speak of one of them are read on their page; absent: of any commodity that has a name in the program. */
  subjects: z
    .array(
      z
        .string()
        .min(2)
        .refine((subject) => !subject.includes('_') || isCommodity(subject), {
          error: 'no such commodity; expected an id such as rare_earth_magnets, or words as they stand in a text',
        }),
    )
    .optional(),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'trade-news',
  title: 'Trade news: feeds, and the pages of what they announce',
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
  worker: { module: import.meta.url, deadlineMs: DEADLINE_MS },
  settings,
  requests: ({ settings: { feeds } }: RequestContext<Settings>): readonly SourceRequest[] =>
    feeds.map(({ url }) => ({ key: url, url, params: { feed: url } })),
  transform,
});

function transform(snapshot: Snapshot, settings: Settings): Transformed {
  return snapshot.params['article'] === undefined ? readItems(snapshot, settings) : readPage(snapshot, snapshot.params['article']);
}

function readItems(snapshot: Snapshot, { feeds, subjects }: Settings): Transformed {
  const where = snapshot.name;
  const address = snapshot.params['feed'] ?? snapshot.url;
  const known = feeds.find((one) => one.url === address);
  const read = readFeed(snapshot.bytes, where, snapshot.params['charset']);
  const articles = new Map<string, Article>();
  const headlines = new Map<string, Article[]>();
  const refused: Refusal[] = [];
  for (const [index, item] of read.items.entries()) {
    const article = articleOf(item, read, known, address, snapshot.retrievedAt);
    if (typeof article === 'string') {
      refused.push({ where: `${where} item ${index + 1}`, reason: article });
      continue;
    }
    const headline = `${folded(article.title)} ${folded(article.publisher)}`;
    const named = headlines.get(headline) ?? [];
    if (articles.has(article.url) || named.some((other) => nearInTime(other.feedDate, article.feedDate))) continue;
    articles.set(article.url, article);
    headlines.set(headline, [...named, article]);
  }
  if (read.unread > 0)
    refused.push({ where: `${where} item ${MAX_ITEMS + 1}`, reason: `${read.unread} more items are not read; at most ${MAX_ITEMS} are` });
  const isWatched = subjectFinder(subjects);
  const watched = [...articles.values()].filter((a) => !isGoogleNews(a.url) && isWatched(`${a.title}\n${a.summary ?? ''}`));
  if (watched.length > MAX_PAGES)
    refused.push({ where, reason: `${watched.length} of its articles are to be read on their page; the first ${MAX_PAGES} are` });
  return { kind: 'articles', articles: [...articles.values()], refused, requests: watched.slice(0, MAX_PAGES).map(requestOf) };
}

/** What the feed says of an article goes with the question: the page may say it otherwise, or not at all. */
const requestOf = ({ url, title, publisher, feedDate, language }: Article): SourceRequest => ({
  key: `article:${url}`,
  url,
  headers: { accept: 'text/html,application/xhtml+xml' },
  once: true,
  crawl: true,
  params: { article: url, title, publisher, ...(feedDate === null ? {} : { feedDate }), ...(language === null ? {} : { language }) },
});

function readPage({ name, bytes, url, mediaType, retrievedAt, params }: Snapshot, article: string): Transformed {
  const { body, date, ...page } = readArticlePage(bytes, {
    where: name,
    address: url ?? article,
    mediaType,
    served: params['charset'],
    retrievedAt,
  });
  const read: Article = {
    url: article,
    title: params['title'] ?? page.title ?? article,
    publisher: params['publisher'] ?? hostOf(article) ?? 'unknown',
    feedDate: params['feedDate'] ?? null,
    pageDate: date,
    language: params['language'] ?? page.language ?? writtenLanguage(body ?? ''),
    summary: null,
    body,
    page,
  };
  return { kind: 'articles', articles: [read], refused: [] };
}

/** @returns the reason as text when the item is no article. */
function articleOf(
  item: FeedItem,
  read: Feed,
  known: FeedSettings | undefined,
  feedAddress: string | null,
  retrievedAt: string,
): Article | string {
  const printedTitle = textOfMarkup(item.title ?? '', MAX_TITLE);
  if (printedTitle === '') return 'no title';
  if (item.link === null) return `no link ("${printedTitle.slice(0, 60)}")`;
  const home = canonicalAddress(read.link ?? '', feedAddress) ?? feedAddress;
  const base = item.bases.reduce<string | null>((outer, inner) => canonicalAddress(inner, outer) ?? outer, home);
  const url = canonicalAddress(item.link, base);
  if (url === null) return `the link "${textOfMarkup(item.link, 60)}" is no http address`;

  const { title, outlet } = headlineOf(printedTitle, textOfMarkup(item.source ?? '', MAX_NAME), isGoogleNews(url));
  const publisher = outlet ?? known?.publisher ?? nameOf(read.title) ?? hostOf(url) ?? 'unknown';
  return {
    url,
    title,
    publisher,
    feedDate: item.date === null ? null : readPastDate(item.date, retrievedAt),
    pageDate: null,
    language: declaredLanguage([item.language, read.language, known?.language]) ?? writtenLanguage(title),
    summary: summaryOf(item, title, publisher),
    body: null,
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
