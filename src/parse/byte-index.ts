const FIRST_BYTES = 4096;
const FIRST_TEXTS = 64;
/** With more of the slots taken a search is long. */
const SLOTS_FOR_EACH = 2;

/**
 * Numbers of texts that stand as bytes: 0 for the first, 1 for the second that is another. They are held as bytes, one behind the other, and
 * found without making a string of them.
 */
export class ByteIndex {
  length = 0;
  #bytes = new Uint8Array(FIRST_BYTES);
  /** Where each begins, and behind the last. */
  #starts = new Uint32Array(FIRST_TEXTS + 1);
  /** By their hash, or behind it: 1 more than the number of a text, 0 for none. */
  #slots = new Uint32Array(FIRST_TEXTS * SLOTS_FOR_EACH);
  /** For each the one that was asked for after it the last time, 1 more: mostly they come in the order in which they came before. */
  #followers = new Uint32Array(FIRST_TEXTS);
  #last = 0;

  /** @returns `length` as it was before, for a text that is new. */
  numberOf(bytes: Uint8Array, from: number, to: number): number {
    const next = (this.#followers[this.#last] as number) - 1;
    const found = next >= 0 && this.#is(next, bytes, from, to) ? next : this.#search(bytes, from, to);
    this.#followers[this.#last] = found + 1;
    this.#last = found;
    return found;
  }

  #search(bytes: Uint8Array, from: number, to: number): number {
    const last = this.#slots.length - 1;
    let slot = hashOf(bytes, from, to) & last;
    for (let taken = this.#slots[slot] as number; taken > 0; taken = this.#slots[slot] as number) {
      if (this.#is(taken - 1, bytes, from, to)) return taken - 1;
      slot = (slot + 1) & last;
    }
    this.#slots[slot] = this.length + 1;
    this.#add(bytes, from, to);
    return this.length - 1;
  }

  #is(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[number] as number;
    const own = this.#bytes;
    let at = to - from;
    if ((this.#starts[number + 1] as number) - start !== at) return false;
    // Texts like each other differ at their ends.
    do at -= 1;
    while (at >= 0 && own[start + at] === bytes[from + at]);
    return at < 0;
  }

  #add(bytes: Uint8Array, from: number, to: number): void {
    const start = this.#starts[this.length] as number;
    const end = start + to - from;
    while (end > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(2 * this.#bytes.length));
    this.#bytes.set(bytes.subarray(from, to), start);
    this.length += 1;
    this.#starts[this.length] = end;
    if (this.length === this.#followers.length) this.#grow();
  }

  #grow(): void {
    this.#starts = grown(this.#starts, new Uint32Array(2 * this.length + 1));
    this.#followers = grown(this.#followers, new Uint32Array(2 * this.length));
    this.#slots = new Uint32Array(2 * this.length * SLOTS_FOR_EACH);
    const last = this.#slots.length - 1;
    for (let number = 0; number < this.length; number += 1) {
      let slot = hashOf(this.#bytes, this.#starts[number] as number, this.#starts[number + 1] as number) & last;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & last;
      this.#slots[slot] = number + 1;
    }
  }
}

/** In the manner of FNV-1a, with its last bits mixed. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}

function grown<T extends Uint8Array | Uint32Array>(column: T, larger: T): T {
  larger.set(column);
  return larger;
}
