/**
 * Answers of the Census Bureau's International Trade API: an array of arrays, the header first, all cells strings.
 * The columns: https://api.census.gov/data/timeseries/intltrade/imports/hs/variables.html and .../exports/hs/variables.html
 */
import { month, type Period, parseMonth } from '../domain/period.ts';
import { classificationOf, FIRST_YEAR_UNKNOWN } from '../domain/product.ts';
import { scaleDecimal, type UnitScale } from '../domain/quantity.ts';
import type { Flow, Observation } from '../domain/series.ts';
import { RefusedError, refused, WaitingError } from '../errors.ts';
import { isJsonArray, type JsonValue, readJson } from './json.ts';
import { type DecimalText, readDecimal } from './number.ts';

/** Columns that tell one row from another, and what belongs to them. */
const IDENTITY = ['CTY_CODE', 'CTY_NAME', 'I_COMMODITY', 'E_COMMODITY', 'COMM_LVL', 'time', 'YEAR', 'MONTH', 'SUMMARY_LVL', 'SUMMARY_LVL2'];
/** Further dimensions; "-" stands for their total. */
const BREAKDOWNS = ['DISTRICT', 'RP', 'DF', 'USITC'] as const;
const WORDS = ['I_COMMODITY_LDESC', 'I_COMMODITY_SDESC', 'E_COMMODITY_LDESC', 'E_COMMODITY_SDESC', 'DIST_NAME', 'LAST_UPDATE'];
const UNITS = ['UNIT_QY1', 'UNIT_QY2'];
const MEASURES = [
  ...['GEN_VAL', 'GEN_CIF', 'GEN_CHA', 'GEN_QY1', 'GEN_QY2', 'CON_VAL', 'CON_CHA', 'CON_QY1', 'CON_QY2', 'CAL_DUT', 'DUT_VAL'],
  ...['AIR_VAL', 'AIR_WGT', 'AIR_CHA', 'VES_VAL', 'VES_WGT', 'VES_CHA', 'CNT_VAL', 'CNT_WGT', 'CNT_CHA', 'CC', 'ALL_VAL', 'QTY_1', 'QTY_2'],
];
const KNOWN: ReadonlySet<string> = new Set([
  ...[...IDENTITY, ...BREAKDOWNS, ...WORDS, ...UNITS],
  ...MEASURES.flatMap((measure) => ['MO', 'YR', 'MO_FLAG', 'YR_FLAG'].map((span) => `${measure}_${span}`)),
]);

/** What the two data sets call the same things. */
export interface CensusFlow {
  readonly flow: Flow;
  /** The data set of the API. */
  readonly path: string;
  readonly commodity: string;
  /** US dollars, of the month. */
  readonly value: string;
  /** In the unit of UNIT_QY1, of the month. */
  readonly quantity: string;
  /** The nomenclature of codes of ten digits: the Harmonized Tariff Schedule, or Schedule B. */
  readonly nomenclature: string;
}
export const CENSUS_FLOWS: Readonly<Record<'import' | 'export', CensusFlow>> = {
  import: {
    flow: 'import',
    path: 'imports/hs',
    commodity: 'I_COMMODITY',
    value: 'GEN_VAL_MO',
    quantity: 'GEN_QY1_MO',
    nomenclature: 'HTS',
  },
  export: { flow: 'export', path: 'exports/hs', commodity: 'E_COMMODITY', value: 'ALL_VAL_MO', quantity: 'QTY_1_MO', nomenclature: 'SCHB' },
};

/** Of a page, to see what it is about. */
const PAGE_CHARACTERS = 20_000;

export interface CensusTable {
  readonly columns: CensusFlow;
  readonly rows: readonly CensusRow[];
}

export interface CensusRow {
  readonly where: string;
  /** Trimmed; "" for null, undefined for a column that the answer does not have. */
  cell(column: string): string | undefined;
}

/**
 * Columns by name, in any order. A filter comes back as a column of its own, so one may stand twice, with equal cells.
 * @throws WaitingError for the page with which the Census Bureau answers to a missing or wrong key.
 * @throws RefusedError for another HTML page, an error text, a column that is unknown, missing, or twice with different
 * cells, and a row of another length than the header.
 */
