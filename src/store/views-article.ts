/** Articles: titles, dates and links. Their texts stay in the archive. */
export const ARTICLE_VIEWS: Readonly<Record<string, string>> = {
  v_article: `
SELECT article_id AS id, url, title, publisher, feed_date, page_date, language, first_seen_at, story_id,
  (SELECT COUNT(DISTINCT o.publisher) FROM article o WHERE o.story_id = a.story_id) AS outlets,
  canonical_url, page_read_at, page_reason
FROM article a`,
};
