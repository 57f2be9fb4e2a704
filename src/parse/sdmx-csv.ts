/** SDMX-CSV as Eurostat writes it, with columns by name: https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access */
import { refused } from '../errors.ts';
import type { CsvRows } from './csv.ts';

/** SDMX-CSV 1.0 (from the 2.1 API) names the dataset in one column, SDMX-CSV 2.0 (from the 3.0 API) in two. */
const DATASET_COLUMNS = ['DATAFLOW', 'STRUCTURE_ID'] as const;
const NEEDED_COLUMNS = ['freq', 'reporter', 'partner', 'product', 'flow', 'indicators', 'TIME_PERIOD', 'OBS_VALUE'] as const;
const OTHER_COLUMNS = ['STRUCTURE', 'STRUCTURE_NAME', 'ACTION', 'LAST UPDATE', 'OBS_FLAG', 'CONF_STATUS'] as const;
export type SdmxColumn = (typeof DATASET_COLUMNS)[number] | (typeof NEEDED_COLUMNS)[number] | (typeof OTHER_COLUMNS)[number];

export type SdmxColumns = ReadonlyMap<SdmxColumn, number>;

/**
 * Columns by name, in any order.
 * @throws RefusedError that names a column that is unknown or missing.
 */
export function sdmxColumns(header: readonly string[], where: string): SdmxColumns {
  const known = new Set<string>([...DATASET_COLUMNS, ...NEEDED_COLUMNS, ...OTHER_COLUMNS]);
  const unknown = header.find((name) => !known.has(name));
  if (unknown !== undefined) throw refused(where, `unknown column "${unknown.slice(0, 60)}"; known are ${[...known].join(', ')}`);
  const missing = NEEDED_COLUMNS.find((name) => !header.includes(name));
  if (missing !== undefined) throw refused(where, `the column "${missing}" is missing`);
  if (DATASET_COLUMNS.filter((name) => header.includes(name)).length !== 1) {
    throw refused(where, 'expected one column that names the dataset: DATAFLOW (SDMX 2.1) or STRUCTURE_ID (SDMX 3.0)');
  }
  return new Map(header.map((name, index) => [name as SdmxColumn, index]));
}

/** Cells by column, from 0; of a column that is not there they are empty. */
export interface Cells {
  cell(column: number): string;
}

/** A row by itself, of which nothing repeats. */
export interface SingleRow extends Cells {
  readonly line: number;
}

/** The trimmed cell of a column; empty where there is no such column. */
export function sdmxCell(row: Cells, columns: SdmxColumns, column: SdmxColumn): string {
  const index = columns.get(column);
  return index === undefined ? '' : row.cell(index).trim();
}

/** Looks at the "LAST UPDATE" of one row after the other: one file is one vintage, of the newest of them. */
export function newestUpdate(columns: SdmxColumns, file: string): { see(row: CsvRows): void; day(): string | null } {
  const index = columns.get('LAST UPDATE') ?? -1;
  let before = '';
  let newest: string | null = null;
  return {
    see(row) {
      if (row.repeated > index) return;
      const cell = row.cell(index);
      if (cell === before) return;
      before = cell;
      const printed = cell.trim();
      if (printed === '') return;
      const day = dayOf(printed);
      if (day === null)
        throw refused(`${file} line ${row.line}`, `LAST UPDATE "${printed.slice(0, 40)}"; expected dd/mm/yy, with or without hh:mm:ss`);
      if (newest === null || day > newest) newest = day;
    },
    /** Null when no row said so. */
    day: () => newest,
  };
}

/** `13/02/26 11:00:00` (day first) or ISO 8601, to `2026-02-13`; null when there is no such day. */
function dayOf(printed: string): string | null {
  const slashed = /^(\d{2})\/(\d{2})\/(\d{2}|\d{4})(?: \d{2}:\d{2}(?::\d{2})?)?$/.exec(printed);
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.+Z-]{1,20})?$/.exec(printed);
  const day =
    slashed !== null ? `${slashed[3]?.padStart(4, '20')}-${slashed[2]}-${slashed[1]}` : iso !== null ? printed.slice(0, 10) : null;
  const date = day === null ? null : new Date(`${day}T00:00:00Z`);
  return day !== null && date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}
