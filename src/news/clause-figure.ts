import type { Clause } from './clause.ts';
import { directionOf, type FoundDirection } from './directions.ts';
import { type Growth, growthOf } from './growth.ts';
import { is, type Token } from './token.ts';

/** The growth that the clause states, or null when it states none. */
export function growthAt(clause: Clause, figure: number): Growth | null {
  const direction = directionOf(clause.tokens, clause.owners, clause.unit.core, figure) ?? setApart(clause, figure);
  const compared = comparesMultiple(clause, figure);
  const growth = growthOf(clause.tokens, figure, direction, compared);
  if (growth !== null || direction !== null) return growth;
  const last = clause.drafts.at(-1);
  // "changed by -25% and 3%": a sign is of its own figure only.
  if (followsSign(clause.tokens, figure)) return null;
  if (last === undefined || !isInheriting(clause.tokens[figure]) || !isListed(clause, figure)) return null;
  return growthOf(clause.tokens, figure, { direction: last.direction, at: figure, basis: null }, compared);
}

/** 分别增长1倍和1.8倍; "4.4 times the volume that went to the US" takes nothing from what stands before it. */
const isInheriting = (token: Token | undefined): boolean => is(token, 'percent') || (is(token, 'multiple') && token.form === 'bei');

const followsSign = (tokens: readonly Token[], figure: number): boolean => {
  for (let at = figure - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (is(token, 'direction')) return false;
    if (is(token, 'percent')) return token.sign !== null;
  }
  return false;
};

/** "shrank for the second month in a row, by 8.6 per cent": commas between the verb and how much. */
function setApart(clause: Clause, figure: number): FoundDirection | null {
  const { core } = clause.unit;
  const link = clause.tokens[core.from]?.text;
  const noun = clause.tokens[core.from - 2];
  // "saw positive growth, at 5.76 percent"
  if (link === 'at' && figure - core.from <= 2 && is(noun, 'direction') && noun.form === 'noun')
    return { direction: noun.direction, at: core.from - 2, basis: noun.basis ?? null };
  if (link !== 'by' || figure - core.from > 2) return null;
  for (let at = core.from - 1; at >= 0 && at > core.from - FARTHEST_VERB; at -= 1) {
    const token = clause.tokens[at];
    if (is(token, 'percent', 'multiple', 'change')) return null;
    if (clause.owners[at] === null && is(token, 'direction')) return { direction: token.direction, at, basis: token.basis ?? null };
  }
  return null;
}

const FARTHEST_VERB = 14;

/** "2.4 times the level a year earlier": a multiple stands against an earlier time of the same series, not against another one. */
function comparesMultiple(clause: Clause, figure: number): boolean {
  for (let at = figure + 1; at < clause.unit.core.to; at += 1) {
    const token = clause.tokens[at];
    if (is(token, 'place', 'flow', 'commodity') && clause.owners[at] === null) return false;
    if (is(token, 'period')) return true;
  }
  for (let at = figure - 1; at >= clause.unit.core.from; at -= 1)
    if (is(clause.tokens[at], 'period') && (isBase(clause, at) || clause.owners[at] !== null)) return true;
  return false;
}

function isBase(clause: Clause, at: number): boolean {
  const token = clause.tokens[at];
  return is(token, 'period') && token.period.form === 'back';
}

/** "ships 5 percent and autos 3 percent": a member of a list takes the direction of the member before it. */
function isListed(clause: Clause, figure: number): boolean {
  if (!/^(?:and|but|,|，|、|)$/.test(clause.unit.core.opener)) return false;
  for (let at = clause.unit.core.from; at < figure; at += 1) {
    const token = clause.tokens[at];
    if (clause.owners[at] !== null || token?.text === 'from') continue;
    if (
      !is(token, 'conjunction', 'place', 'commodity', 'measure', 'preposition', 'qualifier', 'basis', 'mark', 'flow', 'period') &&
      !(is(token, 'word') && /^(?:the|a|an|by|those|s|its|their|only|just|products?|goods|items)$/.test(token.text))
    )
      return false;
  }
  return true;
}
