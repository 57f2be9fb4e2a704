// China Customs, online query at eight digits: http://stats.customs.gov.cn (English: /indexEn).
// A slider CAPTCHA guards it and an answer ends at 10,000 rows: a person downloads the CSV and drops it in the inbox.
import { z } from 'zod';
import { partnerOfGaccCode, partnerOfName, WORLD } from '../src/domain/country.ts';
import { formatMonth, month, monthOf, monthOfDate, type Period, yearMonth, yearOf, ytd } from '../src/domain/period.ts';
import type { Proof } from '../src/domain/proof.ts';
import { scaleDecimal } from '../src/domain/quantity.ts';
import type { Flow, Measure, Observation, ProductName } from '../src/domain/series.ts';
import { refused } from '../src/errors.ts';
import {
  COLUMN_CHOICES,
  contentOfName,
  looksLikeData,
  type QueryColumn,
  type QueryColumns,
  type QueryTable,
  readResultPage,
  resolveColumns,
} from '../src/parse/china-customs-query.ts';
import { type CsvRow, readCsv } from '../src/parse/csv.ts';
import { decodeText } from '../src/parse/encoding.ts';
import { addDecimal, type DecimalText, EMPTY_SUM, type ExactSum, isMissingMark, readDecimal, sumText } from '../src/parse/number.ts';
import { readUnit } from '../src/parse/unit.ts';
import { definePipeline, type Snapshot, type Transformed } from '../src/pipeline.ts';

/** The query gives no more rows than this, and does not say that it left some out. */
const ROW_CAP = 10_000;
const MEASURES: readonly QueryColumn[] = ['quantity', 'unit', 'quantity2', 'unit2', 'usd', 'cny'];

const settings = z.strictObject({
  /** What a file is when neither the download's name nor --flow says it: the file itself does not. */
  flow: z.enum(['export', 'import']).default('export'),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'china-customs-query',
  title: 'China Customs: online query, eight digits, by partner',
  publisher: 'General Administration of Customs of China (GACC)',
  licence: 'official statistics; cite GACC',
  documentation: 'http://stats.customs.gov.cn/indexEn',
  schedule: null,
  timezone: 'Asia/Shanghai',
  // The timetable of 2025 (customs announcement): on the 20th, weekends too; nothing in February. The hour is an estimate.
  releases: { day: { dayOfNextMonth: 20 }, time: '10:00', januaryWithFebruary: true, graceDays: 0 },
  baseUrl: null,
  paceMs: 5000,
  // No statesAllMonths: a person chooses the months, partners, trade modes and places of each file.
  revisions: null,
  settings,
  requests: () => [],
  transform,
});

function transform(snapshot: Snapshot, { flow: defaultFlow }: Settings): Transformed {
  const where = snapshot.name;
  const table = tableOf(snapshot);
  const notes: string[] = [];
  const { flow: givenFlow } = snapshot.params;
  const named = contentOfName(where, givenFlow !== undefined || table.flow !== null);
  const said = flowOf(givenFlow, where);
  if (said !== null && table.flow !== null && said !== table.flow) throw refused(where, `flow ${said}, but the page is of ${table.flow}s`);
  const flow = said ?? table.flow ?? named.flow ?? defaultFlow;
  if (said === null && table.flow === null && named.flow === null) {
    notes.push(`neither the file nor its name says whether these are exports or imports: taken as ${flow}`);
  }

  const columns = resolveColumns(
    table.header,
    snapshot.columns !== null && table.count === null,
    snapshot.columns === null || table.count !== null ? `${where} header` : `${where} columns`,
  );
  if (table.rows.length === 0) throw refused(where, 'a header and no rows: nothing was found, or the file is cut');
  if (table.rows.length >= ROW_CAP) {
    throw refused(
      where,
      `${table.rows.length} rows: the query ends at ${ROW_CAP} and leaves the rest out; ask for fewer months, products or partners at a time`,
    );
  }
  const partnerless = !columns.index.has('partner') && !columns.index.has('partner_name');
  const onlyPartner = named.partnerCode === null ? null : partnerOfCode(named.partnerCode, `${where} name`);
  if (partnerless && onlyPartner === null) notes.push('no partner column: taken as the total over all partners');

  const cells = new CellSums();
  const names = new Map<string, ProductName>();
  const seen = new Map<string, number>();
  const newest = monthOfDate(new Date(snapshot.retrievedAt));
  for (const row of table.rows) {
    const at = `${where} line ${row.line}`;
    refuseDuplicate(seen, row, columns, at);
    const cell = (column: QueryColumn): string => row.cells[columns.index.get(column) ?? -1]?.trim() ?? '';
    const period = periodOf(cell('date'), newest, at);
    const product = productOf(cell('product'), at);
    const partner = partnerless ? (onlyPartner ?? WORLD) : partnerOf(cell('partner'), cell('partner_name'), at);
    if (onlyPartner !== null && partner !== onlyPartner)
      throw refused(at, `partner ${partner}, but the file name says ${named.partnerCode} (${onlyPartner})`);
    const name = cell('product_name');
    if (name !== '' && !names.has(product)) names.set(product, { classification: 'HS8', product, name });
    const figures = figuresOf(cell, columns, at);
    cells.add({ period, partner, product }, figures, at);
  }
  const valuation = flow === 'export' ? 'FOB' : 'CIF';
  const observations = cells
    .observations()
    .map((one): Observation => ({ reporter: 'CN', flow, classification: 'HS8', status: 'A', valuation, ...one }));
  const modes =
    columns.index.has('mode') || columns.index.has('mode_name') || columns.index.has('place') || columns.index.has('place_name');
  if (modes) notes.push(`${table.rows.length} rows summed over trade modes and places of registration`);
  const proofs: Proof[] = [
    { check: 'row_limit', subject: where, expected: ROW_CAP, received: table.rows.length, holds: true },
    ...(table.count === null
      ? []
      : [{ check: 'row_count', subject: where, expected: table.count, received: table.rows.length, holds: true } as const]),
  ];
  return { kind: 'observations', observations, products: [...names.values()], publishedAt: null, notes, proofs };
}

