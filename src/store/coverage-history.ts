import { type CoverageSeries, memberId, placeFrom } from '../domain/coverage.ts';
import { isAggregate } from '../domain/partner.ts';
import { addMonths, monthCount, type YearMonth } from '../domain/period.ts';
import type { SeriesDimensions } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import { rowTaker } from './row-taker.ts';

/** What the series of one set have in common, but for the level of their products. */
export type Level = Pick<SeriesDimensions, 'reporter' | 'flow' | 'classification' | 'measure' | 'unit'>;

/** Codes of one length are of one level; a heading is never weighed beside its subheadings. */
export const levelOf = (product: string): string =>
  /^\d+$/.test(product) ? String(product.length) : product === 'TOTAL' ? product : 'words';

/** A new month, those beside it that may be new too, and the months before them that are looked at. */
const WINDOW_MONTHS = 9;
/** The first month that is looked at beside a newest one. */
export const windowBefore = (newest: YearMonth): YearMonth => addMonths(newest, 1 - WINDOW_MONTHS);
/** A publication brings a new month, or two or three at once after a pause; before that all is history. */
export const NEWEST_MONTHS = 3;
interface CoverageHistory {
  /** The last month that series of the publication have in the database; null when there is none. */
  readonly lastHeld: YearMonth | null;
  /** What the publication does not have. */
  readonly series: readonly CoverageSeries[];
}

/** The months of a series that are held and that the publication does not have. */
interface HeldSeries extends CoverageSeries {
  readonly ends: readonly YearMonth[];
  /** For each of them the one that it came in. */
  readonly snapshots: readonly number[];
}

/** A month of a series that is held, and since when. */
interface SeenMonth {
  readonly seriesId: number;
  readonly month: YearMonth;
  readonly vintageId: number;
}

/**
 * Reads what is held of a set: of the publication's own members, and of those that came in the same snapshots as these in the
 * trailing months. Other answers, for other partners, are left out.
 */
