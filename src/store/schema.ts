/**
 * The tables, as append-only migrations: entry N brings a database from version N to N+1 (PRAGMA user_version).
 * A published migration is never edited. Times are ISO 8601 text in UTC; a period is its last month as yyyymm, and its
 * kind belongs to the series, so that the key of an observation stays two integers.
 */
export const APPLICATION_ID = 0x74726477; // "trdw"

export const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE source (
  pipeline TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  publisher TEXT NOT NULL,
  licence TEXT NOT NULL,
  by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
  next_expected_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  run_id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  trigger TEXT NOT NULL CHECK (trigger IN ('schedule', 'run', 'ingest', 'inbox', 'replay')),
  started_at TEXT NOT NULL,
  finished_at TEXT,
  outcome TEXT CHECK (outcome IN ('ok', 'partial', 'failed', 'waiting')),
  interrupted INTEGER NOT NULL DEFAULT 0 CHECK (interrupted IN (0, 1)),
  requests INTEGER NOT NULL DEFAULT 0,
  snapshots INTEGER NOT NULL DEFAULT 0,
  inserted INTEGER NOT NULL DEFAULT 0,
  revised INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  error TEXT
) STRICT;
CREATE INDEX run_by_pipeline ON run (pipeline, run_id);

CREATE TABLE snapshot (
  snapshot_id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run,
  pipeline TEXT NOT NULL,
  request_key TEXT NOT NULL,
  name TEXT NOT NULL,
  url TEXT,
  media_type TEXT,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  extension TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  retrieved_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  params TEXT NOT NULL CHECK (json_valid(params)),
  columns TEXT CHECK (columns IS NULL OR json_valid(columns)),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  outcome TEXT CHECK (outcome IN ('loaded', 'unchanged', 'refused', 'links', 'articles', 'not_yet_published')),
  refused TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refused)),
  notes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(notes))
) STRICT;
CREATE INDEX snapshot_by_request ON snapshot (pipeline, request_key, snapshot_id);
CREATE INDEX snapshot_by_run ON snapshot (run_id);

CREATE TABLE vintage (
  vintage_id INTEGER PRIMARY KEY,
  snapshot_id INTEGER NOT NULL REFERENCES snapshot,
  known_from TEXT NOT NULL,
  published_at TEXT,
  loaded_at TEXT NOT NULL
) STRICT;

CREATE TABLE series_key (
  key_id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  reporter TEXT NOT NULL,
  partner TEXT NOT NULL,
  flow TEXT NOT NULL CHECK (flow IN ('export', 'import', 're-export')),
  classification TEXT NOT NULL,
  product TEXT NOT NULL,
  measure TEXT NOT NULL CHECK (measure IN ('value', 'net_weight', 'quantity')),
  unit TEXT NOT NULL,
  valuation TEXT CHECK (valuation IN ('FOB', 'CIF')),
  first_run_id INTEGER NOT NULL REFERENCES run,
  key TEXT NOT NULL GENERATED ALWAYS AS (pipeline || '/' || reporter || '.' || partner || '.' || flow || '.' || classification || ':' || product || '.' || measure || '.' || unit) VIRTUAL
) STRICT;
CREATE UNIQUE INDEX series_key_by_text ON series_key (key);
CREATE INDEX series_key_by_product ON series_key (product, reporter, partner);

CREATE TABLE series (
  series_id INTEGER PRIMARY KEY,
  key_id INTEGER NOT NULL REFERENCES series_key,
  period_kind TEXT NOT NULL CHECK (period_kind IN ('month', 'combined', 'ytd', 'quarter', 'year')),
  fingerprint TEXT,
  UNIQUE (key_id, period_kind)
) STRICT;

