import type { AlertMessage } from '../domain/alert-message.ts';
import { formatChange, formatNumber } from './figures.ts';
import type { MonthRow, MonthTable } from './letter.ts';
import { shortMonth } from './names.ts';

/** A month that is not known is a gap, never 0. */
const GAP = '·';
const BLOCKS = '▁▂▃▄▅▆▇█';
/** The last year and the month a year before it: each row then has the same month of the year before. */
const ROWS = 13;

/** The months around the alert as a table and as a line of blocks; null when none is known. */
export function monthTable(message: AlertMessage): MonthTable | null {
  const { recent, series, period, rule } = message;
  const known = recent.flatMap((month) => (month.value === null ? [] : [month.value]));
  const first = recent[0];
  const last = recent.at(-1);
  if (known.length === 0 || first === undefined || last === undefined) return null;
  const largest = Math.max(...known, Number.MIN_VALUE);
  const values = new Map(recent.map((month) => [month.period, month.value]));
  const rows = recent.slice(-ROWS).map(({ period: month, value }): MonthRow => {
    const before = values.get(yearBefore(month)) ?? null;
    return {
      month: shortMonth(month),
      value: shown(value),
      before: shown(before),
      change:
        value === null || before === null || before <= 0
          ? GAP
          : formatChange(
              { current: value, base: before, percent: (100 * (value - before)) / before },
              rule.threshold === null ? [] : [rule.threshold],
            ),
      share: value === null ? null : Math.max(0, value / largest),
      marked: month >= period.start && month <= period.end,
    };
  });
  const blocks = recent
    .map(({ value }) => (value === null ? GAP : (BLOCKS[Math.max(0, Math.round((value / largest) * (BLOCKS.length - 1)))] ?? GAP)))
    .join('');
  return {
    title: `Last ${rows.length} months, in ${series.unit}`,
    rows,
    line: { from: shortMonth(first.period), to: shortMonth(last.period), blocks },
  };
}

const shown = (value: number | null): string => (value === null ? GAP : formatNumber(value));
const yearBefore = (month: string): string => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;
