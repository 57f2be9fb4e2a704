import type Database from 'better-sqlite3';
import { suggestion } from '../domain/nearest.ts';
import { UsageError } from '../errors.ts';
import { openForReading } from './existing.ts';
import { placeInSql, type SqlToken, sqlTokens } from './sql-text.ts';

/** A whole number that JavaScript's numbers do not hold is a bigint, so that no digit is lost. */
export type Cell = string | number | bigint | Uint8Array | null;
/** What a parameter stands for. */
export type Parameters = Readonly<Record<string, string | number | bigint | null>>;

export interface Answer {
  readonly columns: readonly string[];
  /** Read while it is walked through, once. */
  readonly rows: Iterable<readonly Cell[]>;
}

export interface Reader {
  /**
   * @throws UsageError when the text is not one statement that reads, with the place of the fault; while rows are read, too.
   */
  query(sql: string, parameters?: Parameters): Answer;
  close(): void;
}

/** Statements that can only read; what a WITH ends in is looked at by SQLite. */
const READING: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'VALUES', 'EXPLAIN', 'PRAGMA']);

/** Pragmas that tell about the file and change nothing. */
const TELLING: ReadonlySet<string> = new Set(
  'application_id collation_list compile_options database_list foreign_key_list freelist_count function_list index_info index_list index_xinfo page_count page_size table_info table_list table_xinfo user_version'.split(
    ' ',
  ),
);

/** Opens a database for questions in SQL, beside a program that writes. Nothing can be written, whatever is asked. */
export function openForQuery(file: string): Reader {
  const db = openForReading(file);
  return {
    query(sql, parameters = {}) {
      const tokens = sqlTokens(sql);
      assertReads(sql, tokens);
      const statement = prepare(db, sql, tokens);
      const first = tokens[0] as SqlToken;
      // Such as WITH ... DELETE, and INSERT ... RETURNING behind it.
      if (!statement.reader || !statement.readonly) throw faultAt(sql, first.at, 'this statement writes; only what reads is run');
      assertParameters(sql, tokens, parameters);
      const columns = statement.columns().map(({ name }) => name);
      return { columns, rows: rowsOf(statement.raw().safeIntegers(), parameters) };
    },
    close() {
      db.close();
    },
  };
}

function assertReads(sql: string, tokens: readonly SqlToken[]): void {
  const [first] = tokens;
  if (first === undefined) throw new UsageError('the SQL is empty');
  const end = tokens.findIndex(({ text }) => text === ';');
  const second = end < 0 ? undefined : tokens.slice(end).find(({ text }) => text !== ';');
  if (second !== undefined) throw faultAt(sql, second.at, 'a second statement begins here; one at a time is run');
  const keyword = first.text.toUpperCase();
  if (!READING.has(keyword))
    throw faultAt(sql, first.at, `"${first.text}": only what reads is run: SELECT, WITH, VALUES, EXPLAIN, PRAGMA table_info(...)`);
  if (keyword !== 'PRAGMA') return;
  const name = tokens[tokens[2]?.text === '.' ? 3 : 1];
  const assigned = tokens.find(({ text }) => text === '=');
  if (name === undefined || !TELLING.has(name.text.toLowerCase()) || assigned !== undefined)
    throw faultAt(sql, (assigned ?? name ?? first).at, `of the pragmas only those that tell are run: ${[...TELLING].join(', ')}`);
}

function prepare(db: Database.Database, sql: string, tokens: readonly SqlToken[]): Database.Statement {
  try {
    return db.prepare(sql);
  } catch (error) {
    const message = (error as Error).message;
    const at = placeOf(db, message, sql, tokens);
    const hint = hintOf(db, message);
    throw at === null ? new UsageError(`SQL: ${message}${hint}`, { cause: error }) : faultAt(sql, at, `${message}${hint}`, error);
  }
}

/**
 * Where SQLite's message points to. It names a word and no place: of a syntax error the place is the first occurrence at which the
 * text up to there fails with the same message; of an unknown name it is the first occurrence of the name.
 */
function placeOf(db: Database.Database, message: string, sql: string, tokens: readonly SqlToken[]): number | null {
  const near = /^near "([\s\S]*)": syntax error$/.exec(message)?.[1];
  if (near !== undefined) {
    const places = tokens.filter(({ text }) => text === near);
    return places.find(({ at }) => failsWith(db, sql.slice(0, at + near.length), message))?.at ?? places.at(-1)?.at ?? null;
  }
  const unfinished = /^(?:incomplete input|unrecognized token: ".*)$/s.test(message);
  if (unfinished)
    return message.startsWith('incomplete') ? sql.trimEnd().length : (tokens.find((t) => message.includes(t.text))?.at ?? null);
  const name = NAMED.exec(message)?.[1]?.split('.').at(-1)?.toLowerCase();
  const plain = (text: string): string => text.replaceAll(/^["`[]|["`\]]$/g, '').toLowerCase();
  return name === undefined ? null : (tokens.find(({ kind, text }) => kind !== 'string' && plain(text) === name)?.at ?? null);
}

const NAMED =
  /^(?:no such (?:column|table|function|module)|ambiguous column name): ([\w.]+)|^(?:wrong number of arguments to function|misuse of aggregate:|misuse of window function|misuse of aggregate function) (\w+)/;

function failsWith(db: Database.Database, sql: string, message: string): boolean {
  try {
    db.prepare(sql);
    return false;
  } catch (error) {
    return (error as Error).message === message;
  }
}

/** A view that was most likely meant. */
function hintOf(db: Database.Database, message: string): string {
  const table = /^no such table: (?:main\.)?(\w+)$/.exec(message)?.[1];
  if (table === undefined) return '';
  return suggestion(table, db.prepare('SELECT view FROM docs_view ORDER BY view').pluck().all() as string[]);
}

function assertParameters(sql: string, tokens: readonly SqlToken[], given: Parameters): void {
  const wanted = new Set<string>();
  for (const { kind, text, at } of tokens) {
    if (kind !== 'parameter') continue;
    if (text.startsWith('?')) throw faultAt(sql, at, 'give the parameter a name such as :month');
    const name = text.slice(1);
    if (!Object.hasOwn(given, name)) throw faultAt(sql, at, `${text} has no value; give one with --param ${name}=...`);
    wanted.add(name);
  }
  for (const name of Object.keys(given))
    if (!wanted.has(name)) throw new UsageError(`--param: the SQL has no :${name}${suggestion(name, [...wanted])}`);
}

function* rowsOf(statement: Database.Statement, parameters: Parameters): Generator<readonly Cell[]> {
  try {
    for (const row of statement.iterate(parameters) as Iterable<readonly Cell[]>) yield row.map(narrow);
  } catch (error) {
    if (error instanceof Error && error.name === 'SqliteError') throw new UsageError(`SQL: ${error.message}`, { cause: error });
    throw error;
  }
}

const narrow = (cell: Cell): Cell =>
  typeof cell === 'bigint' && BigInt(Number(cell)) === cell && Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;

function faultAt(sql: string, at: number, what: string, cause?: unknown): UsageError {
  const { where, excerpt } = placeInSql(sql, at);
  return new UsageError(`SQL, ${where}: ${what}\n${excerpt}`, ...(cause === undefined ? [] : [{ cause }]));
}
