/** The recorded news feed of a moment: RSS 2.0 with the newest items of trade-news/items.json that are out by then. */
import { readFileSync } from 'node:fs';

const ITEMS = JSON.parse(readFileSync(new URL('trade-news/items.json', import.meta.url), 'utf8'));
const MAX_ITEMS = 15;

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** RFC 822, as feeds write it. */
const rfc822 = (date) => date.toUTCString();

/** What has a page is linked where it is served; the other addresses are invented and lead nowhere. */
const linkOf = (item, origin) => (item.page === undefined || origin === '' ? item.url : `${origin}${item.page}`);

function itemXml(item, origin) {
  return `    <item>
      <title>${escapeXml(item.title)}</title>
      <link>${escapeXml(linkOf(item, origin))}</link>
      <guid isPermaLink="false">${escapeXml(item.url.replace(/\?.*$/, ''))}</guid>
      <description>${escapeXml(item.summary)}</description>
      <pubDate>${rfc822(new Date(item.at))}</pubDate>
      <dc:language>${item.language}</dc:language>
      <source url="${escapeXml(item.outletUrl)}">${escapeXml(item.outlet)}</source>
    </item>`;
}

/**
 * @param {Date} now the pinned clock
 * @param {string} origin where the pages are served; without one all links are the invented addresses
 * @returns the text of the feed, newest item first; without items while none is out
 */
export function feedAt(now, origin = '') {
  const out = ITEMS.filter((item) => Date.parse(item.at) <= now.getTime()).slice(-MAX_ITEMS).reverse();
  const built = out.length === 0 ? '' : `\n    <lastBuildDate>${rfc822(new Date(out[0].at))}</lastBuildDate>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>Recorded trade news (invented outlets)</title>
    <link>https://example.org/trade-news</link>
    <description>Articles written for tradewatch about published figures</description>${built}
${out.map((item) => itemXml(item, origin)).join('\n')}
  </channel>
</rss>
`;
}
