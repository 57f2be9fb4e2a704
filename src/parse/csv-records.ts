/**
 * Pieces of CSV text to records. A stretch without a quote is split at its delimiters here, which is what millions of rows want;
 * everything else (quotes, lone carriage returns, an unfinished end) is read by csv-parse. Both give the same records.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { RefusedError } from '../errors.ts';

const MAX_RECORD_CHARACTERS = 1_000_000;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const LONE_CARRIAGE_RETURN = /\r(?!\n)/;

/** The records of a text one after the other, empty lines left out. What it says of a record is valid until the next. */
export class CsvRecords {
  /** The line of the file on which the record begins, from 1. */
  line = 1;
  /** How many cells it has. */
  width = 0;
  /** So many leading cells are those of the record before; there may be more. */
  repeated = 0;
  /** The text in which it stands: `start` to `end` of each cell. */
  text = '';
  /** Set before the last records come: the last character of the whole text ('' of none), and the line on which the last of them begins. */
  ending: { readonly character: string; readonly line: number } | null = null;

  readonly #delimiter: string;
  readonly #delimiterCode: number;
  readonly #where: string;
  readonly #texts: Iterator<string>;
  /** Where the record begins, and where in it each of its cells begins and ends: leading cells that repeat stay as they are. */
  #row = 0;
  #starts = new Int32Array(FIRST_CELLS);
  #ends = new Int32Array(FIRST_CELLS);
  /** The leading cells with their delimiters that records had in common so far: they are compared as one string. */
  #prefix = '';
  #common = 0;
  /** Where the record before began in this text; below 0 when it did not. */
  #before = -1;
  #next = 0;
  #nextLine = 1;
  /** The line on which the text begins. */
  #firstLine = 1;
  /** Records that csv-parse read, to be given before the text goes on. */
  #quoted: readonly QuotedRecord[] = [];
  #nextQuoted = 0;
  #pending = '';
  #last = '';

  /** @param texts the pieces of the text, in order, cut anywhere; those that end with a line are read the fastest. */
  constructor(texts: Iterable<string>, delimiter: string, where: string) {
    this.#texts = texts[Symbol.iterator]();
    this.#delimiter = delimiter;
    this.#delimiterCode = delimiter.charCodeAt(0);
    this.#where = where;
  }

