/** Pages of articles, stories, and the search over both. The index holds words, not texts: those stay in the archive. */
export const pagesAndSearch = `
ALTER TABLE run ADD COLUMN notes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(notes));

CREATE TABLE failed_request (
  pipeline TEXT NOT NULL,
  request_key TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  last_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (pipeline, request_key)
) STRICT, WITHOUT ROWID;

-- Made anew without UNIQUE (publisher, title_key): an outlet has the same headline again a year later.
CREATE TABLE article_next (
  article_id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  title_key TEXT NOT NULL,
  publisher TEXT NOT NULL,
  feed_date TEXT,
  page_date TEXT,
  language TEXT,
  summary TEXT,
  first_seen_at TEXT NOT NULL,
  snapshot_id INTEGER NOT NULL REFERENCES snapshot,
  canonical_url TEXT,
  page_read_at TEXT,
  page_reason TEXT,
  story_id INTEGER
) STRICT;
INSERT INTO article_next (article_id, url, title, title_key, publisher, feed_date, page_date, language, summary, first_seen_at, snapshot_id, story_id)
  SELECT article_id, url, title, title_key, publisher, feed_date, page_date, language, summary, first_seen_at, snapshot_id, article_id FROM article;
DROP TABLE article;
ALTER TABLE article_next RENAME TO article;
CREATE INDEX article_by_title ON article (publisher, title_key);
CREATE INDEX article_by_story ON article (story_id);

CREATE TABLE article_sketch (
  article_id INTEGER PRIMARY KEY REFERENCES article,
  at TEXT NOT NULL,
  sketch TEXT NOT NULL CHECK (json_valid(sketch))
) STRICT;
CREATE INDEX article_sketch_by_time ON article_sketch (at);

CREATE TABLE article_band (
  band INTEGER NOT NULL,
  article_id INTEGER NOT NULL REFERENCES article,
  PRIMARY KEY (band, article_id)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE article_search USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2');
INSERT INTO article_search (rowid, text) SELECT 2 * article_id, searchable(title || char(10) || COALESCE(summary, '')) FROM article;
`;
