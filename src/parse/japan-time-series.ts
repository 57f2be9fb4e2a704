/**
 * The time-series CSV files of Japan Customs: one row for each month, a title of two lines (Japanese, English), CP932.
 * https://www.customs.go.jp/toukei/info/tsdl_e.htm. Only the totals are read; principal commodities (概況品) stand beside them.
 */
import { partnerOfName, WORLD } from '../domain/country.ts';
import { type YearMonth, yearMonth } from '../domain/period.ts';
import type { Flow } from '../domain/series.ts';
import { refused } from '../errors.ts';
import { type CsvRow, readCsv } from './csv.ts';
import { type DecimalText, isMissingMark, readDecimal } from './number.ts';

/** The total of one month. */
export interface MonthlyTotal {
  readonly where: string;
  readonly flow: Flow;
  readonly month: YearMonth;
  /** In 1,000 JPY; null where a mark stands and other figures of the month do not lack. */
  readonly thousandYen: DecimalText | null;
}

export interface TimeSeries {
  /** WORLD or ISO 3166-1 alpha-2. */
  readonly partner: string;
  readonly totals: readonly MonthlyTotal[];
  /** How many months at the end hold no figure at all (all marks, or all 0): not published. */
  readonly unpublishedMonths: number;
  /** How many columns of principal commodities were left out. */
  readonly leftOutColumns: number;
}

const FIRST_CELL = 'Years/Months';
/** The header stands in the seventh line, in the file of totals in the third. */
const HEADER_WITHIN_LINES = 12;
const HEADER = /^Years\/Months(?=,)/;

export const isTimeSeries = (text: string): boolean => headerLine(text) !== null;

const headerLine = (text: string): string | null => text.split(/\r\n|\r|\n/, HEADER_WITHIN_LINES).find((line) => HEADER.test(line)) ?? null;

/**
 * Reads the file whole.
 * @throws RefusedError for a title that is not known, an area that is no country, another unit than 1,000 yen, a month twice,
 * and a figure that is no number.
 */
export function readTimeSeries(text: string, where: string): TimeSeries {
  const width = (headerLine(text) ?? '').split(',').length;
  const lines = text.split(/\r\n|\r|\n/);
  const odd = lines.findIndex((line) => line !== '' && !line.includes('"') && line.split(',').length !== width);
  if (odd >= 0)
    throw refused(`${where} line ${odd + 1}`, `${lines[odd]?.split(',').length} cells; expected ${width}, as the line ${FIRST_CELL} has`);
  const { rows } = readCsv(text, { where, columns: Array.from({ length: width }, (_, index) => `column ${index + 1}`) });
  const at = rows.findIndex((row) => row.cells[0] === FIRST_CELL);
  const again = rows[at]?.cells.lastIndexOf(FIRST_CELL) ?? 0;
  if (again > 0) throw refused(`${where} line ${rows[at]?.line}`, `the column "${FIRST_CELL}" occurs twice, as columns 1 and ${again + 1}`);
  const title = titleOf(rows.slice(0, 2), where);
  const columns = totalColumns(rows.slice(0, at + 1), title, where);
  const months = rows.slice(at + 1).filter((row) => row.cells.some((cell) => cell.trim() !== ''));
  const published = months.slice(0, months.findLastIndex((row) => row.cells.slice(1).some(holdsFigure)) + 1);
  const seen = new Map<YearMonth, number>();
  const totals = published.flatMap((row) => {
    const month = monthOf(row, where);
    const before = seen.get(month);
    if (before !== undefined) throw refused(`${where} line ${row.line}`, `the same month as line ${before}`);
    seen.set(month, row.line);
    // In the middle a month without any figure is a hole: nothing says that it is 0.
    if (!row.cells.slice(1).some((cell) => !isMissingMark(cell))) return [];
    return columns.map(({ flow, index }): MonthlyTotal => {
      const cellAt = `${where} line ${row.line} column ${index + 1}`;
      const thousandYen = readDecimal(row.cells[index] ?? '', cellAt);
      if (thousandYen?.startsWith('-') === true) throw refused(cellAt, `${thousandYen} is negative; customs count no negative trade`);
      const part =
        title.flow === null || thousandYen === null || Number(thousandYen) !== 0 ? -1 : row.cells.slice(1).findIndex(holdsFigure) + 1;
      if (part > 0) throw refused(cellAt, `the total is 0, but column ${part + 1} has "${row.cells[part]?.trim().slice(0, 20)}"`);
      return { where: cellAt, flow, month, thousandYen };
    });
  });
  return {
    partner: title.partner,
    totals,
    unpublishedMonths: months.length - published.length,
    leftOutColumns: width - 1 - columns.length,
  };
}

