import type { ChartDescription, ChartFigure } from '../chart/description.ts';
import type { AlertMessage } from '../domain/alert-message.ts';
import { type Interval, monthsBetween, parseMonth } from '../domain/period.ts';
import { shortAmount } from './figures.ts';
import { inert } from './inert.ts';
import type { LetterChart } from './letter.ts';
import { shortMonth } from './names.ts';
import { basePeriodOf, comparison, findingOf, KIND_LABELS, levelOf, periodOf, subjectMatter, whatHappened } from './wording.ts';

const SHOWN_MONTHS = 24;

/** The alert's figures as a chart; null when there is nothing to draw. */
export function alertChart(message: AlertMessage): LetterChart | null {
  const { recent, recent_combined, series, source } = message;
  const combined = (recent_combined ?? []).filter(({ value }) => value !== null);
  const shown = recent.slice(-SHOWN_MONTHS);
  const [first, last] = [shown[0], shown.at(-1)];
  const unknown = shown.filter(
    ({ period, value }) => value === null && !combined.some(({ start, end }) => period >= start && period <= end),
  ).length;
  if (first === undefined || last === undefined || unknown === shown.length) return null;
  const subtitle = subjectMatter(series);
  const description: ChartDescription = {
    title: finding(message),
    subtitle,
    subtitleInLatin: subjectMatter({ ...series, product_name: null }),
    unit: series.unit,
    shown: { from: parseMonth(first.period), to: parseMonth(last.period) },
    figures: figuresOf(message),
    marked: markedOf(message),
    ...(message.rule.metric === 'level' && message.rule.threshold !== null ? { level: message.rule.threshold } : {}),
    source: `Source: ${inert(source.publisher, 120)}, obtained ${inert(source.retrieved_at.slice(0, 10), 20)}`,
  };
  const gaps = unknown === 0 ? '' : `; ${unknown} of them ${unknown === 1 ? 'is' : 'are'} not known`;
  return {
    description,
    alt: `${whatHappened(message)} Bar chart of the months from ${shortMonth(first.period)} to ${shortMonth(last.period)}${gaps}.`,
  };
}

/** `Retracted: 640.3 t in June 2025, 12.9 % less than in June 2024` */
function finding(message: AlertMessage): string {
  const mark = message.event === 'raised' ? '' : `${KIND_LABELS[message.event]}: `;
  return `${mark}${foundIn(message)}`;
}

function foundIn(message: AlertMessage): string {
  const { value, series, rule } = message;
  if (value === null) return `${periodOf(message)} can no longer be compared`;
  const figure = `${shortAmount(value.current, series.unit)} in ${periodOf(message)}`;
  switch (rule.metric) {
    case 'level':
      return `${figure}, ${levelOf(rule, value, value.unit)}`;
    case 'mirror_gap':
      return `${periodOf(message)}: ${findingOf(message)}`;
    case 'record':
    case 'revision':
      return `${figure}: ${findingOf(message)}`;
    default:
      return value.base === null ? figure : `${figure}, ${comparison(message, value)} in ${basePeriodOf(message)}`;
  }
}

const intervalOf = ({ start, end }: { readonly start: string; readonly end: string }): Interval => ({
  from: parseMonth(start),
  to: parseMonth(end),
});

/** The months, and what was published for several months as one; a corrected figure with what was told before. */
function figuresOf(message: AlertMessage): ChartFigure[] {
  const { recent, recent_combined: combined = [] } = message;
  return [...recent.map((month) => ({ start: month.period, end: month.period, value: month.value })), ...combined].map((one) => {
    const before = one.value === null ? null : statedBefore(message, one);
    return { months: intervalOf(one), value: one.value, ...(before === null || before === one.value ? {} : { revisedFrom: before }) };
  });
}

/** What stood there before: as it was first published where that is what the rule asks, otherwise as this alert told it. */
function statedBefore(
  { period, base_period, value, previous, rule }: AlertMessage,
  { start, end }: { start: string; end: string },
): number | null {
  const isPeriod = start === period.start && end === period.end;
  if (rule.metric === 'revision') return isPeriod ? (value?.base ?? null) : null;
  if (previous === null || value === null || rule.metric === 'mirror_gap') return null;
  if (isPeriod) return previous.current;
  return start === base_period?.start && end === base_period.end ? previous.base : null;
}

/** Of a mirror gap the chart has one side, the exporter's: the base of the gap. */
function markedOf({ period, base_period, value, recent, rule }: AlertMessage): ChartDescription['marked'] {
  const months = intervalOf(period);
  const alone = monthsBetween(months.from, months.to) === 0 ? (recent.find((month) => month.period === period.end)?.value ?? null) : null;
  const current = rule.metric === 'mirror_gap' ? value?.base : value?.current;
  const base = value?.base ?? null;
  return {
    months,
    value: current ?? alone,
    base: base === null || base_period === null || rule.metric === 'mirror_gap' ? null : { months: intervalOf(base_period), value: base },
  };
}
