import Table from 'cli-table3';
import { printable } from './printable.ts';

const NO_BORDER = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

export type Align = 'left' | 'right';

/** A table for people: columns aligned by the width of what is seen (Chinese characters are two wide), no borders. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], align: readonly Align[] = []): string {
  if (rows.length === 0) return '(none)\n';
  const table = new Table({
    head: [...head],
    chars: NO_BORDER,
    colAligns: head.map((_, i) => align[i] ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push(row.map(printable));
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** 1234567.8 as `1,234,567.8`: no digits are added or lost. */
export function formatNumber(value: number): string {
  const [whole = '', fraction] = (Number.isInteger(value) ? value.toFixed(0) : String(value)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `+5.7 %`; the sign is always there. */
export const formatPercent = (percent: number, digits = 1): string => `${percent >= 0 ? '+' : '−'}${Math.abs(percent).toFixed(digits)} %`;

const BARS = '▁▂▃▄▅▆▇█';

/** One character a figure, from 0 to the largest; a gap is a dot, never a bar of height 0. */
export function sparkline(values: readonly (number | null)[]): string {
  const top = Math.max(...values.map((v) => v ?? 0));
  return values
    .map((v) => (v === null ? '·' : top <= 0 ? BARS[0] : BARS[Math.min(BARS.length - 1, Math.floor((v / top) * BARS.length))]))
    .join('');
}

/** One value for a program. */
export const renderJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * A CSV field. Text that a spreadsheet would take for a formula is prefixed with an apostrophe; numbers stay numbers.
 */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (fields: readonly (string | number | null)[]): string => `${fields.map(csvField).join(',')}\n`;
