/** Claims of the news and the verdicts on them. */
export const claims = `
-- What a page says, to read its claims from; no view shows it.
CREATE TABLE article_body (
  article_id INTEGER PRIMARY KEY REFERENCES article,
  text TEXT NOT NULL
) STRICT;

-- An article whose claims were read as it stands; a change of what is read has it read again.
CREATE TABLE article_reading (
  article_id INTEGER PRIMARY KEY REFERENCES article,
  read_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER article_changed AFTER UPDATE OF title, summary, language, feed_date, page_date ON article BEGIN
  DELETE FROM article_reading WHERE article_id = NEW.article_id;
END;
CREATE TRIGGER article_body_added AFTER INSERT ON article_body BEGIN
  DELETE FROM article_reading WHERE article_id = NEW.article_id;
END;

CREATE TABLE claim (
  claim_id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article,
  identity TEXT NOT NULL,
  quote TEXT NOT NULL,
  commodity TEXT,
  flow TEXT,
  reporter TEXT,
  partner TEXT,
  basis TEXT NOT NULL,
  period TEXT,
  last_month INTEGER,
  direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
  percent REAL,
  qualifier TEXT NOT NULL,
  level REAL,
  level_unit TEXT,
  base_level REAL,
  measure TEXT,
  span_start INTEGER NOT NULL,
  span_end INTEGER NOT NULL,
  first_read_at TEXT NOT NULL,
  gone_at TEXT,
  UNIQUE (article_id, identity)
) STRICT;
CREATE INDEX claim_by_commodity ON claim (commodity, last_month) WHERE gone_at IS NULL;

CREATE TABLE verdict (
  claim_id INTEGER NOT NULL REFERENCES claim,
  sequence INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('supported', 'contradicted', 'supported_under_other_reading', 'not_comparable')),
  reading TEXT,
  reason TEXT,
  percent REAL,
  bound TEXT,
  value REAL,
  base REAL,
  unit TEXT,
  series_key TEXT,
  judged_at TEXT NOT NULL,
  vintage_id INTEGER REFERENCES vintage,
  judged TEXT NOT NULL CHECK (json_valid(judged)),
  PRIMARY KEY (claim_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_alert (
  fingerprint TEXT PRIMARY KEY,
  rule_id TEXT NOT NULL,
  claim_id INTEGER NOT NULL REFERENCES claim,
  state TEXT NOT NULL CHECK (state IN ('contradicted', 'corrected')),
  severity TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  raised_at TEXT NOT NULL,
  last_event_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_alert_by_claim ON claim_alert (claim_id);

CREATE TABLE claim_event (
  fingerprint TEXT NOT NULL REFERENCES claim_alert,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('contradicted', 'changed')),
  at TEXT NOT NULL,
  vintage_id INTEGER REFERENCES vintage,
  verdict TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (fingerprint, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_claim (
  outbox_id INTEGER NOT NULL REFERENCES outbox,
  fingerprint TEXT NOT NULL REFERENCES claim_alert,
  PRIMARY KEY (fingerprint, outbox_id)
) STRICT, WITHOUT ROWID;
`;
