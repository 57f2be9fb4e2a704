import { addAbortSignal, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { AttemptError, refuse, whereOf } from './failure.ts';

export interface BodyLimits {
  /** Longer bodies are cut here, not refused: only what comes first is wanted. */
  readonly cutAt?: number;
  /** Bytes as sent. */
  readonly maxWireBytes: number;
  /** Bytes after decompression. */
  readonly maxBytes: number;
}

export interface BodyHead {
  readonly url: URL;
  readonly contentLength: string | null;
  readonly contentEncoding: string | null;
}

/** What is asked for; nothing else is understood. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

const BLOCK_BYTES = 256 * 1024;
/** Four times zlib's default: a quarter of the round trips to its thread. */
const DECODER_CHUNK_BYTES = 64 * 1024;

/**
 * Reads a body to its end and decompresses it. Memory stays within the limits and about one copy, for bombs within the
 * wire limit: they are measured before room is made for them.
 * @param progress is told how many bytes came so far.
 * @throws RefusedError when it is larger than a limit, or in an encoding that was not asked for.
 * @throws AttemptError when it is empty, shorter or longer than declared, cut, or not in the encoding that it declares.
 */
export async function readBody(
  stream: Readable,
  head: BodyHead,
  limits: BodyLimits,
  signal: AbortSignal,
  progress: (bytes: number) => void,
): Promise<Uint8Array> {
  const { url } = head;
  const coding = codingOf(head);
  const declared = head.contentLength === null ? null : Number(head.contentLength);
  const { cutAt } = limits;
  if (cutAt === undefined && declared !== null && declared > limits.maxWireBytes)
    throw tooLarge(url, `${declared} bytes are announced`, limits.maxWireBytes);

  const wire = createBlocks();
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    wire.add(chunk);
    progress(wire.length());
    // Compressed bytes cannot be cut: they end within a block.
    if (cutAt !== undefined && coding === null && wire.length() >= cutAt) return wire.join().subarray(0, cutAt);
    if (wire.length() > limits.maxWireBytes) throw tooLarge(url, 'more bytes came', limits.maxWireBytes);
  }
  // node:http says so itself when the connection closes early; this holds whatever it does.
  if (declared !== null && declared !== wire.length())
    throw new AttemptError(`${whereOf(url)}: ${wire.length()} bytes came, Content-Length says ${declared}`);

  const bytes = coding === null ? wire.join() : await decode(wire.all(), coding, url, limits.maxBytes, signal, cutAt);
  if (bytes.length > limits.maxBytes) throw tooLarge(url, `${bytes.length} bytes came`, limits.maxBytes);
  // An empty robots.txt is one.
  if (bytes.length === 0 && cutAt === undefined) throw new AttemptError(`${whereOf(url)}: HTTP 200 with an empty body`);
  return bytes;
}

type Coding = 'gzip' | 'deflate' | 'br';

function codingOf(head: BodyHead): Coding | null {
  const coding = head.contentEncoding?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return null;
  if (coding === 'gzip' || coding === 'x-gzip') return 'gzip';
  if (coding === 'deflate' || coding === 'br') return coding;
  const shown = coding.replaceAll(/[^a-z0-9, _-]/g, '?').slice(0, 40);
  throw refuse(head.url, `the body is encoded as "${shown}"; asked for ${ACCEPT_ENCODING}`);
}

/** Decompresses twice: to measure, then into exactly as much memory as it takes. */
async function decode(
  wire: readonly Uint8Array[],
  coding: Coding,
  url: URL,
  maxBytes: number,
  signal: AbortSignal,
  cutAt = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const each = async (take: (chunk: Uint8Array) => void): Promise<void> => {
    // Neither stream.pipeline, which reports an error of its own when `take` throws, nor the one-call forms, which
    // keep all that they have made until the end.
    const decoder = addAbortSignal(signal, decoderOf(coding, wire[0]));
    Readable.from(wire).pipe(decoder);
    try {
      for await (const chunk of decoder as AsyncIterable<Uint8Array>) take(chunk);
    } catch (error) {
      const { code } = error as { code?: unknown };
      // zlib's are Z_..., brotli's ERR__ERROR_...; without a code it is what `take` threw.
      if (typeof code !== 'string' || code === 'ABORT_ERR') throw error;
      const what = code === 'Z_BUF_ERROR' ? 'is cut' : 'is damaged, or not what Content-Encoding says';
      throw new AttemptError(`${whereOf(url)}: the ${coding} body ${what} (${code})`);
    }
  };

  let length = 0;
  await each((chunk) => {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(url, `the ${coding} body decompresses to more`, maxBytes);
  });
  const bytes = new Uint8Array(Math.min(length, cutAt));
  let at = 0;
  await each((chunk) => {
    const part = chunk.subarray(0, bytes.length - at);
    bytes.set(part, at);
    at += part.length;
  });
  return bytes;
}

function decoderOf(coding: Coding, first: Uint8Array | undefined): Transform {
  const options = { chunkSize: DECODER_CHUNK_BYTES };
  if (coding === 'gzip') return createGunzip(options);
  if (coding === 'br') return createBrotliDecompress(options);
  // "deflate" is zlib's format by the standard and raw deflate from some old servers; zlib's first two bytes tell.
  const [a = 0, b = 0] = first ?? [];
  return (a & 0x0f) === 8 && ((a << 8) | b) % 31 === 0 ? createInflate(options) : createInflateRaw(options);
}

function tooLarge(url: URL, what: string, limit: number): Error {
  return refuse(url, `${what}; at most ${limit} bytes are taken`);
}

/** Copies chunks together: a body sent as millions of one-byte chunks takes its size, not an object for each byte. */
function createBlocks(): { add(chunk: Uint8Array): void; length(): number; all(): Uint8Array[]; join(): Uint8Array } {
  const full: Uint8Array[] = [];
  let open = new Uint8Array(0);
  let used = 0;
  let total = 0;
  const all = (): Uint8Array[] => (used === 0 ? [...full] : [...full, open.subarray(0, used)]);
  return {
    add(chunk) {
      for (let from = 0; from < chunk.length; ) {
        if (used === open.length) {
          if (used > 0) full.push(open);
          open = new Uint8Array(BLOCK_BYTES);
          used = 0;
        }
        const part = chunk.subarray(from, from + open.length - used);
        open.set(part, used);
        used += part.length;
        from += part.length;
      }
      total += chunk.length;
    },
    length: () => total,
    all,
    join() {
      const bytes = new Uint8Array(total);
      let at = 0;
      for (const block of all()) {
        bytes.set(block, at);
        at += block.length;
      }
      return bytes;
    },
  };
}
