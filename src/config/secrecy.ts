import type { Path } from './fault.ts';
import { CHAT_CHANNELS } from './types.ts';

/** Names of secrets as they stand in the environment. */
export const SECRET_NAME = /^[A-Z][A-Z0-9_]*$/;

const SECRET_KEY = /(?:^|_|-)(?:pass|passwd|password|secret|token|credentials?|api_?key|key)$/i;

/** Addresses by which alone Slack, Discord and Microsoft's workflows and connectors know who posts. */
const POSTING_ADDRESS =
  /^\s*https?:\/\/(?:hooks\.slack(?:-gov)?\.com\/|(?:[a-z]+\.)?discord(?:app)?\.com\/api\/|[^/\s]+\.(?:logic\.azure|api\.powerplatform|webhook\.office)\.[a-z]+[/:]|outlook\.office(?:365)?\.com\/webhook)/i;

/** Whether a text is a secret rather than the name of one: a Standard Webhooks key, an address with a password, one to post to a chat. */
export const looksSecret = (value: unknown): boolean =>
  typeof value === 'string' &&
  (/^whsec_/i.test(value) || /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]+@/i.test(value) || POSTING_ADDRESS.test(value));

/** Whether the name of a secret ought to stand at a path: then a text that is none may be the secret itself. */
export const wantsSecretName = (path: Path): boolean => isChat(path) || path.includes('secrets') || String(path.at(-1)).endsWith('_secret');

const isChat = ([section, , channel]: Path): boolean => section === 'receivers' && CHAT_CHANNELS.some((chat) => chat === channel);

/** What to do about a key that wants to hold a secret; null when it is another mistake. */
export function secretKeyFault(path: Path, key: string): string | null {
  if (isChat(path) && /url|address|webhook/i.test(key)) return addressFault(path);
  if (!SECRET_KEY.test(key)) return null;
  const instead = path[0] === 'smtp' ? 'password_secret: SMTP_PASSWORD' : path[0] === 'receivers' ? 'secrets: [WEBHOOK_SECRET]' : null;
  return instead === null
    ? 'secrets do not belong in this file: the environment has them under the name that the source asks for (see sources list)'
    : `secrets do not belong in this file: put it into the environment (or a file, as NAME_FILE) and write its name: ${instead}`;
}

/** What to do about a value that looks like a secret. */
export const secretValueFault = (path: Path): string =>
  isChat(path)
    ? addressFault(path)
    : 'this looks like a secret: put it into the environment (or a file, as NAME_FILE) and write its NAME here';

const addressFault = ([, , channel]: Path): string =>
  `the address is a secret and does not belong in this file: put it into the environment (or a file, as NAME_FILE) and write its name: url_secret: ${String(channel).toUpperCase()}_URL`;

/** Paths of all texts that look like secrets. */
export function secretPaths(data: unknown, path: Path = []): Path[] {
  if (looksSecret(data)) return [path];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => secretPaths(value, [...path, Array.isArray(data) ? Number(key) : key]));
}
