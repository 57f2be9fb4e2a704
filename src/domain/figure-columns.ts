import type { YearMonth } from './period.ts';
import { type Observation, STATUSES, type Status } from './series.ts';

type Remark = Pick<Observation, 'valuation' | 'corrected'>;

/** Rows come in blocks of so many: more of them take no copy of those before. */
const BLOCK_BITS = 12;
const BLOCK_ROWS = 1 << BLOCK_BITS;
const IN_BLOCK = BLOCK_ROWS - 1;

/** Figures in columns, of six bytes each. Where not all values of a block are whole numbers below 2^32, as most of trade are, of ten. */
export class FigureColumns {
  length = 0;
  #marks: Uint16Array[] = [];
  #values: (Uint32Array | Float64Array)[] = [];
  /** What single rows say that their series does not. */
  #remarks: Map<number, Remark> = new Map();
  /** For each place of what was added the row where it is now, and the other way round when that is asked for; null as long as both are the same. */
  #moved: { readonly rows: Uint32Array; places: Uint32Array | null } | 'forgotten' | null = null;

  /** @throws RangeError when there is no such month. */
  add(end: YearMonth, value: number | null, status: Status): void {
    const row = this.length;
    const mark = markOf(end) | statusCode(status) | (value === null ? NO_VALUE : 0);
    if ((row & IN_BLOCK) === 0) {
      this.#marks.push(new Uint16Array(BLOCK_ROWS));
      this.#values.push(new Uint32Array(BLOCK_ROWS));
    }
    (this.#marks[row >>> BLOCK_BITS] as Uint16Array)[row & IN_BLOCK] = mark;
    setValue(this.#values, row, value ?? 0);
    this.length = row + 1;
  }

  /** Says of the next row what its series does not. */
  remark(remark: Remark): void {
    this.#remarks.set(this.length, remark);
  }

  /** The period and the status of a row as one number, by which rows are in order of time; see `endOfMark`. */
  mark(row: number): number {
    return (this.#marks[row >>> BLOCK_BITS] as Uint16Array)[row & IN_BLOCK] as number;
  }

  /** 0 where there is none. */
  value(row: number): number {
    return (this.#values[row >>> BLOCK_BITS] as Uint32Array)[row & IN_BLOCK] as number;
  }

  get hasRemarks(): boolean {
    return this.#remarks.size > 0;
  }

  remarkOf(row: number): Remark | undefined {
    return this.#remarks.get(row);
  }

  /** Puts each row where it is to be, of which none is given twice. */
  arrange(rows: Uint32Array): void {
    // One after the other, so that two copies of one of them are held at most.
    const marks = this.#marks.map(() => new Uint16Array(BLOCK_ROWS));
    for (let place = 0; place < rows.length; place += 1) {
      const row = rows[place] as number;
      (marks[row >>> BLOCK_BITS] as Uint16Array)[row & IN_BLOCK] = this.mark(place);
    }
    this.#marks = marks;
    const values: (Uint32Array | Float64Array)[] = this.#values.map(() => new Uint32Array(BLOCK_ROWS));
    for (let place = 0; place < rows.length; place += 1) setValue(values, rows[place] as number, this.value(place));
    this.#values = values;
    this.#remarks = new Map(Array.from(this.#remarks, ([place, remark]) => [rows[place] as number, remark]));
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

  /** The rows in order of time, those of one month as they came. */
  byTime(): Uint32Array {
    const next = new Uint32Array(ENDS.length + 1);
    for (let row = 0; row < this.length; row += 1) {
      const behind = (this.mark(row) >>> STATUS_BITS) + 1;
      next[behind] = (next[behind] as number) + 1;
    }
    for (let month = 1; month < next.length; month += 1) next[month] = (next[month] as number) + (next[month - 1] as number);
    const rows = new Uint32Array(this.length);
    for (let row = 0; row < this.length; row += 1) {
      const month = this.mark(row) >>> STATUS_BITS;
      const at = next[month] as number;
      rows[at] = row;
      next[month] = at + 1;
    }
    return rows;
  }
}

function setValue(blocks: (Uint32Array | Float64Array)[], row: number, value: number): void {
  const own = blocks[row >>> BLOCK_BITS] as Uint32Array | Float64Array;
  if (isShort(value) || own instanceof Float64Array) own[row & IN_BLOCK] = value;
  else {
    const wide = new Float64Array(own);
    wide[row & IN_BLOCK] = value;
    blocks[row >>> BLOCK_BITS] = wide;
  }
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
const FIRST_MONTH: YearMonth = 1900_01;
const ENDS = new Uint32Array(300 * 12);
/** By how much larger it is than the first, the place of a month; NO_MONTH for numbers between December and January. */
const PLACES = new Uint16Array(300 * 100);
const NO_MONTH = 0xffff;
PLACES.fill(NO_MONTH);
// Plainly: each start does it.
for (let place = 0, end = FIRST_MONTH; place < ENDS.length; place += 1) {
  ENDS[place] = end;
  PLACES[end - FIRST_MONTH] = place;
  end += end % 100 === 12 ? 100 - 11 : 1;
}

/** The mark of a month, with room for a status. */
function markOf(end: YearMonth): number {
  const place = PLACES[end - FIRST_MONTH] ?? NO_MONTH;
  if (place === NO_MONTH) throw new RangeError(`no such month: ${end}`);
  return place << STATUS_BITS;
}

export const endOfMark = (mark: number): YearMonth => ENDS[mark >>> STATUS_BITS] as YearMonth;

/** Its place in STATUSES; most are the first. */
const statusCode = (status: Status): number => (status === STATUSES[0] ? 0 : STATUSES.indexOf(status));

/** The place in STATUSES, and NO_VALUE. */
export const statusOfMark = (mark: number): number => mark & (STATUS_CODES - 1);

/** Whether a mark is of a month before that of another. */
export const isEarlier = (mark: number, other: number): boolean => mark >>> STATUS_BITS < other >>> STATUS_BITS;
