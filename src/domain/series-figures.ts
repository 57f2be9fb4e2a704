import { PERIOD_KINDS, type Period, type PeriodKind, type YearMonth } from './period.ts';
import { type Observation, type SeriesDimensions, STATUSES, type Status, type Valuation } from './series.ts';

/** What all figures of one series of a table have in common. */
export interface TableSeries extends SeriesDimensions {
  readonly kind: PeriodKind;
  /** That of the figure that came first. */
  readonly valuation: Valuation | null;
}

/** A table of observations by column, the rows of a series beside each other. */
export interface Columns {
  readonly ends: Uint32Array;
  readonly values: Float64Array;
  /** The same memory as numbers of 32 bits. */
  readonly bits: Uint32Array;
  /** The place in STATUSES, and whether there is no value. */
  readonly statuses: Uint8Array;
  /** Where each row stood when it came; null when they came in this order. */
  readonly places: Uint32Array | null;
  /** What single rows, by where they stood, say that their series does not. */
  readonly remarks: Map<number, Pick<Observation, 'valuation' | 'corrected'>>;
}

/** The figures of one series of a table, in order of time; two of one period stand in the order in which they came. */
export class SeriesFigures {
  /** In a column of statuses: the figure has no value. */
  static readonly NO_VALUE = 8;

  readonly series: TableSeries;
  readonly length: number;
  readonly #columns: Columns;
  readonly #from: number;

  constructor(series: TableSeries, columns: Columns, from: number, to: number) {
    this.series = series;
    this.length = to - from;
    this.#columns = columns;
    this.#from = from;
  }

  end(index: number): YearMonth {
    return this.#columns.ends[this.#from + index] as number;
  }

  /** The period of the last figure; a series of a table has at least one. */
  get last(): YearMonth {
    return this.end(this.length - 1);
  }

  value(index: number): number | null {
    const row = this.#from + index;
    return ((this.#columns.statuses[row] as number) & SeriesFigures.NO_VALUE) !== 0 ? null : (this.#columns.values[row] as number);
  }

  status(index: number): Status {
    return STATUSES[(this.#columns.statuses[this.#from + index] as number) & ~SeriesFigures.NO_VALUE] as Status;
  }

  /** At which place of what was put into the table the figure stood. */
  place(index: number): number {
    const row = this.#from + index;
    return this.#columns.places === null ? row : (this.#columns.places[row] as number);
  }

  /** Whether any figure may be corrected. */
  get isCorrected(): boolean {
    return this.#columns.remarks.size > 0;
  }

  /** Whether all figures are of months that follow each other, up to a month, and have a finite value where their status says so. */
  areSound(lastMonth: YearMonth): boolean {
    const { ends, values, statuses } = this.#columns;
    let before = 0;
    for (let row = this.#from; row < this.#from + this.length; row += 1) {
      const end = ends[row] as number;
      const status = statuses[row] as number;
      if (end <= before || end > lastMonth || !SOUND_STATUSES.has(status) || !Number.isFinite(values[row])) return false;
      before = end;
    }
    return true;
  }

  corrected(index: number): Observation['corrected'] {
    const { remarks } = this.#columns;
    return remarks.size === 0 ? undefined : remarks.get(this.place(index))?.corrected;
  }

  observation(index: number): Observation {
    const { kind, reporter, partner, flow, classification, product, measure, unit, valuation } = this.series;
    const { remarks } = this.#columns;
    const period = periodOf(kind, this.end(index));
    const [value, status] = [this.value(index), this.status(index)];
    const figure = { reporter, partner, flow, classification, product, measure, unit, period, value, status, valuation };
    return remarks.size === 0 ? figure : { ...figure, ...remarks.get(this.place(index)) };
  }

  /** The first figure that is valued in another way than this. */
  valuedOtherwise(valuation: Valuation | null): Observation | null {
    if (this.length === 0) return null;
    if (this.#columns.remarks.size === 0) return this.series.valuation === valuation ? null : this.observation(0);
    const all = Array.from({ length: this.length }, (_, index) => this.observation(index));
    return all.find((one) => one.valuation !== valuation) ?? null;
  }

  /**
   * A whole number of 53 bits, of the periods, values and statuses of the first figures and of what was corrected: the same for the
   * same figures, and for two contents that differ with a chance of 2^-53. It is stored with the series, so that its figures are
   * not read to see that nothing changed; decision 030.
   */
  fingerprint(count = this.length): number {
    const { ends, bits, statuses } = this.#columns;
    const to = this.#from + count;
    let a = FIRST_A;
    let b = FIRST_B;
    for (let row = this.#from; row < to; row += 1) {
      const low = bits[2 * row] as number;
      const high = bits[2 * row + 1] as number;
      const rest = (ends[row] as number) * STATUS_CODES + (statuses[row] as number);
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

/** In a column of statuses: missing and suppressed without a value, the others with one. */
const SOUND_STATUSES: ReadonlySet<number> = new Set(
  STATUSES.map((status, place) => (status === 'M' || status === 'Q' ? place | SeriesFigures.NO_VALUE : place)),
);

/** More than a column of statuses has. */
const STATUS_CODES = 16;

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
