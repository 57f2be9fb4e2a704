import { nearInTime } from '../domain/story.ts';
import type { Article } from '../pipeline.ts';
import { articleIndexer } from './article-search.ts';
import type { Sqlite } from './database.ts';
import { storyTeller } from './stories.ts';

/** Two outlets' copies keep their own row; one outlet's article under two addresses, within days, is one. */
const titleKey = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

interface Held {
  readonly article_id: number;
  readonly url: string;
  readonly title: string;
  readonly publisher: string;
  readonly feed_date: string | null;
  readonly language: string | null;
  readonly summary: string | null;
  readonly page_date: string | null;
  readonly canonical_url: string | null;
  readonly page_read_at: string | null;
  readonly page_reason: string | null;
  readonly first_seen_at: string;
}

type Outcome = 'inserted' | 'revised' | 'unchanged';
export type ArticleCounts = Record<Outcome, number>;

/** Writes articles inside the caller's transaction: items of feeds, and what their pages say. */
export function articleWriter(db: Sqlite): (articles: readonly Article[], snapshotId: number, seenAt: string) => ArticleCounts {
  const byUrl = db.prepare('SELECT * FROM article WHERE url = ?');
  const byTitle = db.prepare('SELECT * FROM article WHERE publisher = ? AND title_key = ?');
  const insert =
    db.prepare(`INSERT INTO article (url, title, title_key, publisher, feed_date, language, summary, first_seen_at, snapshot_id)
    VALUES (@url, @title, @titleKey, @publisher, @feedDate, @language, @summary, @seenAt, @snapshotId)`);
  const update = db.prepare(`UPDATE article SET title = @title, title_key = @titleKey, publisher = @publisher, feed_date = @feedDate,
    language = COALESCE(@language, language), summary = @summary, snapshot_id = @snapshotId WHERE article_id = @articleId`);
  const readPage =
    db.prepare(`UPDATE article SET page_date = @pageDate, canonical_url = @canonical, page_read_at = COALESCE(page_read_at, @seenAt),
    page_reason = @noBody, language = COALESCE(language, @language) WHERE article_id = @articleId`);
  const keepBody = db.prepare('INSERT OR REPLACE INTO article_body (article_id, text) VALUES (?, ?)');
  const index = articleIndexer(db);
  const tell = storyTeller(db);

  const ofUrl = (url: string): Held | undefined => byUrl.get(url) as Held | undefined;
  const ofTitle = (a: Article, seenAt: string): Held | undefined =>
    (byTitle.all(a.publisher, titleKey(a.title)) as Held[]).find((held) =>
      nearInTime(held.feed_date ?? held.first_seen_at, a.feedDate ?? seenAt),
    );

  function writeItem(a: Article, snapshotId: number, seenAt: string): Outcome {
    const held = ofUrl(a.url);
    const named = held === undefined ? ofTitle(a, seenAt) : undefined;
    if (named !== undefined) return 'unchanged';
    const row = {
      url: a.url,
      title: a.title,
      titleKey: titleKey(a.title),
      publisher: a.publisher,
      feedDate: a.feedDate,
      language: a.language,
      summary: a.summary,
      snapshotId,
    };
    const text = a.summary ?? '';
    if (held === undefined) {
      const articleId = Number(insert.run({ ...row, seenAt }).lastInsertRowid);
      index.item(articleId, a.title, text, null);
      tell(articleId, a.title, text, a.feedDate ?? seenAt);
      return 'inserted';
    }
    const { language: known } = held;
    const same =
      held.title === a.title &&
      held.publisher === a.publisher &&
      held.feed_date === a.feedDate &&
      (a.language === null || known === a.language) &&
      held.summary === a.summary;
    if (same) return 'unchanged';
    update.run({ ...row, articleId: held.article_id });
    index.item(held.article_id, a.title, text, { title: held.title, text: held.summary ?? '' });
    // The sketch of a page that was read says more than a new headline.
    if (held.page_read_at === null) tell(held.article_id, a.title, text, a.feedDate ?? held.first_seen_at);
    return 'revised';
  }

  /** @returns unchanged when the page says again what it said: the index takes each text once. */
  function writePage(a: Article, page: NonNullable<Article['page']>, snapshotId: number, seenAt: string): Outcome {
    // One outlet's article under two addresses has one row, and its page is read once.
    const held = ofUrl(a.url) ?? ofTitle(a, seenAt);
    if (held === undefined) {
      writeItem(a, snapshotId, seenAt);
      writePage(a, page, snapshotId, seenAt);
      return 'inserted';
    }
    if (held.page_read_at !== null && held.page_reason === null) return 'unchanged';
    readPage.run({
      articleId: held.article_id,
      pageDate: a.pageDate,
      canonical: page.canonical,
      noBody: page.noBody,
      language: a.language ?? page.language,
      seenAt,
    });
    if (a.body !== null) {
      keepBody.run(held.article_id, a.body);
      index.body(held.article_id, `${held.title}\n${a.body}`);
      tell(held.article_id, held.title, a.body, held.feed_date ?? held.first_seen_at);
    }
    return 'revised';
  }

  return (articles, snapshotId, seenAt) => {
    const counts: ArticleCounts = { inserted: 0, revised: 0, unchanged: 0 };
    for (const a of articles)
      counts[a.page === undefined ? writeItem(a, snapshotId, seenAt) : writePage(a, a.page, snapshotId, seenAt)] += 1;
    return counts;
  };
}
