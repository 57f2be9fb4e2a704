import { setImmediate } from 'node:timers/promises';
import { suggestion } from '../domain/nearest.ts';
import { UsageError } from '../errors.ts';
import type { Answer, Cell, Parameters, Reader } from '../store/query.ts';
import type { CommandIo } from './command.ts';
import { csvLine, renderJson, renderTable, withLinesOfLast } from './table.ts';

export interface QueryOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly limit?: number;
  /** `name=value`, each. */
  readonly param?: readonly string[];
  readonly list?: boolean;
  readonly describe?: string;
}

/** What a person looks through at most. */
const ROWS_FOR_A_PERSON = 100;
/** A table is known only as a whole: how wide its columns are. */
const ROWS_OF_A_TABLE = 10_000;
/** Between two looks whether the reader has gone (`| head`). */
const ROWS_AT_ONCE = 256;

/**
 * One question in SQL to the file.
 * @param sql null when only the views are asked about.
 * @param seen whether a person looks at stdout: a table is then cut, and says so.
 */
export async function query(io: CommandIo, reader: Reader, sql: string | null, seen: boolean, options: QueryOptions): Promise<number> {
  if (options.csv === true && options.json === true) throw new UsageError('--csv and --json: give only one of them');
  if (options.limit !== undefined && !(Number.isInteger(options.limit) && options.limit >= 0))
    throw new UsageError('--limit: expected a whole number; 0 means all');
  if (sql !== null && (options.list === true || options.describe !== undefined))
    throw new UsageError('SQL, --list and --describe: give only one of them');
  const answer = ask(reader, sql, options);
  const plain = options.csv !== true && options.json !== true;
  const limit = options.limit ?? (plain && seen ? ROWS_FOR_A_PERSON : 0);
  const cut = limit === 0 ? { rows: answer.rows, more: () => false } : firstOf(answer.rows, limit);
  if (options.json === true) await write(io, jsonLines(answer.columns, cut.rows));
  else if (options.csv === true) await write(io, csvLines(answer.columns, cut.rows));
  else if (sql === null) io.stdout(docsTable(answer.columns, [...cut.rows], io.columns));
  else io.stdout(queryTable(answer.columns, options.limit === undefined ? asATable(cut.rows) : [...cut.rows]));
  if (cut.more()) io.stderr(`the first ${limit} rows; there are more: --limit 0 gives all\n`);
  return 0;
}

/** Some lines at a time: a reader that has seen enough ends the process in between. */
async function write(io: CommandIo, lines: Iterable<string>): Promise<void> {
  let some: string[] = [];
  for (const line of lines) {
    some.push(line);
    if (some.length < ROWS_AT_ONCE) continue;
    io.stdout(some.join(''));
    some = [];
    await setImmediate();
  }
  io.stdout(some.join(''));
}

