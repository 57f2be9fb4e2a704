import type { Sqlite } from './database.ts';
import { matchQuery, searchable } from './search-text.ts';
import type { ArticleStore, FoundArticle } from './store.ts';

interface ArticleIndexer {
  /** Title and summary, instead of those before. */
  item(articleId: number, title: string, summary: string, before: { readonly title: string; readonly text: string } | null): void;
  /** Headline and text of the page, once. */
  body(articleId: number, text: string): void;
}

/**
 * Writes the index of words. It holds no texts (FTS5, `content=''`), so what is taken out has to be given again: title
 * and summary stand in rows 2 x id, the page, which comes once, in 2 x id + 1.
 */
export function articleIndexer(db: Sqlite): ArticleIndexer {
  const add = db.prepare('INSERT INTO article_search (rowid, text) VALUES (?, ?)');
  const remove = db.prepare("INSERT INTO article_search (article_search, rowid, text) VALUES ('delete', ?, ?)");
  const itemText = (title: string, summary: string): string => searchable(`${title}\n${summary}`);
  return {
    item(articleId, title, summary, before) {
      if (before !== null) remove.run(2 * articleId, itemText(before.title, before.text));
      add.run(2 * articleId, itemText(title, summary));
    },
    body(articleId, text) {
      add.run(2 * articleId + 1, searchable(text));
    },
  };
}

const DEFAULT_LIMIT = 50;

export function articleStore(db: Sqlite): ArticleStore {
  const search =
    db.prepare(`SELECT a.article_id AS id, a.url, a.title, a.publisher, COALESCE(a.page_date, a.feed_date) AS publishedAt, a.story_id AS storyId
    FROM (SELECT rowid / 2 AS article_id, MIN(rank) AS nearness FROM article_search WHERE article_search MATCH ? GROUP BY rowid / 2) f
    JOIN article a ON a.article_id = f.article_id ORDER BY f.nearness, a.article_id LIMIT ?`);
  return {
    async searchArticles(text, limit = DEFAULT_LIMIT) {
      const query = matchQuery(text);
      return query === null ? [] : (search.all(query, limit) as FoundArticle[]);
    },
  };
}