export function readCensusTable(text: string, where: string): CensusTable {
  const start = text.trimStart().slice(0, 300);
  if (start.startsWith('<')) {
    // With status 200: "A valid key must be included with each data API request."
    if (/\bkey\b/i.test(text.slice(0, PAGE_CHARACTERS).replaceAll(/<[^>]{0,500}>/g, ' ')))
      throw new WaitingError(
        'key',
        `${where}: a page about keys where JSON was asked for: the Census Bureau does not accept the key; check CENSUS_API_KEY`,
      );
    throw refused(where, 'an HTML page where JSON was asked for: maintenance, or an address that is not there');
  }
  if (/^error\b/i.test(start)) throw refused(where, `the Census Bureau answered with an error: ${start.replaceAll(/\s+/g, ' ').trim()}`);
  const json = readJson(text, where);
  if (!isJsonArray(json) || !isJsonArray(json[0])) throw refused(where, 'expected an array of arrays, the names of the columns first');
  const [header, ...rows] = json;
  const places = placesOf(header as readonly JsonValue[], `${where} header`);
  const columns = flowOf(places, `${where} header`);
  if (rows.length === 0) throw refused(where, 'a header and no rows; where it has nothing, the Census Bureau answers 204 without a body');
  return {
    columns,
    rows: rows.map((cells, index) => rowOf(cells, places, (header as readonly JsonValue[]).length, `${where} row ${index + 1}`)),
  };
}

type Places = ReadonlyMap<string, readonly number[]>;

function placesOf(header: readonly JsonValue[], where: string): Places {
  const places = new Map<string, number[]>();
  for (const [index, name] of header.entries()) {
    if (typeof name !== 'string' || !KNOWN.has(name))
      throw refused(where, `unknown column ${JSON.stringify(name).slice(0, 60)}; a new one goes to src/parse/census.ts`);
    places.set(name, [...(places.get(name) ?? []), index]);
  }
  return places;
}

function flowOf(places: Places, where: string): CensusFlow {
  const { import: imports, export: exports } = CENSUS_FLOWS;
  const both = [imports, exports].filter(({ commodity, value, quantity }) => [commodity, value, quantity].some((name) => places.has(name)));
  const [found, another] = both;
  if (found === undefined || another !== undefined)
    throw refused(where, `expected the columns of imports (${imports.value}) or of exports (${exports.value}), of the month`);
  const missing = [found.value, 'CTY_CODE'].find((name) => !places.has(name));
  if (missing !== undefined) throw refused(where, `the column "${missing}" is missing`);
  if (!places.has('time') && !(places.has('YEAR') && places.has('MONTH')))
    throw refused(where, 'no column that tells the month: expected "time", or "YEAR" and "MONTH"');
  return found;
}

function rowOf(cells: JsonValue, places: Places, width: number, where: string): CensusRow {
  if (!isJsonArray(cells) || cells.length !== width)
    throw refused(where, `expected ${width} cells, as many as columns, got ${isJsonArray(cells) ? cells.length : 'no list'}`);
  const read = new Map<string, string>();
  for (const [name, [first = 0, ...others]] of places) {
    const cell = cells[first] ?? '';
    if (typeof cell !== 'string') throw refused(where, `${name} is ${JSON.stringify(cell).slice(0, 40)}; all cells are strings`);
    const other = others.find((index) => (cells[index] ?? '') !== cell);
    if (other !== undefined)
      throw refused(
        where,
        `the column ${name} stands twice, with ${JSON.stringify(cell)} and ${JSON.stringify(cells[other]).slice(0, 40)}`,
      );
    read.set(name, cell.trim());
  }
  return { where, cell: (column) => read.get(column) };
}

/** Whether the row is the total over customs districts, rate provisions and the like. */
export const isTotal = (row: CensusRow): boolean => BREAKDOWNS.every((column) => ['-', undefined].includes(row.cell(column)));

/**
 * The month of a row: `time`, or `YEAR` and `MONTH`; where all are there they say the same.
 * @throws RefusedError when there is no such month.
 */
export function monthOfRow(row: CensusRow): Period {
  const year = row.cell('YEAR');
  const number = row.cell('MONTH');
  const parts = year === undefined || number === undefined ? undefined : `${year}-${number}`;
  const printed = row.cell('time') ?? parts ?? '';
  if (parts !== undefined && parts !== printed) throw refused(row.where, `time "${printed}", but YEAR and MONTH say ${parts}`);
  try {
    return month(parseMonth(printed));
  } catch (cause) {
    throw new RefusedError(
      { where: row.where, reason: `there is no month "${printed.slice(0, 20)}"; expected one such as 2024-03` },
      { cause },
    );
  }
}

/**
 * The product of a row: the commodity, or TOTAL where there is no such column or it says "-".
 * @throws RefusedError for a code of another length than COMM_LVL says.
 */
export function productOfRow(row: CensusRow, { commodity }: CensusFlow): string {
  const code = row.cell(commodity) ?? '-';
  const level = row.cell('COMM_LVL') ?? '-';
  if (code === '-') {
    if (level !== '-') throw refused(row.where, `COMM_LVL "${level.slice(0, 10)}" without a commodity; expected the column ${commodity}`);
    return 'TOTAL';
  }
  if (!/^(?:\d{2}|\d{4}|\d{6}|\d{10})$/.test(code))
    throw refused(row.where, `${commodity} "${code.slice(0, 20)}"; expected 2, 4, 6 or 10 digits`);
  if (level !== '-' && level !== `HS${code.length}`)
    throw refused(row.where, `${commodity} "${code}" with COMM_LVL "${level.slice(0, 10)}"; expected HS${code.length}`);
  return code;
}

