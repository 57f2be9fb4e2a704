import { SHORT_NAMES } from '../domain/codes/spoken-names.ts';
import { readAmount } from './amounts.ts';
import type { CommodityNames } from './commodities.ts';
import { readChinesePeriod } from './periods-chinese.ts';
import { readEnglishPeriod } from './periods-english.ts';
import { isWordUnit } from './phrase-trie.ts';
import { endsSentence } from './sentences.ts';
import { settle } from './settle.ts';
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
  return readShortNames(settle(tokens));
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
    // 陆10月对美出口, as headlines begin.
    const headed = (before === undefined || is(before, 'stop', 'mark')) && is(after, 'period', 'flow');
    if (!partnered && !paired && !headed) return token;
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
