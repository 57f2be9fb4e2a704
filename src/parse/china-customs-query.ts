/** The shape of what stats.customs.gov.cn gives: what its columns are called, what its file names and its page of results say. */
import type { Flow } from '../domain/series.ts';
import { refused } from '../errors.ts';
import type { CsvRow } from './csv.ts';
import { readHtml, readTables } from './html-table.ts';

/** What a column holds, each with the publisher's names in both languages (their spelling). */
const COLUMN_NAMES = {
  date: ['数据年月', 'Date of data'],
  product: ['商品编码', 'Commodity code'],
  product_name: ['商品名称', 'Commodity'],
  partner: ['贸易伙伴编码', 'Trading partner code'],
  partner_name: ['贸易伙伴名称', 'Trading partner'],
  mode: ['贸易方式编码', 'Customs Regime code'],
  mode_name: ['贸易方式名称', 'Customs Regime'],
  place: ['注册地编码', 'Locations of importers and exporters code'],
  place_name: ['注册地名称', 'Locations of importers and exporters'],
  quantity: ['第一数量', 'Quantity'],
  unit: ['第一计量单位', 'Unit'],
  quantity2: ['第二数量', 'Supplimentary Quantity', 'Supplementary Quantity'],
  unit2: ['第二计量单位', 'Supplimentary Unit', 'Supplementary Unit'],
  usd: ['美元', 'US dollar', 'US dollars'],
  cny: ['人民币', 'Renminbi Yuan', 'Renminbi', 'RMB Yuan'],
} as const;

/** A short name of a column: what `--columns` takes beside the publisher's names. `skip` names one that is not read. */
export type QueryColumn = keyof typeof COLUMN_NAMES;
const SKIPPED = 'skip';

const fold = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase();

const BY_NAME: ReadonlyMap<string, QueryColumn> = new Map(
  Object.entries(COLUMN_NAMES).flatMap(([column, names]) =>
    names.map((name): [string, QueryColumn] => [fold(name), column as QueryColumn]),
  ),
);

/** The names that `--columns` takes, for messages. */
export const COLUMN_CHOICES: string = [...Object.keys(COLUMN_NAMES), SKIPPED].join(', ');

/** Where each column stands. */
export interface QueryColumns {
  readonly index: ReadonlyMap<QueryColumn, number>;
  readonly skipped: readonly number[];
}

/**
 * Resolves a header row, or the names a person gave.
 * @param given true for names given with --columns: the short names count too.
 * @throws RefusedError that names the column which is unknown, missing or there twice.
 */
export function resolveColumns(header: readonly string[], given: boolean, where: string): QueryColumns {
  const index = new Map<QueryColumn, number>();
  const skipped: number[] = [];
  for (const [position, name] of header.entries()) {
    const folded = fold(name);
    if (given && folded === SKIPPED) {
      skipped.push(position);
      continue;
    }
    const column = BY_NAME.get(folded) ?? (given && Object.hasOwn(COLUMN_NAMES, folded) ? (folded as QueryColumn) : undefined);
    if (column === undefined)
      throw refused(where, `unknown column "${name.slice(0, 60)}"; known are ${given ? COLUMN_CHOICES : [...BY_NAME.keys()].join(', ')}`);
    const before = index.get(column);
    if (before !== undefined)
      throw refused(where, `columns ${before + 1} and ${position + 1} are both "${COLUMN_NAMES[column][0]}" (${column})`);
    index.set(column, position);
  }
  for (const column of ['date', 'product'] as const) {
    if (!index.has(column)) throw refused(where, `the column ${nameOf(column)} is missing`);
  }
  for (const [quantity, unit] of [
    ['quantity', 'unit'],
    ['quantity2', 'unit2'],
  ] as const) {
    if (index.has(quantity) !== index.has(unit)) {
      const missing = index.has(quantity) ? unit : quantity;
      throw refused(where, `the column ${nameOf(missing)} is missing: a quantity is read with its unit or not at all`);
    }
  }
  if (!(['usd', 'cny', 'quantity', 'quantity2'] as const).some((column) => index.has(column))) {
    throw refused(where, `no figures: one of the columns ${nameOf('usd')}, ${nameOf('cny')} and ${nameOf('quantity')} is needed`);
  }
  return { index, skipped };
}

const nameOf = (column: QueryColumn): string => `${COLUMN_NAMES[column][0]} / "${COLUMN_NAMES[column][1]}" (${column})`;

