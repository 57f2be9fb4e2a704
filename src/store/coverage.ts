import { partsOf } from '../domain/codes/parts.ts';
import { type Coverage, type CoverageSeries, coverageOf, memberId, placeFrom } from '../domain/coverage.ts';
import type { ObservationTable } from '../domain/observation-table.ts';
import { isAggregate } from '../domain/partner.ts';
import { checkTotals } from '../domain/parts.ts';
import { addMonths, formatMonth, type YearMonth } from '../domain/period.ts';
import type { Proof } from '../domain/proof.ts';
import { formatSeriesKey, MEASURES, type Measure, type Observation, type SeriesDimensions } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import type { TableBatch } from './batch.ts';
import { coverageHistory, type Level, levelOf, NEWEST_MONTHS, windowBefore } from './coverage-history.ts';
import type { Sqlite } from './database.ts';

/** A month of one reporter and flow that came in part. */
interface Shortfall {
  /** `CN export 2025-06` */
  readonly where: string;
  readonly reason: string;
}

interface Checked {
  readonly proofs: readonly Proof[];
  /** By {@link monthOf}: the months that came in part. */
  readonly partial: ReadonlyMap<string, Shortfall>;
}

/** What a shortfall speaks of: all figures of the publication of one reporter, flow and month. */
export const monthOf = (o: Pick<Observation, 'reporter' | 'flow'> & { readonly period: { readonly end: YearMonth } }): string =>
  `${o.reporter} ${o.flow} ${o.period.end}`;

const NAMED_MISSING = 5;
/** Figures of the newest month that are looked up to see whether it is new; a lookup that finds nothing costs little. */
const LOOKED_UP = 50;

interface Group {
  readonly level: Level;
  readonly members: Members;
}

/** A series of the publication. */
interface OwnSeries extends CoverageSeries {
  readonly figures: SeriesFigures;
}

/**
 * Holds the new months of a publication against the months before: those of the partners and products that the same question
 * brought. Which these are is seen from what came with them: other partners of the same snapshots. So an answer for one
 * partner is not held against the answers for the others.
 */
export function coverageChecker(db: Sqlite): (batch: TableBatch) => Checked {
  const historyOf = coverageHistory(db);
  const held = db.prepare(
    "SELECT 1 FROM series_key k JOIN series s ON s.key_id = k.key_id JOIN observation o ON o.series_id = s.series_id WHERE k.key = ? AND s.period_kind IN ('month', 'combined') AND o.period = ?",
  );

  return function check(batch) {
    const proofs: Proof[] = [];
    const partial = new Map<string, Shortfall>();
    let totals: Map<string, Set<string>> | null = null;
    for (const group of groupsOf(batch.observations)) {
      if (isHeldAlready(batch.pipeline, group)) continue;
      const { level } = group;
      totals ??= completeProducts(batch);
      for (const { month, found } of monthsOf(batch.pipeline, group, totals)) {
        const { proof, shortfall } = told(level, month, found);
        proofs.push(proof);
        if (shortfall !== null) partial.set(monthOf({ ...level, period: { end: month } }), shortfall);
      }
    }
    return { proofs, partial };
  };

  /** Whether the newest month is there already: most publications bring nothing new, and need not be weighed. */
  function isHeldAlready(pipeline: string, { level, members }: Group): boolean {
    let left = LOOKED_UP;
    for (const { figures, partner, product } of members) {
      if (figures.last !== members.newest) continue;
      if (held.get(formatSeriesKey({ pipeline, ...level, partner, product }), members.newest) !== undefined) return true;
      left -= 1;
      if (left === 0) break;
    }
    return false;
  }

  function monthsOf(pipeline: string, { level, members }: Group, complete: ReadonlyMap<string, Set<string>>) {
    const { newest } = members;
    const { lastHeld, series } = historyOf(pipeline, level, members, newest);
    const after = Math.max(lastHeld ?? addMonths(newest, -1), addMonths(newest, -NEWEST_MONTHS));
    const before = oneAfterTheOther<CoverageSeries>(series, members);
    const short = new Set<YearMonth>();
    const parts = partsOf(pipeline);
    return monthsAfter(after, members).flatMap((month): { month: YearMonth; found: Coverage }[] => {
      const found = coverageOf(month, before, members, complete.get(`${levelText(level)} ${month}`) ?? new Set(), short, parts);
      if (found?.partial === true) short.add(month);
      return found === null ? [] : [{ month, found }];
    });
  }
}

/** Series of a publication, each with the figures of the window alone. They may be many thousands: one is made when it is looked at. */
class Members implements Iterable<OwnSeries> {
  readonly newest: YearMonth;
  readonly #table: ObservationTable;
  readonly #places: readonly number[];
  readonly #earliest: YearMonth;

  constructor(table: ObservationTable, places: readonly number[]) {
    this.#table = table;
    this.#places = places;
    this.newest = places.reduce((newest, at) => Math.max(newest, table.figuresOf(at).last), 0);
    this.#earliest = windowBefore(this.newest);
  }

  *[Symbol.iterator](): Generator<OwnSeries> {
    const { series } = this.#table;
    for (const at of this.#places) {
      const figures = this.#table.figuresOf(at);
      const from = placeFrom({ figures, from: 0 }, this.#earliest);
      yield { partner: series.textAt(at, 'partner'), product: series.textAt(at, 'product'), figures, from };
    }
  }

  /** Whether they are of more than one partner or product. */
  get areSeveral(): boolean {
    let first: string | null = null;
    for (const one of this) {
      first ??= memberId(one);
      if (memberId(one) !== first) return true;
    }
    return false;
  }
}

function oneAfterTheOther<T>(...lists: readonly Iterable<T>[]): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      for (const list of lists) yield* list;
    },
  };
}

