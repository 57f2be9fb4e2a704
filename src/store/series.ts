import type { Period, PeriodKind } from '../domain/period.ts';
import { formatSeriesKey, type SeriesKey, type Valuation } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import type { SeriesRecord, SeriesStore, SourceRecord } from './store.ts';
import { figureOf, type VersionRow } from './versions.ts';
import { endsWithNewest, isOf } from './views-newest.ts';
import { PRODUCT_NAME } from './views-observation.ts';

interface SeriesRow extends SeriesKey {
  readonly valuation: Valuation | null;
  readonly productName: string | null;
  readonly kinds: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

/** No key has it: keys are of letters, digits and punctuation. */
const LAST_CHARACTER = '\u{10ffff}';

export function seriesStore(db: Sqlite): Omit<SeriesStore, 'mirrorSeries'> {
  const list = db.prepare(`SELECT k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit, k.valuation,
      ${PRODUCT_NAME} AS productName,
      GROUP_CONCAT(s.period_kind) AS kinds, MIN(s.first || s.period_kind) AS first, MAX(s.last || s.period_kind) AS last, SUM(s.count) AS count
    FROM series_key k JOIN (SELECT s.key_id, s.period_kind, (SELECT MIN(o.period) FROM observation o WHERE o.series_id = s.series_id) AS first, s.last_period AS last,
        (SELECT COUNT(*) FROM observation o WHERE o.series_id = s.series_id) AS count FROM series s) s ON s.key_id = k.key_id
    WHERE s.last IS NOT NULL AND (@pipeline IS NULL OR k.pipeline = @pipeline)
      AND (@product IS NULL OR k.product = @product OR k.classification || ':' || k.product = @product)
    GROUP BY k.key_id ORDER BY k.key`);
  const keyOf = db.prepare('SELECT key_id FROM series_key WHERE key = ?');
  const alerted = db.prepare(`SELECT pipeline, reporter, partner, flow, classification, product, measure, unit FROM (
      SELECT k.*, ROW_NUMBER() OVER (PARTITION BY k.pipeline ORDER BY COUNT(*) DESC, k.key) AS place
      FROM alert a JOIN series_key k ON k.key_id = a.key_id GROUP BY k.key_id)
    WHERE place = 1 ORDER BY pipeline`);
  const keysFrom = db.prepare('SELECT key FROM series_key WHERE key >= @prefix AND key < @end ORDER BY key LIMIT @limit').pluck();
  const versions = `SELECT o.series_id, o.period, o.vintage_id, o.value, o.status, NULL AS known_to FROM observation o JOIN series s ON s.series_id = o.series_id WHERE s.key_id = @keyId
    UNION ALL SELECT h.series_id, h.period, h.vintage_id, h.value, h.status, r.known_from FROM observation_history h JOIN series s ON s.series_id = h.series_id JOIN vintage r ON r.vintage_id = h.replaced_by WHERE s.key_id = @keyId`;
  const traced =
    db.prepare(`SELECT s.period_kind AS kind, x.period, x.value, x.status, v.known_from AS knownFrom, x.known_to AS knownTo, v.published_at AS publishedAt, n.sha256, n.url
    FROM (${versions}) x JOIN series s ON s.series_id = x.series_id JOIN vintage v ON v.vintage_id = x.vintage_id JOIN snapshot n ON n.snapshot_id = v.snapshot_id
    WHERE v.known_from <= COALESCE(@asOf, '9999') AND (x.known_to IS NULL OR (@asOf IS NOT NULL AND x.known_to > @asOf)) ORDER BY x.period, s.period_kind`);
  const lastMonth = db.prepare(
    `SELECT COALESCE(
      (${endsWithNewest('@pipeline', 's.last_period')}),
      (SELECT MAX(s.last_period) FROM series_key k JOIN series s ON s.key_id = k.key_id WHERE ${isOf('@pipeline')}),
      (SELECT CAST(REPLACE(MAX(r.period), '-', '') AS INTEGER) FROM exchange_rate r JOIN snapshot n ON n.snapshot_id = r.snapshot_id WHERE n.pipeline = @pipeline AND r.frequency = 'month')) AS last`,
  );
  const describe =
    db.prepare(`INSERT INTO source (pipeline, title, publisher, licence, by_hand, schedule, timezone) VALUES (@pipeline, @title, @publisher, @licence, @schedule IS NULL, @schedule, @timezone)
    ON CONFLICT (pipeline) DO UPDATE SET title = excluded.title, publisher = excluded.publisher, licence = excluded.licence, by_hand = excluded.by_hand,
      schedule = excluded.schedule, timezone = excluded.timezone`);
  const forget = db.prepare('DELETE FROM source WHERE pipeline NOT IN (SELECT value FROM json_each(?))');
  const sources = db.prepare(
    `SELECT v.pipeline, v.last_period, v.last_published_at, v.last_success_at, v.state, v.next_expected_at, v.last_error, s.schedule, s.timezone,
      EXISTS (SELECT 1 FROM run r WHERE r.pipeline = v.pipeline AND r.outcome = 'ok') AS ran
    FROM v_source v JOIN source s ON s.pipeline = v.pipeline ORDER BY v.pipeline`,
  );
  const counts =
    db.prepare(`SELECT (SELECT COUNT(*) FROM series_key) AS series, (SELECT COUNT(*) FROM observation) AS observations, (SELECT COUNT(*) FROM observation_history) AS revisions,
    (SELECT COUNT(*) FROM snapshot) AS snapshots, (SELECT COUNT(*) FROM article) AS articles, (SELECT COUNT(*) FROM alert) AS alerts`);

  return {
    async series(filter = {}) {
      return (list.all({ pipeline: filter.pipeline ?? null, product: filter.product ?? null }) as SeriesRow[]).map(recordOf);
    },
    async mostAlerted() {
      return alerted.all() as SeriesKey[];
    },
    async seriesKeys(prefix, limit) {
      return keysFrom.all({ prefix, end: `${prefix}${LAST_CHARACTER}`, limit }) as string[];
    },
    async figures(key, asOf) {
      const found = keyOf.get(formatSeriesKey(key)) as { key_id: number } | undefined;
      if (found === undefined) return null;
      return (traced.all({ keyId: found.key_id, asOf }) as VersionRow[]).map(figureOf);
    },
    async lastMonth(pipeline) {
      return (lastMonth.get({ pipeline }) as { last: number | null }).last;
    },
    async describeSources(list) {
      db.transaction(() => {
        forget.run(JSON.stringify(list.map((s) => s.pipeline)));
        for (const s of list) describe.run(s);
      }).immediate();
    },
    async sources() {
      const rows = sources.all() as {
        pipeline: string;
        last_period: string | null;
        last_published_at: string | null;
        last_success_at: string | null;
        state: string;
        next_expected_at: string | null;
        last_error: string | null;
        schedule: string | null;
        timezone: string;
        ran: number;
      }[];
      return rows.map(
        (row): SourceRecord => ({
          pipeline: row.pipeline,
          lastPeriod: row.last_period,
          lastPublishedAt: row.last_published_at,
          lastSuccessAt: row.last_success_at,
          state: row.state,
          nextExpectedAt: row.next_expected_at,
          lastError: row.last_error,
          schedule: row.schedule,
          timezone: row.timezone,
          nothingToAsk: row.state === 'ok' && row.last_success_at === null && row.ran === 1,
        }),
      );
    },
    async counts() {
      return counts.get() as Awaited<ReturnType<SeriesStore['counts']>>;
    },
  };
}

function recordOf(row: SeriesRow): SeriesRecord {
  const { valuation, productName, kinds, first, last, count, ...key } = row;
  const periodOf = (text: string): Period => ({ end: Number(text.slice(0, 6)), kind: text.slice(6) as PeriodKind });
  return {
    key,
    valuation,
    productName,
    kinds: kinds.split(',').sort() as PeriodKind[],
    first: periodOf(first),
    last: periodOf(last),
    count,
  };
}
