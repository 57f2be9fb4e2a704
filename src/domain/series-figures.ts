import { endOfMark, type FigureColumns, NO_VALUE, STATUS_CODES, statusOfMark } from './figure-columns.ts';
import { PERIOD_KINDS, type Period, type PeriodKind, type YearMonth } from './period.ts';
import { type Observation, STATUSES, type Status, type Valuation } from './series.ts';
import type { SeriesList, TableSeries } from './series-list.ts';

/** The figures of one series of a table, in order of time; two of one period stand in the order in which they came. */
export class SeriesFigures {
  /** The place of the series among those of the table. */
  readonly at: number;
  readonly length: number;
  readonly #list: SeriesList;
  readonly #columns: FigureColumns;
  readonly #from: number;

  constructor(list: SeriesList, at: number, columns: FigureColumns, from: number, to: number) {
    this.at = at;
    this.length = to - from;
    this.#list = list;
    this.#columns = columns;
    this.#from = from;
  }

  get series(): TableSeries {
    return this.#list.at(this.at);
  }

  get kind(): PeriodKind {
    return this.#list.kindAt(this.at);
  }

  /** That of the figure that came first. */
  get valuation(): Valuation | null {
    return this.#list.valuationAt(this.at);
  }

  end(index: number): YearMonth {
    return endOfMark(this.#columns.mark(this.#from + index));
  }

  /** The period of the last figure; a series of a table has at least one. */
  get last(): YearMonth {
    return this.end(this.length - 1);
  }

  /** The place of the figure of a period, looked for from the last on; -1 when there is none. */
  indexOf(end: YearMonth): number {
    let index = this.length - 1;
    while (index >= 0 && this.end(index) > end) index -= 1;
    return index >= 0 && this.end(index) === end ? index : -1;
  }

  value(index: number): number | null {
    const row = this.#from + index;
    return (this.#columns.mark(row) & NO_VALUE) !== 0 ? null : this.#columns.value(row);
  }

  status(index: number): Status {
    return STATUSES[statusOfMark(this.#columns.mark(this.#from + index)) & ~NO_VALUE] as Status;
  }

  /** At which place of what was put into the table the figure stood. */
  place(index: number): number {
    return this.#columns.placeOf(this.#from + index);
  }

  /** Whether any figure may be corrected. */
  get isCorrected(): boolean {
    return this.#columns.hasRemarks;
  }

  /** Whether all figures are of months that follow each other, up to a month, and have a finite value where their status says so. */
  areSound(lastMonth: YearMonth): boolean {
    const columns = this.#columns;
    let before = 0;
    for (let row = this.#from; row < this.#from + this.length; row += 1) {
      const mark = columns.mark(row);
      const end = endOfMark(mark);
      if (end <= before || end > lastMonth || !IS_SOUND[statusOfMark(mark)] || !Number.isFinite(columns.value(row))) return false;
      before = end;
    }
    return true;
  }

  corrected(index: number): Observation['corrected'] {
    return this.#columns.remarkOf(this.#from + index)?.corrected;
  }

  observation(index: number): Observation {
    const { kind, reporter, partner, flow, classification, product, measure, unit, valuation } = this.series;
    const period = periodOf(kind, this.end(index));
    const [value, status] = [this.value(index), this.status(index)];
    const figure = { reporter, partner, flow, classification, product, measure, unit, period, value, status, valuation };
    return this.#columns.hasRemarks ? { ...figure, ...this.#columns.remarkOf(this.#from + index) } : figure;
  }

  /** The first figure that is valued in another way than this. */
  valuedOtherwise(valuation: Valuation | null): Observation | null {
    if (this.length === 0) return null;
    if (!this.#columns.hasRemarks) return this.valuation === valuation ? null : this.observation(0);
    const all = Array.from({ length: this.length }, (_, index) => this.observation(index));
    return all.find((one) => one.valuation !== valuation) ?? null;
  }

  /**
   * A whole number of 53 bits, of the periods, values and statuses of the first figures and of what was corrected: the same for the
   * same figures, and for two contents that differ with a chance of 2^-53. It is stored with the series, so that its figures are
   * not read to see that nothing changed; decision 030.
   */
  fingerprint(count = this.length): number {
    const columns = this.#columns;
    const to = this.#from + count;
    let a = FIRST_A;
    let b = FIRST_B;
    for (let row = this.#from; row < to; row += 1) {
      const mark = columns.mark(row);
      NUMBER[0] = columns.value(row);
      const low = BITS[0] as number;
      const high = BITS[1] as number;
      const rest = endOfMark(mark) * STATUS_CODES + statusOfMark(mark);
      a = mixA(mixA(mixA(a, low), high), rest);
      b = mixB(mixB(mixB(b, low), high), rest);
    }
    if (this.isCorrected)
      for (let index = 0; index < count; index += 1) {
        const corrected = this.corrected(index);
        if (corrected === undefined) continue;
        for (const word of [index, ...new Uint32Array(Float64Array.of(corrected.published).buffer)]) {
          a = mixA(a, word);
          b = mixB(b, word);
        }
      }
    return (finish(a, count) & HIGH_BITS) * 2 ** 32 + finish(b, count);
  }
}

/** By the status of a mark whether it goes with its value: missing and suppressed without one, the others with one. */
const IS_SOUND: readonly boolean[] = Array.from({ length: STATUS_CODES }, (_, code) => {
  const status = STATUSES[code & ~NO_VALUE];
  return status !== undefined && (status === 'M' || status === 'Q') === ((code & NO_VALUE) !== 0);
});

/** One number, and the same memory as two of 32 bits. */
const NUMBER = new Float64Array(1);
const BITS = new Uint32Array(NUMBER.buffer);

/*
 * Two hashes of 32 bits in the manner of MurmurHash3 (https://github.com/aappleby/smhasher/wiki/MurmurHash3), whose multipliers
 * differ, so that what collides in one has no better chance in the other.
 */
const [FIRST_A, FIRST_B] = [0x2f0b4c47, 0x165667b1];

function mixA(hash: number, word: number): number {
  const own = Math.imul(word, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((own << 15) | (own >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function mixB(hash: number, word: number): number {
  const own = Math.imul(word, 0x85ebca77);
  const mixed = hash ^ Math.imul((own << 13) | (own >>> 19), 0x27d4eb2f);
  return (Math.imul((mixed << 11) | (mixed >>> 21), 9) + 0x38495ab5) | 0;
}

function finish(hash: number, length: number): number {
  let mixed = hash ^ length;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Of 53 bits those above the lower 32. */
const HIGH_BITS = 0x1fffff;

/** Few periods for many figures: each is made once. */
const PERIODS: ReadonlyMap<PeriodKind, Map<YearMonth, Period>> = new Map(PERIOD_KINDS.map((kind) => [kind, new Map()]));

function periodOf(kind: PeriodKind, end: YearMonth): Period {
  const made = PERIODS.get(kind)?.get(end) ?? Object.freeze({ kind, end });
  PERIODS.get(kind)?.set(end, made);
  return made;
}
