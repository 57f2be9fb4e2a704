import type { Direction, Qualifier } from '../domain/claim.ts';
import type { ResolvedPeriod } from './anchor.ts';
import type { BasisFamily } from './bases.ts';
import type { Clause } from './clause.ts';
import type { Comparison } from './comparisons.ts';
import type { Growth } from './growth.ts';
import type { Subject } from './subject.ts';
import type { Token } from './token.ts';
import { BARE_UNIT } from './units.ts';

/** A level as it stands in a text, in base units. */
export interface Level {
  readonly value: number;
  readonly unit: string;
}

/** A claim while the text is still being read: the basis may come from a parallel clause that follows. */
export interface Draft {
  subject: Subject;
  family: BasisFamily | null;
  period: ResolvedPeriod | null;
  /** The text names a time that no period stands for ("early 2025"). */
  readonly vague: boolean;
  readonly direction: Direction;
  percent: number | null;
  qualifier: Qualifier;
  level: Level | null;
  base: Level | null;
  readonly sentence: number;
  /** Places in the normalised text. */
  readonly start: number;
  readonly end: number;
}

const KILOGRAMS_PER_TON = 1000;

/** The value in another unit of the same kind, or null when the units cannot be compared. */
export function inUnit(level: Level, unit: string): number | null {
  if (level.unit === unit || level.unit === BARE_UNIT) return level.value;
  if (level.unit === 'kg' && unit === 't') return level.value / KILOGRAMS_PER_TON;
  if (level.unit === 't' && unit === 'kg') return level.value * KILOGRAMS_PER_TON;
  return null;
}

/** Growth from base to level in percent, with its sign. */
export function computed(level: Level | null, base: Level | null): number | null {
  if (level === null || base === null) return null;
  const value = inUnit(base, level.unit);
  return value === null || value === 0 ? null : (level.value / value - 1) * 100;
}

export const isMoney = (unit: string): boolean => /^[A-Z]{3}$/.test(unit);

export const asLevel = (token: Token<'level'> | null): Level | null => (token === null ? null : { value: token.value, unit: token.unit });

/** What a clause says, before its place in the text is noted. */
export interface Statement {
  readonly subject: Subject;
  readonly family: BasisFamily | null;
  readonly period: ResolvedPeriod | null;
  readonly growth: Omit<Growth, 'percent'> & { readonly percent: number | null };
  readonly level: Level | null;
  readonly base: Level | null;
}

/** How far a percentage may be from the growth that two levels give, to be the same statement: sources round. */
const SAME_STATEMENT_POINTS = 1;
const SAME_STATEMENT_PART = 0.02;

/** Whether the percentage says what the draft's two levels say ("from 6,146 to 5,774 tons, a 6.1% drop"). */
const tellsOf = (draft: Draft, percent: number): boolean => isSameGrowth(computed(draft.level, draft.base), percent);

/** Whether the growth that two levels give is the percentage that the text gives: sources round, and round more what is large. */
export const isSameGrowth = (made: number | null, percent: number): boolean =>
  made !== null && Math.abs(Math.abs(made) - percent) < Math.max(SAME_STATEMENT_POINTS, percent * SAME_STATEMENT_PART);

/** "Up 385%, 4.84 times the level of a year before": the second says the first again. */
const isRetold = (draft: Draft, made: Statement): boolean =>
  draft.period === made.period &&
  draft.family === made.family &&
  draft.direction === made.growth.direction &&
  draft.percent !== null &&
  made.growth.percent !== null &&
  isSameGrowth(made.growth.percent, draft.percent);

/** Adds a statement, or completes the one of two levels that it gives the percentage of. `place`: where it stands, if not in the clause. */
export function addDraft(clause: Clause, vague: boolean, made: Statement, place?: Comparison): void {
  const { subject, family, period, growth, level, base } = made;
  const { percent } = growth;
  const twin = clause.drafts.find(
    (draft) =>
      draft.percent === null &&
      percent !== null &&
      draft.period === period &&
      draft.direction === growth.direction &&
      tellsOf(draft, percent),
  );
  if (twin !== undefined) {
    twin.percent = percent;
    twin.qualifier = growth.qualifier;
    return;
  }
  if (growth.multiple === true && clause.drafts.some((draft) => isRetold(draft, made))) return;
  const { core } = clause.unit;
  clause.drafts.push({
    subject,
    family,
    period,
    vague,
    direction: growth.direction,
    percent,
    qualifier: growth.qualifier,
    level,
    base,
    sentence: clause.sentence,
    start: clause.tokens[place?.from ?? core.from]?.start ?? 0,
    end: clause.tokens[place?.to ?? core.to - 1]?.end ?? 0,
  });
}
