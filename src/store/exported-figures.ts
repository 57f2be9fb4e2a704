import type { YearMonth } from '../domain/period.ts';
import { STATUS_OF_CODE, type Status } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import { type Bindings, CHANGE, SELECTED_FIGURES, SELECTED_KEYS } from './export-selection.ts';
import type { ExportedFigure, ExportedSeries, FigureBlock, FigureTable, Origin } from './export-store.ts';
import { inBatches } from './in-batches.ts';
import { rowTaker } from './row-taker.ts';
import { CORRECTED, CORRECTION, FIRST_IN_PAST, KEY_COLUMNS, PRODUCT_NAME, REPLACED } from './views-observation.ts';

/** Of some forty figures each; more at a time are no faster. */
const SERIES_OF_BLOCK = 16;
/** Of one database there may be hundreds of thousands. */
const REMEMBERED_ORIGINS = 10_000;

/** CROSS JOIN keeps the order of the index on the key: SQLite would read all series and sort them. */
const SERIES = `SELECT s.series_id, ${KEY_COLUMNS}, s.period_kind, ${PRODUCT_NAME} AS product_name, k.key AS series_key
  FROM series_key k CROSS JOIN series s ON s.key_id = k.key_id
  WHERE ${SELECTED_KEYS} ORDER BY k.key, s.period_kind`;

const ORIGIN = `SELECT v.known_from, v.published_at, n.sha256 AS snapshot_sha256, n.url AS source_url
  FROM vintage v JOIN snapshot n ON n.snapshot_id = v.snapshot_id WHERE v.vintage_id = ?`;

type Series = ExportedSeries & { readonly series_id: number };

/**
 * Reads figures of a moment, block by block. A row of v_observation or v_vintage is a figure with its series and its origin; these are
 * read once for all their figures.
 */
export function exportedFigures(db: Sqlite): (table: FigureTable, asked: Bindings) => AsyncGenerator<FigureBlock> {
  const observations = figuresOf(db, 'observation o', { firstInPast: FIRST_IN_PAST, change: CHANGE });
  const current = figuresOf(db, 'observation o', {});
  const past = figuresOf(db, `observation_history o ${REPLACED}`, { knownTo: 'r.known_from' });
  const series = db.prepare(SERIES);
  const originOf = db.prepare(ORIGIN);
  const origins = new Map<number, Origin>();

  /** What each series has and had: each figure in the order of time. */
  function vintages(asked: Bindings, ids: readonly number[]): ExportedFigure[][] {
    const former = past(asked, ids);
    return current(asked, ids).map((held, place) => {
      const before = former[place] ?? [];
      if (before.length === 0) return held;
      const all = [...before, ...held];
      remember(all);
      return all.sort(inTime);
    });
  }

  function remember(figures: readonly ExportedFigure[]): void {
    let last = 0;
    for (const { vintageId } of figures) {
      if (vintageId !== last && !origins.has(vintageId)) origins.set(vintageId, originOf.get(vintageId) as Origin);
      last = vintageId;
    }
  }

  /** By period, then by time, then by number. */
  function inTime(a: ExportedFigure, b: ExportedFigure): number {
    const [known, other] = [origins.get(a.vintageId)?.known_from ?? '', origins.get(b.vintageId)?.known_from ?? ''];
    return a.end - b.end || (known === other ? a.vintageId - b.vintageId : known < other ? -1 : 1);
  }

  return async function* blocks(table, asked) {
    const read = table === 'observations' ? observations : vintages;
    for (const batch of inBatches(series.iterate(asked) as IterableIterator<Series>, SERIES_OF_BLOCK)) {
      if (origins.size > REMEMBERED_ORIGINS) origins.clear();
      const lists = read(
        asked,
        batch.map((one) => one.series_id),
      );
      for (const figures of lists) remember(figures);
      const all = batch.map((one, place) => ({ series: one, figures: lists[place] ?? [] })).filter(({ figures }) => figures.length > 0);
      if (all.length > 0) yield { all, origins };
    }
  };
}

type Figure = { -readonly [Name in keyof ExportedFigure]: ExportedFigure[Name] };

/** What the parts of the public views say of a figure, by what only some figures have. */
interface Parts {
  readonly firstInPast?: string;
  readonly knownTo?: string;
  readonly change?: string;
}

/**
 * Reads the figures of some series by their numbers, a list for each. The figures are made once and filled anew with each call, as millions that are thrown away would
 * be a third of the work.
 */
function figuresOf(db: Sqlite, tables: string, parts: Parts): (asked: Bindings, ids: readonly number[]) => ExportedFigure[][] {
  const made: Figure[] = [];
  let taken = 0;
  let lists: ExportedFigure[][] = [];
  const take = rowTaker(
    db,
    (
      place: number,
      end: YearMonth,
      value: number | null,
      status: number,
      vintageId: number,
      firstInPast: string | null,
      knownTo: string | null,
      publishedValue: number | null,
      correction: string | null,
      change: ExportedFigure['change'],
    ) => {
      made[taken] ??= blank();
      const figure = made[taken] as Figure;
      taken += 1;
      figure.end = end;
      figure.value = value;
      figure.status = STATUS_OF_CODE.get(status) as Status;
      figure.vintageId = vintageId;
      figure.firstInPast = firstInPast;
      figure.knownTo = knownTo;
      figure.publishedValue = publishedValue;
      figure.correction = correction;
      figure.change = change;
      lists[place]?.push(figure);
      return null;
    },
  );
  const { firstInPast = 'NULL', knownTo = 'NULL', change = 'NULL' } = parts;
  const own = `j.key, o.period, o.value, unicode(o.status), o.vintage_id, ${firstInPast}, ${knownTo}, c.published_value, ${CORRECTION}, ${change}`;
  const statement = db
    .prepare(
      `SELECT COUNT(${take}(${own})) FROM json_each(@series) j CROSS JOIN ${tables} ${CORRECTED}
       WHERE o.series_id = j.value AND ${SELECTED_FIGURES}`,
    )
    .pluck();
  return (asked, ids) => {
    taken = 0;
    lists = ids.map(() => []);
    statement.get({ ...asked, series: JSON.stringify(ids) });
    return lists;
  };
}

const blank = (): Figure => ({
  end: 0,
  value: null,
  status: 'M',
  vintageId: 0,
  firstInPast: null,
  knownTo: null,
  publishedValue: null,
  correction: null,
  change: null,
});
