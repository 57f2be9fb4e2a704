/** What runs in the thread that archives a file: it is read, hashed and compressed while the program's own thread parses it. */
import { createHash } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createGunzip, createGzip, type Gunzip, type Gzip } from 'node:zlib';
import { describeError } from '../errors.ts';
import { FILE_MODE, find, homeIn, type Kept, makeFolder, put, removeStale } from './archive-files.ts';
import { refuseChanged } from './content.ts';
import { sniffExtension } from './sniff.ts';

/** A file to be archived. */
export interface ArchiveJob {
  /** The folder of its pipeline. */
  readonly folder: string;
  readonly from: string;
  /** What the file was when it was first looked at; see content.ts. */
  readonly state: string;
  /** Its size. */
  readonly bytes: number;
}

export type ArchiveReport = { readonly kept: Kept } | { readonly failed: string };

const CHUNK_BYTES = 256 * 1024;
/**
 * Level 1, measured on 181 MB of Comext's CSV: 17.0 MB in 1.1 s, where level 6 takes 2.2 s for 15.4 MB. What is small is compressed
 * better; see archive.ts.
 */
const LEVEL = 1;

async function work({ folder, from, state, bytes }: ArchiveJob): Promise<Kept> {
  await makeFolder(folder);
  await removeStale(folder);
  let kept: Kept | null = null;
  await put(folder, async (temporary) => {
    const { sha256, head } = await pack(from, temporary);
    refuseChanged(from, state);
    const home = homeIn(folder, sha256);
    const found = await find(home, sha256);
    if (found !== null && (await hashOfPacked(found.path)) === sha256) {
      kept = { sha256, extension: found.extension, bytes, path: found.path };
      return null;
    }
    await makeFolder(home);
    if (found !== null) await rm(found.path, { force: true });
    const extension = sniffExtension(head);
    const path = join(home, `${sha256}.${extension}.gz`);
    kept = { sha256, extension, bytes, path };
    return path;
  });
  if (kept === null) throw new Error(`${from} was not archived`);
  return kept;
}

/** @returns the hash of what it holds; null when it cannot be read to its end. */
async function hashOfPacked(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES }).on('data', (chunk: Uint8Array) => void hash.update(chunk));
  return (await passThrough(path, unpacked, () => {})) ? hash.digest('hex') : null;
}

/** Writes a compressed file to the disk. @returns the hash of what it was made of, and how that begins. */
async function pack(from: string, to: string): Promise<{ readonly sha256: string; readonly head: Uint8Array }> {
  const hash = createHash('sha256');
  let head: Uint8Array | null = null;
  const file = openSync(to, 'wx', FILE_MODE);
  try {
    // The umask may have taken the group's right away.
    fchmodSync(file, FILE_MODE);
    const packed = createGzip({ level: LEVEL, chunkSize: CHUNK_BYTES }).on('data', (chunk: Uint8Array) => writeAll(file, chunk));
    const seen = (chunk: Uint8Array): void => {
      head ??= new Uint8Array(chunk);
      hash.update(chunk);
    };
    if (!(await passThrough(from, packed, seen))) throw new Error(`${from} cannot be compressed`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return { sha256: hash.digest('hex'), head: head ?? new Uint8Array() };
}

/**
 * Puts a file through a stream by one buffer, so that the memory it takes does not depend on when it is collected.
 * @returns whether the stream took all of it.
 */
async function passThrough(path: string, stream: Gzip | Gunzip, seen: (chunk: Uint8Array) => void): Promise<boolean> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    const ended = new Promise<boolean>((resolve) => stream.once('end', () => resolve(true)).once('error', () => resolve(false)));
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      const chunk = buffer.subarray(0, length);
      seen(chunk);
      if (!(await new Promise<boolean>((resolve) => stream.write(chunk, (error) => resolve(error == null))))) return false;
    }
    stream.end();
    return await ended;
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, chunk: Uint8Array): void {
  for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
}

parentPort?.postMessage(
  await work(workerData as ArchiveJob).then(
    (kept): ArchiveReport => ({ kept }),
    (error: unknown): ArchiveReport => ({ failed: describeError(error) }),
  ),
);
