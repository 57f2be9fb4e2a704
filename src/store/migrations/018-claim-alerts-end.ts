/** An alert on a claim ends when no rule asks for it any more. */
export const claimAlertsEnd = `
CREATE TABLE claim_alert_next (
  fingerprint TEXT PRIMARY KEY,
  rule_id TEXT NOT NULL,
  claim_id INTEGER NOT NULL REFERENCES claim,
  state TEXT NOT NULL CHECK (state = 'contradicted' OR state = 'corrected' OR state = 'ended'),
  severity TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  raised_at TEXT NOT NULL,
  last_event_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO claim_alert_next SELECT * FROM claim_alert;
DROP TABLE claim_alert;
ALTER TABLE claim_alert_next RENAME TO claim_alert;
CREATE INDEX claim_alert_by_claim ON claim_alert (claim_id);

CREATE TABLE claim_event_next (
  fingerprint TEXT NOT NULL REFERENCES claim_alert,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'contradicted' OR kind = 'changed' OR kind = 'ended'),
  at TEXT NOT NULL,
  vintage_id INTEGER REFERENCES vintage,
  verdict TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (fingerprint, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO claim_event_next SELECT * FROM claim_event;
DROP TABLE claim_event;
ALTER TABLE claim_event_next RENAME TO claim_event;
`;
