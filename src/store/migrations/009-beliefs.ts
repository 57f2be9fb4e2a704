/** Alerts on more than growth, told by what each receiver believes: what every message said, and whether it may have arrived. */
export const beliefs = `
CREATE TABLE outbox_wider (
  outbox_id INTEGER PRIMARY KEY,
  run_id INTEGER REFERENCES run,
  message_id TEXT NOT NULL UNIQUE,
  receiver TEXT NOT NULL,
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,
  message TEXT NOT NULL CHECK (json_valid(message)),
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead', 'superseded')),
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  next_attempt_at TEXT,
  delivered_at TEXT,
  remaining TEXT,
  detail TEXT,
  in_doubt INTEGER NOT NULL DEFAULT 0 CHECK (in_doubt IN (0, 1)),
  partly_taken INTEGER NOT NULL DEFAULT 0 CHECK (partly_taken IN (0, 1)),
  resent_at TEXT
) STRICT;
INSERT INTO outbox_wider (outbox_id, run_id, message_id, receiver, channel, kind, message, state, attempts, created_at, next_attempt_at, delivered_at,
  remaining, detail, in_doubt)
  SELECT outbox_id, run_id, message_id, receiver, channel, kind, message, state, attempts, created_at, next_attempt_at, delivered_at, remaining, detail,
    state = 'waiting' AND attempts > 0 FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_wider RENAME TO outbox;
CREATE INDEX outbox_waiting ON outbox (receiver, outbox_id) WHERE state = 'waiting';
CREATE INDEX outbox_dead ON outbox (outbox_id) WHERE state = 'dead';
CREATE INDEX outbox_by_receiver ON outbox (receiver, delivered_at);
CREATE INDEX outbox_newest ON outbox (receiver, outbox_id);
CREATE INDEX outbox_claim_by_message ON outbox_claim (outbox_id);
ALTER TABLE outbox_claim ADD COLUMN cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1));

CREATE TABLE outbox_alert_wider (
  outbox_id INTEGER NOT NULL REFERENCES outbox,
  fingerprint TEXT NOT NULL REFERENCES alert,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('raised', 'updated', 'retracted', 'reinstated', 'withdrawn', 'unstable', 'ended')),
  stands INTEGER NOT NULL CHECK (stands IN (0, 1)),
  current REAL,
  base REAL,
  percent REAL,
  severity TEXT NOT NULL,
  cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
  PRIMARY KEY (fingerprint, outbox_id)
) STRICT, WITHOUT ROWID;
INSERT INTO outbox_alert_wider
SELECT outbox_id, fingerprint, COALESCE(json_extract(said, '$.sequence'), 1), kind, kind IN ('raised', 'updated', 'reinstated'),
  json_extract(said, '$.value.current'), json_extract(said, '$.value.base'), json_extract(said, '$.value.percent'), severity, 0
FROM (SELECT outbox_id, fingerprint, severity, said, COALESCE(json_extract(said, '$.event'), CASE WHEN json_extract(said, '$.type') LIKE 'alert.%' THEN substr(json_extract(said, '$.type'), 7) END, 'raised') AS kind
  FROM (SELECT x.outbox_id, x.fingerprint, a.severity, CASE WHEN b.kind = 'digest'
      THEN (SELECT e.value FROM json_each(b.message, '$.alerts') e WHERE json_extract(e.value, '$.fingerprint') = x.fingerprint LIMIT 1) ELSE b.message END AS said
    FROM outbox_alert x JOIN outbox b ON b.outbox_id = x.outbox_id JOIN alert a ON a.fingerprint = x.fingerprint));
DROP TABLE outbox_alert;
ALTER TABLE outbox_alert_wider RENAME TO outbox_alert;
CREATE INDEX outbox_alert_by_message ON outbox_alert (outbox_id);

CREATE TABLE alert_wider (
  fingerprint TEXT PRIMARY KEY,
  rule_id TEXT NOT NULL,
  key_id INTEGER REFERENCES series_key,
  subject TEXT NOT NULL,
  period_kind TEXT NOT NULL,
  period INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'firing', 'historical', 'retracted', 'suspended', 'ended')),
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
INSERT INTO alert_wider
SELECT fingerprint, rule_id, key_id, key, period_kind, period, state, severity, metric, threshold, current, base, percent, current, base, percent, sequence, 1, 0,
  json_object('fingerprint', fingerprint, 'sequence', sequence,
    'event', CASE state WHEN 'retracted' THEN 'retracted' WHEN 'suspended' THEN 'withdrawn' ELSE 'raised' END,
    'rule', json_object('id', rule_id, 'title', NULL, 'version', '', 'metric', metric, 'direction', CASE WHEN percent < 0 THEN 'fall' ELSE 'rise' END, 'threshold', threshold),
    'series', json_object('key', key, 'pipeline', pipeline, 'reporter', reporter, 'partner', partner, 'flow', flow, 'product', classification || ':' || product,
      'product_name', NULL, 'measure', measure, 'unit', unit),
    'mirror_key', NULL,
    'period', json_object('kind', period_kind, 'start', substr(start, 1, 4) || '-' || substr(start, 5), 'end', substr(period, 1, 4) || '-' || substr(period, 5)),
    'base_period', NULL,
    'value', json(CASE WHEN state <> 'suspended' THEN json_object('current', current, 'base', base, 'percent', percent, 'change', current - base, 'unit', unit) END),
    'stands', json(CASE WHEN state IN ('firing', 'historical') THEN 'true' ELSE 'false' END), 'severity', severity),
  raised_at, last_event_at
FROM (SELECT a.*, k.key, k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit,
  CASE a.period_kind WHEN 'month' THEN a.period WHEN 'quarter' THEN a.period - 2 ELSE a.period - a.period % 100 + 1 END AS start,
  COALESCE((SELECT COALESCE(json_extract(b.message, '$.rule.metric'),
      (SELECT json_extract(e.value, '$.rule.metric') FROM json_each(b.message, '$.alerts') e WHERE json_extract(e.value, '$.fingerprint') = a.fingerprint LIMIT 1))
    FROM outbox_alert x JOIN outbox b ON b.outbox_id = x.outbox_id WHERE x.fingerprint = a.fingerprint ORDER BY b.outbox_id DESC LIMIT 1), 'yoy') AS metric
  FROM alert a JOIN series_key k ON k.key_id = a.key_id);
DROP TABLE alert;
ALTER TABLE alert_wider RENAME TO alert;
CREATE INDEX alert_by_key ON alert (key_id);
CREATE INDEX alert_pending ON alert (key_id) WHERE state = 'pending';

CREATE TABLE alert_event_wider (
  fingerprint TEXT NOT NULL REFERENCES alert,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('raised', 'updated', 'retracted', 'reinstated', 'withdrawn', 'unstable', 'ended', 'recorded')),
  at TEXT NOT NULL,
  vintage_id INTEGER REFERENCES vintage,
  current REAL,
  base REAL,
  percent REAL,
  reason TEXT,
  PRIMARY KEY (fingerprint, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO alert_event_wider SELECT * FROM alert_event;
DROP TABLE alert_event;
ALTER TABLE alert_event_wider RENAME TO alert_event;

CREATE TABLE silence (
  silence_id INTEGER PRIMARY KEY,
  rule TEXT,
  series TEXT,
  receiver TEXT,
  reason TEXT NOT NULL,
  author TEXT NOT NULL,
  from_at TEXT NOT NULL,
  until_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CHECK (from_at < until_at)
) STRICT;

CREATE TABLE receiver_outage (
  receiver TEXT PRIMARY KEY,
  since TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at TEXT,
  detail TEXT NOT NULL,
  told_at TEXT,
  version TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