  /**
   * Goes on to the next record.
   * @returns whether there is one.
   * @throws RefusedError, with the line, for an unclosed or misplaced quote and a record of more than 1,000,000 characters.
   */
  next(): boolean {
    for (;;) {
      if (this.#nextQuoted < this.#quoted.length) return this.#takeQuoted();
      if (this.#next >= this.text.length) {
        if (!this.#open()) return false;
        continue;
      }
      if (this.#takePlain()) return true;
    }
  }

  cell(column: number): string {
    return this.text.slice(this.start(column), this.end(column));
  }

  /** Where a cell begins in the text. */
  start(column: number): number {
    return this.#row + (this.#starts[column] as number);
  }

  /** Where it ends. */
  end(column: number): number {
    return this.#row + (this.#ends[column] as number);
  }

  /** Goes on to the next text that has whole records. */
  #open(): boolean {
    while (this.ending === null) {
      const { value: text } = this.#texts.next();
      if (text === undefined) {
        this.#finish();
        return true;
      }
      const all: string = this.#pending === '' ? text : this.#pending + text;
      this.#last = all.at(-1) ?? this.#last;
      const end = endOfRecords(all);
      this.#pending = all.slice(end);
      if (end > 0) {
        this.#begin(this.#pending === '' ? all : all.slice(0, end));
        return true;
      }
      if (this.#pending.length > MAX_RECORD_CHARACTERS) {
        this.#readQuoted(this.#pending);
        throw new RefusedError({ where: `${this.#where} line ${this.#nextLine}`, reason: TOO_LONG });
      }
    }
    return false;
  }

  #finish(): void {
    const rest = this.#pending;
    this.#pending = '';
    const before = this.line;
    if (rest !== '') this.#readQuoted(rest);
    this.ending = { character: this.#last, line: this.#quoted.at(-1)?.line ?? before };
  }

  #begin(text: string): void {
    this.#before = -1;
    this.#prefix = '';
    this.#common = 0;
    if (text.includes('"') || (text.includes('\r') && LONE_CARRIAGE_RETURN.test(text))) {
      this.#readQuoted(text);
      return;
    }
    this.text = text;
    this.#next = 0;
    this.#firstLine = this.#nextLine;
  }

  /**
   * Takes one line. Files of millions of rows repeat their leading columns for many rows: those are not looked at cell by cell.
   * @returns false for an empty line.
   */
  #takePlain(): boolean {
    const { text } = this;
    const row = this.#next;
    const delimiter = this.#delimiterCode;
    const prefix = this.#prefix;
    const repeats = this.#common > 0 && text.slice(row, row + prefix.length) === prefix;
    let column = repeats ? this.#common : 0;
    let at = repeats ? row + prefix.length : row;
    const compared = at;
    if (column + 1 >= this.#starts.length) this.#widen();
    this.#starts[column] = at - row;
    for (let character = text.charCodeAt(at); character !== NEWLINE; at += 1, character = text.charCodeAt(at)) {
      if (character !== delimiter) continue;
      this.#ends[column] = at - row;
      column += 1;
      if (column >= this.#starts.length) this.#widen();
      this.#starts[column] = at + 1 - row;
    }
    if (at - row > MAX_RECORD_CHARACTERS) this.#refuseLong();
    this.#ends[column] = (at > row && text.charCodeAt(at - 1) === CARRIAGE_RETURN ? at - 1 : at) - row;
    this.#row = row;
    this.width = column + 1;
    this.line = this.#nextLine;
    this.#compare(repeats ? this.#common : 0, compared - row);
    this.repeated = this.#common;
    this.#before = row;
    this.#next = at + 1;
    this.#nextLine += 1;
    return column > 0 || this.#ends[0] !== 0;
  }

  /** Finds out which further cells are those of the record before: `common` are, up to `from`. */
  #compare(common: number, from: number): void {
    let cells = common;
    let end = from;
    if (this.#before >= 0) {
      const { text } = this;
      const delimiter = this.#delimiterCode;
      for (let a = this.#before + from, b = this.#row + from; ; a += 1, b += 1) {
        const character = text.charCodeAt(b);
        if (character === NEWLINE || character !== text.charCodeAt(a)) break;
        if (character !== delimiter) continue;
        cells += 1;
        end = b + 1 - this.#row;
      }
    }
    if (cells === this.#common) return;
    this.#common = cells;
    this.#prefix = this.text.slice(this.#row, this.#row + end);
  }

  #widen(): void {
    const [starts, ends] = [this.#starts, this.#ends];
    this.#starts = new Int32Array(2 * starts.length);
    this.#starts.set(starts);
    this.#ends = new Int32Array(2 * ends.length);
    this.#ends.set(ends);
  }

  #refuseLong(): never {
    this.#nextLine = this.#firstLine;
    this.#readQuoted(this.text);
    throw new RefusedError({ where: `${this.#where} line ${this.line}`, reason: TOO_LONG });
  }

  /** The text is one record, its cells behind each other. */
  #takeQuoted(): true {
    const { line, cells } = this.#quoted[this.#nextQuoted] as QuotedRecord;
    this.#nextQuoted += 1;
    this.text = cells.join('');
    this.#next = this.text.length;
    this.#row = 0;
    let at = 0;
    for (const [column, cell] of cells.entries()) {
      if (column >= this.#starts.length) this.#widen();
      this.#starts[column] = at;
      at += cell.length;
      this.#ends[column] = at;
    }
    this.width = cells.length;
    this.line = line;
    this.repeated = 0;
    return true;
  }

  #readQuoted(text: string): void {
    const read = readQuoted(text, this.#delimiter, this.#where, this.#nextLine);
    this.#quoted = read.records;
    this.#nextQuoted = 0;
    this.#nextLine = read.nextLine;
    this.text = '';
    this.#next = 0;
  }
}

/** More columns than files mostly have. */
const FIRST_CELLS = 32;

interface QuotedRecord {
  readonly line: number;
  readonly cells: readonly string[];
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

/** @param first the line of the file on which the text begins. */
function readQuoted(
  text: string,
  delimiter: string,
  where: string,
  first: number,
): { readonly records: readonly QuotedRecord[]; readonly nextLine: number } {
  try {
    const parsed = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      max_record_size: MAX_RECORD_CHARACTERS,
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as unknown as { info: { lines: number }; record: string[] }[];
    // csv-parse counts the line on which a record ends; the next one begins on the line after it.
    let line = 1;
    const records: QuotedRecord[] = [];
    for (const { info, record } of parsed) {
      // A line without any character is no row (one column cannot be told from it, and no source has one column).
      if (record.length > 1 || record[0] !== '') records.push({ line: first - 1 + line, cells: record });
      line = Math.max(line, info.lines) + 1;
    }
    return { records, nextLine: first - 1 + line };
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
