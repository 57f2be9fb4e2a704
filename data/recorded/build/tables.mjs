/**
 * China customs' preliminary tables in English: table (5), the line "Rare earth", and two tables (4) by country, with the
 * index pages that point to them and grow month by month.
 */
import { createHash } from 'node:crypto';
import { index, readFigures, withCommas } from './figures.mjs';
import { articlePage, cell, indexPage } from './pages.mjs';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const MISSING = '-';
const EXPORTS_TITLE = "(5) China's Major Exports by Quantity and Value";
const COUNTRY_TITLE = "(4) China's Total Export & Import Values by Country/Region";
const EXPORTS_NOTE = 'Note: recorded form with the line "Rare earth" only.';
const COUNTRY_NOTE = 'Note: recorded form with eight of the lines only.';

/** Days of release by month of the data: 10:30 in Shanghai. Those of 2026 are the announced ones. */
const RELEASES = {
  '2023-12': '2024-01-12',
  '2024-02': '2024-03-07',
  '2024-03': '2024-04-12',
  '2024-04': '2024-05-09',
  '2024-05': '2024-06-07',
  '2024-06': '2024-07-12',
  '2024-07': '2024-08-07',
  '2024-08': '2024-09-10',
  '2024-09': '2024-10-14',
  '2024-10': '2024-11-07',
  '2024-11': '2024-12-10',
  '2024-12': '2025-01-13',
  '2025-02': '2025-03-11',
  '2025-03': '2025-04-14',
  '2025-04': '2025-05-09',
  '2025-05': '2025-06-10',
  '2025-06': '2025-07-14',
  '2025-07': '2025-08-07',
  '2025-08': '2025-09-08',
  '2025-09': '2025-10-13',
  '2025-10': '2025-11-07',
  '2025-11': '2025-12-08',
  '2025-12': '2026-01-14',
  '2026-02': '2026-03-10',
  '2026-03': '2026-04-14',
};
/** The calendar begins here: what was out before is served from the first moment. */
const BEGIN = '2024-01-01T00:00:00Z';
/** Days of the pages of 2023, that are older than the calendar. */
const EARLIER = { '2023-02': '2023-03-07', '2023-03': '2023-04-13', '2023-05': '2023-06-07', '2023-06': '2023-07-13', '2023-08': '2023-09-07', '2023-09': '2023-10-13', '2023-10': '2023-11-07', '2023-11': '2023-12-07' };
/** The day that a real page prints where it is not the day of release. */
const PRINTED_DAYS = { '(4) 2026-03': '2026-04-08' };

/** The pages for which a source states money. */
const MONEY = { CNY: ['2025-02', '2025-05'], USD: ['2024-12', '2025-04', '2025-09', '2026-02'] };

const figure = index(readFigures('rare_earths'));
const country = index(readFigures('by_country'));

