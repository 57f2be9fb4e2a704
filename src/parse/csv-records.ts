/**
 * CSV to records, as bytes of UTF-8, in which delimiters, quotes and line ends are found as in text. A stretch without a quote is split
 * here, which is what millions of rows want; everything else (quotes, lone carriage returns, an unfinished end) is read by
 * csv-parse. Both give the same records.
 */
import { refused } from '../errors.ts';
import { ByteWindow } from './byte-window.ts';
import { MAX_RECORD_BYTES, type QuotedRecord, readQuoted, TOO_LONG } from './csv-quoted.ts';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;

/** The records one after the other, empty lines left out. What it says of a record is valid until the next. */
export class CsvRecords {
  /** The line of the file on which the record begins, from 1. */
  line = 1;
  /** How many cells it has. */
  width = 0;
  /** So many leading cells are those of the record before; there may be more. */
  repeated = 0;
  /** The bytes in which it stands, from `start` to `end` of each cell. */
  bytes: Buffer = Buffer.alloc(0);
  /** Set before the last records come: the last byte of all (0 of none), and the line on which the last of them begins. */
  ending: { readonly byte: number; readonly line: number } | null = null;

  readonly #delimiter: string;
  readonly #delimiterCode: number;
  readonly #where: string;
  readonly #window: ByteWindow;
  /** Of the window's bytes: those that were split already. */
  #done = 0;
  /** Of the bytes in which records stand: where they end. */
  #end = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Where the record begins, and where in it each of its cells begins and ends: leading cells that repeat stay as they are. */
  #row = 0;
  #starts: Int32Array = new Int32Array(FIRST_CELLS);
  #ends: Int32Array = new Int32Array(FIRST_CELLS);
  /** Whether the record before stands in these bytes, too. */
  #hasBefore = false;
  #next = 0;
  #nextLine = 1;
  /** The line on which these bytes begin. */
  #firstLine = 1;
  /** Records that csv-parse read, to be given before the bytes go on. */
  #quoted: readonly QuotedRecord[] = [];
  #nextQuoted = 0;
  #last = 0;

  /** @param pieces bytes of UTF-8, in order, cut anywhere. @param delimiter one character of ASCII. */
  constructor(pieces: Iterable<Uint8Array>, delimiter: string, where: string) {
    this.#window = new ByteWindow(pieces);
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
      if (this.#next >= this.#end) {
        if (!this.#open()) return false;
        continue;
      }
      if (this.#takePlain()) return true;
    }
  }

  cell(column: number): string {
    return this.bytes.toString('utf8', this.start(column), this.end(column));
  }

  /** Where a cell begins in the bytes. */
  start(column: number): number {
    return this.#row + (this.#starts[column] as number);
  }

  /** Where it ends. */
  end(column: number): number {
    return this.#row + (this.#ends[column] as number);
  }

  /** Goes on to the next bytes that have whole records. */
  #open(): boolean {
    const window = this.#window;
    while (this.ending === null) {
      const isMore = window.more(this.#done);
      this.#done = 0;
      if (!isMore) {
        this.#finish();
        return true;
      }
      this.#last = window.bytes[window.end - 1] as number;
      const end = endOfRecords(window.bytes, window.end);
      if (end > 0) {
        this.#done = end;
        this.#begin(window.bytes, end);
        return true;
      }
      if (window.end > MAX_RECORD_BYTES) {
        // A quote that is never closed says so here.
        this.#readQuoted(window.bytes.subarray(0, MAX_RECORD_BYTES));
        throw refused(`${this.#where} line ${this.#nextLine}`, TOO_LONG);
      }
    }
    return false;
  }

  #finish(): void {
    const rest = this.#window.bytes.subarray(0, this.#window.end);
    const before = this.line;
    if (rest.length > 0) this.#readQuoted(rest);
    this.ending = { byte: this.#last, line: this.#quoted.at(-1)?.line ?? before };
  }

  #begin(bytes: Buffer, end: number): void {
    this.#hasBefore = false;
    const stretch = bytes.subarray(0, end);
    if (stretch.includes(QUOTE) || hasLoneCarriageReturn(stretch)) {
      this.#readQuoted(stretch);
      return;
    }
    if (this.#view.buffer !== bytes.buffer) this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.bytes = bytes;
    this.#end = end;
    this.#next = 0;
    this.#firstLine = this.#nextLine;
  }

  /**
   * Takes one line. Files of millions of rows repeat their leading columns for many rows: those are not looked at cell by cell.
   * @returns false for an empty line.
   */
  #takePlain(): boolean {
    const { bytes } = this;
    const row = this.#next;
    const delimiter = this.#delimiterCode;
    /** Of the two that are looked for; most bytes are above. */
    const highest = Math.max(delimiter, NEWLINE);
    let [starts, ends] = [this.#starts, this.#ends];
    let column = this.#hasBefore ? this.#repeatedCells(row) : 0;
    this.repeated = column;
    let at = row + (column === 0 ? 0 : (starts[column] as number));
    starts[column] = at - row;
    for (; ; at += 1) {
      const byte = bytes[at] as number;
      if (byte > highest) continue;
      if (byte === NEWLINE) break;
      if (byte !== delimiter) continue;
      ends[column] = at - row;
      column += 1;
      if (column + 1 >= starts.length) [starts, ends] = this.#widen();
      starts[column] = at + 1 - row;
    }
    if (at - row > MAX_RECORD_BYTES) this.#refuseLong();
    ends[column] = (at > row && bytes[at - 1] === CARRIAGE_RETURN ? at - 1 : at) - row;
    this.#row = row;
    this.#hasBefore = true;
    this.width = column + 1;
    this.line = this.#nextLine;
    this.#next = at + 1;
    this.#nextLine += 1;
    return column > 0 || ends[0] !== 0;
  }

  /** How many leading cells of a record are those of the one before, without the last of that. */
  #repeatedCells(row: number): number {
    const starts = this.#starts;
    const view = this.#view;
    const before = this.#row;
    const last = this.width - 1;
    // The line end of a record that is shorter is not in the one before, so nothing is read behind it but for a few bytes of room.
    const length = starts[last] as number;
    let at = 0;
    while (at < length && view.getFloat64(row + at, true) === view.getFloat64(before + at, true)) at += 2 * BYTES_AT_ONCE;
    while (at < length && view.getInt32(row + at, true) === view.getInt32(before + at, true)) at += BYTES_AT_ONCE;
    if (at < length) {
      const other = view.getInt32(row + at, true) ^ view.getInt32(before + at, true);
      at += (31 - Math.clz32(other & -other)) >>> 3;
    }
    // Most often as many as the record before had.
    let column = Math.min(this.repeated, last);
    while (column < last && (starts[column + 1] as number) <= at) column += 1;
    while (column > 0 && (starts[column] as number) > at) column -= 1;
    return column;
  }

