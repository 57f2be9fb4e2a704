/** The shape of the tables on http://english.customs.gov.cn: what titles, unit rows, dates and column headers say. */
import { monthNumber } from '../domain/month-names.ts';
import { monthOf, type YearMonth, yearMonth, yearOf } from '../domain/period.ts';
import { refused } from '../errors.ts';
import type { Grid } from './html-table.ts';

export const TABLES = ['country', 'exports', 'imports'] as const;
type CustomsTable = (typeof TABLES)[number];
export const CURRENCIES = ['CNY', 'USD'] as const;
type Currency = (typeof CURRENCIES)[number];

/** A month's English name, short or long. */
const NAME =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const NAMED_RANGE = new RegExp(`\\b(${NAME})\\b\\.?(?:-| ?& ?| and )(${NAME})\\b`);
/** "2020 (Only August, in CNY)" */
const ONLY_MONTH = new RegExp(`\\bonly (${NAME})\\b`);
const NAMED_MONTH = new RegExp(`\\b(${NAME})\\b`);

/** Lower case, one form of hyphen, single spaces, "1- to-3" as "1-3". Headers and titles are short: longer text is cut. */
const fold = (text: string): string =>
  text
    .slice(0, 300)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[–—−~]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?- ?/g, '-')
    .replaceAll(/[ -]?\bto\b[ -]?/g, '-')
    .replaceAll(/(?<=\d)to(?=\d)/g, '-')
    .trim();

const numberOfMonth = (printed: string): number => (/^\d+$/.test(printed) ? Number(printed) : monthNumber(printed));

/** "(13)Major Export Commodities in Quantity and Value": the bulletin has others, by country and by customs regime, that begin alike. */
const BULLETIN_GOODS = /^(?:\(\d{1,2}\))? ?major (export|import) commodities in quantity and value(?: ?,|$)/;
const BULLETIN_COUNTRIES = /^(?:\(\d{1,2}\))? ?imports and exports by country ?\(region\) ?of origin ?\/ ?destination(?: ?,|$)/;

/** Whether a title is of the monthly bulletin, which comes later than the preliminary tables and is more exact. */
export const isBulletin = (title: string): boolean => BULLETIN_GOODS.test(fold(title)) || BULLETIN_COUNTRIES.test(fold(title));

/** The table that a title names, by its words: the numbers before them drift. Null for a table that is not read. */
export function tableOf(title: string): CustomsTable | null {
  const text = fold(title);
  const goods = BULLETIN_GOODS.exec(text)?.[1];
  if (goods !== undefined) return goods === 'export' ? 'exports' : 'imports';
  if (BULLETIN_COUNTRIES.test(text)) return 'country';
  if (/trade mode|major (?:export|import) commodities|of origin|destination/.test(text)) return null;
  if (/by (?:major )?countr(?:y|ies)/.test(text)) return 'country';
  if (/major exports?\b/.test(text) && /quantity/.test(text)) return 'exports';
  if (/major imports?\b/.test(text) && /quantity/.test(text)) return 'imports';
  return null;
}

/** The currency that a title or unit row names, or null. RMB is CNY. */
export function currencyOf(text: string): Currency | null {
  const found = new Set(
    [...fold(text).matchAll(/(?<![a-z])(cny|rmb|renminbi|yuan|usd|us ?\$|us dollars?)/g)].map((m) =>
      /^us/.test(m[1] ?? '') ? 'USD' : 'CNY',
    ),
  );
  return found.size === 1 ? ([...found][0] as Currency) : null;
}

export interface Title {
  readonly table: CustomsTable;
  readonly currency: Currency | null;
  /** The month that the table is about, or the last one of January-February. */
  readonly end: YearMonth;
  /** January and February as one figure. */
  readonly combined: boolean;
  /** Of the monthly bulletin. */
  readonly bulletin: boolean;
}

/** ",1-7.2026", ",6.2026" */
const BULLETIN_MONTHS = /, ?(?:(\d{1,2})-)?(\d{1,2})\.(20\d\d)$/;

/**
 * Reads "(5) China's Major Exports by Quantity and Value, May 2026 (in CNY)" and its other forms: short and long month
 * names, "January-February 2025", "(Only August, in CNY)" after a year. And "(13)Major Export Commodities in Quantity and
 * Value,1-7.2026" of the bulletin, whose header tells whether January and February are one figure.
 * @throws RefusedError when the table is not one that is read, or no month and year stand in it.
 */
