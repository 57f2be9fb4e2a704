/** A row of Comext's SDMX-CSV to an observation: flags, confidentiality, units. */
import type { ObservationTable } from '../domain/observation-table.ts';
import type { Period } from '../domain/period.ts';
import { scaleDecimal } from '../domain/quantity.ts';
import type { Observation, Status } from '../domain/series.ts';
import { refused } from '../errors.ts';
import { type Indicator, identityReader, SeriesOfRows } from './comext-series.ts';
import type { CsvRows } from './csv.ts';
import { isMissingMark, readDecimal, readPlain } from './number.ts';
import { type SdmxColumn, type SdmxColumns, type SingleRow, sdmxCell } from './sdmx-csv.ts';

/** Flags that change the status, the gravest first; the others (d, n, r, u...) leave a figure as normal. https://ec.europa.eu/eurostat/data/database/information */
const FLAG_STATUS: readonly (readonly [flags: string, status: Status])[] = [
  ['b', 'B'],
  ['efis', 'E'],
  ['p', 'P'],
];
const OTHER_FLAGS = 'dnruvz';
const CONFIDENTIAL_FLAG = 'c';
const MISSING_FLAG = 'm';

/** Why a row is left out although it is of a series that is read. */
export const NO_VALUE = 'no value and no flag that says why';

/** Reads rows into a table; each method gives null, or the reason why the row is left out. */
interface ComextReader {
  /** Reads one row after the other. */
  read(row: CsvRows, period: Period): string | null;
  /** Does not read it, so that the next is not taken for one like it. */
  pass(): void;
  readSingle(row: SingleRow, period: Period): string | null;
}

export function comextReader(columns: SdmxColumns, file: string, table: ObservationTable): ComextReader {
  const value = columns.get('OBS_VALUE') ?? -1;
  const flag = columns.get('OBS_FLAG') ?? -1;
  const confidentiality = columns.get('CONF_STATUS') ?? -1;
  const series = new SeriesOfRows(columns, file, table);
  const identityOf = identityReader(columns);

  /** @param place gives that of the series in the table. */
  const readAny = (row: SingleRow, period: Period, indicator: Indicator, place: () => number): string | null => {
    const cell = (column: SdmxColumn): string => sdmxCell(row, columns, column);
    const found = figureOf(cell('OBS_VALUE'), cell('OBS_FLAG'), cell('CONF_STATUS'), indicator, `${file} line ${row.line}`);
    if (found === null) return NO_VALUE;
    table.addFigure(place(), period.end, found.value, found.status);
    return null;
  };

  return {
    pass: () => series.forget(),
    readSingle(row, period) {
      const own = identityOf(row, `${file} line ${row.line}`, 0);
      if (typeof own === 'string') return own;
      return readAny(row, period, own.indicator, () => table.seriesOf(own.dimensions, period.kind, own.valuation));
    },
    read(row, period) {
      const indicator = series.find(row, period.kind);
      if (typeof indicator === 'string') return indicator;
      const status = isEmpty(row, confidentiality) ? plainStatus(row, flag) : undefined;
      const plain = status === undefined ? null : readPlain(row.bytes, indicator.exponent, row.start(value), row.end(value));
      if (status === undefined || plain === null) return readAny(row, period, indicator, () => series.place());
      table.addFigure(series.place(), period.end, plain, status);
      return null;
    },
  };
}

const isEmpty = (row: CsvRows, column: number): boolean => column < 0 || row.start(column) === row.end(column);

/** The status of a figure whose flags leave no question: none, or one letter. */
function plainStatus(row: CsvRows, flag: number): Status | undefined {
  if (isEmpty(row, flag)) return 'A';
  const start = row.start(flag);
  return row.end(flag) === start + 1 ? PLAIN_STATUS.get(row.bytes[start] as number) : undefined;
}

/** By the code of the letter. */
const PLAIN_STATUS: ReadonlyMap<number, Status> = new Map(
  (['p', 'e', 'b'] as const).map((letter) => [letter.charCodeAt(0), letter.toUpperCase() as Status]),
);

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
