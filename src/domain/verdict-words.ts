/** A verdict in sentences: written when it is made and kept with it, so that each says what was known at its time. */
import type { PercentInterval } from './bounds.ts';
import { SHORT_MONTH_NAMES } from './month-names.ts';
import { formatAllDigits, groupDigits } from './number-words.ts';
import { parseMonth, yearOf } from './period.ts';
import { faithfulPercent } from './quantity.ts';
import type { Computation, Reason, Side } from './verdict.ts';

const monthName = (text: string): string => SHORT_MONTH_NAMES[(parseMonth(text) % 100) - 1] ?? text;

/** `Jun 2025`, `Apr-Jun 2025`, `2025` */
export function monthsName(text: string): string {
  const [first = '', last = first] = text.split('/');
  if (first === last) return `${monthName(first)} ${yearOf(parseMonth(first))}`;
  const [from, to] = [parseMonth(first), parseMonth(last)];
  if (yearOf(from) !== yearOf(to)) return `${monthName(first)} ${yearOf(from)}-${monthName(last)} ${yearOf(to)}`;
  return from % 100 === 1 && to % 100 === 12 ? String(yearOf(from)) : `${monthName(first)}-${monthName(last)} ${yearOf(from)}`;
}

const LEAST_IN_TONNES_KG = 10_000;
const inTonnes = (value: number, unit: string): boolean => unit === 'kg' && value >= LEAST_IN_TONNES_KG;
const kgToTonnes = (kg: number): number => Number((kg / 1000).toFixed(6));

/** `7,054 t`, `USD 301,800,000`: all digits; weights from ten tonnes on in tonnes. */
export function amount(value: number, unit: string): string {
  if (/^[A-Z]{3}$/.test(unit)) return `${unit} ${formatAllDigits(value)}`;
  return inTonnes(value, unit) ? `${formatAllDigits(kgToTonnes(value))} t` : `${formatAllDigits(value)} ${unit}`;
}

/** The percentages that a printed growth rate must stand on the right side of. */
export const marksOf = ({ low, high }: PercentInterval): number[] => [low, high].filter((mark) => mark !== null);

/** `+5.7 %`, `-28.9 % or less` */
export function growthOf({ percent, bound, current, base }: Computation, marks: readonly number[]): string {
  if (percent === null) return 'an unknown growth';
  const text = (bound === 'exact' ? faithfulPercent(current.value, base.value, marks) : null) ?? apart(percent, marks);
  return `${Number(text) > 0 ? '+' : ''}${groupDigits(text)} %${bound === 'at_most' ? ' or less' : bound === 'at_least' ? ' or more' : ''}`;
}

/** A bound with one decimal, or with all digits where that would put it on another side of a mark. */
const apart = (percent: number, marks: readonly number[]): string => {
  const text = percent.toFixed(1);
  return marks.every((mark) => Math.sign(Number(text) - mark) === Math.sign(percent - mark)) ? text : String(percent);
};

/** Both sides with the figures that they consist of, and how the percentage follows. */
export function computationWords(computation: Computation, marks: readonly number[]): string[] {
  const { current, base, unit, bound } = computation;
  const tonnes = inTonnes(current.value, unit) && inTonnes(base.value, unit);
  const [now, before] = [current.value, base.value].map((value) => formatAllDigits(tonnes ? kgToTonnes(value) : value));
  const formula = `100 x (${now} - ${before}) / ${before}`;
  const lines = [sideWords(current, unit), sideWords(base, unit)];
  if (computation.percent === null) return lines;
  if (bound === 'exact') return [...lines, `${formula} = ${growthOf(computation, marks)}`];
  if (bound === 'at_least') return [...lines, `A longer period around it bounds it: the growth is ${growthOf(computation, marks)}`];
  return [...lines, `The other months only add to the base, so the growth is at most ${formula}: ${growthOf(computation, marks)}`];
}

function sideWords({ period, value, complete, pieces }: Side, unit: string): string {
  if (pieces.length === 0) return `${monthsName(period)}: not known`;
  const parts =
    pieces.length === 1 && pieces[0]?.period === period
      ? ''
      : ` = ${pieces.map((piece) => `${monthsName(piece.period)} ${amount(piece.value, unit)}`).join(' + ')}`;
  return `${monthsName(period)}: ${complete ? '' : 'at least '}${amount(value, unit)}${parts}${complete ? '' : '; the other months are not known'}`;
}

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  no_series: 'no official series of this subject is held',
  subject_unknown: 'the text does not say whose trade, which way or of what',
  period_unknown: 'the text does not say clearly which months',
  partial_month: 'it speaks of a part of a month, and official figures here are of whole months',
  basis_unknown: 'the text does not say what the figure is compared with, or it is not the month, the quarter or the year before',
  ambiguous_measure: 'the text does not say whether volume or value is meant, or in which currency',
  period_not_over: 'the period was not over when the article was published',
  no_current: 'the official figure of the period is not known',
  no_base: 'the official figure that it would be compared with is not known, and what is known leaves it open',
  base_zero: 'the official figure that it would be compared with is 0',
  combined_period: 'January and February are published as one figure',
  suppressed: 'the source keeps a figure confidential that is needed',
  near_miss: 'the official figures are so near that a usual revision, or rounding to tonnes, explains the difference',
  level_differs: 'the level that the text gives is not the official one of this subject, so it may speak of something else',
  wider_line: 'only a wider line than the commodity is known, which cannot contradict',
  narrower_subject:
    'the figures refute it as it reads, but the sentence has words of which it is not known what they do: it may speak of a part or of others, or not say it as a fact',
  period_in_doubt:
    'the figures refute it as it reads, but the sentence may speak of other months: of several together, a part of one, a year that ends with it, another year',
  measure_in_doubt:
    'the figures refute it as it reads, but the sentence may speak of another measure: a number, a price, an average, an adjusted or estimated figure',
  context_in_doubt:
    'the figures refute it as it reads, but the text around it may say it as a supposition, a forecast or the word of somebody else, or does not say whose figure it is',
  denied: 'the figures refute it, and the sentence may say so itself',
  vintages_disagree: 'it was right by the figures of its day, which were revised since',
  withdrawn: 'the article no longer says it',
};
