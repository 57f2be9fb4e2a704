PRAGMA application_id = 1953653879;

PRAGMA user_version = 3;

CREATE TABLE source (
  pipeline TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  publisher TEXT NOT NULL,
  licence TEXT NOT NULL,
  by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
  next_expected_at TEXT
) STRICT, WITHOUT ROWID;

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

CREATE TABLE outbox_alert (
  outbox_id INTEGER NOT NULL REFERENCES outbox,
  fingerprint TEXT NOT NULL REFERENCES alert,
  PRIMARY KEY (fingerprint, outbox_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE "run" (
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
, answered INTEGER NOT NULL DEFAULT 0, not_yet_published INTEGER NOT NULL DEFAULT 0, suppressed INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0, errors INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE "snapshot" (
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

CREATE UNIQUE INDEX series_key_by_text ON series_key (key);

CREATE INDEX series_key_by_product ON series_key (product, reporter, partner);

CREATE INDEX alert_by_key ON alert (key_id);

CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE state = 'waiting';

CREATE INDEX run_by_pipeline ON run (pipeline, run_id);

CREATE INDEX snapshot_by_request ON snapshot (pipeline, request_key, snapshot_id);

CREATE INDEX snapshot_by_run ON snapshot (run_id);

CREATE INDEX held_figure_waiting ON held_figure (pipeline) WHERE outcome IS NULL;

CREATE INDEX held_figure_by_snapshot ON held_figure (snapshot_id);

CREATE VIEW v_observation AS SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.measure, k.unit, k.valuation,
  CASE
    WHEN s.period_kind = 'month' OR (s.period_kind = 'ytd' AND o.period % 100 = 1) THEN printf('%d-%02d', o.period / 100, o.period % 100)
    WHEN s.period_kind = 'quarter' THEN printf('%d-%02d', (o.period - 2) / 100, (o.period - 2) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100)
    ELSE printf('%d-%02d', (o.period - o.period % 100 + 1) / 100, (o.period - o.period % 100 + 1) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100) END AS period, s.period_kind, o.value, o.status,
  COALESCE((SELECT MIN(hv.known_from) FROM observation_history h JOIN vintage hv ON hv.vintage_id = h.vintage_id WHERE h.series_id = o.series_id AND h.period = o.period), v.known_from) AS first_seen_at,
  v.known_from AS vintage_at, n.sha256 AS snapshot_sha256, n.url AS source_url,
  (SELECT p.name FROM product p WHERE p.pipeline = k.pipeline AND p.classification = k.classification AND p.product = k.product) AS product_name,
  k.key AS series_key
FROM observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
  JOIN vintage v ON v.vintage_id = o.vintage_id JOIN snapshot n ON n.snapshot_id = v.snapshot_id;

CREATE VIEW v_vintage AS SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.measure, k.unit, k.valuation,
  CASE
    WHEN s.period_kind = 'month' OR (s.period_kind = 'ytd' AND o.period % 100 = 1) THEN printf('%d-%02d', o.period / 100, o.period % 100)
    WHEN s.period_kind = 'quarter' THEN printf('%d-%02d', (o.period - 2) / 100, (o.period - 2) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100)
    ELSE printf('%d-%02d', (o.period - o.period % 100 + 1) / 100, (o.period - o.period % 100 + 1) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100) END AS period, s.period_kind, v.known_from, o.known_to, o.value, o.status,
  v.published_at, n.sha256 AS snapshot_sha256, n.url AS source_url, k.key AS series_key
FROM (SELECT series_id, period, vintage_id, value, status, NULL AS known_to FROM observation
      UNION ALL
      SELECT h.series_id, h.period, h.vintage_id, h.value, h.status, r.known_from FROM observation_history h JOIN vintage r ON r.vintage_id = h.replaced_by) o
  JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
  JOIN vintage v ON v.vintage_id = o.vintage_id JOIN snapshot n ON n.snapshot_id = v.snapshot_id;

CREATE VIEW v_growth AS SELECT key, period, value,
  CASE WHEN mom_base > 0 THEN 100.0 * (total - mom_base) / mom_base END AS mom_percent,
  CASE WHEN yoy_base > 0 THEN 100.0 * (total - yoy_base) / yoy_base END AS yoy_percent,
  CASE WHEN ytd_base > 0 THEN 100.0 * (ytd_value - ytd_base) / ytd_base END AS ytd_yoy_percent,
  yoy_base,
  CASE
    WHEN total IS NULL THEN CASE WHEN suppressed THEN 'suppressed' WHEN combined THEN 'combined_period' ELSE 'no_current' END
    WHEN yoy_base > 0 THEN NULL
    WHEN yoy_base IS NOT NULL THEN 'base_zero_or_small'
    WHEN base_suppressed THEN 'suppressed'
    WHEN base_combined THEN 'combined_period'
    ELSE 'no_base' END AS yoy_reason,
  period_kind, ytd_value, ytd_base, pipeline, reporter, partner, flow, classification, product, measure, unit
FROM (
  SELECT k.*, CASE
    WHEN s.period_kind = 'month' OR (s.period_kind = 'ytd' AND o.period % 100 = 1) THEN printf('%d-%02d', o.period / 100, o.period % 100)
    WHEN s.period_kind = 'quarter' THEN printf('%d-%02d', (o.period - 2) / 100, (o.period - 2) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100)
    ELSE printf('%d-%02d', (o.period - o.period % 100 + 1) / 100, (o.period - o.period % 100 + 1) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100) END AS period, s.period_kind, o.value,
    CASE s.period_kind WHEN 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN 'quarter' THEN CASE WHEN o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT CASE WHEN COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period),
      CASE WHEN o.period % 100 > 2 THEN ROUND((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = ((o.period - o.period % 100 + 1) + 1)) + (SELECT CASE WHEN COUNT(y.value) = (o.period) - (((o.period - o.period % 100 + 1) + 2)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - o.period % 100 + 1) + 2) AND o.period), 6) END) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT CASE WHEN COUNT(y.value) = (o.period) - ((o.period - 2)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period) END) END ELSE COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT CASE WHEN COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period),
      CASE WHEN o.period % 100 > 2 THEN ROUND((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = ((o.period - o.period % 100 + 1) + 1)) + (SELECT CASE WHEN COUNT(y.value) = (o.period) - (((o.period - o.period % 100 + 1) + 2)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - o.period % 100 + 1) + 2) AND o.period), 6) END) END) END AS total,
    CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = (CASE WHEN o.period % 100 = 1 THEN o.period - 89 ELSE o.period - 1 END)), CASE WHEN (CASE WHEN o.period % 100 = 1 THEN o.period - 89 ELSE o.period - 1 END) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (CASE WHEN o.period % 100 = 1 THEN o.period - 89 ELSE o.period - 1 END)) END) END AS mom_base,
    CASE s.period_kind WHEN 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN 'quarter' THEN CASE WHEN (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT CASE WHEN COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100)),
      CASE WHEN (o.period - 100) % 100 > 2 THEN ROUND((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (((o.period - 100) - (o.period - 100) % 100 + 1) + 1)) + (SELECT CASE WHEN COUNT(y.value) = ((o.period - 100)) - ((((o.period - 100) - (o.period - 100) % 100 + 1) + 2)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (((o.period - 100) - (o.period - 100) % 100 + 1) + 2) AND (o.period - 100)), 6) END) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT CASE WHEN COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100)) END) END ELSE COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT CASE WHEN COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100)),
      CASE WHEN (o.period - 100) % 100 > 2 THEN ROUND((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (((o.period - 100) - (o.period - 100) % 100 + 1) + 1)) + (SELECT CASE WHEN COUNT(y.value) = ((o.period - 100)) - ((((o.period - 100) - (o.period - 100) % 100 + 1) + 2)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (((o.period - 100) - (o.period - 100) % 100 + 1) + 2) AND (o.period - 100)), 6) END) END) END AS yoy_base,
    CASE WHEN s.period_kind <> 'quarter' THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT CASE WHEN COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period),
      CASE WHEN o.period % 100 > 2 THEN ROUND((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = ((o.period - o.period % 100 + 1) + 1)) + (SELECT CASE WHEN COUNT(y.value) = (o.period) - (((o.period - o.period % 100 + 1) + 2)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - o.period % 100 + 1) + 2) AND o.period), 6) END) END) END AS ytd_value,
    CASE WHEN s.period_kind <> 'quarter' THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT CASE WHEN COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100)),
      CASE WHEN (o.period - 100) % 100 > 2 THEN ROUND((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (((o.period - 100) - (o.period - 100) % 100 + 1) + 1)) + (SELECT CASE WHEN COUNT(y.value) = ((o.period - 100)) - ((((o.period - 100) - (o.period - 100) % 100 + 1) + 2)) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (((o.period - 100) - (o.period - 100) % 100 + 1) + 2) AND (o.period - 100)), 6) END) END) END AS ytd_base,
    CASE s.period_kind WHEN 'month' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind = 'month' OR (x.period_kind = 'ytd' AND y.period % 100 = 1)) AND y.status = 'Q') WHEN 'quarter' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind = 'quarter' OR (y.period % 100 = 3 AND x.period_kind = 'ytd')) AND y.status = 'Q') ELSE EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1)) AND y.status = 'Q') END AS suppressed, CASE s.period_kind WHEN 'month' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind = 'month' OR (x.period_kind = 'ytd' AND y.period % 100 = 1)) AND y.status = 'Q') WHEN 'quarter' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind = 'quarter' OR (y.period % 100 = 3 AND x.period_kind = 'ytd')) AND y.status = 'Q') ELSE EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1)) AND y.status = 'Q') END AS base_suppressed,
    ((s.period_kind = 'month' AND o.period % 100 <= 2 OR s.period_kind = 'ytd' AND o.period % 100 = 1) AND EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - o.period % 100 + 2) AND x.period_kind = 'combined')) AS combined, ((s.period_kind = 'month' AND (o.period - 100) % 100 <= 2 OR s.period_kind = 'ytd' AND (o.period - 100) % 100 = 1) AND EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = ((o.period - 100) - (o.period - 100) % 100 + 2) AND x.period_kind = 'combined')) AS base_combined
  FROM observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id);

