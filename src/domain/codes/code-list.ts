/**
 * Rows of a file of config/codes, checked: each row has the columns that the file is to have and no others, and no key is
 * there twice. One row of a file is one line of it, so that an error can name the line.
 */

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

/** Builds a table when it is first asked for, and keeps it: a command that reads no publication pays nothing. */
export function once<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}

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
  const seen = new Map<string, number>();
  return data.map((row: unknown, index) => {
    const line = lineOf(index);
    const fields = readFields(file, line, row, columns);
    const key = keys.map((name) => fields[name]).join(' ');
    const before = seen.get(key);
    if (before !== undefined) throw codeError(file, line, `${keys.join(' and ')} ${key} is in line ${before} too`);
    seen.set(key, line);
    return { ...fields, line } as RowOf<C>;
  });
}

function readFields(file: string, line: number, row: unknown, columns: Columns): Record<string, string | readonly string[] | null> {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw codeError(file, line, 'expected a row such as { "code": "..." }');
  const unknown = Object.keys(row).find((name) => !Object.hasOwn(columns, name));
  if (unknown !== undefined) throw codeError(file, line, `unknown column "${unknown}"; there are ${Object.keys(columns).join(', ')}`);
  const given: Readonly<Record<string, unknown>> = { ...row };
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, readField(file, line, name, column, given[name])]));
}

function readField(file: string, line: number, name: string, column: Column, value: unknown): string | readonly string[] | null {
  if (value === undefined && column.optional === true) return column.list === true ? [] : null;
  const values: readonly unknown[] = column.list === true && Array.isArray(value) && value.length > 0 ? value : [value];
  for (const one of values)
    if (typeof one !== 'string' || !column.pattern.test(one))
      throw codeError(file, line, `${name} is ${JSON.stringify(one) ?? 'missing'}; expected ${column.expected}`);
  if (column.list !== true) return value as string;
  if (!Array.isArray(value)) throw codeError(file, line, `${name} is ${JSON.stringify(value)}; expected a list of them`);
  return value as readonly string[];
}