/** Whether the first line is data: a month and an eight-digit code stand where names should. */
export function looksLikeData(text: string): boolean {
  const cells = (text.slice(0, 4096).split('\n')[0] ?? '').split(',').map((cell) => cell.trim().replaceAll('"', ''));
  return cells.some((cell) => /^\d{6}(?:-\d{6})?$/.test(cell)) && cells.some((cell) => /^\d{8}$/.test(cell));
}

/** What a person saved: the query's table, and what the page around it says. */
export interface QueryTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  /** Null where nothing says it. */
  readonly flow: Flow | null;
  /** How many rows the whole answer has; null where nothing says it. */
  readonly count: number | null;
}

/** As the form of the query has them: `iEType`. */
const PAGE_FLOWS: Readonly<Record<string, Flow>> = { 0: 'export', 1: 'import' };

/**
 * The result page of the query, saved by a person: `table#table` with the columns of the CSV by name, and hidden inputs that
 * say what was asked (`iEType`) and how many rows there are (`totalSize`); the page shows some of them at a time.
 * @throws RefusedError for another page, and where the page shows fewer rows than there are.
 */
export function readResultPage(text: string, where: string): QueryTable {
  const $ = readHtml(text, where);
  const [grid, another] = readTables($, 'table#table', where).filter((rows) => rows.length > 1);
  if (grid === undefined)
    throw refused(
      where,
      'an HTML or XML page saved as a table: the download failed (a login, CAPTCHA or error page); download it again (of the query itself, the page with the results is read: table#table)',
    );
  if (another !== undefined) throw refused(where, 'two tables of results on one page');
  const header = grid[0]?.map((cell) => cell.text) ?? [];
  const rows = grid.slice(1).map((cells, index): CsvRow => {
    if (cells.length !== header.length)
      throw refused(
        `${where} row ${index + 1}`,
        `${cells.length} cells where the header has ${header.length}: a shifted, merged or cut row`,
      );
    return { line: index + 1, cells: cells.map((cell) => cell.text) };
  });
  const input = (name: string): string => $(`input[name="${name}"], input#${name}`).first().attr('value')?.trim() ?? '';
  const total = input('totalSize').replaceAll(',', '');
  if (!/^\d{1,7}$/.test(total))
    throw refused(where, 'the page does not say how many rows there are (totalSize): a page that is cut, or another one');
  if (Number(total) !== rows.length)
    throw refused(where, `the page shows ${rows.length} of ${total} rows: download the CSV, or let the page show all`);
  const flow = input('iEType');
  if (flow !== '' && !Object.hasOwn(PAGE_FLOWS, flow))
    throw refused(where, `iEType "${flow.slice(0, 20)}"; expected 0 (export) or 1 (import)`);
  return { header, rows, flow: PAGE_FLOWS[flow] ?? null, count: Number(total) };
}

/** What a file name says of its content. */
interface NamedContent {
  readonly flow: Flow | null;
  /** The three-digit partner code of names such as e210201810.csv. */
  readonly partnerCode: string | null;
}

/**
 * Reads a name such as `2025in.csv`, `exports-2024.csv`, `2024年进口原油.csv` or `e210201810.csv` (export, partner 210,
 * October 2018).
 * @param flowKnown the flow was given otherwise: what the name says of it does not count.
 * @throws RefusedError when the name says both.
 */
export function contentOfName(name: string, flowKnown = false): NamedContent {
  const stem = (name.split(/[/\\]/).at(-1) ?? '')
    .slice(0, 255)
    .replace(/\.[^.]{0,10}$/, '')
    .toLowerCase();
  const coded = /^([ei])(\d{3})\d{6}$/.exec(stem);
  if (coded) return { flow: coded[1] === 'e' ? 'export' : 'import', partnerCode: coded[2] as string };
  const both = stem.includes('进出口');
  const words = stem.replaceAll('进出口', ' ');
  const exported = /(?:^|[^a-z])(?:out|exp|exports?|exported)(?![a-z])/.test(words) || words.includes('出口') || /^e\d/.test(words);
  const imported = /(?:^|[^a-z])(?:in|imp|imports?|imported)(?![a-z])/.test(words) || words.includes('进口') || /^i\d/.test(words);
  if (!flowKnown && ((exported && imported) || (both && !exported && !imported))) {
    throw refused(name, 'the file name says both import and export; give the flow with --flow, or a name that says one');
  }
  return { flow: exported === imported ? null : exported ? 'export' : 'import', partnerCode: null };
}