CREATE VIEW v_alert AS SELECT a.fingerprint AS id, a.rule_id AS rule, k.key AS series_key, CASE
    WHEN a.period_kind = 'month' OR (a.period_kind = 'ytd' AND a.period % 100 = 1) THEN printf('%d-%02d', a.period / 100, a.period % 100)
    WHEN a.period_kind = 'quarter' THEN printf('%d-%02d', (a.period - 2) / 100, (a.period - 2) % 100) || '/' || printf('%d-%02d', a.period / 100, a.period % 100)
    ELSE printf('%d-%02d', (a.period - a.period % 100 + 1) / 100, (a.period - a.period % 100 + 1) % 100) || '/' || printf('%d-%02d', a.period / 100, a.period % 100) END AS period, a.state, a.severity,
  a.percent, a.threshold, a.raised_at, a.last_event_at,
  (SELECT COUNT(*) FROM alert_event e WHERE e.fingerprint = a.fingerprint) AS events, a.current AS value, a.base AS base_value
FROM alert a JOIN series_key k ON k.key_id = a.key_id;

CREATE VIEW v_delivery AS SELECT x.fingerprint AS alert, b.receiver, b.channel, b.kind, b.state, b.attempts, b.next_attempt_at, b.delivered_at, b.message_id, b.created_at, b.detail
FROM outbox b LEFT JOIN outbox_alert x ON x.outbox_id = b.outbox_id;

