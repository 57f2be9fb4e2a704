import type Database from 'better-sqlite3';
import type { Sqlite } from './existing.ts';

type Statement = Database.Statement<unknown[]>;

/**
 * The same connection, except that a statement is compiled with its first use: the store has four hundred, of which a command uses a
 * few dozen. A fault in one shows then.
 */
export const compiledWhenUsed = (db: Sqlite): Sqlite =>
  Object.create(db, { prepare: { value: (sql: string) => new LateStatement(() => db.prepare(sql)) } }) as Sqlite;

const USES = ['run', 'get', 'all', 'iterate', 'columns'] as const;

/** What the store asks of a statement, and no more. */
class LateStatement implements Pick<Statement, (typeof USES)[number]> {
  readonly #compile: () => Statement;
  #form: 'rows' | 'pluck' | 'raw' = 'rows';

  constructor(compile: () => Statement) {
    this.#compile = compile;
  }

  pluck(): this {
    this.#form = 'pluck';
    return this;
  }

  raw(): this {
    this.#form = 'raw';
    return this;
  }

  run(...given: unknown[]) {
    return this.#first().run(...given);
  }

  get(...given: unknown[]) {
    return this.#first().get(...given);
  }

  all(...given: unknown[]) {
    return this.#first().all(...given);
  }

  iterate(...given: unknown[]) {
    return this.#first().iterate(...given);
  }

  columns() {
    return this.#first().columns();
  }

  /** From the first use on, the uses are the statement's own: nothing stands between when a million rows are written. */
  #first(): Statement {
    const statement = this.#compile();
    if (this.#form !== 'rows') statement[this.#form]();
    for (const use of USES) this[use] = statement[use].bind(statement) as never;
    return statement;
  }
}
