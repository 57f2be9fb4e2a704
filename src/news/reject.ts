import type { Piece } from './clauses.ts';
import type { Comparison } from './comparisons.ts';
import { isMoney } from './draft.ts';
import { foretells } from './foretold.ts';
import { isBesideOther } from './side-by-side.ts';
import { is, isChinese, isQuantity, type Token } from './token.ts';

/** Words before a noun that make it a circumstance and not what the figure is of: "amid strong demand". */
const CIRCUMSTANCE =
  /^(?:amid|despite|due|because|thanks|ahead|as|on|under|given|before|after|following|driven|helped|boosted|受|因|由于|在|随着)$/;

/** Whether the figure is of something other than trade, expected, denied or a share. `inherited`: what the text spoke of before was. */
export function isRejected(
  tokens: readonly Token[],
  owners: readonly (Comparison | null)[],
  core: Piece,
  figure: number,
  inherited: boolean,
): boolean {
  if (isShare(tokens, figure) || tellsOfOther(tokens, core)) return true;
  const left = leftOf(tokens, owners, core, figure);
  if (
    left.blocked ||
    isStreak(tokens, core, figure) ||
    isHeight(tokens, owners, core, figure) ||
    isBesideOther(tokens, owners, core, figure)
  )
    return true;
  if (namesOther(tokens, core, figure) || isUnitPrice(tokens, core)) return true;
  return left.subject === 'none' ? inherited && !tradeFollows(tokens, owners, core, figure) : left.subject === 'other';
}

/** "Switzerland's GDP, which fell 0.5%": what the clause is about stands right before it. */
function tellsOfOther(tokens: readonly Token[], core: Piece): boolean {
  const opener = core.from - 1;
  if (tokens[opener]?.text !== 'which') return false;
  const head = tokens[opener - 1]?.text === ',' ? tokens[opener - 2] : tokens[opener - 1];
  return is(head, 'reject') && head.form === 'noun';
}

/** "44% of exports", 占出口的44%. "a rise of 5% of ..." is not written. */
export function isShare(tokens: readonly Token[], figure: number): boolean {
  if (!is(tokens[figure], 'percent')) return false;
  return tokens[figure + 1]?.text === 'of';
}

/** The nearest word to the left that says what the figure is of, and whether a forecast or a denial stands before it. */
function leftOf(
  tokens: readonly Token[],
  owners: readonly (Comparison | null)[],
  core: Piece,
  figure: number,
): { subject: 'trade' | 'other' | 'none'; blocked: boolean } {
  let subject: 'trade' | 'other' | 'none' = 'none';
  let blocked = false;
  for (let at = figure - 1; at >= core.from; at -= 1) {
    const token = tokens[at];
    // "expected to reach a record after climbing 9.2%": what stands behind "after" has happened.
    if (is(token, 'comparator') && /^(?:after|following)$/.test(token.text)) break;
    if (owners[at]?.forecast && isChinese(token)) blocked = true;
    if (owners[at] !== null) continue;
    if (isQuantity(token)) break;
    if (is(token, 'direction') && tokens[at - 1]?.text === 'to' && foretells(tokens, { from: 0, to: at, opener: '' })) blocked = true;
    if (is(token, 'flow') && subject === 'none') subject = isComplement(tokens, at, core) ? 'other' : 'trade';
    if (!is(token, 'reject')) continue;
    if (token.form === 'verb') blocked = true;
    else if (subject === 'none' && !isCircumstance(tokens, at, core) && !isOutdone(tokens, at)) subject = 'other';
  }
  return { subject, blocked };
}

/** "imports defied expectations by growing 0.8%": what was expected, and not what grew. */
const isOutdone = (tokens: readonly Token[], at: number): boolean =>
  tokens[at + 1]?.text === 'by' &&
  is(tokens[at + 2], 'direction') &&
  tokens
    .slice(Math.max(0, at - 3), at)
    .some((token) => /^(?:defied|defying|beat|beating|missed|missing|topped|topping|exceeded)$/.test(token.text));

/** "climbed to 37.1%", 升至29.5%: how high a share or a rate of something stands, unless growth itself is what moved there. */
function isHeight(tokens: readonly Token[], owners: readonly (Comparison | null)[], core: Piece, figure: number): boolean {
  if (!is(tokens[figure], 'percent')) return false;
  const before = is(tokens[figure - 1], 'qualifier') ? figure - 2 : figure - 1;
  const verb = tokens[before]?.text === 'to' || /^[至到]$/.test(tokens[before]?.text ?? '') ? before - 1 : before;
  const token = tokens[verb];
  if (!is(token, 'direction') || token.form !== 'verb' || (verb === before && !/[至到]$/.test(token.text))) return false;
  for (let at = verb - 1; at >= core.from; at -= 1) {
    const earlier = tokens[at];
    if (
      owners[at] === null &&
      (is(earlier, 'rate') ||
        (is(earlier, 'basis') && at === verb - 1 && token.direction === 'up') ||
        (is(earlier, 'direction') && (earlier.form === 'noun' || earlier.basis !== undefined || isNoun(tokens, at))))
    )
      return false;
  }
  return true;
}

