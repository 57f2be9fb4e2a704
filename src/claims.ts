import { mayGoOnWithPart } from './domain/claim-doubts.ts';
import { articleText } from './news/article-text.ts';
import type { CommodityNames } from './news/commodities.ts';
import { extractClaims } from './news/extract.ts';
import { quoteOf } from './news/quote.ts';
import type { Services } from './services.ts';
import type { ArticleReading, ArticleToRead } from './store/claim-store.ts';

/** Articles of one transaction. */
const BATCH = 100;

/**
 * Reads the claims of articles that are new or changed, and has them judged by the figures at hand.
 * @param runId the run that brought the articles: what it says in digests is told in one.
 * @returns how many claims were read.
 */
export async function readClaims({ store, detector, commodities, log, now, signal }: Services, runId: number | null): Promise<number> {
  const judge = detector.claims;
  if (judge === null) return 0;
  let read = 0;
  for (;;) {
    const articles = await store.articlesToRead(BATCH);
    if (articles.length === 0 || signal?.aborted === true) return read;
    const { claims } = await store.takeClaims(articles.map(readingOf), judge, runId, now().toISOString());
    read += claims;
  }

  /** A text that the grammar cannot bear stops no other: it counts as read, without claims. */
  function readingOf(article: ArticleToRead): ArticleReading {
    try {
      const claims = claimsIn(articleText(article), article.language, article.publishedAt, commodities);
      return { articleId: article.id, claims };
    } catch (error) {
      log.error('the claims of an article cannot be read', { article: article.id, error });
      return { articleId: article.id, claims: [] };
    }
  }
}

/**
 * The claims of a text, each with the sentence in which it stands. A claim whose sentence may go on with a company or a
 * part of the trade has no reporter: it is not said whose trade it is.
 */
export function claimsIn(
  text: string,
  lang: string | null,
  published: string | null,
  commodities: CommodityNames,
): ArticleReading['claims'] {
  const facts = { lang, published: published?.slice(0, 10) ?? null };
  return extractClaims(text, facts, commodities).map((claim) => {
    const quote = quoteOf(text, claim.span);
    return { claim: mayGoOnWithPart(text.slice(0, claim.span[1]), quote) ? { ...claim, reporter: null } : claim, quote };
  });
}
