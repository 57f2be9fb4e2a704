import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeError } from './errors.ts';

/**
 * Sees to it that there is a folder, with those above it. Node's own `recursive` never comes back where a folder is there in which none can
 * be made and the system says that nothing is there, as in /proc.
 * @returns the uppermost that was made; undefined when it was there.
 * @throws Error that names the folder.
 */
export function ensureFolder(path: string, mode?: number): string | undefined {
  try {
    return make(path, mode);
  } catch (error) {
    throw new Error(`the folder ${path} cannot be made: ${describeError(error)}`, { cause: error });
  }
}

function make(path: string, mode: number | undefined): string | undefined {
  if (isFolder(path)) return undefined;
  const above = dirname(path);
  const first = above === path ? undefined : make(above, mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) throw error;
  }
  return first ?? path;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
