import { bandsOf, contradicts, type Sketch, STORY_MS, sketchOf, tellOneStory } from '../domain/story.ts';
import type { Sqlite } from './database.ts';

/** Beyond this a sketch can meet no new article. */
const FORGET_MS = 60 * 86_400_000;
/** An article that meets more has nothing that tells it from others. */
const MAX_CANDIDATES = 200;

interface Neighbour {
  readonly articleId: number;
  readonly storyId: number;
  readonly sketch: Sketch;
}

/**
 * Puts an article into the story that it tells, inside the caller's transaction: that of the oldest article which tells the
 * same, as long as none of that story contradicts it. Told again with the text of its page, it may leave a story or
 * bring two together.
 * @returns a function of the article, its headline, its text and when it was published.
 */
export function storyTeller(db: Sqlite): (articleId: number, title: string, text: string, at: string) => void {
  const keep = db.prepare(
    'INSERT INTO article_sketch (article_id, at, sketch) VALUES (?, ?, ?) ON CONFLICT (article_id) DO UPDATE SET at = excluded.at, sketch = excluded.sketch',
  );
  const sketchBefore = db.prepare('SELECT sketch FROM article_sketch WHERE article_id = ?').pluck();
  const addBands = db.prepare('INSERT INTO article_band (band, article_id) SELECT value, ? FROM json_each(?)');
  const dropBands = db.prepare('DELETE FROM article_band WHERE (band, article_id) IN (SELECT value, ? FROM json_each(?))');
  const near = db.prepare(`SELECT a.article_id, a.story_id, s.sketch
    FROM (SELECT DISTINCT b.article_id FROM json_each(@bands) j CROSS JOIN article_band b ON b.band = j.value) m
    CROSS JOIN article_sketch s ON s.article_id = m.article_id CROSS JOIN article a ON a.article_id = m.article_id
    WHERE m.article_id <> @articleId AND s.at BETWEEN @from AND @to ORDER BY a.article_id LIMIT ${MAX_CANDIDATES}`);
  const members = db.prepare(
    'SELECT a.article_id, a.story_id, s.sketch FROM article a JOIN article_sketch s ON s.article_id = a.article_id WHERE a.story_id = ? AND a.article_id <> ?',
  );
  const storyOf = db.prepare('SELECT story_id FROM article WHERE article_id = ?').pluck();
  const move = db.prepare('UPDATE article SET story_id = ? WHERE story_id = ? AND article_id <> ?');
  const place = db.prepare('UPDATE article SET story_id = ? WHERE article_id = ?');
  const outdated = db.prepare('SELECT article_id AS articleId, sketch FROM article_sketch WHERE at < ?');
  const forget = db.prepare('DELETE FROM article_sketch WHERE article_id = ?');

  const neighbours = (rows: unknown): Neighbour[] =>
    (rows as { article_id: number; story_id: number; sketch: string }[]).map((row) => ({
      articleId: row.article_id,
      storyId: row.story_id,
      sketch: JSON.parse(row.sketch) as Sketch,
    }));
  /** Bands follow from the sketch: no index by article is needed to find them. */
  const drop = (articleId: number, sketch: string | undefined): void => {
    if (sketch !== undefined) dropBands.run(articleId, JSON.stringify(bandsOf(JSON.parse(sketch) as Sketch)));
  };
  const shifted = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

  return (articleId, title, text, at) => {
    const sketch = sketchOf(title, text);
    const bands = JSON.stringify(bandsOf(sketch));
    drop(articleId, sketchBefore.get(articleId) as string | undefined);
    keep.run(articleId, new Date(at).toISOString(), JSON.stringify(sketch));
    addBands.run(articleId, bands);

    let story = storyOf.get(articleId) as number | null;
    const own = story === null ? [] : neighbours(members.all(story, articleId));
    if (story === null || own.some((other) => contradicts(sketch, other.sketch))) {
      // The others stay together, under the first of them.
      if (own.length > 0 && story === articleId) move.run(Math.min(...own.map((other) => other.articleId)), story, articleId);
      story = articleId;
      place.run(story, articleId);
    }
    const range = { from: shifted(at, -STORY_MS), to: shifted(at, STORY_MS) };
    const told = neighbours(near.all({ bands, articleId, ...range })).filter((other) => tellOneStory(sketch, other.sketch));
    for (const storyId of new Set(told.map((other) => other.storyId))) {
      if (storyId === story) continue;
      const theirs = neighbours(members.all(storyId, articleId));
      const ours = [{ sketch }, ...neighbours(members.all(story, articleId))];
      if (theirs.some((one) => ours.some((other) => contradicts(one.sketch, other.sketch)))) continue;
      const first = Math.min(story, storyId);
      move.run(first, Math.max(story, storyId), 0);
      story = first;
    }
    for (const old of outdated.all(shifted(at, -FORGET_MS)) as { articleId: number; sketch: string }[]) {
      drop(old.articleId, old.sketch);
      forget.run(old.articleId);
    }
  };
}
