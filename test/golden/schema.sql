PRAGMA application_id = 1953653879;

PRAGMA user_version = 27;

CREATE TABLE source (
  pipeline TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  publisher TEXT NOT NULL,
  licence TEXT NOT NULL,
  by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
  next_expected_at TEXT
, schedule TEXT, timezone TEXT NOT NULL DEFAULT 'Etc/UTC') STRICT, WITHOUT ROWID;

CREATE TABLE vintage (
  vintage_id INTEGER PRIMARY KEY,
  snapshot_id INTEGER NOT NULL REFERENCES snapshot,
  known_from TEXT NOT NULL,
  published_at TEXT,
  loaded_at TEXT NOT NULL
) STRICT;

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

CREATE TABLE rule_state (
  rule_id TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  adopted_at TEXT NOT NULL
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
, notes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(notes)), answered INTEGER NOT NULL DEFAULT 0, not_yet_published INTEGER NOT NULL DEFAULT 0, suppressed INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0, errors INTEGER NOT NULL DEFAULT 0) STRICT;

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
, corrections TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(corrections)), first_period INTEGER, last_period INTEGER, figures INTEGER, file_state TEXT) STRICT;

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

CREATE TABLE exchange_rate (
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  frequency TEXT NOT NULL CHECK (frequency IN ('month', 'day')),
  period TEXT NOT NULL,
  known_from TEXT NOT NULL,
  known_to TEXT,
  per_eur TEXT,
  status TEXT NOT NULL,
  published_at TEXT,
  snapshot_id INTEGER NOT NULL REFERENCES snapshot,
  PRIMARY KEY (currency, frequency, period, known_from),
  CHECK ((per_eur IS NULL) = (status IN ('M', 'Q'))),
  CHECK (known_to IS NULL OR known_to > known_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE failed_request (
  pipeline TEXT NOT NULL,
  request_key TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  last_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (pipeline, request_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE "article" (
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
  canonical_url TEXT,
  page_read_at TEXT,
  page_reason TEXT,
  story_id INTEGER
) STRICT;

CREATE TABLE article_sketch (
  article_id INTEGER PRIMARY KEY REFERENCES article,
  at TEXT NOT NULL,
  sketch TEXT NOT NULL CHECK (json_valid(sketch))
) STRICT;

CREATE TABLE article_band (
  band INTEGER NOT NULL,
  article_id INTEGER NOT NULL REFERENCES article,
  PRIMARY KEY (band, article_id)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE article_search USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2');

CREATE TABLE 'article_search_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'article_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE 'article_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'article_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;

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

CREATE TABLE backfill_run (
  run_id INTEGER PRIMARY KEY REFERENCES run,
  backfill_id INTEGER NOT NULL REFERENCES backfill
) STRICT;

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

CREATE TABLE article_body (
  article_id INTEGER PRIMARY KEY REFERENCES article,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE claim (
  claim_id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article,
  identity TEXT NOT NULL,
  quote TEXT NOT NULL,
  commodity TEXT,
  flow TEXT,
  reporter TEXT,
  partner TEXT,
  basis TEXT NOT NULL,
  period TEXT,
  last_month INTEGER,
  direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
  percent REAL,
  qualifier TEXT NOT NULL,
  level REAL,
  level_unit TEXT,
  base_level REAL,
  measure TEXT,
  span_start INTEGER NOT NULL,
  span_end INTEGER NOT NULL,
  first_read_at TEXT NOT NULL,
  gone_at TEXT, doubt TEXT CHECK (doubt IS NULL OR json_valid(doubt)),
  UNIQUE (article_id, identity)
) STRICT;

CREATE TABLE verdict (
  claim_id INTEGER NOT NULL REFERENCES claim,
  sequence INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('supported', 'contradicted', 'supported_under_other_reading', 'not_comparable')),
  reading TEXT,
  reason TEXT,
  percent REAL,
  bound TEXT,
  value REAL,
  base REAL,
  unit TEXT,
  series_key TEXT,
  judged_at TEXT NOT NULL,
  vintage_id INTEGER REFERENCES vintage,
  judged TEXT NOT NULL CHECK (json_valid(judged)),
  PRIMARY KEY (claim_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_claim (
  outbox_id INTEGER NOT NULL REFERENCES outbox,
  fingerprint TEXT NOT NULL REFERENCES claim_alert, cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
  PRIMARY KEY (fingerprint, outbox_id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE "outbox" (
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

CREATE TABLE silence (
  silence_id INTEGER PRIMARY KEY,
  rule TEXT,
  series TEXT,
  receiver TEXT,
  reason TEXT NOT NULL,
  author TEXT NOT NULL,
  from_at TEXT NOT NULL,
  until_at TEXT NOT NULL,
  created_at TEXT NOT NULL, handled_at TEXT,
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

CREATE TABLE docs_view (
  view TEXT PRIMARY KEY,
  meaning TEXT NOT NULL,
  grain TEXT NOT NULL,
  example TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE docs_column (
  view TEXT NOT NULL REFERENCES docs_view,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  unit TEXT,
  meaning TEXT NOT NULL,
  PRIMARY KEY (view, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE area (
  partner TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE concordance (
  classification TEXT NOT NULL,
  product TEXT NOT NULL,
  hs_product TEXT NOT NULL,
  share TEXT NOT NULL CHECK (share IN ('all', 'part')),
  subject TEXT,
  valid_from TEXT,
  valid_until TEXT,
  PRIMARY KEY (classification, product)
) STRICT, WITHOUT ROWID;

CREATE TABLE heartbeat (
  month INTEGER PRIMARY KEY,
  written_at TEXT NOT NULL
) STRICT;

CREATE TABLE progress (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  counter INTEGER NOT NULL,
  restored_at TEXT
, numbered_behind INTEGER NOT NULL DEFAULT 0, reference TEXT, told_under TEXT) STRICT;

CREATE TABLE "series" (
  series_id INTEGER PRIMARY KEY,
  key_id INTEGER NOT NULL REFERENCES series_key,
  period_kind TEXT NOT NULL CHECK (period_kind = 'month' OR period_kind = 'combined' OR period_kind = 'ytd' OR period_kind = 'quarter' OR period_kind = 'year'),
  fingerprint INTEGER, last_period INTEGER, last_value REAL, last_yoy_percent REAL,
  UNIQUE (key_id, period_kind)
) STRICT;

CREATE TABLE "observation" (
  series_id INTEGER NOT NULL REFERENCES series,
  period INTEGER NOT NULL CHECK (period BETWEEN 190001 AND 219912 AND period % 100 BETWEEN 1 AND 12),
  value REAL,
  status TEXT NOT NULL CHECK (CASE status WHEN 'A' THEN value IS NOT NULL WHEN 'P' THEN value IS NOT NULL WHEN 'E' THEN value IS NOT NULL WHEN 'B' THEN value IS NOT NULL WHEN 'M' THEN value IS NULL WHEN 'Q' THEN value IS NULL ELSE 0 END),
  vintage_id INTEGER NOT NULL REFERENCES vintage,
  PRIMARY KEY (series_id, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE "alert_event" (
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

CREATE TABLE "series_key" (
  key_id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  reporter TEXT NOT NULL,
  partner TEXT NOT NULL,
  flow TEXT NOT NULL CHECK (flow = 'export' OR flow = 'import' OR flow = 're-export'),
  classification TEXT NOT NULL,
  product TEXT NOT NULL,
  measure TEXT NOT NULL CHECK (measure = 'value' OR measure = 'net_weight' OR measure = 'quantity'),
  unit TEXT NOT NULL,
  valuation TEXT CHECK (valuation = 'FOB' OR valuation = 'CIF'),
  first_run_id INTEGER NOT NULL REFERENCES run,
  key TEXT NOT NULL GENERATED ALWAYS AS (pipeline || '/' || reporter || '.' || partner || '.' || flow || '.' || classification || ':' || product || '.' || measure || '.' || unit) STORED
) STRICT;

CREATE TABLE "claim_alert" (
  fingerprint TEXT PRIMARY KEY,
  rule_id TEXT NOT NULL,
  claim_id INTEGER NOT NULL REFERENCES claim,
  state TEXT NOT NULL CHECK (state = 'contradicted' OR state = 'corrected' OR state = 'ended'),
  severity TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  raised_at TEXT NOT NULL,
  last_event_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE "claim_event" (
  fingerprint TEXT NOT NULL REFERENCES claim_alert,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'contradicted' OR kind = 'changed' OR kind = 'ended'),
  at TEXT NOT NULL,
  vintage_id INTEGER REFERENCES vintage,
  verdict TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (fingerprint, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE publication_alert (
  fingerprint TEXT PRIMARY KEY REFERENCES alert,
  pipeline TEXT NOT NULL,
  entry TEXT NOT NULL CHECK (json_valid(entry))
) STRICT, WITHOUT ROWID;

CREATE TABLE "alert" (
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

CREATE TABLE "outbox_alert" (
  outbox_id INTEGER NOT NULL REFERENCES outbox,
  fingerprint TEXT NOT NULL REFERENCES alert,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'raised' OR kind = 'updated' OR kind = 'retracted' OR kind = 'reinstated' OR kind = 'withdrawn' OR kind = 'unstable' OR kind = 'ended'),
  stands INTEGER NOT NULL CHECK (stands = 1 OR stands = 0),
  current REAL,
  base REAL,
  percent REAL,
  severity TEXT NOT NULL,
  cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled = 0 OR cancelled = 1), listed INTEGER NOT NULL DEFAULT 1 CHECK (listed = 1 OR listed = 0),
  PRIMARY KEY (fingerprint, outbox_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_to_read (
  article_id INTEGER PRIMARY KEY REFERENCES article
) STRICT;

CREATE TABLE partner_part (
  pipeline TEXT NOT NULL,
  part TEXT NOT NULL,
  whole TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  PRIMARY KEY (pipeline, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE period_name (
  period INTEGER NOT NULL CHECK (period BETWEEN 190001 AND 219912 AND period % 100 BETWEEN 1 AND 12),
  period_kind TEXT NOT NULL CHECK (period_kind IN ('month', 'combined', 'ytd', 'quarter', 'year')),
  text TEXT NOT NULL,
  PRIMARY KEY (period, period_kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_by_pipeline ON run (pipeline, run_id);

CREATE INDEX snapshot_by_request ON snapshot (pipeline, request_key, snapshot_id);

CREATE INDEX snapshot_by_run ON snapshot (run_id);

CREATE INDEX article_by_title ON article (publisher, title_key);

CREATE INDEX article_by_story ON article (story_id);

CREATE INDEX article_sketch_by_time ON article_sketch (at);

CREATE UNIQUE INDEX backfill_open ON backfill (pipeline) WHERE finished_at IS NULL;

CREATE INDEX backfill_run_by_backfill ON backfill_run (backfill_id);

CREATE INDEX claim_by_commodity ON claim (commodity, last_month) WHERE gone_at IS NULL;

CREATE INDEX held_figure_waiting ON held_figure (pipeline) WHERE outcome IS NULL;

CREATE INDEX held_figure_by_snapshot ON held_figure (snapshot_id);

CREATE INDEX outbox_waiting ON outbox (receiver, outbox_id) WHERE state = 'waiting';

CREATE INDEX outbox_dead ON outbox (outbox_id) WHERE state = 'dead';

CREATE INDEX outbox_by_receiver ON outbox (receiver, delivered_at);

CREATE INDEX outbox_newest ON outbox (receiver, outbox_id);

CREATE INDEX outbox_claim_by_message ON outbox_claim (outbox_id);

CREATE INDEX concordance_by_hs ON concordance (hs_product);

CREATE UNIQUE INDEX series_key_by_text ON series_key (key);

CREATE INDEX series_key_by_product ON series_key (product, reporter, partner);

CREATE INDEX series_key_by_partner ON series_key (partner, reporter, product);

CREATE INDEX claim_alert_by_claim ON claim_alert (claim_id);

CREATE INDEX publication_alert_by_source ON publication_alert (pipeline);

CREATE INDEX alert_by_key ON alert (key_id);

CREATE INDEX alert_pending ON alert (key_id) WHERE state = 'pending';

CREATE INDEX outbox_alert_by_message ON outbox_alert (outbox_id);

CREATE INDEX run_asked ON run (pipeline) WHERE trigger IN ('schedule', 'run') AND finished_at IS NOT NULL AND interrupted = 0;

CREATE INDEX run_under_way ON run (pipeline) WHERE finished_at IS NULL;

CREATE INDEX snapshot_under_way ON snapshot (pipeline) WHERE outcome IS NULL;

CREATE INDEX snapshot_by_sight ON snapshot (pipeline, last_seen_at);

CREATE INDEX period_name_by_text ON period_name (text);

CREATE INDEX series_key_by_reporter ON series_key (reporter);

CREATE TRIGGER run_ended AFTER UPDATE OF finished_at ON run BEGIN
  UPDATE progress SET counter = counter + 1;
END;

CREATE TRIGGER message_written AFTER INSERT ON outbox BEGIN
  UPDATE progress SET counter = counter + 1;
END;

CREATE TRIGGER message_settled AFTER UPDATE OF state, attempts ON outbox BEGIN
  UPDATE progress SET counter = counter + 1;
END;

CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
  INSERT OR IGNORE INTO article_to_read VALUES (NEW.article_id);
END;

CREATE TRIGGER article_changed AFTER UPDATE OF title, summary, language, feed_date, page_date ON article BEGIN
  INSERT OR IGNORE INTO article_to_read VALUES (NEW.article_id);
END;

CREATE TRIGGER article_body_added AFTER INSERT ON article_body BEGIN
  INSERT OR IGNORE INTO article_to_read VALUES (NEW.article_id);
END;

CREATE VIEW v_observation AS SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.measure, k.unit, k.valuation,
  t.text AS period, s.period_kind, o.value, o.status,
  COALESCE((SELECT MIN(hv.known_from) FROM observation_history h JOIN vintage hv ON hv.vintage_id = h.vintage_id WHERE h.series_id = o.series_id AND h.period = o.period), v.known_from) AS first_seen_at, v.known_from AS vintage_at,
  (SELECT n.sha256 FROM snapshot n WHERE n.snapshot_id = v.snapshot_id) AS snapshot_sha256,
  (SELECT n.url FROM snapshot n WHERE n.snapshot_id = v.snapshot_id) AS source_url,
  (SELECT p.name FROM product p WHERE p.pipeline = k.pipeline AND p.classification = k.classification AND p.product = k.product) AS product_name, k.key AS series_key,
  (SELECT c.published_value FROM corrected c WHERE c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id) AS published_value,
  (SELECT (SELECT e.digest FROM correction e WHERE e.correction_id = c.correction_id) FROM corrected c WHERE c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id) AS correction, o.period AS yyyymm
FROM observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
  LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind LEFT JOIN vintage v ON v.vintage_id = o.vintage_id;

CREATE VIEW v_vintage AS SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.measure, k.unit, k.valuation,
  t.text AS period, s.period_kind, v.known_from, NULL AS known_to, o.value, o.status, v.published_at,
  (SELECT n.sha256 FROM snapshot n WHERE n.snapshot_id = v.snapshot_id) AS snapshot_sha256,
  (SELECT n.url FROM snapshot n WHERE n.snapshot_id = v.snapshot_id) AS source_url,
  k.key AS series_key,
  (SELECT c.published_value FROM corrected c WHERE c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id) AS published_value,
  (SELECT (SELECT e.digest FROM correction e WHERE e.correction_id = c.correction_id) FROM corrected c WHERE c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id) AS correction, o.period AS yyyymm
FROM observation o  JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
  LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind LEFT JOIN vintage v ON v.vintage_id = o.vintage_id
UNION ALL

SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.measure, k.unit, k.valuation,
  t.text AS period, s.period_kind, v.known_from, r.known_from AS known_to, o.value, o.status, v.published_at,
  (SELECT n.sha256 FROM snapshot n WHERE n.snapshot_id = v.snapshot_id) AS snapshot_sha256,
  (SELECT n.url FROM snapshot n WHERE n.snapshot_id = v.snapshot_id) AS source_url,
  k.key AS series_key,
  (SELECT c.published_value FROM corrected c WHERE c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id) AS published_value,
  (SELECT (SELECT e.digest FROM correction e WHERE e.correction_id = c.correction_id) FROM corrected c WHERE c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id) AS correction, o.period AS yyyymm
FROM observation_history o JOIN vintage r ON r.vintage_id = o.replaced_by JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
  LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind LEFT JOIN vintage v ON v.vintage_id = o.vintage_id;

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
  period_kind, ytd_value, ytd_base, pipeline, reporter, partner, flow, classification, product, measure, unit, note, 'unadjusted' AS adjustment, yyyymm
FROM (
  SELECT k.*, t.text AS period, o.period AS yyyymm, s.period_kind, o.value AS value,
    COALESCE(
    CASE WHEN s.period_kind <> 'ytd' OR o.period % 100 BETWEEN 4 AND 11 THEN o.value END,
    CASE WHEN s.period_kind = 'month' THEN CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END) AS total,
    CASE WHEN s.period_kind = 'month' THEN COALESCE(m.value, CASE WHEN (CASE WHEN o.period % 100 = 1 THEN o.period - 89 ELSE o.period - 1 END) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (CASE WHEN o.period % 100 = 1 THEN o.period - 89 ELSE o.period - 1 END)) END) END AS mom_base,
    COALESCE(
    CASE WHEN s.period_kind <> 'ytd' OR (o.period - 100) % 100 BETWEEN 4 AND 11 THEN y.value END,
    CASE WHEN s.period_kind = 'month' THEN CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END) AS yoy_base,
    CASE WHEN s.period_kind <> 'quarter' THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) END AS ytd_value,
    CASE WHEN s.period_kind <> 'quarter' THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) END AS ytd_base,
    CASE s.period_kind WHEN 'month' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind = 'month' OR (x.period_kind = 'ytd' AND y.period % 100 = 1)) AND y.status = 'Q') WHEN 'quarter' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind = 'quarter' OR (y.period % 100 = 3 AND x.period_kind = 'ytd')) AND y.status = 'Q') ELSE EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1)) AND y.status = 'Q') END AS suppressed, CASE s.period_kind WHEN 'month' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind = 'month' OR (x.period_kind = 'ytd' AND y.period % 100 = 1)) AND y.status = 'Q') WHEN 'quarter' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind = 'quarter' OR (y.period % 100 = 3 AND x.period_kind = 'ytd')) AND y.status = 'Q') ELSE EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1)) AND y.status = 'Q') END AS base_suppressed,
    ((s.period_kind = 'month' AND o.period % 100 <= 2 OR s.period_kind = 'ytd' AND o.period % 100 = 1) AND EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (o.period - o.period % 100 + 2) AND x.period_kind = 'combined')) AS combined, ((s.period_kind = 'month' AND (o.period - 100) % 100 <= 2 OR s.period_kind = 'ytd' AND (o.period - 100) % 100 = 1) AND EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = ((o.period - 100) - (o.period - 100) % 100 + 2) AND x.period_kind = 'combined')) AS base_combined,
    CASE WHEN s.period_kind = 'month' AND o.period % 100 <= 2 AND (k.reporter IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN') OR k.partner IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN')) THEN 'lunar_new_year' END AS note
  FROM observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
    LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind
    LEFT JOIN observation m ON m.series_id = o.series_id AND m.period = CASE WHEN o.period % 100 = 1 THEN o.period - 89 ELSE o.period - 1 END
    LEFT JOIN observation y ON y.series_id = o.series_id AND y.period = o.period - 100);

CREATE VIEW v_latest AS SELECT key, period, value,
  CASE WHEN mom_base > 0 THEN 100.0 * (total - mom_base) / mom_base END AS mom_percent,
  last_yoy_percent AS yoy_percent,
  CASE WHEN ytd_base > 0 THEN 100.0 * (ytd_value - ytd_base) / ytd_base END AS ytd_yoy_percent,
  yoy_base,
  CASE
    WHEN total IS NULL THEN CASE WHEN suppressed THEN 'suppressed' WHEN combined THEN 'combined_period' ELSE 'no_current' END
    WHEN yoy_base > 0 THEN NULL
    WHEN yoy_base IS NOT NULL THEN 'base_zero_or_small'
    WHEN base_suppressed THEN 'suppressed'
    WHEN base_combined THEN 'combined_period'
    ELSE 'no_base' END AS yoy_reason,
  period_kind, ytd_value, ytd_base, pipeline, reporter, partner, flow, classification, product, measure, unit, note, 'unadjusted' AS adjustment, yyyymm
FROM (
  SELECT k.*, CASE
    WHEN s.period_kind = 'month' OR (s.period_kind = 'ytd' AND s.last_period % 100 = 1) THEN printf('%d-%02d', s.last_period / 100, s.last_period % 100)
    WHEN s.period_kind = 'quarter' THEN printf('%d-%02d', (s.last_period - 2) / 100, (s.last_period - 2) % 100) || '/' || printf('%d-%02d', s.last_period / 100, s.last_period % 100)
    ELSE printf('%d-%02d', (s.last_period - s.last_period % 100 + 1) / 100, (s.last_period - s.last_period % 100 + 1) % 100) || '/' || printf('%d-%02d', s.last_period / 100, s.last_period % 100) END AS period, s.last_period AS yyyymm, s.period_kind, s.last_value AS value, s.last_yoy_percent,
    COALESCE(
    CASE WHEN s.period_kind <> 'ytd' OR s.last_period % 100 BETWEEN 4 AND 11 THEN s.last_value END,
    CASE WHEN s.period_kind = 'month' THEN CASE WHEN s.last_period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = s.last_period) END WHEN s.period_kind <> 'quarter' OR s.last_period % 100 = 3 THEN COALESCE(
    CASE WHEN s.last_period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = s.last_period) END,
    CASE WHEN s.last_period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = s.last_period) END,
    CASE WHEN s.last_period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = s.last_period) END,
    CASE WHEN s.last_period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = s.last_period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = s.last_period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = s.last_period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (s.last_period - s.last_period % 100 + 1) AND s.last_period HAVING COUNT(y.value) = (s.last_period) - ((s.last_period - s.last_period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (s.last_period - s.last_period % 100 + 1) AND s.last_period AND y.period <> (s.last_period - s.last_period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (s.last_period - s.last_period % 100 + 1) + 1) HAVING COUNT(y.value) = s.last_period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = s.last_period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = s.last_period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (s.last_period - 2) AND s.last_period HAVING COUNT(y.value) = (s.last_period) - ((s.last_period - 2)) + 1) END) END) AS total,
    CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT z.value FROM observation z WHERE z.series_id = s.series_id AND z.period = CASE WHEN s.last_period % 100 = 1 THEN s.last_period - 89 ELSE s.last_period - 1 END), CASE WHEN (CASE WHEN s.last_period % 100 = 1 THEN s.last_period - 89 ELSE s.last_period - 1 END) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (CASE WHEN s.last_period % 100 = 1 THEN s.last_period - 89 ELSE s.last_period - 1 END)) END) END AS mom_base,
    COALESCE(
    CASE WHEN s.period_kind <> 'ytd' OR (s.last_period - 100) % 100 BETWEEN 4 AND 11 THEN (SELECT z.value FROM observation z WHERE z.series_id = s.series_id AND z.period = s.last_period - 100) END,
    CASE WHEN s.period_kind = 'month' THEN CASE WHEN (s.last_period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (s.last_period - 100)) END WHEN s.period_kind <> 'quarter' OR (s.last_period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (s.last_period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = (s.last_period - 100)) END,
    CASE WHEN (s.last_period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (s.last_period - 100)) END,
    CASE WHEN (s.last_period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (s.last_period - 100)) END,
    CASE WHEN (s.last_period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = (s.last_period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (s.last_period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (s.last_period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((s.last_period - 100) - (s.last_period - 100) % 100 + 1) AND (s.last_period - 100) HAVING COUNT(y.value) = ((s.last_period - 100)) - (((s.last_period - 100) - (s.last_period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((s.last_period - 100) - (s.last_period - 100) % 100 + 1) AND (s.last_period - 100) AND y.period <> ((s.last_period - 100) - (s.last_period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((s.last_period - 100) - (s.last_period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (s.last_period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (s.last_period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (s.last_period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((s.last_period - 100) - 2) AND (s.last_period - 100) HAVING COUNT(y.value) = ((s.last_period - 100)) - (((s.last_period - 100) - 2)) + 1) END) END) AS yoy_base,
    CASE WHEN s.period_kind <> 'quarter' THEN COALESCE(
    CASE WHEN s.last_period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = s.last_period) END,
    CASE WHEN s.last_period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = s.last_period) END,
    CASE WHEN s.last_period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = s.last_period) END,
    CASE WHEN s.last_period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = s.last_period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = s.last_period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = s.last_period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN (s.last_period - s.last_period % 100 + 1) AND s.last_period HAVING COUNT(y.value) = (s.last_period) - ((s.last_period - s.last_period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (s.last_period - s.last_period % 100 + 1) AND s.last_period AND y.period <> (s.last_period - s.last_period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (s.last_period - s.last_period % 100 + 1) + 1) HAVING COUNT(y.value) = s.last_period % 100 - 1)) END) END AS ytd_value,
    CASE WHEN s.period_kind <> 'quarter' THEN COALESCE(
    CASE WHEN (s.last_period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = (s.last_period - 100)) END,
    CASE WHEN (s.last_period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'combined' AND y.period = (s.last_period - 100)) END,
    CASE WHEN (s.last_period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'quarter' AND y.period = (s.last_period - 100)) END,
    CASE WHEN (s.last_period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'year' AND y.period = (s.last_period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'ytd' AND y.period = (s.last_period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (s.last_period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((s.last_period - 100) - (s.last_period - 100) % 100 + 1) AND (s.last_period - 100) HAVING COUNT(y.value) = ((s.last_period - 100)) - (((s.last_period - 100) - (s.last_period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = s.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((s.last_period - 100) - (s.last_period - 100) % 100 + 1) AND (s.last_period - 100) AND y.period <> ((s.last_period - 100) - (s.last_period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((s.last_period - 100) - (s.last_period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (s.last_period - 100) % 100 - 1)) END) END AS ytd_base,
    CASE s.period_kind WHEN 'month' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = s.last_period AND (x.period_kind = 'month' OR (x.period_kind = 'ytd' AND y.period % 100 = 1)) AND y.status = 'Q') WHEN 'quarter' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = s.last_period AND (x.period_kind = 'quarter' OR (y.period % 100 = 3 AND x.period_kind = 'ytd')) AND y.status = 'Q') ELSE EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = s.last_period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1)) AND y.status = 'Q') END AS suppressed, CASE s.period_kind WHEN 'month' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (s.last_period - 100) AND (x.period_kind = 'month' OR (x.period_kind = 'ytd' AND y.period % 100 = 1)) AND y.status = 'Q') WHEN 'quarter' THEN EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (s.last_period - 100) AND (x.period_kind = 'quarter' OR (y.period % 100 = 3 AND x.period_kind = 'ytd')) AND y.status = 'Q') ELSE EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (s.last_period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1)) AND y.status = 'Q') END AS base_suppressed,
    ((s.period_kind = 'month' AND s.last_period % 100 <= 2 OR s.period_kind = 'ytd' AND s.last_period % 100 = 1) AND EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = (s.last_period - s.last_period % 100 + 2) AND x.period_kind = 'combined')) AS combined, ((s.period_kind = 'month' AND (s.last_period - 100) % 100 <= 2 OR s.period_kind = 'ytd' AND (s.last_period - 100) % 100 = 1) AND EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND y.period = ((s.last_period - 100) - (s.last_period - 100) % 100 + 2) AND x.period_kind = 'combined')) AS base_combined,
    CASE WHEN s.period_kind = 'month' AND s.last_period % 100 <= 2 AND (k.reporter IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN') OR k.partner IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN')) THEN 'lunar_new_year' END AS note
  FROM (SELECT * FROM series WHERE last_period IS NOT NULL) s LEFT JOIN series_key k ON k.key_id = s.key_id);

CREATE VIEW v_alert AS SELECT a.fingerprint AS id, a.rule_id AS rule, COALESCE(k.key, p.pipeline) AS series_key, CASE
    WHEN a.period_kind = 'month' OR (a.period_kind = 'ytd' AND a.period % 100 = 1) THEN printf('%d-%02d', a.period / 100, a.period % 100)
    WHEN a.period_kind = 'quarter' THEN printf('%d-%02d', (a.period - 2) / 100, (a.period - 2) % 100) || '/' || printf('%d-%02d', a.period / 100, a.period % 100)
    ELSE printf('%d-%02d', (a.period - a.period % 100 + 1) / 100, (a.period - a.period % 100 + 1) % 100) || '/' || printf('%d-%02d', a.period / 100, a.period % 100) END AS period, a.state, a.severity,
  a.percent, a.threshold, a.raised_at, a.last_event_at,
  (SELECT COUNT(*) FROM alert_event e WHERE e.fingerprint = a.fingerprint) AS events, a.current AS value, a.base AS base_value, a.metric, a.turns
FROM alert a LEFT JOIN series_key k ON k.key_id = a.key_id LEFT JOIN publication_alert p ON p.fingerprint = a.fingerprint;

CREATE VIEW v_delivery AS SELECT x.fingerprint AS alert, b.receiver, b.channel, COALESCE(x.kind, b.kind) AS kind, CASE WHEN x.cancelled THEN 'superseded' ELSE b.state END AS state, b.attempts,
  CASE WHEN b.state = 'waiting' AND x.cancelled IS NOT 1 THEN MAX(b.next_attempt_at, COALESCE(o.next_attempt_at, '')) END AS next_attempt_at,
  b.delivered_at, b.message_id, b.created_at, b.detail, b.in_doubt, json_extract(b.message, '$.undelivered.receiver') AS undelivered_to
FROM outbox b LEFT JOIN receiver_outage o ON o.receiver = b.receiver
  LEFT JOIN (SELECT l.outbox_id, l.fingerprint,
    CASE WHEN a.metric = 'release_late' THEN CASE WHEN l.stands THEN 'data.late' ELSE 'data.arrived' END
      WHEN a.metric = 'partial_release' THEN CASE WHEN l.stands THEN 'data.partial' ELSE 'data.completed' END
      WHEN a.metric = 'pipeline_failed' THEN CASE WHEN l.stands THEN 'pipeline.failed' ELSE 'pipeline.recovered' END
      WHEN NOT l.listed THEN NULL WHEN l.kind = 'withdrawn' THEN 'data.withdrawn' ELSE 'alert.' || l.kind END AS kind, l.cancelled
    FROM outbox_alert l JOIN alert a ON a.fingerprint = l.fingerprint
    UNION ALL SELECT outbox_id, fingerprint, NULL, cancelled FROM outbox_claim) x ON x.outbox_id = b.outbox_id;

CREATE VIEW v_source AS SELECT pipeline,
  COALESCE(
    (SELECT printf('%d-%02d', s.last_period / 100, s.last_period % 100) FROM series_key k CROSS JOIN series s ON s.key_id = k.key_id
      WHERE k.key > q.pipeline || '/' AND k.key < q.pipeline || '0' AND s.period_kind = 'month'
        AND s.last_period = (SELECT CASE WHEN COUNT(*) = COUNT(n.last_period) THEN MAX(n.last_period) END FROM vintage v JOIN snapshot n ON n.snapshot_id = v.snapshot_id
          WHERE n.pipeline = q.pipeline) LIMIT 1),
    (SELECT CASE
    WHEN kind = 'month' OR (kind = 'ytd' AND newest % 100 = 1) THEN printf('%d-%02d', newest / 100, newest % 100)
    WHEN kind = 'quarter' THEN printf('%d-%02d', (newest - 2) / 100, (newest - 2) % 100) || '/' || printf('%d-%02d', newest / 100, newest % 100)
    ELSE printf('%d-%02d', (newest - newest % 100 + 1) / 100, (newest - newest % 100 + 1) % 100) || '/' || printf('%d-%02d', newest / 100, newest % 100) END FROM (
        SELECT s.period_kind AS kind, MAX(s.last_period) AS newest
        FROM series_key k JOIN series s ON s.key_id = k.key_id WHERE k.key > q.pipeline || '/' AND k.key < q.pipeline || '0' GROUP BY s.period_kind)
      WHERE newest IS NOT NULL ORDER BY newest DESC, kind <> 'month', kind <> 'combined' LIMIT 1),
    (SELECT MAX(r.period) FROM exchange_rate r JOIN snapshot n ON n.snapshot_id = r.snapshot_id WHERE n.pipeline = q.pipeline AND r.frequency = 'month')) AS last_period,
  COALESCE(
    (SELECT MAX(v.published_at) FROM vintage v JOIN snapshot n ON n.snapshot_id = v.snapshot_id WHERE n.pipeline = q.pipeline),
    (SELECT MAX(r.published_at) FROM exchange_rate r JOIN snapshot n ON n.snapshot_id = r.snapshot_id WHERE n.pipeline = q.pipeline)) AS last_published_at,
  last_success_at,
  CASE
    WHEN last_outcome = 'waiting' THEN 'waiting_for_key'
    WHEN last_outcome IN ('failed', 'partial') THEN 'failing'
    WHEN last_success_at IS NULL AND by_hand THEN 'waiting_for_file'
    ELSE COALESCE((SELECT r.notice FROM release r WHERE r.pipeline = q.pipeline AND r.outcome IS NULL AND r.notice IS NOT NULL ORDER BY r.period DESC LIMIT 1), 'ok') END AS state,
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
    (SELECT MIN(l.finished_at) FROM run l WHERE l.pipeline = c.pipeline AND l.run_id >=
      (SELECT r.run_id FROM run r WHERE r.pipeline = c.pipeline AND r.outcome = 'ok' AND NOT (r.trigger IN ('schedule', 'run') AND r.requests = 0 AND r.snapshots = 0) ORDER BY r.run_id DESC LIMIT 1)) AS last_success_at,
    (SELECT r.outcome FROM run r WHERE r.pipeline = c.pipeline AND r.outcome IS NOT NULL ORDER BY r.run_id DESC LIMIT 1) AS last_outcome,
    (SELECT r.error FROM run r WHERE r.pipeline = c.pipeline AND r.outcome IS NOT NULL ORDER BY r.run_id DESC LIMIT 1) AS last_error
  FROM source c) q;

CREATE VIEW v_release AS SELECT pipeline, CASE
    WHEN period_kind = 'month' OR (period_kind = 'ytd' AND period % 100 = 1) THEN printf('%d-%02d', period / 100, period % 100)
    WHEN period_kind = 'quarter' THEN printf('%d-%02d', (period - 2) / 100, (period - 2) % 100) || '/' || printf('%d-%02d', period / 100, period % 100)
    ELSE printf('%d-%02d', (period - period % 100 + 1) / 100, (period - period % 100 + 1) % 100) || '/' || printf('%d-%02d', period / 100, period % 100) END AS period, expected_at, deadline_at,
  COALESCE(outcome, 'awaited') AS state, arrived_at, published_at,
  ROUND((julianday(arrived_at) - julianday(expected_at)) * 24, 2) AS lag_hours,
  arrived_at IS NOT NULL AND missing_at IS NOT NULL AND julianday(arrived_at) - julianday(missing_at) <= 2 AS lag_known,
  missing_at, notice, noticed_at
FROM release;

CREATE VIEW v_run AS SELECT run_id AS id, pipeline, trigger, started_at, finished_at, outcome, requests, snapshots, inserted, revised, unchanged, refused, error, notes,
  answered, not_yet_published, suppressed, held, errors FROM run;

CREATE VIEW v_mirror AS SELECT product, exporter, importer, measure, period, exporter_value, importer_value,
  CASE WHEN gap_reason IS NULL THEN 100.0 * (importer_value - exporter_value) / exporter_value END AS gap_percent,
  exporter_pipeline, importer_pipeline, exporter_product, importer_product, exporter_unit, importer_unit, exporter_valuation, importer_valuation, scope, gap_reason, yyyymm
FROM (
  SELECT m.*,
    CASE WHEN exporter_value IS NULL THEN 'no_exporter_figure'
      WHEN importer_value IS NULL THEN 'no_importer_figure'
      WHEN exporter_unit <> importer_unit THEN 'units_differ'
      WHEN scope <> 'same' THEN 'scope_differs'
      WHEN exporter_value <= 0 THEN 'exporter_zero' END AS gap_reason
  FROM (
    SELECT substr(e.product, 1, 6) AS product, e.reporter AS exporter, e.partner AS importer, e.measure,
      printf('%d-%02d', o.period / 100, o.period % 100) AS period, o.period AS yyyymm, x.value AS exporter_value, y.value AS importer_value, e.pipeline AS exporter_pipeline, i.pipeline AS importer_pipeline,
      e.classification || ':' || e.product AS exporter_product, i.classification || ':' || i.product AS importer_product,
      e.unit AS exporter_unit, i.unit AS importer_unit, e.valuation AS exporter_valuation, i.valuation AS importer_valuation,
      CASE WHEN e.classification = i.classification AND e.product = i.product OR CASE e.classification WHEN 'HS' THEN e.product ELSE (
        SELECT c.hs_product FROM concordance c WHERE c.classification = e.classification AND c.product = e.product AND c.share = 'all'
          AND COALESCE(c.valid_from, '') <= printf('%d-%02d', o.period / 100, o.period % 100) AND COALESCE(c.valid_until, '9999') >= printf('%d-%02d', o.period / 100, o.period % 100)) END = CASE i.classification WHEN 'HS' THEN i.product ELSE (
        SELECT c.hs_product FROM concordance c WHERE c.classification = i.classification AND c.product = i.product AND c.share = 'all'
          AND COALESCE(c.valid_from, '') <= printf('%d-%02d', o.period / 100, o.period % 100) AND COALESCE(c.valid_until, '9999') >= printf('%d-%02d', o.period / 100, o.period % 100)) END THEN 'same'
      WHEN rtrim(substr(e.product, 7), '0') = '' AND rtrim(substr(i.product, 7), '0') = '' THEN CASE WHEN CASE WHEN e.classification GLOB 'HS[0-9][0-9][0-9][0-9]' THEN e.classification ELSE CASE WHEN o.period >= 202801 THEN NULL WHEN o.period >= 202201 THEN 'HS2022' WHEN o.period >= 201701 THEN 'HS2017' WHEN o.period >= 201201 THEN 'HS2012' WHEN o.period >= 200701 THEN 'HS2007' WHEN o.period >= 200201 THEN 'HS2002' WHEN o.period >= 199601 THEN 'HS1996' ELSE 'HS1992' END END IS CASE WHEN i.classification GLOB 'HS[0-9][0-9][0-9][0-9]' THEN i.classification ELSE CASE WHEN o.period >= 202801 THEN NULL WHEN o.period >= 202201 THEN 'HS2022' WHEN o.period >= 201701 THEN 'HS2017' WHEN o.period >= 201201 THEN 'HS2012' WHEN o.period >= 200701 THEN 'HS2007' WHEN o.period >= 200201 THEN 'HS2002' WHEN o.period >= 199601 THEN 'HS1996' ELSE 'HS1992' END END THEN 'same' ELSE 'editions' END
      WHEN rtrim(substr(e.product, 7), '0') = '' THEN 'importer_narrower'
      WHEN rtrim(substr(i.product, 7), '0') = '' THEN 'exporter_narrower'
      ELSE 'parts' END AS scope
    FROM series_key e CROSS JOIN series_key i ON i.product >= substr(e.product, 1, 6) AND i.product < substr(e.product, 1, 6) || ':'
        AND i.reporter = e.partner AND i.partner = e.reporter AND i.measure = e.measure
    CROSS JOIN series s ON s.key_id IN (e.key_id, i.key_id) AND s.period_kind = 'month'
    CROSS JOIN observation o ON o.series_id = s.series_id
    LEFT JOIN series x_series ON x_series.key_id = e.key_id AND x_series.period_kind = 'month'
    LEFT JOIN observation x ON x.series_id = x_series.series_id AND x.period = o.period
    LEFT JOIN series y_series ON y_series.key_id = i.key_id AND y_series.period_kind = 'month'
    LEFT JOIN observation y ON y.series_id = y_series.series_id AND y.period = o.period
    WHERE e.flow = 'export' AND i.flow = 'import' AND e.product GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]*'
      AND (s.key_id = e.key_id OR x.period IS NULL) AND (x.value IS NOT NULL OR y.value IS NOT NULL)) m);

CREATE VIEW v_exchange_rate AS SELECT r.currency, r.period, r.frequency, CAST(r.per_eur AS REAL) AS per_eur, r.per_eur AS per_eur_printed, r.status,
  (SELECT MIN(h.known_from) FROM exchange_rate h WHERE h.currency = r.currency AND h.frequency = r.frequency AND h.period = r.period) AS first_seen_at,
  r.known_from AS vintage_at, r.published_at, n.pipeline, n.sha256 AS snapshot_sha256, n.url AS source_url
FROM exchange_rate r JOIN snapshot n ON n.snapshot_id = r.snapshot_id WHERE r.known_to IS NULL;

CREATE VIEW v_observation_usd AS SELECT pipeline, reporter, partner, flow, product, classification, valuation, period, period_kind, unit, value, status,
  CASE WHEN unit = 'USD' THEN value WHEN usd_reason IS NULL THEN value / per_usd END AS usd_value,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN per_usd END AS units_per_usd,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN rate_period END AS rate_period,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN 'European Central Bank, monthly average' END AS rate_source,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN rate_sha256 END AS rate_snapshot_sha256,
  usd_reason, series_key,
  CASE WHEN unit <> 'USD' AND usd_reason IS NULL THEN usd_rate_sha256 END AS usd_rate_snapshot_sha256,
  yyyymm
FROM (
  SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.valuation, k.unit, k.key AS series_key,
    t.text AS period, o.period AS yyyymm, s.period_kind, o.value, o.status,
    CASE WHEN k.unit = 'EUR' THEN 1.0 ELSE CAST(c.per_eur AS REAL) END / CAST(u.per_eur AS REAL) AS per_usd, u.period AS rate_period,
    (SELECT n.sha256 FROM snapshot n WHERE n.snapshot_id = COALESCE(c.snapshot_id, u.snapshot_id)) AS rate_sha256,
    (SELECT n.sha256 FROM snapshot n WHERE n.snapshot_id = u.snapshot_id) AS usd_rate_sha256,
    CASE WHEN o.value IS NULL THEN 'no_value'
      WHEN k.unit = 'USD' THEN NULL
      WHEN NOT (s.period_kind = 'month' OR (s.period_kind = 'ytd' AND o.period % 100 = 1)) THEN 'several_months'
      WHEN u.per_eur IS NULL OR (k.unit <> 'EUR' AND c.per_eur IS NULL) THEN 'no_rate' END AS usd_reason
  FROM observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind
    LEFT JOIN exchange_rate u ON u.currency = 'USD' AND u.frequency = 'month' AND u.period = printf('%d-%02d', o.period / 100, o.period % 100) AND u.known_to IS NULL AND u.per_eur IS NOT NULL
    LEFT JOIN exchange_rate c ON c.currency = k.unit AND c.frequency = 'month' AND c.period = printf('%d-%02d', o.period / 100, o.period % 100) AND c.known_to IS NULL AND c.per_eur IS NOT NULL
  WHERE k.measure = 'value');

CREATE VIEW v_article AS SELECT article_id AS id, url, title, publisher, feed_date, page_date, language, first_seen_at, story_id,
  (SELECT COUNT(DISTINCT o.publisher) FROM article o WHERE o.story_id = a.story_id) AS outlets,
  canonical_url, page_read_at, page_reason
FROM article a;

CREATE VIEW v_correction AS SELECT c.digest AS id, c.series_key, CASE
    WHEN c.period_kind = 'month' OR (c.period_kind = 'ytd' AND c.period % 100 = 1) THEN printf('%d-%02d', c.period / 100, c.period % 100)
    WHEN c.period_kind = 'quarter' THEN printf('%d-%02d', (c.period - 2) / 100, (c.period - 2) % 100) || '/' || printf('%d-%02d', c.period / 100, c.period % 100)
    ELSE printf('%d-%02d', (c.period - c.period % 100 + 1) / 100, (c.period - c.period % 100 + 1) % 100) || '/' || printf('%d-%02d', c.period / 100, c.period % 100) END AS period, c.period_kind, c.action, c.value, c.expected AS expect,
  CASE WHEN c.seen_at IS NULL THEN 'waiting' WHEN c.seen_value IS c.expected THEN 'applied' ELSE 'outdated' END AS state,
  c.reason, c.source, c.added, c.place, c.seen_value AS published_value, c.seen_at AS published_seen_at, n.sha256 AS snapshot_sha256, n.url AS source_url
FROM correction c LEFT JOIN snapshot n ON n.snapshot_id = c.seen_snapshot
WHERE c.active = 1;

CREATE VIEW v_claim AS SELECT COALESCE(a.canonical_url, a.url) AS article_url, a.publisher, COALESCE(a.page_date, a.feed_date) AS published_at, c.quote,
  c.commodity, c.flow, c.reporter, c.partner, c.basis, c.period, c.direction, c.percent, c.qualifier, c.level, c.level_unit, c.base_level, c.measure,
  v.verdict, v.percent AS official_percent, v.value AS official_value, v.base AS official_base, v.reading, v.judged_at,
  v.reason, v.bound AS official_bound, v.unit AS official_unit, v.series_key, c.first_read_at,
  (SELECT COUNT(*) FROM verdict n WHERE n.claim_id = c.claim_id) AS verdicts, c.claim_id AS id
FROM claim c JOIN article a ON a.article_id = c.article_id
  JOIN verdict v ON v.claim_id = c.claim_id AND v.sequence = (SELECT MAX(n.sequence) FROM verdict n WHERE n.claim_id = c.claim_id)
WHERE c.gone_at IS NULL;

CREATE VIEW v_receiver AS SELECT r.receiver, CASE WHEN o.receiver IS NULL THEN 'ok' WHEN o.next_attempt_at IS NULL THEN 'disabled' ELSE 'failing' END AS state,
  o.since, o.attempts, o.next_attempt_at, o.detail,
  (SELECT COUNT(*) FROM outbox b WHERE b.receiver = r.receiver AND b.state = 'waiting') AS waiting,
  (SELECT COUNT(*) FROM outbox b WHERE b.receiver = r.receiver AND b.state = 'dead') AS dead,
  (SELECT MAX(b.delivered_at) FROM outbox b WHERE b.receiver = r.receiver) AS last_delivered_at
FROM (SELECT receiver FROM outbox UNION SELECT receiver FROM receiver_outage) r LEFT JOIN receiver_outage o ON o.receiver = r.receiver;

CREATE VIEW v_completeness AS SELECT n.pipeline, n.sha256 AS snapshot_sha256, n.run_id AS run, c.kind AS "check", c.subject, c.expected, c.received, c.holds, c.detail, c.checked_at, n.url AS source_url
FROM completeness c JOIN snapshot n ON n.snapshot_id = c.snapshot_id;

CREATE VIEW v_held AS SELECT h.pipeline, h.series_key, CASE
    WHEN h.period_kind = 'month' OR (h.period_kind = 'ytd' AND h.period % 100 = 1) THEN printf('%d-%02d', h.period / 100, h.period % 100)
    WHEN h.period_kind = 'quarter' THEN printf('%d-%02d', (h.period - 2) / 100, (h.period - 2) % 100) || '/' || printf('%d-%02d', h.period / 100, h.period % 100)
    ELSE printf('%d-%02d', (h.period - h.period % 100 + 1) / 100, (h.period - h.period % 100 + 1) % 100) || '/' || printf('%d-%02d', h.period / 100, h.period % 100) END AS period, h.period_kind, h.value, h.status, h.cause, h.reason, h.held_at,
  COALESCE(h.outcome, 'waiting') AS state, h.settled_at, n.sha256 AS snapshot_sha256, n.run_id AS run, n.url AS source_url
FROM held_figure h JOIN snapshot n ON n.snapshot_id = h.snapshot_id;

CREATE VIEW v_contribution AS SELECT series_key, pipeline, reporter, partner, flow, classification, product, measure, unit, period, period_kind, partner_kind,
  partner_kind <> 'group' AND part_of IS NULL AS adds_up, value, base_value,
  CASE WHEN base_value > 0 THEN 100.0 * (value - base_value) / base_value END AS growth_percent,
  CASE WHEN world_value > 0 THEN 100.0 * value / world_value END AS share_percent,
  CASE WHEN world_base > 0 THEN 100.0 * base_value / world_base END AS base_share_percent,
  CASE WHEN world_base > 0 AND world_value IS NOT NULL THEN 100.0 * (value - base_value) / world_base END AS contribution_points,
  world_value, world_base,
  CASE WHEN world_base > 0 THEN 100.0 * (world_value - world_base) / world_base END AS world_growth_percent,
  CASE WHEN world_value IS NULL THEN 'no_world_total' WHEN world_base IS NULL THEN 'no_world_base' WHEN world_base <= 0 THEN 'world_base_zero_or_small'
    WHEN value IS NULL THEN 'no_value' WHEN base_value IS NULL THEN 'no_base' END AS reason,
  NULL AS partners, note, 'unadjusted' AS adjustment, yyyymm, part_of
FROM (
  SELECT DISTINCT k.key AS series_key, k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit, CASE
    WHEN s.period_kind = 'month' OR (s.period_kind = 'ytd' AND o.period % 100 = 1) THEN printf('%d-%02d', o.period / 100, o.period % 100)
    WHEN s.period_kind = 'quarter' THEN printf('%d-%02d', (o.period - 2) / 100, (o.period - 2) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100)
    ELSE printf('%d-%02d', (o.period - o.period % 100 + 1) / 100, (o.period - o.period % 100 + 1) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100) END AS period, o.period AS yyyymm, s.period_kind, s.key_id = k.key_id AS own, CASE WHEN g.key_id IS NOT NULL AND (o.period BETWEEN p.valid_from AND p.valid_until AND CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END IS NOT NULL OR (o.period - 100) BETWEEN p.valid_from AND p.valid_until AND CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END IS NOT NULL) THEN p.whole END AS part_of,
    COALESCE((SELECT a.kind FROM area a WHERE a.partner = k.partner), 'country') AS partner_kind,
    CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END AS value, CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END AS base_value, CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END AS world_value, CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END AS world_base,
    CASE WHEN s.period_kind = 'month' AND o.period % 100 <= 2 AND (k.reporter IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN') OR k.partner IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN')) THEN 'lunar_new_year' END AS note
  FROM series_key k CROSS JOIN series_key w ON w.product = k.product AND w.reporter = k.reporter AND w.pipeline = k.pipeline AND w.flow = k.flow AND w.classification = k.classification AND w.measure = k.measure AND w.unit = k.unit AND w.partner = 'WORLD' LEFT JOIN partner_part p ON p.pipeline = k.pipeline AND p.part = k.partner
    LEFT JOIN series_key g ON g.product = k.product AND g.reporter = k.reporter AND g.pipeline = k.pipeline AND g.flow = k.flow AND g.classification = k.classification AND g.measure = k.measure AND g.unit = k.unit AND g.partner = p.whole CROSS JOIN series s ON s.key_id IN (k.key_id, w.key_id) CROSS JOIN observation o ON o.series_id = s.series_id
    AND (s.key_id = k.key_id OR NOT EXISTS (
      SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = s.period_kind AND y.period = o.period))
  WHERE k.partner <> 'WORLD')
WHERE own OR value IS NOT NULL OR base_value IS NOT NULL
UNION ALL
SELECT NULL, pipeline, reporter, 'NOT_COVERED', flow, classification, product, measure, unit, period, period_kind, 'not_covered', 1,
  ROUND(world_value - covered_value, MIN(6, 15 - length(CAST(ABS(MAX(ABS(world_value), ABS(covered_value))) AS INTEGER)))), ROUND(world_base - covered_base, MIN(6, 15 - length(CAST(ABS(MAX(ABS(world_base), ABS(covered_base))) AS INTEGER)))), NULL,
  CASE WHEN world_value > 0 THEN 100.0 * (world_value - covered_value) / world_value END,
  CASE WHEN world_base > 0 THEN 100.0 * (world_base - covered_base) / world_base END,
  CASE WHEN world_base > 0 THEN 100.0 * (world_value - world_base - covered_change) / world_base END,
  world_value, world_base,
  CASE WHEN world_base > 0 THEN 100.0 * (world_value - world_base) / world_base END,
  CASE WHEN world_value IS NULL THEN 'no_world_total' WHEN world_base IS NULL THEN 'no_world_base' WHEN world_base <= 0 THEN 'world_base_zero_or_small' END,
  partners, note, 'unadjusted' AS adjustment, yyyymm, NULL
FROM (
  SELECT k.key AS series_key, k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit, CASE
    WHEN s.period_kind = 'month' OR (s.period_kind = 'ytd' AND o.period % 100 = 1) THEN printf('%d-%02d', o.period / 100, o.period % 100)
    WHEN s.period_kind = 'quarter' THEN printf('%d-%02d', (o.period - 2) / 100, (o.period - 2) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100)
    ELSE printf('%d-%02d', (o.period - o.period % 100 + 1) / 100, (o.period - o.period % 100 + 1) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100) END AS period, o.period AS yyyymm, s.period_kind, CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END AS world_value, CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END AS world_base,
    COALESCE(SUM(CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END) FILTER (WHERE c.key_id <> k.key_id), 0) AS covered_value, COALESCE(SUM(CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END) FILTER (WHERE c.key_id <> k.key_id), 0) AS covered_base,
    COALESCE(SUM(CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END - CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END) FILTER (WHERE c.key_id <> k.key_id), 0) AS covered_change, COALESCE(COUNT(CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = c.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END) FILTER (WHERE c.key_id <> k.key_id), 0) AS partners,
    CASE WHEN s.period_kind = 'month' AND o.period % 100 <= 2 AND (k.reporter IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN') OR k.partner IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN')) THEN 'lunar_new_year' END AS note
  FROM series_key k CROSS JOIN series_key c ON c.product = k.product AND c.reporter = k.reporter AND c.pipeline = k.pipeline AND c.flow = k.flow AND c.classification = k.classification AND c.measure = k.measure AND c.unit = k.unit AND (c.key_id = k.key_id OR NOT EXISTS (SELECT 1 FROM area a WHERE a.partner = c.partner AND a.kind IN ('total', 'group'))) LEFT JOIN partner_part p ON p.pipeline = c.pipeline AND p.part = c.partner
    LEFT JOIN series_key g ON g.product = c.product AND g.reporter = c.reporter AND g.pipeline = c.pipeline AND g.flow = c.flow AND g.classification = c.classification AND g.measure = c.measure AND g.unit = c.unit AND g.partner = p.whole
    CROSS JOIN series s ON s.key_id IN (c.key_id, k.key_id) CROSS JOIN observation o ON o.series_id = s.series_id
    AND (s.key_id = c.key_id OR NOT EXISTS (
      SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = c.key_id AND x.period_kind = s.period_kind AND y.period = o.period))
  WHERE k.partner = 'WORLD' AND NOT (g.key_id IS NOT NULL AND (o.period BETWEEN p.valid_from AND p.valid_until AND CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END IS NOT NULL OR (o.period - 100) BETWEEN p.valid_from AND p.valid_until AND CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = g.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = g.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END IS NOT NULL))
  GROUP BY k.pipeline, k.reporter, k.flow, k.classification, k.product, k.measure, k.unit, s.period_kind, o.period, CASE
    WHEN s.period_kind = 'month' OR (s.period_kind = 'ytd' AND o.period % 100 = 1) THEN printf('%d-%02d', o.period / 100, o.period % 100)
    WHEN s.period_kind = 'quarter' THEN printf('%d-%02d', (o.period - 2) / 100, (o.period - 2) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100)
    ELSE printf('%d-%02d', (o.period - o.period % 100 + 1) / 100, (o.period - o.period % 100 + 1) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100) END);

CREATE VIEW v_unit_value AS SELECT series_key, pipeline, reporter, partner, flow, classification, product, valuation, period, period_kind, currency, value, net_weight,
  CASE WHEN net_weight > 0 THEN value / net_weight END AS unit_value,
  CASE WHEN base_weight > 0 THEN base_value / base_weight END AS base_unit_value,
  CASE WHEN net_weight > 0 AND base_weight > 0 AND base_value > 0 THEN 100.0 * (value / net_weight - base_value / base_weight) / (base_value / base_weight) END AS yoy_percent,
  CASE WHEN value IS NULL THEN 'no_value' WHEN net_weight IS NULL THEN 'no_net_weight' WHEN net_weight <= 0 THEN 'net_weight_zero' END AS reason,
  note, 'unadjusted' AS adjustment, yyyymm
FROM (
  SELECT DISTINCT k.key AS series_key, k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit, k.valuation, k.unit AS currency, t.text AS period, o.period AS yyyymm, s.period_kind,
    CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END AS value, CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period = o.period), CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'ytd' AND y.period = o.period) END) WHEN s.period_kind <> 'quarter' OR o.period % 100 = 3 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'quarter' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND y.period = o.period AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 2) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - 2)) + 1) END) END AS net_weight, CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END AS base_value, CASE WHEN s.period_kind = 'month' THEN COALESCE((SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)), CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)) END) WHEN s.period_kind <> 'quarter' OR (o.period - 100) % 100 = 3 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = w.key_id AND y.period = (o.period - 100) AND x.period_kind = 'quarter') THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = w.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - 2) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - 2)) + 1) END) END AS base_weight,
    CASE WHEN s.period_kind = 'month' AND o.period % 100 <= 2 AND (k.reporter IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN') OR k.partner IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN')) THEN 'lunar_new_year' END AS note
  FROM observation o JOIN series s ON s.series_id = o.series_id LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind JOIN series_key k ON k.key_id = s.key_id
    LEFT JOIN series_key w ON w.product = k.product AND w.reporter = k.reporter AND w.pipeline = k.pipeline AND w.flow = k.flow AND w.classification = k.classification AND w.partner = k.partner AND w.measure = 'net_weight' AND w.unit = 'kg'
  WHERE k.measure = 'value');

