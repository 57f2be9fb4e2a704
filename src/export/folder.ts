import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { UsageError } from '../errors.ts';
import { ensureFolder } from '../folder.ts';
import { CHECKSUMS, DESCRIPTOR, LICENCES } from './datapackage.ts';

/**
 * Makes a folder whole or not at all: what `write` puts into a folder beside it takes its place at the end. An earlier export
 * is replaced, nothing else is.
 * @throws UsageError when there is something that no export wrote.
 */
export async function replaceFolder<T>(folder: string, write: (folder: string) => Promise<T>): Promise<T> {
  assertReplaceable(folder);
  ensureFolder(dirname(folder));
  const beside = join(dirname(folder), `.${basename(folder)}-${randomBytes(4).toString('hex')}`);
  const former = `${beside}-former`;
  mkdirSync(beside);
  const forget = (): void => rmSync(beside, { recursive: true, force: true });
  const stopped = onStop(forget);
  try {
    const result = await write(beside);
    assertReplaceable(folder);
    if (existsSync(folder)) renameSync(folder, former);
    try {
      renameSync(beside, folder);
    } catch (error) {
      if (existsSync(former)) renameSync(former, folder);
      throw error;
    }
    rmSync(former, { recursive: true, force: true });
    return result;
  } finally {
    stopped();
    forget();
  }
}

const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does something before the process is stopped by a signal, and then lets it be stopped.
 * @returns what takes that back.
 */
function onStop(work: () => void): () => void {
  const stop = (signal: NodeJS.Signals): void => {
    takeBack();
    work();
    process.kill(process.pid, signal);
  };
  const takeBack = (): void => {
    for (const signal of STOPS) process.off(signal, stop);
  };
  for (const signal of STOPS) process.on(signal, stop);
  return takeBack;
}

/** @throws UsageError when the folder holds anything but an export. */
export function assertReplaceable(folder: string): void {
  if (!existsSync(folder)) return;
  if (!lstatSync(folder).isDirectory()) throw new UsageError(`--out ${folder}: not a folder`);
  const found = filesIn(folder);
  if (found.length === 0) return;
  const listed = listedFiles(join(folder, DESCRIPTOR));
  if (listed === null)
    throw new UsageError(`--out ${folder}: holds files and is no export of tradewatch; name a folder that is empty or not there`);
  const other = found.filter((path) => !listed.has(path));
  if (other.length > 0)
    throw new UsageError(
      `--out ${folder}: beside the export there is ${other.slice(0, 3).join(', ')}${other.length > 3 ? ` and ${other.length - 3} more` : ''}; move it elsewhere`,
    );
}

/** All that is not a folder, with `/`. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));

/** What the descriptor of an export says that it wrote; null when it is none. */
function listedFiles(descriptor: string): ReadonlySet<string> | null {
  try {
    const { tradewatch, resources } = JSON.parse(readFileSync(descriptor, 'utf8')) as {
      tradewatch?: object;
      resources: readonly { readonly path: string; readonly schema?: string }[];
    };
    if (tradewatch === undefined) return null;
    return new Set([
      DESCRIPTOR,
      LICENCES,
      CHECKSUMS,
      ...resources.flatMap(({ path, schema }) => (schema === undefined ? [path] : [path, schema])),
    ]);
  } catch {
    return null;
  }
}
