import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FILE_MODE } from './archive-files.ts';

/**
 * Unpacks an archived file piece by piece.
 * @param to is made, and is not there afterwards when the content is not what it should be.
 * @returns whether the content has this hash; a disk that cannot be read or written is another matter and throws.
 */
export async function unpackTo(to: string, from: string, sha256: string): Promise<boolean> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(from), createGunzip(), hashing, createWriteStream(to, { flags: 'wx', mode: FILE_MODE }));
    if (hash.digest('hex') === sha256) return true;
  } catch (error) {
    await rm(to, { force: true });
    if (isDamage(error)) return false;
    throw error;
  }
  await rm(to, { force: true });
  return false;
}

/** What zlib says of bytes that it cannot unpack. */
const isDamage = (error: unknown): boolean => String((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_');
