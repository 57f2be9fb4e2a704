/** The list of files in PROVENANCE.md: when each is published and what kind its figures are. */
import { index, readFigures } from './figures.mjs';

const rareEarths = index(readFigures('rare_earths'));
const magnets = index(readFigures('magnets'));

/** The derived cells of a page of table (5), with their arithmetic. */
function derivedCells(file) {
  const [, month, table] = /(\d{4}-\d{2})_table(\d)/.exec(file) ?? [];
  if (table !== '5') return [];
  const [year, number] = month.split('-');
  const periods = [month, `${year}-01..${month}`, `${year - 1}-01..${year - 1}-${number}`];
  return periods.map((period) => rareEarths(period, 'quantity')).filter((row) => row?.kind === 'derived');
}

function kindOf(entry) {
  if (entry.file.includes('/index_')) return 'addresses only';
  if (entry.pipeline === 'trade-news') return 'published (`figures/news.json`), but for the false claim';
  const derived = derivedCells(entry.file);
  if (derived.length > 0) return `published; derived: ${derived.map((row) => `${row.period} (${row.note})`).join('; ')}`;
  if (entry.kind !== 'derived') return 'published';
  const partner = entry.file.includes('_us_') ? 'US' : 'WORLD';
  return `derived: ${entry.periods.map((period) => `${period} (${magnets(period, 'quantity', partner).note})`).join('; ')}`;
}

/** One line for each file of the calendar. */
export function fileTable(entries) {
  const files = entries.filter((entry) => entry.file !== undefined);
  const first = files.filter((entry, i) => files.findIndex((other) => other.file === entry.file) === i);
  const lines = first.map((entry) => `| \`${entry.file}\` | ${entry.at} | ${kindOf(entry)} |`);
  lines.push(
    '| `un-comtrade/records.json` | each month at its `availableFrom` | as in a public project\'s table of Comtrade data |',
    '| `trade-news/items.json` | each article at its `at` | published (`figures/news.json`), but for the false claim |',
  );
  return `| file | published at (UTC) | figures |\n|---|---|---|\n${lines.join('\n')}\n`;
}
