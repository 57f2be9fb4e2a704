/**
 * An alert keeps what it says as its figures, the end of their base and the rule that judged them, and no text of it: that is made when
 * it is shown. What was told last stands in its events. Of an alert on publications, of which there are few, the text is kept beside it.
 * The links of messages are checked by comparing, as events are.
 *
 * The text of an alert that ended without figures, though they were known, names the rule that could not judge it. What is kept is the one
 * that did: its metric and threshold stand beside the text, its direction is that of the figures, and where their base ends follows from
 * the metric.
 */
export const alertStatements = `
CREATE TABLE publication_alert (
  fingerprint TEXT PRIMARY KEY REFERENCES alert,
  pipeline TEXT NOT NULL,
  entry TEXT NOT NULL CHECK (json_valid(entry))
) STRICT, WITHOUT ROWID;
INSERT INTO publication_alert SELECT fingerprint, subject, entry FROM alert WHERE key_id IS NULL;
CREATE INDEX publication_alert_by_source ON publication_alert (pipeline);

CREATE TABLE alert_next (
  fingerprint TEXT PRIMARY KEY,
  rule_id TEXT NOT NULL,
  key_id INTEGER REFERENCES series_key,
  mirror_key_id INTEGER REFERENCES series_key,
  period_kind TEXT NOT NULL,
  period INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state = 'historical' OR state = 'firing' OR state = 'pending' OR state = 'retracted' OR state = 'suspended' OR state = 'ended'),
  severity TEXT NOT NULL,
  metric TEXT NOT NULL,
  rule_version TEXT,
  rule_title TEXT,
  direction TEXT,
  threshold REAL,
  current REAL,
  base REAL,
  percent REAL,
  base_end INTEGER,
  sequence INTEGER NOT NULL,
  sightings INTEGER NOT NULL DEFAULT 0,
  turns INTEGER NOT NULL DEFAULT 0,
  raised_at TEXT NOT NULL,
  last_event_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO alert_next
SELECT fingerprint, rule_id, key_id, (SELECT m.key_id FROM series_key m WHERE m.key = entry ->> '$.mirror_key'), period_kind, period, state, severity, metric,
  CASE WHEN key_id IS NULL THEN NULL WHEN names_another THEN '' ELSE COALESCE(entry ->> '$.rule.version', '') END,
  CASE WHEN key_id IS NOT NULL THEN entry ->> '$.rule.title' END,
  CASE WHEN key_id IS NULL THEN NULL WHEN names_another AND percent < 0 THEN 'fall' WHEN names_another AND percent > 0 THEN 'rise'
    ELSE COALESCE(entry ->> '$.rule.direction', 'rise') END,
  threshold, current, base, percent,
  CASE WHEN NOT names_another THEN CAST(replace(entry ->> '$.base_period.end', '-', '') AS INTEGER)
    WHEN metric IN ('yoy', 'ytd_yoy', 'rolling_3m_yoy') THEN period - 100 WHEN metric = 'mirror_gap' THEN period
    WHEN metric = 'mom' THEN period - iif(period % 100 > 1, 1, 89) WHEN metric = 'qoq' THEN period - iif(period % 100 > 3, 3, 91) END,
  sequence, sightings, turns, raised_at, last_event_at
FROM (SELECT *, key_id IS NOT NULL AND state = 'ended' AND entry ->> '$.value' IS NULL AND (SELECT e.current FROM alert_event e
    WHERE e.fingerprint = alert.fingerprint AND e.kind <> 'ended' ORDER BY e.sequence DESC LIMIT 1) IS NOT NULL AS names_another FROM alert);
DROP TABLE alert;
ALTER TABLE alert_next RENAME TO alert;
CREATE INDEX alert_by_key ON alert (key_id);
CREATE INDEX alert_pending ON alert (key_id) WHERE state = 'pending';

CREATE TABLE outbox_alert_next (
  outbox_id INTEGER NOT NULL REFERENCES outbox,
  fingerprint TEXT NOT NULL REFERENCES alert,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'raised' OR kind = 'updated' OR kind = 'retracted' OR kind = 'reinstated' OR kind = 'withdrawn' OR kind = 'unstable' OR kind = 'ended'),
  stands INTEGER NOT NULL CHECK (stands = 1 OR stands = 0),
  current REAL,
  base REAL,
  percent REAL,
  severity TEXT NOT NULL,
  cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled = 0 OR cancelled = 1),
  PRIMARY KEY (fingerprint, outbox_id)
) STRICT, WITHOUT ROWID;
INSERT INTO outbox_alert_next SELECT * FROM outbox_alert;
DROP TABLE outbox_alert;
ALTER TABLE outbox_alert_next RENAME TO outbox_alert;
CREATE INDEX outbox_alert_by_message ON outbox_alert (outbox_id);
`;
