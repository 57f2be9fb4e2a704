import { verdictWords } from './domain/claim-alert.ts';
import type { ClaimRecord } from './store/store.ts';

/** A claim as JSON, for the command line and the pages: the fields of v_claim in their order, then the sentences of the verdict. */
export function claimJson(record: ClaimRecord) {
  const { span: _, ...claim } = record.claim;
  return {
    id: record.id,
    article_url: record.articleUrl,
    publisher: record.publisher,
    published_at: record.publishedAt,
    quote: record.quote,
    ...claim,
    ...verdictWords(record.judged),
    judged_at: record.judgedAt,
    first_read_at: record.firstReadAt,
    verdicts: record.verdicts,
  };
}