/** "the decline", "a rise": a word that is a verb elsewhere. */
const isNoun = (tokens: readonly Token[], at: number): boolean =>
  [tokens[at - 1], tokens[at - 2]].some((token) => /^(?:the|a|an|s|its|their)$/.test(token?.text ?? '') || is(token, 'basis')) ||
  isChinese(tokens[at]);

/** Verbs of shares say nothing of what a later figure is of. */
const SHARE_VERB = /^(?:account|represent|compris|constitut|captur|dominat|control|ma[dk]e|making)/;

/** Nouns that stand for the trade that they are "for": "the figure for imports". */
const STANDS_FOR_TRADE =
  /^(?:figures?|data|numbers?|totals?|tally|readings?|results?|months?|quarters?|years?|periods?|week|record|high|low)$/;

/** "the share of imports", "the price of exports", "cover for shipments": the head is the other word. */
function isComplement(tokens: readonly Token[], at: number, piece: Piece): boolean {
  let link = at - 1;
  while (link > at - 5 && (is(tokens[link], 'commodity', 'place', 'whole') || /^(?:the|its|their|s|')$/.test(tokens[link]?.text ?? '')))
    link -= 1;
  const head = tokens[link - 1];
  if (
    tokens[link]?.text === 'for' &&
    tokens[at]?.text.endsWith('s') &&
    link > piece.from &&
    is(head, 'word') &&
    !STANDS_FOR_TRADE.test(head.text)
  )
    return true;
  for (let back = at - 1; back >= at - 9 && back >= piece.from; back -= 1) {
    const token = tokens[back];
    if (is(token, 'direction', 'percent', 'flow')) return false;
    if (is(token, 'reject') && token.form === 'noun') return /^(?:of|for|on|in|from)$/.test(tokens[back + 1]?.text ?? '');
  }
  return false;
}

function isCircumstance(tokens: readonly Token[], at: number, core: Piece): boolean {
  for (let back = at - 1; back >= at - 4 && back >= core.from; back -= 1) {
    const token = tokens[back];
    if (token !== undefined && CIRCUMSTANCE.test(token.text)) return true;
    if (is(token, 'flow') || (is(token, 'direction') && !isChinese(token))) return false;
  }
  return false;
}

const WEIGHED =
  /^(?:tons?|tonnes?|mt|t|kg|kgs|kilos?|kilograms?|pounds?|lb|barrels?|bushels?|ounces?|box|container|day|share|dmt|吨|公斤|千克|桶|磅|股)$/;

/** "rose 1.2% to $10,905 a ton", 每吨: money for a weight is a price, whatever goods stand beside it. */
function isUnitPrice(tokens: readonly Token[], core: Piece): boolean {
  for (let at = core.from; at < core.to; at += 1) {
    const token = tokens[at];
    if (!is(token, 'level') || !isMoney(token.unit)) continue;
    const next = tokens[at + 1]?.text ?? '';
    if (/^(?:a|an|per|each|\/|每)$/.test(next) && WEIGHED.test(tokens[at + 2]?.text ?? '')) return true;
  }
  return false;
}

/** "a 25% tariff", "5% rise in prices", "the 5% expected": a word to the right that takes the figure away. */
function namesOther(tokens: readonly Token[], core: Piece, figure: number): boolean {
  for (let at = figure + 1; at < core.to && at <= figure + 5; at += 1) {
    const token = tokens[at];
    if (is(token, 'flow', 'comparator', 'period') || isQuantity(token)) return false;
    if (is(token, 'reject')) return token.form !== 'verb' || token.reason === 'forecast';
  }
  return false;
}

function tradeFollows(tokens: readonly Token[], owners: readonly (Comparison | null)[], core: Piece, figure: number): boolean {
  for (let at = figure + 1; at < core.to; at += 1) if (owners[at] === null && is(tokens[at], 'flow')) return true;
  return false;
}

/** "已连续3个月成长超过1倍": a streak, not a figure of one period. */
function isStreak(tokens: readonly Token[], core: Piece, figure: number): boolean {
  for (let at = figure - 1; at > core.from; at -= 1) {
    if (is(tokens[at], 'flow', 'basis', 'comparator', 'period')) return false;
    if (tokens[at]?.text === '续' && tokens[at - 1]?.text === '连') return true;
  }
  return false;
}

/** Whether a loose piece speaks of trade, of something else, or of neither: the last such word counts. */
export function subjectOf(tokens: readonly Token[], owners: readonly (Comparison | null)[], piece: Piece): 'trade' | 'other' | 'none' {
  for (let at = piece.to - 1; at >= piece.from; at -= 1) {
    const token = tokens[at];
    if (owners[at] !== null) continue;
    if (is(token, 'flow')) return isComplement(tokens, at, piece) ? 'other' : 'trade';
    if (
      is(token, 'reject') &&
      !(token.reason === 'share' && SHARE_VERB.test(token.text)) &&
      token.form === 'noun' &&
      token.reason !== 'forecast' &&
      !isCircumstance(tokens, at, piece)
    )
      return 'other';
  }
  return 'none';
}
