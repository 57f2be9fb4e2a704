import type { ClaimBasis } from '../domain/claim.ts';
import { type Anchor, isCumulative, type ResolvedPeriod, resolve, shiftBack } from './anchor.ts';
import type { Comparison } from './comparisons.ts';
import type { PeriodMention } from './period-mention.ts';
import type { BasisWord } from './token.ts';

/** What a comparison is made with, before the length of the period is known. */
export type BasisFamily = BasisWord | 'other';

/** Names the basis for a period: a year back is cumulative for cumulative periods, the one before a quarter is a quarter. */
export function basisFor(family: BasisFamily | null, period: ResolvedPeriod | null, fiscalReporter: boolean): ClaimBasis | null {
  if (period !== null && isCumulative(period, fiscalReporter) && family !== 'other' && family !== 'qoq') return 'ytd_yoy';
  if (family === null && period !== null && period.last - period.first === 11) return 'yoy';
  if (family === 'mom' && period !== null && period.shape === 'quarter') return 'qoq';
  if (family === null && period !== null && (period.shape === 'quarter' || period.shape === 'half' || period.shape === 'year'))
    return 'yoy';
  if (family === 'mom' && period !== null && (period.shape === 'year' || period.shape === 'half')) return 'yoy';
  return family;
}

/** The family that a comparison means for a figure of `period`; null when it names no time. */
export function familyOf(comparison: Comparison, period: ResolvedPeriod | null, anchor: Anchor): BasisFamily | null {
  if (comparison.period === null) return comparison.unusual ? 'other' : null;
  const mention = comparison.period.period;
  if (mention.form === 'back') {
    if (mention.unit === 'year' && (comparison.average || (comparison.unusual && comparison.level === null))) return 'other';
    return familyOfBack(mention, period);
  }
  const base = resolveBase(mention, period, anchor);
  if (base === null || period === null) return mention.form === 'vague' ? 'other' : null;
  return between(period, base);
}

export function familyOfBack(mention: Extract<PeriodMention, { form: 'back' }>, period: ResolvedPeriod | null): BasisFamily {
  if (typeof mention.year === 'number' && period !== null) {
    const years = Math.trunc(period.last / 12) - mention.year;
    if (years !== 1 && years !== 0) return 'other';
  }
  if (mention.count !== 1) return 'other';
  return mention.unit === 'year' ? 'yoy' : mention.unit === 'month' ? 'mom' : 'qoq';
}

/** How far apart two periods of the same length lie. */
function between(period: ResolvedPeriod, base: ResolvedPeriod): BasisFamily {
  const distance = period.last - base.last;
  const length = period.last - period.first + 1;
  if (distance === 12 || (length === 12 && distance === 12)) return 'yoy';
  // "down 1.96% in January-November from 2015's figure": the whole year stands for its months.
  if (base.shape === 'year' && length > 1 && period.first > base.last && period.last <= base.last + 12) return 'yoy';
  if (base.last - base.first + 1 !== length) return 'other';
  if (length === 1 && distance === 1) return 'mom';
  if (length === 3 && distance === 3) return 'qoq';
  return 'other';
}

/** The time of a base, as seen from the figure's own period: "June" beside July of a year is June of that year. */
export function resolveBase(mention: PeriodMention, period: ResolvedPeriod | null, anchor: Anchor): ResolvedPeriod | null {
  if (mention.form === 'back') {
    if (period === null) return mention.here ? resolve(mention, anchor) : null;
    return shiftBack(period, mention.count * (mention.unit === 'year' ? 12 : mention.unit === 'quarter' ? 3 : 1));
  }
  if (mention.form === 'same' && !mention.month) return period;
  if (mention.form === 'span' && mention.year === null && period !== null && mention.first > 0) {
    const year = Math.trunc(period.last / 12);
    const own = (period.last % 12) + 1;
    const before = mention.last < own || (mention.last === own && mention.first > (period.first % 12) + 1) ? year : year - 1;
    return resolve({ ...mention, year: before }, anchor);
  }
  return resolve(mention, anchor);
}

/** When only the base names its year ("than the July 2024 figure"), the figure's own month without a year is the one after it. */
export function yearFromBase(mention: PeriodMention, comparison: Comparison): PeriodMention {
  if (mention.form !== 'span' || mention.year !== null || comparison.period === null) return mention;
  const base = comparison.period.period;
  if (base.form === 'back' && typeof base.year === 'number') return { ...mention, year: base.year + 1 };
  if (base.form !== 'span' || typeof base.year !== 'number') return mention;
  return { ...mention, year: mention.last <= base.last ? base.year + 1 : base.year };
}
