/** Periods in Comext's SDMX-CSV: months and years. */
import { addMonths, month, type Period, parseMonth, period, type YearMonth, yearMonth, yearOf } from '../domain/period.ts';
import { refused } from '../errors.ts';
import type { CsvRows } from './csv.ts';
import { type SdmxColumns, type SingleRow, sdmxCell } from './sdmx-csv.ts';

/** An annual figure grows with each month that is published; it is whole in March of the next year. */
export const MONTHS_TO_A_FULL_YEAR = 3;

/** The period of one row after the other: few that are different. */
export function comextPeriods(columns: SdmxColumns, file: string): (row: CsvRows) => Period {
  const [frequency = -1, time = -1] = (['freq', 'TIME_PERIOD'] as const).map((column) => columns.get(column));
  const known = new Map<string, Period>();
  /** By the number that `plainMonth` gives. */
  let months: (Period | undefined)[] = [];
  let own = '';
  return (row) => {
    if (row.repeated <= frequency) {
      const given = row.cell(frequency);
      if (given !== own) {
        known.clear();
        months = [];
      }
      own = given;
    }
    const index = plainMonth(row.bytes, row.start(time), row.end(time));
    const before = months[index];
    if (before !== undefined) return before;
    const printed = row.cell(time);
    const found = known.get(printed) ?? periodOf(own.trim(), printed.trim(), `${file} line ${row.line}`);
    known.set(printed, found);
    if (index >= 0) months[index] = found;
    return found;
  };
}

/** `2025-06` as a number of its own, 0 or above; below 0 for any other text. */
function plainMonth(bytes: Uint8Array, from: number, to: number): number {
  if (to - from !== 7 || bytes[from + 4] !== HYPHEN) return -1;
  const year = 100 * twoDigits(bytes, from) + twoDigits(bytes, from + 2) - FIRST_YEAR;
  const month = twoDigits(bytes, from + 5);
  return year < 0 || year >= YEARS || month < 1 || month > 12 ? -1 : year * 12 + month - 1;
}

/** Far below 0 for what are no digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : NO_DIGITS;
}

/** With it no year is one that is found. */
const NO_DIGITS = -1e6;
const HYPHEN = 45;
const ZERO = 48;
/** Of the months that are found without a search. */
const FIRST_YEAR = 1950;
const YEARS = 150;

/** The period of a row by itself. */
export const comextPeriodOf = (row: SingleRow, columns: SdmxColumns, file: string): Period =>
  periodOf(sdmxCell(row, columns, 'freq'), sdmxCell(row, columns, 'TIME_PERIOD'), `${file} line ${row.line}`);

/** Why a year is left out: as long as it may lack months. Null when it is whole. */
export function lackOfYear({ kind, end }: Period, newest: YearMonth): string | null {
  return kind === 'year' && yearOf(end) <= yearOf(newest) && newest < addMonths(end, MONTHS_TO_A_FULL_YEAR)
    ? `the year ${yearOf(end)} may lack its last months: they come about 46 days after their end`
    : null;
}

function periodOf(frequency: string, printed: string, where: string): Period {
  try {
    if (frequency === 'M') return month(parseMonth(printed));
    if (frequency === 'A' && /^\d{4}$/.test(printed)) return period('year', yearMonth(Number(printed), 12));
  } catch (cause) {
    throw refused(where, `there is no month "${printed.slice(0, 20)}"; expected yyyy-mm`, { cause });
  }
  throw refused(
    where,
    `freq "${frequency.slice(0, 10)}" with TIME_PERIOD "${printed.slice(0, 20)}"; expected M with yyyy-mm or A with yyyy`,
  );
}