/** The same title has always the same address. */
export function pageId(title) {
  const hex = createHash('sha256').update(`tradewatch recorded: ${title}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function titleMonth(month) {
  const [year, number] = month.split('-').map(Number);
  if (number === 2) return `January-February ${year}`;
  const name = MONTHS[number - 1];
  return `${year >= 2026 ? name.slice(0, 3) : name} ${year}`;
}

/** Year-on-year of the cumulative figure in percent, one decimal, as the publisher prints it. */
export const change = (now, before) => ((Number(now) / Number(before) - 1) * 100).toFixed(1).replace(/^-0\.0$/, '0.0');

/** Quantity and value of one period, both or neither where money is known at all on the page. */
function pair(period, valueMeasure) {
  const quantity = figure(period, 'quantity');
  const value = valueMeasure === null ? undefined : figure(period, valueMeasure);
  if (valueMeasure !== null && value === undefined) return [MISSING, MISSING];
  return [quantity === undefined ? MISSING : withCommas(quantity.value), value === undefined ? MISSING : withCommas(value.value)];
}

function rareEarthRow(month, currency) {
  const [year, number] = month.split('-');
  const measure = `value_${currency.toLowerCase()}`;
  const ytd = `${year}-01..${month}`;
  const before = `${year - 1}-01..${year - 1}-${number}`;
  // On a page for which no source states money, all value cells are missing.
  const money = MONEY[currency].includes(month) ? measure : null;
  const quantityChange = figure(ytd, 'quantity_change')?.value;
  const now = figure(ytd, 'quantity');
  const then = figure(before, 'quantity');
  const percent = quantityChange ?? (now === undefined || then === undefined ? MISSING : change(now.value, then.value));
  const single = number === '02' ? [] : pair(month, money);
  return ['Rare earth', 'Ton', ...single, ...pair(ytd, money), ...pair(before, money), percent, figure(ytd, `${measure}_change`)?.value ?? MISSING];
}

const unitRow = (currency, width) => [cell(currency === 'CNY' ? 'Unit: CNY 100 Million' : 'Unit: USD1 Million', { colspan: width, align: 'right' })];

function exportsTable(title, month, currency) {
  const [year, number] = month.split('-').map(Number);
  const to = `1-${number} Total`;
  const groups = [...(number === 2 ? [] : [String(number)]), to, `${to}, ${year - 1}`, `${to}, Year-On-Year(%)\u00a0`];
  const width = 2 + groups.length * 2;
  return [
    [cell(title, { colspan: width, align: 'left' })],
    unitRow(currency, width),
    [cell('Commodity', { rowspan: 2 }), cell('Quantity Unit', { rowspan: 2 }), ...groups.map((text) => cell(text, { colspan: 2 }))],
    groups.flatMap(() => [cell('Quantity'), cell('Value')]),
    rareEarthRow(month, currency).map((text, i, all) => cell(i > 1 && i < all.length - 2 && text !== MISSING ? `${text}\u00a0` : text, { align: i === 0 ? 'left' : i === 1 ? 'center' : 'right' })),
    [cell(EXPORTS_NOTE, { colspan: width, align: 'left' })],
  ];
}

const COUNTRIES = ['Total', 'European Union', 'United States (US)', 'ASEAN', 'Japan', 'Hong Kong, China', 'R. O. Korea', 'Taiwan, China'];
/** The indentation of the real table: it shows what stands under "Total". */
const INDENT = { Total: 0, 'European Union': 2 };

function countryRow(name, month) {
  const ytd = `${month.slice(0, 4)}-01..${month}`;
  const combined = month.endsWith('-02');
  const text = (period, measure) => country(period, measure, name).value;
  const values = ['trade', 'export', 'import'].flatMap((measure) => (combined ? [text(ytd, measure)] : [text(month, measure), text(ytd, measure)]));
  const changes = ['trade_change', 'export_change', 'import_change'].map((measure) => text(ytd, measure));
  return [
    cell('\u00a0'.repeat(INDENT[name] ?? 3) + name, { align: 'left' }),
    ...values.map((value) => cell(`${withCommas(value)}\u00a0`, { align: 'right' })),
    ...changes.map((value) => cell(value, { align: 'right' })),
  ];
}

function countryTable(title, month, currency) {
  const number = Number(month.slice(5));
  const combined = number === 2;
  const width = combined ? 7 : 10;
  const kinds = ['Export & Import', 'Export', 'Import'];
  const periods = combined ? [`1-to-${number}`] : [String(number), `1- to-${number}`];
  return [
    [cell(title, { colspan: width, align: 'left' })],
    unitRow(currency, width),
    [cell('Import Source'), ...kinds.flatMap((kind) => periods.map(() => cell(kind))), cell(`1-to-${number} Total Year-on-Year (±%)`, { colspan: 3 })],
    [cell('Export Destination'), ...kinds.flatMap(() => periods.map((text) => cell(text))), ...kinds.map((kind) => cell(kind))],
    ...COUNTRIES.map((name) => countryRow(name, month)),
    [cell(COUNTRY_NOTE, { colspan: width, align: 'left' })],
  ];
}

/** The pages: which table of which month in which currency. Table (5) in CNY for each month that has a quantity. */
function pages() {
  const months = [...Object.keys(EARLIER), ...Object.keys(RELEASES)];
  const list = [];
  for (const month of months) {
    const ytd = `${month.slice(0, 4)}-01..${month}`;
    if (country(ytd, 'export', 'Total') !== undefined) list.push({ table: 4, month, currency: 'CNY' });
    const hasQuantity = figure(month.endsWith('-02') ? ytd : month, 'quantity') !== undefined;
    if (hasQuantity) list.push({ table: 5, month, currency: 'CNY' });
    if (MONEY.USD.includes(month)) list.push({ table: 5, month, currency: 'USD' });
  }
  return list.map((page) => {
    const heading = page.table === 4 ? COUNTRY_TITLE : EXPORTS_TITLE;
    const title = `${heading}, ${titleMonth(page.month)} (in ${page.currency})`;
    const day = EARLIER[page.month] ?? RELEASES[page.month];
    return { ...page, heading, title, id: pageId(title), at: EARLIER[page.month] === undefined ? `${day}T02:30:00Z` : BEGIN, printedDay: PRINTED_DAYS[`(${page.table}) ${page.month}`] ?? day };
  });
}

/** @returns files (name to bytes) and entries of the calendar. */
export function buildTables() {
  const files = new Map();
  const entries = [];
  const all = pages();
  const common = { pipeline: 'china-customs-tables', how: 'http' };
  for (const page of all) {
    const file = `china-customs-tables/${page.month}_table${page.table}_${page.currency.toLowerCase()}.html`;
    const rows = page.table === 4 ? countryTable(page.title, page.month, page.currency) : exportsTable(page.title, page.month, page.currency);
    files.set(file, Buffer.from(articlePage(page.title, page.printedDay.replaceAll('-', '/'), rows), 'utf8'));
    entries.push({ at: page.at, ...common, path: `/Statics/${page.id}.html`, file, title: page.title });
  }
  for (const at of [...new Set(all.map((page) => page.at))].sort()) {
    const out = all.filter((page) => page.at <= at);
    const year = Math.max(...out.map((page) => Number(page.month.slice(0, 4))));
    const file = `china-customs-tables/index_${year}_${at.slice(0, 10)}.html`;
    files.set(file, Buffer.from(indexPage(out.filter((page) => page.month.startsWith(`${year}-`)), year), 'utf8'));
    // The year that runs has its page under both names; an earlier year keeps the one with its number.
    for (const path of ['/statics/report/preliminary.html', `/statics/report/preliminary${year}.html`]) entries.push({ at, ...common, path, file });
  }
  return { files, entries };
}
