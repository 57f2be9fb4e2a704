/** Which series rows of Comext's SDMX-CSV are of. */
import { partnerOfGeonomCode } from '../domain/codes/partners.ts';
import type { ObservationTable } from '../domain/observation-table.ts';
import type { PeriodKind } from '../domain/period.ts';
import type { Flow, Measure, SeriesDimensions, Valuation } from '../domain/series.ts';
import { refused } from '../errors.ts';
import { ByteIndex } from './byte-index.ts';
import type { CsvRows } from './csv.ts';
import { DATASETS, type Dataset } from './eurostat-question.ts';
import { type Cells, type SdmxColumn, type SdmxColumns, sdmxCell } from './sdmx-csv.ts';

export interface Indicator {
  readonly measure: Measure;
  readonly unit: string;
  /** A printed 1 is 10^exponent units. */
  readonly exponent: number;
}
const HUNDRED_KG_TO_KG = 2;
const INDICATORS: Readonly<Record<string, Indicator>> = {
  VALUE_IN_EUROS: { measure: 'value', unit: 'EUR', exponent: 0 },
  VALUE_EUR: { measure: 'value', unit: 'EUR', exponent: 0 },
  QUANTITY_IN_100KG: { measure: 'net_weight', unit: 'kg', exponent: HUNDRED_KG_TO_KG },
  QUANTITY_KG: { measure: 'net_weight', unit: 'kg', exponent: 0 },
};
/** Its unit depends on the product and is not in the answer. */
const WITHOUT_UNIT: readonly string[] = ['SUPPLEMENTARY_QUANTITY'];

const FLOWS: Readonly<Record<string, Flow>> = { 1: 'import', 2: 'export' };

/** What identifies the series of a row. */
interface Identity {
  readonly indicator: Indicator;
  readonly dimensions: SeriesDimensions;
  readonly valuation: Valuation | null;
}

/** Series that rows were of, by the bytes of their cells. */
interface KnownSeries {
  readonly index: ByteIndex;
  /** By number what rows of it are: figures of an indicator, or left out for a reason. */
  readonly readings: (Indicator | string)[];
  /** By number its place in the table; NO_PLACE as long as it has no figure. */
  readonly places: number[];
}

const NO_PLACE = -1;

const DATASET_COLUMNS = ['DATAFLOW', 'STRUCTURE_ID'] as const;
const SERIES_COLUMNS = ['reporter', 'partner', 'flow', 'product', 'indicators'] as const;
/** What differs from one row of a series to the next. */
const VARYING_COLUMNS = ['TIME_PERIOD', 'OBS_VALUE', 'OBS_FLAG', 'CONF_STATUS'] as const;

/** Finds the series of one row after the other. A file has its rows series by series, or month by month: then series come back. */
export class SeriesOfRows {
  readonly #table: ObservationTable;
  readonly #file: string;
  readonly #identityOf: ReturnType<typeof identityReader>;
  readonly #dataset: number;
  readonly #columns: readonly number[];
  readonly #first: number;
  readonly #last: number;
  /** The last column of those that identify a series. */
  readonly #lastOfAll: number;
  /** Cells that differ from row to row stand among those of the series. */
  readonly #isMixed: boolean;
  #comesBack = false;
  /** By kind of period and dataset, of which a file mostly has one. */
  readonly #known = new Map<string, KnownSeries>();
  #knownHere: KnownSeries | null = null;
  #kind: PeriodKind = 'month';
  /** Of the row before: what it is, null when that is not known; its series, its number and its place. */
  #reading: Indicator | string | null = null;
  #identity: Identity | null = null;
  #number = 0;
  #place = NO_PLACE;

  constructor(columns: SdmxColumns, file: string, table: ObservationTable) {
    const placesOf = (names: readonly SdmxColumn[]): number[] => names.flatMap((name) => columns.get(name) ?? []);
    this.#table = table;
    this.#file = file;
    this.#identityOf = identityReader(columns);
    this.#dataset = Math.min(...placesOf(DATASET_COLUMNS));
    this.#columns = placesOf(SERIES_COLUMNS);
    this.#first = Math.min(...this.#columns);
    this.#last = Math.max(...this.#columns);
    this.#lastOfAll = Math.max(this.#last, this.#dataset);
    this.#isMixed = placesOf(VARYING_COLUMNS).some((column) => this.#first < column && column < this.#last);
  }

