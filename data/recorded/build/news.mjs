/** The articles, in our own words, in order of time; feed.mjs makes the feed of a moment from them. */
import { readNews } from './figures.mjs';

const PATH = '/trade-news/feed.xml';
/** The calendar begins here: older articles are in the feed from the first moment. */
const BEGIN = '2024-01-01T00:00:00Z';

/** @returns files (name to bytes) and entries of the calendar. */
export function buildNews() {
  const articles = readNews();
  const items = articles.map(({ at, language, outlet, outletUrl, url, title, summary }) => ({ at, language, outlet, outletUrl, url, title, summary }));
  if (items.some((item, i) => i > 0 && item.at < items[i - 1].at)) throw new Error('figures/news.json is not in order of time');
  const entries = items.map(({ at, title }) => ({ at: at < BEGIN ? BEGIN : at, pipeline: 'trade-news', how: 'http', path: PATH, answer: 'feed.mjs', title }));
  return { files: new Map([['trade-news/items.json', Buffer.from(`${JSON.stringify(items, null, 2)}\n`)]]), entries };
}