interface Title {
  readonly partner: string;
  /** Null where each column says its own. */
  readonly flow: Flow | null;
}

/** `《世界》  【月別】  （輸出）` over `WORLD Monthly Data  (Export)`. */
function titleOf(lines: readonly CsvRow[], where: string): Title {
  const [japanese, english] = lines.map((row) => row.cells[0]?.normalize('NFKC').trim() ?? '');
  const area = /^([A-Za-z][A-Za-z .,'()&-]{0,60}?) {1,9}Monthly Data {1,9}\(([A-Za-z ]{1,30})\)$/.exec(english ?? '');
  if (area === null || !/^《.{1,40}》 {0,9}【月別】/.test(japanese ?? '')) {
    throw refused(
      `${where} lines 1 and 2`,
      `"${english?.slice(0, 60)}"; expected a title such as 《世界》【月別】（輸出） over "WORLD Monthly Data (Export)"`,
    );
  }
  const partner = partnerOfName(area[1] ?? '');
  if (partner !== WORLD && !(partner !== 'EU' && /^[A-Z]{2}$/.test(partner ?? '')))
    throw refused(`${where} line 2`, `the area "${area[1]}"; read are WORLD and single countries`);
  const word = area[2]?.toLowerCase();
  if (word === 'a thousand yen') return { partner: partner as string, flow: null };
  const flow = word === 'export' ? 'export' : word === 'import' ? 'import' : null;
  const sameInJapanese = japanese?.endsWith(flow === 'export' ? '(輸出)' : '(輸入)');
  if (flow === null || sameInJapanese !== true)
    throw refused(
      `${where} lines 1 and 2`,
      `"${japanese?.slice(0, 60)}" over "${english?.slice(0, 60)}"; expected （輸出） with (Export) or （輸入） with (Import)`,
    );
  return { partner: partner as string, flow };
}

/** Where the totals stand. `head` is all up to the line that begins with Years/Months. */
function totalColumns(head: readonly CsvRow[], title: Title, where: string): { readonly flow: Flow; readonly index: number }[] {
  const header = head.at(-1)?.cells.map((cell) => cell.trim()) ?? [];
  if (title.flow === null) {
    if (header.join(',') !== `${FIRST_CELL},Exp-Total,Imp-Total`)
      throw refused(
        `${where} line ${head.at(-1)?.line}`,
        `columns "${header.join(', ').slice(0, 80)}"; expected ${FIRST_CELL}, Exp-Total, Imp-Total`,
      );
    return [
      { flow: 'export', index: 1 },
      { flow: 'import', index: 2 },
    ];
  }
  const codes = head.find((row) => row.cells[0] === '概況品コード');
  const kinds = head.at(-2)?.cells ?? [];
  const found = (codes?.cells ?? []).flatMap((cell, index) =>
    /^0[~〜]9$/.test(cell.normalize('NFKC').replaceAll("'", '')) ? [index] : [],
  );
  const index = found[0];
  if (index === undefined || found.length > 1)
    throw refused(where, `${found.length} columns with the code '0'～'9' (the total) in the line 概況品コード; expected one`);
  if (kinds[index]?.trim() !== '金額' || header[index]?.normalize('NFKC') !== '(千円)')
    throw refused(
      `${where} line ${head.at(-1)?.line} column ${index + 1}`,
      `the total is "${kinds[index]?.slice(0, 20)} ${header[index]?.slice(0, 20)}"; expected 金額 (千円), a value in 1,000 yen`,
    );
  return [{ flow: title.flow, index }];
}

function monthOf(row: CsvRow, where: string): YearMonth {
  const printed = row.cells[0]?.trim() ?? '';
  const parts = /^((?:19|20)\d{2})\/(0[1-9]|1[0-2])$/.exec(printed);
  if (parts === null)
    throw refused(`${where} line ${row.line}`, `there is no month "${printed.slice(0, 20)}"; expected one such as 2026/07`);
  return yearMonth(Number(parts[1]), Number(parts[2]));
}

const holdsFigure = (cell: string): boolean => !isMissingMark(cell) && !/^\s*0\s*$/.test(cell);
