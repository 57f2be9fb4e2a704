import { RATE_VIEWS } from './views-rates.ts';

/**
 * The public views: the contract with analysts, documented column by column in docs/data-model.md. They are made anew
 * whenever a database is opened by a program that writes, so they are no part of the migrations. Nothing newer than
 * SQLite 3.40 is used: the file opens in any shell of that age.
 */

import { ARTICLE_VIEWS } from './views-article.ts';
import { CLAIM_VIEWS } from './views-claims.ts';
import { CORRECTION_VIEWS } from './views-corrections.ts';
import { INTEGRITY_VIEWS, LAST_ANSWER } from './views-integrity.ts';
import { MIRROR_VIEWS } from './views-mirror.ts';
import { januaryOf, lastOfSeries, periodText } from './views-period.ts';
import { RELEASE_VIEWS } from './views-releases.ts';

/** The current value of one kind at one period, by its key. Inner aliases are x and y: `key` and `period` name the outer s and o. */
const figureOf = (kind: string, key: string, period: string): string =>
  `(SELECT y.value FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = ${key} AND x.period_kind = '${kind}' AND y.period = ${period})`;

/** The sum of the months from..to, null unless every one of them has a value. */
const sumOfMonths = (key: string, from: string, to: string): string =>
  `(SELECT CASE WHEN COUNT(y.value) = (${to}) - (${from}) + 1 THEN ROUND(SUM(y.value), 6) END FROM series x JOIN observation y ON y.series_id = x.series_id
     WHERE x.key_id = ${key} AND x.period_kind = 'month' AND y.period BETWEEN ${from} AND ${to})`;

/** What a figure of January to a month is published as. */
const EXACT_FROM_JANUARY = `(x.period_kind IN ('ytd', 'combined', 'year') OR (x.period_kind = 'quarter' AND y.period % 100 = 3) OR (x.period_kind = 'month' AND y.period % 100 = 1))`;
/** What a figure of one month is published as. */
const EXACT_MONTH = `(x.period_kind = 'month' OR (x.period_kind = 'ytd' AND y.period % 100 = 1))`;
const EXACT_QUARTER = `(x.period_kind = 'quarter' OR (y.period % 100 = 3 AND x.period_kind = 'ytd'))`;

/** Whether a figure is published for exactly these months, of any or of one status. */
const published = (exact: string, key: string, period: string, status?: string): string =>
  `EXISTS (SELECT 1 FROM series x JOIN observation y ON y.series_id = x.series_id WHERE x.key_id = ${key} AND y.period = ${period} AND ${exact}${status === undefined ? '' : ` AND y.status = '${status}'`})`;

/**
 * The total of January to a month: published for exactly these months, else the sum of its months, else
 * January-February combined and the months after it.
 */
const cumulative = (key: string, period: string): string => `COALESCE(
    CASE WHEN ${period} % 100 = 1 THEN ${figureOf('month', key, period)} END,
    CASE WHEN ${period} % 100 = 2 THEN ${figureOf('combined', key, period)} END,
    CASE WHEN ${period} % 100 = 3 THEN ${figureOf('quarter', key, period)} END,
    CASE WHEN ${period} % 100 = 12 THEN ${figureOf('year', key, period)} END,
    ${figureOf('ytd', key, period)},
    CASE WHEN NOT ${published(EXACT_FROM_JANUARY, key, period)} THEN COALESCE(
      ${sumOfMonths(key, januaryOf(period), period)},
      CASE WHEN ${period} % 100 > 2 THEN ROUND(${figureOf('combined', key, `(${januaryOf(period)} + 1)`)} + ${sumOfMonths(key, `(${januaryOf(period)} + 2)`, period)}, 6) END) END)`;

/** The total of the quarter that ends in a month. */
const quarter = (key: string, period: string): string => `CASE WHEN ${period} % 100 = 3 THEN ${cumulative(key, period)} ELSE COALESCE(
    ${figureOf('quarter', key, period)},
    CASE WHEN NOT ${published("x.period_kind = 'quarter'", key, period)} THEN ${sumOfMonths(key, `(${period} - 2)`, period)} END) END`;

/** The total of one month, for a row of months: its own series has it, or the cumulative of January. */
const oneMonth = (period: string): string => {
  const own =
    period === 'o.period' ? 'o.value' : `(SELECT y.value FROM observation y WHERE y.series_id = s.series_id AND y.period = ${period})`;
  return `COALESCE(${own}, CASE WHEN ${period} % 100 = 1 THEN ${figureOf('ytd', 's.key_id', period)} END)`;
};

/** The total that a row's own kind speaks of, at the row's period or at the one it is compared with. */
const totalOf = (period: string): string =>
  `CASE s.period_kind WHEN 'month' THEN ${oneMonth(period)} WHEN 'quarter' THEN ${quarter('s.key_id', period)} ELSE ${cumulative('s.key_id', period)} END`;

const suppressed = (period: string): string =>
  `CASE s.period_kind WHEN 'month' THEN ${published(EXACT_MONTH, 's.key_id', period, 'Q')} WHEN 'quarter' THEN ${published(EXACT_QUARTER, 's.key_id', period, 'Q')} ELSE ${published(EXACT_FROM_JANUARY, 's.key_id', period, 'Q')} END`;

