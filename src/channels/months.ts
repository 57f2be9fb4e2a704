import type { AlertMessage } from '../domain/alert-message.ts';
import { formatNumber } from '../domain/number-words.ts';
import { formatChange } from './figures.ts';
import { inert } from './inert.ts';
import type { MonthRow, MonthTable } from './letter.ts';
import { shortMonth } from './names.ts';

/** A month that is not known is a gap, never 0. */
const GAP = '·';
const BLOCKS = '▁▂▃▄▅▆▇█';
/** The last year and the month a year before it: each row then has the same month of the year before. */
const ROWS = 13;
/** January and February. */
const SPAN_MONTHS = 2;

/** The months around the alert as a table and as a line of blocks; null when none is known. */
export function monthTable(message: AlertMessage): MonthTable | null {
  const { recent, series } = message;
  const spans = spansOf(message);
  const known = [
    ...recent.flatMap(({ value }) => (value === null ? [] : [value])),
    ...spans.flatMap(({ value }) => (value === null ? [] : [value / SPAN_MONTHS])),
  ];
  const first = recent[0];
  const last = recent.at(-1);
  if (known.length === 0 || first === undefined || last === undefined) return null;
  const largest = Math.max(...known, Number.MIN_VALUE);
  const months = recent.slice(-ROWS);
  const shown = months.flatMap(({ period, value }): Span[] => {
    const span = spans.find(({ start, end }) => period >= start && period <= end);
    if (span === undefined) return [{ start: period, end: period, value }];
    // One row where its months would be; its first may lie before the table.
    return period === span.start || period === months[0]?.period ? [span] : [];
  });
  const values = new Map(
    [...recent.map((month): Span => ({ start: month.period, end: month.period, value: month.value })), ...spans].map(keyed),
  );
  const blocks = recent
    .map(({ value }) => (value === null ? GAP : (BLOCKS[Math.max(0, Math.round((value / largest) * (BLOCKS.length - 1)))] ?? GAP)))
    .join('');
  const unit = inert(series.unit, 20);
  const [from, to] = [shortMonth(first.period), shortMonth(last.period)];
  const gaps = blocks.includes(GAP) ? ` (${GAP} is not known)` : '';
  return {
    title: `Last ${months.length} months, in ${unit}`,
    rows: shown.map((span) => rowOf(span, values, largest, message)),
    line: { from, to, blocks, title: `${from} to ${to}, in ${unit}${gaps}` },
  };
}

interface Span {
  readonly start: string;
  readonly end: string;
  readonly value: number | null;
}

/** January and February as one, where neither has a figure of its own. */
const spansOf = ({ recent, recent_combined: combined = [] }: AlertMessage): readonly Span[] =>
  combined.filter(({ start, end }) => recent.every(({ period, value }) => value === null || period < start || period > end));

const keyed = (span: Span): readonly [string, number | null] => [`${span.start}/${span.end}`, span.value];

function rowOf(
  { start, end, value }: Span,
  values: ReadonlyMap<string, number | null>,
  largest: number,
  { period, rule }: AlertMessage,
): MonthRow {
  const before = values.get(`${yearBefore(start)}/${yearBefore(end)}`) ?? null;
  return {
    month: start === end ? shortMonth(end) : `${shortMonth(start).slice(0, 3)}-${shortMonth(end)}`,
    value: shownValue(value),
    before: shownValue(before),
    change:
      value === null || before === null || before <= 0
        ? GAP
        : formatChange(
            { current: value, base: before, percent: (100 * (value - before)) / before },
            rule.threshold === null ? [] : [rule.threshold],
          ),
    share: value === null ? null : Math.max(0, value / (start === end ? 1 : SPAN_MONTHS) / largest),
    marked: start >= period.start && end <= period.end,
  };
}

const shownValue = (value: number | null): string => (value === null ? GAP : formatNumber(value));
const yearBefore = (month: string): string => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;
