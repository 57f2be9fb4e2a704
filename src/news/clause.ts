import { isFigureToken, type Piece, type Unit } from './clauses.ts';
import type { Comparison } from './comparisons.ts';
import type { Draft } from './draft.ts';
import type { Share } from './respectively.ts';
import { is, isChinese, type Token } from './token.ts';

/** One figure with all that its sentence says of it: what the readers of times, bases and levels work on. */
export interface Clause {
  readonly tokens: readonly Token[];
  /** The comparison that each token lies in; members of a list that go with other figures are owned, too. */
  readonly owners: readonly (Comparison | null)[];
  /** The comparisons of this figure. */
  readonly comparisons: readonly Comparison[];
  /** Those of the whole sentence. */
  readonly all: readonly Comparison[];
  readonly unit: Unit;
  /** The next figure when it only completes this one: "4.3 percent and 23.5 percent on-year in May". */
  readonly paired: Unit | null;
  readonly pieces: readonly Piece[];
  /** The figure's goods where they are a member of a list of goods that no list has. */
  readonly unlisted: string | null;
  /** The figure's token; null when the clause only compares two levels or names an earlier rate. */
  readonly figure: number | null;
  /** The drafts of the sentence so far. */
  readonly drafts: Draft[];
  readonly sentence: number;
}

/** Stands for a member of a list that goes with another figure. */
const HIDDEN: Comparison = { from: -1, to: -1, period: null, level: null, percent: null, unusual: false, average: false, forecast: false };

export interface SentenceParts {
  readonly tokens: readonly Token[];
  readonly owners: readonly (Comparison | null)[];
  readonly comparisons: readonly Comparison[];
  readonly shares: ReadonlyMap<number, Share>;
  readonly drafts: Draft[];
  readonly sentence: number;
}

export function clauseOf(parts: SentenceParts, unit: Unit, next: Unit | undefined): Clause {
  const { tokens, owners, comparisons, shares, drafts, sentence } = parts;
  const figure = findFigure(tokens, owners, unit.core);
  const share = figure === null ? undefined : shares.get(figure);
  const own = [...unit.before, unit.core, ...unit.after];
  return {
    tokens,
    owners: share === undefined ? owners : owners.map((owner, at) => (share.hidden.has(at) ? HIDDEN : owner)),
    comparisons: comparisons.filter((comparison) => own.some((piece) => lies(comparison, piece))),
    all: comparisons,
    unit,
    paired: figure === null ? null : pairedWith(tokens, next),
    pieces: [...(share === undefined ? [] : [share.list]), ...own],
    unlisted: share?.unlisted ?? null,
    figure,
    drafts,
    sentence,
  };
}

export const lies = (comparison: Comparison, piece: Piece): boolean => comparison.from >= piece.from && comparison.to < piece.to;

export const pairedPieces = (clause: Clause): readonly Piece[] =>
  clause.paired === null ? [] : [clause.paired.core, ...clause.paired.after];

/** The next unit, when it is a bare figure joined by "and": what stands behind it goes with both. */
function pairedWith(tokens: readonly Token[], next: Unit | undefined): Unit | null {
  if (next === undefined || next.core.opener !== 'and' || next.before.length > 0) return null;
  const { from, to } = next.core;
  const inside = tokens.slice(from, to);
  // "exports declined by 5.8% and imports by 1.3% compared with July": a verb for both, and a base.
  const elliptic =
    is(inside[0], 'flow') && !isChinese(inside[0]) && inside[1]?.text === 'by' && inside.some((token) => is(token, 'comparator'));
  if (elliptic && !inside.some((token) => is(token, 'direction', 'commodity', 'place'))) return next;
  return inside.some((token) => is(token, 'flow', 'commodity', 'direction', 'comparator')) ? null : next;
}

function findFigure(tokens: readonly Token[], owners: readonly (Comparison | null)[], core: Piece): number | null {
  for (let at = core.from; at < core.to; at += 1) if (owners[at] === null && isFigureToken(tokens[at])) return at;
  return null;
}
