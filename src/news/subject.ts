import type { ClaimFlow, ClaimMeasure } from '../domain/claim.ts';
import type { Piece } from './clauses.ts';
import { ALL_GOODS } from './commodities.ts';
import type { Comparison } from './comparisons.ts';
import { rolesOf } from './roles.ts';
import { goesOn, sellerOf } from './sellers.ts';
import { is, type Token } from './token.ts';
import { writtenCommodity } from './written-commodity.ts';

/** What a figure is of. `undefined`: nothing has said so yet. */
export interface Subject {
  readonly commodity: string | undefined;
  readonly flow: ClaimFlow | undefined;
  readonly measure: ClaimMeasure | undefined;
  readonly reporter: string | undefined;
  /** Null: a region, which no code stands for. */
  readonly partner: string | null | undefined;
}

/** The subject so far, and what bare words ("exports rose") go back to. */
export interface SubjectContext {
  readonly subject: Subject;
  /** The commodity that the text is about; all goods when it goes through several. */
  readonly topic: string | undefined;
  /** More than one commodity has been named. */
  readonly several: boolean;
}

export const NO_SUBJECT: SubjectContext = {
  subject: { commodity: undefined, flow: undefined, measure: undefined, reporter: undefined, partner: undefined },
  topic: undefined,
  several: false,
};

type Owners = readonly (Comparison | null)[];

/** The subject of the figure at `figure`: what its clause says, over what the text said before. */
export function subjectAt(
  tokens: readonly Token[],
  owners: Owners,
  pieces: readonly Piece[],
  core: Piece,
  figure: number,
  context: SubjectContext,
): SubjectContext {
  const ordered = [core, ...pieces.filter((piece) => piece !== core).reverse()];
  const flowAt = findFlow(tokens, owners, ordered, core, figure);
  const told = flowAt === null ? null : (tokens[flowAt] as Token<'flow'>);
  const sellerAt = flowAt === null ? null : sellerOf(tokens, flowAt, context.subject);
  const imports = sellerAt !== null || (flowAt !== null && goesOn(tokens, flowAt, context.subject));
  const flow: Token<'flow'> | null = told !== null && imports ? { ...told, flow: 'import' } : told;
  const home = flowAt === null ? core : (ordered.find((piece) => flowAt >= piece.from && flowAt < piece.to) ?? core);
  const roles = rolesOf(tokens, owners, ordered, flow, sellerAt, context.subject);
  const old = context.subject;
  const bracketed = core.opener === '(' ? ordered.find((piece) => piece.to === core.from - 1) : undefined;
  const named = findCommodity(tokens, owners, ordered, bracketed ?? home, bracketed === undefined ? (flowAt ?? figure) : figure);
  const written = named === null && flowAt !== null ? writtenCommodity(tokens, flowAt) : null;
  const explicit = named ?? written;

  const whole = flowAt === null ? null : wholeAt(tokens, flowAt, home, old.partner);
  const commodity = explicit ?? (flow === null ? old.commodity : bareCommodity(flow, whole, roles.reporter, context));
  const measure =
    (flow?.flow === 'other' ? flow.measure : undefined) ??
    measureOf(tokens, owners, ordered) ??
    flow?.measure ??
    (flow === null ? old.measure : undefined);
  const everyone = flow === null && namesTheTotal(tokens, core);
  const partner = everyone
    ? 'WORLD'
    : roles.partner !== undefined
      ? roles.partner
      : flow !== null && core.opener !== 'with' && tokens[core.from - 1]?.text !== '、'
        ? 'WORLD'
        : (old.partner ?? (flow === null ? undefined : 'WORLD'));
  const several = context.several || (explicit !== null && context.topic !== undefined && explicit !== context.topic);
  return {
    subject: { commodity, flow: flow?.flow ?? old.flow, measure, reporter: roles.reporter ?? old.reporter, partner },
    topic: context.topic ?? (core.opener === '(' ? ALL_GOODS : commodity),
    several,
  };
}

