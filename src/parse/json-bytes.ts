/** JSON in UTF-8 without a NUL, from any place on. Behind the last byte stands a 0. */
import type { JsonValue } from './json.ts';

export const [QUOTE, COMMA, COLON] = [0x22, 0x2c, 0x3a];
export const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [TAB, NEWLINE, RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const [BACKSLASH, LETTER_U] = [0x5c, 0x75];
const [MINUS, POINT, ZERO, NINE] = [0x2d, 0x2e, 0x30, 0x39];
const [LETTER_T, LETTER_F] = [0x74, 0x66];

export const isSpace = (byte: number | undefined): boolean => byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

/**
 * Behind the value that begins here, for values that are known to be well-formed, or to be looked at afterwards: brackets are
 * counted and not compared.
 * @returns -1 when the bytes end before it does.
 */
export function endOfValue(bytes: Uint8Array, start: number): number {
  const first = bytes[start];
  if (first === QUOTE) return endOfString(bytes, start);
  if (first !== OPEN_OBJECT && first !== OPEN_LIST) return endOfWord(bytes, start);
  let depth = 0;
  for (let at = start; ; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfString(bytes, at) - 1;
      if (at < 0) return -1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (byte === 0) return -1;
  }
}

function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at += 1;
    if (bytes[at] === 0) return -1;
  }
}

/** Of a number, or a literal. */
function endOfWord(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at += 1) {
    const byte = bytes[at];
    if (byte === 0) return -1;
    if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_LIST || isSpace(byte)) return at;
  }
}

/** As many digits a double holds whatever they are; more than that, and exponents, are looked at by the reader of texts. */
const PLAIN_CHARACTERS = 15;
const [TRUE, FALSE, NULL] = [Buffer.from('true'), Buffer.from('false'), Buffer.from('null')];

/**
 * Behind the string, number or literal that begins here.
 * @returns -1 for what is none of these, and for a number of more than 15 characters or with an exponent.
 */
export function endOfPlainValue(bytes: Uint8Array, start: number): number {
  const first = bytes[start] as number;
  if (first === QUOTE) return endOfProperString(bytes, start);
  if (first === MINUS || isDigit(first)) return endOfPlainNumber(bytes, start);
  const literal = first === LETTER_T ? TRUE : first === LETTER_F ? FALSE : NULL;
  for (let index = 0; index < literal.length; index += 1) if (bytes[start + index] !== literal[index]) return -1;
  return start + literal.length;
}

function endOfProperString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte < SPACE) return -1;
    if (byte !== BACKSLASH) continue;
    at += 1;
    const escaped = bytes[at] as number;
    if (escaped === LETTER_U) {
      for (const last = at + 4; at < last; at += 1) if (!isHexadecimal(bytes[at + 1] as number)) return -1;
    } else if (!ESCAPED.includes(escaped)) return -1;
  }
}

const ESCAPED = Buffer.from('"\\/bfnrt');
const isHexadecimal = (byte: number): boolean => isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);

function endOfPlainNumber(bytes: Uint8Array, start: number): number {
  const digits = bytes[start] === MINUS ? start + 1 : start;
  let at = endOfDigits(bytes, digits);
  if (at === digits || (bytes[digits] === ZERO && at > digits + 1)) return -1;
  if (bytes[at] === POINT) {
    const fraction = at + 1;
    at = endOfDigits(bytes, fraction);
    if (at === fraction) return -1;
  }
  const next = (bytes[at] as number) | 0x20;
  return at - start > PLAIN_CHARACTERS || next === 0x65 ? -1 : at;
}

function endOfDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at] as number)) at += 1;
  return at;
}

/** The value of what {@link endOfPlainValue} found. */
export function plainValue(bytes: Buffer, start: number, end: number): JsonValue {
  const first = bytes[start] as number;
  if (first === QUOTE) {
    const text = bytes.toString('utf8', start + 1, end - 1);
    return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
  }
  if (isDigit(first)) return plainNumber(bytes, start, end);
  if (first === MINUS) return Number(bytes.toString('latin1', start, end));
  return first === LETTER_T ? true : first === LETTER_F ? false : null;
}

/** A whole number of so few digits and a power of ten are doubles: their quotient is rounded once, to the double that is nearest. */
function plainNumber(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  let scale = 1;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === POINT) scale = POWERS_OF_TEN[end - at - 1] as number;
    else units = units * 10 + byte - ZERO;
  }
  return units / scale;
}

const POWERS_OF_TEN: readonly number[] = Array.from({ length: PLAIN_CHARACTERS }, (_, exponent) => Number(`1e${exponent}`));
