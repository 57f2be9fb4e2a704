/**
 * An object with one long list in it, read from bytes as they come: the elements of the list one after the other, so that an answer of
 * any length takes the memory of a piece. What is refused, and in which words, is what `readJson` refuses.
 */
import type { RefusedError } from '../errors.ts';
import { ByteWindow } from './byte-window.ts';
import { utf8Chunks } from './encoding.ts';
import { faultInJson, isJsonObject, type JsonObject, type JsonValue, movedBy, refusedJson, START } from './json.ts';
import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, endOfValue, isSpace, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-bytes.ts';
import { JsonTemplate } from './json-template.ts';
import { KnownTexts } from './known-texts.ts';

export interface ListedJson {
  /** The members of the object, without the list. */
  readonly members: JsonObject;
  /** How many elements the list has; null where no member of that name is a list. */
  readonly length: number | null;
}

export interface ListOptions {
  /** The name that stands in a refusal, such as the file name. */
  readonly where: string;
  /** The name of the list. */
  readonly list: string;
  /** The members of an element that are of use: an object is given with these alone. */
  readonly wanted: readonly string[];
}

type Take = (element: JsonValue, index: number) => void;

/**
 * @param chunks bytes in order, gone through again to say where something is wrong.
 * @param take told each element, before it is known that the rest is JSON; an object is overwritten by the next.
 * @returns null for a text that is no object.
 * @throws RefusedError as `readJson` does, and for bytes that are no text.
 */
export function readListedJson(chunks: Iterable<Uint8Array>, options: ListOptions, take: Take): ListedJson | null {
  const window = new ByteWindow(utf8Chunks(chunks, options));
  try {
    return new ListReader(window, chunks, options).read(take);
  } finally {
    window.close();
  }
}

/** A refusal is judged with so much text behind it: it shows less. */
const SHOWN_CHARACTERS = 512;
/** So much of what is no object is looked at to say what it is. */
const LOOKED_AT_CHARACTERS = 65_536;

class ListReader {
  readonly #window: ByteWindow;
  readonly #chunks: Iterable<Uint8Array>;
  readonly #options: ListOptions;
  /** In the window. */
  #at = 0;
  /** Of the members that were read. */
  readonly #keys = new Set<string>();
  /** What stands open behind these members; null before the object begins. */
  #open: string | null = null;
  #template: JsonTemplate | null = null;
  readonly #texts = new KnownTexts();

  constructor(window: ByteWindow, chunks: Iterable<Uint8Array>, options: ListOptions) {
    this.#window = window;
    this.#chunks = chunks;
    this.#options = options;
  }