CREATE VIEW v_seasonal_range AS SELECT series_key, pipeline, reporter, partner, flow, classification, product, measure, unit, period, period_kind, value,
  years_known, range_min, range_max, range_mean,
  CASE WHEN years_known < 5 OR value IS NULL THEN NULL WHEN value > range_max THEN 'above' WHEN value < range_min THEN 'below' ELSE 'within' END AS position,
  CASE WHEN years_known = 5 AND range_mean > 0 THEN 100.0 * value / range_mean END AS percent_of_mean,
  note, 'unadjusted' AS adjustment, yyyymm
FROM (
  SELECT DISTINCT k.key AS series_key, k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit, t.text AS period, o.period AS yyyymm, s.period_kind, o.value,
    (SELECT COUNT(y.value) FROM observation y WHERE y.series_id = o.series_id AND y.period IN (o.period - 100, o.period - 200, o.period - 300, o.period - 400, o.period - 500)) AS years_known, (SELECT MIN(y.value) FROM observation y WHERE y.series_id = o.series_id AND y.period IN (o.period - 100, o.period - 200, o.period - 300, o.period - 400, o.period - 500)) AS range_min, (SELECT MAX(y.value) FROM observation y WHERE y.series_id = o.series_id AND y.period IN (o.period - 100, o.period - 200, o.period - 300, o.period - 400, o.period - 500)) AS range_max, (SELECT AVG(y.value) FROM observation y WHERE y.series_id = o.series_id AND y.period IN (o.period - 100, o.period - 200, o.period - 300, o.period - 400, o.period - 500)) AS range_mean,
    CASE WHEN s.period_kind = 'month' AND o.period % 100 <= 2 AND (k.reporter IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN') OR k.partner IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN')) THEN 'lunar_new_year' END AS note
  FROM observation o JOIN series s ON s.series_id = o.series_id LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind JOIN series_key k ON k.key_id = s.key_id);

