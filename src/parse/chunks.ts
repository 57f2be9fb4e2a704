/** Bytes that are held, or too many to be held: then they come in pieces. */
export interface ByteSource {
  readonly bytes: Uint8Array;
  /** The same bytes in pieces, each valid until the next. Absent: they are held anyway. */
  readonly chunks?: Iterable<Uint8Array>;
}

/** A string of so many characters is decoded and split in the processor's cache. */
const PIECE_BYTES = 256 * 1024;

/** The bytes in pieces, as often as they are gone through. */
export function chunksOf(source: ByteSource): Iterable<Uint8Array> {
  return (
    source.chunks ?? {
      *[Symbol.iterator]() {
        const { bytes } = source;
        for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
      },
    }
  );
}

/** The first piece; empty when there is none. */
export function firstOf(chunks: Iterable<Uint8Array>): Uint8Array {
  for (const chunk of chunks) return chunk;
  return new Uint8Array();
}

/** So many bytes of the beginning, fewer when there are no more. */
export function firstBytes(chunks: Iterable<Uint8Array>, count: number): Uint8Array {
  let found = new Uint8Array();
  for (const chunk of chunks) {
    found = Buffer.concat([found, chunk.subarray(0, count - found.length)]);
    if (found.length === count) break;
  }
  return found;
}
