/** Eurostat's answers: SDMX-CSV with columns by name, and what arrives in its place. https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access */
import { RefusedError } from '../errors.ts';
import type { CsvRow } from './csv.ts';

/** SDMX-CSV 1.0 (from the 2.1 API) names the dataset in one column, SDMX-CSV 2.0 (from the 3.0 API) in two. */
const DATASET_COLUMNS = ['DATAFLOW', 'STRUCTURE_ID'] as const;
const NEEDED_COLUMNS = ['freq', 'reporter', 'partner', 'product', 'flow', 'indicators', 'TIME_PERIOD', 'OBS_VALUE'] as const;
const OTHER_COLUMNS = ['STRUCTURE', 'STRUCTURE_NAME', 'ACTION', 'LAST UPDATE', 'OBS_FLAG', 'CONF_STATUS'] as const;
export type SdmxColumn = (typeof DATASET_COLUMNS)[number] | (typeof NEEDED_COLUMNS)[number] | (typeof OTHER_COLUMNS)[number];

/** Bytes of the answer that are looked at to see what it is. */
const HEAD_BYTES = 4096;

/**
 * What came in the place of CSV: the reason why there is nothing (not published yet), or null when it may be CSV.
 * @throws RefusedError that says what to do, for a page, a fault, an asynchronous answer or packed bytes.
 */
export function reasonOfNoResults(bytes: Uint8Array, where: string): string | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw refused(where, 'gzip bytes where CSV was asked for: give the unpacked file');
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw refused(where, 'a ZIP archive where CSV was asked for: give the unpacked file');
  const head = new TextDecoder('latin1')
    .decode(bytes.subarray(0, HEAD_BYTES))
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart();
  if (!head.startsWith('<') && !head.startsWith('{') && !head.startsWith('[')) return null;
  if (/^(?:<\?xml[^>]{0,200}>\s{0,20})?<(?:!doctype html|html|head|body)\b/i.test(head))
    throw refused(where, 'an HTML page where CSV was asked for (maintenance, or a file that is not there)');
  if (head.includes('EXTRACTION_TOO_BIG')) {
    const numbers = /estimated (\d{1,12}) rows, max authorised is (\d{1,12})/.exec(head);
    const size = numbers === null ? '' : ` (${numbers[1]} rows, at most ${numbers[2]})`;
    throw refused(where, `EXTRACTION_TOO_BIG: the selection is too large${size}; ask for fewer products, partners or months at a time`);
  }
  if (/ASYNCHRONOUS|SUBMITTED|asyncResponse|<queued>|PROCESSING/i.test(head)) {
    throw refused(
      where,
      'an asynchronous answer: the selection has over 500,000 cells and Eurostat prepares it for later; ask for fewer products, partners or months at a time',
    );
  }
  if (/No results? found/i.test(head) || /<(?:\w+:)?faultcode>\s*100\s*</i.test(head)) {
    return `${where}: Eurostat found no results (fault 100) for this selection: not published yet, or a code is wrong`;
  }
  const fault =
    /<(?:\w+:)?(?:faultstring|Text)\b[^<>]{0,100}>([^<]{1,300})/i.exec(head)?.[1] ?? /"label"\s{0,4}:\s{0,4}"([^"]{1,300})/.exec(head)?.[1];
  throw refused(
    where,
    fault === undefined ? 'XML or JSON where CSV was asked for' : `Eurostat answered with a fault: ${fault.replaceAll(/\s+/g, ' ').trim()}`,
  );
}

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

export const sdmxCell = (row: CsvRow, columns: SdmxColumns, column: SdmxColumn): string =>
  row.cells[columns.get(column) ?? -1]?.trim() ?? '';

/** The newest "LAST UPDATE" of the file as a day: one file is one vintage. Null when the file does not say. */
export function newestUpdate(rows: readonly CsvRow[], columns: SdmxColumns, where: string): string | null {
  let newest: string | null = null;
  for (const row of rows) {
    const printed = sdmxCell(row, columns, 'LAST UPDATE');
    if (printed === '') continue;
    const day = dayOf(printed);
    if (day === null)
      throw refused(`${where} line ${row.line}`, `LAST UPDATE "${printed.slice(0, 40)}"; expected dd/mm/yy, with or without hh:mm:ss`);
    if (newest === null || day > newest) newest = day;
  }
  return newest;
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

const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });
