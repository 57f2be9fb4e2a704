import { type Coverage, type CoverageFigure, coverageOf } from '../domain/coverage.ts';
import type { ObservationTable } from '../domain/observation-table.ts';
import { isAggregate } from '../domain/partner.ts';
import { checkTotals } from '../domain/parts.ts';
import { addMonths, formatMonth, type YearMonth } from '../domain/period.ts';
import { formatSeriesKey, MEASURES, type Observation, type SeriesDimensions } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import type { Proof } from '../pipeline.ts';
import type { TableBatch } from './batch.ts';
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

/** The months before that are looked at, and some for months that were not held. */
const WINDOW_MONTHS = 9;
/** A publication brings a new month, or two or three at once after a pause; before that all is history. */
const NEWEST_MONTHS = 3;
const NAMED_MISSING = 5;
/** Months as yyyymm lie below this. */
const MONTHS = 2 ** 18;
/** Figures of the newest month that are looked up to see whether it is new; a lookup that finds nothing costs little. */
const LOOKED_UP = 50;

type Level = Pick<SeriesDimensions, 'reporter' | 'flow' | 'classification' | 'measure' | 'unit'>;

interface Group {
  readonly level: Level;
  readonly members: readonly SeriesFigures[];
  /** The first month that is looked at. */
  readonly earliest: YearMonth;
}

interface HistoryRow extends CoverageFigure {
  readonly snapshot: number;
}

/**
 * Holds the new months of a publication against the months before: those of the partners and products that the same question
 * brought. Which these are is seen from what came with them: other partners of the same snapshots. So an answer for one
 * partner is not held against the answers for the others.
 */
