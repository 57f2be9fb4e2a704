import type { Path } from './fault.ts';

/** Names of secrets as they stand in the environment. */
export const SECRET_NAME = /^[A-Z][A-Z0-9_]*$/;

const SECRET_KEY = /(?:^|_|-)(?:pass|passwd|password|secret|token|credentials?|api_?key|key)$/i;

/** Whether a text is a secret rather than the name of one: a Standard Webhooks key, or an address with a password. */
export const looksSecret = (value: unknown): boolean =>
  typeof value === 'string' && (/^whsec_/i.test(value) || /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]+@/i.test(value));

/** What to do about a key that wants to hold a secret; null when it is another mistake. */
export function secretKeyFault(path: Path, key: string): string | null {
  if (!SECRET_KEY.test(key)) return null;
  const instead = path[0] === 'smtp' ? 'password_secret: SMTP_PASSWORD' : path[0] === 'receivers' ? 'secrets: [WEBHOOK_SECRET]' : null;
  return instead === null
    ? 'secrets do not belong in this file: the environment has them under the name that the source asks for (see sources list)'
    : `secrets do not belong in this file: put it into the environment (or a file, as NAME_FILE) and write its name: ${instead}`;
}

/** Paths of all texts that look like secrets. */
export function secretPaths(data: unknown, path: Path = []): Path[] {
  if (looksSecret(data)) return [path];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => secretPaths(value, [...path, Array.isArray(data) ? Number(key) : key]));
}
