import type { ViewDocs } from './view-doc.ts';
/** Articles: titles, dates and links. Their texts stay in the archive. */
export const ARTICLE_VIEWS: Readonly<Record<string, string>> = {
  v_article: `
SELECT article_id AS id, url, title, publisher, feed_date, page_date, language, first_seen_at, story_id,
  (SELECT COUNT(DISTINCT o.publisher) FROM article o WHERE o.story_id = a.story_id) AS outlets,
  canonical_url, page_read_at, page_reason
FROM article a`,
};

export const ARTICLE_DOCS: ViewDocs = {
  v_article: {
    meaning: 'The news: headlines, dates and links, never the text.',
    grain: 'One row for each article of a feed.',
    example: 'SELECT feed_date, publisher, title FROM v_article ORDER BY feed_date DESC LIMIT 20',
    columns: [
      'id: number. A number.',
      'url: address. The address without tracking parameters: the identity of the article.',
      'title: text. The headline.',
      'publisher: text. The outlet, not the aggregator.',
      'feed_date: time or day. When the feed says that it was published: a time in UTC or a day; null if it does not say.',
      'page_date: time or day. The publication date on the page itself (structured data first); null if it does not say, or was not read. The two dates can differ: neither corrects the other.',
      'language: text. BCP 47 in lower case (`en`, `zh`); null if unknown.',
      'first_seen_at: time. When it was first seen here.',
      'story_id: number. The same for copies of one text: the `id` of the first of them.',
      'outlets: count. How many outlets tell the story.',
      'canonical_url: address. The address that the page names as its own; null if it names none, or was not read.',
      'page_read_at: time. When the page was read; null if it was not.',
      'page_reason: text. Why the page gave no text (a paywall, a challenge, no article); null if it gave one, or was not read.',
    ],
  },
};
