/** Asking in good manner over restarts, backfills that resume, and the ledger of corrections. */
export const mannersAndCorrections = `
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
`;
