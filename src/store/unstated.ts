import { formatMonth, type Interval } from '../domain/period.ts';
import { formatSeriesKey } from '../domain/series.ts';
import { keyOf, type TableBatch } from './batch.ts';
import type { Sqlite } from './database.ts';

/** The answer before to the very same question. */
interface Before {
  readonly figures: number;
  readonly first: number;
  readonly last: number;
}

/** Of series that are not stated any more so many are named. */
const NAMED = 3;

/**
 * What the answer before to the very same question stated, and this one does not, beside single months of a series: whole series, the first or the
 * newest months. Nothing is concluded from that, since an older answer and one that came in part look alike (docs/decisions/039); it is said.
 */
export function unstated(db: Sqlite): (batch: TableBatch, extent: Interval | null, noted: number) => readonly string[] {
  const answerBefore = db.prepare(`SELECT b.figures, b.first_period AS first, b.last_period AS last
    FROM snapshot n JOIN snapshot b ON b.pipeline = n.pipeline AND b.request_key = n.request_key AND b.snapshot_id < n.snapshot_id
    WHERE n.snapshot_id = ? AND b.url = n.url AND b.params = n.params AND b.settings = n.settings AND b.retrieved_at <= n.retrieved_at
      AND b.outcome IN ('loaded', 'unchanged', 'held') AND b.figures IS NOT NULL
    ORDER BY b.snapshot_id DESC LIMIT 1`);
  // Asked for hardly ever: it looks through the series of the source.
  const seriesOfQuestion = db
    .prepare(
      `SELECT k.key FROM series_key k WHERE k.key > @pipeline || '/' AND k.key < @pipeline || '0' AND EXISTS (
        SELECT 1 FROM series s JOIN observation o ON o.series_id = s.series_id AND o.period BETWEEN @first AND @last AND o.value IS NOT NULL
          JOIN vintage v ON v.vintage_id = o.vintage_id JOIN snapshot b ON b.snapshot_id = v.snapshot_id
        WHERE s.key_id = k.key_id AND b.request_key = (SELECT request_key FROM snapshot WHERE snapshot_id = @snapshotId)) ORDER BY k.key`,
    )
    .pluck();

  /** @param noted how many figures a note speaks of already. */
  return function notesOf(batch, extent, noted) {
    if (batch.statesAllMonths !== true || extent === null) return [];
    const before = answerBefore.get(batch.snapshotId) as Before | undefined;
    if (before === undefined) return [];
    const figures = batch.observations.length;
    if (before.figures - figures <= noted && before.last <= extent.to && before.first >= extent.from) return [];
    const missing = seriesMissing(batch, before);
    const had = `the answer before to the same question had ${before.figures} figures of ${monthsOf(before.first, before.last)}`;
    const has = `this one has ${figures} of ${monthsOf(extent.from, extent.to)}`;
    const series = missing.length === 0 ? '' : `; ${missing.length} series that it had ${wordOf(missing)} not stated: ${namesOf(missing)}`;
    return [`${had}, ${has}${series}. Whether they were taken away is not known, and nothing is withdrawn`];
  };

  function seriesMissing(batch: TableBatch, { first, last }: Before): readonly string[] {
    const stated = new Set<string>();
    for (const figures of batch.observations.bySeries()) stated.add(formatSeriesKey(keyOf(batch.pipeline, figures)));
    const all = seriesOfQuestion.all({ pipeline: batch.pipeline, snapshotId: batch.snapshotId, first, last }) as string[];
    return all.filter((key) => !stated.has(key));
  }
}

const monthsOf = (from: number, to: number): string => `${formatMonth(from)} to ${formatMonth(to)}`;
const wordOf = (keys: readonly string[]): string => (keys.length === 1 ? 'is' : 'are');
const namesOf = (keys: readonly string[]): string =>
  `${keys.slice(0, NAMED).join(', ')}${keys.length > NAMED ? ` and ${keys.length - NAMED} more` : ''}`;
