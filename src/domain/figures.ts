import { type MonthCount, monthCount, monthFromCount, type PeriodKind, type YearMonth } from './period.ts';
import { sumOf } from './rounding.ts';
import type { Figure, Status } from './series.ts';

/**
 * The figures of one kind of a series, by their last month. They stand in columns with a place for each month, so that a figure is
 * found by counting and none is an object until somebody asks for it.
 */
export class FiguresOfKind {
  readonly kind: PeriodKind;
  /** The month of the first place. */
  #first: MonthCount = 0;
  /** NaN where there is no figure, or one without a value. */
  readonly #values: number[] = [];
  /** Null where there is no figure. */
  readonly #statuses: (Status | null)[] = [];
  /** Null until somebody asks for them. */
  #months: MonthCount[] | null = null;

  constructor(kind: PeriodKind) {
    this.kind = kind;
  }

  /** Puts a figure in its place; one that is there already is replaced. */
  add(end: YearMonth, value: number | null, status: Status): void {
    const month = monthCount(end);
    if (this.#values.length === 0) this.#first = month;
    const at = month - this.#first;
    const known = value ?? Number.NaN;
    this.#months = null;
    if (at < 0) {
      const gap = Array.from({ length: -at - 1 });
      this.#values.unshift(known, ...gap.map(() => Number.NaN));
      this.#statuses.unshift(status, ...gap.map(() => null));
      this.#first = month;
    } else if (at < this.#values.length) {
      this.#values[at] = known;
      this.#statuses[at] = status;
    } else {
      while (this.#values.length < at) {
        this.#values.push(Number.NaN);
        this.#statuses.push(null);
      }
      this.#values.push(known);
      this.#statuses.push(status);
    }
  }

  /** The last month of which there is a figure. */
  get last(): MonthCount {
    return this.#first + this.#values.length - 1;
  }

  /** The value of the figure that ends in a month; NaN where there is none, or it has no value. */
  valueAt(month: MonthCount): number {
    const at = month - this.#first;
    return at >= 0 && at < this.#values.length ? (this.#values[at] as number) : Number.NaN;
  }

  /** The sum of the values from a month to another; NaN unless there is one in each place. */
  sumOf(from: MonthCount, to: MonthCount): number {
    const last = to - this.#first;
    if (from < this.#first || last >= this.#values.length) return Number.NaN;
    let sum = 0;
    for (let at = from - this.#first; at <= last; at += 1) sum += this.#values[at] as number;
    // Mostly figures are whole, and nothing is lost.
    return Number.isInteger(sum) || Number.isNaN(sum) ? sum : sumOf(this.#values.slice(from - this.#first, last + 1));
  }

  /** The status of the figure that ends in a month; null where there is none. */
  statusAt(month: MonthCount): Status | null {
    const at = month - this.#first;
    return at >= 0 && at < this.#statuses.length ? (this.#statuses[at] as Status | null) : null;
  }

  has(end: YearMonth): boolean {
    return this.statusAt(monthCount(end)) !== null;
  }

  get(end: YearMonth): Figure | undefined {
    const status = this.statusAt(monthCount(end));
    if (status === null) return undefined;
    const value = this.valueAt(monthCount(end));
    return { period: { kind: this.kind, end }, value: Number.isNaN(value) ? null : value, status };
  }

  /** The last months of the figures from a month on, in order of time. */
  months(from: MonthCount = 0): readonly MonthCount[] {
    if (this.#months === null) {
      this.#months = [];
      for (let at = 0; at < this.#statuses.length; at += 1) if (this.#statuses[at] !== null) this.#months.push(this.#first + at);
    }
    const at = from <= this.#first ? 0 : this.#months.findIndex((month) => month >= from);
    return at === 0 ? this.#months : at < 0 ? [] : this.#months.slice(at);
  }

  /** {@link months} as a calendar names them. */
  ends(from: YearMonth = 0): YearMonth[] {
    return this.months(monthCount(from)).map(monthFromCount);
  }

  /** In order of time. */
  *[Symbol.iterator](): Generator<Figure> {
    for (const end of this.ends()) yield this.get(end) as Figure;
  }
}

/** Of two kinds of figures for the same months, the one that is taken. */
const PRECEDENCE: readonly PeriodKind[] = ['month', 'combined', 'quarter', 'year', 'ytd'];

/** All figures of one series key, by period kind and last month. */
export class Figures {
  month?: FiguresOfKind;
  combined?: FiguresOfKind;
  ytd?: FiguresOfKind;
  quarter?: FiguresOfKind;
  year?: FiguresOfKind;
  /** Those kinds of which there is a figure, in the order in which they came. */
  kinds: readonly FiguresOfKind[] = [];
  /** The same in the order in which one is taken before another for the same months. */
  byPrecedence: readonly FiguresOfKind[] = [];

  /** Where figures of a kind are put. */
  ofKind(kind: PeriodKind): FiguresOfKind {
    const known = this[kind];
    if (known !== undefined) return known;
    const made = new FiguresOfKind(kind);
    this[kind] = made;
    this.kinds = [...this.kinds, made];
    this.byPrecedence = this.kinds.length === 1 ? this.kinds : PRECEDENCE.flatMap((one) => this[one] ?? []);
    return made;
  }
}

/** Figures by kind and month. */
export function figuresOf(list: Iterable<Figure>): Figures {
  const figures = new Figures();
  for (const { period, value, status } of list) figures.ofKind(period.kind).add(period.end, value, status);
  return figures;
}
