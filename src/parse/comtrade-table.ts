/** The rows of an answer of UN Comtrade, of up to millions, to a table of observations in one pass. */
import { ObservationTable } from '../domain/observation-table.ts';
import { monthOf, type Period, type PeriodKind, type YearMonth, yearOf } from '../domain/period.ts';
import type { Flow, Measure, ProductName, SeriesDimensions, Valuation } from '../domain/series.ts';
import { RefusedError, refused } from '../errors.ts';
import { type ComtradeFields, type ComtradeIdentity, type ComtradeRow, comtradeReader, PINNED, type Where } from './comtrade.ts';
import { comtradeFigures, type TakeFigure } from './comtrade-figures.ts';
import type { JsonValue } from './json.ts';

export interface ReadComtrade {
  readonly table: ObservationTable;
  /** As they are named. */
  readonly products: readonly ProductName[];
  /** What was left out. */
  readonly notes: readonly string[];
  /** The last months of the periods of all rows. */
  readonly ends: ReadonlySet<YearMonth>;
  /** No row was left out but those of which the total is taken. */
  readonly isWhole: boolean;
}

/** What rows of different periods have in common. */
interface Subject {
  readonly identity: ComtradeIdentity;
  /** The same for each row about it. */
  readonly number: number;
  /** That its product had in the row before. */
  name: JsonValue | undefined;
}

/** What the figures of one series of a subject have in common. */
interface Kind {
  readonly measure: Measure;
  readonly unit: string;
  readonly period: PeriodKind;
  readonly valuation: Valuation | null;
  /** By the number of a subject the place of its series in the table; OTHERWISE where its first figure is valued in another way. */
  readonly places: (number | undefined)[];
}

/** Takes rows one after the other. What is wrong with them is kept until it is known that they are to be read at all. */
export class ComtradeTable {
  readonly #name: string;
  readonly #read: (value: JsonValue, where: Where) => ComtradeRow;
  readonly #table = new ObservationTable();
  /** By their text. */
  readonly #subjects = new Map<string, number>();
  readonly #kinds: Kind[] = [];
  readonly #totals = new Places();
  readonly #parts = new Places();
  readonly #products = new Map<string, ProductName>();
  readonly #left = new Map<string, number>();
  readonly #ends = new Set<YearMonth>();
  #rows = 0;
  /** The row that is being read, what it is about, and its period. */
  #index = 0;
  #subject: Subject | null = null;
  #period: Period | null = null;
  /** The first row that cannot be read, and the first figure. */
  #unreadable: RefusedError | null = null;
  #wrongFigure: RefusedError | null = null;

  /** @param name stands in refusals, such as the file name. @param newest the month of the download; nothing later can be in it. */
  constructor(name: string, newest: YearMonth) {
    this.#name = name;
    this.#read = comtradeReader(newest);
  }

  add(value: JsonValue, index: number): void {
    this.#rows += 1;
    this.#index = index;
    if (this.#unreadable !== null) return;
    try {
      this.#take(this.#read(value, this.#where), index);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      this.#unreadable = error;
    }
  }

  /**
   * What was read, once all rows are there.
   * @throws RefusedError for the first row that cannot be read, one that stands twice, a part without its total, a wrong figure, and
   * rows without any.
   */
  whole(): ReadComtrade {
    const fault = this.#unreadable ?? this.#totalTwice() ?? this.#partAlone() ?? this.#wrongFigure;
    if (fault !== null) throw fault;
    const parts = this.#rows - this.#totals.length;
    const left = [...this.#left].map(([reason, count]) => `${count} ${reason}`);
    const notes = parts === 0 ? left : [`${parts} ${PARTS}`, ...left];
    if (this.#table.length === 0) throw refused(this.#name, `no figure in ${this.#rows} rows: ${notes.join('; ')}`);
    return { table: this.#table, products: [...this.#products.values()], notes, ends: this.#ends, isWhole: left.length === 0 };
  }

  #take({ identity, period, fields }: ComtradeRow, index: number): void {
    const { flow } = identity;
    const subject = this.#subjectOf(identity);
    const key = subject.number * MOST_PERIODS + numberOf(period);
    this.#ends.add(period.end);
    if (!identity.pinned) {
      if (flow !== null) this.#parts.add(key, index);
      return;
    }
    this.#totals.add(key, index);
    if (flow === null) this.#leave(`rows of flow ${identity.flowCode.slice(0, 10)} left out; read are X export, M import, RX re-export`);
    else if (this.#wrongFigure === null) {
      this.#period = period;
      this.#takeFigures(fields, flow);
      this.#nameProduct(subject, fields.cmdDesc);
    }
  }

  #takeFigures(fields: ComtradeFields, flow: Flow): void {
    try {
      comtradeFigures(fields, flow, this.#where, this.#addFigure, this.#leave);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      this.#wrongFigure = error;
    }
  }

  readonly #addFigure: TakeFigure = (measure, unit, value, status, valuation) => {
    const { identity, number } = this.#subject as Subject;
    const period = this.#period as Period;
    const table = this.#table;
    const kind = this.#kindOf(measure, unit, period.kind, valuation);
    const place = kind.places[number] ?? this.#placeOf(identity, kind);
    kind.places[number] = place;
    if (place !== OTHERWISE) table.addFigure(place, period.end, value, status);
    else table.add({ ...dimensionsOf(identity, kind), period, value, status, valuation });
  };

  #placeOf(identity: ComtradeIdentity, kind: Kind): number {
    const place = this.#table.seriesOf(dimensionsOf(identity, kind), kind.period, kind.valuation);
    return this.#table.series.valuationAt(place) === kind.valuation ? place : OTHERWISE;
  }

  #kindOf(measure: Measure, unit: string, period: PeriodKind, valuation: Valuation | null): Kind {
    for (const known of this.#kinds)
      if (known.unit === unit && known.measure === measure && known.period === period && known.valuation === valuation) return known;
    const made = { measure, unit, period, valuation, places: [] };
    this.#kinds.push(made);
    return made;
  }

  #nameProduct(subject: Subject, name: JsonValue | undefined): void {
    if (subject.name === name) return;
    subject.name = name;
    const { classification, product } = subject.identity;
    if (typeof name === 'string' && name !== '') this.#products.set(`${classification} ${product}`, { classification, product, name });
  }

