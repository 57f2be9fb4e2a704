import type { ResolvedPeriod } from './anchor.ts';
import { type BasisFamily, familyOf, familyOfBack } from './bases.ts';
import { type Clause, lies, pairedPieces } from './clause.ts';
import type { Piece } from './clauses.ts';
import type { Comparison } from './comparisons.ts';
import { anchorOf, type Discourse } from './discourse.ts';
import { is } from './token.ts';

/** What the figure is compared with, by the words of its clause; null when they do not say. */
export function familyAt(clause: Clause, discourse: Discourse, period: ResolvedPeriod | null, anchor: number): BasisFamily | null {
  const { core, before, after } = clause.unit;
  for (const piece of [core, ...after, ...[...before].reverse(), ...pairedPieces(clause), ...clause.pieces.slice(0, 1)]) {
    const word = basisWord(clause, piece, anchor);
    if (word !== null) return piece === core && word === 'mom' && isLong(period) ? 'other' : word;
    const nearest = [...clause.all].sort((a, b) => Math.abs(a.from - anchor) - Math.abs(b.from - anchor));
    for (const comparison of nearest) {
      if (!lies(comparison, piece) || comparison.percent !== null || comparison.forecast) continue;
      const family =
        isSameTime(clause, comparison) && discourse.family !== null ? discourse.family : familyOf(comparison, period, anchorOf(discourse));
      if (family !== null) return family;
    }
    if (piece !== core) continue;
    for (let at = piece.from; at < piece.to; at += 1) {
      const token = clause.tokens[at];
      if (clause.owners[at] === null && is(token, 'period') && token.period.form === 'back' && !token.period.here)
        return familyOfBack(token.period, period);
    }
  }
  return null;
}

/** "Exports to others rose 4.2% over the same period": the time of the figure before it, where one was told. */
const isSameTime = (clause: Clause, comparison: Comparison): boolean =>
  clause.tokens[comparison.from]?.text === 'over' && /^(?:the )?same (?:period|month|time)$/.test(comparison.period?.text ?? '');

/** "Month on month in the first half": months that have no month before them. */
const isLong = (period: ResolvedPeriod | null): boolean => period !== null && period.last - period.first + 1 > QUARTER_MONTHS;
const QUARTER_MONTHS = 3;

/** "63% both year on year and month on month", 同比、环比均增长两成: the other basis of a figure that has two. */
export function secondBasis(clause: Clause, first: BasisFamily | null): BasisFamily | null {
  const inside = [clause.unit.core, ...clause.unit.after].flatMap((piece) => clause.tokens.slice(piece.from, piece.to));
  const named = inside.flatMap((token): BasisFamily[] => (is(token, 'basis') ? [token.basis] : []));
  const both = inside.some((token) => /^(?:both|均|都|双双)$/.test(token.text));
  if (!both || named.length !== 2 || first === null || !named.includes(first)) return null;
  return named.find((basis) => basis !== first) ?? null;
}

export function basisWord(clause: Clause, piece: Piece, anchor: number): BasisFamily | null {
  let best: { basis: BasisFamily; distance: number } | null = null;
  for (let at = piece.from; at < piece.to; at += 1) {
    const token = clause.tokens[at];
    if (clause.owners[at] !== null) continue;
    const basis = is(token, 'basis') || is(token, 'direction') ? token.basis : undefined;
    if (basis === undefined) continue;
    const distance = Math.abs(at - anchor);
    if (best === null || distance < best.distance) best = { basis, distance };
  }
  return best?.basis ?? null;
}
