import { monthCount, monthFromCount, type YearMonth } from './period.ts';
import { type Observation, STATUSES, type Status } from './series.ts';

const FIRST_ROWS = 64;
/** A large table grows by so much at once: room that is never used takes no memory, copies do. */
const LARGE_FROM_ROWS = 65_536;
const [SMALL_GROWTH, LARGE_GROWTH] = [2, 8];

type Remark = Pick<Observation, 'valuation' | 'corrected'>;

/** Figures in columns, of six bytes each, or ten. */
export class FigureColumns {
  length = 0;
  /** Of each row its period and status as one number, by which rows are in order of time; see `endOfMark`. */
  marks = new Uint16Array(FIRST_ROWS);
  /** 0 where there is none. As long as all are whole and below 2^32, as most figures of trade are, half as long as numbers of any kind. */
  values: Uint32Array | Float64Array = new Uint32Array(FIRST_ROWS);
  /** What single rows say that their series does not. */
  remarks: Map<number, Remark> = new Map();
  /** For each place of what was added the row where it is now, and the other way round when that is asked for; null as long as both are the same. */
  #moved: { readonly rows: Uint32Array; places: Uint32Array | null } | 'forgotten' | null = null;

  /** @throws RangeError when there is no such month. */
  add(end: YearMonth, value: number | null, status: Status): void {
    const row = this.length;
    if (row === this.marks.length) this.#grow();
    const number = value ?? 0;
    if (!isShort(number) && this.values instanceof Uint32Array) this.values = new Float64Array(this.values);
    this.marks[row] = markOf(end) | STATUSES.indexOf(status) | (value === null ? NO_VALUE : 0);
    this.values[row] = number;
    this.length = row + 1;
  }

  /** Puts each row where it is to be, of which none is given twice. */
  arrange(rows: Uint32Array): void {
    // One after the other, so that two copies of one of them are held at most.
    this.marks = moved(this.marks, rows, new Uint16Array(rows.length));
    const { values } = this;
    this.values = moved(values, rows, values instanceof Uint32Array ? new Uint32Array(rows.length) : new Float64Array(rows.length));
    this.remarks = new Map(Array.from(this.remarks, ([row, remark]) => [rows[row] as number, remark]));
    this.#moved = { rows, places: null };
  }

  /**
   * At which place of what was added a row stood.
   * @throws Error when that was forgotten.
   */
  placeOf(row: number): number {
    if (this.#moved === null) return row;
    if (this.#moved === 'forgotten') throw new Error('the places at which figures came were forgotten');
    this.#moved.places ??= inverseOf(this.#moved.rows);
    return this.#moved.places[row] as number;
  }

  forgetPlaces(): void {
    if (this.#moved !== null) this.#moved = 'forgotten';
  }

  #grow(): void {
    const rows = this.marks.length * (this.marks.length < LARGE_FROM_ROWS ? SMALL_GROWTH : LARGE_GROWTH);
    const { marks, values } = this;
    this.marks = new Uint16Array(rows);
    this.marks.set(marks);
    this.values = values instanceof Uint32Array ? new Uint32Array(rows) : new Float64Array(rows);
    this.values.set(values);
  }
}

function moved<T extends Uint16Array | Uint32Array | Float64Array>(column: T, places: Uint32Array, into: T): T {
  for (let row = 0; row < places.length; row += 1) into[places[row] as number] = column[row] as number;
  return into;
}

function inverseOf(rows: Uint32Array): Uint32Array {
  const places = new Uint32Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) places[rows[place] as number] = place;
  return places;
}

/** Whether 32 bits hold a number as it is: -0 they do not. */
const isShort = (value: number): boolean => value >>> 0 === value && !Object.is(value, -0);

/** In a mark: the figure has no value. */
export const NO_VALUE = 8;
/** More than a mark has in its lower bits: the place in STATUSES, and whether there is no value. */
export const STATUS_CODES = 16;
const STATUS_BITS = 4;

/** The months of 300 years, in order: 12 bits hold the place of one. */
const FIRST_MONTH = monthCount(1900_01);
const ENDS = Uint32Array.from({ length: 300 * 12 }, (_, place) => monthFromCount(FIRST_MONTH + place));

/** The mark of a month, with room for a status. */
function markOf(end: YearMonth): number {
  const place = monthCount(end) - FIRST_MONTH;
  if (ENDS[place] !== end) throw new RangeError(`no such month: ${end}`);
  return place << STATUS_BITS;
}

export const endOfMark = (mark: number): YearMonth => ENDS[mark >>> STATUS_BITS] as YearMonth;

/** The place in STATUSES, and NO_VALUE. */
export const statusOfMark = (mark: number): number => mark & (STATUS_CODES - 1);

/** Whether a mark is of a month before that of another. */
export const isEarlier = (mark: number, other: number): boolean => mark >>> STATUS_BITS < other >>> STATUS_BITS;

/** The rows in order of time, those of one month as they came. */
export function rowsByTime(marks: Uint16Array): Uint32Array {
  const next = new Uint32Array(ENDS.length + 1);
  for (const mark of marks) next[(mark >>> STATUS_BITS) + 1] = (next[(mark >>> STATUS_BITS) + 1] as number) + 1;
  for (let month = 1; month < next.length; month += 1) next[month] = (next[month] as number) + (next[month - 1] as number);
  const rows = new Uint32Array(marks.length);
  for (let row = 0; row < marks.length; row += 1) {
    const month = (marks[row] as number) >>> STATUS_BITS;
    const at = next[month] as number;
    rows[at] = row;
    next[month] = at + 1;
  }
  return rows;
}
