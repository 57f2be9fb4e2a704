import { type PercentInterval, placeOf } from './bounds.ts';
import { capitalized } from './capitalized.ts';
import type { Claim } from './claim.ts';
import { countsInAnother, doubtOf, mayMeanValue } from './claim-doubts.ts';
import { monthsOfClaim } from './claim-figures.ts';
import { type ClaimSeries, commodityOf } from './claim-series.ts';
import { formatMonth, type YearMonth } from './period.ts';
import { type Answer, ask, type HeldSeries, heldOn, type Question } from './question.ts';
import { otherReadings, type Reading, type Stated, statedQuestion } from './readings.ts';
import type { Doubt } from './sentence.ts';
import type { SeriesVersions } from './series.ts';
import type { Computation, Judged, Reason } from './verdict.ts';
import { amount, computationWords, growthOf, marksOf, REASON_WORDS } from './verdict-words.ts';

/** Counts up when claims are judged otherwise by the same figures: those at hand are then judged again when the program starts. */
export const JUDGING_VERSION = 8;

export interface ClaimToJudge {
  readonly claim: Claim;
  /** The sentence of the claim: its printed decimals and hedges count. */
  readonly quote: string;
  /** Why the text around the sentence may not say it. Left out for a sentence that is the whole text. */
  readonly doubt?: Doubt | null;
  /** The end of the article's day in UTC; null when it is not known. */
  readonly asOf: string | null;
}

const STATED = 'as_stated';

/**
 * Holds a claim against the official figures as they were on the article's day and as they are today. Contradicted only
 * when the text determines what it speaks of, the figures of exactly that refute it, and no other reading saves it.
 * @param versions what {@link seriesWanted} asks for, with every value that it ever had.
 */
export function judgeClaim(
  { claim, quote, doubt: around = null, asOf }: ClaimToJudge,
  versions: readonly SeriesVersions[],
  mapping: ClaimSeries,
): Judged {
  const stated = statedOf(claim, quote, asOf, mapping);
  if (typeof stated === 'string') return notComparable(stated, null, []);
  const series = versions.map((one) => heldOn(one, asOf));
  const question = statedQuestion(stated);
  const plain: Answer = question === null ? notAsked(claim) : ask(question, series);
  if (question !== null && plain.state === 'fits' && plain.computation !== null) return supported(plain, question);
  const answered = otherReadings(stated, mapping)
    .filter((reading) => isOver(reading.question.current.to, asOf))
    .map((reading) => ({ reading, answer: ask(reading.question, series) }));
  const tried = [STATED, ...answered.filter(({ answer }) => answer.state !== 'unknown').map(({ reading }) => reading.id)];
  const fitting = answered.filter(({ answer }) => answer.state === 'fits');
  // While figures are missing, the claim may be right as stated: another reading that fits is a remark, no verdict.
  if (fitting.length > 0 && !AWAITING.has(plain.reason ?? 'no_series')) return underOtherReading(fitting, plain, question, tried);
  if (question !== null && plain.state === 'refuted' && plain.computation !== null) {
    const { bound, percent } = plain.computation;
    const own = doubtOf(quote, claim, bound === 'exact' ? percent : null, stated.commodity.names());
    const doubt = own ?? around;
    return doubt === null
      ? contradicted(plain, question, tried, remarksOf(stated, series, mapping))
      : notComparable(
          doubt.reason,
          plain.computation,
          tried,
          question.percent,
          `${own === null ? 'Around it' : 'Not understood'}: "${doubt.words}".`,
        );
  }
  const wider =
    plain.reason === 'no_series' && answered.some(({ reading, answer }) => reading.id === 'wider_line' && answer.computation !== null);
  const undecided = notComparable(
    wider ? 'wider_line' : (plain.reason ?? 'no_series'),
    plain.computation,
    tried,
    question?.percent ?? null,
  );
  const alsoFits = fitting.map(({ reading }) => `It would be right as ${reading.says}.`);
  return { ...undecided, explanation: [...undecided.explanation, ...alsoFits] };
}

const AWAITING: ReadonlySet<Reason> = new Set(['no_current', 'no_base', 'suppressed']);

/** Of a period that was not over on its day, an article cannot have had the figure. */
const isOver = (lastMonth: YearMonth, asOf: string | null): boolean => asOf === null || formatMonth(lastMonth) < asOf.slice(0, 7);

/** Growth "on the month" of a half-year says what it is compared with, and leaves open which months are. */
const notAsked = ({ basis }: Claim): Answer => ({
  state: 'unknown',
  reason: basis === 'other' ? 'basis_unknown' : 'period_unknown',
  computation: null,
  first: null,
});

