import { createHash } from 'node:crypto';
import { jumpFrom, type Neighbour } from '../domain/jump.ts';
import { formatPeriod, type YearMonth } from '../domain/period.ts';
import type { Proof } from '../domain/proof.ts';
import { formatSeriesKey, type Observation, type SeriesKey } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import type { Refusal } from '../errors.ts';
import type { TableBatch } from './batch.ts';
import { coverageChecker, monthOf } from './coverage.ts';
import type { Sqlite } from './database.ts';
import { figureId, type HeldRow, heldRows, idOfRow } from './held.ts';
import type { HoldCause } from './store.ts';

/** Decides, series by series, which figures of a publication are not loaded now. */
export interface Keeper {
  /**
   * @param known what is held of the series, in order of time.
   * @returns the periods of the figures that are kept back.
   */
  keepBack(key: SeriesKey, figures: SeriesFigures, known: readonly Neighbour[]): ReadonlySet<YearMonth>;
}

/** A keeper that says, when all series are through, what it came to. */
interface Judge extends Keeper {
  verdict(): Verdict;
}

interface Verdict {
  /** What waits, with the reason: each jump, and each month of a partial release once. */
  readonly held: readonly Refusal[];
  /** How many figures that waited were loaded, turned down or replaced. */
  readonly settled: number;
  /** How many figures are left out because a person turned them down before. */
  readonly turnedDown: number;
  readonly proofs: readonly Proof[];
}

/** How far two publications of one figure may differ and still say the same: figures are revised a little all the time. */
const SAME_WITHIN = 0.05;
const TAKEN_BY = '"tradewatch held accept", or ingest --accept-jump, takes it; the next vintage that says the same does too';

/**
 * Holds back what needs a second sight: figures far from those around them, and months that came in part. A held figure is
 * loaded when a later publication, with other figures beside it, says the same again, or when a person takes it.
 */
