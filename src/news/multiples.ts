import type { ReadMeaning } from './amounts.ts';
import { readHan, readNumber, readWords } from './numbers.ts';

const FOLD = /\s?-?\s?(?:fold)(?![a-z])/iy;
const FOLD_WORD = /(two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)fold(?![a-z])/iy;
const TIMES = /(?:\s{1,3}times|-times|\s?x)(?![a-z\d])/iy;
/** 倍半 is a half more: 一倍半 is 1.5. */
const BEI = /倍(半(?!年))?/y;
const PART =
  /(?:(a|an|one|two|three|four|five|six|seven|eight|nine|nearly)\s?-?\s?)?(halves|half|thirds?|quarters?|fourths?|fifths?|sixths?|tenths?)(?![a-z-])(?!\s(?:straight|consecutive|time|successive|quarter|month(?![- ]on)|year(?![- ](?:on|over|earlier|ago))|of (?:a|the) (?:month|year)))/iy;
const HAN_PART = /([二三四五六七八九十])分之([一二两三四五六七八九])/y;
/** 1/3, as some outlets write it. */
const DIGIT_PART = /([1-9])\/([2-9])(?![\d/])/y;
const HAN_HALF = /(?:近|超|超过|过|逾|约)?一半|半数/y;
const TWICE = /(?:twice|double|triple|treble|quadruple)(?=\s+(?:the|that|what|its|as|last|a|their|those|year|june|may)\b)/iy;

const PARTS: Readonly<Record<string, number>> = { hal: 2, thi: 3, qua: 4, fou: 4, fif: 5, six: 6, ten: 10 };
const TWICES: Readonly<Record<string, number>> = { twice: 2, double: 2, triple: 3, treble: 3, quadruple: 4 };

const run = (pattern: RegExp, text: string, place: number): RegExpExecArray | null => {
  pattern.lastIndex = place;
  return pattern.exec(text);
};

/** "sevenfold", "2.4 times", "two-thirds", 2.4倍, 三分之一 at `start`. */
export function readMultiple(text: string, start: number): ReadMeaning | null {
  return readPart(text, start) ?? readTimes(text, start);
}

function readPart(text: string, start: number): ReadMeaning | null {
  const english = run(PART, text, start);
  if (english !== null) {
    const count = readWords(english[1] ?? 'one', 0)?.value ?? 1;
    const divisor = PARTS[(english[2] ?? '').slice(0, 3).toLowerCase()] ?? 0;
    const end = start + english[0].length;
    if (english[1] === undefined && divisor !== 2) return null;
    return divisor === 0 || count >= divisor ? null : { meaning: { kind: 'multiple', factor: count / divisor, form: 'part' }, end };
  }
  const han = run(HAN_PART, text, start);
  if (han !== null) {
    const divisor = readHan(han[1] ?? '', 0)?.value ?? 0;
    const count = readHan(han[2] ?? '', 0)?.value ?? 0;
    return divisor === 0 || count >= divisor
      ? null
      : { meaning: { kind: 'multiple', factor: count / divisor, form: 'part' }, end: start + han[0].length };
  }
  const digits = /[\d/.]/.test(text.charAt(start - 1)) ? null : run(DIGIT_PART, text, start);
  if (digits !== null) {
    const factor = Number(digits[1]) / Number(digits[2]);
    return factor >= 1 ? null : { meaning: { kind: 'multiple', factor, form: 'part' }, end: start + digits[0].length };
  }
  const half = text.charAt(start) === '一' || text.charAt(start) === '半' ? run(HAN_HALF, text, start) : null;
  return half === null ? null : { meaning: { kind: 'multiple', factor: 0.5, form: 'part' }, end: start + half[0].length };
}

function readTimes(text: string, start: number): ReadMeaning | null {
  const twice = run(TWICE, text, start);
  if (twice !== null)
    return { meaning: { kind: 'multiple', factor: TWICES[twice[0].toLowerCase()] ?? 2, form: 'times' }, end: start + twice[0].length };
  const word = run(FOLD_WORD, text, start);
  if (word !== null)
    return { meaning: { kind: 'multiple', factor: readWords(word[1] ?? '', 0)?.value ?? 2, form: 'fold' }, end: FOLD_WORD.lastIndex };
  const number = readNumber(text, start);
  if (number === null) return null;
  const fold = run(FOLD, text, number.end);
  if (fold !== null) return { meaning: { kind: 'multiple', factor: number.value, form: 'fold' }, end: FOLD.lastIndex };
  const bei = run(BEI, text, number.end);
  if (bei !== null)
    return { meaning: { kind: 'multiple', factor: number.value + (bei[1] === undefined ? 0 : 0.5), form: 'bei' }, end: BEI.lastIndex };
  const times = run(TIMES, text, number.end);
  return times === null ? null : { meaning: { kind: 'multiple', factor: number.value, form: 'times' }, end: TIMES.lastIndex };
}
