/** A table page of http://english.customs.gov.cn: its title, date and unit, its columns by their headers, its rows of figures. */
import { monthOf, yearOf } from '../domain/period.ts';
import { type Refusal, refused } from '../errors.ts';
import {
  type Column,
  headerRows,
  isLabel,
  isUnitRow,
  readColumn,
  readPageDate,
  readTitle,
  readValueUnit,
  type Title,
  tableOf,
  type ValueUnit,
} from './china-customs-tables.ts';
import { type Grid, plainText, type readHtml, readTables } from './html-table.ts';

/** A column with its place and its header's words. */
export type PlacedColumn = Column & { readonly index: number; readonly header: string };

export interface DataRow {
  /** Page, row and label, for refusals. */
  readonly where: string;
  readonly label: string;
  /** The texts of the row, one for each column. */
  readonly texts: readonly string[];
}

export interface TablePage {
  readonly title: Title;
  /** ISO 8601, or null. */
  readonly publishedAt: string | null;
  readonly unit: ValueUnit;
  readonly columns: readonly PlacedColumn[];
  readonly rows: readonly DataRow[];
  /** Rows that are not rows of this table. */
  readonly refusals: readonly Refusal[];
}

/**
 * Reads an article page.
 * @throws RefusedError when the table is another one, an image, cut, or when title, unit row and headers do not agree.
 */
export function readTablePage($: ReturnType<typeof readHtml>, heading: string, where: string): TablePage {
  const named = readTitle(heading, `${where} title`);
  const tables = readTables($, '.atcl-cnt table', where);
  if (tables[0] === undefined) {
    throw refused(where, $('.atcl-cnt img').length > 0 ? 'no table: the figures are in an image' : 'no table on the page');
  }
  if (tables.length > 1) throw refused(where, `${tables.length} tables where one is expected`);
  const grid = withoutBlankColumn(tables[0]);
  const header = headerRows(grid, where);
  const title = named.bulletin ? { ...named, combined: isCombined(grid.slice(header.from, header.to), named) } : named;
  const unit = valueUnit(grid.slice(0, header.from), title, where);
  const columns = readColumns(grid.slice(header.from, header.to), title, where);
  return {
    title,
    publishedAt: readPageDate(plainText($('.atcl-date').first().text()), `${where} date`),
    unit,
    columns,
    ...dataRows(grid, header.to, columns, where),
  };
}

/** The bulletin of January and February 2022 has one more column, blank, in front. */
function withoutBlankColumn(grid: Grid): Grid {
  const shifted = grid.some((row) => row[0]?.text === '' && isLabel(row[1]?.text ?? ''));
  return shifted ? grid.map((row) => (row[0]?.text === '' ? row.slice(1) : row)) : grid;
}

/** The bulletin of February 2020 has the column "1 to 2" and none for a month. */
const isCombined = (header: Grid, { end }: Title): boolean =>
  monthOf(end) === 2 && !header.some((row) => row.some((cell) => cell.text.trim() === '2'));

/** The unit row above the header, held against the title; the title within the table must be the page's. */
function valueUnit(rows: Grid, title: Title, where: string): ValueUnit {
  const texts = rows.map((row) => row[0]?.text ?? '');
  for (const text of texts.filter((t) => !isUnitRow(t) && tableOf(t) !== null)) {
    const inner = readTitle(text, `${where} table title`);
    const same =
      inner.table === title.table &&
      inner.end === title.end &&
      (title.bulletin || inner.combined === title.combined) &&
      (inner.currency ?? title.currency) === title.currency;
    if (!same) throw refused(`${where} table title`, `"${text.slice(0, 150)}" is not the table of the page's title`);
  }
  const line = texts.find(isUnitRow);
  if (line === undefined) throw refused(where, 'no unit row above the header; expected such as "Unit: CNY 100 Million"');
  const unit = readValueUnit(line, `${where} unit row`);
  if (title.currency !== null && title.currency !== unit.currency) {
    throw refused(`${where} unit row`, `the title says ${title.currency}, the unit row "${line.slice(0, 80)}"`);
  }
  return unit;
}

function readColumns(rows: Grid, title: Title, where: string): readonly PlacedColumn[] {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, index): PlacedColumn => {
    const texts = [...new Set(rows.map((row) => row[index]))].flatMap((cell) => (cell === undefined ? [] : [cell.text]));
    return { ...readColumn(texts, title, where), index, header: texts.join(' ') };
  });
  const names = columns.map(nameOf);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refused(`${where} header`, `two columns for ${twice}`);
  // The bulletin of January has no cumulative: it is the month.
  const january = title.bulletin && monthOf(title.end) === 1;
  const periods = title.combined ? ['total'] : january ? ['month'] : ['month', 'total'];
  const measures = title.table === 'country' ? ['both', 'export', 'import'] : ['quantity', 'value'];
  const wanted = [
    'label',
    ...(title.table === 'country' ? [] : ['unit']),
    ...periods,
    ...(title.table === 'country' || title.bulletin ? [] : ['last']),
    'growth',
  ].flatMap((name) =>
    name === 'label' || name === 'unit'
      ? [name]
      : measures.map((measure) => (name === 'growth' ? `growth of ${measure}` : `${name} ${measure}`)),
  );
  const missing = wanted.filter((name) => !names.includes(name));
  const extra = names.filter((name) => !wanted.includes(name));
  if (missing.length > 0) throw refused(`${where} header`, `no column for: ${missing.join(', ')}`);
  if (extra.length > 0) throw refused(`${where} header`, `unexpected column: ${extra.join(', ')}`);
  return columns;
}

/** "month quantity", "total export", "growth of value", "label" or "unit". */
export const nameOf = (column: Column): string =>
  column.kind === 'figure' ? `${column.period} ${column.measure}` : column.kind === 'growth' ? `growth of ${column.measure}` : column.kind;

function dataRows(grid: Grid, from: number, columns: readonly PlacedColumn[], where: string): { rows: DataRow[]; refusals: Refusal[] } {
  const width = columns.length;
  const rows: DataRow[] = [];
  const refusals: Refusal[] = [];
  for (const [index, cells] of grid.entries()) {
    const label = cells[0]?.text ?? '';
    if (index < from || cells.every((cell) => cell.text === '')) continue;
    const at = `${where} row ${index + 1} "${label.slice(0, 60)}"`;
    const count = new Set(cells).size;
    const isNote = count === 1 && (cells.length >= width || /^notes?\b/i.test(label));
    if (isNote) continue;
    if (count === width && cells.length === width && label !== '') rows.push({ where: at, label, texts: cells.map((cell) => cell.text) });
    else
      refusals.push({
        where: at,
        reason: `${count} cells${label === '' ? ', the first one blank,' : ''} where the header has ${width} columns (${columns.map(({ header }) => header).join(' | ')}): a shifted, merged or cut row`,
      });
  }
  return { rows, refusals };
}

/** The header of last year's column when it names another year (May 2026, imports: "1-5 Total, 2024"): its figures are nobody's. */
export function misprintedYear({ title, columns }: Pick<TablePage, 'title' | 'columns'>): string | null {
  const column = columns.find((one) => one.kind === 'figure' && one.period === 'last' && one.year !== yearOf(title.end) - 1);
  return column?.header ?? null;
}
