import { readMultiple } from './multiples.ts';
import { clean, readDigits, readHan, readNumber } from './numbers.ts';
import type { Meaning } from './token.ts';
import { readCurrencySign, readScale, readUnit } from './units.ts';

export interface ReadMeaning {
  readonly meaning: Meaning;
  readonly end: number;
}

const PERCENT = /[\s-]{0,3}(?:%|per\s?cent(?:um)?(?![a-z])|pct?(?![a-z])|per-cent)/iy;
const POINTS =
  /[\s-]{0,3}(?:(?:%|percentage|percent|per\s?cent|pct|basis)[\s-]{0,3}(?:points?|pts?)|ppts?|pps?|p\.p\.|bps|个?百分点|个?基点)(?![a-z])/iy;
const WORDED_POINT =
  /(?:half|a quarter of|a third of|almost|nearly|about)?\s?(?:a|one)\s(?:full\s)?(?:percentage|percent|per cent|basis)\spoint(?![a-z])/iy;
const RANGE = /\s{0,3}(?:-|~|to|and|至|到|—)\s{0,3}/iy;
const HAN_PERCENT = /百分之/y;
const TENTHS = /成(?!为|本|交|立|功|都|品|员|果|熟|长|绩|因|分)(?:半)?/y;
const SIGN = /[+-]\s?|(?:minus|negative|plus)\s(?=[\d.])/iy;

const at = (pattern: RegExp, text: string, place: number): number | null => {
  pattern.lastIndex = place;
  return pattern.test(text) ? pattern.lastIndex : null;
};

/** A percentage, percentage points, a multiple, an amount with its unit, or a bare number at `start`. */
export function readAmount(text: string, start: number): ReadMeaning | null {
  const point = at(WORDED_POINT, text, start);
  if (point !== null) return { meaning: { kind: 'points' }, end: point };
  return readHanPercent(text, start) ?? readMultiple(text, start) ?? readFigure(text, start);
}

function readHanPercent(text: string, start: number): ReadMeaning | null {
  const after = at(HAN_PERCENT, text, start);
  const number = after === null ? null : readNumber(text, after);
  if (number !== null) return percent(number.value, null, null, number.end);
  const tens = readHan(text, start) ?? readDigits(text, start);
  if (tens === null || tens.value > 30) return null;
  const tenths = at(TENTHS, text, tens.end);
  if (tenths === null) return null;
  const half = text.charAt(tenths - 1) === '半' ? 5 : 0;
  const more = half === 0 ? readHan(text, tenths) : null;
  const extra = more !== null && more.value < 10 ? more.value : 0;
  return percent(tens.value * 10 + half + extra, null, null, extra > 0 && more !== null ? more.end : tenths);
}

function readFigure(text: string, start: number): ReadMeaning | null {
  const before = text.charAt(start - 1);
  const signEnd = /[\p{Script=Latin}\d)%]/u.test(before) ? null : at(SIGN, text, start);
  const sign = signEnd === null ? null : /[-mn]/i.test(text.charAt(start)) ? 'down' : 'up';
  const currency = readCurrencySign(text, signEnd ?? start);
  const number = readNumber(text, currency?.end ?? signEnd ?? start);
  if (number === null) return null;
  if (currency === null) {
    const points = at(POINTS, text, number.end);
    if (points !== null) return { meaning: { kind: 'points' }, end: points };
    const single = at(PERCENT, text, number.end);
    const ranged = readRange(text, number.end, single, /\bbetween\s$/i.test(text.slice(Math.max(0, start - 8), start)));
    if (ranged !== null)
      return ranged.points ? { meaning: { kind: 'points' }, end: ranged.end } : percent(number.value, ranged.high, sign, ranged.end);
    if (single !== null) return percent(number.value, null, sign, single);
  }
  return readLevel(text, number.value, number.end, currency?.unit ?? null);
}

/** "5% to 29%", "5-7 percent": the upper end. `single` is where the first percent sign ends, when there is one. */
function readRange(
  text: string,
  numberEnd: number,
  single: number | null,
  between: boolean,
): { high: number; end: number; points: boolean } | null {
  const link = at(RANGE, text, single ?? numberEnd);
  if (link === null) return null;
  if (/and\s*$/i.test(text.slice(single ?? numberEnd, link)) && !between) return null;
  const second = readNumber(text, link);
  if (second === null) return null;
  const points = at(POINTS, text, second.end);
  if (points !== null && single === null) return { high: second.value, end: points, points: true };
  const end = at(PERCENT, text, second.end);
  return end === null ? null : { high: second.value, end, points: false };
}

const percent = (low: number, high: number | null, sign: 'up' | 'down' | null, end: number): ReadMeaning => ({
  meaning: { kind: 'percent', percent: low, high, sign },
  end,
});

function readLevel(text: string, number: number, numberEnd: number, currency: string | null): ReadMeaning {
  const scale = readScale(text, numberEnd);
  const value = number * (scale?.factor ?? 1);
  const afterScale = scale?.end ?? numberEnd;
  const unit = readUnit(text, afterScale);
  if (currency !== null) {
    const repeated = unit !== null && unit.unit === currency ? unit.end : afterScale;
    return { meaning: { kind: 'level', value: clean(value), unit: currency }, end: repeated };
  }
  if (unit === null) return { meaning: { kind: 'number', value: clean(value) }, end: afterScale };
  return { meaning: { kind: 'level', value: clean(value * unit.factor), unit: unit.unit }, end: unit.end };
}
