/** What runs in the thread that archives a file: it is hashed, and compressed while the program's own thread parses it. */
import { createHash } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createGunzip, createGzip, type Gunzip, type Gzip } from 'node:zlib';
import { describeError } from '../errors.ts';
import { FILE_MODE, find, homeIn, type Kept, makeFolder, put, removeStale } from './archive-files.ts';
import { changed, contentOfFile, refuseChanged } from './content.ts';
import { sniffExtension } from './sniff.ts';

/** Where a file is to be archived. */
export interface PackJob {
  /** The folder of its pipeline. */
  readonly folder: string;
  /** What the file was when it was first looked at; see content.ts. */
  readonly state: string;
  /** Its size. */
  readonly bytes: number;
}

/** One of them. */
export interface PackReport {
  readonly hashed?: { readonly state: string; readonly sha256: string };
  readonly kept?: Kept;
  readonly failed?: string;
}

const CHUNK_BYTES = 256 * 1024;
/**
 * Level 1, measured on 181 MB of Comext's CSV: 17.0 MB in 1.1 s, where level 6 takes 2.2 s for 15.4 MB. What is small is compressed
 * better; see archive.ts.
 */
const LEVEL = 1;

async function keep(from: string, sha256: string, { folder, state, bytes }: PackJob): Promise<Kept> {
  refuseChanged(from, state);
  const home = homeIn(folder, sha256);
  await makeFolder(home);
  await removeStale(folder);
  const found = await find(home, sha256);
  if (found !== null && (await hashOfPacked(found.path)) === sha256) return { sha256, extension: found.extension, bytes, path: found.path };
  const extension = sniffExtension(headOf(from));
  const path = join(home, `${sha256}.${extension}.gz`);
  await put(folder, async (temporary) => {
    await pack(from, temporary);
    refuseChanged(from, state);
    if (found !== null) await rm(found.path, { force: true });
    return path;
  });
  return { sha256, extension, bytes, path };
}

/** @returns the hash of what it holds; null when it cannot be read to its end. */
async function hashOfPacked(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES }).on('data', (chunk: Uint8Array) => void hash.update(chunk));
  return (await passThrough(path, unpacked)) ? hash.digest('hex') : null;
}

/** Writes a compressed file to the disk. */
async function pack(from: string, to: string): Promise<void> {
  const file = openSync(to, 'wx', FILE_MODE);
  try {
    // The umask may have taken the group's right away.
    fchmodSync(file, FILE_MODE);
    const packed = createGzip({ level: LEVEL, chunkSize: CHUNK_BYTES }).on('data', (chunk: Uint8Array) => writeAll(file, chunk));
    if (!(await passThrough(from, packed))) throw new Error(`${from} cannot be compressed`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Puts a file through a stream by one buffer, so that the memory it takes does not depend on when it is collected.
 * @returns whether the stream took all of it.
 */
async function passThrough(path: string, stream: Gzip | Gunzip): Promise<boolean> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    const ended = new Promise<boolean>((resolve) => stream.once('end', () => resolve(true)).once('error', () => resolve(false)));
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      const chunk = buffer.subarray(0, length);
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

/** The bytes by which the form of a file is told. */
function headOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    return buffer.subarray(0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

// The program's thread will want a date in a time zone, for which ICU looks through all locales, once in a process: here it costs nobody time.
new Intl.DateTimeFormat('en-US');

const tell = (report: PackReport): void => parentPort?.postMessage(report);

try {
  const from = workerData as string;
  const job = new Promise<PackJob>((resolve) => parentPort?.once('message', resolve));
  const content = contentOfFile(from);
  const sha256 = content.sha256();
  tell({ hashed: { state: content.state, sha256 } });
  const wanted = await job;
  if (wanted.state !== content.state) throw changed(from);
  tell({ kept: await keep(from, sha256, wanted) });
} catch (error) {
  tell({ failed: describeError(error) });
} finally {
  parentPort?.close();
}
