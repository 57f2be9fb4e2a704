/**
 * Rows of a file of config/codes, checked: each row has the columns that the file is to have and no others, and no key is
 * there twice. One row of a file is one line of it, so that an error can name the line.
 */
import { createRequire } from 'node:module';

/** What a value looks like, in words and as a pattern; a column of names is a list. */
export interface Column {
  readonly pattern: RegExp;
  /** What would be right, for messages. */
  readonly expected: string;
  readonly optional?: true;
  readonly list?: true;
}
export type Columns = Readonly<Record<string, Column>>;

export type RowOf<C extends Columns> = {
  readonly [Name in keyof C]: C[Name] extends { list: true }
    ? readonly string[]
    : C[Name] extends { optional: true }
      ? string | null
      : string;
} & { readonly line: number };

/** Text that a person reads. */
export const TEXT: Column = { pattern: /^\S(?:.*\S)?$/u, expected: 'text without blanks around it' };
export const NAMES = { ...TEXT, optional: true, list: true } as const satisfies Column;
/** Remarks say what a reader of the file should know; no code reads them. */
export const REMARK = { ...TEXT, optional: true } as const satisfies Column;

/** From when, or until when, a row holds. */
export const MONTH = { pattern: /^\d{4}-(?:0[1-9]|1[0-2])$/, expected: 'a month such as 2023-01', optional: true } as const;

/** Builds a table when it is first asked for, and keeps it: a command that reads no publication pays nothing. */
export function once<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}

/** What a file of config/codes has, read when it is asked for: most commands need few of these lists. */
export const codeFile = (file: string): unknown => createRequire(import.meta.url)(`#codes/${file}`);

/** The line of a row: the bracket of the list has the first. */
const lineOf = (index: number): number => index + 2;

/** An error in a file of codes: a mistake of whoever changed it, no state of the world. */
export const codeError = (file: string, line: number, what: string): Error => new Error(`config/codes/${file}:${line}: ${what}`);

/**
 * The rows of a file.
 * @param keys the columns that no two rows may share, together.
 * @throws Error that names file and line, and says what would be right.
 */
export function codeRows<const C extends Columns>(
  file: string,
  data: unknown,
  columns: C,
  keys: readonly (keyof C & string)[],
): readonly RowOf<C>[] {
  if (!Array.isArray(data) || data.length === 0) throw codeError(file, 1, 'expected a list of rows, one on each line');
  const expected = Object.entries(columns);
  const seen = new Map<string, number>();
  return data.map((given: unknown, index) => {
    const line = lineOf(index);
    const row = readRow(file, line, given, expected);
    const key = keys.map((name) => row[name]).join(' ');
    const before = seen.get(key);
    if (before !== undefined) throw codeError(file, line, `${keys.join(' and ')} ${key} is in line ${before} too`);
    seen.set(key, line);
    return row as RowOf<C>;
  });
}

type Value = string | readonly string[] | null;

function readRow(
  file: string,
  line: number,
  given: unknown,
  columns: readonly (readonly [name: string, column: Column])[],
): Readonly<Record<string, Value | number>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw codeError(file, line, 'expected a row such as { "code": "..." }');
  const unknown = Object.keys(given).find((name) => !columns.some(([known]) => known === name));
  if (unknown !== undefined)
    throw codeError(file, line, `unknown column "${unknown}"; there are ${columns.map(([name]) => name).join(', ')}`);
  const fields = new Map<string, unknown>(Object.entries(given));
  const row: Record<string, Value | number> = { line };
  for (const [name, column] of columns) row[name] = readField(file, line, name, column, fields.get(name));
  return row;
}

function readField(file: string, line: number, name: string, column: Column, value: unknown): Value {
  if (value === undefined && column.optional === true) return column.list === true ? [] : null;
  const values: readonly unknown[] = column.list === true && Array.isArray(value) && value.length > 0 ? value : [value];
  for (const one of values)
    if (typeof one !== 'string' || !column.pattern.test(one))
      throw codeError(file, line, `${name} is ${JSON.stringify(one) ?? 'missing'}; expected ${column.expected}`);
  if (column.list !== true) return value as string;
  if (!Array.isArray(value)) throw codeError(file, line, `${name} is ${JSON.stringify(value)}; expected a list of them`);
  return value as readonly string[];
}
