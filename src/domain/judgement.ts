/**
 * Holds a series against a rule: is a period beyond the threshold, near it, below it, or is that unknown? An unknown figure is
 * neither 0 nor below. What is read of the series is in rule-reading.ts, the comparison in threshold.ts. Pure; see docs/alerts.md.
 */
import { subjects } from './growth.ts';
import { addMonths, formatMonth, month, type Period, startOf, type YearMonth } from './period.ts';
import type { Rule, Severity } from './rule.ts';
import { type Reading, readingOf, type Unknown, type WatchedSeries } from './rule-reading.ts';
import { isBeyond, isCrossing, severityOf, thresholdOf } from './threshold.ts';

export type Judgement =
  | { readonly crossing: 'above' | 'near'; readonly reading: Reading; readonly severity: Severity }
  | { readonly crossing: 'below'; readonly reading: Reading }
  | { readonly crossing: 'insufficient'; readonly reason: Unknown; readonly detail: string };

/** The periods that a rule asks about, in order of time, from a month on. */
export function subjectsOf({ when: { metric } }: Rule, { figures }: WatchedSeries, from: YearMonth = 0): readonly Period[] {
  switch (metric) {
    case 'level':
    case 'record':
    case 'mirror_gap':
      return (figures.month?.ends(from) ?? []).map(month);
    case 'revision':
      return figures.kinds.flatMap((own) => own.ends(from).map((end) => ({ kind: own.kind, end }))).sort((a, b) => a.end - b.end);
    default:
      return subjects(figures, metric, from);
  }
}

/** Holds one period of a series, with the periods before it where the rule asks for several in a row, against the rule. */
export function judge(rule: Rule, series: WatchedSeries, subject: Period): Judgement {
  const own = judgeOne(rule, series, subject);
  if (own.crossing === 'insufficient' || own.crossing === 'below') return own;
  let weakest: Judgement = own;
  for (let back = 1, at = subject; back < rule.streak; back++) {
    at = before(series, at, rule);
    const one = judgeOne(rule, series, at);
    if (one.crossing === 'below') return { crossing: 'below', reading: own.reading };
    if (one.crossing === 'insufficient')
      weakest = { ...one, detail: `the rule wants ${rule.streak} periods in a row, and of ${formatMonth(at.end)} ${one.detail}` };
    else if (weakest.crossing === 'above' && one.crossing === 'near') weakest = { ...own, crossing: 'near' };
  }
  return weakest;
}

/** How many periods in a row, this one included, are beyond the threshold. */
export function streakOf(rule: Rule, series: WatchedSeries, subject: Period): number {
  let count = 0;
  for (let at = subject; count < LONGEST_STREAK && judgeOne(rule, series, at).crossing === 'above'; at = before(series, at, rule))
    count += 1;
  return count;
}
const LONGEST_STREAK = 120;

/** The period before: of cumulative figures the one that ends a month earlier. */
function before({ figures }: WatchedSeries, { kind, end }: Period, { when: { metric } }: Rule): Period {
  const last = addMonths(kind === 'ytd' ? end : startOf({ kind, end }), -1);
  if (kind === 'combined' || (kind === 'month' && metric !== 'yoy')) return month(last);
  // Year on year, January-February combined stands for the two months where they are not there.
  const combined = kind === 'month' && figures.month?.get(last)?.value == null && figures.combined?.has(last) === true;
  return combined ? { kind: 'combined', end: last } : { kind, end: last };
}

function judgeOne(rule: Rule, series: WatchedSeries, subject: Period): Judgement {
  const read = readingOf(rule, series, subject);
  if ('reason' in read) return { crossing: 'insufficient', ...read };
  const { current, base } = read.figures;
  if (base !== null && rule.when.metric !== 'record' && base < rule.minimumBase)
    return {
      crossing: 'insufficient',
      reason: 'base_zero_or_small',
      detail: `the base ${base} is below the rule's minimum of ${rule.minimumBase}`,
    };
  // Too small a change is no crossing, however many percent it is.
  if (base !== null && Math.abs(current - base) < rule.minimumChange) return { crossing: 'below', reading: read };
  if (isCrossing(thresholdOf(rule), read.figures)) return { crossing: 'above', reading: read, severity: severityOf(rule, read.figures) };
  if (rule.hysteresis > 0 && isBeyond(thresholdOf(rule), read.figures, rule.hysteresis))
    return { crossing: 'near', reading: read, severity: rule.severity };
  return { crossing: 'below', reading: read };
}
