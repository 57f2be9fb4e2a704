import { chmodSync, closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeError } from '../errors.ts';
import { APPLICATION_ID } from './schema-version.ts';
import type { Store } from './store.ts';

/** What SQLite leaves beside a file that somebody has opened to write: with another file in its place it would damage that. */
const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/**
 * Writes a whole copy of a database beside a file, brings it to the disk and puts it in the file's place by rename: who reads or copies the
 * old one has the old one to the end, nobody ever sees a half, and what stops it half way leaves the old one.
 * @param mode the permissions of the copy.
 * @throws Error that names the file.
 */
export async function replaceByCopy(store: Pick<Store, 'backup'>, file: string, mode: number): Promise<void> {
  const part = partOf(file);
  let handle: number | null = null;
  /** Another process that writes the same copy takes the part for one that was left behind, and puts its own in the place. */
  const isOurs = (): boolean => handle !== null && statSync(part, { throwIfNoEntry: false })?.ino === fstatSync(handle).ino;
  const forgetPart = (): void => {
    for (const name of [part, `${part}-journal`]) rmSync(name, { force: true });
  };
  try {
    forgetPart();
    handle = openSync(part, 'wx', mode);
    await store.backup(part);
    if (!isOurs()) throw new Error('another process writes it at the same time');
    chmodSync(part, mode);
    fsyncSync(handle);
    for (const companion of COMPANIONS) rmSync(`${file}${companion}`, { force: true });
    renameSync(part, file);
    sync(dirname(file));
  } catch (error) {
    if (isOurs()) forgetPart();
    throw new Error(`${file}: not written: ${describeError(error)}`, { cause: error });
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** What a copy is called until it is whole; one that a killed process left is written anew. */
export const partOf = (file: string): string => `${file}.part`;

/** Ours, of whatever version, or empty: never a file of somebody else. */
export function isReplaceable(file: string): boolean {
  const header = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  try {
    const bytes = readSync(handle, header, 0, HEADER_BYTES, 0);
    return bytes === 0 || header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID;
  } finally {
    closeSync(handle);
  }
}

/** https://www.sqlite.org/fileformat2.html#database_header */
const HEADER_BYTES = 100;
const APPLICATION_ID_AT = 68;

/** Onto the disk, so that a power cut after the rename does not leave an empty file under the name. */
function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