export function readTitle(title: string, where: string): Title {
  const table = tableOf(title);
  if (table === null) {
    throw refused(
      where,
      `the table "${title.slice(0, 150)}" is not read; read are values by country, and major exports and imports by quantity and value`,
    );
  }
  const text = fold(title);
  if (isBulletin(title)) return bulletinTitle(text, table, where);
  const year = /\b(20\d\d)\b/.exec(text)?.[1];
  const only = ONLY_MONTH.exec(text);
  const range = only === null ? NAMED_RANGE.exec(text) : null;
  const single = only ?? NAMED_MONTH.exec(text);
  if (year === undefined || single === null)
    throw refused(where, `no month and year in the title "${title.slice(0, 150)}"; expected such as "May 2026"`);
  const first = numberOfMonth(range?.[1] ?? single[1] ?? '');
  const last = numberOfMonth(range?.[2] ?? single[1] ?? '');
  if (range !== null && (first !== 1 || last !== 2))
    throw refused(where, `months ${first} to ${last} in the title "${title.slice(0, 150)}"; only January and February come together`);
  return { table, currency: currencyOf(text), end: yearMonth(Number(year), last), combined: range !== null, bulletin: false };
}

function bulletinTitle(text: string, table: CustomsTable, where: string): Title {
  const [, first, last, year] = BULLETIN_MONTHS.exec(text) ?? [];
  if (last === undefined || (first !== undefined && Number(first) !== 1) || Number(last) < 1 || Number(last) > 12)
    throw refused(where, `no months in the title "${text.slice(0, 150)}"; expected such as ",1-7.2026" or ",7.2026" at its end`);
  return { table, currency: currencyOf(text), end: yearMonth(Number(year), Number(last)), combined: false, bulletin: true };
}

export interface ValueUnit {
  readonly currency: Currency;
  /** A printed 1 is 10^exponent of the currency. */
  readonly exponent: number;
}

/** Whether a row's text is the unit row: "Unit: CNY 100 Million", "Value Unit: USD1 Million". */
export const isUnitRow = (text: string): boolean => /^(?:value )?unit ?[:：]/i.test(text.slice(0, 40));

const CURRENCY_WORD = '(?:cny|rmb ?¥?|renminbi|yuan|usd|us ?\\$|us dollars?)';
const SCALE_WORDS = '(1[0,]{0,12})? ?(thousand|million|billion)?';
const VALUE_UNIT = new RegExp(`^(?:${CURRENCY_WORD} ?${SCALE_WORDS}|${SCALE_WORDS} ?${CURRENCY_WORD})$`);
const SCALE_EXPONENTS: Readonly<Record<string, number>> = { thousand: 3, million: 6, billion: 9 };

/** @throws RefusedError when the row names no currency or no power of ten. */
export function readValueUnit(text: string, where: string): ValueUnit {
  const currency = currencyOf(text);
  const match = VALUE_UNIT.exec(fold(text.replace(/^(?:value )?unit ?[:：]/i, '')));
  const [digits, word] = [match?.[1] ?? match?.[3], match?.[2] ?? match?.[4]];
  if (currency === null || (digits === undefined && word === undefined)) {
    throw refused(where, `value unit "${text.slice(0, 80)}"; expected such as "Unit: CNY 100 Million" or "Unit: USD1 Million"`);
  }
  return { currency, exponent: (digits?.replaceAll(',', '').length ?? 1) - 1 + (SCALE_EXPONENTS[word ?? ''] ?? 0) };
}

/**
 * The day a page prints: 2026/06/10, or 06/10/2019 (month first) on older pages.
 * @returns ISO 8601, or null where there is none.
 * @throws RefusedError for a day that does not exist.
 */
export function readPageDate(text: string, where: string): string | null {
  if (text === '') return null;
  const newer = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/.exec(text);
  const older = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(text);
  const [year, month, day] = newer ? [newer[1], newer[2], newer[3]] : older ? [older[3], older[1], older[2]] : [];
  const iso = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  if (year !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso)) return iso;
  throw refused(where, `date "${text.slice(0, 40)}"; expected such as 2026/06/10`);
}

/** What stands in a column. `period`: the month, January to it, or last year's January to it. */
export type Column =
  | { readonly kind: 'label' | 'unit' }
  | {
      readonly kind: 'figure' | 'growth';
      readonly period: 'month' | 'total' | 'last';
      readonly measure: ColumnMeasure;
      readonly year: number | null;
    };
type ColumnMeasure = 'quantity' | 'value' | 'export' | 'import' | 'both';

const LABEL = /^(?:commodity|commodities|goods|import source|export destination|country|countries)/;

/** Whether a cell heads the first column of a table. */
export const isLabel = (text: string): boolean => LABEL.test(fold(text));

/** The rows of the header: from the one that names the first column to the last one that still does. */
export function headerRows(grid: Grid, where: string): { readonly from: number; readonly to: number } {
  const from = grid.findIndex((row) => isLabel(row[0]?.text ?? '') && row.length > 1 && row[0]?.column !== row.at(-1)?.column);
  if (from < 0) throw refused(where, 'no header row that begins with "Commodity" or "Export Destination"');
  let to = from + 1;
  while (to < grid.length && isLabel(grid[to]?.[0]?.text ?? '')) to += 1;
  return { from, to };
}

