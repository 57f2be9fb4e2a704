import { is, isChinese, isQuantity, type Token } from './token.ts';
import { BARE_UNIT } from './units.ts';

/** What a figure is compared with: "from 4,416 tons in November", 较去年同期, "after June's 0.5% decline". */
export interface Comparison {
  /** Places in the sentence's tokens, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly period: Token<'period'> | null;
  readonly level: Token<'level'> | null;
  /** Index of an earlier rate that the sentence compares with. */
  readonly percent: number | null;
  /** A peak, an average, a record: no regular base. */
  readonly unusual: boolean;
  /** An average: none even of a level with its time, "from last year's monthly average of 4,840 tons". */
  readonly average: boolean;
  readonly forecast: boolean;
}

const MOST_TOKENS = 16;
/** A number without a unit is a level from here on ("versus 6.1 million a year earlier"). */
const LEAST_BARE_LEVEL = 1000;
const ENDERS = new Set([',', '，', ';', '；', ':', '—', '"', ')']);

/** All comparisons of a sentence, in order; coordinated ones ("and 3,439 tons in December 2023") are two. */
export function findComparisons(tokens: readonly Token[]): readonly Comparison[] {
  const found: Comparison[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const multiple = multipleBase(tokens, at);
    if (multiple !== null) {
      found.push(multiple);
      at = multiple.to;
      continue;
    }
    const told = baseClause(tokens, at);
    if (told !== null) {
      found.push(told);
      at = told.to;
      continue;
    }
    if (!is(token, 'comparator') || begins(tokens, at)) continue;
    const comparison = recovered(tokens, at, readComparison(tokens, at, at + 1));
    if (comparison === null || !stands(token, comparison, tokens)) continue;
    found.push(comparison);
    at = comparison.to;
    for (let next = coordinated(tokens, at, comparison); next !== null; next = coordinated(tokens, at, next)) {
      found.push(next);
      at = next.to;
    }
  }
  return found;
}

/** "rebounded from a dismal May, rising 20%": says what came before, and not what the figure is compared with. */
function recovered(tokens: readonly Token[], at: number, found: Comparison | null): Comparison | null {
  const told = found === null || found.level !== null || found.percent !== null || found.period?.period.form === 'back';
  const verb = tokens[at - 1]?.text === 'back' ? tokens[at - 2] : tokens[at - 1];
  return !told && /^(?:rebound|recover|bounc|snapp|rall)/.test(verb?.text ?? '') ? { ...found, period: null, unusual: true } : found;
}

/** "from June 1" and other beginnings in time are no comparisons: a range or the day that something takes effect. */
const begins = (tokens: readonly Token[], at: number): boolean => is(tokens[at + 1], 'period') && is(tokens[at + 2], 'number');

/** "triple May's volume", "half the level of a year earlier", 是5月的三倍: a multiple has its base beside it. */
function multipleBase(tokens: readonly Token[], at: number): Comparison | null {
  const token = tokens[at];
  const leads = is(token, 'preposition', 'direction') && /[是为达至到于]$/.test(token.text);
  if (leads && is(tokens[at + 1], 'period') && tokens[at + 2]?.text === '的') {
    const figure = is(tokens[at + 3], 'qualifier') ? tokens[at + 4] : tokens[at + 3];
    return is(figure, 'multiple') ? { ...NOTHING, from: at + 1, to: at + 1, period: tokens[at + 1] as Token<'period'> } : null;
  }
  if (!is(token, 'multiple') || !/^(?:times|part|rest)$/.test(token.form) || isChinese(token)) return null;
  const next = tokens[at + 1];
  const ownedBy = is(next, 'period') && (token.form === 'times' || next.text.endsWith("'s"));
  if (!ownedBy && !/^(?:of|the|that|those|what|as|its)$/.test(next?.text ?? '')) return null;
  const read = readComparison(tokens, at + 1, at + 1);
  if (read?.period == null || read.percent !== null) return null;
  const told = read.level !== null || [next, tokens[at + 2]].some((word) => /^(?:those|what|levels?|figures?)$/.test(word?.text ?? ''));
  return !told && tokens[tokens.indexOf(read.period) - 1]?.text === 'in' ? null : read;
}

const BASE_VERB = /^(?:it|they|the|that|figure|total|number|tonnage|was|were|had|been|stood|at|only|just)$/;

