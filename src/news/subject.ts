import type { ClaimFlow, ClaimMeasure } from '../domain/claim.ts';
import type { Piece } from './clauses.ts';
import { ALL_GOODS } from './commodities.ts';
import type { Comparison } from './comparisons.ts';
import { rolesOf } from './roles.ts';
import { goesOn, sellerOf } from './sellers.ts';
import { is, isChinese, type Token } from './token.ts';
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
  /** The one partner that all was told of so far; null when there are several or all. */
  readonly sole: string | null | undefined;
}

export const NO_SUBJECT: SubjectContext = {
  subject: { commodity: undefined, flow: undefined, measure: undefined, reporter: undefined, partner: undefined },
  topic: undefined,
  several: false,
  sole: undefined,
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
  const ordered = [
    core,
    ...pieces.filter((piece) => piece !== core && !isIncluded(tokens, piece) && !isApposition(tokens, piece)).reverse(),
  ];
  const flowAt = findFlow(tokens, owners, ordered, core, figure);
  const told = flowAt === null ? null : (tokens[flowAt] as Token<'flow'>);
  const sellerAt = flowAt === null ? null : sellerOf(tokens, flowAt, context.subject);
  const imports = sellerAt !== null || (flowAt !== null && goesOn(tokens, flowAt, context.subject));
  const flow: Token<'flow'> | null = told !== null && imports ? { ...told, flow: 'import' } : told;
  const home = flowAt === null ? core : (ordered.find((piece) => flowAt >= piece.from && flowAt < piece.to) ?? core);
  const roles = rolesOf(tokens, owners, ordered, flow, sellerAt, context.subject);
  const old = context.subject;
  const bracketed = core.opener === '(' ? ordered.find((piece) => piece.to === core.from - 1) : undefined;
  const named = findCommodity(
    tokens,
    owners,
    ordered,
    bracketed ?? home,
    bracketed === undefined ? (flowAt ?? figure) : figure,
    flowAt === null,
  );
  const written = named === null && flowAt !== null ? writtenCommodity(tokens, flowAt) : null;
  const explicit = named ?? written ?? (flowAt === null ? null : goodsOfSameFlow(tokens, flowAt));

  const whole = flowAt === null ? null : wholeAt(tokens, flowAt, home, old.partner);
  const overall = whole === null && flowAt !== null && isBesideBalance(tokens, flowAt) ? 'overall' : whole;
  const bare = explicit ?? (flow === null ? old.commodity : bareCommodity(flow, overall, roles.reporter, context));
  const unnamed = explicit === null && flowAt !== null && isOfUnnamed(tokens, flowAt) ? context.subject.commodity : bare;
  const commodity = unnamed === ALL_GOODS && explicit === null ? (counted(tokens, ordered) ?? bare) : unnamed;
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
        ? goesOnWith(flow, flowAt, tokens, context, overall, roles.reporter, explicit)
        : old.partner === undefined && flow !== null
          ? 'WORLD'
          : old.partner;
  const several = context.several || (explicit !== null && context.topic !== undefined && explicit !== context.topic);
  return {
    subject: { commodity, flow: flow?.flow ?? old.flow, measure, reporter: roles.reporter ?? old.reporter, partner },
    topic: context.topic ?? (core.opener === '(' ? ALL_GOODS : commodity),
    several,
    sole: context.sole === undefined || context.sole === partner ? partner : null,
  };
}

/** The partner of a word of trade that names none: all of them, unless the text speaks of one alone or a balance with one stands before it. */
function goesOnWith(
  flow: Token<'flow'>,
  flowAt: number | null,
  tokens: readonly Token[],
  { sole, subject }: SubjectContext,
  whole: Whole,
  reporter: string | undefined,
  goods: string | null,
): string {
  const { partner } = subject;
  if (partner == null || partner === 'WORLD' || (reporter !== undefined && reporter !== subject.reporter)) return 'WORLD';
  if (flowAt !== null && subject.measure === 'balance' && isBesideBalance(tokens, flowAt)) return partner;
  const all = whole !== null || (flowAt !== null && tokens.slice(Math.max(0, flowAt - 2), flowAt).some((token) => is(token, 'whole')));
  const same = flow.flow === subject.flow && !all && goods === null && reporter === undefined;
  return same && sole === partner ? partner : 'WORLD';
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
  if (isOtherMeasure(flow, context.subject)) return context.subject.commodity ?? ALL_GOODS;
  // "South Korea's shipments to China" after chips and cars: who trades is said anew, and no goods.
  if (context.several && reporter !== undefined && context.subject.commodity !== context.topic) return ALL_GOODS;
  if (context.several) return context.topic ?? ALL_GOODS;
  return context.subject.commodity ?? ALL_GOODS;
}

/** 集成电路进口2422.7亿个，进口金额增长16%: a measure of the trade that was named before it in the sentence. */
function goodsOfSameFlow(tokens: readonly Token[], flowAt: number): string | null {
  const flow = tokens[flowAt];
  if (!is(flow, 'flow') || !isChinese(flow) || measureIn(flow) === undefined || is(tokens[flowAt - 1], 'place', 'whole')) return null;
  for (let at = flowAt - 1; at > 0; at -= 1) {
    const token = tokens[at];
    if (!is(token, 'flow')) continue;
    const goods = tokens[at - 1];
    return token.flow === flow.flow && is(goods, 'commodity') ? goods.commodity : null;
  }
  return null;
}

/** "shipments of the seven elements", "exports of both": goods that no list has are not all goods. */
const isOfUnnamed = (tokens: readonly Token[], flowAt: number): boolean =>
  tokens[flowAt + 1]?.text === 'of' &&
  /^(?:the|these|those|such|both|all|its)$/.test(tokens[flowAt + 2]?.text ?? '') &&
  is(tokens[flowAt + 3], 'word', 'number') &&
  !/^(?:goods|merchandise|country|nation|region|world|year|month|s)$/.test(tokens[flowAt + 3]?.text ?? '');

