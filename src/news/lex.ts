import { readAmount } from './amounts.ts';
import type { CommodityNames } from './commodities.ts';
import { readChinesePeriod } from './periods-chinese.ts';
import { readEnglishPeriod } from './periods-english.ts';
import { isWordUnit } from './phrase-trie.ts';
import { SHORT_NAMES } from './places.ts';
import { endsSentence } from './sentences.ts';
import { is, type Meaning, type Token } from './token.ts';
import { VOCABULARY } from './vocabulary.ts';

/**
 * Text to tokens, from left to right. Times are read first, so that no number of theirs is taken for an amount; at equal
 * places the longest reading of amounts, commodities and words wins.
 */
export function lex(text: string, commodities: CommodityNames): readonly Token[] {
  const lower = lowered(text);
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const unit = text.charAt(at);
    if (/\s/.test(unit)) {
      if (unit === '\n') tokens.push({ kind: 'stop', start: at, end: at + 1, text: unit });
      at += 1;
      continue;
    }
    const read = readAt(text, lower, at, commodities);
    tokens.push({ ...read.meaning, start: at, end: read.end, text: lower.slice(at, read.end) });
    at = read.end;
  }
  return readShortNames(settleAmbiguous(tokens));
}

const BEFORE_SHORT_NAME = /^[对自从向输赴与]$/;

/** 对美, 自澳, 中美 before a word of trade: one character for a country. */
function readShortNames(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token, i): Token => {
    const place = is(token, 'word') ? SHORT_NAMES[token.word] : undefined;
    if (place === undefined) return token;
    const before = tokens[i - 1];
    const after = tokens[i + 1];
    const partnered = is(before, 'preposition', 'comparator') && BEFORE_SHORT_NAME.test(before.word);
    const paired =
      [before, after].some((t) => is(t, 'word') && SHORT_NAMES[t.word] !== undefined) && [after, tokens[i + 2]].some((t) => is(t, 'flow'));
    if (!partnered && !paired) return token;
    return {
      kind: 'place',
      place,
      adjective: false,
      bound: paired && is(before, 'word') && SHORT_NAMES[before.word] !== undefined,
      start: token.start,
      end: token.end,
      text: token.text,
    };
  });
}

/** In lower case, each unit in its place (a few letters grow when they are lowered: these stay). */
const lowered = (text: string): string => {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : [...text].map((c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
};

interface Read {
  readonly meaning: Meaning;
  readonly end: number;
}

const WORD = /[\p{Script=Latin}\d][\p{Script=Latin}\p{M}\d]{0,40}(?:['.][\p{Script=Latin}]{1,20}){0,4}/uy;

function readAt(text: string, lower: string, at: number, commodities: CommodityNames): Read {
  const unit = text.charAt(at);
  const insideWord = isWordUnit(unit) && isWordUnit(text.charAt(at - 1)) && !/\d/.test(unit);
  if (!insideWord) {
    const period = readChinesePeriod(text, at) ?? (isWordUnit(unit) ? readEnglishPeriod(text, at) : null);
    if (period !== null) return { meaning: { kind: 'period', period: period.period }, end: period.end };
    const best = longest([readAmount(text, at), named(commodities, lower, at), known(lower, at)]);
    if (best !== null) return best;
  }
  WORD.lastIndex = at;
  const word = WORD.exec(text);
  if (word !== null) return { meaning: { kind: 'word', word: word[0] }, end: WORD.lastIndex };
  if (endsSentence(text, at)) return { meaning: { kind: 'stop' }, end: at + 1 };
  const point = text.codePointAt(at) ?? 0;
  const end = at + (point > 0xffff ? 2 : 1);
  const sign = text.slice(at, end);
  return { meaning: /\p{L}/u.test(sign) ? { kind: 'word', word: sign } : { kind: 'mark', mark: sign }, end };
}

const named = (commodities: CommodityNames, lower: string, at: number): Read | null => {
  const found = commodities.match(lower, at);
  return found === null ? null : { meaning: { kind: 'commodity', commodity: found.value }, end: found.end };
};

const known = (lower: string, at: number): Read | null => {
  const found = VOCABULARY.match(lower, at);
  return found === null ? null : { meaning: found.value, end: found.end };
};

function longest(reads: readonly (Read | null)[]): Read | null {
  let best: Read | null = null;
  for (const read of reads) if (read !== null && (best === null || read.end > best.end)) best = read;
  return best;
}

/** What a word that can hedge a figure means when no figure follows. */
const OTHERWISE: Readonly<Record<string, Meaning>> = {
  over: { kind: 'comparator', weak: true, word: 'over' },
  exceeding: { kind: 'comparator', weak: true, word: 'exceeding' },
  below: { kind: 'comparator', weak: true, word: 'below' },
  低于: { kind: 'comparator', weak: false, word: '低于' },
  超过: { kind: 'comparator', weak: true, word: '超过' },
  'less than': { kind: 'comparator', weak: false, word: 'than' },
  'more than': { kind: 'comparator', weak: false, word: 'than' },
};

function settleAmbiguous(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token, i) => {
    const next = tokens[i + 1];
    const words = token.text;
    const as = (meaning: Meaning): Token => ({ ...meaning, start: token.start, end: token.end, text: words });
    const beyond = BEYOND[words];
    if (beyond !== undefined && isGrowth(tokens[i - 1]))
      return [as(beyond), { ...as({ kind: 'comparator', weak: false, word: 'than' }), text: 'than' }];
    if (is(token, 'qualifier')) {
      if (token.after) return isFigure(tokens[i - 1]) ? token : as({ kind: 'word', word: words });
      const after = is(next, 'word') ? tokens[i + 2] : next;
      if (isFigure(after) || is(after, 'change') || (is(after, 'qualifier') && isFigure(tokens[i + 2]))) return token;
      return as(OTHERWISE[words] ?? { kind: 'word', word: words });
    }
    if (is(token, 'basis') && (words === 'annual' || words === 'monthly'))
      return is(next, 'direction', 'rate', 'percent') ? token : as({ kind: 'word', word: words });
    if (is(token, 'flow') && words === 'trade' && is(next, 'word')) return as({ kind: 'word', word: words });
    const relation =
      is(token, 'word') && (isGrowth(next) || (is(next, 'qualifier') && isGrowth(tokens[i + 2]))) ? RELATIONS[words] : undefined;
    if (relation !== undefined) return as({ kind: 'direction', direction: relation, form: 'verb' });
    if (is(token, 'comparator') && words === '与' && !is(next, 'period')) return as({ kind: 'conjunction', hard: false });
    return token;
  });
}

/** "32% more than in May", "75% above April's": a direction and a comparator in one. */
const BEYOND: Readonly<Record<string, Meaning>> = {
  'more than': { kind: 'direction', direction: 'up', form: 'adjective' },
  'less than': { kind: 'direction', direction: 'down', form: 'adjective' },
  'fewer than': { kind: 'direction', direction: 'down', form: 'adjective' },
  above: { kind: 'direction', direction: 'up', form: 'adjective' },
  below: { kind: 'direction', direction: 'down', form: 'adjective' },
};

/** 比去年同期低38.1%. */
const RELATIONS: Readonly<Record<string, 'up' | 'down'>> = { 高: 'up', 多: 'up', 低: 'down', 少: 'down' };

const isGrowth = (token: Token | undefined): boolean => is(token, 'percent', 'multiple');
const isFigure = (token: Token | undefined): boolean => is(token, 'percent', 'multiple', 'level', 'number', 'points');