CREATE VIEW v_source AS SELECT pipeline,
  (SELECT CASE
    WHEN s.period_kind = 'month' OR (s.period_kind = 'ytd' AND o.period % 100 = 1) THEN printf('%d-%02d', o.period / 100, o.period % 100)
    WHEN s.period_kind = 'quarter' THEN printf('%d-%02d', (o.period - 2) / 100, (o.period - 2) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100)
    ELSE printf('%d-%02d', (o.period - o.period % 100 + 1) / 100, (o.period - o.period % 100 + 1) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100) END FROM series_key k JOIN series s ON s.key_id = k.key_id JOIN observation o ON o.series_id = s.series_id
    WHERE k.pipeline = q.pipeline ORDER BY o.period DESC, s.period_kind <> 'month', s.period_kind <> 'combined' LIMIT 1) AS last_period,
  (SELECT MAX(v.published_at) FROM vintage v JOIN snapshot n ON n.snapshot_id = v.snapshot_id WHERE n.pipeline = q.pipeline) AS last_published_at,
  last_success_at,
  CASE
    WHEN last_outcome = 'waiting' THEN 'waiting_for_key'
    WHEN last_outcome IN ('failed', 'partial') THEN 'failing'
    WHEN last_success_at IS NULL AND by_hand THEN 'waiting_for_file'
    ELSE 'ok' END AS state,
  next_expected_at,
  CASE WHEN last_outcome <> 'ok' THEN last_error END AS last_error,
  title, publisher, licence, last_answer