CREATE TABLE observation (
  series_id INTEGER NOT NULL REFERENCES series,
  period INTEGER NOT NULL CHECK (period BETWEEN 190001 AND 219912 AND period % 100 BETWEEN 1 AND 12),
  value REAL,
  status TEXT NOT NULL CHECK (status IN ('A', 'P', 'E', 'M', 'Q', 'B') AND (value IS NULL) = (status IN ('M', 'Q'))),
  vintage_id INTEGER NOT NULL REFERENCES vintage,
  PRIMARY KEY (series_id, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE observation_history (
  series_id INTEGER NOT NULL REFERENCES series,
  period INTEGER NOT NULL,
  vintage_id INTEGER NOT NULL REFERENCES vintage,
  value REAL,
  status TEXT NOT NULL,
  replaced_by INTEGER NOT NULL REFERENCES vintage,
  PRIMARY KEY (series_id, period, vintage_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
  pipeline TEXT NOT NULL,
  classification TEXT NOT NULL,
  product TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (pipeline, classification, product)
) STRICT, WITHOUT ROWID;

CREATE TABLE article (
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
  UNIQUE (publisher, title_key)
) STRICT;

CREATE TABLE rule_state (
  rule_id TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  adopted_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
  fingerprint TEXT PRIMARY KEY,
  rule_id TEXT NOT NULL,
  key_id INTEGER NOT NULL REFERENCES series_key,
  period_kind TEXT NOT NULL,
  period INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('firing', 'historical', 'retracted', 'suspended')),
  severity TEXT NOT NULL,
  threshold REAL NOT NULL,
  current REAL NOT NULL,
  base REAL NOT NULL,
  percent REAL NOT NULL,
  sequence INTEGER NOT NULL,
  raised_at TEXT NOT NULL,
  last_event_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_by_key ON alert (key_id);

CREATE TABLE alert_event (
  fingerprint TEXT NOT NULL REFERENCES alert,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('raised', 'updated', 'retracted', 'reinstated', 'withdrawn')),
  at TEXT NOT NULL,
  vintage_id INTEGER REFERENCES vintage,
  current REAL,
  base REAL,
  percent REAL,
  reason TEXT,
  PRIMARY KEY (fingerprint, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  outbox_id INTEGER PRIMARY KEY,
  run_id INTEGER REFERENCES run,
  message_id TEXT NOT NULL UNIQUE,
  receiver TEXT NOT NULL,
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,
  message TEXT NOT NULL CHECK (json_valid(message)),
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  next_attempt_at TEXT,
  delivered_at TEXT,
  remaining TEXT,
  detail TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE state = 'waiting';

CREATE TABLE outbox_alert (
  outbox_id INTEGER NOT NULL REFERENCES outbox,
  fingerprint TEXT NOT NULL REFERENCES alert,
  PRIMARY KEY (fingerprint, outbox_id)
) STRICT, WITHOUT ROWID;
`,
  // What a publication can come to, and what can start a run, grew; SQLite cannot widen a CHECK, so the tables are made anew.
  `
CREATE TABLE run_wider (
  run_id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  trigger TEXT NOT NULL CHECK (trigger IN ('schedule', 'run', 'ingest', 'inbox', 'replay', 'backfill')),
  started_at TEXT NOT NULL,
  finished_at TEXT,
  outcome TEXT CHECK (outcome IN ('ok', 'partial', 'failed', 'waiting')),
  interrupted INTEGER NOT NULL DEFAULT 0 CHECK (interrupted IN (0, 1)),
  requests INTEGER NOT NULL DEFAULT 0,
  snapshots INTEGER NOT NULL DEFAULT 0,
  inserted INTEGER NOT NULL DEFAULT 0,
  revised INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  error TEXT
) STRICT;
INSERT INTO run_wider SELECT * FROM run;
DROP TABLE run;
ALTER TABLE run_wider RENAME TO run;
CREATE INDEX run_by_pipeline ON run (pipeline, run_id);

CREATE TABLE snapshot_wider (
  snapshot_id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run,
  pipeline TEXT NOT NULL,
  request_key TEXT NOT NULL,
  name TEXT NOT NULL,
  url TEXT,
  media_type TEXT,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  extension TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  retrieved_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  params TEXT NOT NULL CHECK (json_valid(params)),
  columns TEXT CHECK (columns IS NULL OR json_valid(columns)),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  outcome TEXT CHECK (outcome IN ('loaded', 'unchanged', 'held', 'suppressed', 'refused', 'links', 'page', 'articles', 'rates', 'not_yet_published')),
  refused TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refused)),
  notes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(notes)),
  earlier_pages TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(earlier_pages))
) STRICT;
INSERT INTO snapshot_wider SELECT *, '[]' FROM snapshot;
DROP TABLE snapshot;
ALTER TABLE snapshot_wider RENAME TO snapshot;
CREATE INDEX snapshot_by_request ON snapshot (pipeline, request_key, snapshot_id);
CREATE INDEX snapshot_by_run ON snapshot (run_id);
`,
  `
