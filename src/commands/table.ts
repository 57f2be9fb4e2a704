import { printable } from './printable.ts';
import { cutTo, widthOf } from './text-width.ts';

export type Align = 'left' | 'right';

/** How a table is made to fit: figures and keys never are cut, since a cut one is a wrong one. */
export interface Fit {
  /** Of the terminal; undefined when nobody looks: then nothing is cut. */
  readonly columns: number | undefined;
  /** Which columns may be cut, the first one first. */
  readonly cut: readonly number[];
}

const GAP = '  ';
/** Less of a text says nothing. */
const LEAST_WIDTH = 12;

/**
 * A table for people, without borders, aligned by the width of what is seen. What may not be cut stays whole, also when
 * the table then is wider than the terminal.
 */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly Align[] = [],
  fit: Fit = { columns: undefined, cut: [] },
): string {
  if (rows.length === 0) return '(none)\n';
  const lines = [head, ...rows.map((row) => row.map(printable))];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => widthOf(line[i] ?? ''))));
  let over = widths.reduce((sum, width) => sum + width, GAP.length * (head.length - 1)) - (fit.columns ?? Number.POSITIVE_INFINITY);
  for (const i of fit.cut) {
    const width = widths[i] ?? 0;
    const narrower = Math.min(width, Math.max(LEAST_WIDTH, width - Math.max(0, over)));
    over -= width - narrower;
    widths[i] = narrower;
  }
  const cell = (text: string, i: number): string => {
    const shown = cutTo(text, widths[i] ?? 0);
    const space = ' '.repeat((widths[i] ?? 0) - widthOf(shown));
    return align[i] === 'right' ? space + shown : shown + space;
  };
  return lines
    .map(
      (line) =>
        `${head
          .map((_, i) => cell(line[i] ?? '', i))
          .join(GAP)
          .trimEnd()}\n`,
    )
    .join('');
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
