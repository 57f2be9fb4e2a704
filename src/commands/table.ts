import { csvField, guarded } from '../export/csv-field.ts';
import { printable } from './printable.ts';
import { cutTo, widthOf } from './text-width.ts';

export type Align = 'left' | 'right';

/** How a table is made to fit: figures and keys never are cut, since a cut one is a wrong one. */
export interface Fit {
  /** Of the terminal; undefined when nobody looks: then nothing is cut. */
  readonly columns: number | undefined;
  /** Which columns may be cut, the first one first. */
  readonly cut: readonly number[];
  /** How wide a cut column stays at least, where 12 is too little to know what is meant. */
  readonly least?: Readonly<Record<number, number>>;
  /** Which columns are left out where cutting is not enough, the first one first; a line beneath says which. */
  readonly drop?: readonly number[];
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
  const whole = head.map((_, i) => Math.max(...lines.map((line) => widthOf(line[i] ?? ''))));
  const { shown, widths } = fitted(whole, fit);
  const cell = (text: string, i: number): string => {
    const width = widths[i] ?? 0;
    const kept = cutTo(text, width);
    const space = ' '.repeat(width - widthOf(kept));
    return align[i] === 'right' ? space + kept : kept + space;
  };
  const text = lines.map((line) => shown.map((i) => cell(line[i] ?? '', i)).join(GAP)).map((line) => `${line.trimEnd()}\n`);
  const left = head.filter((_, i) => !shown.includes(i));
  return `${text.join('')}${left.length === 0 ? '' : `(no room here for: ${left.join(', ')})\n`}`;
}

/** Which columns are shown, and how wide each is: as few as possible are cut or left out. */
function fitted(whole: readonly number[], fit: Fit): { readonly shown: readonly number[]; readonly widths: readonly number[] } {
  const room = fit.columns ?? Number.POSITIVE_INFINITY;
  const drop = fit.drop ?? [];
  for (let dropped = 0; ; dropped++) {
    const out = drop.slice(0, dropped);
    const shown = whole.flatMap((_, i) => (out.includes(i) ? [] : [i]));
    const widths = [...whole];
    let over = shown.reduce((sum, i) => sum + (whole[i] ?? 0), GAP.length * (shown.length - 1)) - room;
    for (const i of fit.cut.filter((column) => shown.includes(column))) {
      const width = whole[i] ?? 0;
      widths[i] = Math.min(width, Math.max(fit.least?.[i] ?? LEAST_WIDTH, width - Math.max(0, over)));
      over -= width - (widths[i] ?? 0);
    }
    if (over <= 0 || dropped === drop.length) return { shown, widths };
  }
}

/** `2025-07-20 08:15`, in UTC. */
export const minuteOf = (time: string): string => time.slice(0, 16).replace('T', ' ');

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

/** A line of CSV. Numbers stay numbers, text is {@link guarded}. */
export const csvLine = (fields: readonly (string | number | null)[]): string =>
  `${fields.map((field) => csvField(typeof field === 'string' ? guarded(field) : field)).join(',')}\n`;

/** The rows with the text of their last column in lines of whole words, which leaves no line wider than the terminal where there is room for words. */
export function withLinesOfLast(head: readonly string[], rows: readonly (readonly string[])[], columns: number): string[][] {
  const before = head.slice(0, -1).map((name, i) => Math.max(widthOf(name), ...rows.map((row) => widthOf(row[i] ?? ''))));
  const room = Math.max(LEAST_LINE, columns - before.reduce((sum, width) => sum + width + GAP.length, 0));
  return rows.flatMap((row) =>
    linesOf(row.at(-1) ?? '', room).map((line, at) => [...row.slice(0, -1).map((cell) => (at === 0 ? cell : '')), line]),
  );
}

/** Fewer columns are no room for words. */
const LEAST_LINE = 24;

function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