/** The CSV that was downloaded, or the page of results. */
function tableOf(snapshot: Snapshot): QueryTable {
  const { text, encoding } = decodeText(snapshot.bytes, { where: snapshot.name, otherwise: 'gb18030' });
  if (encoding.startsWith('utf-16'))
    throw refused(snapshot.name, `${encoding} text, as a spreadsheet saves it; expected the CSV as it was downloaded (GB18030 or UTF-8)`);
  if (text.trimStart().startsWith('<')) return readResultPage(text, snapshot.name);
  if (snapshot.columns === null && looksLikeData(text)) {
    throw refused(
      `${snapshot.name} line 1`,
      `no header row: name the columns in their order with --columns, from ${COLUMN_CHOICES} (or the names as the query prints them)`,
    );
  }
  return { ...readCsv(text, { where: snapshot.name, columns: snapshot.columns, trailingDelimiter: true }), flow: null, count: null };
}

function flowOf(given: string | undefined, where: string): Flow | null {
  if (given === undefined) return null;
  if (given === 'export' || given === 'import') return given;
  throw refused(where, `flow "${given}"; expected export or import`);
}

/** `202401`, or `202401-202407` for January to July as one figure. */
function periodOf(text: string, newest: number, at: string): Period {
  const match = /^(\d{4})(\d{2})(?:[-–~至](\d{4})(\d{2}))?$/.exec(text);
  if (!match) throw refused(at, `month "${text.slice(0, 40)}"; expected yyyymm such as 202506, or 202501-202506 for a cumulative figure`);
  const first = monthAt(match[1], match[2], at);
  const last = match[3] === undefined ? first : monthAt(match[3], match[4], at);
  if (last > newest) throw refused(at, `${formatMonth(last)} lies after the download (${formatMonth(newest)})`);
  if (match[3] === undefined) return month(first);
  if (monthOf(first) !== 1 || yearOf(first) !== yearOf(last) || last === first) {
    throw refused(at, `period "${text}"; a cumulative figure runs from January to a later month of the same year`);
  }
  return ytd(last);
}

function monthAt(year: string | undefined, monthText: string | undefined, at: string): number {
  try {
    return yearMonth(Number(year), Number(monthText));
  } catch (cause) {
    throw refused(at, `there is no month ${year}${monthText}`, { cause });
  }
}

function productOf(code: string, at: string): string {
  if (/^\d{8}$/.test(code)) return code;
  const hint = /^\d{7}$/.test(code) ? ' (a spreadsheet removes leading zeros: use the file as downloaded)' : '';
  throw refused(at, `product code "${code.slice(0, 40)}"; expected eight digits such as 85051110${hint}`);
}

function partnerOf(code: string, name: string, at: string): string {
  const byName = name === '' ? null : partnerOfName(name);
  if (code === '') {
    if (byName !== null) return byName;
    throw refused(at, name === '' ? 'no partner' : `unknown partner "${name.slice(0, 60)}"; add it to src/domain/country.ts`);
  }
  const byCode = partnerOfCode(code, at);
  if (byName !== null && byName !== byCode)
    throw refused(at, `partner code ${code} is ${byCode}, but the name "${name.slice(0, 60)}" is ${byName}`);
  return byCode;
}