function* csvLines(columns: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string> {
  yield csvLine(columns);
  for (const row of rows) yield csvLine(row.map(csvCell));
}

/** @throws UsageError when there are too many for a table. */
function asATable(rows: Iterable<readonly Cell[]>): readonly (readonly Cell[])[] {
  const cut = firstOf(rows, ROWS_OF_A_TABLE);
  if (cut.more()) throw new UsageError(`more than ${ROWS_OF_A_TABLE} rows are too many for a table: use --csv or --json, or set --limit`);
  return cut.rows;
}

/** What the file says of its views, in lines that fit. */
function docsTable(columns: readonly string[], rows: readonly (readonly Cell[])[], width: number | undefined): string {
  const texts = rows.map((row) => row.map((cell) => (cell === null ? '' : textOf(cell))));
  return renderTable(columns, width === undefined ? texts : withLinesOfLast(columns, texts, width));
}

function ask(reader: Reader, sql: string | null, options: QueryOptions): Answer {
  if (options.list === true) return reader.query('SELECT view, meaning FROM docs_view ORDER BY view');
  if (options.describe !== undefined) return describeView(reader, options.describe);
  if (sql === null)
    throw new UsageError('give SQL, - to read it from stdin, --list for the views or --describe VIEW for the columns of one');
  const parameters = parametersOf(options.param ?? []);
  return reader.query(sql, parameters);
}

function describeView(reader: Reader, view: string): Answer {
  const known = [...reader.query('SELECT view FROM docs_view ORDER BY view').rows].map(([name]) => String(name));
  if (!known.includes(view)) throw new UsageError(`there is no view "${view}"${suggestion(view, known)}`);
  return reader.query('SELECT name AS "column", type, unit, meaning FROM docs_column WHERE view = :view ORDER BY position', { view });
}

/**
 * `month=2025-06` is text and `least=25` a number; a code of digits is text in single quotes: `product='850511'`.
 * @throws UsageError for what is not a name and a value, and for a name given twice.
 */
function parametersOf(list: readonly string[]): Parameters {
  const parameters: Record<string, string | number | bigint> = {};
  for (const text of list) {
    const [, name = '', value = ''] = /^([A-Za-z_]\w{0,39})=(.*)$/s.exec(text) ?? [];
    if (name === '') throw new UsageError(`--param: expected name=value such as month=2025-06, got "${text.slice(0, 80)}"`);
    if (Object.hasOwn(parameters, name)) throw new UsageError(`--param: ${name} is given twice`);
    parameters[name] = literalOf(value);
  }
  return parameters;
}

function literalOf(text: string): string | number | bigint {
  const quoted = /^'((?:[^']|'')*)'$/s.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  if (/^-?(?:0|[1-9]\d{0,17})$/.test(text)) return BigInt(text);
  return /^-?(?:0|[1-9]\d*)\.\d+$/.test(text) ? Number(text) : text;
}

/** The first rows, and afterwards whether there was one more. */
function firstOf(rows: Iterable<readonly Cell[]>, limit: number): { rows: readonly (readonly Cell[])[]; more: () => boolean } {
  const taken: (readonly Cell[])[] = [];
  let more = false;
  for (const row of rows) {
    more = taken.length === limit;
    if (more) break;
    taken.push(row);
  }
  return { rows: taken, more: () => more };
}

/** A table of an answer, numbers to the right, unknown values as NULL. */
export function queryTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const isNumber = (cell: Cell | undefined): boolean => typeof cell === 'number' || typeof cell === 'bigint';
  const align = columns.map((_, i) =>
    rows.some((row) => isNumber(row[i])) && rows.every((row) => row[i] === null || isNumber(row[i])) ? 'right' : 'left',
  );
  return renderTable(
    columns,
    rows.map((row) => row.map((cell) => (cell === null ? 'NULL' : textOf(cell)))),
    align,
  );
}

/** Every digit: the shortest text that is read back as the same number. */
const textOf = (cell: Exclude<Cell, null>): string =>
  cell instanceof Uint8Array ? `x'${Buffer.from(cell).toString('hex')}'` : String(cell);

const csvCell = (cell: Cell): string | number | null =>
  cell === null || typeof cell === 'string' || typeof cell === 'number' ? cell : textOf(cell);

/** A list of objects, one on each line, given while it is read. */
function* jsonLines(columns: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string> {
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`--json: two columns are called "${twice}"; name them with AS`);
  const line = (row: readonly Cell[]): string =>
    `{${columns.map((name, i) => `${JSON.stringify(name)}: ${jsonOf(row[i] ?? null)}`).join(', ')}}`;
  let written = 0;
  for (const row of rows) {
    yield `${written === 0 ? '[\n' : ',\n'}  ${line(row)}`;
    written += 1;
  }
  yield written === 0 ? renderJson([]) : '\n]\n';
}

/** JSON has whole numbers of any length, and no infinity. */
const jsonOf = (cell: Cell): string =>
  typeof cell === 'bigint' || (typeof cell === 'number' && Number.isFinite(cell))
    ? String(cell)
    : JSON.stringify(cell === null ? null : textOf(cell));
