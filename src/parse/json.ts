/**
 * Strict JSON. What JSON.parse lets pass is refused: a key that occurs twice, nesting without end, a number that a double
 * does not hold. `__proto__` stays an ordinary key with no effect.
 */
import { type RefusedError, refused } from '../errors.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** Publications are three or four levels deep; hostile ones are 100,000. */
const MAX_DEPTH = 64;
/** Any decimal of up to 15 significant digits comes back from a double as it was printed. */
const EXACT_DIGITS = 15;

/**
 * Reads a whole JSON text. Fractions are kept to 15 significant digits or better; whole numbers exactly.
 * @param where the name that stands in a refusal, such as the file name.
 * @throws RefusedError, with line and column, for a text that is cut, is no JSON, has a key twice in one object, is nested
 * deeper than 64 levels, or has a number that cannot be held (1e400, or a whole number above 2^53).
 */
export function readJson(text: string, where: string): JsonValue {
  const fault = faultInJson(text);
  if (fault !== null) throw refusedJson(fault, movedBy(START, text.slice(0, fault.at)), where);
  return JSON.parse(text) as JsonValue;
}

/** What is wrong with a text, and the character that shows it. */
export interface JsonFault {
  readonly at: number;
  readonly reason: string;
}

/** The first thing for which {@link readJson} refuses a text; null for one that it reads. */
export function faultInJson(text: string): JsonFault | null {
  try {
    new Scanner(text).scan();
    return null;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

class Fault extends Error implements JsonFault {
  readonly at: number;
  readonly reason: string;

  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
    this.reason = reason;
  }
}

/** Line and column, in characters, from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export const START: TextPlace = { line: 1, column: 1 };

/** The place behind a text that begins at another. */
export const movedBy = ({ line, column }: TextPlace, text: string): TextPlace => ({
  line: line + text.split('\n').length - 1,
  column: text.includes('\n') ? text.length - text.lastIndexOf('\n') : column + text.length,
});

export const refusedJson = ({ reason }: JsonFault, { line, column }: TextPlace, where: string): RefusedError =>
  refused(`${where} line ${line} column ${column}`, reason);

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonArray = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

const LITERALS = ['true', 'false', 'null'] as const;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
/** A string without its opening quote, up to the next quote, escape or control character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids exactly these inside a string.
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001F]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Walks the text once, without recursion: the depth bound is ours, not that of the stack. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @throws Fault */

  scan(): void {
    /** For each open object the keys seen in it, for each open array null. */
    const open: (Set<string> | null)[] = [];
    this.#space();
    if (this.#at === this.#text.length) throw this.#refused('the text is empty; expected JSON');
    for (;;) {
      const opened = this.#value(open);
      if (!opened) {
        if (this.#close(open)) return;
      }
    }
  }

  /** Reads a value, or the opening of one. @returns whether it is open and a value of it comes next. */
  #value(open: (Set<string> | null)[]): boolean {
    const character = this.#text[this.#at];
    if (character === '{' || character === '[') {
      if (open.length >= MAX_DEPTH) throw this.#refused(`nested deeper than ${MAX_DEPTH} levels`);
      this.#at += 1;
      this.#space();
      const end = character === '{' ? '}' : ']';
      if (this.#text[this.#at] === end) {
        this.#at += 1;
        return false;
      }
      const keys = character === '{' ? new Set<string>() : null;
      open.push(keys);
      if (keys !== null) this.#key(keys);
      return true;
    }
    if (character === '"') this.#string();
    else if (character === '-' || (character !== undefined && character >= '0' && character <= '9')) this.#number();
    else this.#literal();
    return false;
  }

  /** After a value: the comma before the next, or the ends of what is open. @returns whether the text is at its end. */
  #close(open: (Set<string> | null)[]): boolean {
    for (;;) {
      this.#space();
      const keys = open.at(-1);
      if (keys === undefined) {
        if (this.#at < this.#text.length) throw this.#refused(`text after the end of the JSON: ${this.#shown()}`);
        return true;
      }
      const character = this.#text[this.#at];
      if (character === ',') {
        this.#at += 1;
        this.#space();
        if (keys !== null) this.#key(keys);
        return false;
      }
      if (character !== (keys === null ? ']' : '}')) throw this.#expected(keys === null ? '"," or "]"' : '"," or "}"');
      this.#at += 1;
      open.pop();
    }
  }

  #key(keys: Set<string>): void {
    if (this.#text[this.#at] !== '"') throw this.#expected('a key in double quotes');
    const start = this.#at;
    this.#string();
    const printed = this.#text.slice(start, this.#at);
    const key = printed.includes('\\') ? (JSON.parse(printed) as string) : printed.slice(1, -1);
    if (keys.has(key)) {
      this.#at = start;
      throw this.#refused(`the key ${JSON.stringify(key.slice(0, 60))} occurs twice in one object`);
    }
    keys.add(key);
    this.#space();
    if (this.#text[this.#at] !== ':') throw this.#expected('":"');
    this.#at += 1;
    this.#space();
  }

  #string(): void {
    this.#at += 1;
    for (;;) {
      this.#match(PLAIN_CHARACTERS);
      const character = this.#text[this.#at];
      if (character === '"') {
        this.#at += 1;
        return;
      }
      if (character === undefined) throw this.#expected('the end of a string');
      if (character !== '\\') throw this.#refused('a control character inside a string');
      if (this.#match(ESCAPE) === '')
        throw this.#refused(this.#text.length - this.#at < 6 ? 'the text is cut inside a string' : 'an unknown escape in a string');
    }
  }

  #number(): void {
    const start = this.#at;
    const printed = this.#match(NUMBER);
    if (printed === '' || printed === '-') throw this.#expected('a number');
    if (printed.length <= EXACT_DIGITS && !/[eE]/.test(printed)) return;
    const value = Number(printed);
    const whole = !printed.includes('.') && !/[eE]/.test(printed);
    if (Number.isFinite(value) && (!whole || Number.isSafeInteger(value))) return;
    this.#at = start;
    throw this.#refused(`the number ${printed.slice(0, 40)} is larger than can be held exactly`);
  }

  #literal(): void {
    const literal = LITERALS.find((word) => this.#text.startsWith(word, this.#at));
    if (literal === undefined) throw this.#expected('a value');
    this.#at += literal.length;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #expected(what: string): Fault {
    if (this.#at >= this.#text.length) return this.#refused(`the text is cut: it ends where ${what} should be`);
    const page = this.#text.trimStart().startsWith('<') ? ' (this is an HTML or XML page)' : '';
    return this.#refused(`not JSON: expected ${what}, got ${this.#shown()}${page}`);
  }

  #shown(): string {
    return JSON.stringify(this.#text.slice(this.#at, this.#at + 20));
  }

  #refused(reason: string): Fault {
    return new Fault(this.#at, reason);
  }
}
