/**
 * Observations in columns: 13 bytes each in the place of the 200 of an object, so that a publication of millions is held, checked
 * and compared as a whole. They are kept series by series, each in order of time.
 */
import type { PeriodKind, YearMonth } from './period.ts';
import { type Observation, type SeriesDimensions, STATUSES, type Status, type Valuation } from './series.ts';
import { type Columns, SeriesFigures, type TableSeries } from './series-figures.ts';

const FIRST_ROWS = 64;
/** A large table grows by so much at once: room that is never used takes no memory, copies do. */
const LARGE_FROM_ROWS = 65_536;
const [SMALL_GROWTH, LARGE_GROWTH] = [2, 8];

export class ObservationTable implements Iterable<Observation> {
  readonly #series: TableSeries[] = [];
  readonly #byText = new Map<string, number>();
  /** As long as rows come series by series and in order of time: the first row of each series. */
  readonly #firstRows: number[] = [];
  /** For each row its series; null as long as the first rows say it. */
  #owners: Uint32Array | null = null;
  #ends = new Uint32Array(FIRST_ROWS);
  #values = new Float64Array(FIRST_ROWS);
  #statuses = new Uint8Array(FIRST_ROWS);
  readonly #remarks: Columns['remarks'] = new Map();
  #rows = 0;
  /** The rows in order, and the first row of each series and behind the last; made when it is asked for. */
  #whole: { readonly columns: Columns; readonly starts: Uint32Array } | null = null;
  #last = -1;

  /** The table of a list; a table is taken as it is. */
  static of(list: Iterable<Observation>): ObservationTable {
    if (list instanceof ObservationTable) return list;
    const table = new ObservationTable();
    for (const observation of list) table.add(observation);
    return table;
  }

  get length(): number {
    return this.#rows;
  }

  /** In the order in which they first came. */
  get series(): readonly TableSeries[] {
    return this.#series;
  }