/** ，上年同期为2230万吨, "; a year earlier they were 11.18 million tons": a clause that tells nothing but the base. */
function baseClause(tokens: readonly Token[], at: number): Comparison | null {
  const token = tokens[at];
  const before = tokens[at - 1];
  if (!is(token, 'period') || token.period.form !== 'back' || !is(before, 'mark') || !/^[,，;；(]$/.test(before.mark)) return null;
  let next = at + 1;
  while (next <= at + 5 && (isChinese(token) ? /^(?:为|是|仅|则|只|有)$/ : BASE_VERB).test(tokens[next]?.text ?? '')) next += 1;
  if (!isChinese(token) && next === at + 1) return null;
  const level = tokens[next];
  return is(level, 'level') ? { ...NOTHING, from: at, to: next, period: token, level } : null;
}

/** "from a year earlier amid high prices": what went with the figure is no part of its base. */
const CIRCUMSTANCE = /^(?:amid|amidst|despite|thanks|due|because|owing|helped|driven|boosted|hit)$/;

const NOTHING = { period: null, level: null, percent: null, unusual: false, average: false, forecast: false };

function readComparison(tokens: readonly Token[], from: number, start: number): Comparison | null {
  let period: Token<'period'> | null = null;
  let level: Token<'level'> | null = null;
  let percent: number | null = null;
  let unusual = false;
  let average = false;
  let forecast = false;
  let to = from;
  for (let at = start; at < tokens.length && at - start < MOST_TOKENS; at += 1) {
    const token = tokens[at];
    if (token === undefined || is(token, 'stop', 'respectively', 'breakdown', 'change') || is(token, 'comparator')) break;
    if (is(token, 'mark')) {
      if (token.mark === '(' && level === null && is(tokens[at + 1], 'level') && isClosing(tokens[at + 2])) {
        level = tokens[at + 1] as Token<'level'>;
        to = at + 2;
        at += 2;
        continue;
      }
      if (ENDERS.has(token.mark) || token.mark === '(') break;
      continue;
    }
    if (is(token, 'conjunction')) break;
    if (is(token, 'period')) {
      if (period !== null) break;
      period = token;
      to = at;
    } else if (is(token, 'level')) {
      if (
        level !== null ||
        (is(tokens[at - 1], 'preposition') &&
          /^(?:to|至|到|达|为)$/.test((tokens[at - 1] as Token<'preposition'>).word) &&
          (period !== null || percent !== null))
      )
        break;
      level = token;
      to = at;
    } else if (is(token, 'number') && token.value >= LEAST_BARE_LEVEL && level === null && percent === null) {
      level = { ...token, kind: 'level', unit: BARE_UNIT };
      to = at;
    } else if (is(token, 'percent') || isPriorMultiple(tokens, start, at)) {
      if (percent !== null || level !== null || precededByDirection(tokens, start, at)) break;
      percent = at;
      to = at;
    } else if (isQuantity(token)) break;
    else if (is(token, 'direction')) {
      if (tokens[start - 1]?.text !== '继' && !belongs(tokens, at, percent) && !isRateNoun(tokens, at + 2)) break;
      if (percent !== null) to = at;
    } else if (is(token, 'rate')) {
      if (percent !== null) break;
    } else if (is(token, 'unusual')) {
      unusual = true;
      average ||= /^(?:average|平均|均值)$/.test(token.text);
      to = at;
    } else if (is(token, 'reject') && token.form === 'verb' && !/^(?:expected|predicted|forecast)/.test(token.text)) break;
    else if (is(token, 'reject') && token.reason === 'forecast') {
      forecast = true;
      to = at;
    } else if (period !== null && CIRCUMSTANCE.test(token.text)) break;
    else if (is(token, 'basis') && percent !== null) to = at;
    else if (is(token, 'preposition') && /^(?:at|by)$/.test(token.word) && period !== null) break;
    else if (is(token, 'preposition') && token.word === 'to' && (period !== null || level !== null || percent !== null)) break;
    else if (is(token, 'word') && /^(?:levels?|figure|volume|total|水平)$/i.test(token.word)) to = at;
  }
  return to === from && period === null ? null : { from, to, period, level, percent, unusual, average, forecast };
}

/** "following a more than threefold rise in June". */
const isPriorMultiple = (tokens: readonly Token[], start: number, at: number): boolean => {
  const token = tokens[at];
  return is(token, 'multiple') && token.form === 'fold' && /^(?:after|following)$/.test(tokens[start - 1]?.text ?? '');
};

const isClosing = (token: Token | undefined): boolean => is(token, 'mark') && token.mark === ')';

/** "较8月下降6.1%": in Chinese a direction between the base and the figure makes the figure the claim's own. */
function precededByDirection(tokens: readonly Token[], start: number, at: number): boolean {
  const before = tokens[at - 1];
  if (tokens[start - 1]?.text === '继' || isRateNoun(tokens, at + 1)) return false;
  return is(before, 'direction') && isChinese(before) && !tokens.slice(start, at - 1).some((token) => token.text === '的');
}

/** 年减27%的跌幅, 年增8.3%相比: what stands behind the figure makes it an earlier rate. */
const isRateNoun = (tokens: readonly Token[], at: number): boolean => {
  const noun = tokens[at]?.text === '的' ? tokens[at + 1] : tokens[at];
  return (is(noun, 'direction') && noun.form === 'noun' && tokens[at]?.text === '的') || noun?.text === '相比';
};

/** A direction inside what is compared with belongs to an earlier rate: "June's 0.5% decline", "a decline of 0.5%", 6.4%的降幅. */
function belongs(tokens: readonly Token[], at: number, percent: number | null): boolean {
  if (percent !== null) return isChinese(tokens[at]) ? tokens[at - 1]?.text === '的' || is(tokens[at - 1], 'basis') : at - percent <= 4;
  for (let ahead = at + 1; ahead <= at + 3; ahead += 1) {
    const token = tokens[ahead];
    if (is(token, 'percent')) return is(tokens[at + 1], 'preposition') && (tokens[at + 1] as Token<'preposition'>).word === 'of';
  }
  return false;
}

/** Whether what follows the comparator makes it one. Weak ones ("after", "on") want a time or a rate. */
function stands(comparator: Token<'comparator'>, found: Comparison, tokens: readonly Token[]): boolean {
  if (found.forecast) return true;
  if (found.period !== null && /^以/.test(tokens[tokens.indexOf(found.period) + 1]?.text ?? '')) return false;
  const next = tokens[found.from + (tokens[found.from + 1]?.text === 'the' ? 2 : 1)];
  const shape = found.period?.period.form === 'span' ? found.period.period.shape : null;
  if (comparator.text === 'on' && found.percent === null)
    return found.period !== null && (shape === null || shape === 'month' || shape === 'quarter' || shape === 'year');
  if (/^(?:over|above|below)$/.test(comparator.text) && found.percent === null && found.level === null)
    return found.period?.period.form === 'back';
  if (comparator.weak) return found.percent !== null || (found.period !== null && found.level !== null);
  if (is(next, 'place') && tokens[tokens.indexOf(next) + 1]?.text !== "'" && /^(?:from|从|自|由)$/.test(comparator.text)) return false;
  if (/^(?:from|从|自|由)$/.test(comparator.text) && namesOrigin(tokens, found)) return false;
  // "up 5% from H1 FY25" names a base: no range begins like that.
  const fiscal = found.period?.period.form === 'span' && found.period.period.fiscal;
  const rangeOnly =
    !fiscal && found.level === null && found.percent === null && (shape === 'days' || shape === 'months') && comparator.text === 'from';
  return !rangeOnly;
}

/** A word with a capital that no list has: the name of a port or a company. */
const isName = (token: Token | undefined): boolean => is(token, 'word') && /^\p{Lu}\p{Ll}/u.test(token.word);

/** "from its top supplier Brazil in September", "from Port Hedland to China", "from Australia's Port Hedland": where the goods are from, and no base. */
function namesOrigin(tokens: readonly Token[], found: Comparison): boolean {
  for (let at = found.from + 1; at <= found.to; at += 1) {
    const token = tokens[at];
    if (is(token, 'place') && tokens[at + 1]?.text === "'") return isName(tokens[at + 3]);
    if (is(token, 'place')) return !token.adjective;
    if (isName(token) && at === found.from + 1 && found.level !== null) return true;
    if (!is(token, 'word', 'flow', 'unusual')) return false;
  }
  return false;
}

/** "... and 3,439 tons in December 2023": one more base of the same figure. */
function coordinated(tokens: readonly Token[], at: number, first: Comparison): Comparison | null {
  const link = tokens[at + 1]?.text === ',' ? at + 2 : at + 1;
  const joined = tokens[link];
  if (!is(joined, 'conjunction') || joined.hard) return null;
  const start = link + 1;
  const head = tokens[start];
  if (is(head, 'comparator') || !(is(head, 'level') || is(head, 'period'))) return null;
  const next = readComparison(tokens, at + 1, start);
  if (next === null || next.period === null || next.percent !== null) return null;
  return first.level === null || next.level !== null ? next : null;
}