FROM (SELECT c.*, (SELECT CASE
      WHEN r.errors > 0 OR r.outcome IN ('failed', 'waiting') THEN 'error'
      WHEN r.held > 0 THEN 'held'
      WHEN r.suppressed > 0 THEN 'suppressed'
      WHEN r.not_yet_published > 0 THEN 'not_yet_published'
      WHEN r.answered > 0 THEN 'answered' END
    FROM run r WHERE r.pipeline = c.pipeline AND r.outcome IS NOT NULL ORDER BY r.run_id DESC LIMIT 1) AS last_answer,
    (SELECT MAX(r.finished_at) FROM run r WHERE r.pipeline = c.pipeline AND r.outcome = 'ok') AS last_success_at,
    (SELECT r.outcome FROM run r WHERE r.pipeline = c.pipeline AND r.outcome IS NOT NULL ORDER BY r.run_id DESC LIMIT 1) AS last_outcome,
    (SELECT r.error FROM run r WHERE r.pipeline = c.pipeline AND r.outcome IS NOT NULL ORDER BY r.run_id DESC LIMIT 1) AS last_error
  FROM source c) q;

CREATE VIEW v_run AS SELECT run_id AS id, pipeline, trigger, started_at, finished_at, outcome, requests, snapshots, inserted, revised, unchanged, refused, error,
  answered, not_yet_published, suppressed, held, errors FROM run;

CREATE VIEW v_article AS SELECT article_id AS id, url, title, publisher, feed_date, page_date, language, first_seen_at FROM article;

CREATE VIEW v_completeness AS SELECT n.pipeline, n.sha256 AS snapshot_sha256, n.run_id AS run, c.kind AS "check", c.subject, c.expected, c.received, c.holds, c.detail, c.checked_at, n.url AS source_url
FROM completeness c JOIN snapshot n ON n.snapshot_id = c.snapshot_id;

CREATE VIEW v_held AS SELECT h.pipeline, h.series_key, CASE
    WHEN h.period_kind = 'month' OR (h.period_kind = 'ytd' AND h.period % 100 = 1) THEN printf('%d-%02d', h.period / 100, h.period % 100)
    WHEN h.period_kind = 'quarter' THEN printf('%d-%02d', (h.period - 2) / 100, (h.period - 2) % 100) || '/' || printf('%d-%02d', h.period / 100, h.period % 100)
    ELSE printf('%d-%02d', (h.period - h.period % 100 + 1) / 100, (h.period - h.period % 100 + 1) % 100) || '/' || printf('%d-%02d', h.period / 100, h.period % 100) END AS period, h.period_kind, h.value, h.status, h.cause, h.reason, h.held_at,
  COALESCE(h.outcome, 'waiting') AS state, h.settled_at, n.sha256 AS snapshot_sha256, n.run_id AS run, n.url AS source_url
FROM held_figure h JOIN snapshot n ON n.snapshot_id = h.snapshot_id;