/** "exports rose" without a commodity: the topic, and all goods where there is none, for totals and for balances. */
function bareCommodity(flow: Token<'flow'>, whole: Whole, reporter: string | undefined, context: SubjectContext): string {
  // "Total volume" and a bare "total imports" are of the goods that the text speaks of: tons of all goods are not added up.
  if (
    whole === 'overall' ||
    (whole === 'total' && context.topic === undefined) ||
    flow.flow === 'other' ||
    flow.measure === 'daily_average'
  )
    return ALL_GOODS;
  if (
    reporter !== undefined &&
    context.subject.reporter !== undefined &&
    reporter !== context.subject.reporter &&
    context.topic === undefined
  )
    return ALL_GOODS;
  if (context.subject.flow === undefined && reporter !== undefined) return ALL_GOODS;
  if (context.several) return context.topic ?? ALL_GOODS;
  return context.subject.commodity ?? ALL_GOODS;
}

/** The flow word nearest to the figure: to its left in the clause first. */
function findFlow(tokens: readonly Token[], owners: Owners, ordered: readonly Piece[], core: Piece, figure: number): number | null {
  for (let at = figure - 1; at >= core.from; at -= 1) if (owners[at] === null && is(tokens[at], 'flow')) return at;
  for (let at = figure + 1; at < core.to; at += 1) if (owners[at] === null && is(tokens[at], 'flow')) return at;
  for (const piece of ordered.slice(1))
    for (let at = piece.to - 1; at >= piece.from; at -= 1) if (owners[at] === null && is(tokens[at], 'flow')) return at;
  return null;
}

/** The commodity nearest to the flow word; one in another clause counts when the clause of the flow has none. */
function findCommodity(tokens: readonly Token[], owners: Owners, ordered: readonly Piece[], home: Piece, anchor: number): string | null {
  for (const piece of [home, ...ordered.filter((other) => other !== home)]) {
    let best: { at: number; distance: number } | null = null;
    for (let at = piece.from; at < piece.to; at += 1) {
      if (owners[at] !== null || !is(tokens[at], 'commodity')) continue;
      const distance = at < anchor ? anchor - at - 0.5 : at - anchor;
      if (best === null || distance < best.distance) best = { at, distance };
    }
    if (best !== null) return (tokens[best.at] as Token<'commodity'>).commodity;
  }
  return null;
}

const ALL_THAT_IS_TRADED = /^(?:merchandise|goods|headline|货物|商品)$/;

/** `overall`: all goods of a country; `total`: everything of what the text speaks of. */
type Whole = 'overall' | 'total' | null;

/** "Crude imports from Saudi Arabia rose 15%; overall imports gained 4%": beside one partner, all of these goods. */
function wholeAt(tokens: readonly Token[], flowAt: number, home: Piece, partner: Subject['partner']): Whole {
  if (/量$|volume|shipment/.test(tokens[flowAt]?.text ?? '')) return null;
  for (let at = flowAt - 1; at >= flowAt - 2 && at >= home.from; at -= 1) {
    const token = tokens[at];
    if (is(token, 'whole')) {
      const before = tokens[at - 1];
      const owned = before !== undefined && (is(before, 'place', 'period') || /^(?:s|its|their|'|的)$/.test(before.text));
      const besideOne = partner !== undefined && partner !== 'WORLD' && !ALL_THAT_IS_TRADED.test(token.text);
      return owned || (token.text !== 'total' && !besideOne) ? 'overall' : 'total';
    }
    if (!is(token, 'word')) return null;
  }
  return null;
}

/** "The total was 18 per cent above the level a year ago": all partners again. */
const namesTheTotal = (tokens: readonly Token[], core: Piece): boolean => {
  let head = core.from;
  while (head > 0 && !is(tokens[head - 1], 'percent', 'flow', 'commodity')) head -= 1;
  return tokens
    .slice(head, core.from + 3)
    .some((token, i, all) => is(token, 'whole') && all[i - 1]?.text === 'the' && all[i - 2]?.text !== 'of');
};

function measureOf(tokens: readonly Token[], owners: Owners, ordered: readonly Piece[]): ClaimMeasure | undefined {
  for (const piece of ordered)
    for (let at = piece.from; at < piece.to; at += 1) {
      const token = tokens[at];
      if (owners[at] === null && is(token, 'measure')) return token.measure;
    }
  for (const piece of ordered)
    for (let at = piece.from; at < piece.to; at += 1) {
      const token = tokens[at];
      if (owners[at] !== null || !is(token, 'flow') || token.measure !== undefined) continue;
      if (/volumes?$|[量]$|tonnage|数量/.test(token.text)) return 'volume';
      if (/values?$|额$|值$|金额|earnings|revenues?$/.test(token.text)) return 'value';
    }
  return undefined;
}