/** "a trade surplus of $6 million as imports soared": what a balance is made of is all goods. */
const isBesideBalance = (tokens: readonly Token[], flowAt: number): boolean =>
  tokens.some((token, at) => at < flowAt && is(token, 'flow') && token.measure === 'balance' && !is(tokens[at - 1], 'commodity'));

const isNarrower = (token: Token | undefined): boolean => is(token, 'commodity') && token.commodity !== 'ores_minerals';

/** "EV batteries", "coal and steel" not: goods that say of what kind the goods behind them are. */
const isAttribute = (tokens: readonly Token[], at: number): boolean => isNarrower(tokens[at + 1]) && !isChinese(tokens[at]);

/** "China exported 2.34 million vehicles": the unit says what was traded. */
const counted = (tokens: readonly Token[], ordered: readonly Piece[]): string | null =>
  ordered.some((piece) => tokens.slice(piece.from, piece.to).some((token) => is(token, 'level') && /(?:vehicles|cars)$/.test(token.text)))
    ? 'autos'
    : null;

/** "Rice export volumes dropped, but export value rose": of the same goods, told in the other measure. */
const isOtherMeasure = (flow: Token<'flow'>, old: Subject): boolean => {
  const own = measureIn(flow);
  return own !== undefined && old.flow === flow.flow && /^(?:volume|value)$/.test(old.measure ?? '') && old.measure !== own;
};

/** The flow word nearest to the figure: to its left in the clause first. */
function findFlow(tokens: readonly Token[], owners: Owners, ordered: readonly Piece[], core: Piece, figure: number): number | null {
  for (let at = figure - 1; at >= core.from; at -= 1) if (owners[at] === null && is(tokens[at], 'flow')) return at;
  for (let at = figure + 1; at < core.to; at += 1) if (owners[at] === null && is(tokens[at], 'flow')) return at;
  for (const piece of ordered.slice(1))
    for (let at = piece.to - 1; at >= piece.from; at -= 1) if (owners[at] === null && is(tokens[at], 'flow')) return at;
  return null;
}

/**
 * The commodity nearest to the flow word; one in another clause counts when the clause of the flow has none. `named`: no word of trade stands
 * beside the figure, so that goods that only say why may be what it is of ("led by chips, up 21%").
 */
function findCommodity(
  tokens: readonly Token[],
  owners: Owners,
  ordered: readonly Piece[],
  home: Piece,
  anchor: number,
  named: boolean,
): string | null {
  for (const piece of [home, ...ordered.filter((other) => other !== home)]) {
    const told = named || tokens[piece.to]?.text === '(';
    let best: { at: number; distance: number } | null = null;
    for (let at = piece.from; at < piece.to; at += 1) {
      if (owners[at] !== null || !is(tokens[at], 'commodity') || isAttribute(tokens, at) || (!told && isReason(tokens, piece, at)))
        continue;
      const distance = at < anchor ? anchor - at - 0.5 : at - anchor;
      if (best === null || distance < best.distance) best = { at, distance };
    }
    if (best !== null) return (tokens[best.at] as Token<'commodity'>).commodity;
  }
  return null;
}

/** ", the biggest hub for sanctioned Iranian oil, ": says more of the place before it. */
const isApposition = (tokens: readonly Token[], piece: Piece): boolean =>
  piece.opener === ',' &&
  /^(?:a|an|the)$/.test(tokens[piece.from]?.text ?? '') &&
  !is(tokens[piece.from + 1], 'place') &&
  is(tokens[piece.from - 2], 'place') &&
  !tokens.slice(piece.from, piece.to).some((token) => is(token, 'flow'));

/** ", including seaborne shipments,": a part of what the sentence is about. */
const isIncluded = (tokens: readonly Token[], piece: Piece): boolean =>
  tokens[piece.from - 1]?.text === 'including' &&
  is(tokens[piece.from - 2], 'mark') &&
  is(tokens[piece.to], 'mark') &&
  !tokens.slice(piece.from, piece.to).some((token) => is(token, 'percent', 'multiple', 'level'));

const DRIVEN =
  /^(?:driven|helped|boosted|lifted|supported|fuell?ed|propelled|buoyed|underpinned|aided|powered|spurred|bolstered|hit|hurt|weighed|dragged|led)$/;
const REASON = /^(?:amid|amidst|despite|thanks|owing|due|because|demand|demand for|appetite|受|因|由于|得益|随着)$/;

/** "Driven by demand for chips, exports rose", "amid a steel glut", 受资通产品带动: goods that only say why. */
function isReason(tokens: readonly Token[], piece: Piece, at: number): boolean {
  if (is(tokens[at + 1], 'flow')) return false;
  if (/^(?:demand|consumption|需求)$/.test(tokens[at + 1]?.text ?? '')) return true;
  for (let back = at - 1; back >= piece.from; back -= 1) {
    const token = tokens[back];
    if (is(token, 'flow', 'percent', 'multiple')) return false;
    const text = token?.text ?? '';
    if (REASON.test(text) || (DRIVEN.test(text) && /^(?:by|on|down)$/.test(tokens[back + 1]?.text ?? ''))) return true;
  }
  return false;
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
      const measure = measureIn(token);
      if (measure !== undefined) return measure;
    }
  return undefined;
}

const measureIn = ({ text }: Token<'flow'>): ClaimMeasure | undefined =>
  /volumes?$|[量]$|tonnage|数量/.test(text) ? 'volume' : /values?$|额$|值$|金额|earnings|revenues?$/.test(text) ? 'value' : undefined;
