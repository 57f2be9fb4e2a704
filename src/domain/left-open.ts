/**
 * What the sentence of a claim leaves open, those before it may have said: with whom the trade is, which part of it, how it is measured, of
 * what months. Readers take that over without being told to. So a sentence before leaves a doubt when it is of another country, measures
 * otherwise, tells of a part of the same trade, or is not about what the claim is about. Pure.
 */
import { placesWithin } from './going-on.ts';
import { ACTS, LONGER_TIME, MEASURED, NARROWING, OF_MARKETS, OF_THE_SAME, REGIONS, SETS_A_FRAME, TRADE_NOUN } from './left-open-words.ts';
import type { Doubt, Language, Leave, Own } from './sentence.ts';

/** Before the noun any country may stand: that is asked apart. Comments and names belong to no goods. */
const LEAVE: Leave = { places: true, months: true, comments: false, names: 'none' };

/** Chinese words before the noun that may be of it. */
const SIGNS_BEFORE = 8;
/** English words behind "that", "for", "by" that say which. */
const WORDS_BEHIND = 4;

/** The sentence of a claim. */
export interface Stated {
  /** In plain signs and simplified characters. */
  readonly text: string;
  readonly own: Own;
  readonly language: Language;
}

/**
 * What a sentence before leaves over to the claim's own; null where it says nothing that the own one could take over.
 * @param before in plain signs and simplified characters.
 * @param topic what has to be about what the claim is about: that sentence, when no other one stands between, and what it goes on with.
 */
export function leftOpen(before: string, topic: string | null, { text, own, language }: Stated): Doubt | null {
  const said = partsOf(before, language).join(', ');
  const isOfPartners = own.partner === null && !language.overall.test(text) && speaksOfOthers(said, own, language);
  if (isOfPartners) return { reason: 'narrower_subject', words: before };
  if (MEASURED.test(before) || SETS_A_FRAME.test(before)) return { reason: 'measure_in_doubt', words: before };
  if (LONGER_TIME.test(before) && isOfAMonth(own) && !namesItsMonth({ text, own, language }))
    return { reason: 'period_in_doubt', words: before };
  const isOfAPart = NARROWING.test(before) || (!OF_MARKETS.test(before) && narrows(said, own, language));
  if (isOfAPart) return { reason: 'narrower_subject', words: before };
  return topic === null || isOnTopic(topic, own, language) ? null : { reason: 'context_in_doubt', words: before };
}

const partsOf = (sentence: string, language: Language): readonly string[] => language.partsOf(sentence).map(({ text }) => text);
const isOfAMonth = ({ period }: Own): boolean => period !== null && period.from === period.to;

/** Whether a month stands with the figure or before it: behind, it is of another one. */
function namesItsMonth({ text, own: { percent }, language }: Stated): boolean {
  const parts = partsOf(text, language);
  const at = percent === null ? -1 : parts.findIndex((part) => language.figure(percent).test(part));
  return parts.slice(0, at < 0 ? parts.length : at + 1).some((part) => language.namesMonth(part));
}

/** Whether a sentence is of another country, or of one place within that of the claim, and not of what governments do. */
function speaksOfOthers(sentence: string, own: Own, language: Language): boolean {
  if (ACTS.test(sentence)) return false;
  const reporter = language.placeIn(sentence, own.reporter);
  const before = reporter === undefined ? sentence : sentence.slice(0, sentence.indexOf(reporter));
  return (
    language.namesElsewhere(before, own) || REGIONS.test(before) || (!OF_MARKETS.test(sentence) && placesWithin(sentence).length === 1)
  );
}

/** Whether a sentence is about what the claim is about: its country, its goods, its trade. */
const isOnTopic = (sentence: string, own: Own, language: Language): boolean =>
  [OF_THE_SAME, OF_MARKETS, ACTS].some((words) => words.test(sentence)) ||
  language.namesPlace(sentence, own.reporter) ||
  language.namesGoods(sentence, own);

/** Whether a sentence tells of a part of the same goods or trade: with words beside their noun that are not known. */
const narrows = (sentence: string, own: Own, language: Language): boolean =>
  /\p{Script=Han}/u.test(sentence) ? narrowsInChinese(sentence, own, language) : narrowsInEnglish(sentence, own, language);

function narrowsInChinese(sentence: string, own: Own, language: Language): boolean {
  return language.partsOf(sentence).some(({ text, cause }) => {
    if (cause || language.growth.test(text)) return false;
    const signs = Array.from(text);
    const isNoun = (prefix: string): boolean => language.trade.test(prefix) || language.namesGoods(prefix, own);
    const end = signs.findIndex((_, at) => isNoun(signs.slice(0, at + 1).join('')));
    if (end < 0) return false;
    const start = signs.findLastIndex((_, at) => at <= end && isNoun(signs.slice(at, end + 1).join('')));
    const rest = REST_OF_NOUN.exec(signs.slice(end + 1).join(''))?.[0].length ?? 0;
    const noun = signs.slice(Math.max(0, start - SIGNS_BEFORE), end + 1 + rest).join('');
    return language.unknownIn(noun.replace(WHAT_IS_DONE, ''), own, LEAVE) !== null;
  });
}

/** 磁 is the noun of 磁铁 and 磁材. */
const REST_OF_NOUN = /^(?:[铁体]|性?材料?)/;
const WHAT_IS_DONE =
  /.*(?:是|有|生产|使用|需要|离不开|购买|采购|制造|供应|保证|控制|限制|管制|放行|把|将|对|对于|关于|[拿得买收等]到了?|等来)/;

const WORD = /[\p{L}\d][\p{L}\d.'&/-]*%?|[,;:()]/gu;
/** No word of the noun: it ends what is said of it. */
const BOUND =
  /^(?:[,;:()]|the|a|an|its|their|his|her|this|that|these|those|any|all|no|some|of|in|to|on|for|by|with|as|at|from|and|or|but|than|without|\w+'s)$/i;
/** Before the goods they are what is done with them. */
const DONE_WITH =
  /^(?:needs?|needed|makes?|made|uses?|used|keep|eases?|eased|boost|curb|restrict\w*|halt\w*|stop\w*|allow\w*|ban\w*|block\w*|limit\w*|licen[cs]\w*|control\w*|get|wants?|supply|approv\w*|on|over|about|more|most|where|when|while|if|because|how|says?|said)$/i;
const SAYS_WHICH =
  /^(?:that|which|whose|for|by|under|via|through|without|with|made|used|going|leaving|sent|bound|containing|excluding|of)$/i;

function narrowsInEnglish(sentence: string, own: Own, language: Language): boolean {
  const words = sentence.match(WORD) ?? [];
  return words.some((word, at) => {
    const before = words[at - 1] ?? '';
    const isTrade = TRADE_NOUN.test(word);
    if (!isTrade && !language.namesGoods(word, own) && (language.namesGoods(before, own) || !language.namesGoods(`${before} ${word}`, own)))
      return false;
    const beside = BOUND.test(before) || DONE_WITH.test(before) ? '' : before;
    const next = words[at + 1] ?? '';
    const mark = words.findIndex((one, i) => i > at && /^[,;:()]$/.test(one));
    const behind = SAYS_WHICH.test(next)
      ? words.slice(at + 1, Math.min(mark < 0 ? words.length : mark, at + 1 + WORDS_BEHIND)).join(' ')
      : '';
    return language.unknownIn(`${beside} ${word} ${behind}`.trim(), own, LEAVE) !== null;
  });
}