  /** @returns what the row is: a figure of an indicator, or the reason why it is left out. @throws RefusedError for an unknown code. */
  find(row: CsvRows, kind: PeriodKind): Indicator | string {
    if (this.#reading !== null && row.repeated > this.#lastOfAll && kind === this.#kind) return this.#reading;
    this.#reading = this.#comesBack ? this.#lookUp(row, kind) : this.#identify(row, this.#reading === null ? 0 : row.repeated);
    this.#kind = kind;
    return this.#reading;
  }

  /** The place in the table of the series that was found last, which is there from its first figure on. */
  place(): number {
    if (this.#place !== NO_PLACE || this.#identity === null) return this.#place;
    const before = this.#table.series.length;
    this.#place = this.#table.seriesOf(this.#identity.dimensions, this.#kind, this.#identity.valuation);
    if (this.#knownHere !== null) this.#knownHere.places[this.#number] = this.#place;
    // The series of the row before is not one that comes back.
    this.#comesBack ||= this.#place < before - 1;
    return this.#place;
  }

  /** The next row is not taken for one like the one before. */
  forget(): void {
    this.#reading = null;
  }

  #identify(row: CsvRows, repeated: number): Indicator | string {
    const found = this.#identityOf(row, `${this.#file} line ${row.line}`, repeated);
    this.#place = NO_PLACE;
    this.#identity = typeof found === 'string' ? null : found;
    return typeof found === 'string' ? found : found.indicator;
  }

  #lookUp(row: CsvRows, kind: PeriodKind): Indicator | string {
    if (this.#knownHere === null || this.#reading === null || row.repeated <= this.#dataset || kind !== this.#kind)
      this.#knownHere = this.#knownOf(`${kind} ${row.cell(this.#dataset)}`);
    const { index, readings, places } = this.#knownHere;
    this.#number = this.#numberIn(index, row);
    const before = readings[this.#number];
    this.#place = places[this.#number] ?? NO_PLACE;
    if (typeof before === 'string' || (before !== undefined && this.#place !== NO_PLACE)) return before;
    const reading = this.#identify(row, 0);
    if (before === undefined) {
      readings.push(reading);
      places.push(NO_PLACE);
    }
    return reading;
  }

  #knownOf(what: string): KnownSeries {
    const known = this.#known.get(what) ?? { index: new ByteIndex(), readings: [], places: [] };
    this.#known.set(what, known);
    return known;
  }

  #numberIn(index: ByteIndex, row: CsvRows): number {
    const [first, last] = [this.#first, this.#last];
    // Cells that had quotes stand behind each other without delimiters.
    if (!this.#isMixed && row.end(first) < row.start(first + 1)) return index.numberOf(row.bytes, row.start(first), row.end(last));
    const text = Buffer.from(this.#columns.map((column) => row.cell(column)).join('|'));
    return index.numberOf(text, 0, text.length);
  }
}

/**
 * Reads what identifies the series of a row, or the reason why rows of it are left out. The last argument says how many leading cells
 * are those of the row that was read before: those are not read again.
 */
export function identityReader(columns: SdmxColumns): (row: Cells, where: string, repeated: number) => Identity | string {
  const placeOf = (column: SdmxColumn): number => columns.get(column) ?? Number.POSITIVE_INFINITY;
  const dataset = Math.min(placeOf('DATAFLOW'), placeOf('STRUCTURE_ID'));
  const [reporting, partnering] = [placeOf('reporter'), placeOf('partner')];
  let [classification, reporter, partner] = ['', '', ''];
  return (row, where, repeated) => {
    const cell = (column: SdmxColumn): string => sdmxCell(row, columns, column);
    if (repeated <= dataset) classification = classificationOf(cell('DATAFLOW') || cell('STRUCTURE_ID'), where);
    if (repeated <= reporting) reporter = areaOf(cell('reporter'), 'reporter', where);
    if (repeated <= partnering) partner = areaOf(cell('partner'), 'partner', where);
    const flow = FLOWS[cell('flow')];
    if (flow === undefined) throw refused(where, `flow "${cell('flow').slice(0, 20)}"; expected 1 (import) or 2 (export)`);
    const product = productOf(cell('product'), where);
    if (product === null) return `residuals of confidential products such as ${cell('product').slice(0, 20)}: no product of their own`;
    const name = cell('indicators');
    if (WITHOUT_UNIT.includes(name)) return `${name}: its unit is not in the answer`;
    const indicator = Object.hasOwn(INDICATORS, name) ? INDICATORS[name] : undefined;
    if (indicator === undefined)
      throw refused(
        where,
        `unknown indicator "${name.slice(0, 40)}"; known are ${[...Object.keys(INDICATORS), ...WITHOUT_UNIT].join(', ')}`,
      );
    const { measure, unit } = indicator;
    const valuation = measure === 'value' ? (flow === 'import' ? 'CIF' : 'FOB') : null;
    return { indicator, dimensions: { reporter, partner, flow, classification, product, measure, unit }, valuation };
  };
}

/** `ESTAT:DS-045409(1.0)` */
function classificationOf(dataflow: string, where: string): string {
  const dataset = /^(?:ESTAT:)?([A-Z]{2}-\d{6})(?:\(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?\))?$/.exec(dataflow)?.[1];
  if (dataset !== undefined && Object.hasOwn(DATASETS, dataset)) return DATASETS[dataset as Dataset].classification;
  throw refused(where, `dataset "${dataflow.slice(0, 40)}"; read are ${Object.keys(DATASETS).join(', ')}`);
}

function areaOf(code: string, column: string, where: string): string {
  const area = partnerOfGeonomCode(code);
  if (area !== null) return area;
  throw refused(where, `unknown ${column} "${code.slice(0, 20)}"; new codes go to config/codes/partners-geonom.json`);
}

/** Null for a residual: `85XXXXXX` holds what is withheld in chapter 85. */
function productOf(code: string, where: string): string | null {
  if (code === 'TOTAL' || code === '000TOTAL') return 'TOTAL';
  if (/^(?:\d{2}){1,4}$/.test(code)) return code;
  if (/^\d{2,7}[A-Z]{1,6}$/.test(code) && code.length <= 8) return null;
  throw refused(where, `product "${code.slice(0, 20)}"; expected two, four, six or eight digits, or TOTAL`);
}
