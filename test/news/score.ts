import { readFileSync } from 'node:fs';
import type { Claim } from '../../src/domain/claim.ts';
import { extractClaims } from '../../src/news/extract.ts';
import { NAMES } from './told.ts';

/** A claim as a person annotated it: of the levels only what the text gives. */
type Annotated = Pick<Claim, 'commodity' | 'flow' | 'reporter' | 'partner' | 'basis' | 'period' | 'direction' | 'percent' | 'qualifier'> & {
  readonly level?: number;
  readonly base_level?: number;
  readonly lenient?: readonly string[];
};

export interface Item {
  readonly id: string;
  readonly text: string;
  readonly lang: string;
  readonly published: string | null;
  readonly claims: readonly Annotated[];
}

const FIELDS = ['basis', 'period', 'partner', 'flow', 'reporter', 'commodity', 'qualifier'] as const;

export const itemsOf = (file: string): readonly Item[] =>
  readFileSync(new URL(`../fixtures/claims/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Item);

export interface Score {
  /** Found claims that the text makes, of all found. */
  readonly precision: number;
  /** Claims of the text that were found. */
  readonly recall: number;
  /** Claims of the text with every judged field right. */
  readonly right: number;
  /** Texts without a claim in which none was found. */
  readonly decoysClean: number;
  /** What went wrong, for the message of a failing test. */
  readonly misses: readonly string[];
}

export function score(items: readonly Item[]): Score {
  let [found, matched, right, annotated, decoys, clean] = [0, 0, 0, 0, 0, 0];
  const misses: string[] = [];
  for (const item of items) {
    const left = [...extractClaims(item.text, { published: item.published }, NAMES)];
    found += left.length;
    annotated += item.claims.length;
    if (item.claims.length === 0) {
      decoys += 1;
      if (left.length === 0) clean += 1;
    }
    for (const claim of item.claims) {
      const best = left
        .filter((other) => isSame(claim, other))
        .sort((a, b) => wrongFields(claim, a).length - wrongFields(claim, b).length)[0];
      if (best === undefined) {
        misses.push(`${item.id} missed ${claim.direction} ${claim.percent}`);
        continue;
      }
      left.splice(left.indexOf(best), 1);
      matched += 1;
      const wrong = wrongFields(claim, best);
      if (wrong.length === 0) right += 1;
      else misses.push(`${item.id} ${claim.direction} ${claim.percent}: ${wrong.join(', ')}`);
    }
    for (const extra of left) misses.push(`${item.id} made up ${extra.direction} ${extra.percent}`);
  }
  const part = (count: number, all: number): number => (all === 0 ? 1 : count / all);
  return {
    precision: part(matched, found),
    recall: part(matched, annotated),
    right: part(right, annotated),
    decoysClean: part(clean, decoys),
    misses,
  };
}

/** The same statement: its direction and percentage, or its two levels where it has no percentage. */
function isSame(claim: Annotated, other: Claim): boolean {
  if (claim.direction !== other.direction) return false;
  if (claim.percent !== null) return other.percent !== null && Math.abs(claim.percent - other.percent) <= 0.05;
  return isNear(claim.level, other.level) && isNear(claim.base_level, other.base_level);
}

const isNear = (expected: number | undefined, actual: number | null): boolean =>
  expected !== undefined && actual !== null && Math.abs(expected - actual) <= Math.abs(expected) * 0.005;

const wrongFields = (claim: Annotated, other: Claim): readonly string[] =>
  FIELDS.filter((field) => {
    const unjudged = claim.lenient?.includes(field) === true || ((field === 'period' || field === 'commodity') && claim[field] === null);
    return !unjudged && claim[field] !== other[field];
  });