function partnerOfCode(code: string, at: string): string {
  const partner = partnerOfGaccCode(code);
  if (partner !== null) return partner;
  throw refused(
    at,
    `unknown partner code "${code.slice(0, 20)}"; expected one of China Customs' three digits, such as 502 (US); new codes go to config/codes/partners-gacc.json`,
  );
}

/** Two rows that agree in all but their figures would be summed twice. */
function refuseDuplicate(seen: Map<string, number>, row: CsvRow, columns: QueryColumns, at: string): void {
  const figures = new Set(MEASURES.map((column) => columns.index.get(column)));
  const key = JSON.stringify(row.cells.filter((_, index) => !figures.has(index)));
  const before = seen.get(key);
  if (before !== undefined) throw refused(at, `the same month, product, partner, trade mode and place as line ${before}`);
  seen.set(key, row.line);
}

/** One figure of a row; a null text is a figure that the row does not have. */
interface RowFigure {
  readonly measure: Measure;
  readonly unit: string;
  readonly exponent: number;
  readonly text: DecimalText | null;
}

function figuresOf(cell: (column: QueryColumn) => string, columns: QueryColumns, at: string): RowFigure[] {
  const figures: RowFigure[] = [];
  for (const [column, unit] of [
    ['usd', 'USD'],
    ['cny', 'CNY'],
  ] as const) {
    if (columns.index.has(column))
      figures.push({ measure: 'value', unit, exponent: 0, text: amount(cell(column), `${at} column ${column}`) });
  }
  for (const [quantity, unit] of [
    ['quantity', 'unit'],
    ['quantity2', 'unit2'],
  ] as const) {
    if (!columns.index.has(quantity) || isMissingMark(cell(unit))) continue;
    const scale = readUnit(cell(unit), `${at} column ${unit}`);
    const text = amount(cell(quantity), `${at} column ${quantity}`);
    const figure: RowFigure = { measure: scale.unit === 'kg' ? 'net_weight' : 'quantity', ...scale, text };
    const other = figures.find((f) => f.measure === figure.measure && f.unit === figure.unit);
    if (other === undefined) figures.push(figure);
    else if (!sameAmount(other, figure))
      throw refused(at, `both quantities are in ${figure.unit} and differ: ${other.text} and ${figure.text}`);
  }
  return figures;
}

function amount(printed: string, at: string): DecimalText | null {
  const text = readDecimal(printed, at);
  if (text?.startsWith('-') === true) throw refused(at, `${text} is negative; customs count no negative trade`);
  return text;
}

const sameAmount = (a: RowFigure, b: RowFigure): boolean =>
  a.text !== null && b.text !== null && scaleDecimal(a.text, a.exponent) === scaleDecimal(b.text, b.exponent);

interface CellKey {
  readonly period: Period;
  readonly partner: string;
  readonly product: string;
}

/** Exact sums over the rows of one month, product and partner: an eight-digit total is the sum over its trade modes. */
class CellSums {
  readonly #cells = new Map<
    string,
    { key: CellKey; rows: number; sums: Map<string, { figure: RowFigure; sum: ExactSum; rows: number }> }
  >();

  add(key: CellKey, figures: readonly RowFigure[], at: string): void {
    const id = `${key.period.kind} ${key.period.end} ${key.partner} ${key.product}`;
    const cell = this.#cells.get(id) ?? { key, rows: 0, sums: new Map() };
    this.#cells.set(id, cell);
    for (const figure of figures) {
      if (figure.text === null) continue;
      const name = `${figure.measure} ${figure.unit}`;
      const before = cell.sums.get(name) ?? { figure, sum: EMPTY_SUM, rows: 0 };
      if (before.rows !== cell.rows) throw refused(at, incomplete(key, name));
      cell.sums.set(name, { figure, sum: addDecimal(before.sum, figure.text, figure.exponent), rows: before.rows + 1 });
    }
    cell.rows += 1;
    for (const [name, { rows }] of cell.sums) if (rows !== cell.rows) throw refused(at, incomplete(key, name));
  }

  observations(): (CellKey & { measure: Measure; unit: string; value: number })[] {
    return [...this.#cells.values()].flatMap(({ key, sums }) =>
      [...sums.values()].map(({ figure, sum }) => ({
        ...key,
        measure: figure.measure,
        unit: figure.unit,
        value: scaleDecimal(sumText(sum), 0),
      })),
    );
  }
}

const incomplete = (key: CellKey, name: string): string =>
  `${name} is missing in some of the rows of ${key.product}, ${key.partner}, ${formatMonth(key.period.end)}: their sum would be incomplete`;
