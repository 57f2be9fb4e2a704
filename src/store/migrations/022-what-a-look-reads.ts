/**
 * A look at what is due, and a run, read what they need of all runs, publications and articles there ever were, however many these become:
 * when a source was asked last, what a killed process left, what a source said last, which articles wait to be read.
 */
export const whatALookReads = `
CREATE INDEX run_asked ON run (pipeline) WHERE trigger IN ('schedule', 'run') AND finished_at IS NOT NULL AND interrupted = 0;
CREATE INDEX run_under_way ON run (pipeline) WHERE finished_at IS NULL;
CREATE INDEX snapshot_under_way ON snapshot (pipeline) WHERE outcome IS NULL;
CREATE INDEX snapshot_by_sight ON snapshot (pipeline, last_seen_at);

-- Articles whose claims are to be read: those that are new, and those of which what is read has changed.
CREATE TABLE article_to_read (
  article_id INTEGER PRIMARY KEY REFERENCES article
) STRICT;
INSERT INTO article_to_read SELECT article_id FROM article WHERE article_id NOT IN (SELECT article_id FROM article_reading);
DROP TRIGGER article_changed;
DROP TRIGGER article_body_added;
DROP TABLE article_reading;
CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
  INSERT OR IGNORE INTO article_to_read VALUES (NEW.article_id);
END;
CREATE TRIGGER article_changed AFTER UPDATE OF title, summary, language, feed_date, page_date ON article BEGIN
  INSERT OR IGNORE INTO article_to_read VALUES (NEW.article_id);
END;
CREATE TRIGGER article_body_added AFTER INSERT ON article_body BEGIN
  INSERT OR IGNORE INTO article_to_read VALUES (NEW.article_id);
END;
`;