/** The edition of the Harmonized System that the tariff schedules of a year follow (Comtrade's names), the newest first. */
const EDITIONS: readonly (readonly [firstYear: number, edition: string])[] = [
  [2022, 'H6'],
  [2017, 'H5'],
  [2012, 'H4'],
  [2007, 'H3'],
  [2002, 'H2'],
  [1996, 'H1'],
];

/**
 * The classification of a code. The Census Bureau prints each month in the tariff schedule of that time and does not go
 * back over earlier months: six digits and fewer are codes of the edition of the Harmonized System then in force. By
 * year: HS 2007, 2012 and 2022 came into the import schedule some weeks into January or February.
 * Ten digits are codes of the country's own schedules.
 * @throws RefusedError for a year whose edition is not known.
 */
export function classificationOfRow(product: string, year: number, { nomenclature }: CensusFlow, where: string): string {
  if (product.length === 10) return nomenclature;
  // All goods are the same in every edition.
  if (product === 'TOTAL') return 'HS';
  const edition = year >= FIRST_YEAR_UNKNOWN ? undefined : EDITIONS.find(([first]) => year >= first)?.[1];
  const classification = edition === undefined ? null : classificationOf(edition, product);
  if (classification !== null) return classification;
  throw refused(
    where,
    `the edition of the Harmonized System in ${year} is not known; expected ${EDITIONS.at(-1)?.[0]} to ${FIRST_YEAR_UNKNOWN - 1}`,
  );
}

/** A figure of a cell; null where there is none. @throws RefusedError for anything else, a negative number included. */
export function figureOf(row: CensusRow, column: string): DecimalText | null {
  const text = readDecimal(row.cell(column) ?? '', `${row.where} column ${column}`);
  if (text?.startsWith('-')) throw refused(row.where, `${column} ${text} is negative; customs count no negative trade`);
  return text;
}

/** Units of quantity whose meaning is sure; weights are net. See "Abbreviations" of https://hts.usitc.gov */
const SCALES: Readonly<Record<string, UnitScale>> = {
  KG: { unit: 'kg', exponent: 0 },
  G: { unit: 'kg', exponent: -3 },
  T: { unit: 'kg', exponent: 3 },
  NO: { unit: 'items', exponent: 0 },
  PCS: { unit: 'items', exponent: 0 },
  PRS: { unit: 'pairs', exponent: 0 },
  DOZ: { unit: 'dozens', exponent: 0 },
  M: { unit: 'm', exponent: 0 },
  M2: { unit: 'm2', exponent: 0 },
  M3: { unit: 'm3', exponent: 0 },
  L: { unit: 'litres', exponent: 0 },
  CAR: { unit: 'carats', exponent: 0 },
};
/** "No quantity is collected" (X), and what stands in rows whose goods are counted in several units. */
const NO_UNIT: readonly string[] = ['', '-', 'X'];

export type CensusQuantity = Pick<Observation, 'measure' | 'unit'> & { readonly value: number };

/**
 * The first quantity of a row; in kg it is the net weight. A 0 with a unit is a figure (less than half of one), a 0
 * without one is none.
 * @returns null where there is no quantity, or the reason why it is left out.
 */
export function quantityOfRow(row: CensusRow, { quantity }: CensusFlow): CensusQuantity | string | null {
  if (row.cell(quantity) === undefined) return null;
  const text = figureOf(row, quantity);
  const unit = row.cell('UNIT_QY1') ?? '';
  if (NO_UNIT.includes(unit))
    return text === null || Number(text) === 0 ? null : `whose ${quantity} is left out: it has no unit (UNIT_QY1)`;
  if (text === null) return `without ${quantity}`;
  const scale = Object.hasOwn(SCALES, unit) ? SCALES[unit] : undefined;
  if (scale === undefined) return `whose ${quantity} is left out: the unit "${unit.slice(0, 10)}" is not known`;
  return { measure: scale.unit === 'kg' ? 'net_weight' : 'quantity', unit: scale.unit, value: scaled(text, scale.exponent, row.where) };
}

/** Of a printed figure, its point included; a world total in dollars has 12. */
const MAX_DIGITS = 20;

/** A printed figure in base units. @throws RefusedError when it is too large to be held. */
export function scaled(text: DecimalText, exponent: number, where: string): number {
  const value = text.length <= MAX_DIGITS ? scaleDecimal(text, exponent) : Number.NaN;
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  throw refused(where, `the number ${text.slice(0, MAX_DIGITS)} is larger than can be held exactly`);
}