  /** Makes room for more cells. @returns where they begin and end. */
  #widen(): [Int32Array, Int32Array] {
    const [starts, ends] = [this.#starts, this.#ends];
    this.#starts = new Int32Array(2 * starts.length);
    this.#starts.set(starts);
    this.#ends = new Int32Array(2 * ends.length);
    this.#ends.set(ends);
    return [this.#starts, this.#ends];
  }

  #refuseLong(): never {
    this.#nextLine = this.#firstLine;
    this.#readQuoted(this.bytes.subarray(0, this.#end));
    throw refused(`${this.#where} line ${this.line}`, TOO_LONG);
  }

  /** The bytes are one record, its cells behind each other. */
  #takeQuoted(): true {
    const { line, cells } = this.#quoted[this.#nextQuoted] as QuotedRecord;
    this.#nextQuoted += 1;
    this.bytes = Buffer.from(cells.join(''));
    this.#end = 0;
    this.#next = 0;
    this.#row = 0;
    let at = 0;
    for (const [column, cell] of cells.entries()) {
      if (column >= this.#starts.length) this.#widen();
      this.#starts[column] = at;
      at += Buffer.byteLength(cell);
      this.#ends[column] = at;
    }
    this.width = cells.length;
    this.line = line;
    this.repeated = 0;
    return true;
  }

  #readQuoted(bytes: Buffer): void {
    const read = readQuoted(bytes.toString(), this.#delimiter, this.#where, this.#nextLine);
    this.#quoted = read.records;
    this.#nextQuoted = 0;
    this.#nextLine = read.nextLine;
    this.#end = 0;
    this.#next = 0;
  }
}

/** As many as one number of a DataView has. */
const BYTES_AT_ONCE = 4;
/** More columns than files mostly have. */
const FIRST_CELLS = 32;

/** Behind the last line end that stands in no quotes; 0 when there is none. */
function endOfRecords(bytes: Buffer, length: number): number {
  let quotes = 0;
  for (let at = bytes.indexOf(QUOTE); at >= 0 && at < length; at = bytes.indexOf(QUOTE, at + 1)) quotes += 1;
  for (let at = length - 1; at >= 0; at -= 1) {
    const byte = bytes[at];
    if (byte === QUOTE) quotes -= 1;
    else if (quotes % 2 === 0 && (byte === NEWLINE || (byte === CARRIAGE_RETURN && at + 1 < length))) return at + 1;
  }
  return 0;
}

function hasLoneCarriageReturn(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(CARRIAGE_RETURN); at >= 0; at = bytes.indexOf(CARRIAGE_RETURN, at + 1))
    if (bytes[at + 1] !== NEWLINE) return true;
  return false;
}
