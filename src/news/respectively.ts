import { isFigureToken, type Piece, type Unit } from './clauses.ts';
import type { Comparison } from './comparisons.ts';
import { is, isChinese, type Kind, type Token } from './token.ts';

const LISTED = ['place', 'commodity', 'flow', 'period', 'basis'] as const;

/** One figure of a "respectively": the clause that holds the list, and the members that belong to other figures. */
export interface Share {
  readonly list: Piece;
  readonly hidden: ReadonlySet<number>;
  /** The figure's member where it is goods that no list has, as they are written. */
  readonly unlisted?: string;
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
    const kind = tokens[from]?.kind;
    const all = kind === undefined ? list : membersOf(tokens, owners, figures[0] ?? 0, kind);
    figures.forEach((figure, i) => {
      const own = tokens[list[i] ?? -1];
      const hidden = new Set(all.filter((at) => at !== list[i] && !isSameGoods(tokens[at], own)));
      shares.set(figure, { list: { from: Math.max(0, from - 4), to: (list.at(-1) ?? from) + 3, opener: '' }, hidden });
    });
  };
  const marker = tokens.findIndex((token) => is(token, 'respectively'));
  if (marker >= 0) {
    const figures = figuresBeside(tokens, owners, units, marker);
    const list = figures.length < 2 ? null : findList(tokens, owners, figures[0] ?? 0, figures.length);
    const goods = figures.length < 2 ? null : goodsOf(tokens, owners, figures[0] ?? 0, figures.length);
    if (goods !== null) {
      const known = goods.flatMap((member) => member.at ?? []);
      figures.forEach((figure, i) => {
        const { at, unlisted } = goods[i] ?? {};
        const hidden = new Set(known.filter((other) => other !== at));
        const list = { from: known[0] ?? 0, to: (known.at(-1) ?? 0) + 3, opener: '' };
        shares.set(figure, { list, hidden, ...(unlisted === undefined ? {} : { unlisted }) });
      });
    } else if (list !== null) deal(figures, list);
  }
  for (const figures of bareRuns(tokens, owners)) {
    const [first = 0] = figures;
    const list = shares.has(first) ? null : pairedList(tokens, owners, first, figures.length);
    if (list !== null) deal(figures, list);
  }
  return shares;
}

interface Goods {
  readonly at?: number;
  readonly unlisted?: string;
}

/**
 * 电器设备、集成电路、汽车等出口分别增长: a list of goods of which no list has some. Null unless it has as many members as there are figures, known
 * ones and others.
 */
function goodsOf(tokens: readonly Token[], owners: readonly (Comparison | null)[], before: number, count: number): readonly Goods[] | null {
  const known = membersOf(tokens, owners, before, 'commodity');
  const last = known.at(-1);
  if (last === undefined || known.length >= count) return null;
  let from = last;
  while (isOfList(tokens[from - 1])) from -= 1;
  let to = last + 1;
  while (isOfList(tokens[to]) && tokens[to]?.text !== '等') to += 1;
  const members: Token[][] = [[]];
  for (const token of tokens.slice(from, to)) {
    if (isSeparator(token)) {
      if (members.at(-1)?.length !== 0) members.push([]);
    } else members.at(-1)?.push(token);
  }
  if (members.length !== count || members.some((member) => member.length === 0)) return null;
  return members.map((member): Goods => {
    const at = member.findLast((token) => is(token, 'commodity'));
    const joint = isChinese(member[0]) ? '' : ' ';
    return at === undefined ? { unlisted: member.map((token) => token.text).join(joint) } : { at: tokens.indexOf(at) };
  });
}

const isSeparator = (token: Token): boolean => is(token, 'conjunction') || (is(token, 'mark') && /^[,、]$/.test(token.mark));
const isOfList = (token: Token | undefined): boolean =>
  token !== undefined && (is(token, 'word', 'commodity') || isSeparator(token)) && !/^(?:s|of|其|中|的)$/.test(token.text);

/** Runs of percentages with nothing but "and" or a comma between: "fell 13 percent and 21 percent". */
function bareRuns(tokens: readonly Token[], owners: readonly (Comparison | null)[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  tokens.forEach((token, at) => {
    if (!is(token, 'percent') || owners[at] !== null) return;
    const last = runs.at(-1)?.at(-1);
    const between = last === undefined ? [] : tokens.slice(last + 1, at);
    const joined =
      between.length > 0 &&
      !is(between[0], 'qualifier') &&
      between.every((t) => is(t, 'qualifier') || (is(t, 'conjunction') && !t.hard) || (is(t, 'mark') && /^[,、]$/.test(t.mark)));
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
    const apart = members.filter((at, i) => !isSameGoods(tokens[at], tokens[members[i + 1] ?? -1]));
    if (apart.length >= count) return apart.slice(-count);
  }
  return null;
}

/** "garments and textiles": two names of one kind of goods. */
const isSameGoods = (one: Token | undefined, next: Token | undefined): boolean =>
  is(one, 'commodity') && is(next, 'commodity') && one.commodity === next.commodity;

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
