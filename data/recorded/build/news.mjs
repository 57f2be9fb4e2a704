/** The articles, in our own words, in order of time, with the pages of some; feed.mjs makes the feed of a moment from them. */
import { readNews } from './figures.mjs';

const PATH = '/trade-news/feed.xml';
/** The calendar begins here: older articles are in the feed from the first moment. */
const BEGIN = '2024-01-01T00:00:00Z';

const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** `trade-news/2025-07-22-magnets-second-quarter.html` for `https://.../2025-07-22/magnets-second-quarter?...`. */
const fileOf = ({ url }) => `trade-news/${new URL(url).pathname.slice(1).replaceAll('/', '-')}.html`;

/** A page as outlets make them: structured data, a menu, the article, a box beside it. */
function pageOf({ at, language, outlet, outletUrl, url, title, body }) {
  const data = { '@context': 'https://schema.org', '@type': 'NewsArticle', headline: title, datePublished: at, inLanguage: language, isAccessibleForFree: true };
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)} | ${escapeHtml(outlet)}</title>
<link rel="canonical" href="${escapeHtml(url.replace(/\?.*$/, ''))}">
<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
</head>
<body>
<nav><ul><li><a href="${outletUrl}/">${escapeHtml(outlet)}</a></li></ul></nav>
<article>
<h1>${escapeHtml(title)}</h1>
<p class="byline"><time datetime="${at}">${at.slice(0, 10)}</time></p>
${body.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
</article>
<aside><p><a href="${outletUrl}/">${escapeHtml(outlet)}</a></p></aside>
</body>
</html>
`;
}

/** @returns files (name to bytes) and entries of the calendar. */
export function buildNews() {
  const articles = readNews();
  const items = articles.map(({ at, language, outlet, outletUrl, url, title, summary, body }) => ({
    at,
    language,
    outlet,
    outletUrl,
    url,
    ...(body === undefined ? {} : { page: `/${fileOf({ url })}` }),
    title,
    summary,
  }));
  if (items.some((item, i) => i > 0 && item.at < items[i - 1].at)) throw new Error('figures/news.json is not in order of time');
  const pages = articles.filter((article) => article.body !== undefined);
  const files = new Map([
    ['trade-news/items.json', Buffer.from(`${JSON.stringify(items, null, 2)}\n`)],
    ...pages.map((article) => [fileOf(article), Buffer.from(pageOf(article))]),
  ]);
  const entries = [
    // A page is there before the feed that names it.
    ...pages.map((article) => ({ at: article.at, pipeline: 'trade-news', how: 'http', path: `/${fileOf(article)}`, file: fileOf(article), title: article.title })),
    ...items.map(({ at, title }) => ({ at: at < BEGIN ? BEGIN : at, pipeline: 'trade-news', how: 'http', path: PATH, answer: 'feed.mjs', title })),
  ];
  return { files, entries };
}