export function coverageChecker(db: Sqlite): (batch: TableBatch) => Checked {
  // The plus keeps SQLite from looking products and partners up for all reporters: the range of keys is that of one.
  const seriesOfLevel = db
    .prepare(`SELECT s.series_id, k.partner, k.product FROM series_key k JOIN series s ON s.key_id = k.key_id
    WHERE k.key >= @prefix AND k.key < @prefix || char(0x10FFFF) AND k.flow = @flow AND k.classification = @classification AND k.measure = @measure AND k.unit = @unit
      AND (+k.product IN (SELECT value FROM json_each(@products)) OR +k.partner IN (SELECT value FROM json_each(@partners)))
      AND s.period_kind IN ('month', 'combined')`)
    .raw();
  // A number for each figure: a release has hundreds of thousands of them looked at, and few of which the value matters.
  const monthsOfSeries = db.prepare(`SELECT vintage_id * ${MONTHS} + period FROM observation WHERE series_id = ? AND period >= ?`).pluck();
  const figureOf = db.prepare('SELECT value FROM observation WHERE series_id = ? AND period = ?').pluck();
  const snapshotOf = db.prepare('SELECT snapshot_id FROM vintage WHERE vintage_id = ?').pluck();

  const held = db.prepare(
    "SELECT 1 FROM series_key k JOIN series s ON s.key_id = k.key_id JOIN observation o ON o.series_id = s.series_id WHERE k.key = ? AND s.period_kind IN ('month', 'combined') AND o.period = ?",
  );

  return function check(batch) {
    const proofs: Proof[] = [];
    const partial = new Map<string, Shortfall>();
    const groups = groupsOf(batch.observations);
    if (groups.length === 0) return { proofs, partial };
    let totals: Map<string, Set<string>> | null = null;
    for (const group of groups) {
      if (isHeldAlready(batch.pipeline, group)) continue;
      const { level } = group;
      const figures = figuresOf(group);
      totals ??= completeProducts(batch.observations);
      const complete = totals;
      for (const { month, found } of monthsOf(batch.pipeline, level, figures, complete)) {
        const { proof, shortfall } = told(level, month, found);
        proofs.push(proof);
        if (shortfall !== null) partial.set(monthOf({ ...level, period: { end: month } }), shortfall);
      }
    }
    return { proofs, partial };
  };

  /** Whether the newest month is there already: most publications bring nothing new, and need not be weighed. */
  function isHeldAlready(pipeline: string, { level, members }: Group): boolean {
    const newest = members.reduce((last, own) => Math.max(last, own.last), 0);
    const some = members.filter((own) => own.last === newest).slice(0, LOOKED_UP);
    return some.some(
      ({ series: { partner, product } }) => held.get(formatSeriesKey({ pipeline, ...level, partner, product }), newest) !== undefined,
    );
  }

  function monthsOf(pipeline: string, level: Level, figures: readonly CoverageFigure[], complete: ReadonlyMap<string, Set<string>>) {
    const own = new Map<string, Set<YearMonth>>();
    for (const figure of figures) {
      const id = idOf(figure);
      const months = own.get(id);
      if (months === undefined) own.set(id, new Set([figure.month]));
      else months.add(figure.month);
    }
    const newest = newestOf(figures);
    const ownLevel = levelOf(figures[0]?.product ?? '');
    const totalsOnly = figures.every((f) => f.partner === 'WORLD');
    const isOfLevel = once((product: string) => levelOf(product) === ownLevel);
    const isCounted = once((partner: string) => (totalsOnly ? partner === 'WORLD' : !isAggregate(partner)));
    const found = {
      /** By month the snapshots that what the publication has came in. */
      snapshots: new Map<YearMonth, Set<number>>(),
      /** What the publication does not have. */
      rows: [] as HistoryRow[],
    };
    const given = {
      ...level,
      prefix: `${pipeline}/${level.reporter}.`,
      products: JSON.stringify([...new Set(figures.map((f) => f.product))]),
      partners: JSON.stringify([...new Set(figures.map((f) => f.partner))]),
    };
    const snapshots = new Map<number, number>();
    for (const [seriesId, partner, product] of seriesOfLevel.all(given) as [number, string, string][]) {
      if (!isOfLevel(product) || !isCounted(partner)) continue;
      const months = own.get(idOf({ partner, product }));
      for (const one of monthsOfSeries.all(seriesId, addMonths(newest, -WINDOW_MONTHS)) as number[]) {
        const vintage = Math.floor(one / MONTHS);
        const month = one - vintage * MONTHS;
        const snapshot = snapshots.get(vintage) ?? (snapshotOf.get(vintage) as number);
        snapshots.set(vintage, snapshot);
        if (months !== undefined) found.snapshots.set(month, (found.snapshots.get(month) ?? new Set()).add(snapshot));
        if (months?.has(month) === true) continue;
        found.rows.push({ partner, product, month, value: figureOf.get(seriesId, month) as number | null, snapshot });
      }
    }
    const lastHeld = found.snapshots.size === 0 ? null : Math.max(...found.snapshots.keys());
    const members = lastHeld === null ? [] : membersOf(own, found.snapshots, found.rows, lastHeld);
    const months = [...new Set(figures.map((f) => f.month))].filter(
      (month) => month > (lastHeld ?? addMonths(newest, -1)) && month > addMonths(newest, -NEWEST_MONTHS),
    );
    const before: CoverageFigure[] = [...members, ...figures];
    const short = new Set<YearMonth>();
    return months
      .sort((a, b) => a - b)
      .flatMap((month): { month: YearMonth; found: Coverage }[] => {
        const earlier = before.filter((f) => f.month < month && !short.has(f.month));
        const now = figures.filter((f) => f.month === month);
        const found = coverageOf(month, earlier, now, complete.get(`${levelText(level)} ${month}`) ?? new Set());
        if (found?.partial === true) short.add(month);
        return found === null ? [] : [{ month, found }];
      });
  }
}

const idOf = ({ partner, product }: Pick<CoverageFigure, 'partner' | 'product'>): string => `${partner} ${product}`;
/** 0 for none. */
const newestOf = (figures: readonly CoverageFigure[]): YearMonth => figures.reduce((last, f) => Math.max(last, f.month), 0);
const levelText = (l: Level): string => `${l.reporter} ${l.flow} ${l.classification} ${l.measure} ${l.unit}`;

/** Codes of one length are of one level; a heading is never weighed beside its subheadings. */
const levelOf = (product: string): string => (/^\d+$/.test(product) ? String(product.length) : product === 'TOTAL' ? product : 'words');

