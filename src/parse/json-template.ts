import type { JsonObject, JsonValue } from './json.ts';
import { CLOSE_OBJECT, COMMA, endOfPlainValue, endOfValue, isSpace } from './json-bytes.ts';
import type { KnownTexts } from './known-texts.ts';

/**
 * An object by which the next one is read: publishers write the same keys in the same order, and most values again. What is the same
 * byte by byte is as proper as it was and means the same; only values that differ are read.
 */
export class JsonTemplate {
  /** The wanted members of the object that was read last; the same object for the next one. */
  readonly fields: JsonObject;
  /** The same, to be written. */
  readonly #fields: Record<string, JsonValue>;
  /** Where the object stands that was read last. */
  #bytes: Buffer;
  #view: DataView;
  #start = 0;
  #length: number;
  /** A copy of it, for when its bytes are given up. */
  #own: Buffer;
  readonly #texts: KnownTexts;
  /** For each member its name, when it is wanted. */
  readonly #names: readonly (string | null)[];
  /** How many bytes stand between its value and the one before: the same in each object. */
  readonly #gaps: Uint32Array;
  /** Where its value ends in these bytes. */
  #ends: Uint32Array;
  /** The same of the object that is being read. */
  #nextEnds: Uint32Array;

  /** @param bytes a proper object, which `object` is; they are copied. */
  constructor(bytes: Uint8Array, object: JsonObject, wanted: readonly string[], texts: KnownTexts) {
    this.#texts = texts;
    this.#own = Buffer.from(bytes);
    this.#bytes = this.#own;
    this.#view = viewOf(this.#bytes);
    this.#length = bytes.length;
    const members = membersOf(this.#own);
    this.#names = members.map(({ name }) => (wanted.includes(name) ? name : null));
    this.#gaps = Uint32Array.from(members, ({ start }, member) => start - (members[member - 1]?.end ?? 0));
    this.#ends = Uint32Array.from(members, ({ end }) => end);
    this.#nextEnds = this.#ends.slice();
    // Made at once: V8 keeps an object that grows member by member as a dictionary, which is read slowly.
    this.#fields = Object.fromEntries(this.#names.flatMap((name) => (name === null ? [] : [[name, object[name] as JsonValue]])));
    this.fields = this.#fields;
  }

  /**
   * Reads the object that begins here into {@link fields}.
   * @param bytes behind the last of them stands a 0.
   * @returns the place behind it; -1 when it is not like the one before, is cut, or may be wrong: `fields` are of no use then.
   */
  read(bytes: Buffer, start: number): number {
    const [gaps, ends, nextEnds] = [this.#gaps, this.#ends, this.#nextEnds];
    const [before, startBefore, length, texts] = [this.#view, this.#start, this.#length, this.#texts];
    const view = this.#bytes === bytes ? before : viewOf(bytes);
    let member = 0;
    let at = start;
    let old = 0;
    for (;;) {
      const same = lengthOfSame(view, at, before, startBefore + old, length - old);
      at += same;
      old += same;
      const moved = at - start - old;
      // A value ends where the byte behind it is the same: 12 is not the beginning of 123.
      for (; member < ends.length && (ends[member] as number) < old; member += 1) nextEnds[member] = (ends[member] as number) + moved;
      if (old === length) break;
      if (member === ends.length) return -1;
      const valueStart = (gaps[member] as number) + (member === 0 ? 0 : (ends[member - 1] as number));
      if (old < valueStart) return -1;
      const changed = valueStart + moved + start;
      at = endOfPlainValue(bytes, changed);
      // A number that is cut would be another number, and stay when the whole of it is like the one before.
      if (at < 0 || bytes[at] === 0) return -1;
      old = ends[member] as number;
      nextEnds[member] = at - start;
      const name = this.#names[member];
      if (typeof name === 'string') this.#fields[name] = texts.valueOf(bytes, changed, at);
      member += 1;
    }
    this.#bytes = bytes;
    this.#view = view;
    this.#start = start;
    this.#length = at - start;
    [this.#ends, this.#nextEnds] = [nextEnds, ends];
    return at;
  }

  /** To be called before the bytes of the object that was read last are overwritten. */
  keep(): void {
    if (this.#bytes === this.#own) return;
    if (this.#length > this.#own.length) this.#own = Buffer.alloc(2 * this.#length);
    this.#bytes.copy(this.#own, 0, this.#start, this.#start + this.#length);
    this.#bytes = this.#own;
    this.#view = viewOf(this.#own);
    this.#start = 0;
  }
}

/** How many bytes are the same from two places on, of so many at most. In a function of its own, in which V8 counts in whole numbers. */
function lengthOfSame(a: DataView, atA: number, b: DataView, atB: number, most: number): number {
  let same = 0;
  // Eight bytes as a double: a text has none that is -0, and what is no number is looked at below.
  while (
    same + 16 <= most &&
    a.getFloat64(atA + same, true) === b.getFloat64(atB + same, true) &&
    a.getFloat64(atA + same + 8, true) === b.getFloat64(atB + same + 8, true)
  )
    same += 16;
  while (same + 4 <= most && a.getInt32(atA + same, true) === b.getInt32(atB + same, true)) same += 4;
  while (same < most && a.getUint8(atA + same) === b.getUint8(atB + same)) same += 1;
  return same;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView => new DataView(buffer, byteOffset, byteLength);

interface Member {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Of a proper object. */
function membersOf(bytes: Buffer): Member[] {
  const members: Member[] = [];
  let at = behindSpace(bytes, 1);
  while (bytes[at] !== CLOSE_OBJECT) {
    const endOfKey = endOfValue(bytes, at);
    const name = JSON.parse(bytes.toString('utf8', at, endOfKey)) as string;
    const start = behindSpace(bytes, behindSpace(bytes, endOfKey) + 1);
    const end = endOfValue(bytes, start);
    members.push({ name, start, end });
    at = behindSpace(bytes, end);
    if (bytes[at] === COMMA) at = behindSpace(bytes, at + 1);
  }
  return members;
}

function behindSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isSpace(bytes[at])) at += 1;
  return at;
}
