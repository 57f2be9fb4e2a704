/**
 * The wide CSV files of Japan's trade statistics on e-Stat: one row for each code (and country), three columns for each
 * month. https://www.customs.go.jp/toukei/info/tsdl_e.htm
 */

import { SHORT_MONTH_NAMES } from '../domain/month-names.ts';
import type { YearMonth } from '../domain/period.ts';
import { yearMonth } from '../domain/period.ts';
import type { UnitScale } from '../domain/quantity.ts';
import type { Flow } from '../domain/series.ts';
import { RefusedError, refused } from '../errors.ts';
import { type CsvRow, readCsv } from './csv.ts';
import { decodeText } from './encoding.ts';

/**
 * Text of a Japanese file: UTF-8 (e-Stat, with or without mark), else CP932 (customs.go.jp), which is what the web calls shift_jis.
 * @throws RefusedError for bytes that are neither, a cut character included, and for a NUL.
 */
export function decodeJapanese(bytes: Uint8Array, where: string): string {
  try {
    return decodeText(bytes, { where }).text;
  } catch (notUtf8) {
    if (!(notUtf8 instanceof RefusedError)) throw notUtf8;
    const text = cp932(bytes);
    if (text === null || text.includes('\0')) throw notUtf8;
    return text;
  }
}

function cp932(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('shift_jis', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Abbreviations of quantity units: https://www.customs.go.jp/toukei/sankou/howto/yougo.htm (5). They are not those of others:
 * CM is a cubic metre, SM a square metre, CT a carat. A weight is a net weight.
 */
const UNITS: Readonly<Record<string, UnitScale>> = {
  KG: { unit: 'kg', exponent: 0 },
  MT: { unit: 'kg', exponent: 3 },
  GR: { unit: 'kg', exponent: -3 },
  NO: { unit: 'items', exponent: 0 },
  TH: { unit: 'items', exponent: 3 },
  DZ: { unit: 'dozens', exponent: 0 },
  PR: { unit: 'pairs', exponent: 0 },
  M: { unit: 'm', exponent: 0 },
  SM: { unit: 'm2', exponent: 0 },
  CM: { unit: 'm3', exponent: 0 },
  L: { unit: 'litres', exponent: 0 },
  KL: { unit: 'litres', exponent: 3 },
  CT: { unit: 'carats', exponent: 0 },
  GT: { unit: 'gross_tons', exponent: 0 },
};

/** The base unit of an abbreviation, or null when it is not known: the quantity is then left out, with a note. */
export const unitOfJapan = (abbreviation: string): UnitScale | null =>
  Object.hasOwn(UNITS, abbreviation) ? (UNITS[abbreviation] ?? null) : null;

/** Files of before 2010 write April so. */
const OLDER_NAMES: Readonly<Record<string, string>> = {
  'Quantity1-Apl': 'Quantity1-Apr',
  'Quantity2-Apl': 'Quantity2-Apr',
  'Value-Apl': 'Value-Apr',
};
const NAMED = ['Exp or Imp', 'Year', 'HS', 'Unit1', 'Unit2'] as const;
const FIGURES = ['Quantity1', 'Quantity2', 'Value'] as const;

/** The figures of one month, or of the year to date, as printed: whole numbers in Unit1, in Unit2 and in 1,000 JPY. */
export interface PrintedFigures {
  readonly Quantity1: string;
  readonly Quantity2: string;
  readonly Value: string;
}

export interface WideRow {
  /** File and line, for refusals. */
  readonly where: string;
  readonly flow: Flow;
  readonly year: number;
  /** Nine digits. */
  readonly product: string;
  /** Japan's own code; null in the file without countries, whose rows are the world. */
  readonly country: string | null;
  readonly unit1: string;
  readonly unit2: string;
  /** From January on: as many months as the file has columns for, those that are not published (all 0) included. */
  readonly months: readonly PrintedFigures[];
}

/**
 * Reads the file whole.
 * @throws RefusedError for a column that is unknown, missing or double, a table by customs office (its rows are parts), a
 * figure that is no whole number, and a row whose months do not sum to its year.
 */
export function readWideFile(text: string, where: string): WideRow[] {
  const table = readCsv(text, { where });
  const columns = columnsOf(table.header, `${where} line 1`);
  const months = SHORT_MONTH_NAMES.filter((month) => columns.has(`Value-${month}`));
  if (table.rows.length === 0) throw refused(where, 'a header and no rows; expected a row for each code');
  return table.rows.map((row) => wideRow(row, columns, months, `${where} line ${row.line}`));
}

type Columns = ReadonlyMap<string, number>;

function columnsOf(header: readonly string[], where: string): Columns {
  const columns = new Map<string, number>();
  for (const [index, printed] of header.entries()) {
    const name = OLDER_NAMES[printed] ?? printed;
    if (columns.has(name)) throw refused(where, `the column "${name}" occurs twice`);
    columns.set(name, index);
  }
  if (columns.has('Custom'))
    throw refused(
      where,
      'a table by customs office (column Custom), whose rows are parts; expected the table by commodity, or by commodity and country',
    );
  const periods = ['Year', ...SHORT_MONTH_NAMES];
  const known = new Set<string>([...NAMED, 'Country', ...periods.flatMap((period) => FIGURES.map((figure) => `${figure}-${period}`))]);
  const unknown = [...columns.keys()].find((name) => !known.has(name));
  if (unknown !== undefined)
    throw refused(
      where,
      `unknown column "${unknown.slice(0, 60)}"; expected Exp or Imp, Year, HS, Country, Unit1, Unit2, Quantity1-Jan...`,
    );
  const last = SHORT_MONTH_NAMES.findLastIndex((month) => FIGURES.some((figure) => columns.has(`${figure}-${month}`)));
  const wanted = [
    ...NAMED,
    ...['Year', ...SHORT_MONTH_NAMES.slice(0, Math.max(last, 0) + 1)].flatMap((period) => FIGURES.map((figure) => `${figure}-${period}`)),
  ];
  const missing = wanted.find((name) => !columns.has(name));
  if (missing !== undefined) throw refused(where, `the column "${missing}" is missing`);
  return columns;
}

function wideRow(row: CsvRow, columns: Columns, months: readonly string[], where: string): WideRow {
  const cell = (name: string): string => row.cells[columns.get(name) ?? -1]?.trim() ?? '';
  const figures = (period: string): PrintedFigures => ({
    Quantity1: wholeNumber(cell(`Quantity1-${period}`), `${where} column Quantity1-${period}`),
    Quantity2: wholeNumber(cell(`Quantity2-${period}`), `${where} column Quantity2-${period}`),
    Value: wholeNumber(cell(`Value-${period}`), `${where} column Value-${period}`),
  });
  const flow = flowOf(cell('Exp or Imp'), where);
  if (!/^(?:19|20)\d{2}$/.test(cell('Year'))) throw refused(where, `Year "${cell('Year').slice(0, 20)}"; expected one such as 2026`);
  const year = figures('Year');
  const printed = months.map(figures);
  for (const figure of FIGURES) {
    const sum = printed.reduce((total, month) => total + Number(month[figure]), 0);
    if (sum !== Number(year[figure])) throw refused(where, `${figure}: the months sum to ${sum}, but ${figure}-Year is ${year[figure]}`);
  }
  return {
    where,
    flow,
    year: Number(cell('Year')),
    product: productOf(cell('HS'), where),
    country: columns.has('Country') ? cell('Country') : null,
    unit1: cell('Unit1'),
    unit2: cell('Unit2'),
    months: printed,
  };
}

function flowOf(code: string, where: string): Flow {
  if (code === '1') return 'export';
  if (code === '2') return 'import';
  throw refused(where, `Exp or Imp "${code.slice(0, 20)}"; expected 1 (export) or 2 (import)`);
}

/** `'850511000'`: the apostrophes keep a spreadsheet from dropping zeros, and are no part of the code. */
function productOf(printed: string, where: string): string {
  const code = /^(?:'(\d{9})'|(\d{9}))$/.exec(printed);
  if (code !== null) return code[1] ?? code[2] ?? '';
  throw refused(where, `HS "${printed.slice(0, 20)}"; expected nine digits such as '850511000' (a spreadsheet drops the zero in front)`);
}

/** Above any figure, and held exactly by a double twelve times over. */
const MAX_DIGITS = 14;

function wholeNumber(printed: string, where: string): string {
  if (/^\d+$/.test(printed) && printed.length <= MAX_DIGITS) return printed;
  throw refused(where, `"${printed.slice(0, 40)}"; expected a whole number such as 1234, 0 for none`);
}

/** The newest month with a figure in any row, for each flow and year of the file ("export 2026"); null where all are 0. */
export function newestMonths(rows: readonly WideRow[]): ReadonlyMap<string, YearMonth | null> {
  const newest = new Map<string, YearMonth | null>();
  for (const row of rows) {
    const part = partOf(row);
    const last = row.months.findLastIndex((month) => FIGURES.some((figure) => Number(month[figure]) > 0));
    const before = newest.get(part) ?? null;
    const own = last < 0 ? null : yearMonth(row.year, last + 1);
    newest.set(part, own === null || (before !== null && before > own) ? before : own);
  }
  return newest;
}

/** `export 2026`: rows of one flow and year are published up to the same month. */
export const partOf = (row: Pick<WideRow, 'flow' | 'year'>): string => `${row.flow} ${row.year}`;