CREATE TABLE release (
  pipeline TEXT NOT NULL,
  period INTEGER NOT NULL CHECK (period BETWEEN 190001 AND 219912 AND period % 100 BETWEEN 1 AND 12),
  period_kind TEXT NOT NULL CHECK (period_kind IN ('month', 'combined')),
  expected_at TEXT NOT NULL,
  deadline_at TEXT NOT NULL,
  outcome TEXT CHECK (outcome IN ('arrived', 'suppressed', 'skipped')),
  arrived_at TEXT,
  published_at TEXT,
  missing_at TEXT,
  notice TEXT CHECK (notice IN ('late', 'stale', 'waiting_for_file')),
  noticed_at TEXT,
  PRIMARY KEY (pipeline, period),
  CHECK ((arrived_at IS NOT NULL) = (outcome IS 'arrived') AND (notice IS NULL) = (noticed_at IS NULL))
) STRICT, WITHOUT ROWID;

UPDATE source SET next_expected_at = NULL;
ALTER TABLE source ADD COLUMN schedule TEXT;
ALTER TABLE source ADD COLUMN timezone TEXT NOT NULL DEFAULT 'Etc/UTC';
`,
  // Rates are no series: a month's average or a day's rate of a currency, as text with every digit that was printed.
  `
CREATE TABLE exchange_rate (
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  frequency TEXT NOT NULL CHECK (frequency IN ('month', 'day')),
  period TEXT NOT NULL,
  known_from TEXT NOT NULL,
  known_to TEXT,
  per_eur TEXT,
  status TEXT NOT NULL,
  published_at TEXT,
  snapshot_id INTEGER NOT NULL REFERENCES snapshot,
  PRIMARY KEY (currency, frequency, period, known_from),
  CHECK ((per_eur IS NULL) = (status IN ('M', 'Q'))),
  CHECK (known_to IS NULL OR known_to > known_from)
) STRICT, WITHOUT ROWID;
`,
  // Pages of articles, stories, and the search over both. The index holds words, not texts: those stay in the archive.
  `
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
`,
  // Asking in good manner over restarts, backfills that resume, and the ledger of corrections.
  `
