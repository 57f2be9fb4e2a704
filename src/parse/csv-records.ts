/**
 * Pieces of CSV text to records. A stretch without a quote is split at its delimiters here, which is what millions of rows want;
 * everything else (quotes, lone carriage returns, an unfinished end) is read by csv-parse. Both give the same records.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { RefusedError } from '../errors.ts';

export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  /** As many as the header has. */
  readonly cells: readonly string[];
}

/** Some records that follow each other, empty lines left out. */
export interface Records {
  readonly rows: readonly CsvRow[];
  /** Behind the last records the last character of the text; else null. */
  readonly end: string | null;
}

const MAX_RECORD_CHARACTERS = 1_000_000;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const LONE_CARRIAGE_RETURN = /\r(?!\n)/;

/**
 * @param texts the pieces of the text, in order, cut anywhere; those that end with a line are read the fastest.
 * @throws RefusedError, with the line, for an unclosed or misplaced quote and a record of more than 1,000,000 characters.
 */
export function* csvRecords(texts: Iterable<string>, delimiter: string, where: string): Generator<Records, undefined> {
  const source = { delimiter, where, line: 1 };
  let pending = '';
  let last = '';
  for (const text of texts) {
    const all = pending === '' ? text : pending + text;
    const end = endOfRecords(all);
    pending = all.slice(end);
    if (end > 0) yield { rows: read(source, pending === '' ? all : all.slice(0, end)), end: null };
    if (pending.length > MAX_RECORD_CHARACTERS) {
      readQuoted(source, pending);
      throw new RefusedError({ where: `${where} line ${source.line}`, reason: TOO_LONG });
    }
    last = all.at(-1) ?? last;
  }
  yield { rows: pending === '' ? [] : readQuoted(source, pending), end: last };
  return undefined;
}

/** Where reading goes on: `line` is that of the next record. */
interface Source {
  readonly delimiter: string;
  readonly where: string;
  line: number;
}

/** Behind the last line end that stands in no quotes; 0 when there is none. */
function endOfRecords(text: string): number {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) quotes -= 1;
    else if (quotes % 2 === 0 && (character === NEWLINE || (character === CARRIAGE_RETURN && at + 1 < text.length))) return at + 1;
  }
  return 0;
}

function read(source: Source, text: string): CsvRow[] {
  if (text.includes('"') || (text.includes('\r') && LONE_CARRIAGE_RETURN.test(text))) return readQuoted(source, text);
  return readPlain(source, text);
}

/**
 * Lines that end with a line end, without a quote. Files of millions of rows repeat their leading columns for many rows: those
 * are compared as one string and not cut out again.
 */
function readPlain(source: Source, text: string): CsvRow[] {
  const { delimiter } = source;
  const rows: CsvRow[] = [];
  let before: readonly string[] = [];
  /** What the row before had in common with the one before it: so many columns, with their delimiters. */
  let common = 0;
  let prefix = '';
  let next = text.indexOf(delimiter);
  let line = source.line;
  for (let start = 0; start < text.length; line += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline > start && text.charCodeAt(newline - 1) === CARRIAGE_RETURN ? newline - 1 : newline;
    if (newline - start > MAX_RECORD_CHARACTERS) return readQuoted(source, text);
    const repeats = common > 0 && text.slice(start, start + prefix.length) === prefix;
    let column = repeats ? common : 0;
    let at = repeats ? start + prefix.length : start;
    let differs = -1;
    let differsAt = at;
    // A copy of the right size: an array that grows is made anew several times.
    const cells = before.slice();
    for (;;) {
      if (next >= 0 && next < at) next = text.indexOf(delimiter, at);
      const isLast = next < 0 || next > newline;
      const cell = text.slice(at, isLast ? end : next);
      if (cell !== before[column]) {
        cells[column] = cell;
        if (differs < 0) {
          differs = column;
          differsAt = at;
        }
      }
      column += 1;
      if (isLast) break;
      at = next + 1;
    }
    if (cells.length > column) cells.length = column;
    if (column < common) common = 0;
    else if (differs >= 0 && differs !== common) {
      common = differs;
      prefix = text.slice(start, differsAt);
    }
    if (cells.length > 1 || cells[0] !== '') rows.push({ line, cells });
    before = cells;
    start = newline + 1;
  }
  source.line = line;
  return rows;
}

function readQuoted(source: Source, text: string): CsvRow[] {
  const { delimiter, where, line: first } = source;
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
      if (record.length > 1 || record[0] !== '') rows.push({ line: first - 1 + line, cells: record });
      line = Math.max(line, info.lines) + 1;
    }
    source.line = first - 1 + line;
    return rows;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = (cause as { lines?: unknown }).lines;
    const at = typeof line === 'number' ? `${where} line ${first - 1 + line}` : where;
    throw new RefusedError({ where: at, reason: quoteReason(cause) }, { cause });
  }
}

const TOO_LONG = `a row is longer than ${MAX_RECORD_CHARACTERS} characters`;

function quoteReason(error: CsvError): string {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and never closed: the file is cut or damaged';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'text stands after a closing quote; a quote inside a field is written twice';
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands inside a field that does not begin with one';
    case 'CSV_MAX_RECORD_SIZE':
      return TOO_LONG;
    default:
      return `not CSV: ${error.message.slice(0, 200)}`;
  }
}
