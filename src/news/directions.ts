import type { Direction } from '../domain/claim.ts';
import type { Piece } from './clauses.ts';
import type { Comparison } from './comparisons.ts';
import { type BasisWord, is, isChinese, isQuantity, type Token } from './token.ts';

export interface FoundDirection {
  readonly direction: Direction;
  readonly at: number;
  readonly basis: BasisWord | null;
}

const REACH_RIGHT = 5;

/** Which way the figure at `figure` goes, by the words of its clause; null when they do not say. */
export function directionOf(
  tokens: readonly Token[],
  owners: readonly (Comparison | null)[],
  core: Piece,
  figure: number,
): FoundDirection | null {
  const token = tokens[figure];
  if (is(token, 'change')) return { direction: token.direction, at: figure, basis: null };
  // "growth swung to minus 1.1%": whatever grows, less than nothing is a fall.
  if (is(token, 'percent') && token.sign === 'down') return signed(token, figure);
  return (
    adjoining(tokens, core, figure) ??
    leading(tokens, owners, core, figure) ??
    trailing(tokens, owners, core, figure) ??
    signed(token, figure) ??
    (core.opener === '(' ? ofBracketedList(tokens, core) : null)
  );
}

const found = (token: Token<'direction'>, at: number): FoundDirection => ({ direction: token.direction, at, basis: token.basis ?? null });

/** "negative annual growth of 33.77%". */
const foundAt = (tokens: readonly Token[], token: Token<'direction'>, at: number): FoundDirection =>
  token.text === 'growth' && tokens.slice(Math.max(0, at - 2), at).some((before) => before.text === 'negative')
    ? { ...found(token, at), direction: 'down' }
    : found(token, at);

/** "a 157.5% year-on-year increase", "5.7% higher", 6.4%的降幅: nothing but a basis and adjectives between. */
function adjoining(tokens: readonly Token[], core: Piece, figure: number): FoundDirection | null {
  for (let at = figure + 1; at < core.to && at <= figure + REACH_RIGHT; at += 1) {
    const token = tokens[at];
    if (is(token, 'direction')) {
      if (isChinese(token) && tokens[at - 1]?.text !== '的' && !is(tokens[at - 1], 'basis')) return null;
      return found(token, at);
    }
    const between =
      is(token, 'basis', 'qualifier', 'flow', 'commodity') ||
      (is(token, 'word') && /^[a-z]/.test(token.text)) ||
      token?.text === '的' ||
      (is(token, 'mark') && /^['":-]$/.test(token.text));
    if (!between || (is(token, 'flow', 'commodity') && isChinese(token))) return null;
    if (is(token, 'word') && /^(?:as|while|when|after|of|the|a|an|it|its)$/.test(token.text)) return null;
  }
  return null;
}

/** "fell by 61 per cent", 同比增长5.7%; "the fall narrowed to 15%" keeps the direction of the noun. */
function leading(tokens: readonly Token[], owners: readonly (Comparison | null)[], core: Piece, figure: number): FoundDirection | null {
  let nearest: FoundDirection | null = null;
  for (let at = figure - 1; at >= core.from; at -= 1) {
    const token = tokens[at];
    if (owners[at] !== null) continue;
    if (isQuantity(token)) break;
    if (is(token, 'direction')) {
      if (token.form === 'adjective' && !/^(?:above|below)$/.test(token.text) && nearest !== null) continue;
      if (nearest === null) {
        nearest = foundAt(tokens, token, at);
        if (!isLevelOfRate(tokens, figure)) return nearest;
      } else return found(token, at);
    }
    // "growth slowed to 5%": the noun further left tells; "the rate increased to 20%" leaves it to the figure before.
    if (is(token, 'rate') && nearest !== null && /^(?:rate|pace)$/.test(token.text)) return { ...nearest, direction: 'up' };
  }
  return nearest;
}

/** "to 15%", "扩大到5月的近9%" after a verb: the verb may move a rate. */
function isLevelOfRate(tokens: readonly Token[], figure: number): boolean {
  for (let at = figure - 1; at >= figure - 4 && at >= 0; at -= 1) {
    const token = tokens[at];
    if (/^(?:to|.*[至到])$/.test(token?.text ?? '')) return true;
    if (!is(token, 'qualifier', 'period') && token?.text !== '的' && token?.text !== 'a') return false;
  }
  return false;
}

/** "5.7%，增幅" does not reach here (a comma ends the clause); "5% in exports growth" does. */
function trailing(tokens: readonly Token[], owners: readonly (Comparison | null)[], core: Piece, figure: number): FoundDirection | null {
  for (let at = figure + 1; at < core.to && at <= figure + 3; at += 1) {
    const token = tokens[at];
    if (owners[at] !== null || isQuantity(token)) return null;
    if (is(token, 'direction') && token.form === 'noun' && isChinese(token)) return found(token, at);
  }
  return null;
}

/** "rose to China (7.9%) and Japan (2%)", 对中国（7.9%）、日本（2%）的出口增长: a list in brackets has the verb before it or behind it. */
function ofBracketedList(tokens: readonly Token[], core: Piece): FoundDirection | null {
  const chinese = isChinese(tokens[core.from - 2]);
  return chinese
    ? (behindList(tokens, core.to) ?? beforeList(tokens, core.from))
    : (beforeList(tokens, core.from) ?? behindList(tokens, core.to));
}

const MOST_LISTED = 40;

function beforeList(tokens: readonly Token[], from: number): FoundDirection | null {
  let depth = 0;
  for (let at = from - 2; at >= 0 && at > from - MOST_LISTED; at -= 1) {
    const token = tokens[at];
    if (is(token, 'mark') && token.mark === ')') depth += 1;
    if (is(token, 'mark') && token.mark === '(') depth -= 1;
    if (depth > 0) continue;
    if (isQuantity(token) || (is(token, 'mark') && /^[;，]$/.test(token.mark))) return null;
    if (is(token, 'direction')) return found(token, at);
  }
  return null;
}

function behindList(tokens: readonly Token[], to: number): FoundDirection | null {
  let depth = 1;
  for (let at = to; at < tokens.length && at < to + MOST_LISTED; at += 1) {
    const token = tokens[at];
    if (is(token, 'mark') && token.mark === '(') depth += 1;
    if (is(token, 'mark') && token.mark === ')') depth -= 1;
    if (depth > 0) continue;
    if (isQuantity(token) || (is(token, 'mark') && /^[;，]$/.test(token.mark))) return null;
    if (is(token, 'direction')) return found(token, at);
  }
  return null;
}

const signed = (token: Token | undefined, at: number): FoundDirection | null =>
  is(token, 'percent') && token.sign !== null ? { direction: token.sign, at, basis: null } : null;
