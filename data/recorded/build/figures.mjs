/** Reads the tables of figures: CSV with quoted fields, one object for each row. */
import { readFileSync } from 'node:fs';

const FOLDER = new URL('../figures/', import.meta.url);

/** Fields of one CSV text; quotes are doubled inside quotes, lines end with LF. */
function parseCsv(text) {
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      row.push(field);
      field = '';
      if (c === '\n') {
        rows.push(row);
        row = [];
      }
    } else field += c;
  }
  return rows;
}

/** Rows of figures/<name>.csv: period, partner, measure, unit, value, kind, source and mostly note, all text. */
export function readFigures(name) {
  const [header, ...rows] = parseCsv(readFileSync(new URL(`${name}.csv`, FOLDER), 'utf8'));
  return rows.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i]])));
}

/** The articles of figures/news.json. */
export const readNews = () => JSON.parse(readFileSync(new URL('news.json', FOLDER), 'utf8'));

/** A function that finds the one row of a period (and partner and measure), or undefined. */
export function index(rows) {
  const found = new Map();
  for (const row of rows) {
    const key = `${row.period} ${row.partner} ${row.measure}`;
    if (found.has(key)) throw new Error(`two rows for ${key}`);
    found.set(key, row);
  }
  return (period, measure, partner = 'WORLD') => found.get(`${period} ${partner} ${measure}`);
}

/** 1234.5 as "1,234.5": the digits after the point stay as they are written in the table. */
export function withCommas(text) {
  const [whole, fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
