/** Numbers as they are written: digits, English words, Chinese numerals. All patterns are sticky and bounded. */

export interface ReadNumber {
  readonly value: number;
  readonly end: number;
}

const DIGITS = /(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,9})?|\.\d{1,9}/y;

const SMALL: Readonly<Record<string, number>> = {
  zero: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10,
  eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19,
  twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90,
}; // biome-ignore format: a table
/** "11-point-seven", as broadcasters write it. */
const POINT = /[\s-]point[\s-](?=[a-z\d])/iy;
const WORD = /(?:[\s-]{1,3}(?:and\s{1,3})?)?([a-z]{3,9})(?![a-z])/iy;
const MOST_WORDS = 12;

const HAN_DIGITS = '零一二三四五六七八九';
const HAN_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const HAN_SCALES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8, 兆: 1e12 };
const HAN_NUMERAL = /[零〇一二两三四五六七八九十百千廿卅]{1,12}(?:[点.·][零〇一二两三四五六七八九]{1,8})?/y;

/** "12,345.6" or ".5" at `at`. */
export function readDigits(text: string, at: number): ReadNumber | null {
  DIGITS.lastIndex = at;
  const match = DIGITS.exec(text);
  return match === null ? null : { value: Number(match[0].replaceAll(',', '')), end: DIGITS.lastIndex };
}

/** "twenty-one", "one hundred and five": words up to hundreds; scales are read with the unit. */
export function readWords(text: string, at: number): ReadNumber | null {
  let value = 0;
  let end = at;
  for (let count = 0; count < MOST_WORDS; count += 1) {
    WORD.lastIndex = end;
    const match = WORD.exec(text);
    const word = match?.[1]?.toLowerCase();
    if (match === null || word === undefined || (count === 0 && match[0].length !== word.length)) break;
    const small = SMALL[word];
    if (small !== undefined) value += small;
    else if (word === 'hundred' && count > 0) value = value * 100;
    else break;
    end = WORD.lastIndex;
  }
  return end === at ? null : { value, end };
}

/** 二十一, 三点五. */
export function readHan(text: string, at: number): ReadNumber | null {
  HAN_NUMERAL.lastIndex = at;
  const match = HAN_NUMERAL.exec(text);
  if (match === null) return null;
  const [whole = '', fraction] = match[0].split(/[点.·]/);
  const value = hanInteger(whole);
  if (fraction === undefined) return { value, end: HAN_NUMERAL.lastIndex };
  return { value: Number(`${value}.${[...fraction].map(hanDigit).join('')}`), end: HAN_NUMERAL.lastIndex };
}

/** Digits, English words or Chinese numerals, with the Chinese scales behind them: 5万8193.1, 36.02万亿. */
export function readNumber(text: string, at: number): ReadNumber | null {
  const whole = readDigits(text, at) ?? readWords(text, at) ?? readHan(text, at);
  if (whole === null) return null;
  const first = readSpokenFraction(text, whole) ?? whole;
  let { value, end } = first;
  let total = 0;
  for (let rounds = 0; rounds < 4; rounds += 1) {
    const scale = hanScale(text, end);
    if (scale === null) break;
    total += value * scale.value;
    end = scale.end;
    value = 0;
    const rest = readDigits(text, end) ?? readHan(text, end);
    if (rest === null) break;
    value = rest.value;
    end = rest.end;
  }
  return { value: clean(total + value), end };
}

/** "-point-seven" behind a whole number. */
function readSpokenFraction(text: string, whole: ReadNumber): ReadNumber | null {
  POINT.lastIndex = whole.end;
  if (!POINT.test(text)) return null;
  const fraction = readDigits(text, POINT.lastIndex) ?? readWords(text, POINT.lastIndex);
  if (fraction === null || !Number.isInteger(fraction.value)) return null;
  return { value: Number(`${whole.value}.${fraction.value}`), end: fraction.end };
}

/** 万, 亿, 万亿, 千万, 百万 at `at`. */
function hanScale(text: string, at: number): ReadNumber | null {
  let value = 1;
  let end = at;
  for (let unit = text.charAt(end); ; unit = text.charAt(end)) {
    const factor = HAN_SCALES[unit] ?? (HAN_SCALES[text.charAt(end + 1)] === undefined ? undefined : HAN_UNITS[unit]);
    if (factor === undefined || end - at > 2) break;
    value *= factor;
    end += 1;
  }
  return end === at ? null : { value, end };
}

const hanDigit = (digit: string): number => (digit === '两' ? 2 : digit === '〇' ? 0 : HAN_DIGITS.indexOf(digit));

function hanInteger(written: string): number {
  const text = written.replaceAll('廿', '二十').replaceAll('卅', '三十');
  if (!/[十百千]/.test(text)) return Number([...text].map(hanDigit).join(''));
  let total = 0;
  let digit: number | null = null;
  for (const sign of text) {
    const unit = HAN_UNITS[sign];
    if (unit === undefined) digit = hanDigit(sign);
    else {
      total += (digit ?? 1) * unit;
      digit = null;
    }
  }
  return total + (digit ?? 0);
}

/** Without the dust of binary fractions: 36.02 * 1e12 is 36020000000000. */
export const clean = (value: number): number => Number(value.toPrecision(12));
