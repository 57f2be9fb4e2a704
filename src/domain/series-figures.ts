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

  /** Periods, values and statuses of the first figures, and what was corrected: the same bytes for the same figures, and only for those. */
  content(count: number): Uint8Array {
    const { ends, values, statuses, remarks } = this.#columns;
    const [from, to] = [this.#from, this.#from + count];
    const corrected = remarks.size === 0 ? [] : Array.from({ length: count }, (_, index) => this.corrected(index)?.published ?? null);
    return Buffer.concat([
      bytesOf(values.subarray(from, to)),
      bytesOf(ends.subarray(from, to)),
      statuses.subarray(from, to),
      ...(corrected.every((one) => one === null) ? [] : [Buffer.from(JSON.stringify(corrected))]),
    ]);
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Few periods for many figures: each is made once. */
const PERIODS: ReadonlyMap<PeriodKind, Map<YearMonth, Period>> = new Map(PERIOD_KINDS.map((kind) => [kind, new Map()]));

function periodOf(kind: PeriodKind, end: YearMonth): Period {
  const made = PERIODS.get(kind)?.get(end) ?? Object.freeze({ kind, end });
  PERIODS.get(kind)?.set(end, made);
  return made;
}
