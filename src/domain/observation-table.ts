/**
 * Observations in columns: six bytes each in the place of the 200 of an object, so that a publication of millions is held, checked
 * and compared as a whole. They are kept series by series, each in order of time.
 */
import { FigureColumns, isEarlier } from './figure-columns.ts';
import type { PeriodKind, YearMonth } from './period.ts';
import type { Observation, SeriesDimensions, Status, Valuation } from './series.ts';
import { SeriesFigures } from './series-figures.ts';
import { SeriesList, type TableSeries } from './series-list.ts';

const FIRST_ROWS = 1024;

export class ObservationTable implements Iterable<Observation> {
  readonly #series = new SeriesList();
  readonly #columns = new FigureColumns();
  /** As long as rows come series by series and in order of time: the first row of each series. */
  readonly #firstRows: number[] = [];
  /** For each row its series; null as long as the first rows say it. */
  #owners: Uint32Array | null = null;
  /** Once the table was read: the first row of each series and behind the last. */
  #starts: Uint32Array | null = null;
  /** The series that came last, and its place. */
  #last: TableSeries | null = null;
  #lastPlace = -1;

  /** The table of a list; a table is taken as it is. */
  static of(list: Iterable<Observation>): ObservationTable {
    if (list instanceof ObservationTable) return list;
    const table = new ObservationTable();
    for (const observation of list) table.add(observation);
    return table;
  }

  get length(): number {
    return this.#columns.length;
  }

  /** In the order in which they first came. */
  get series(): SeriesList {
    return this.#series;
  }

  /** @throws Error as {@link addFigure} does. */
  add(o: Observation): void {
    if (this.#last === null || !isOf(o, this.#last)) {
      this.#lastPlace = this.seriesOf(o, o.period.kind, o.valuation);
      this.#last = this.#series.at(this.#lastPlace);
    }
    if (o.corrected !== undefined || o.valuation !== this.#last.valuation)
      this.#columns.remark({ valuation: o.valuation, ...(o.corrected === undefined ? {} : { corrected: o.corrected }) });
    this.addFigure(this.#lastPlace, o.period.end, o.value, o.status);
  }

  /** The place of a series, for {@link addFigure}; `valuation` counts when it is new. */
  seriesOf(dimensions: SeriesDimensions, kind: PeriodKind, valuation: Valuation | null): number {
    return this.#series.placeOf(dimensions, kind, valuation);
  }

  /**
   * Adds a figure without making an object of it: of a series that {@link seriesOf} gave, valued as that is.
   * @throws Error once the table was read: it is whole then. RangeError when there is no such month.
   */
  addFigure(series: number, end: YearMonth, value: number | null, status: Status): void {
    if (this.#starts !== null) throw new Error('a table of observations that was read takes no more of them');
    const columns = this.#columns;
    const row = columns.length;
    columns.add(end, value, status);
    if (this.#owners === null) {
      const before = this.#firstRows.length - 1;
      if (series > before) for (let at = before; at < series; at += 1) this.#firstRows.push(row);
      else if (series < before || isEarlier(columns.mark(row), columns.mark(row - 1))) this.#owners = this.#ownersSoFar(row);
    }
    if (this.#owners === null) return;
    if (row >= this.#owners.length) this.#owners = grown(this.#owners);
    this.#owners[row] = series;
  }

  /** The figures of the series at a place of {@link series}. */
  figuresOf(at: number): SeriesFigures {
    const starts = this.#arranged();
    return new SeriesFigures(this.#series, at, this.#columns, starts[at] as number, starts[at + 1] as number);
  }

  *bySeries(): Generator<SeriesFigures> {
    for (let at = 0; at < this.#series.length; at += 1) yield this.figuresOf(at);
  }

  /** Series by series, each in order of time. */
  *[Symbol.iterator](): Generator<Observation> {
    for (const figures of this.bySeries()) for (let index = 0; index < figures.length; index += 1) yield figures.observation(index);
  }

  /** Gives up at which places figures stood when they came, once nobody will ask: four bytes each. */
  forgetPlaces(): void {
    this.#columns.forgetPlaces();
  }

  #ownersSoFar(rows: number): Uint32Array {
    const owners = new Uint32Array(2 * Math.max(rows, FIRST_ROWS));
    for (const [series, first] of this.#firstRows.entries()) owners.fill(series, first, this.#firstRows[series + 1] ?? rows);
    return owners;
  }

  /** Puts the rows in order, once. @returns the first row of each series, and behind the last. */
  #arranged(): Uint32Array {
    if (this.#starts !== null) return this.#starts;
    const owners = this.#owners?.subarray(0, this.length) ?? null;
    this.#starts = owners === null ? this.#startsInOrder() : startsOf(owners, this.#series.length);
    if (owners !== null) this.#columns.arrange(rowsOf(owners, this.#columns, this.#starts));
    this.#owners = null;
    return this.#starts;
  }

  #startsInOrder(): Uint32Array {
    const starts = new Uint32Array(this.#series.length + 1).fill(this.length);
    starts.set(this.#firstRows);
    return starts;
  }
}

/** By series the first of its rows in order, and behind the last. */
function startsOf(owners: Uint32Array, series: number): Uint32Array {
  const starts = new Uint32Array(series + 1);
  for (let row = 0; row < owners.length; row += 1) {
    const behind = (owners[row] as number) + 1;
    starts[behind] = (starts[behind] as number) + 1;
  }
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at] as number) + (starts[at - 1] as number);
  return starts;
}

/** The row where each figure is to be. The memory of the owners is used for it. */
function rowsOf(owners: Uint32Array, columns: FigureColumns, starts: Uint32Array): Uint32Array {
  const next = starts.slice();
  const place = (row: number): void => {
    const owner = owners[row] as number;
    const at = next[owner] as number;
    owners[row] = at;
    next[owner] = at + 1;
  };
  if (areInOrder(owners, columns, starts.length)) for (let row = 0; row < owners.length; row += 1) place(row);
  else for (const row of columns.byTime()) place(row);
  return owners;
}

/** Whether the figures of each series came in order of time: month by month they do. */
function areInOrder(owners: Uint32Array, columns: FigureColumns, series: number): boolean {
  const latest = new Uint16Array(series);
  for (let row = 0; row < owners.length; row += 1) {
    const owner = owners[row] as number;
    const mark = columns.mark(row);
    if (isEarlier(mark, latest[owner] as number)) return false;
    latest[owner] = mark;
  }
  return true;
}

function grown(column: Uint32Array): Uint32Array {
  const larger = new Uint32Array(2 * column.length);
  larger.set(column);
  return larger;
}

/** What differs most often comes first. */
const isOf = (o: Observation, s: TableSeries): boolean =>
  o.product === s.product &&
  o.measure === s.measure &&
  o.partner === s.partner &&
  o.reporter === s.reporter &&
  o.flow === s.flow &&
  o.classification === s.classification &&
  o.unit === s.unit &&
  o.period.kind === s.kind;