  #subjectOf(identity: ComtradeIdentity): Subject {
    if (this.#subject?.identity === identity) return this.#subject;
    const { reporter, partner, classification, product, flowCode } = identity;
    // The code of the flow, which may be any text, comes last. A joined text is one string, a template keeps its parts.
    const text = [reporter, partner, classification, product, flowCode].join(' ');
    const number = this.#subjects.get(text) ?? this.#subjects.size;
    this.#subjects.set(text, number);
    this.#subject = { identity, number, name: undefined };
    return this.#subject;
  }

  #totalTwice(): RefusedError | null {
    const twice = this.#totals.firstTwice();
    return twice === null
      ? null
      : refused(this.#place(twice.row), `the same reporter, partner, flow, product and period as ${this.#place(twice.before)}`);
  }

  #partAlone(): RefusedError | null {
    const row = this.#parts.firstBeside(this.#totals);
    if (row === null) return null;
    const pinned = Object.entries(PINNED).map((pair) => pair.join('='));
    const reason = `a part by mode of transport, customs procedure or second partner, and the total (${pinned.join(', ')}) is not in the answer: parts are never summed`;
    return refused(this.#place(row), reason);
  }

  readonly #leave = (reason: string): void => {
    this.#left.set(reason, (this.#left.get(reason) ?? 0) + 1);
  };

  readonly #where: Where = () => this.#place(this.#index);

  #place(index: number): string {
    return `${this.#name} data[${index}]`;
  }
}

/** Rows by what they are about and their period, as one number: in columns, as there may be millions. */
class Places {
  length = 0;
  #keys = new Float64Array(64);
  #rows = new Uint32Array(64);
  /** Whether each key is above the one before: then none is there twice. */
  #ascend = true;

  add(key: number, row: number): void {
    if (this.length === this.#keys.length) {
      const [keys, rows] = [this.#keys, this.#rows];
      this.#keys = new Float64Array(2 * this.length);
      this.#rows = new Uint32Array(2 * this.length);
      this.#keys.set(keys);
      this.#rows.set(rows);
    }
    this.#ascend &&= this.length === 0 || key > (this.#keys[this.length - 1] as number);
    this.#keys[this.length] = key;
    this.#rows[this.length] = row;
    this.length += 1;
  }

  /** The first row that has the key of one before it. */
  firstTwice(): { readonly row: number; readonly before: number } | null {
    if (this.#ascend) return null;
    const sorted = this.#keys.slice(0, this.length).sort();
    if (!sorted.some((key, index) => key === sorted[index - 1])) return null;
    const rows = new Map<number, number>();
    for (let at = 0; at < this.length; at += 1) {
      const [key, row] = [this.#keys[at] as number, this.#rows[at] as number];
      const before = rows.get(key);
      if (before !== undefined) return { row, before };
      rows.set(key, row);
    }
    return null;
  }

  /** The first row whose key the others do not have. */
  firstBeside(others: Places): number | null {
    if (this.length === 0) return null;
    const keys = new Set(others.#keys.subarray(0, others.length));
    const at = this.#keys.subarray(0, this.length).findIndex((key) => !keys.has(key));
    return at < 0 ? null : (this.#rows[at] as number);
  }
}

const OTHERWISE = -1;

function dimensionsOf(identity: ComtradeIdentity, { measure, unit }: Kind): SeriesDimensions {
  const { reporter, partner, flow, classification, product } = identity;
  return { reporter, partner, flow: flow as Flow, classification, product, measure, unit };
}

const PARTS = 'rows by mode of transport, customs procedure or second partner left out: their totals are taken';

const [FIRST_YEAR, MOST_PERIODS] = [1900, 8192];

/** A number of its own for each period, below MOST_PERIODS: months from 1900 to 2199, and years. */
const numberOf = ({ kind, end }: Period): number => ((yearOf(end) - FIRST_YEAR) * 12 + monthOf(end) - 1) * 2 + (kind === 'year' ? 1 : 0);
