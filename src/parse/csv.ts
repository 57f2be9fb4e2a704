/** CSV to a header and rows of text, strictly: what a spreadsheet would repair silently is refused with its line. */
import { RefusedError } from '../errors.ts';
import { type CsvRow, csvRecords, type Records } from './csv-records.ts';
import { type DecodeOptions, decodeText } from './encoding.ts';

export type { CsvRow } from './csv-records.ts';

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
  const { header, rows } = openCsv([text], options);
  const all = [...rows];
  const maxRows = options.maxRows ?? 2_000_000;
  if (all.length > maxRows) throw refused(options.where, `${all.length} rows; at most ${maxRows} are read`);
  return { header, rows: all };
}

/**
 * Reads the pieces of a text as they come, for files of millions of rows: one row is held at a time.
 * @returns the header, and the rows, which can be gone through once.
 * @throws RefusedError as {@link readCsv} does: for the header at once, for a row when it is reached.
 */
export function openCsv(
  texts: Iterable<string>,
  options: Omit<CsvOptions, keyof DecodeOptions | 'maxRows'> & Pick<DecodeOptions, 'where'>,
): { readonly header: readonly string[]; readonly rows: Iterable<CsvRow> } {
  const { where } = options;
  const delimiter = options.delimiter ?? ',';
  const named = options.columns ?? null;
  const batches = csvRecords(texts, delimiter, where);
  let batch = batches.next().value;
  while (batch !== undefined && batch.rows.length === 0) batch = batches.next().value;
  const first = batch?.rows[0];
  if (batch === undefined || first === undefined) throw refused(where, 'the file is empty; expected a header row and data');

  const endsEmpty = options.trailingDelimiter === true && first.cells.length > 1 && first.cells.at(-1) === '';
  const trailing = endsEmpty && (named === null || first.cells.length === named.length + 1);
  const lineEnd = trailing ? delimiter : '';
  refuseUnfinishedLine(batch, first.line, lineEnd, where);
  const names = named ?? first.cells.slice(0, trailing ? -1 : undefined);
  const header = names.map((name) => name.trim());
  refuseBadHeader(header, delimiter, named === null ? `${where} line ${first.line}` : `${where} columns`);

  function* rows(): Generator<CsvRow> {
    let line = first?.line ?? 1;
    for (; batch !== undefined; batch = batches.next().value) {
      refuseUnfinishedLine(batch, line, lineEnd, where);
      for (const row of batch.rows) {
        line = row.line;
        if (row !== first || named !== null) yield fitted(row, header.length, trailing, named !== null, where);
      }
    }
  }
  return { header, rows: rows() };
}

/** The row with exactly as many cells as the header has names. */
function fitted(row: CsvRow, width: number, trailing: boolean, named: boolean, where: string): CsvRow {
  const expected = trailing ? width + 1 : width;
  if (row.cells.length !== expected) throw refused(`${where} line ${row.line}`, widthReason(row, expected, named));
  if (!trailing) return row;
  if (row.cells.at(-1) !== '')
    throw refused(`${where} line ${row.line}`, `"${row.cells.at(-1)?.slice(0, 40)}" stands after the last column`);
  return { line: row.line, cells: row.cells.slice(0, width) };
}

function widthReason(row: CsvRow, width: number, named: boolean): string {
  if (named) return `${row.cells.length} columns, but ${width} were named with --columns`;
  return `${row.cells.length} columns where the header has ${width}: a shifted, merged or cut line`;
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
 * @param before the line of the last row before these.
 */
function refuseUnfinishedLine({ rows, end }: Records, before: number, lineEnd: string, where: string): void {
  if (end === null || ['\n', '\r', '"', lineEnd].includes(end)) return;
  throw refused(`${where} line ${rows.at(-1)?.line ?? before}`, 'the last line has no line end: the file may be cut inside its last field');
}

const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });
