const FIRST_BYTES = 1024;
/** Behind the last byte there is room for so many: several may be looked at at once. */
const ROOM_BYTES = 16;

/** Bytes that come in pieces, as one stretch of which only the part is held that is still needed. */
export class ByteWindow {
  /** Those that are held, and behind the last of them a 0 and room. */
  bytes = Buffer.alloc(FIRST_BYTES);
  /** How many are held. */
  end = 0;
  /** How many came before them. */
  before = 0;
  readonly #pieces: Iterator<Uint8Array>;

  /** @param pieces each may be overwritten once the next is asked for. */
  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /**
   * Gives up what lies before a place and reads on, at least as many bytes as are kept: what is looked at again each time is looked at
   * so few times that reading stays linear. The place is 0 then.
   * @returns false when there is no more.
   */
  more(from: number): boolean {
    this.bytes.copyWithin(0, from, this.end);
    this.before += from;
    this.end -= from;
    const kept = this.end;
    let next = this.#pieces.next();
    for (; next.done !== true; next = this.#pieces.next()) {
      this.#add(next.value);
      if (this.end > kept && this.end >= 2 * kept) break;
    }
    this.bytes[this.end] = 0;
    return this.end > kept;
  }

  /** Ends reading. */
  close(): void {
    this.#pieces.return?.();
  }

  #add(piece: Uint8Array): void {
    const end = this.end + piece.length;
    if (end + ROOM_BYTES > this.bytes.length) {
      const larger = Buffer.alloc(2 * end + ROOM_BYTES);
      larger.set(this.bytes.subarray(0, this.end));
      this.bytes = larger;
    }
    this.bytes.set(piece, this.end);
    this.end = end;
  }
}
