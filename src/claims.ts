import { articleText } from './news/article-text.ts';
import type { Services } from './services.ts';
import type { ArticleReading, ArticleToRead } from './store/claim-store.ts';

/**
 * Counts up when claims are read otherwise in the same texts: articles at hand are then read again. Whether it has to is found by
 * test/news/reading-version.test.ts.
 */
export const READING_VERSION = 1;

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
    // The grammar of claims is large: it is loaded with the first article.
    const { claimsIn } = await import('./claims-in-text.ts');
    const readingOf = (article: ArticleToRead) =>
      readingBy(article, () => claimsIn(articleText(article), article.language, article.publishedAt, commodities));
    const { claims } = await store.takeClaims(articles.map(readingOf), judge, runId, now().toISOString());
    read += claims;
  }

  /** A text that the grammar cannot bear stops no other: it counts as read, without claims. */
  function readingBy(article: ArticleToRead, read: () => ArticleReading['claims']): ArticleReading {
    try {
      return { articleId: article.id, claims: read() };
    } catch (error) {
      log.error('the claims of an article cannot be read', { article: article.id, error });
      return { articleId: article.id, claims: [] };
    }
  }
}
