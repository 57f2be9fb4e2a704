/** HTML tables to rectangular grids, with bounds: a page of a few hundred kilobytes is read, a hostile one is refused. */
import type { CheerioAPI } from 'cheerio';
import { refused } from '../errors.ts';
import { loadMarkup } from './document-parsers.ts';

/** One place of the grid. A cell that spans several is in each of them. */
interface GridCell {
  /** No-break spaces and runs of white space are one space; none at the ends. */
  readonly text: string;
  /** How many no-break spaces stand before the text: the publishers' way of showing a hierarchy. */
  readonly indent: number;
  /** Row and column of the place where the cell begins, from 0: equal for all places of one cell. */
  readonly row: number;
  readonly column: number;
}

/** Rows as they stand; a row that is short of cells stays short. */
export type Grid = readonly (readonly GridCell[])[];

const MAX_CHARACTERS = 5_000_000;
/** cheerio's time grows with the square of the depth: 50,000 take half a minute. */
const MAX_DEPTH = 1_000;
const MAX_ROWS = 5_000;
const MAX_COLUMNS = 100;
const VOID_ELEMENTS = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);

/**
 * Parses a page.
 * @throws RefusedError when it is larger or more deeply nested than any real page.
 */
export function readHtml(text: string, where: string): CheerioAPI {
  if (text.length > MAX_CHARACTERS) throw refused(where, `a page of ${text.length} characters; at most ${MAX_CHARACTERS} are read`);
  let depth = 0;
  for (const [, closing, name] of text.matchAll(/<(\/?)([A-Za-z][A-Za-z0-9]{0,20})/g)) {
    if (VOID_ELEMENTS.has(name?.toLowerCase() ?? '')) continue;
    depth = closing === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MAX_DEPTH) throw refused(where, `elements nested more than ${MAX_DEPTH} deep`);
  }
  return loadMarkup(text, { sourceCodeLocationInfo: true });
}

/**
 * The grids of the tables that a selector finds, colspan and rowspan resolved.
 * @throws RefusedError for a table without its closing tag (a cut page), a table within a table, and spans or sizes out of bounds.
 */
export function readTables($: CheerioAPI, selector: string, where: string): Grid[] {
  return $(selector)
    .toArray()
    .map((table, index) => {
      const location = table.sourceCodeLocation;
      if (!location || !('endTag' in location) || location.endTag === undefined)
        throw refused(where, 'the table has no end: the page is cut');
      if ($(table).find('table').length > 0) throw refused(where, 'a table within the table');
      return gridOf($, selector, index, where);
    });
}

function gridOf($: CheerioAPI, selector: string, index: number, where: string): Grid {
  const rows = $(selector).eq(index).find('tr').toArray();
  if (rows.length > MAX_ROWS) throw refused(where, `a table of ${rows.length} rows; at most ${MAX_ROWS} are read`);
  const grid: GridCell[][] = rows.map(() => []);
  for (const [row, element] of rows.entries()) {
    const at = `${where} row ${row + 1}`;
    let column = 0;
    for (const cell of $(element).children('td, th').toArray()) {
      while (grid[row]?.[column] !== undefined) column += 1;
      const wide = span($(cell).attr('colspan'), at, 'colspan');
      const high = span($(cell).attr('rowspan'), at, 'rowspan');
      if (column + wide > MAX_COLUMNS) throw refused(at, `more than ${MAX_COLUMNS} columns`);
      const copy = $(cell).clone();
      copy.find('br').replaceWith(' ');
      place(grid, { text: plainText(copy.text()), indent: indentOf(copy.text()), row, column }, wide, high, where);
      column += wide;
    }
  }
  for (const [row, line] of grid.entries()) {
    // A hole is left where a spanning cell stands further right than the row's own cells reach.
    for (let column = 0; column < line.length; column += 1) {
      if (line[column] === undefined) throw refused(`${where} row ${row + 1}`, `cell ${column + 1} is missing`);
    }
  }
  return grid;
}

function place(grid: GridCell[][], cell: GridCell, wide: number, high: number, where: string): void {
  for (const line of grid.slice(cell.row, cell.row + high)) {
    for (let column = cell.column; column < cell.column + wide; column += 1) {
      if (line[column] !== undefined) throw refused(`${where} row ${cell.row + 1}`, 'two cells overlap');
      line[column] = cell;
    }
  }
}

function span(attribute: string | undefined, where: string, name: string): number {
  if (attribute === undefined) return 1;
  const value = /^\s{0,4}(\d{1,4})\s{0,4}$/.exec(attribute)?.[1];
  const count = value === undefined ? Number.NaN : Number(value);
  if (count >= 1 && count <= MAX_ROWS) return count;
  throw refused(where, `${name} "${attribute.slice(0, 20)}"; expected a whole number from 1`);
}

/** How many no-break (or ideographic) spaces stand before the text. */
function indentOf(raw: string): number {
  const leading = /^[\s\u00A0\u3000]*/.exec(raw)?.[0] ?? '';
  return [...leading].filter((character) => character === '\u00A0' || character === '\u3000').length;
}

/** White space of every kind as single spaces, none at the ends. */
export const plainText = (raw: string): string => raw.replaceAll(/[\s\u00A0\u3000]+/g, ' ').trim();
