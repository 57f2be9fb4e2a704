/** A row of Comext's SDMX-CSV to an observation: codes, flags, confidentiality, units. */
import { partnerOfGeonomCode } from '../domain/codes/partners.ts';
import type { ObservationTable } from '../domain/observation-table.ts';
import type { Period, PeriodKind } from '../domain/period.ts';
import { scaleDecimal } from '../domain/quantity.ts';
import type { Flow, Measure, Observation, SeriesDimensions, Status, Valuation } from '../domain/series.ts';
import { RefusedError } from '../errors.ts';
import type { CsvRows } from './csv.ts';
import { DATASETS, type Dataset } from './eurostat-question.ts';
import { isMissingMark, readDecimal, readPlain } from './number.ts';
import { type Cells, type SdmxColumn, type SdmxColumns, type SingleRow, sdmxCell } from './sdmx-csv.ts';

interface Indicator {
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

/** Flags that change the status, the gravest first; the others (d, n, r, u...) leave a figure as normal. https://ec.europa.eu/eurostat/data/database/information */
const FLAG_STATUS: readonly (readonly [flags: string, status: Status])[] = [
  ['b', 'B'],
  ['efis', 'E'],
  ['p', 'P'],
];
const OTHER_FLAGS = 'dnruvz';
const CONFIDENTIAL_FLAG = 'c';
const MISSING_FLAG = 'm';

/** What identifies the series of a row, as the table has it. */
interface Identity {
  readonly indicator: Indicator;
  /** By kind of period the place in the table, once it has a figure. */
  readonly series: Partial<Record<PeriodKind, number>>;
  readonly dimensions: SeriesDimensions;
  readonly valuation: Valuation | null;
}

/** An identity by the text of its cells, and the one that came behind it. */
interface Known {
  readonly text: string;
  readonly identity: Identity | string;
  next: Known | null;
}

const IDENTITY_COLUMNS = ['DATAFLOW', 'STRUCTURE_ID', 'reporter', 'partner', 'flow', 'product', 'indicators'] as const;
/** What differs from one row of a series to the next. */
const VARYING_COLUMNS = ['TIME_PERIOD', 'OBS_VALUE', 'OBS_FLAG', 'CONF_STATUS'] as const;

/** Reads rows into a table; each method gives null, or the reason why the row is left out. */
interface ComextReader {
  /** Reads one row after the other. */
  read(row: CsvRows, period: Period): string | null;
  /** Does not read it, so that the next is not taken for one like it. */
  pass(): void;
  readSingle(row: SingleRow, period: Period): string | null;
}

export function comextReader(columns: SdmxColumns, file: string, table: ObservationTable): ComextReader {
  const identifying = IDENTITY_COLUMNS.flatMap((column) => columns.get(column) ?? []);
  const [first, last] = [Math.min(...identifying), Math.max(...identifying)];
  const varies = VARYING_COLUMNS.some((column) => isBetween(columns.get(column), first, last));
  const value = columns.get('OBS_VALUE') ?? -1;
  const flag = columns.get('OBS_FLAG') ?? -1;
  const confidentiality = columns.get('CONF_STATUS') ?? -1;
  /** By their text, once a series comes back: a file has its rows series by series, or month by month. */
  const known = new Map<string, Known>();
  const identityOf = identityReader(columns);
  let comesBack = false;
  /** The one that was looked up before. */
  let looked: Known | null = null;
  /** That of the row before; null when it is not known. */
  let identity: Identity | string | null = null;

  const identify = (row: CsvRows): Identity | string => {
    const where = `${file} line ${row.line}`;
    if (!comesBack) return identityOf(row, where, identity === null ? 0 : row.repeated);
    const text = varies
      ? identifying.map((column) => row.cell(column)).join('|')
      : row.bytes.toString('latin1', row.start(first), row.end(last));
    // Month by month the series follow each other as they did the month before.
    const next = looked?.next;
    const found = next?.text === text ? next : (known.get(text) ?? addKnown(text, identityOf(row, where, 0)));
    if (looked !== null) looked.next = found;
    looked = found;
    return found.identity;
  };

  const addKnown = (text: string, found: Identity | string): Known => {
    const made = { text, identity: found, next: null };
    known.set(text, made);
    return made;
  };

  const placeOf = ({ series, dimensions, valuation }: Identity, kind: PeriodKind): number => {
    const own = series[kind];
    if (own !== undefined) return own;
    const before = table.series.length;
    const place = table.seriesOf(dimensions, kind, valuation);
    // The series of the row before is not one that comes back.
    comesBack ||= place < before - 1;
    series[kind] = place;
    return place;
  };

  const readWith = (own: Identity | string, row: SingleRow, { kind, end }: Period): string | null => {
    if (typeof own === 'string') return own;
    const cell = (column: SdmxColumn): string => sdmxCell(row, columns, column);
    const found = figureOf(cell('OBS_VALUE'), cell('OBS_FLAG'), cell('CONF_STATUS'), own.indicator, `${file} line ${row.line}`);
    if (found === null) return 'no value and no flag that says why';
    table.addFigure(placeOf(own, kind), end, found.value, found.status);
    return null;
  };

  return {
    pass() {
      identity = null;
    },
    readSingle: (row, period) => readWith(identityOf(row, `${file} line ${row.line}`, 0), row, period),
    read(row, period) {
      if (identity === null || row.repeated <= last) identity = identify(row);
      if (typeof identity === 'string') return identity;
      const status = isEmpty(row, confidentiality) ? plainStatus(row, flag) : undefined;
      const plain = status === undefined ? null : readPlain(row.bytes, identity.indicator.exponent, row.start(value), row.end(value));
      if (status === undefined || plain === null) return readWith(identity, row, period);
      table.addFigure(placeOf(identity, period.kind), period.end, plain, status);
      return null;
    },
  };
}

const isEmpty = (row: CsvRows, column: number): boolean => column < 0 || row.start(column) === row.end(column);

const isBetween = (column: number | undefined, first: number, last: number): boolean =>
  column !== undefined && first < column && column < last;

/** The status of a figure whose flags leave no question. */
const plainStatus = (row: CsvRows, flag: number): Status | undefined => (isEmpty(row, flag) ? 'A' : PLAIN_STATUS.get(row.cell(flag)));

/** Of flags that leave no question. */
const PLAIN_STATUS: ReadonlyMap<string, Status> = new Map([
  ['p', 'P'],
  ['e', 'E'],
  ['b', 'B'],
]);

/**
 * Reads what identifies the series of a row, or the reason why rows of it are left out. The last argument says how many leading cells
 * are those of the row that was read before: those are not read again.
 */
function identityReader(columns: SdmxColumns): (row: Cells, where: string, repeated: number) => Identity | string {
  const placeOf = (column: SdmxColumn): number => columns.get(column) ?? Number.POSITIVE_INFINITY;
  const dataset = Math.min(placeOf('DATAFLOW'), placeOf('STRUCTURE_ID'));
  const [reporting, partnering] = [placeOf('reporter'), placeOf('partner')];
  let [classification, reporter, partner] = ['', '', ''];
  /** One text for all series of a product, of which there may be hundreds of thousands. */
  const products = new Map<string, string>();
  return (row, where, repeated) => {
    const cell = (column: SdmxColumn): string => sdmxCell(row, columns, column);
    if (repeated <= dataset) classification = classificationOf(cell('DATAFLOW') || cell('STRUCTURE_ID'), where);
    if (repeated <= reporting) reporter = areaOf(cell('reporter'), 'reporter', where);
    if (repeated <= partnering) partner = areaOf(cell('partner'), 'partner', where);
    const flow = FLOWS[cell('flow')];
    if (flow === undefined) throw refused(where, `flow "${cell('flow').slice(0, 20)}"; expected 1 (import) or 2 (export)`);
    const product = productOf(cell('product'), where);
    if (product === null) return `residuals of confidential products such as ${cell('product').slice(0, 20)}: no product of their own`;
    const own = products.get(product) ?? product;
    products.set(product, own);
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
    return { indicator, series: {}, dimensions: { reporter, partner, flow, classification, product: own, measure, unit }, valuation };
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

/** A missing value is an observation only where a flag says why. */
function figureOf(
  printed: string,
  flags: string,
  confidentiality: string,
  indicator: Indicator,
  where: string,
): Pick<Observation, 'value' | 'status'> | null {
  const unknown = [...flags].find((flag) => !`bcefimps${OTHER_FLAGS}`.includes(flag));
  if (unknown !== undefined) throw refused(where, `unknown flag "${unknown}" in OBS_FLAG "${flags.slice(0, 20)}"`);
  const withheld = flags.includes(CONFIDENTIAL_FLAG) || /^[CNS]$/.test(confidentiality);
  if (isMissingMark(printed)) {
    if (withheld) return { value: null, status: 'Q' };
    return flags.includes(MISSING_FLAG) ? { value: null, status: 'M' } : null;
  }
  const text = readDecimal(printed, `${where} column OBS_VALUE`) ?? '';
  if (text.startsWith('-')) throw refused(where, `OBS_VALUE ${text} is negative; customs count no negative trade`);
  if (withheld) throw refused(where, `OBS_VALUE ${text}, but flagged confidential`);
  const status = FLAG_STATUS.find(([letters]) => [...flags].some((flag) => letters.includes(flag)))?.[1] ?? 'A';
  return { value: scaleDecimal(text, indicator.exponent), status };
}

const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });
