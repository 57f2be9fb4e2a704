import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { DEFAULT_CONFIG_FILE, DEFAULT_DATABASE } from './default-file.ts';

/** Where a command that reads looks. */
export interface Places {
  readonly database: string;
  /** The published copy; null where none is configured. */
  readonly copy: string | null;
}

/** What may stand at the top of a configuration; a test holds it against the schema. */
export const TOP_KEYS: readonly string[] = [
  'database',
  'archive',
  'inbox',
  'corrections',
  'publish',
  'user_agent',
  'log',
  'pipelines',
  'rules',
  'receivers',
  'heartbeat',
  'smtp',
  'web',
  'ping',
];

/** The folder that the paths of a configuration are relative to: the one that holds `config/`, or the file's own. */
export function rootOf(file: string): string {
  const folder = dirname(file);
  return basename(folder) === 'config' ? dirname(folder) : folder;
}

/**
 * The places that a configuration names, read without the checks of all the rest, for which every pipeline would have to be loaded:
 * who looks at figures does not wait for that, and sees them although a rule is wrong.
 * @param file null for {@link DEFAULT_CONFIG_FILE}.
 * @returns null when the places cannot be told so: the checks then say what is wrong.
 */
export async function findPlaces(file: string | null, cwd: string): Promise<Places | null> {
  const absolute = resolve(cwd, file ?? DEFAULT_CONFIG_FILE);
  try {
    const { parse } = await import('yaml');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(absolute));
    const entries: unknown = parse(text, { stringKeys: true, maxAliasCount: 0 }) ?? {};
    // A misspelt key may be the one that names the database.
    if (!isMap(entries) || Object.keys(entries).some((key) => !TOP_KEYS.includes(key))) return null;
    const { database, publish } = entries;
    const copy = isMap(publish) ? publish['file'] : (publish ?? null);
    if (!isPath(database ?? DEFAULT_DATABASE) || !(copy === null || isPath(copy))) return null;
    const root = rootOf(absolute);
    return { database: resolve(root, String(database ?? DEFAULT_DATABASE)), copy: copy === null ? null : resolve(root, String(copy)) };
  } catch {
    return null;
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPath = (value: unknown): boolean => typeof value === 'string' && value !== '';
