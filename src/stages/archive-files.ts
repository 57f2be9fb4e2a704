/** How files come into the archive's folders, whole or not at all; see archive.ts. */

import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureFolder } from '../folder.ts';
import { EXTENSIONS, type Extension } from './sniff.ts';

export interface Kept {
  /** Lower-case hexadecimal, of the bytes as they were given. */
  readonly sha256: string;
  /** Found in the content, not in a name. */
  readonly extension: Extension;
  /** Before compression. */
  readonly bytes: number;
  /** Absolute when the folder is. */
  readonly path: string;
}

export const FILE_MODE = 0o640;
const FOLDER_MODE = 0o750;
/** A temporary file this old was left behind by a process that was killed. */
const STALE_MS = 3_600_000;

/** Where bytes lie within the folder of their pipeline: by the first two digits of their hash. */
export const homeIn = (folder: string, sha256: string): string => join(folder, sha256.slice(0, 2));

/** A name that {@link removeStale} knows. */
export const temporaryIn = (folder: string): string => join(folder, `.${randomBytes(8).toString('hex')}.tmp`);

/**
 * Whole or not at all, whatever happens: temporary file, fsync, rename, fsync of the folder.
 * @param folder where the temporary file is written: of the pipeline, so that what a killed process left there is found with its next publication.
 * @param fill writes the temporary file and has it on the disk when it returns where it belongs; null when it is not wanted.
 */
export async function put(folder: string, fill: (temporary: string) => Promise<string | null>): Promise<void> {
  const temporary = temporaryIn(folder);
  try {
    const path = await fill(temporary);
    if (path === null) return await rm(temporary, { force: true });
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw new Error(`cannot archive into ${folder}`, { cause: error });
  }
}

/** Each new folder is an entry in the one above, which has to reach the disk too. */
export async function makeFolder(home: string): Promise<void> {
  const first = ensureFolder(home, FOLDER_MODE);
  if (first === undefined) return;
  for (let at = home; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @param folder of a pipeline. */
export async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.') || !name.endsWith('.tmp')) continue;
    const path = join(folder, name);
    const modified = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now();
    if (Date.now() - modified > STALE_MS) await rm(path, { force: true });
  }
}

/** Looks for each extension rather than the one that would be sniffed today: old files stay findable. */
export async function find(home: string, sha256: string): Promise<{ path: string; extension: Extension } | null> {
  for (const extension of EXTENSIONS) {
    const path = join(home, `${sha256}.${extension}.gz`);
    if ((await stat(path).catch(absent)) !== null) return { path, extension };
  }
  return null;
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}