CREATE TABLE host_hold (
  host TEXT PRIMARY KEY,
  until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE request_count (
  pipeline TEXT NOT NULL,
  day TEXT NOT NULL,
  requests INTEGER NOT NULL,
  PRIMARY KEY (pipeline, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE backfill (
  backfill_id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  resume_at TEXT,
  fruitless INTEGER NOT NULL DEFAULT 0,
  finished_at TEXT
) STRICT;
CREATE UNIQUE INDEX backfill_open ON backfill (pipeline) WHERE finished_at IS NULL;

CREATE TABLE backfill_run (
  run_id INTEGER PRIMARY KEY REFERENCES run,
  backfill_id INTEGER NOT NULL REFERENCES backfill
) STRICT;
CREATE INDEX backfill_run_by_backfill ON backfill_run (backfill_id);

CREATE TABLE backfill_answer (
  backfill_id INTEGER NOT NULL REFERENCES backfill,
  request_key TEXT NOT NULL,
  PRIMARY KEY (backfill_id, request_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
  correction_id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  series_key TEXT NOT NULL,
  period_kind TEXT NOT NULL,
  period INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('replace', 'remove')),
  value REAL,
  expected REAL NOT NULL,
  reason TEXT NOT NULL,
  source TEXT NOT NULL,
  added TEXT NOT NULL,
  place TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1)),
  seen_value REAL,
  seen_at TEXT,
  seen_snapshot INTEGER REFERENCES snapshot
) STRICT;

CREATE TABLE corrected (
  series_id INTEGER NOT NULL REFERENCES series,
  period INTEGER NOT NULL,
  vintage_id INTEGER NOT NULL REFERENCES vintage,
  published_value REAL NOT NULL,
  correction_id INTEGER NOT NULL REFERENCES correction,
  PRIMARY KEY (series_id, period, vintage_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE snapshot ADD COLUMN corrections TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(corrections));
ALTER TABLE snapshot ADD COLUMN first_period INTEGER;
ALTER TABLE snapshot ADD COLUMN last_period INTEGER;
`,
  // Claims of the news and the verdicts on them.
  `
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
`,
  // What the questions of a run came to; what was counted to show that nothing is missing; figures that wait for a second sight.
  `
ALTER TABLE run ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN not_yet_published INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN suppressed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN errors INTEGER NOT NULL DEFAULT 0;

CREATE TABLE completeness (
  snapshot_id INTEGER NOT NULL REFERENCES snapshot,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('row_limit', 'row_count', 'pages', 'total', 'cumulative', 'coverage')),
  subject TEXT NOT NULL,
  expected REAL,
  received REAL NOT NULL,
  holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
  detail TEXT,
  checked_at TEXT NOT NULL,
  PRIMARY KEY (snapshot_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE held_figure (
  held_id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  snapshot_id INTEGER NOT NULL REFERENCES snapshot,
  series_key TEXT NOT NULL,
  period_kind TEXT NOT NULL,
  period INTEGER NOT NULL,
  value REAL,
  status TEXT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('jump', 'partial_release')),
  reason TEXT NOT NULL,
  published_at TEXT,
  held_at TEXT NOT NULL,
  content TEXT NOT NULL,
  outcome TEXT CHECK (outcome IN ('confirmed', 'accepted', 'rejected', 'replaced')),
  settled_at TEXT,
  settled_by INTEGER REFERENCES snapshot,
  CHECK ((outcome IS NULL) = (settled_by IS NULL) AND (outcome IS NULL) = (settled_at IS NULL))
) STRICT;
CREATE INDEX held_figure_waiting ON held_figure (pipeline) WHERE outcome IS NULL;
CREATE INDEX held_figure_by_snapshot ON held_figure (snapshot_id);
`,
  // How many figures a publication has. A list after IN makes a table of its values for every statement: the check of the status took
  // half the time of a load, as a choice it takes none. Partners are looked for like products.
  `
ALTER TABLE snapshot ADD COLUMN figures INTEGER;

CREATE TABLE series_key_next (
  key_id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  reporter TEXT NOT NULL,
  partner TEXT NOT NULL,
  flow TEXT NOT NULL CHECK (flow = 'export' OR flow = 'import' OR flow = 're-export'),
  classification TEXT NOT NULL,
  product TEXT NOT NULL,
  measure TEXT NOT NULL CHECK (measure = 'value' OR measure = 'net_weight' OR measure = 'quantity'),
  unit TEXT NOT NULL,
  valuation TEXT CHECK (valuation = 'FOB' OR valuation = 'CIF'),
  first_run_id INTEGER NOT NULL REFERENCES run,
  key TEXT NOT NULL GENERATED ALWAYS AS (pipeline || '/' || reporter || '.' || partner || '.' || flow || '.' || classification || ':' || product || '.' || measure || '.' || unit) VIRTUAL
) STRICT;
INSERT INTO series_key_next (key_id, pipeline, reporter, partner, flow, classification, product, measure, unit, valuation, first_run_id)
  SELECT key_id, pipeline, reporter, partner, flow, classification, product, measure, unit, valuation, first_run_id FROM series_key;
DROP TABLE series_key;
ALTER TABLE series_key_next RENAME TO series_key;
CREATE UNIQUE INDEX series_key_by_text ON series_key (key);
CREATE INDEX series_key_by_product ON series_key (product, reporter, partner);
CREATE INDEX series_key_by_partner ON series_key (partner, product);

CREATE TABLE series_next (
  series_id INTEGER PRIMARY KEY,
  key_id INTEGER NOT NULL REFERENCES series_key,
  period_kind TEXT NOT NULL CHECK (period_kind = 'month' OR period_kind = 'combined' OR period_kind = 'ytd' OR period_kind = 'quarter' OR period_kind = 'year'),
  fingerprint TEXT,
  UNIQUE (key_id, period_kind)
) STRICT;
INSERT INTO series_next SELECT * FROM series;
DROP TABLE series;
ALTER TABLE series_next RENAME TO series;

CREATE TABLE observation_next (
  series_id INTEGER NOT NULL REFERENCES series,
  period INTEGER NOT NULL CHECK (period BETWEEN 190001 AND 219912 AND period % 100 BETWEEN 1 AND 12),
  value REAL,
  status TEXT NOT NULL CHECK (CASE WHEN value IS NULL THEN status = 'M' OR status = 'Q' ELSE status = 'A' OR status = 'P' OR status = 'E' OR status = 'B' END),
  vintage_id INTEGER NOT NULL REFERENCES vintage,
  PRIMARY KEY (series_id, period)
) STRICT, WITHOUT ROWID;
INSERT INTO observation_next SELECT * FROM observation;
DROP TABLE observation;
ALTER TABLE observation_next RENAME TO observation;
`,
];