export function coverageHistory(db: Sqlite) {
  // The plus keeps SQLite from looking products and partners up for all reporters: the range of keys is that of one.
  const seriesOfLevel = db
    .prepare(`SELECT s.series_id, k.partner, k.product FROM series_key k JOIN series s ON s.key_id = k.key_id
    WHERE k.key >= @prefix AND k.key < @prefix || char(0x10FFFF) AND k.flow = @flow AND k.classification = @classification AND k.measure = @measure AND k.unit = @unit
      AND (+k.product IN (SELECT value FROM json_each(@products)) OR +k.partner IN (SELECT value FROM json_each(@partners)))
      AND s.period_kind IN ('month', 'combined')`)
    .raw();
  let months: SeenMonth[] = [];
  const take = rowTaker(db, (seriesId: number, month: YearMonth, vintageId: number) => {
    months.push({ seriesId, month, vintageId });
    return null;
  });
  // One statement for all of them: a release has tens of thousands.
  const monthsOfSeries = db
    .prepare(
      `SELECT COUNT(${take}(o.series_id, o.period, o.vintage_id)) FROM json_each(?) s CROSS JOIN observation o WHERE o.series_id = s.value AND o.period >= ?`,
    )
    .pluck();
  const monthsOf = (series: readonly (readonly [number, string, string])[], from: YearMonth): readonly SeenMonth[] => {
    months = [];
    monthsOfSeries.get(JSON.stringify(series.map(([id]) => id)), from);
    return months;
  };
  const valueAt = db.prepare('SELECT value FROM observation WHERE series_id = ? AND period = ?').pluck();
  const snapshotOf = db.prepare('SELECT snapshot_id FROM vintage WHERE vintage_id = ?').pluck();

  /** @param members of one level of products; all of them totals, or none. @param newest the last month of the members. */
  return function historyOf(pipeline: string, level: Level, members: Iterable<CoverageSeries>, newest: YearMonth): CoverageHistory {
    const rows = seriesOfLevel.all(questionOf(pipeline, level, members)) as [number, string, string][];
    if (rows.length === 0) return { lastHeld: null, series: [] };
    const from = windowBefore(newest);
    const own = monthsOfEach(members, from);
    const [first] = members;
    const ownLevel = levelOf(first?.product ?? '');
    const totalsOnly = first?.partner === 'WORLD';
    const isOfLevel = once((product) => levelOf(product) === ownLevel);
    const isCounted = once((partner) => (totalsOnly ? partner === 'WORLD' : !isAggregate(partner)));
    const snapshots = new Map<number, number>();
    /** By month the snapshots that what the publication has came in. */
    const snapshotsOfOwn = new Map<YearMonth, Set<number>>();
    const series: HeldSeries[] = [];
    const counted = rows.filter(([, partner, product]) => isOfLevel(product) && isCounted(partner));
    const months = monthsOf(counted, from);
    let next = 0;
    for (const [seriesId, partner, product] of counted) {
      const given = own.get(memberId({ partner, product }));
      const [ends, endSnapshots]: [YearMonth[], number[]] = [[], []];
      for (; months[next]?.seriesId === seriesId; next += 1) {
        const { month, vintageId } = months[next] as SeenMonth;
        const snapshot = snapshots.get(vintageId) ?? (snapshotOf.get(vintageId) as number);
        snapshots.set(vintageId, snapshot);
        if (given !== undefined) snapshotsOfOwn.set(month, (snapshotsOfOwn.get(month) ?? new Set()).add(snapshot));
        if (given !== undefined && month <= newest && (given & bitOf(month, from)) !== 0) continue;
        ends.push(month);
        endSnapshots.push(snapshot);
      }
      if (ends.length > 0) series.push(heldSeries(seriesId, partner, product, ends, endSnapshots));
    }
    if (snapshotsOfOwn.size === 0) return { lastHeld: null, series: [] };
    const lastHeld = Math.max(...snapshotsOfOwn.keys());
    const beside = idsBeside(snapshotsOfOwn, series, lastHeld);
    return { lastHeld, series: series.filter((one) => own.has(memberId(one)) || beside.has(memberId(one))) };
  };

  function heldSeries(
    seriesId: number,
    partner: string,
    product: string,
    ends: readonly YearMonth[],
    snapshots: readonly number[],
  ): HeldSeries {
    const figures = {
      length: ends.length,
      end: (place: number) => ends[place] as YearMonth,
      value: (place: number) => valueAt.get(seriesId, ends[place]) as number | null,
    };
    // Each member named: V8 gives an object that begins with another's members and gains more a shape of its own.
    return { partner, product, ends, snapshots, figures, from: 0 };
  }
}

function questionOf(pipeline: string, level: Level, members: Iterable<CoverageSeries>) {
  const [products, partners] = [new Set<string>(), new Set<string>()];
  for (const { product, partner } of members) {
    products.add(product);
    partners.add(partner);
  }
  const [inProducts, inPartners] = [products, partners].map((codes) => JSON.stringify([...codes]));
  return { ...level, prefix: `${pipeline}/${level.reporter}.`, products: inProducts, partners: inPartners };
}

/** A bit for each month of the window. */
const bitOf = (month: YearMonth, from: YearMonth): number => 1 << (monthCount(month) - monthCount(from));

/** By id the months from one on that a member has, as bits. */
function monthsOfEach(members: Iterable<CoverageSeries>, from: YearMonth): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const member of members) {
    const { figures } = member;
    const id = memberId(member);
    let months = found.get(id) ?? 0;
    for (let place = placeFrom(member, from); place < figures.length; place += 1) months |= bitOf(figures.end(place), from);
    found.set(id, months);
  }
  return found;
}

/** Who came in the trailing months in the snapshots in which the publication's own members came. */
function idsBeside(
  snapshotsOfOwn: ReadonlyMap<YearMonth, ReadonlySet<number>>,
  series: readonly HeldSeries[],
  lastHeld: YearMonth,
): ReadonlySet<string> {
  const trailing = addMonths(lastHeld, -NEWEST_MONTHS);
  const recent = new Set([...snapshotsOfOwn].flatMap(([month, ids]) => (month > trailing ? [...ids] : [])));
  const isBeside = ({ ends, snapshots }: HeldSeries): boolean =>
    ends.some((month, place) => month > trailing && recent.has(snapshots[place] as number));
  return new Set(series.filter(isBeside).map(memberId));
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
