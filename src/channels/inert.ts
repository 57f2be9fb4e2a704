import { lastBoundary } from './clip.ts';

/**
 * Text from outside on one line, with nothing in it that acts: no line ends (headers), no other control characters, no
 * invisible or direction-changing ones, no half surrogate pairs. Product names and titles are written by strangers.
 * @param max characters; what is longer ends in "...".
 */
export function inert(text: string, max = 300): string {
  const line = text
    .slice(0, max * 4)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  if (characters.length <= max) return line;
  const end = lastBoundary(line, characters.slice(0, max - 3).join('').length);
  return `${line.slice(0, end).trimEnd()}...`;
}

/** Writes [secret] where a secret stands, plain, percent-encoded or in base64: servers echo what they were sent. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let shown = text;
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
      shown = shown.replaceAll(form, '[secret]');
  }
  return shown;
}