/** Months of single figures by set, in the measure that weighs best; what is too narrow to expect anything is left out. */
function groupsOf(table: ObservationTable): Group[] {
  let newest = 0;
  for (const own of singleMonths(table)) newest = Math.max(newest, own.last);
  const earliest = newest === 0 ? 0 : addMonths(newest, 1 - WINDOW_MONTHS);
  const measures = new Map<string, Set<string>>();
  for (const { last, series } of singleMonths(table)) {
    if (last < earliest) continue;
    const side = `${series.reporter} ${series.flow}`;
    measures.set(side, (measures.get(side) ?? new Set()).add(series.measure));
  }
  const groups = new Map<string, { readonly level: Level; readonly members: SeriesFigures[] }>();
  for (const own of singleMonths(table)) {
    if (own.last < earliest) continue;
    const { reporter, flow, classification, measure, unit, product } = own.series;
    const weighs = MEASURES.find((m) => measures.get(`${reporter} ${flow}`)?.has(m));
    if (measure !== weighs) continue;
    const id = `${reporter} ${flow} ${classification} ${measure} ${unit} ${levelOf(product)}`;
    const group = groups.get(id) ?? { level: { reporter, flow, classification, measure, unit }, members: [] };
    group.members.push(own);
    groups.set(id, group);
  }
  return [...groups.values()]
    .map(({ level, members }) => ({ level, members: detailsOf(members), earliest }))
    .filter(({ members }) => new Set(members.map(({ series }) => idOf(series))).size > 1);
}

/** Those of which no list is made: there may be half a million. */
function* singleMonths(table: ObservationTable): Generator<SeriesFigures> {
  for (const figures of table.bySeries()) if (figures.kind === 'month' || figures.kind === 'combined') yield figures;
}

/** Without totals and groups, where there are details; else the total alone, whose products are then the members. */
function detailsOf(members: readonly SeriesFigures[]): readonly SeriesFigures[] {
  const details = members.filter(({ series }) => !isAggregate(series.partner));
  return details.length > 0 ? details : members.filter(({ series }) => series.partner === 'WORLD');
}

function figuresOf({ members, earliest }: Group): CoverageFigure[] {
  const figures: CoverageFigure[] = [];
  for (const own of members) {
    const { partner, product } = own.series;
    for (let index = 0; index < own.length; index += 1) {
      const month = own.end(index);
      if (month >= earliest) figures.push({ partner, product, month, value: own.value(index) });
    }
  }
  return figures;
}

/** Of what the publication does not have, the rows of its own members, and of those that came in the same snapshots in the trailing months. */
function membersOf(
  own: ReadonlyMap<string, unknown>,
  snapshots: ReadonlyMap<YearMonth, ReadonlySet<number>>,
  rows: readonly HistoryRow[],
  last: YearMonth,
): HistoryRow[] {
  const trailing = addMonths(last, -NEWEST_MONTHS);
  const recent = new Set([...snapshots].flatMap(([month, ids]) => (month > trailing ? [...ids] : [])));
  const beside = new Set(rows.filter((row) => row.month > trailing && recent.has(row.snapshot)).map(idOf));
  return rows.filter((row) => own.has(idOf(row)) || beside.has(idOf(row)));
}

/** An answer for each text, found once. */
function once(answer: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const found = known.get(text) ?? answer(text);
    known.set(text, found);
    return found;
  };
}

/** Products whose world figure of a month is the sum of the partners that came: nobody can be missing there. By set and month. */
function completeProducts(observations: ObservationTable): Map<string, Set<string>> {
  const complete = new Map<string, Set<string>>();
  for (const { total, share } of checkTotals(observations)) {
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
  const detail = `${percent} of the mass of the months before, ${found.members} partners or products that all of them have; ${missing}${ended}`;
  const proof: Proof = {
    check: 'coverage',
    subject: `${reporter} ${flow} ${classification} ${formatMonth(month)} ${measure} ${unit}`,
    expected: found.expected,
    received: found.received,
    holds: !found.partial,
    detail,
  };
  if (!found.partial) return { proof, shortfall: null };
  const reason = `partial_release: ${detail}; the month is held until the next vintage says the same`;
  return { proof, shortfall: { where, reason } };
}