const combinedOnly = (period: string): string =>
  `((s.period_kind = 'month' AND ${period} % 100 <= 2 OR s.period_kind = 'ytd' AND ${period} % 100 = 1) AND ${published("x.period_kind = 'combined'", 's.key_id', `(${period} - ${period} % 100 + 2)`)})`;

const previousMonth = 'CASE WHEN o.period % 100 = 1 THEN o.period - 89 ELSE o.period - 1 END';

/** What was published where the ledger of corrections put another value. */
const CORRECTED = `LEFT JOIN corrected c ON c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id LEFT JOIN correction e ON e.correction_id = c.correction_id`;

/** Every value that the figures of a table have or had. */
const versionsIn = (table: string, knownTo: string, join: string): string => `
SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.measure, k.unit, k.valuation,
  ${periodText('s.period_kind', 'o.period')} AS period, s.period_kind, v.known_from, ${knownTo} AS known_to, o.value, o.status,
  v.published_at, n.sha256 AS snapshot_sha256, n.url AS source_url, k.key AS series_key, c.published_value, e.digest AS correction
FROM ${table} o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
  JOIN vintage v ON v.vintage_id = o.vintage_id JOIN snapshot n ON n.snapshot_id = v.snapshot_id ${join}
  ${CORRECTED}`;

/** @param from the figures o of series s with their keys k. */
const growthOf = (from: string): string => `
SELECT key, period, value,
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
  SELECT k.*, ${periodText('s.period_kind', 'o.period')} AS period, s.period_kind, o.value,
    ${totalOf('o.period')} AS total,
    CASE WHEN s.period_kind = 'month' THEN ${oneMonth(`(${previousMonth})`)} END AS mom_base,
    ${totalOf('(o.period - 100)')} AS yoy_base,
    CASE WHEN s.period_kind <> 'quarter' THEN ${cumulative('s.key_id', 'o.period')} END AS ytd_value,
    CASE WHEN s.period_kind <> 'quarter' THEN ${cumulative('s.key_id', '(o.period - 100)')} END AS ytd_base,
    ${suppressed('o.period')} AS suppressed, ${suppressed('(o.period - 100)')} AS base_suppressed,
    ${combinedOnly('o.period')} AS combined, ${combinedOnly('(o.period - 100)')} AS base_combined
  FROM ${from})`;

export const VIEWS: Readonly<Record<string, string>> = {
  v_observation: `
SELECT k.pipeline, k.reporter, k.partner, k.flow, k.product, k.classification, k.measure, k.unit, k.valuation,
  ${periodText('s.period_kind', 'o.period')} AS period, s.period_kind, o.value, o.status,
  COALESCE((SELECT MIN(hv.known_from) FROM observation_history h JOIN vintage hv ON hv.vintage_id = h.vintage_id WHERE h.series_id = o.series_id AND h.period = o.period), v.known_from) AS first_seen_at,
  v.known_from AS vintage_at, n.sha256 AS snapshot_sha256, n.url AS source_url,
  (SELECT p.name FROM product p WHERE p.pipeline = k.pipeline AND p.classification = k.classification AND p.product = k.product) AS product_name,
  k.key AS series_key, c.published_value, e.digest AS correction
FROM observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id
  JOIN vintage v ON v.vintage_id = o.vintage_id JOIN snapshot n ON n.snapshot_id = v.snapshot_id
  ${CORRECTED}`,

  // Two complete selections: a union inside a join is made as a whole, for a question of one series too.
  v_vintage: `${versionsIn('observation', 'NULL', '')}
UNION ALL
${versionsIn('observation_history', 'r.known_from', 'JOIN vintage r ON r.vintage_id = o.replaced_by')}`,

  v_growth: growthOf('observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id'),

  v_latest: growthOf(`series s CROSS JOIN observation o ON o.series_id = s.series_id
    AND o.period = (SELECT MAX(l.period) FROM observation l WHERE l.series_id = s.series_id) JOIN series_key k ON k.key_id = s.key_id`),

  v_alert: `
SELECT a.fingerprint AS id, a.rule_id AS rule, k.key AS series_key, ${periodText('a.period_kind', 'a.period')} AS period, a.state, a.severity,
  a.percent, a.threshold, a.raised_at, a.last_event_at,
  (SELECT COUNT(*) FROM alert_event e WHERE e.fingerprint = a.fingerprint) AS events, a.current AS value, a.base AS base_value
FROM alert a JOIN series_key k ON k.key_id = a.key_id`,

  v_delivery: `
SELECT x.fingerprint AS alert, b.receiver, b.channel, b.kind, b.state, b.attempts, b.next_attempt_at, b.delivered_at, b.message_id, b.created_at, b.detail
FROM outbox b LEFT JOIN (SELECT outbox_id, fingerprint FROM outbox_alert UNION ALL SELECT outbox_id, fingerprint FROM outbox_claim) x ON x.outbox_id = b.outbox_id`,

  v_source: `
SELECT pipeline,
  COALESCE(
    (SELECT ${periodText('l.period_kind', 'l.period')} FROM ${lastOfSeries('q.pipeline')} l
      WHERE l.period IS NOT NULL ORDER BY l.period DESC, l.period_kind <> 'month', l.period_kind <> 'combined' LIMIT 1),
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
    (SELECT MAX(r.finished_at) FROM run r WHERE r.pipeline = c.pipeline AND r.outcome = 'ok') AS last_success_at,
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
  ...INTEGRITY_VIEWS,
};