/**
 * Reads the header of one column, and holds its months against the title.
 * @param texts the texts of its header cells from top to bottom, each cell once.
 * @throws RefusedError when it is not understood, or speaks of another month.
 */
export function readColumn(texts: readonly string[], title: Title, where: string): Column {
  const text = fold(texts.join(' '));
  const at = `${where} column "${texts.join(' ').slice(0, 80)}"`;
  if (LABEL.test(text)) return { kind: 'label' };
  if (/\b(?:quantity|qty) unit\b|^unit$/.test(text)) return { kind: 'unit' };
  const measure = title.bulletin && title.table === 'country' ? bulletinMeasure(text, at) : measureOf(text, at);
  const month = monthOf(title.end);
  const range = /(?<!\d)(\d{1,2})-(\d{1,2})(?![\d-])/.exec(text) ?? NAMED_RANGE.exec(text);
  const printedYear = /\b(20\d\d)\b/.exec(text)?.[1];
  const year = printedYear === undefined ? null : Number(printedYear);
  const growth = /year-?on-?year|y-?o-?y|±|percentage change/.test(text);
  if (/percentage change/.test(text)) return { kind: 'growth', period: 'total', measure, year };
  if (range !== null) {
    const [first, last] = [numberOfMonth(range[1] ?? ''), numberOfMonth(range[2] ?? '')];
    if (first !== 1 || last !== month) throw refused(at, `months ${first} to ${last}, but the title says up to month ${month}`);
    if (growth) return { kind: 'growth', period: 'total', measure, year };
    return { kind: 'figure', period: year === null || year === yearOf(title.end) ? 'total' : 'last', measure, year };
  }
  const single = /(?<!\d)(\d{1,2})(?!\d)/.exec(text.replace(/\b20\d\d\b/, ''))?.[1] ?? NAMED_MONTH.exec(text)?.[1];
  if (single === undefined) throw refused(at, 'a column without a month');
  if (numberOfMonth(single) !== month) throw refused(at, `month ${numberOfMonth(single)}, but the title says month ${month}`);
  if (year !== null && year !== yearOf(title.end)) throw refused(at, `year ${year}, but the title says ${yearOf(title.end)}`);
  return { kind: growth ? 'growth' : 'figure', period: 'month', measure, year };
}

/** The bulletin's columns by country: total, exports, imports. */
function bulletinMeasure(text: string, where: string): ColumnMeasure {
  return /\btotal\b/.test(text) ? 'both' : measureOf(text, where);
}

function measureOf(text: string, where: string): ColumnMeasure {
  if (/\b(?:quantity|qty)\b/.test(text)) return 'quantity';
  if (/\bvalue\b/.test(text)) return 'value';
  const [exported, imported] = [/\bexports?\b/.test(text), /\bimports?\b/.test(text)];
  if (exported && imported) return 'both';
  if (exported) return 'export';
  if (imported) return 'import';
  throw refused(where, 'neither quantity nor value, export nor import');
}

/**
 * Labels that later pages print for the same goods: the cumulative that May 2026 prints for last year under the new label
 * is, within rounding or a small revision (1.5 % at most, refined petroleum), the one that May 2025 printed under the old one.
 */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['rare-earth-ore-metals-compounds', 'rare-earth'],
  ['agriculture-products', 'agricultural-products'],
  ['grain-food', 'grain'],
  ['refined-petroleum-products', 'petroleum-products'],
  ['plastic-articles', 'plastic-products'],
  ['suit-cases-hand-bags-and-similar-containers', 'suitcases-handbags-and-similar-containers'],
  ['products-of-steel-or-iron', 'steel-products'],
  ['general-machines', 'general-machinery'],
  ['automatic-data-processing-machines-and-parts-thereof', 'automatic-data-processing-equipment-and-parts-thereof'],
  ['electric-appliances-of-household-type', 'household-appliances'],
  ['electronic-integrated-circuits', 'integrated-circuits'],
  ['parts-and-accessories-of-vehicle', 'automotive-components-and-parts'],
  ['flat-panel-display-modules-of-liquid-crystals', 'lcd-panels'],
  ['lamps-and-lighting-fittings-and-parts-thereof', 'lamps-and-light-fittings-and-parts-thereof'],
]);

/** A printed label without its asterisks and "of which:". */
export const cleanLabel = (label: string): string =>
  label
    .replaceAll('*', ' ')
    .replace(/^\s*of which\s*[:：]?/i, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The code of a major good: its label as words with hyphens ("Rare earth" is rare-earth), old and new labels as one. */
export function productOfLabel(label: string): string {
  const slug = cleanLabel(label)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return RENAMED.get(slug) ?? slug;
}
