import { isFigureToken, type Piece, type Unit } from './clauses.ts';
import type { Comparison } from './comparisons.ts';
import { is, type Kind, type Token } from './token.ts';

const LISTED = ['place', 'commodity', 'flow', 'period', 'basis'] as const;

/** One figure of a "respectively": the clause that holds the list, and the members that belong to other figures. */
export interface Share {
  readonly list: Piece;
  readonly hidden: ReadonlySet<number>;
}

/** Which member of a list goes with which figure, by the index of the figure; empty without "respectively" or 分别. */
export function sharesOf(
  tokens: readonly Token[],
  owners: readonly (Comparison | null)[],
  units: readonly Unit[],
): ReadonlyMap<number, Share> {
  const shares = new Map<number, Share>();
  const deal = (figures: readonly number[], list: readonly number[]): void => {
    const from = list[0] ?? 0;
    figures.forEach((figure, i) => {
      const hidden = new Set(list.filter((_, j) => j !== i));
      shares.set(figure, { list: { from: Math.max(0, from - 4), to: (list.at(-1) ?? from) + 3, opener: '' }, hidden });
    });
  };
  const marker = tokens.findIndex((token) => is(token, 'respectively'));
  if (marker >= 0) {
    const figures = figuresBeside(tokens, owners, units, marker);
    const list = figures.length < 2 ? null : findList(tokens, owners, figures[0] ?? 0, figures.length);
    if (list !== null) deal(figures, list);
  }
  for (const figures of bareRuns(tokens, owners)) {
    const [first = 0] = figures;
    const list = shares.has(first) ? null : pairedList(tokens, owners, first, figures.length);
    if (list !== null) deal(figures, list);
  }
  return shares;
}

/** Runs of percentages with nothing but "and" or a comma between: "fell 13 percent and 21 percent". */
function bareRuns(tokens: readonly Token[], owners: readonly (Comparison | null)[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  tokens.forEach((token, at) => {
    if (!is(token, 'percent') || owners[at] !== null) return;
    const last = runs.at(-1)?.at(-1);
    const between = last === undefined ? [] : tokens.slice(last + 1, at);
    const joined =
      between.length > 0 && between.every((t) => (is(t, 'conjunction') && !t.hard) || (is(t, 'mark') && /^[,、]$/.test(t.mark)));
    if (joined) runs.at(-1)?.push(at);
    else runs.push([at]);
  });
  return runs.filter((run) => run.length > 1);
}

/** "those of steel and ships fell 13 percent and 21 percent": as many goods or places as figures mean the same as "respectively". */
function pairedList(
  tokens: readonly Token[],
  owners: readonly (Comparison | null)[],
  before: number,
  count: number,
): readonly number[] | null {
  for (const kind of ['place', 'commodity'] as const) {
    const members = membersOf(tokens, owners, before, kind);
    if (members.length === count) return members;
  }
  return null;
}

/** The run of figures next to the marker: before "respectively", behind 分别. */
function figuresBeside(
  tokens: readonly Token[],
  owners: readonly (Comparison | null)[],
  units: readonly Unit[],
  marker: number,
): readonly number[] {
  const all = tokens.map((token, at) => ({ token, at })).filter(({ token, at }) => owners[at] === null && isFigureToken(token));
  const chinese = tokens[marker]?.text === '分别' || tokens[marker]?.text === '各自';
  const near = chinese ? all.filter(({ at }) => at > marker) : all.filter(({ at }) => at < marker).reverse();
  const run: number[] = [];
  for (const { at } of near) {
    const last = run.at(-1);
    if (last !== undefined && !isLinked(tokens, Math.min(last, at), Math.max(last, at))) break;
    run.push(at);
  }
  return units.length === 0 ? [] : chinese ? run : run.reverse();
}

/** Only conjunctions, commas, hedges, directions and bases between two figures of a list. */
const isLinked = (tokens: readonly Token[], from: number, to: number): boolean =>
  to - from <= 8 &&
  tokens.slice(from + 1, to).some((t) => is(t, 'conjunction') || (is(t, 'mark') && /[,，]/.test(t.mark))) &&
  !tokens.slice(from + 1, to).some((t) => is(t, 'flow', 'commodity', 'place'));

/** The last list of `count` members of one kind before the first figure. */
function findList(
  tokens: readonly Token[],
  owners: readonly (Comparison | null)[],
  before: number,
  count: number,
): readonly number[] | null {
  for (const kind of LISTED) {
    const members = membersOf(tokens, owners, before, kind);
    if (members.length >= count) return members.slice(-count);
  }
  return null;
}

function membersOf(tokens: readonly Token[], owners: readonly (Comparison | null)[], before: number, kind: Kind): readonly number[] {
  const members: number[] = [];
  for (let at = before - 1; at >= 0; at -= 1) {
    if (tokens[at]?.kind !== kind || owners[at] !== null) continue;
    const next = members[0];
    const between = next === undefined ? [] : tokens.slice(at + 1, next);
    if (next !== undefined && !between.some((t) => is(t, 'conjunction') || (is(t, 'mark') && /[,，]/.test(t.mark)))) break;
    if (between.length > 6 || between.some((t) => is(t, 'direction', 'percent'))) break;
    members.unshift(at);
  }
  return members;
}
