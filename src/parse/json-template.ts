import type { JsonObject, JsonValue } from './json.ts';
import { CLOSE_OBJECT, COMMA, endOfPlainValue, endOfValue, isSpace, plainValue } from './json-bytes.ts';

const AT_ONCE_BYTES = 8;

/**
 * An object by which the next one is read: publishers write the same keys in the same order, and most values again. What is the same
 * byte by byte is as proper as it was and means the same; only values that differ are read.
 */
export class JsonTemplate {
  /** The wanted members of the object that was read last; the same object for the next one. */
  readonly fields: JsonObject;
  /** The same, to be written. */
  readonly #fields: Record<string, JsonValue>;
  /** The bytes of the object that was read last. */
  #bytes: Buffer;
  #view: DataView;
  /** Of the bytes of the next. */
  #next: DataView;
  #length: number;
  /** For each member its name, when it is wanted, and where its value begins and ends in these bytes. */
  readonly #names: readonly (string | null)[];
  #starts: Uint32Array;
  #ends: Uint32Array;
  /** The same of the object that is being read. */
  #nextStarts: Uint32Array;
  #nextEnds: Uint32Array;

  /** @param bytes a proper object, which `object` is; they are copied. */
  constructor(bytes: Uint8Array, object: JsonObject, wanted: readonly string[]) {
    this.#length = bytes.length;
    this.#bytes = Buffer.alloc(2 * bytes.length);
    this.#bytes.set(bytes);
    this.#view = viewOf(this.#bytes);
    this.#next = this.#view;
    const members = membersOf(this.#bytes);
    this.#names = members.map(({ name }) => (wanted.includes(name) ? name : null));
    this.#starts = Uint32Array.from(members, ({ start }) => start);
    this.#ends = Uint32Array.from(members, ({ end }) => end);
    this.#nextStarts = this.#starts.slice();
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
    const [starts, ends, nextStarts, nextEnds] = [this.#starts, this.#ends, this.#nextStarts, this.#nextEnds];
    const [before, viewBefore, length] = [this.#bytes, this.#view, this.#length];
    const view = this.#viewOf(bytes);
    let member = 0;
    let at = start;
    let old = 0;
    for (;;) {
      while (
        old + AT_ONCE_BYTES <= length &&
        view.getInt32(at, true) === viewBefore.getInt32(old, true) &&
        view.getInt32(at + 4, true) === viewBefore.getInt32(old + 4, true)
      ) {
        at += AT_ONCE_BYTES;
        old += AT_ONCE_BYTES;
      }
      while (old < length && bytes[at] === before[old]) {
        at += 1;
        old += 1;
      }
      const moved = at - start - old;
      // A value ends where the byte behind it is the same: 12 is not the beginning of 123.
      for (; member < ends.length && (ends[member] as number) < old; member += 1) {
        nextStarts[member] = (starts[member] as number) + moved;
        nextEnds[member] = (ends[member] as number) + moved;
      }
      if (old === length) break;
      const valueStart = starts[member];
      if (valueStart === undefined || old < valueStart) return -1;
      const changed = valueStart + moved + start;
      at = endOfPlainValue(bytes, changed);
      // A number that is cut would be another number, and stay when the whole of it is like the one before.
      if (at < 0 || bytes[at] === 0) return -1;
      old = ends[member] as number;
      nextStarts[member] = changed - start;
      nextEnds[member] = at - start;
      const name = this.#names[member];
      if (typeof name === 'string') this.#fields[name] = plainValue(bytes, changed, at);
      member += 1;
    }
    this.#keep(bytes, start, at);
    return at;
  }

  #viewOf(bytes: Buffer): DataView {
    if (this.#next.buffer !== bytes.buffer) this.#next = viewOf(bytes);
    return this.#next;
  }

  #keep(bytes: Buffer, start: number, end: number): void {
    this.#length = end - start;
    if (this.#length > this.#bytes.length) {
      this.#bytes = Buffer.alloc(2 * this.#length);
      this.#view = viewOf(this.#bytes);
    }
    bytes.copy(this.#bytes, 0, start, end);
    [this.#starts, this.#nextStarts] = [this.#nextStarts, this.#starts];
    [this.#ends, this.#nextEnds] = [this.#nextEnds, this.#ends];
  }
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
