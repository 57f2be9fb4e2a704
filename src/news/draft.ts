import type { Direction, Qualifier } from '../domain/claim.ts';
import type { ResolvedPeriod } from './anchor.ts';
import type { BasisFamily } from './bases.ts';
import type { Subject } from './subject.ts';

/** A level as it stands in a text, in base units. */
export interface Level {
  readonly value: number;
  readonly unit: string;
}

/** A claim while the text is still being read: the basis may come from a parallel clause that follows. */
export interface Draft {
  readonly subject: Subject;
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
  if (level.unit === unit) return level.value;
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
