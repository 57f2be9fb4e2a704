/**
 * The public views: the contract with analysts, documented column by column in view-docs.ts. They are made anew
 * whenever a database is opened by a program that writes, so they are no part of the migrations. Nothing newer than
 * SQLite 3.40 is used: the file opens in any shell of that age.
 */

import { ANALYSIS_VIEWS } from './views-analysis.ts';
import { ARTICLE_VIEWS } from './views-article.ts';
import { CLAIM_VIEWS } from './views-claims.ts';
import { CODE_VIEWS } from './views-codes.ts';
import { CORRECTION_VIEWS } from './views-corrections.ts';
import { GROWTH_VIEWS } from './views-growth.ts';
import { INTEGRITY_VIEWS, LAST_ANSWER, LAST_SUCCESS } from './views-integrity.ts';
import { MIRROR_VIEWS } from './views-mirror.ts';
import { endsWithNewest, isOf } from './views-newest.ts';
import { OBSERVATION_COLUMNS, REPLACED, vintageColumns, WITH_SERIES } from './views-observation.ts';
import { monthText, periodText } from './views-period.ts';
import { RATE_VIEWS } from './views-rates.ts';
import { RECEIVER_VIEWS } from './views-receivers.ts';
import { RELEASE_VIEWS } from './views-releases.ts';

/** Two complete joins, current and replaced: a union inside a join would be made whole before anything is looked up. */
const vintages = (table: string, knownTo: string, join = ''): string => `
SELECT ${vintageColumns(knownTo)}, o.period AS yyyymm
FROM ${table} o ${join} ${WITH_SERIES}`;

export const VIEWS: Readonly<Record<string, string>> = {
  v_observation: `
SELECT ${OBSERVATION_COLUMNS}, o.period AS yyyymm
FROM observation o ${WITH_SERIES}`,

  v_vintage: `${vintages('observation', 'NULL AS known_to')}
UNION ALL
${vintages('observation_history', 'r.known_from AS known_to', REPLACED)}`,

  ...GROWTH_VIEWS,

  v_alert: `
SELECT a.fingerprint AS id, a.rule_id AS rule, COALESCE(k.key, p.pipeline) AS series_key, ${periodText('a.period_kind', 'a.period')} AS period, a.state, a.severity,
  a.percent, a.threshold, a.raised_at, a.last_event_at,
  (SELECT COUNT(*) FROM alert_event e WHERE e.fingerprint = a.fingerprint) AS events, a.current AS value, a.base AS base_value, a.metric, a.turns
FROM alert a LEFT JOIN series_key k ON k.key_id = a.key_id LEFT JOIN publication_alert p ON p.fingerprint = a.fingerprint`,

  v_delivery: `
SELECT x.fingerprint AS alert, b.receiver, b.channel, COALESCE(x.kind, b.kind) AS kind, CASE WHEN x.cancelled THEN 'superseded' ELSE b.state END AS state, b.attempts,
  CASE WHEN b.state = 'waiting' AND x.cancelled IS NOT 1 THEN MAX(b.next_attempt_at, COALESCE(o.next_attempt_at, '')) END AS next_attempt_at,
  b.delivered_at, b.message_id, b.created_at, b.detail, b.in_doubt, json_extract(b.message, '$.undelivered.receiver') AS undelivered_to
FROM outbox b LEFT JOIN receiver_outage o ON o.receiver = b.receiver
  LEFT JOIN (SELECT l.outbox_id, l.fingerprint,
    CASE WHEN a.metric = 'release_late' THEN CASE WHEN l.stands THEN 'data.late' ELSE 'data.arrived' END
      WHEN a.metric = 'partial_release' THEN CASE WHEN l.stands THEN 'data.partial' ELSE 'data.completed' END
      WHEN a.metric = 'pipeline_failed' THEN CASE WHEN l.stands THEN 'pipeline.failed' ELSE 'pipeline.recovered' END
      WHEN NOT l.listed THEN NULL WHEN l.kind = 'withdrawn' THEN 'data.withdrawn' ELSE 'alert.' || l.kind END AS kind, l.cancelled
    FROM outbox_alert l JOIN alert a ON a.fingerprint = l.fingerprint
    UNION ALL SELECT outbox_id, fingerprint, NULL, cancelled FROM outbox_claim) x ON x.outbox_id = b.outbox_id`,

  v_source: `
SELECT pipeline,
  COALESCE(
    (${endsWithNewest('q.pipeline', monthText('s.last_period'))}),
    (SELECT ${periodText('kind', 'newest')} FROM (
        SELECT s.period_kind AS kind, MAX(s.last_period) AS newest
        FROM series_key k JOIN series s ON s.key_id = k.key_id WHERE ${isOf('q.pipeline')} GROUP BY s.period_kind)
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
FROM (SELECT c.*, ${LAST_ANSWER} AS last_answer,
    ${LAST_SUCCESS} AS last_success_at,
    (SELECT r.outcome FROM run r WHERE r.pipeline = c.pipeline AND r.outcome IS NOT NULL ORDER BY r.run_id DESC LIMIT 1) AS last_outcome,
    (SELECT r.error FROM run r WHERE r.pipeline = c.pipeline AND r.outcome IS NOT NULL ORDER BY r.run_id DESC LIMIT 1) AS last_error
  FROM source c) q`,

  ...RELEASE_VIEWS,

  v_run: `
SELECT run_id AS id, pipeline, trigger, started_at, finished_at, outcome, requests, snapshots, inserted, revised, unchanged, refused, error, notes,
  answered, not_yet_published, suppressed, held, errors FROM run`,

  ...MIRROR_VIEWS,
  ...RATE_VIEWS,
  ...ARTICLE_VIEWS,
  ...CORRECTION_VIEWS,
  ...CLAIM_VIEWS,
  ...RECEIVER_VIEWS,
  ...INTEGRITY_VIEWS,
  ...ANALYSIS_VIEWS,
  ...CODE_VIEWS,
};