/** What the text determines, or why it does not. */
function statedOf(claim: Claim, quote: string, asOf: string | null, mapping: ClaimSeries): Stated | Reason {
  const commodity = commodityOf(mapping, claim.commodity);
  if (claim.commodity === null) return 'subject_unknown';
  if (commodity === null || claim.flow === 'other') return 'no_series';
  if (claim.flow === null || claim.reporter === null || claim.partner === null) return 'subject_unknown';
  if (claim.measure !== null && claim.measure !== 'volume' && claim.measure !== 'value') return 'no_series';
  const months = monthsOfClaim(claim.period);
  if (months === null) return 'period_unknown';
  if (months === 'partial') return 'partial_month';
  // "In 2025" in November 2025 is the year so far, or a forecast.
  if (!isOver(months.to, asOf)) return 'period_not_over';
  const unit = claim.level_unit;
  const money = unit !== null && /^[A-Z]{3}$/.test(unit);
  const custom = commodity.measure === 'volume' && mayMeanValue(quote) ? null : commodity.measure;
  const measure = claim.measure ?? (unit === null ? custom : money ? 'value' : 'volume');
  const currency = money && !countsInAnother(quote, unit) ? unit : null;
  const told = measure === 'value' ? currency : unit === 't' || unit === 'kg' ? 'kg' : unit === 'items' ? 'items' : null;
  return { claim, quote, commodity, measure, unit: told, months };
}

function supported(plain: Answer, question: Question): Judged {
  const official = plain.computation as Computation;
  const marks = marksOf(question.percent);
  return {
    verdict: 'supported',
    reading: null,
    reason: null,
    official,
    stated: null,
    explanation: [
      `Supported: the official figures give ${growthOf(official, marks)}.`,
      ...computationWords(official, marks),
      ...roundingRemark(official, question.percent),
      ...vintageRemark(plain, marks),
    ],
    tried: [STATED],
  };
}

/** @param fitting the readings under which it is right, the likeliest first; not empty. */
function underOtherReading(
  fitting: readonly { readonly reading: Reading; readonly answer: Answer }[],
  plain: Answer,
  question: Question | null,
  tried: readonly string[],
): Judged {
  const [{ reading, answer }, ...more] = fitting as readonly [(typeof fitting)[number], ...typeof fitting];
  const official = answer.computation as Computation;
  const marks = marksOf(reading.question.percent);
  const others = more.map((one) => one.reading.says);
  const stated = plain.computation;
  const asStated =
    stated === null || question === null
      ? `As stated it cannot be compared: ${REASON_WORDS[plain.reason ?? 'no_series']}.`
      : `As stated, the official figures give ${growthOf(stated, marksOf(question.percent))}${plain.reason === null ? '' : `; ${REASON_WORDS[plain.reason]}`}.`;
  return {
    verdict: 'supported_under_other_reading',
    reading: reading.id,
    reason: null,
    official,
    stated,
    explanation: [
      `${plain.state === 'refuted' ? 'Not as stated, but right' : 'Right'} as ${reading.says}: ${growthOf(official, marks)}.`,
      ...computationWords(official, marks),
      ...roundingRemark(official, reading.question.percent),
      asStated,
      ...(others.length === 0 ? [] : [`It would be right as well as ${others.join('; as ')}.`]),
    ],
    tried,
  };
}

function contradicted(plain: Answer, question: Question, tried: readonly string[], remarks: readonly string[]): Judged {
  const official = plain.computation as Computation;
  const marks = marksOf(question.percent);
  return {
    verdict: 'contradicted',
    reading: null,
    reason: null,
    official,
    stated: null,
    explanation: [
      `Contradicted: the official figures give ${growthOf(official, marks)}.`,
      ...computationWords(official, marks),
      ...vintageRemark(plain, marks),
      ...remarks,
      tried.length > 1
        ? `No other reading that was tried makes it right (${tried.slice(1).join(', ').replaceAll('_', ' ')}).`
        : 'There were no figures for another reading.',
    ],
    tried,
  };
}

const notComparable = (
  reason: Reason,
  official: Computation | null,
  tried: readonly string[],
  claimed: PercentInterval | null = null,
  words: string | null = null,
): Judged => ({
  verdict: 'not_comparable',
  reading: null,
  reason,
  official,
  stated: null,
  explanation: [
    `Not comparable: ${REASON_WORDS[reason]}.`,
    ...(words === null ? [] : [words]),
    ...(official === null ? [] : computationWords(official, claimed === null ? [] : marksOf(claimed))),
  ],
  tried,
});

/** Said when the percentage that a person computes is not the printed one, and only the rounding of the figures bridges them. */
function roundingRemark({ current, base, bound }: Computation, claimed: PercentInterval): string[] {
  if (bound !== 'exact') return [];
  const point = { current: current.value, base: base.value };
  return placeOf({ low: point, high: point, whole: false }, claimed) === 'inside'
    ? []
    : ['The published figures are rounded; within their rounding the claim is right.'];
}

const vintageRemark = ({ first }: Answer, marks: readonly number[]): string[] =>
  first === null || first.percent === null
    ? []
    : [`By the figures as first known it was ${growthOf(first, marks)}; they were revised since.`];

/** What the line says with which the commodity is mixed up. */
function remarksOf(stated: Stated, series: readonly HeldSeries[], mapping: ClaimSeries): string[] {
  const other = commodityOf(mapping, stated.commodity.takenFor);
  const question = statedQuestion(stated);
  if (other === null || question === null) return [];
  const { computation } = ask({ ...question, lines: other.lines, levels: NO_LEVELS }, series);
  if (computation === null || computation.percent === null || computation.bound !== 'exact') return [];
  const { unit, current, base } = computation;
  const figures = `${amount(current.value, unit)} against ${amount(base.value, unit)}`;
  return [`${capitalized(other.name)} are another line: there it was ${growthOf(computation, [])} (${figures}).`];
}

const NO_LEVELS = { percent: 0, level: null, level_unit: null, base_level: null };