  read(take: Take): ListedJson | null {
    if (this.#next() !== OPEN_OBJECT) {
      const fault = this.#fault(LOOKED_AT_CHARACTERS);
      if (fault !== null) throw fault;
      return null;
    }
    const members: Record<string, JsonValue> = {};
    let length: number | null = null;
    this.#step('');
    for (let byte = this.#next(); byte !== CLOSE_OBJECT || this.#open === ','; byte = this.#next()) {
      const key = this.#key();
      if (key === this.#options.list && this.#next() === OPEN_LIST) length = this.#list(take);
      // "__proto__" is a key like any other.
      else Object.defineProperty(members, key, { value: this.#value(), enumerable: true });
      this.#keys.add(key);
      this.#open = '';
      const behind = this.#next();
      if (behind === COMMA) this.#step(',');
      else if (behind !== CLOSE_OBJECT) throw this.#refused();
    }
    this.#step('}');
    if (this.#next() !== 0) throw this.#refused();
    return { members, length };
  }

  #key(): string {
    if (this.#next() !== QUOTE) throw this.#refused();
    const end = this.#endOfValue();
    const printed = this.#textTo(end);
    if (faultInJson(printed) !== null) throw this.#refused();
    const key = JSON.parse(printed) as string;
    if (this.#keys.has(key)) throw this.#refused();
    this.#at = end;
    this.#open += printed;
    if (this.#next() !== COLON) throw this.#refused();
    this.#step(`${this.#open}:`);
    this.#next();
    return key;
  }

  #list(take: Take): number {
    const open = this.#open;
    const [atFirst, behindElement, atElement] = [`${open}[`, `${open}[null`, `${open}[null,`];
    this.#step(atFirst);
    let length = 0;
    for (let byte = this.#next(); byte !== CLOSE_LIST || this.#open === atElement; byte = this.#next()) {
      take(this.#element(), length);
      length += 1;
      this.#open = behindElement;
      const behind = this.#next();
      if (behind === COMMA) this.#step(atElement);
      else if (behind !== CLOSE_LIST) throw this.#refused();
    }
    this.#step('');
    return length;
  }

  #element(): JsonValue {
    do {
      const { bytes } = this.#window;
      const end = bytes[this.#at] === OPEN_OBJECT ? (this.#template?.read(bytes, this.#at) ?? -1) : -1;
      if (this.#template !== null && end >= 0) {
        this.#at = end;
        return this.#template.fields;
      }
      if (endOfValue(bytes, this.#at) >= 0) break;
    } while (this.#more());
    const start = this.#at;
    const value = this.#value(ELEMENT);
    if (!isJsonObject(value)) return value;
    this.#template = new JsonTemplate(this.#window.bytes.subarray(start, this.#at), value, this.#options.wanted, this.#texts);
    return this.#template.fields;
  }

  /** Reads a value as the reader of texts does, as deep as it stands. */
  #value([opening, closing]: readonly [string, string] = MEMBER): JsonValue {
    const end = this.#endOfValue();
    const text = this.#textTo(end);
    if (faultInJson(`${opening}${text}${closing}`) !== null) throw this.#refused();
    this.#at = end;
    return JSON.parse(text) as JsonValue;
  }

  /** Behind the value that begins here; the end of all that there is where it does not end. */
  #endOfValue(): number {
    for (;;) {
      const end = endOfValue(this.#window.bytes, this.#at);
      if (end >= 0) return end;
      if (!this.#more()) return this.#window.end;
    }
  }

  /** The next byte that is no space; 0 at the end. */
  #next(): number {
    for (;;) {
      const byte = this.#window.bytes[this.#at] as number;
      if (isSpace(byte)) this.#at += 1;
      else if (byte !== 0 || !this.#more()) return byte;
    }
  }

  /** Over one byte. */
  #step(open: string): void {
    this.#at += 1;
    this.#open = open;
  }

  #more(): boolean {
    this.#template?.keep();
    const came = this.#window.more(this.#at);
    this.#at = 0;
    return came;
  }

  #textTo(end: number): string {
    return this.#window.bytes.toString('utf8', this.#at, end);
  }

  #refused(): Error {
    return this.#fault() ?? new Error(`${this.#options.where}: two readers of JSON differ at byte ${this.#window.before + this.#at}`);
  }

  /** What the reader of texts says of what comes, brought to where this one is; null when nothing in so much of it is wrong. */
  #fault(most = Number.POSITIVE_INFINITY): RefusedError | null {
    const keys = Array.from(this.#keys, (key) => `${JSON.stringify(key)}:null`).join(',');
    const before = this.#open === null ? '' : `{${keys}${this.#open}`;
    for (;;) {
      const text = before + this.#textTo(this.#window.end);
      const fault = faultInJson(text);
      const isWhole = fault !== null && fault.at + SHOWN_CHARACTERS <= text.length;
      if (!isWhole && text.length >= most) return null;
      if (!isWhole && this.#more()) continue;
      return fault === null ? null : refusedJson(fault, movedBy(this.#place(), text.slice(before.length, fault.at)), this.#options.where);
    }
  }

  /** Line and column of this place: found by going through the text again, once something is wrong with it. */
  #place() {
    let left = this.#window.before + this.#at;
    let place = START;
    for (const bytes of utf8Chunks(this.#chunks, this.#options)) {
      place = movedBy(place, Buffer.from(bytes.subarray(0, left)).toString('utf8'));
      left -= Math.min(left, bytes.length);
      if (left === 0) break;
    }
    return place;
  }
}

/** What stands around a value, so that the reader of texts meets it as deep as it stands, and misses it where there is none. */
const [MEMBER, ELEMENT] = [
  ['{"":', '}'],
  ['[{"":', '}]'],
] as const;
