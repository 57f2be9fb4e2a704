import type { Article } from '../pipeline.ts';
import type { Sqlite } from './database.ts';

/** Two outlets' copies keep their own row; one outlet's article under two addresses is one. */
const titleKey = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Writes articles inside the caller's transaction. */
export function articleWriter(
  db: Sqlite,
): (articles: readonly Article[], snapshotId: number, seenAt: string) => { inserted: number; revised: number; unchanged: number } {
  const byUrl = db.prepare('SELECT title, publisher, feed_date, page_date, language, summary FROM article WHERE url = ?');
  const byTitle = db.prepare('SELECT 1 FROM article WHERE publisher = ? AND title_key = ? AND url <> ?');
  const insert =
    db.prepare(`INSERT INTO article (url, title, title_key, publisher, feed_date, page_date, language, summary, first_seen_at, snapshot_id)
    VALUES (@url, @title, @titleKey, @publisher, @feedDate, @pageDate, @language, @summary, @seenAt, @snapshotId)`);
  const update =
    db.prepare(`UPDATE article SET title = @title, title_key = @titleKey, publisher = @publisher, feed_date = @feedDate, page_date = COALESCE(@pageDate, page_date),
    language = @language, summary = @summary, snapshot_id = @snapshotId WHERE url = @url`);
  return (articles, snapshotId, seenAt) => {
    const counts = { inserted: 0, revised: 0, unchanged: 0 };
    for (const a of articles) {
      const row = { ...a, titleKey: titleKey(a.title), seenAt, snapshotId };
      const held = byUrl.get(a.url) as Record<string, unknown> | undefined;
      if (byTitle.get(a.publisher, row.titleKey, a.url) !== undefined) {
        counts.unchanged += 1;
      } else if (held === undefined) {
        insert.run(row);
        counts.inserted += 1;
      } else if (
        held['title'] === a.title &&
        held['publisher'] === a.publisher &&
        held['feed_date'] === a.feedDate &&
        held['language'] === a.language &&
        held['summary'] === a.summary
      ) {
        counts.unchanged += 1;
      } else {
        const { seenAt: _, ...changed } = row;
        update.run(changed);
        counts.revised += 1;
      }
    }
    return counts;
  };
}