/** The months of any member after one, in order. */
function monthsAfter(after: YearMonth, members: Members): YearMonth[] {
  const months = new Set<YearMonth>();
  for (const { figures, from } of members)
    for (let place = figures.length - 1; place >= from && figures.end(place) > after; place -= 1) months.add(figures.end(place));
  return [...months].sort((a, b) => a - b);
}

const levelText = (l: Level): string => `${l.reporter} ${l.flow} ${l.classification} ${l.measure} ${l.unit}`;

/**
 * Months of single figures by set, in the measure that weighs best; what is too narrow to expect anything is left out. One set after the
 * other: there may be half a million series.
 */
function* groupsOf(table: ObservationTable): Generator<Group> {
  const newest = newestOf(table);
  const earliest = newest === 0 ? 0 : windowBefore(newest);
  const isRecent = ({ last }: SeriesFigures): boolean => last >= earliest;
  const measures = measuresOf(singleMonths(table), isRecent);
  const groups = new Map<string, { readonly level: Level; readonly places: number[] }>();
  for (const figures of singleMonths(table)) {
    if (!isRecent(figures)) continue;
    const { reporter, flow, classification, measure, unit, product } = figures.series;
    if (measure !== measures.get(sideOf(figures.series))) continue;
    const id = `${reporter} ${flow} ${classification} ${measure} ${unit} ${levelOf(product)}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { level: { reporter, flow, classification, measure, unit }, places: [figures.at] });
    else group.places.push(figures.at);
  }
  for (const { level, places } of groups.values()) {
    const members = new Members(table, detailsOf(places, table));
    if (members.areSeveral) yield { level, members };
  }
}

/** The newest single month; 0 when there is none. */
function newestOf(table: ObservationTable): YearMonth {
  let newest = 0;
  for (const own of singleMonths(table)) newest = Math.max(newest, own.last);
  return newest;
}

/** By side the measure that weighs best. */
function measuresOf(all: Iterable<SeriesFigures>, isRecent: (figures: SeriesFigures) => boolean): ReadonlyMap<string, Measure> {
  const best = new Map<string, Measure>();
  for (const figures of all) {
    if (!isRecent(figures)) continue;
    const { series } = figures;
    const known = best.get(sideOf(series));
    if (known === undefined || MEASURES.indexOf(series.measure) < MEASURES.indexOf(known)) best.set(sideOf(series), series.measure);
  }
  return best;
}

/** Whose trade, in which direction. */
const sideOf = ({ reporter, flow }: Pick<SeriesDimensions, 'reporter' | 'flow'>): string => `${reporter} ${flow}`;

/** Each is made when it is its turn. */
function* singleMonths(table: ObservationTable): Generator<SeriesFigures> {
  for (const figures of table.bySeries()) if (figures.kind === 'month' || figures.kind === 'combined') yield figures;
}

/** Without totals and groups, where there are details; else the total alone, whose products are then the members. */
function detailsOf(places: readonly number[], { series }: ObservationTable): readonly number[] {
  const details = places.filter((at) => !isAggregate(series.textAt(at, 'partner')));
  return details.length > 0 ? details : places.filter((at) => series.textAt(at, 'partner') === 'WORLD');
}

/** Products whose world figure of a month is the sum of the partners that came: nobody can be missing there. By set and month. */
function completeProducts({ observations, pipeline }: TableBatch): Map<string, Set<string>> {
  const complete = new Map<string, Set<string>>();
  // No set is weighed whose newest month is before this, and none further back from there.
  const from = addMonths(windowBefore(newestOf(observations)), -NEWEST_MONTHS);
  for (const { total, share } of checkTotals(observations, partsOf(pipeline), from)) {
    if (Math.abs(1 - share) > COMPLETE_WITHIN) continue;
    const id = `${levelText(total)} ${total.period.end}`;
    complete.set(id, (complete.get(id) ?? new Set()).add(total.product));
  }
  return complete;
}

/** What is withheld, and what has no country, is not among the partners. */
const COMPLETE_WITHIN = 0.01;

function told(level: Level, month: YearMonth, found: Coverage): { proof: Proof; shortfall: Shortfall | null } {
  const { reporter, flow, classification, measure, unit } = level;
  const where = `${reporter} ${flow} ${formatMonth(month)}`;
  const percent = `${((100 * found.received) / (found.expected || 1)).toFixed(1)} %`;
  const named = found.missing.slice(0, NAMED_MISSING).map((m) => `${m.member} ${m.percent.toFixed(1)} %`);
  const more = found.missing.length > NAMED_MISSING ? ` and ${found.missing.length - NAMED_MISSING} more` : '';
  const missing = named.length === 0 ? 'none is missing' : `missing: ${named.join(', ')}${more}`;
  const ended = found.leftOut === null || found.partial ? '' : `; ${found.leftOut} alone is taken for trade that ended`;
  const detail = `${percent} of what the months before had in the ${found.members} partners or products that all of them have; ${missing}${ended}`;
  const proof: Proof = {
    check: 'coverage',
    subject: `${reporter} ${flow} ${classification} ${formatMonth(month)} ${measure} ${unit}`,
    expected: found.expected,
    received: found.received,
    holds: !found.partial,
    detail,
  };
  if (!found.partial) return { proof, shortfall: null };
  const reason = `${detail}; the month is held as incomplete until the next vintage says the same`;
  return { proof, shortfall: { where, reason } };
}
