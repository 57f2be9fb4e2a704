export interface FoundArticle {
  readonly id: number;
  readonly url: string;
  readonly title: string;
  readonly publisher: string;
  /** The page's date where it is known, else the feed's. */
  readonly publishedAt: string | null;
  readonly storyId: number;
}

export interface ArticleStore {
  /**
   * Articles whose title, summary or page has all of the words, the nearest first. "words in quotes" stand together;
   * Chinese needs no spaces; there are no operators.
   */
  searchArticles(text: string, limit?: number): Promise<readonly FoundArticle[]>;
}
