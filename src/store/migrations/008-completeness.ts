/** What the questions of a run came to; what was counted to show that nothing is missing; figures that wait for a second sight. */
export const completeness = `
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
`;