export function holder(db: Sqlite) {
  const rows = heldRows(db);
  const coverage = coverageChecker(db);
  const bytesOf = db.prepare('SELECT sha256 FROM snapshot WHERE snapshot_id = ?').pluck();
  return { judge, past };

  /** For a publication that is loaded now. */
  function judge(batch: TableBatch): Judge {
    const bytes = bytesOf.get(batch.snapshotId) as string;
    const waiting = new Map(rows.waiting(batch.pipeline).map((row) => [idOfRow(row), row]));
    const state = { held: new Map<string, Refusal>(), settled: 0, turnedDown: 0 };
    const settle = (row: HeldRow, outcome: Parameters<typeof rows.settle>[1]): void => {
      rows.settle(row, outcome, batch);
      waiting.delete(idOfRow(row));
      state.settled += 1;
    };
    const { decision } = batch;
    if (decision !== null && decision.kind !== 'take') return onlyWaiting(decision.kind);
    const taken = decision?.causes ?? [];
    const { proofs, partial } = coverage(batch);
    let rejected: Set<string> | null = null;
    let content: string | null = null;
    const contentOf = (): string => {
      content ??= fingerprintOf(batch.observations);
      return content;
    };
    const confirmed = new Set([...partial.keys()].filter(isConfirmedMonth));

    return {
      verdict: () => verdictOf(proofs),
      keepBack(key, figures, known) {
        const undoubted = waiting.size === 0 && partial.size === 0;
        if (undoubted && (batch.jumpFactor === null || known.length === 0)) return NONE;
        const text = formatSeriesKey(key);
        let next = 0;
        return periodsOf(figures, (index) => {
          const end = figures.end(index);
          while (next < known.length && (known[next] as Neighbour).period < end) next += 1;
          const current = known[next]?.period === end ? known[next] : undefined;
          // Nothing waits, and no jump is seen in a figure that stands as it stood.
          if (undoubted && current !== undefined && current.value === figures.value(index)) return false;
          return isKeptBack(text, figures.observation(index), current, known);
        });
      },
    };

    function isKeptBack(key: string, o: Observation, current: Neighbour | undefined, known: readonly Neighbour[]): boolean {
      const row = waiting.get(figureId(key, o.period.kind, o.period.end));
      const doubt = doubtOf(key, o, current, known, row);
      if (doubt === null) {
        if (row !== undefined && batch.retrievedAt >= row.held_at)
          settle(row, taken.includes(row.cause) ? 'accepted' : saysTheSame(row, o) ? 'confirmed' : 'replaced');
        return false;
      }
      rejected ??= new Set(rows.rejected(batch.pipeline).map((one) => `${idOfRow(one)} ${one.value}`));
      if (rejected.has(`${figureId(key, o.period.kind, o.period.end)} ${o.value}`)) {
        state.turnedDown += 1;
        return true;
      }
      state.held.set(doubt.where, { where: doubt.where, reason: doubt.reason });
      if (row !== undefined && !isNext(row)) return true;
      if (row !== undefined) settle(row, 'replaced');
      rows.hold(batch, key, o, doubt.cause, doubt.reason, contentOf());
      return true;
    }

    /** Why the figure is not loaded, unless a person or a second publication has taken away the doubt. */
    function doubtOf(
      key: string,
      o: Observation,
      current: Neighbour | undefined,
      known: readonly Neighbour[],
      row: HeldRow | undefined,
    ): ({ cause: HoldCause } & Refusal) | null {
      const shortfall = partial.get(monthOf(o));
      if (shortfall !== undefined && !taken.includes('partial_release') && !confirmed.has(monthOf(o)))
        return { cause: 'partial_release', ...shortfall };
      if (batch.jumpFactor === null || taken.includes('jump') || current?.value === o.value) return null;
      if (row?.cause === 'jump' && isNext(row) && saysTheSame(row, o)) return null;
      const jump = jumpFrom(o.value, o.period.end, known, batch.jumpFactor);
      if (jump === null) return null;
      const middle = `${jump.middle} ${o.unit}, the middle of the ${jump.count} figures around it`;
      const reason =
        o.value === 0
          ? `0 ${o.unit} stands in the place of ${current?.value} ${o.unit}, far from ${middle}: held as a row that may be blank`
          : `${o.value} ${o.unit} is ${batch.jumpFactor} times or more away from ${middle}: held as a possible unit error`;
      return { cause: 'jump', where: `${key} ${formatPeriod(o.period)}`, reason: `${reason} (${TAKEN_BY})` };
    }

    /** A later publication, with other figures beside this one, or with a later date on it: not the same one in other dress. */
    function isNext(row: HeldRow): boolean {
      const laterDate = row.published_at !== null && batch.publishedAt !== null && batch.publishedAt > row.published_at;
      return row.sha256 !== bytes && batch.retrievedAt > row.held_at && (laterDate || row.content !== contentOf());
    }

    /** Whether the next vintage has nothing of the month that does not wait already, and says the same of all of it. */
    function isConfirmedMonth(month: string): boolean {
      for (const o of batch.observations) {
        if (monthOf(o) !== month) continue;
        const row = waiting.get(idOf(batch.pipeline, o));
        if (row === undefined || !isNext(row) || !saysTheSame(row, o)) return false;
      }
      return true;
    }

    /** A person has decided on what these bytes hold and nothing else: what else is in them is not asserted again. */
    function onlyWaiting(kind: 'accept' | 'reject'): Judge {
      return {
        verdict: () => verdictOf([]),
        keepBack(key, figures) {
          const text = formatSeriesKey(key);
          return periodsOf(figures, (index) => {
            const row = waiting.get(figureId(text, figures.kind, figures.end(index)));
            if (row === undefined || row.sha256 !== bytes) return true;
            settle(row, kind === 'accept' ? 'accepted' : 'rejected');
            return kind === 'reject';
          });
        },
      };
    }

    function verdictOf(proofs: readonly Proof[]): Verdict {
      return { held: [...state.held.values()], settled: state.settled, turnedDown: state.turnedDown, proofs };
    }
  }

  /** For a publication that was loaded before and is merged again behind a late one: nothing is judged anew. */
  function past(batch: TableBatch): Keeper {
    const bytes = bytesOf.get(batch.snapshotId) as string;
    const loadedHere = new Set(
      rows
        .settledBy(batch.pipeline, batch.snapshotId)
        .filter((row) => row.outcome !== 'rejected')
        .map(idOfRow),
    );
    const heldOfIt = new Set(rows.ofBytes(batch.pipeline, bytes).map(idOfRow));
    const only = batch.decision !== null && batch.decision.kind !== 'take';
    return {
      keepBack(key, figures) {
        if (!only && heldOfIt.size === 0) return NONE;
        const text = formatSeriesKey(key);
        return periodsOf(figures, (index) => {
          const id = figureId(text, figures.kind, figures.end(index));
          return !loadedHere.has(id) && (only || heldOfIt.has(id));
        });
      },
    };
  }
}

const NONE: ReadonlySet<YearMonth> = new Set();

function periodsOf(figures: SeriesFigures, isWanted: (index: number) => boolean): ReadonlySet<YearMonth> {
  const ends = new Set<YearMonth>();
  for (let index = 0; index < figures.length; index += 1) if (isWanted(index)) ends.add(figures.end(index));
  return ends;
}

const idOf = (pipeline: string, o: Observation): string => figureId(formatSeriesKey({ ...o, pipeline }), o.period.kind, o.period.end);

const saysTheSame = (row: HeldRow, o: Observation): boolean =>
  row.value === null || o.value === null
    ? row.value === o.value && row.status === o.status
    : Math.abs(row.value - o.value) <= SAME_WITHIN * Math.max(Math.abs(row.value), Math.abs(o.value));

/** Says whether two publications hold the same figures, in whatever order and form. */
const fingerprintOf = (observations: Iterable<Observation>): string =>
  createHash('sha256')
    .update(
      Array.from(observations, (o) => `${idOf('', o)}=${o.value}${o.status}`)
        .sort()
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 16);
