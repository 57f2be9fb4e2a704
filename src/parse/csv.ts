/** CSV to a header and rows of text, strictly: what a spreadsheet would repair silently is refused with its line. */
import { refused } from '../errors.ts';
import { CsvRecords } from './csv-records.ts';
import { type DecodeOptions, decodeText } from './encoding.ts';

export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  /** As many as the header has. */
  readonly cells: readonly string[];
}

interface CsvOptions extends DecodeOptions {
  readonly delimiter?: string;
  /** Names of the columns of a file without header row; the first line is then data. */
  readonly columns?: readonly string[] | null;
  /** Each line may end with one more delimiter, as Chinese customs writes them: the empty last column is dropped. */
  readonly trailingDelimiter?: boolean;
  /** Refuses a file with more rows; default 2,000,000. */
  readonly maxRows?: number;
}

interface CsvTable {
  /** Trimmed names, no two equal. */
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Reads bytes (decoded first) or text.
 * @throws RefusedError, with the line, for an unclosed or misplaced quote, a row that is shorter or longer than the
 * header, a column name that is empty or occurs twice, an empty file, and a last line that may be cut.
 */
export function readCsv(input: Uint8Array | string, options: CsvOptions): CsvTable {
  const text = typeof input === 'string' ? input.replace(/^\uFEFF/, '') : decodeText(input, options).text;
  const { header, rows } = openCsv([Buffer.from(text)], options);
  const all: CsvRow[] = [];
  let before: readonly string[] = [];
  while (rows.next()) {
    const cells = rows.cells(before);
    all.push({ line: rows.line, cells });
    before = cells;
  }
  const maxRows = options.maxRows ?? 2_000_000;
  if (all.length > maxRows) throw refused(options.where, `${all.length} rows; at most ${maxRows} are read`);
  return { header, rows: all };
}

/**
 * Reads bytes of UTF-8 as they come, for files of millions of rows: one row is held at a time.
 * @param pieces without a mark, cut anywhere; see `utf8Chunks`.
 * @throws RefusedError as {@link readCsv} does: for the header at once, for a row when it is reached.
 */
export function openCsv(
  pieces: Iterable<Uint8Array>,
  options: Omit<CsvOptions, keyof DecodeOptions | 'maxRows'> & Pick<DecodeOptions, 'where'>,
): { readonly header: readonly string[]; readonly rows: CsvRows } {
  const { where } = options;
  const delimiter = options.delimiter ?? ',';
  const named = options.columns ?? null;
  const records = new CsvRecords(pieces, delimiter, where);
  if (!records.next()) throw refused(where, 'the file is empty; expected a header row and data');
  const { width, line } = records;
  const endsEmpty = options.trailingDelimiter === true && width > 1 && records.cell(width - 1) === '';
  const trailing = endsEmpty && (named === null || width === named.length + 1);
  const first = Array.from({ length: trailing ? width - 1 : width }, (_, column) => records.cell(column));
  const header = (named ?? first).map((name) => name.trim());
  const rows = new CsvRows(records, { width: header.length, trailing, named: named !== null, lineEnd: trailing ? delimiter : '', where });
  refuseBadHeader(header, delimiter, named === null ? `${where} line ${line}` : `${where} columns`);
  return { header, rows };
}

interface RowRules {
  readonly width: number;
  /** Each row ends with one more delimiter. */
  readonly trailing: boolean;
  /** There is no header row: the first record is a row. */
  readonly named: boolean;
  /** With which character a last line may end, beside a line end. */
  readonly lineEnd: string;
  readonly where: string;
}

/** Rows one after the other, each with as many cells as the header has names. What it says of a row is valid until the next. */
export class CsvRows {
  readonly #records: CsvRecords;
  readonly #rules: RowRules;
  readonly #width: number;
  /** So many leading cells are those of the row before; there may be more. */
  repeated = 0;
  /** Whether the first record is a row that is still to be given. */
  #isFirst: boolean;
  #hasRow = false;
  #isEnding = false;

  /** @param records stands at its first record, the header or a row. @throws RefusedError when that is all, and may be cut. */
  constructor(records: CsvRecords, rules: RowRules) {
    this.#records = records;
    this.#rules = rules;
    this.#width = rules.width + (rules.trailing ? 1 : 0);
    this.#isFirst = rules.named;
    this.#checkEnding();
  }

  /** Goes on to the next row. @returns whether there is one. @throws RefusedError for a row that does not fit, with its line. */
  next(): boolean {
    const records = this.#records;
    if (this.#isFirst) this.#isFirst = false;
    else {
      const isThere = records.next();
      if (records.ending !== null && !this.#isEnding) this.#checkEnding();
      if (!isThere) return false;
    }
    this.repeated = this.#hasRow ? records.repeated : 0;
    this.#hasRow = true;
    if (records.width !== this.#width) throw refused(`${this.#rules.where} line ${records.line}`, this.#widthReason());
    if (this.#rules.trailing && records.start(this.#width - 1) !== records.end(this.#width - 1)) this.#refuseTrailing();
    return true;
  }

  /** The line of the file on which the row begins, from 1. */
  get line(): number {
    return this.#records.line;
  }

  /** The bytes in which the row stands, from `start` to `end` of each cell. */
  get bytes(): Buffer {
    return this.#records.bytes;
  }

  start(column: number): number {
    return this.#records.start(column);
  }

  end(column: number): number {
    return this.#records.end(column);
  }

  cell(column: number): string {
    return this.#records.cell(column);
  }

  /** All cells. @param before those of the row before: what repeats is taken from it and not held twice. */
  cells(before: readonly string[] = []): string[] {
    const repeated = Math.min(before.length, this.repeated);
    const cells = before.slice(0, this.#rules.width);
    for (let column = repeated; column < this.#rules.width; column += 1) cells[column] = this.cell(column);
    return cells;
  }

  /**
   * A file cut inside its last number looks whole. It cannot be cut there when it ends with a line end, with the closing
   * quote of its last field, or with the delimiter that ends each line.
   */
  #checkEnding(): void {
    const { ending } = this.#records;
    if (ending === null) return;
    this.#isEnding = true;
    if (ending.byte === 0 || ['\n', '\r', '"', this.#rules.lineEnd].includes(String.fromCharCode(ending.byte))) return;
    throw refused(`${this.#rules.where} line ${ending.line}`, 'the last line has no line end: the file may be cut inside its last field');
  }

  #refuseTrailing(): never {
    const { where, width } = this.#rules;
    throw refused(`${where} line ${this.line}`, `"${this.cell(width).slice(0, 40)}" stands after the last column`);
  }

  #widthReason(): string {
    const given = this.#records.width;
    if (this.#rules.named) return `${given} columns, but ${this.#width} were named with --columns`;
    return `${given} columns where the header has ${this.#width}: a shifted, merged or cut line`;
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
