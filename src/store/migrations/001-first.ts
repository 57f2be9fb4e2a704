/** The tables of the first version. */
export const first = `
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
`;
