/** The rows of an answer of UN Comtrade, of up to millions, to a table of observations in one pass. */
import { ObservationTable } from '../domain/observation-table.ts';
import { monthOf, type Period, type YearMonth, yearOf } from '../domain/period.ts';
import type { Flow } from '../domain/series.ts';
import { RefusedError } from '../errors.ts';
import { type ComtradeIdentity, type ComtradeRow, comtradeReader, PINNED } from './comtrade.ts';
import { type ComtradeFigure, comtradeFigures } from './comtrade-figures.ts';
import type { JsonValue } from './json.ts';

export interface ReadComtrade {
  readonly table: ObservationTable;
  /** As they are named. */
  readonly products: readonly NamedProduct[];
  /** What was left out. */
  readonly notes: readonly string[];
  /** The last months of the periods of all rows. */
  readonly ends: ReadonlySet<YearMonth>;
}

interface NamedProduct {
  readonly classification: string;
  readonly product: string;
  readonly name: string;
}

/** What rows of different periods have in common. */
interface Subject {
  readonly number: number;
  /** Its series, by their places in the table. */
  readonly series: number[];
}

/** Takes rows one after the other. What is wrong with them is kept until it is known that they are to be read at all. */
export class ComtradeTable {
  readonly #where: string;
  readonly #read: (value: JsonValue, where: string) => ComtradeRow;
  readonly #table = new ObservationTable();
  readonly #subjects = new Map<string, Subject>();
  #before: { readonly identity: ComtradeIdentity; readonly subject: Subject; name: JsonValue | undefined } | null = null;
  readonly #totals = new Places();
  readonly #parts = new Places();
  readonly #products = new Map<string, NamedProduct>();
  readonly #left = new Map<string, number>();
  readonly #ends = new Set<YearMonth>();
  #rows = 0;
  /** The first row that cannot be read, and the first figure. */
  #unreadable: RefusedError | null = null;
  #wrongFigure: RefusedError | null = null;

  /** @param newest the month of the download; nothing later can be in it. */
  constructor(where: string, newest: YearMonth) {
    this.#where = where;
    this.#read = comtradeReader(newest);
  }

  add(value: JsonValue, index: number): void {
    this.#rows += 1;
    if (this.#unreadable !== null) return;
    try {
      this.#take(this.#read(value, this.#place(index)), index);
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
    if (this.#table.length === 0) throw refused(this.#where, `no figure in ${this.#rows} rows: ${notes.join('; ')}`);
    return { table: this.#table, products: [...this.#products.values()], notes, ends: this.#ends };
  }

  #take(row: ComtradeRow, index: number): void {
    const { identity, period } = row;
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
    else if (this.#wrongFigure === null) this.#takeFigures(row, flow, subject);
  }

  #takeFigures(row: ComtradeRow, flow: Flow, subject: Subject): void {
    try {
      for (const figure of comtradeFigures(row, flow, this.#leave)) this.#addFigure(figure, row, flow, subject);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      this.#wrongFigure = error;
    }
    this.#nameProduct(row);
  }

  #addFigure(figure: ComtradeFigure, { identity, period }: ComtradeRow, flow: Flow, { series }: Subject): void {
    const { measure, unit, value, status, valuation } = figure;
    const table = this.#table;
    const { reporter, partner, classification, product } = identity;
    const dimensions = { reporter, partner, flow, classification, product, measure, unit };
    const list = table.series;
    let place = series.find(
      (known) => list.textAt(known, 'measure') === measure && list.textAt(known, 'unit') === unit && list.kindAt(known) === period.kind,
    );
    if (place === undefined) {
      place = table.seriesOf(dimensions, period.kind, valuation);
      series.push(place);
    }
    if (list.valuationAt(place) === valuation) table.addFigure(place, period.end, value, status);
    else table.add({ ...dimensions, period, value, status, valuation });
  }

  #nameProduct({ identity: { classification, product }, fields: { cmdDesc } }: ComtradeRow): void {
    if (this.#before === null || this.#before.name === cmdDesc) return;
    this.#before.name = cmdDesc;
    if (typeof cmdDesc === 'string' && cmdDesc !== '')
      this.#products.set(`${classification} ${product}`, { classification, product, name: cmdDesc });
  }

  #subjectOf(identity: ComtradeIdentity): Subject {
    if (this.#before?.identity === identity) return this.#before.subject;
    const { reporter, partner, classification, product, flowCode } = identity;
    // The code of the flow, which may be any text, comes last. A joined text is one string, a template keeps its parts.
    const text = [reporter, partner, classification, product, flowCode].join(' ');
    const subject = this.#subjects.get(text) ?? { number: this.#subjects.size, series: [] };
    this.#subjects.set(text, subject);
    this.#before = { identity, subject, name: undefined };
    return subject;
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

  #place(index: number): string {
    return `${this.#where} data[${index}]`;
  }
}

/** Rows by what they are about and their period, as one number: in columns, as there may be millions. */
class Places {
  length = 0;
  #keys = new Float64Array(64);
  #rows = new Uint32Array(64);

  add(key: number, row: number): void {
    if (this.length === this.#keys.length) {
      const [keys, rows] = [this.#keys, this.#rows];
      this.#keys = new Float64Array(2 * this.length);
      this.#rows = new Uint32Array(2 * this.length);
      this.#keys.set(keys);
      this.#rows.set(rows);
    }
    this.#keys[this.length] = key;
    this.#rows[this.length] = row;
    this.length += 1;
  }

  /** The first row that has the key of one before it. */
  firstTwice(): { readonly row: number; readonly before: number } | null {
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

const PARTS = 'rows by mode of transport, customs procedure or second partner left out: their totals are taken';

const [FIRST_YEAR, MOST_PERIODS] = [1900, 8192];

/** A number of its own for each period, below MOST_PERIODS: months from 1900 to 2199, and years. */
const numberOf = ({ kind, end }: Period): number => ((yearOf(end) - FIRST_YEAR) * 12 + monthOf(end) - 1) * 2 + (kind === 'year' ? 1 : 0);

const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });
