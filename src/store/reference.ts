import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';
import areaData from '../../config/codes/areas.json' with { type: 'json' };
import concordanceData from '../../config/codes/concordance.json' with { type: 'json' };
import countryData from '../../config/codes/countries.json' with { type: 'json' };
import partsData from '../../config/codes/parts.json' with { type: 'json' };
import { once } from '../domain/codes/code-list.ts';
import { concordance } from '../domain/codes/concordance.ts';
import { partners } from '../domain/codes/countries.ts';
import { parts } from '../domain/codes/parts.ts';
import { formatMonth, type YearMonth } from '../domain/period.ts';
import { VERSION } from '../version.ts';
import { readColumn } from './view-doc.ts';
import { VIEW_DOCS } from './view-docs.ts';

type Row = readonly (string | number | null)[];

/** Tables whose rows are part of the program, in the order in which they are filled. */
const TABLES: Readonly<Record<string, () => readonly Row[]>> = {
  docs_view: () => Object.entries(VIEW_DOCS).map(([view, { meaning, grain, example }]) => [view, meaning, grain, example]),
  docs_column: () =>
    Object.entries(VIEW_DOCS).flatMap(([view, { columns }]) =>
      columns.map(readColumn).map(({ name, type, unit, meaning }, i): Row => [view, i + 1, name, type, unit, meaning]),
    ),
  area: () => partners().map(({ partner, kind, name }) => [partner, kind, name]),
  partner_part: () =>
    parts().map(({ pipeline, part, whole, from, until }) => [pipeline, part, whole, from ?? FIRST_MONTH, until ?? LAST_MONTH]),
  concordance: () =>
    concordance().map(({ code, of, whole, subject, from, until }) => {
      const [classification = '', product = ''] = code.split(':');
      return [classification, product, of.slice(of.indexOf(':') + 1), whole ? 'all' : 'part', subject, monthText(from), monthText(until)];
    }),
};

/** Where a part has no first or last month, so that a month is held against two numbers. */
const [FIRST_MONTH, LAST_MONTH] = [0, 999912];

const monthText = (month: YearMonth | null): string | null => (month === null ? null : formatMonth(month));

/** Of all that the tables are made of. */
const digest = once(() => hash('sha256', JSON.stringify([VERSION, VIEW_DOCS, areaData, countryData, partsData, concordanceData]), 'hex'));

/** Makes what the file says of itself and of codes what this version says; where its digest is there, that is so. */
export function refreshReference(db: Database.Database): void {
  if (db.prepare('SELECT reference FROM progress').pluck().get() === digest()) return;
  db.transaction(() => {
    for (const table of Object.keys(TABLES).toReversed()) db.exec(`DELETE FROM ${table}`);
    for (const [table, rowsOf] of Object.entries(TABLES)) {
      const rows = rowsOf();
      const insert = db.prepare(`INSERT INTO ${table} VALUES (${(rows[0] ?? []).map(() => '?').join(', ')})`);
      for (const row of rows) insert.run(...row);
    }
    db.prepare('UPDATE progress SET reference = ?').run(digest());
  }).immediate();
}