CREATE VIEW v_record AS SELECT series_key, pipeline, reporter, partner, flow, classification, product, measure, unit, printf('%d-%02d', month / 100, month % 100) AS period, value,
  CASE WHEN highest IS NOT NULL THEN printf('%d-%02d', highest / 100, highest % 100) END AS highest_since, CASE WHEN lowest IS NOT NULL THEN printf('%d-%02d', lowest / 100, lowest % 100) END AS lowest_since,
  CASE WHEN highest IS NOT NULL THEN 0 WHEN months_known > 0 AND months_before - months_known - months_surely_lower = 0 THEN 1 END AS record_high,
  CASE WHEN lowest IS NOT NULL THEN 0 WHEN months_known > 0 AND months_before - months_known = 0 THEN 1 END AS record_low,
  printf('%d-%02d', first_month / 100, first_month % 100) AS known_since, months_known, months_before - months_known AS months_unknown, note, 'unadjusted' AS adjustment, month AS yyyymm
FROM (
  SELECT DISTINCT q.*, (month / 100 * 12 + month % 100) - (first_month / 100 * 12 + first_month % 100) AS months_before,
    (SELECT COALESCE(SUM((y.period - 1 >= first_month AND NOT EXISTS (SELECT 1 FROM observation m WHERE m.series_id = q.series_id AND m.period = y.period - 1 AND m.value IS NOT NULL))
        + (y.period >= first_month AND NOT EXISTS (SELECT 1 FROM observation m WHERE m.series_id = q.series_id AND m.period = y.period AND m.value IS NOT NULL))), 0)
      FROM series x JOIN observation y ON y.series_id = x.series_id
      WHERE x.key_id = q.key_id AND x.period_kind = 'combined' AND y.period < month AND y.value < q.value) AS months_surely_lower
  FROM (
    SELECT DISTINCT k.key AS series_key, k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit, k.key_id, s.series_id, o.period AS month, o.value, CASE WHEN s.period_kind = 'month' AND o.period % 100 <= 2 AND (k.reporter IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN') OR k.partner IN ('CN', 'HK', 'KR', 'MO', 'SG', 'TW', 'VN')) THEN 'lunar_new_year' END AS note,
      (SELECT y.period FROM observation y WHERE y.series_id = o.series_id AND y.period < o.period AND y.value >= o.value ORDER BY y.period DESC LIMIT 1) AS highest,
      (SELECT y.period FROM observation y WHERE y.series_id = o.series_id AND y.period < o.period AND y.value <= o.value ORDER BY y.period DESC LIMIT 1) AS lowest,
      (SELECT y.period FROM observation y WHERE y.series_id = o.series_id AND y.value IS NOT NULL ORDER BY y.period LIMIT 1) AS first_month,
      (SELECT COUNT(y.value) FROM observation y WHERE y.series_id = o.series_id AND y.period < o.period) AS months_known
    FROM observation o JOIN series s ON s.series_id = o.series_id LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind JOIN series_key k ON k.key_id = s.key_id
    WHERE s.period_kind = 'month' AND o.value IS NOT NULL) q);

CREATE VIEW v_rolling_year AS SELECT series_key, pipeline, reporter, partner, flow, classification, product, measure, unit, printf('%d-%02d', (month - 99 + CASE WHEN month % 100 = 12 THEN 88 ELSE 0 END) / 100, (month - 99 + CASE WHEN month % 100 = 12 THEN 88 ELSE 0 END) % 100) || '/' || printf('%d-%02d', month / 100, month % 100) AS period, printf('%d-%02d', month / 100, month % 100) AS last_month,
  value, base_value,
  CASE WHEN base_value > 0 THEN 100.0 * (value - base_value) / base_value END AS yoy_percent,
  CASE WHEN value IS NULL THEN 'no_current' WHEN base_value IS NULL THEN 'no_base' WHEN base_value <= 0 THEN 'base_zero_or_small' END AS reason,
  'unadjusted' AS adjustment, month AS yyyymm
FROM (
  SELECT DISTINCT k.key AS series_key, k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit, o.period AS month, CASE WHEN o.period % 100 = 12 THEN COALESCE(
    CASE WHEN o.period % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'combined' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = o.period) END,
    CASE WHEN o.period % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'year' AND y.period = o.period) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = o.period),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = o.period AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period HAVING COUNT(y.value) = (o.period) - ((o.period - o.period % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - o.period % 100 + 1) AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = o.period % 100 - 1)) END) ELSE COALESCE(
    (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN o.period - 99 AND o.period HAVING COUNT(y.value) = 12),
    CASE WHEN o.period % 100 >= 2 THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN o.period - 99 AND o.period AND y.period <> (o.period - o.period % 100 + 1) AND (x.period_kind = 'combined') = (y.period = (o.period - o.period % 100 + 1) + 1) HAVING COUNT(y.value) = 11) END) END AS value, CASE WHEN (o.period - 100) % 100 = 12 THEN COALESCE(
    CASE WHEN (o.period - 100) % 100 = 1 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 2 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'combined' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 3 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'quarter' AND y.period = (o.period - 100)) END,
    CASE WHEN (o.period - 100) % 100 = 12 THEN (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'year' AND y.period = (o.period - 100)) END,
    (SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND x.period_kind = 'ytd' AND y.period = (o.period - 100)),
    CASE WHEN NOT EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = k.key_id AND y.period = (o.period - 100) AND (x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))) THEN COALESCE(
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) HAVING COUNT(y.value) = ((o.period - 100)) - (((o.period - 100) - (o.period - 100) % 100 + 1)) + 1),
      (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN ((o.period - 100) - (o.period - 100) % 100 + 1) AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = (o.period - 100) % 100 - 1)) END) ELSE COALESCE(
    (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind = 'month' AND y.period BETWEEN (o.period - 100) - 99 AND (o.period - 100) HAVING COUNT(y.value) = 12),
    CASE WHEN (o.period - 100) % 100 >= 2 THEN (SELECT ROUND(SUM(y.value), MIN(6, 15 - length(CAST(ABS(SUM(y.value)) AS INTEGER)))) FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = k.key_id AND x.period_kind IN ('month', 'combined') AND y.period BETWEEN (o.period - 100) - 99 AND (o.period - 100) AND y.period <> ((o.period - 100) - (o.period - 100) % 100 + 1) AND (x.period_kind = 'combined') = (y.period = ((o.period - 100) - (o.period - 100) % 100 + 1) + 1) HAVING COUNT(y.value) = 11) END) END AS base_value
  FROM observation o JOIN series s ON s.series_id = o.series_id LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind JOIN series_key k ON k.key_id = s.key_id
  WHERE s.period_kind = 'month' OR (s.period_kind = 'combined' AND NOT EXISTS (
    SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = s.key_id AND x.period_kind = 'month' AND y.period = o.period)));

CREATE VIEW v_partner AS SELECT partner, kind, name, kind NOT IN ('total', 'group') AS adds_up FROM area;

CREATE VIEW v_partner_part AS SELECT pipeline, part, whole, CASE WHEN valid_from > 0 THEN printf('%d-%02d', valid_from / 100, valid_from % 100) END AS valid_from,
  CASE WHEN valid_until < 999912 THEN printf('%d-%02d', valid_until / 100, valid_until % 100) END AS valid_until
FROM partner_part;

CREATE VIEW v_concordance AS SELECT classification, product, 'HS:' || hs_product AS hs_code, share, subject, valid_from, valid_until FROM concordance;
