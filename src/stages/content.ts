import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Extension } from './sniff.ts';
import { sniffExtension } from './sniff.ts';

/** The bytes of a publication: held, or in a file. */
export interface Content {
  readonly size: number;
  /** All of them; of a file, read anew each time. */
  bytes(): Uint8Array;
  /** In pieces, each valid until the next; null where they are held anyway. */
  readonly chunks: Iterable<Uint8Array> | null;
}

/** What a file is, before anything is made of it. */
export interface FileContent extends Content {
  readonly path: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Found in the content, not in the name. */
  readonly extension: Extension;
}

const CHUNK_BYTES = 256 * 1024;

export const contentOf = (bytes: Uint8Array): Content => ({ size: bytes.length, bytes: () => bytes, chunks: null });

/**
 * The content of a file that stays where it is. It is read several times; a change in between is noticed by its times, its size, its
 * place on the disk.
 * @throws Error when it cannot be read, or changed since it was first looked at.
 */
export function contentOfFile(path: string): FileContent {
  const hash = createHash('sha256');
  let head: Uint8Array | null = null;
  const first = stateOf(path);
  const chunks: Iterable<Uint8Array> = {
    *[Symbol.iterator]() {
      const file = openSync(path, 'r');
      try {
        const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
        for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) yield buffer.subarray(0, length);
      } finally {
        closeSync(file);
      }
      if (stateOf(path).key !== first.key) throw new Error(`${path} changed while it was read; give it again when it is whole`);
    },
  };
  for (const chunk of chunks) {
    head ??= new Uint8Array(chunk);
    hash.update(chunk);
  }
  return {
    path,
    sha256: hash.digest('hex'),
    extension: sniffExtension(head ?? new Uint8Array()),
    size: first.size,
    bytes: () => Buffer.concat(Array.from(chunks, (chunk) => new Uint8Array(chunk))),
    chunks,
  };
}

function stateOf(path: string): { readonly key: string; readonly size: number } {
  const file = openSync(path, 'r');
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(file, { bigint: true });
    return { key: [dev, ino, size, mtimeNs, ctimeNs].join(' '), size: Number(size) };
  } finally {
    closeSync(file);
  }
}
