/**
 * States and kinds of events are checked by comparing, the commonest first: a list after IN makes a table of its values for every statement,
 * which was a fifth of what it takes to write an alert with its event.
 */
export const alertChecks = `
CREATE TABLE alert_next (
  fingerprint TEXT PRIMARY KEY,
  rule_id TEXT NOT NULL,
  key_id INTEGER REFERENCES series_key,
  subject TEXT NOT NULL,
  period_kind TEXT NOT NULL,
  period INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state = 'historical' OR state = 'firing' OR state = 'pending' OR state = 'retracted' OR state = 'suspended' OR state = 'ended'),
  severity TEXT NOT NULL,
  metric TEXT NOT NULL,
  threshold REAL,
  current REAL,
  base REAL,
  percent REAL,
  told_current REAL,
  told_base REAL,
  told_percent REAL,
  sequence INTEGER NOT NULL,
  sightings INTEGER NOT NULL DEFAULT 0,
  turns INTEGER NOT NULL DEFAULT 0,
  entry TEXT NOT NULL CHECK (json_valid(entry)),
  raised_at TEXT NOT NULL,
  last_event_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO alert_next SELECT * FROM alert;
DROP TABLE alert;
ALTER TABLE alert_next RENAME TO alert;
CREATE INDEX alert_by_key ON alert (key_id);
CREATE INDEX alert_pending ON alert (key_id) WHERE state = 'pending';
CREATE INDEX alert_on_publication ON alert (metric, subject, period) WHERE key_id IS NULL;

CREATE TABLE alert_event_next (
  fingerprint TEXT NOT NULL REFERENCES alert,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'raised' OR kind = 'updated' OR kind = 'recorded' OR kind = 'retracted' OR kind = 'reinstated' OR kind = 'withdrawn' OR kind = 'unstable' OR kind = 'ended'),
  at TEXT NOT NULL,
  vintage_id INTEGER REFERENCES vintage,
  current REAL,
  base REAL,
  percent REAL,
  reason TEXT,
  PRIMARY KEY (fingerprint, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO alert_event_next SELECT * FROM alert_event;
DROP TABLE alert_event;
ALTER TABLE alert_event_next RENAME TO alert_event;
`;
