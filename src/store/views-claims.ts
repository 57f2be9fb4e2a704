/** The public view of claims in the news: the quoted sentence and the link, never the article. */
export const CLAIM_VIEWS: Readonly<Record<string, string>> = {
  v_claim: `
SELECT COALESCE(a.canonical_url, a.url) AS article_url, a.publisher, COALESCE(a.page_date, a.feed_date) AS published_at, c.quote,
  c.commodity, c.flow, c.reporter, c.partner, c.basis, c.period, c.direction, c.percent, c.qualifier, c.level, c.level_unit, c.base_level, c.measure,
  v.verdict, v.percent AS official_percent, v.value AS official_value, v.base AS official_base, v.reading, v.judged_at,
  v.reason, v.bound AS official_bound, v.unit AS official_unit, v.series_key, c.first_read_at,
  (SELECT COUNT(*) FROM verdict n WHERE n.claim_id = c.claim_id) AS verdicts, c.claim_id AS id
FROM claim c JOIN article a ON a.article_id = c.article_id
  JOIN verdict v ON v.claim_id = c.claim_id AND v.sequence = (SELECT MAX(n.sequence) FROM verdict n WHERE n.claim_id = c.claim_id)
WHERE c.gone_at IS NULL`,
};
