/**
 * Downloads from China customs' online query (stats.customs.gov.cn): exports of 85051110, the world and the United States.
 * Only quantities, because no page states the value of most months: a download without the currency column.
 */
import { encodeGb18030 } from './gb18030.mjs';
import { readFigures, withCommas } from './figures.mjs';

const CODE = '85051110';
const NAME_ZH = '稀土永磁铁及稀土永磁体';
const NAME_EN = 'Permanent magnets of rare-earth metals';
const PARTNERS = { US: { code: '502', zh: '美国', en: 'United States' } };

const ZH = {
  date: '数据年月',
  partnerCode: '贸易伙伴编码',
  partner: '贸易伙伴名称',
  code: '商品编码',
  name: '商品名称',
  quantity: '第一数量',
  unit: '第一计量单位',
  quantity2: '第二数量',
  unit2: '第二计量单位',
  usd: '美元',
};
const EN = {
  date: 'Date of data',
  partnerCode: 'Trading partner code',
  partner: 'Trading partner',
  code: 'Commodity code',
  name: 'Commodity',
  quantity: 'Quantity',
  unit: 'Unit',
  quantity2: 'Supplimentary Quantity',
  unit2: 'Supplimentary Unit',
  usd: 'US dollar',
};

/** The fields that a person chose, in the order in which they chose them: downloads of different days differ. */
const CHOICES = [
  ['date', 'partnerCode', 'partner', 'code', 'name', 'quantity', 'unit', 'quantity2', 'unit2', 'usd'],
  ['code', 'name', 'date', 'partnerCode', 'partner', 'quantity', 'unit', 'usd'],
  ['date', 'code', 'name', 'partner', 'partnerCode', 'usd', 'quantity', 'unit', 'quantity2', 'unit2'],
];

/** "2025-05" as 202505; "2025-01..2025-05" as 202501-202505 (that form is ours, see PROVENANCE.md). */
const printedPeriod = (period) => period.replaceAll('-', '').replace('..', '-');

/** Tonnes as kilograms, exactly: the query prints whole kilograms without commas. */
const kilograms = (tonnes) => {
  const [whole, fraction = ''] = tonnes.split('.');
  return String(Number(whole + fraction.padEnd(3, '0')));
};

function cells(row, usd, english) {
  const partner = PARTNERS[row.partner];
  return {
    date: printedPeriod(row.period),
    partnerCode: partner?.code,
    partner: english ? partner?.en : partner?.zh,
    code: CODE,
    name: english ? NAME_EN : NAME_ZH,
    quantity: kilograms(row.value),
    unit: english ? 'Kilogram' : '千克',
    quantity2: '0',
    unit2: english ? '-' : '?',
    usd: usd === undefined ? undefined : withCommas(usd.value),
  };
}

function download(rows, usd, choice, english) {
  const header = english ? EN : ZH;
  const lines = rows.map((row) => cells(row, usd, english));
  // A field that no line has was not chosen: the world total has no partner, and a value stands only where a page states it.
  const columns = CHOICES[choice].filter((column) => lines.every((line) => line[column] !== undefined));
  const line = (of) => columns.map((column) => `"${of[column]}",`).join('');
  const text = `${[line(header), ...lines.map(line)].join('\n')}\n`;
  return english ? Buffer.from(text, 'utf8') : encodeGb18030(text);
}

const lastMonth = (period) => period.slice(-7);

/** The query has a month on the 20th of the next one at 18:00 in Shanghai; January and February both come on 20 March. */
function publishedAt(period, minute) {
  const [year, month] = lastMonth(period).split('-').map(Number);
  const next = month === 1 ? 3 : month + 1;
  return new Date(Date.UTC(year, next - 1, 20, 10, minute)).toISOString().replace('.000Z', 'Z');
}

/** Figures of 2023 are taken together, in the first month of the calendar. */
const group = (row) => (row.period < '2024' ? (row.period.includes('..') ? row.period : '2023-07_2023-12') : row.period);

/** @returns files (name to bytes) and entries of the calendar. */
export function buildQuery() {
  const figures = readFigures('magnets');
  const groups = new Map();
  for (const row of figures.filter((f) => f.measure === 'quantity')) {
    const key = `${group(row).replace('..', '_')}_${row.partner === 'WORLD' ? 'world' : row.partner.toLowerCase()}_export${row.kind === 'derived' ? '.derived' : ''}.csv`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const files = new Map();
  const entries = [];
  let number = 0;
  for (const [name, rows] of groups) {
    const first = rows[0];
    const usd = figures.find((f) => f.measure === 'value' && f.period === first.period && f.partner === first.partner);
    const english = number % 4 === 3;
    const choice = number % CHOICES.length;
    number += 1;
    const file = `china-customs-query/${name}`;
    files.set(file, download(rows, usd, choice, english));
    const newest = rows.map((row) => lastMonth(row.period)).sort().at(-1);
    const cumulative = first.period.includes('..');
    const minute = (first.partner === 'WORLD' ? 0 : 10) + (cumulative ? 5 : 0) + (first.kind === 'derived' ? 2 : 1);
    entries.push({
      at: publishedAt(first.period < '2024' ? '2023-12' : newest, minute),
      pipeline: 'china-customs-query',
      how: 'inbox',
      file,
      periods: rows.map((row) => row.period),
      kind: first.kind,
    });
  }
  return { files, entries };
}
