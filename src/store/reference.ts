import type Database from 'better-sqlite3';
import { concordance } from '../domain/codes/concordance.ts';
import { PARTNERS } from '../domain/codes/countries.ts';
import { formatMonth, type YearMonth } from '../domain/period.ts';
import { readColumn } from './view-doc.ts';
import { VIEW_DOCS } from './view-docs.ts';

type Row = readonly (string | number | null)[];

/** Tables whose rows are part of the program, in the order in which they are filled, and sorted as SQLite sorts text keys. */
const TABLES: Readonly<Record<string, () => readonly Row[]>> = {
  docs_view: () => Object.entries(VIEW_DOCS).map(([view, { meaning, grain, example }]) => [view, meaning, grain, example]),
  docs_column: () =>
    Object.entries(VIEW_DOCS).flatMap(([view, { columns }]) =>
      columns.map(readColumn).map(({ name, type, unit, meaning }, i): Row => [view, i + 1, name, type, unit, meaning]),
    ),
  area: () => PARTNERS.map(({ partner, kind, name }) => [partner, kind, name]),
  concordance: () =>
    concordance().map(({ code, of, whole, subject, from, until }) => {
      const [classification = '', product = ''] = code.split(':');
      return [classification, product, of.slice(of.indexOf(':') + 1), whole ? 'all' : 'part', subject, monthText(from), monthText(until)];
    }),
};

const monthText = (month: YearMonth | null): string | null => (month === null ? null : formatMonth(month));

/** Makes what the file says of itself and of codes what this version says; nothing is written where that is so already. */
export function refreshReference(db: Database.Database): void {
  const wanted = Object.entries(TABLES).map(([table, rows]) => ({ table, rows: rows() }));
  const outdated = wanted.some(({ table, rows }) => !isSame(db.prepare(`SELECT * FROM ${table}`).raw().all() as Row[], rows));
  if (!outdated) return;
  db.transaction(() => {
    for (const { table } of wanted.toReversed()) db.exec(`DELETE FROM ${table}`);
    for (const { table, rows } of wanted) {
      const insert = db.prepare(`INSERT INTO ${table} VALUES (${(rows[0] ?? []).map(() => '?').join(', ')})`);
      for (const row of rows) insert.run(...row);
    }
  }).immediate();
}

/** Whatever the order. */
const isSame = (a: readonly Row[], b: readonly Row[]): boolean => {
  const text = (rows: readonly Row[]): string =>
    rows
      .map((row) => JSON.stringify(row))
      .sort()
      .join('\n');
  return text(a) === text(b);
};
