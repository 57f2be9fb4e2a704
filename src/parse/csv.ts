/** CSV to a header and rows of text, strictly: what a spreadsheet would repair silently is refused with its line. */
import { CsvError, parse } from 'csv-parse/sync';
import { RefusedError } from '../errors.ts';
import { type DecodeOptions, decodeText } from './encoding.ts';

interface CsvOptions extends DecodeOptions {
  readonly delimiter?: string;
  /** Names of the columns of a file without header row; the first line is then data. */
  readonly columns?: readonly string[] | null;
  /** Each line may end with one more delimiter, as Chinese customs writes them: the empty last column is dropped. */
  readonly trailingDelimiter?: boolean;
  /** Refuses a file with more rows; default 2,000,000. */
  readonly maxRows?: number;
}

export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  /** As many as the header has. */
  readonly cells: readonly string[];
}

interface CsvTable {
  /** Trimmed names, no two equal. */
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

const MAX_RECORD_CHARACTERS = 1_000_000;

/**
 * Reads bytes (decoded first) or text.
 * @throws RefusedError, with the line, for an unclosed or misplaced quote, a row that is shorter or longer than the
 * header, a column name that is empty or occurs twice, an empty file, and a last line that may be cut.
 */
export function readCsv(input: Uint8Array | string, options: CsvOptions): CsvTable {
  const text = typeof input === 'string' ? input.replace(/^\uFEFF/, '') : decodeText(input, options).text;
  const delimiter = options.delimiter ?? ',';
  const records = readRecords(text, delimiter, options.where);
  const first = records[0];
  if (first === undefined) throw refused(options.where, 'the file is empty; expected a header row and data');

  const named = options.columns ?? null;
  const endsEmpty = options.trailingDelimiter === true && first.cells.length > 1 && first.cells.at(-1) === '';
  const trailing = endsEmpty && (named === null || first.cells.length === named.length + 1);
  refuseUnfinishedLine(text, trailing ? delimiter : '', records, options.where);
  const names = named ?? first.cells.slice(0, trailing ? -1 : undefined);
  const header = names.map((name) => name.trim());
  refuseBadHeader(header, delimiter, named === null ? `${options.where} line ${first.line}` : `${options.where} columns`);

  const rows = named === null ? records.slice(1) : records;
  const maxRows = options.maxRows ?? 2_000_000;
  if (rows.length > maxRows) throw refused(options.where, `${rows.length} rows; at most ${maxRows} are read`);
  return { header, rows: rows.map((row) => fitted(row, header.length, trailing, named !== null, options.where)) };
}

/** The row with exactly as many cells as the header has names. */
function fitted(row: CsvRow, width: number, trailing: boolean, named: boolean, where: string): CsvRow {
  const at = `${where} line ${row.line}`;
  const expected = trailing ? width + 1 : width;
  if (row.cells.length !== expected) throw refused(at, widthReason(row, expected, named));
  if (!trailing) return row;
  if (row.cells.at(-1) !== '') throw refused(at, `"${row.cells.at(-1)?.slice(0, 40)}" stands after the last column`);
  return { line: row.line, cells: row.cells.slice(0, width) };
}

function widthReason(row: CsvRow, width: number, named: boolean): string {
  if (named) return `${row.cells.length} columns, but ${width} were named with --columns`;
  return `${row.cells.length} columns where the header has ${width}: a shifted, merged or cut line`;
}

function readRecords(text: string, delimiter: string, where: string): readonly CsvRow[] {
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      max_record_size: MAX_RECORD_CHARACTERS,
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as unknown as { info: { lines: number }; record: string[] }[];
    // csv-parse counts the line on which a record ends; the next one begins on the line after it.
    let line = 1;
    const rows: CsvRow[] = [];
    for (const { info, record } of records) {
      // A line without any character is no row (one column cannot be told from it, and no source has one column).
      if (record.length > 1 || record[0] !== '') rows.push({ line, cells: record });
      line = Math.max(line, info.lines) + 1;
    }
    return rows;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = (cause as { lines?: unknown }).lines;
    throw new RefusedError({ where: typeof line === 'number' ? `${where} line ${line}` : where, reason: quoteReason(cause) }, { cause });
  }
}

function quoteReason(error: CsvError): string {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and never closed: the file is cut or damaged';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'text stands after a closing quote; a quote inside a field is written twice';
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands inside a field that does not begin with one';
    case 'CSV_MAX_RECORD_SIZE':
      return `a row is longer than ${MAX_RECORD_CHARACTERS} characters`;
    default:
      return `not CSV: ${error.message.slice(0, 200)}`;
  }
}

function refuseBadHeader(header: readonly string[], delimiter: string, where: string): void {
  if (header.length === 1) {
    const other = [',', ';', '\t', '|'].find((d) => d !== delimiter && (header[0] ?? '').includes(d));
    if (other !== undefined)
      throw refused(where, `columns are separated by ${JSON.stringify(other)}; expected ${JSON.stringify(delimiter)}`);
  }
  const seen = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    if (name === '') throw refused(where, `column ${index + 1} has no name`);
    const before = seen.get(name);
    if (before !== undefined && name !== 'skip')
      throw refused(where, `the column "${name}" occurs twice, as columns ${before + 1} and ${index + 1}`);
    seen.set(name, index);
  }
}

/**
 * A file cut inside its last number looks whole. It cannot be cut there when it ends with a line end, with the closing
 * quote of its last field, or with the delimiter that ends each line.
 */
function refuseUnfinishedLine(text: string, lineEnd: string, records: readonly CsvRow[], where: string): void {
  if (['\n', '\r', '"', lineEnd].includes(text.at(-1) ?? '')) return;
  throw refused(`${where} line ${records.at(-1)?.line ?? 1}`, 'the last line has no line end: the file may be cut inside its last field');
}

const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });
