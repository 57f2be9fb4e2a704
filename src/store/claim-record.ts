import type { Claim } from '../domain/claim.ts';
import type { Judged } from '../domain/verdict.ts';
import type { ClaimRecord } from './claim-store.ts';

export interface ClaimRow extends Omit<Claim, 'span'> {
  readonly claim_id: number;
  readonly quote: string;
  /** As JSON. */
  readonly doubt: string | null;
  readonly span_start: number;
  readonly span_end: number;
  readonly first_read_at: string;
  readonly gone_at: string | null;
  readonly url: string;
  readonly publisher: string;
  readonly published_at: string | null;
  readonly story_id: number;
  readonly judged: string | null;
  readonly judged_at: string | null;
  readonly verdicts: number;
}

export const SELECT_CLAIM = `SELECT c.*, COALESCE(a.canonical_url, a.url) AS url, a.publisher, COALESCE(a.page_date, a.feed_date) AS published_at, COALESCE(a.story_id, a.article_id) AS story_id, v.judged, v.judged_at, COALESCE(v.sequence, 0) AS verdicts
  FROM claim c JOIN article a ON a.article_id = c.article_id
  LEFT JOIN verdict v ON v.claim_id = c.claim_id AND v.sequence = (SELECT MAX(n.sequence) FROM verdict n WHERE n.claim_id = c.claim_id)`;

export const claimOf = (row: ClaimRow): Claim => ({
  commodity: row.commodity,
  flow: row.flow,
  reporter: row.reporter,
  partner: row.partner,
  basis: row.basis,
  period: row.period,
  direction: row.direction,
  percent: row.percent,
  qualifier: row.qualifier,
  level: row.level,
  level_unit: row.level_unit,
  base_level: row.base_level,
  measure: row.measure,
  span: [row.span_start, row.span_end],
});

/** Null before the first verdict. */
export const recordOf = (row: ClaimRow): ClaimRecord | null =>
  row.judged === null || row.judged_at === null
    ? null
    : {
        id: row.claim_id,
        articleUrl: row.url,
        publisher: row.publisher,
        publishedAt: row.published_at,
        quote: row.quote,
        claim: claimOf(row),
        judged: JSON.parse(row.judged) as Judged,
        judgedAt: row.judged_at,
        firstReadAt: row.first_read_at,
        verdicts: row.verdicts,
      };
