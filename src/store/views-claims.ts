import { REASONS } from '../domain/verdict.ts';
import type { ViewDocs } from './view-doc.ts';

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

export const CLAIM_DOCS: ViewDocs = {
  v_claim: {
    meaning:
      'What the news says, and what the official figures say about it. Only the quoted sentence and the link of an article are here.',
    grain: 'One row for each claim of each article, with its last verdict.',
    example: "SELECT published_at, quote, official_percent, reason FROM v_claim WHERE verdict = 'contradicted' ORDER BY published_at DESC",
    columns: [
      'article_url: address. The address of the article: the one that the page names as its own (`canonical_url` in v_article), otherwise that of the feed.',
      'publisher: text. The outlet.',
      "published_at: time or day. When it was published: the page's own date if known, otherwise the feed's; null if neither says.",
      'quote: text. The sentence that makes the claim.',
      'commodity: text. An id of `config/commodities.json`, or the goods as written in the text; null if it names none.',
      'flow: text. `export`, `import`, or `other` (total trade, balance).',
      'reporter: text. Whose statistics: ISO alpha-2 or `EU`; null if the text does not say.',
      'partner: text. ISO alpha-2, `EU` or `WORLD`; null for regions.',
      'basis: text. `yoy`, `mom`, `qoq`, `ytd_yoy` or `other`.',
      'period: text. `2025-06`, `2025-Q2`, `2025-01..2025-07`, `2025` (a different form from the views of figures); null if it cannot be resolved.',
      'direction: text. `up` or `down`.',
      'percent: number (%). The claimed growth, above 0; null if the text gives two levels instead.',
      'qualifier: text. `exact`, `about`, `more_than` or `less_than`.',
      'level: number (`level_unit`). The figure of the period that the text gives, in whole units of `level_unit`.',
      'level_unit: text. `t`, `kg`, `items`, `bbl` or a currency.',
      'base_level: number (`level_unit`). The figure that it compares with.',
      'measure: text. `volume`, `value`, `balance`, `total_trade` or `daily_average`; null if the text does not say.',
      'verdict: text. `supported`, `contradicted`, `supported_under_other_reading` or `not_comparable`.',
      'official_percent: number (%). Growth by the official figures in percent, unrounded; see `official_bound`.',
      'official_value: number (`official_unit`). The official total of the period that decided, in `official_unit`.',
      'official_base: number (`official_unit`). The official total that it is compared with, or what is known of it.',
      'reading: text. The reading under which the claim is right, if that is not the stated one.',
      'judged_at: time. When this verdict was made.',
      `reason: text. Why it is not comparable: ${REASONS.map((reason) => `\`${reason}\``).join(', ')} (docs/claims.md says what each means); null when it is.`,
      'official_bound: text. `exact`; `at_most` or `at_least` if months of the base are unknown and `official_percent` is the limit of what they leave open.',
      'official_unit: text. The unit of the two official figures.',
      'series_key: series key. The series that decided; null if there is none.',
      'first_read_at: time. When the claim was first read.',
      'verdicts: count. How many verdicts it has had; all are kept.',
      'id: number. A number.',
    ],
  },
};
