import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file with its size and checksum. */
export interface SealedFile {
  /** Within the folder of the export, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Large enough that the disk is asked seldom, small enough to lie in the processor's cache. */
const PIECE_BYTES = 1 << 20;
/** Of a character of JavaScript in UTF-8, at the most. */
const CHARACTER_BYTES = 3;

/** A file that is written from its beginning to its end: one piece is on its way to the disk while the next is made. */
export class FileWriter {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #onItsWay: Promise<void> = Promise.resolve();
  /** What texts are gathered in, and what may still be on its way. */
  #piece = Buffer.alloc(0);
  #former = Buffer.alloc(0);
  #filled = 0;

  constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** @param bytes are not to be changed afterwards. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#sendText();
    await this.#send(bytes);
  }

  async writeText(text: string): Promise<void> {
    const most = text.length * CHARACTER_BYTES;
    if (this.#filled + most > this.#piece.length) {
      await this.#sendText();
      if (this.#piece.length < most) this.#piece = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, most));
    }
    this.#filled += this.#piece.write(text, this.#filled);
  }

  /** Brings all of it to the disk. */
  async seal(): Promise<SealedFile> {
    await this.#sendText();
    await this.#onItsWay;
    await this.#file.sync();
    return { path: this.#path, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async #sendText(): Promise<void> {
    if (this.#filled === 0) return;
    await this.#send(this.#piece.subarray(0, this.#filled));
    [this.#piece, this.#former] = [this.#former, this.#piece];
    this.#filled = 0;
  }

  /** Waits for what was sent before, and not for these bytes. */
  async #send(bytes: Uint8Array): Promise<void> {
    await this.#onItsWay;
    this.#onItsWay = this.#file.appendFile(bytes);
    // Whoever sends next is told.
    this.#onItsWay.catch(() => undefined);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }
}

/** Makes a file, with the folders that lead to it, and brings it to the disk. @param path within the folder, with `/`. */
export async function writeSealed(folder: string, path: string, write: (file: FileWriter) => Promise<void>): Promise<SealedFile> {
  const name = join(folder, path);
  mkdirSync(dirname(name), { recursive: true });
  const file = await open(name, 'wx');
  try {
    const writer = new FileWriter(path, file);
    await write(writer);
    return await writer.seal();
  } finally {
    await file.close();
  }
}
