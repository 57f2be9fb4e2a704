import { formatPeriod, type PeriodKind, type YearMonth } from '../domain/period.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import { cameInPart, type MonthLost, StatedMonths, vanishedOf } from '../domain/vanished.ts';
import type { TableBatch } from './batch.ts';
import type { Sqlite } from './database.ts';
import type { Known, MergeStatements } from './merge-statements.ts';
import type { FoundSeries } from './series-finder.ts';

/** A series of which known figures are not stated any more. */
interface Vanished {
  readonly found: FoundSeries;
  readonly seriesId: number;
  readonly key: SeriesKey;
  readonly kind: PeriodKind;
  /** In order of time; at least one. */
  readonly figures: readonly Known[];
}

/** What one batch no longer states of the figures that are held. */
export interface Withdrawals {
  /** Whether figures may be held of a series behind those that came, in months that others of its kind go on to. */
  mayEndEarly(figures: SeriesFigures, lastPeriod: YearMonth | null): boolean;
  /** @param held figures of the series, from the first month that came on. */
  compare(found: FoundSeries, key: SeriesKey, figures: SeriesFigures, held: readonly Known[]): void;
  /**
   * Once all series were compared: writes that the figures are missing, unless so many are that the publication came in part.
   * @param vintage of the publication, asked for when something is written.
   */
  write(vintage: () => number): Outcome;
}

interface Outcome {
  /** Whose figures were withdrawn. */
  readonly series: readonly Vanished[];
  readonly count: number;
  /** How many figures the notes speak of, withdrawn or not. */
  readonly noted: number;
  readonly notes: readonly string[];
}

const NAMED = 3;

/** A figure that its publisher took away is held as one that is missing, since the publication that no longer states it. */
export function withdrawals(db: Sqlite, sql: MergeStatements): (batch: TableBatch, isNewest: boolean) => Withdrawals | null {
  const isBehind = db
    .prepare('SELECT EXISTS (SELECT 1 FROM snapshot WHERE pipeline = ? AND snapshot_id < ? AND retrieved_at >= ?)')
    .pluck();

  /** @returns null for a batch of a source from which nothing is ever concluded. */
  return function withdrawalsOf(batch, isNewest) {
    if (batch.statesAllMonths === undefined) return null;
    // By what does not change afterwards: a replay comes to the same.
    const isBehindOthers = isBehind.get(batch.pipeline, batch.snapshotId, batch.retrievedAt) === 1;
    const isDecisive = batch.statesAllMonths && isNewest && !isBehindOthers;
    const isTaken = batch.decision?.kind === 'take' && batch.decision.causes.includes('partial_release');
    const months = new StatedMonths(batch.observations);
    const all: Vanished[] = [];
    return {
      mayEndEarly: (figures, lastPeriod) => (lastPeriod ?? 0) > figures.last && months.last(figures.kind) > figures.last,
      compare(found, key, figures, held) {
        const [, , , seriesId] = found;
        if (seriesId === null || held.length === 0) return;
        const lost = vanishedOf(figures, held, months);
        if (lost.length > 0) all.push({ found, seriesId, key, kind: figures.kind, figures: lost });
      },
      write(vintage) {
        if (all.length === 0) return NOTHING;
        if (!isDecisive) return leave([], 0);
        const lost = monthsLost(all);
        const count = lost.reduce((sum, month) => sum + month.count, 0);
        const isPart = !isTaken && cameInPart(batch.observations.length, lost, months);
        const notes = [noteOf(count, isPart)];
        if (isPart) return leave(notes, count);
        withdraw(vintage());
        return { series: all, count, noted: count, notes };
      },
    };

    /** The next publication compares these series again, whether or not it says anything else of them. */
    function leave(notes: readonly string[], noted: number): Outcome {
      for (const { seriesId } of all) sql.setFingerprint.run(null, seriesId);
      return { ...NOTHING, noted, notes };
    }

    function withdraw(vintageId: number): void {
      for (const { seriesId, figures } of all)
        for (const { period, value, status, vintage_id } of figures) {
          sql.archive.run(seriesId, period, vintage_id, value, status, vintageId);
          sql.update.run(null, 'M', vintageId, seriesId, period);
        }
    }

    function noteOf(count: number, isPart: boolean): string {
      const what = count === 1 ? '1 figure that was known is' : `${count} figures that were known are`;
      const named = `${what} no longer stated: ${namesOf(all)}`;
      return isPart
        ? `${named}. More than 5 % of what it would have to state: taken for a publication that came in part, and nothing is withdrawn (ingest --accept-partial withdraws)`
        : named;
    }
  };
}

const NOTHING: Outcome = { series: [], count: 0, noted: 0, notes: [] };

function monthsLost(all: readonly Vanished[]): MonthLost[] {
  const months = new Map<string, MonthLost>();
  for (const { kind, figures } of all)
    for (const { period: end } of figures) {
      const id = `${kind} ${end}`;
      const month = months.get(id);
      if (month === undefined) months.set(id, { kind, end, count: 1 });
      else month.count += 1;
    }
  return [...months.values()];
}

/** The first of them. */
function namesOf(all: readonly Vanished[]): string {
  const names: string[] = [];
  let count = 0;
  for (const { key, kind, figures } of all) {
    count += figures.length;
    for (const { period: end } of figures.slice(0, NAMED - names.length))
      names.push(`${formatSeriesKey(key)} ${formatPeriod({ kind, end })}`);
  }
  return count > names.length ? `${names.join(', ')} and ${count - names.length} more` : names.join(', ');
}
