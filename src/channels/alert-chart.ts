import type { ChartDescription, ChartFigure } from '../chart/description.ts';
import type { AlertMessage } from '../domain/alert.ts';
import { type Interval, monthsBetween, parseMonth } from '../domain/period.ts';
import { formatAmount, formatLarge } from './figures.ts';
import { inert } from './inert.ts';
import type { LetterChart } from './letter.ts';
import { shortMonth } from './names.ts';
import { basePeriodOf, comparison, eventOf, KIND_LABELS, periodOf, subjectMatter, whatHappened } from './wording.ts';

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
  const { value, series } = message;
  const kind = eventOf(message);
  const mark = kind === 'raised' ? '' : `${KIND_LABELS[kind]}: `;
  if (value === null) return `${mark}${periodOf(message)} can no longer be compared`;
  return `${mark}${shortAmount(value.current, series.unit)} in ${periodOf(message)}, ${comparison(message, value)} in ${basePeriodOf(message)}`;
}

/** `353 t`, `USD 26.74 million` */
export function shortAmount(value: number, unit: string): string {
  const large = formatLarge(value, unit);
  if (large === null) return formatAmount(value, unit);
  return unit === 'kg' ? large : /^[A-Z]{3}$/.test(unit) ? `${unit} ${large}` : `${large} ${unit}`;
}

const intervalOf = ({ start, end }: { readonly start: string; readonly end: string }): Interval => ({
  from: parseMonth(start),
  to: parseMonth(end),
});

/** The months, and what was published for several months as one; a corrected month with what was told before. */
function figuresOf({ recent, recent_combined: combined = [], period, base_period, value, previous }: AlertMessage): ChartFigure[] {
  const corrected = (start: string, end: string, now: number | null): Pick<ChartFigure, 'revisedFrom'> => {
    if (previous === null || value === null || now === null) return {};
    const before =
      start === period.start && end === period.end
        ? previous.current
        : start === base_period?.start && end === base_period.end
          ? previous.base
          : now;
    return before === now ? {} : { revisedFrom: before };
  };
  return [...recent.map((month) => ({ start: month.period, end: month.period, value: month.value })), ...combined].map((one) => ({
    months: intervalOf(one),
    value: one.value,
    ...corrected(one.start, one.end, one.value),
  }));
}

function markedOf({ period, base_period, value, recent }: AlertMessage): ChartDescription['marked'] {
  const months = intervalOf(period);
  const alone = monthsBetween(months.from, months.to) === 0 ? recent.find((month) => month.period === period.end)?.value : null;
  return {
    months,
    value: value?.current ?? alone ?? null,
    base: value === null || base_period === null ? null : { months: intervalOf(base_period), value: value.base },
  };
}
