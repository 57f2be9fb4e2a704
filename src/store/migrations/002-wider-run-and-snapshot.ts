/** What a publication can come to, and what can start a run, grew; SQLite cannot widen a CHECK, so the tables are made anew. */
export const widerRunAndSnapshot = `
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
`;
