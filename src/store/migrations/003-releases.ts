/** Releases that are awaited, and what became of them. */
export const releases = `
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
`;