  /** @throws Error as {@link addFigure} does. */
  add(o: Observation): void {
    const last = this.#series[this.#last];
    if (last === undefined || !isOf(o, last)) this.#last = this.seriesOf(o, o.period.kind, o.valuation);
    const owner = this.#last;
    if (o.corrected !== undefined || o.valuation !== this.#series[owner]?.valuation)
      this.#remarks.set(this.#rows, { valuation: o.valuation, ...(o.corrected === undefined ? {} : { corrected: o.corrected }) });
    this.addFigure(owner, o.period.end, o.value, o.status);
  }

  /** The place of a series, for {@link addFigure}; `valuation` counts when it is new. */
  seriesOf(dimensions: SeriesDimensions, kind: PeriodKind, valuation: Valuation | null): number {
    const { reporter, partner, flow, classification, product, measure, unit } = dimensions;
    // Joined it is one string; a template would keep all of its parts for as long as the map has it.
    const text = [reporter, partner, flow, classification, product, measure, unit, kind].join(' ');
    const found = this.#byText.get(text);
    if (found !== undefined) return found;
    this.#series.push({ reporter, partner, flow, classification, product, measure, unit, kind, valuation });
    this.#byText.set(text, this.#series.length - 1);
    return this.#series.length - 1;
  }

  /**
   * Adds a figure without making an object of it: of a series that {@link seriesOf} gave, valued as that is.
   * @throws Error once the table was read: it is whole then.
   */
  addFigure(series: number, end: YearMonth, value: number | null, status: Status): void {
    if (this.#whole !== null) throw new Error('a table of observations that was read takes no more of them');
    const row = this.#rows;
    if (row === this.#ends.length) this.#grow();
    if (this.#owners === null) {
      const before = this.#firstRows.length - 1;
      if (series > before) for (let at = before; at < series; at += 1) this.#firstRows.push(row);
      else if (series < before || end < (this.#ends[row - 1] as number)) this.#owners = this.#ownersSoFar();
    }
    if (this.#owners !== null) this.#owners[row] = series;
    this.#ends[row] = end;
    this.#values[row] = value ?? 0;
    this.#statuses[row] = STATUSES.indexOf(status) | (value === null ? SeriesFigures.NO_VALUE : 0);
    this.#rows += 1;
  }

  /** The figures of the series at a place of {@link series}. */
  figuresOf(at: number): SeriesFigures {
    const { columns, starts } = this.#arranged();
    return new SeriesFigures(this.#series[at] as TableSeries, columns, starts[at] as number, starts[at + 1] as number);
  }

  *bySeries(): Generator<SeriesFigures> {
    for (let at = 0; at < this.#series.length; at += 1) yield this.figuresOf(at);
  }

  /** Series by series, each in order of time. */
  *[Symbol.iterator](): Generator<Observation> {
    for (const figures of this.bySeries()) for (let index = 0; index < figures.length; index += 1) yield figures.observation(index);
  }

  #ownersSoFar(): Uint32Array {
    const owners = new Uint32Array(this.#ends.length);
    for (const [series, first] of this.#firstRows.entries()) owners.fill(series, first, this.#firstRows[series + 1] ?? this.#rows);
    return owners;
  }

  #grow(): void {
    const rows = this.#ends.length * (this.#ends.length < LARGE_FROM_ROWS ? SMALL_GROWTH : LARGE_GROWTH);
    const grown = <T extends Uint32Array | Float64Array | Uint8Array>(column: T, larger: T): T => {
      larger.set(column);
      return larger;
    };
    if (this.#owners !== null) this.#owners = grown(this.#owners, new Uint32Array(rows));
    this.#ends = grown(this.#ends, new Uint32Array(rows));
    this.#values = grown(this.#values, new Float64Array(rows));
    this.#statuses = grown(this.#statuses, new Uint8Array(rows));
  }

  /** Puts the rows in order, once, and forgets what only adding needs. */
  #arranged(): { readonly columns: Columns; readonly starts: Uint32Array } {
    if (this.#whole !== null) return this.#whole;
    const owners = this.#owners;
    const starts = owners === null ? this.#startsInOrder() : startsOf(owners.subarray(0, this.#rows), this.#series.length);
    const places = owners === null ? null : this.#places(owners, starts);
    if (places !== null) {
      // One after the other, so that two copies of one of them are held at most.
      this.#ends = arranged(this.#ends, places, new Uint32Array(places.length));
      this.#values = arranged(this.#values, places, new Float64Array(places.length));
      this.#statuses = arranged(this.#statuses, places, new Uint8Array(places.length));
    }
    const [ends, values, statuses, remarks] = [this.#ends, this.#values, this.#statuses, this.#remarks];
    this.#whole = { columns: { ends, values, bits: new Uint32Array(values.buffer), statuses, places, remarks }, starts };
    this.#owners = null;
    this.#byText.clear();
    return this.#whole;
  }

  #startsInOrder(): Uint32Array {
    const starts = new Uint32Array(this.#series.length + 1).fill(this.#rows);
    starts.set(this.#firstRows);
    return starts;
  }

  /** The rows as they came, in the order in which they are to be. */
  #places(owners: Uint32Array, starts: Uint32Array): Uint32Array {
    const ends = this.#ends;
    const next = starts.slice();
    const places = new Uint32Array(this.#rows);
    for (let row = 0; row < this.#rows; row += 1) {
      const owner = owners[row] as number;
      const at = next[owner] as number;
      places[at] = row;
      next[owner] = at + 1;
    }
    const endOf = (row: number | undefined): number => ends[row as number] as number;
    for (let at = 0; at < this.#series.length; at += 1) {
      const own = places.subarray(starts[at], starts[at + 1]);
      if (own.some((row, index) => index > 0 && endOf(own[index - 1]) > endOf(row))) own.sort((a, b) => endOf(a) - endOf(b) || a - b);
    }
    return places;
  }
}

/** By series the first of its rows in order, and behind the last. */
function startsOf(owners: Uint32Array, series: number): Uint32Array {
  const starts = new Uint32Array(series + 1);
  for (const owner of owners) starts[owner + 1] = (starts[owner + 1] as number) + 1;
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at] as number) + (starts[at - 1] as number);
  return starts;
}

function arranged<T extends Uint32Array | Float64Array | Uint8Array>(column: T, places: Uint32Array, into: T): T {
  for (let at = 0; at < places.length; at += 1) into[at] = column[places[at] as number] as number;
  return into;
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
