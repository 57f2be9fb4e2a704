import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The bytes of a publication: held, or in a file. */
export interface Content {
  readonly size: number;
  /** All of them; of a file, read anew each time. */
  bytes(): Uint8Array;
  /** In pieces, each valid until the next; null where they are held anyway. */
  readonly chunks: Iterable<Uint8Array> | null;
}

/** The bytes of a file that stays where it is, which may be larger than memory. */
export interface FileContent extends Content {
  readonly path: string;
  /** By this it is seen that the file is still what it was when it was first looked at. */
  readonly state: string;
  /**
   * The same where each later change is sure to show in it. Null of a file that was changed within the last seconds: there are disks whose
   * times count in twos of them.
   */
  readonly lastingState: string | null;
  readonly chunks: Iterable<Uint8Array>;
  /** Reads it to its end. @returns lower-case hexadecimal. */
  sha256(): string;
}

const CHUNK_BYTES = 256 * 1024;

/** What is larger is not held in memory where it can be read in pieces. */
export const HELD_BYTES = 8 * 1024 * 1024;

export const contentOf = (bytes: Uint8Array): Content => ({ size: bytes.length, bytes: () => bytes, chunks: null });

/**
 * The content of a file, read anew each time; a change in between is noticed by its times, its size, its place on the disk.
 * @throws Error when it cannot be read, or changed since it was first looked at.
 */
export function contentOfFile(path: string): FileContent {
  const { state, size, changedAtMs } = stateOf(path);
  const chunks: Iterable<Uint8Array> = {
    *[Symbol.iterator]() {
      const file = openSync(path, 'r');
      try {
        const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
        for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) yield buffer.subarray(0, length);
      } finally {
        closeSync(file);
      }
      refuseChanged(path, state);
    },
  };
  return {
    path,
    state,
    lastingState: changedAtMs + LASTING_AFTER_MS < Date.now() ? state : null,
    size,
    chunks,
    bytes: () => Buffer.concat(Array.from(chunks, (chunk) => new Uint8Array(chunk))),
    sha256() {
      const hash = createHash('sha256');
      for (const chunk of chunks) hash.update(chunk);
      return hash.digest('hex');
    },
  };
}

/** @throws Error when a file is no longer what it was. */
export function refuseChanged(path: string, state: string): void {
  if (stateOf(path).state !== state) throw changed(path);
}

export const changed = (path: string): Error => new Error(`${path} changed while it was read; give it again when it is whole`);

const LASTING_AFTER_MS = 3000;
const NS_IN_MS = 1_000_000n;

function stateOf(path: string): { readonly state: string; readonly size: number; readonly changedAtMs: number } {
  const file = openSync(path, 'r');
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(file, { bigint: true });
    const changedAtMs = Math.max(Number(mtimeNs / NS_IN_MS), Number(ctimeNs / NS_IN_MS));
    return { state: [dev, ino, size, mtimeNs, ctimeNs].join(' '), size: Number(size), changedAtMs };
  } finally {
    closeSync(file);
  }
}
