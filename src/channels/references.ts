import { inert } from './inert.ts';
import { dayName } from './names.ts';

const SHORT_ID_DIGITS = 8;

export const shortId = (id: string): string => inert(id, 64).slice(0, SHORT_ID_DIGITS);

/**
 * Which message another one corrects: `This corrects message 3f6a1c0e of 20 July 2025.`
 * @param references ids of the earlier messages, oldest first.
 * @param saidAt when the last of them was made; undefined in messages of older versions.
 * @returns null when there is no earlier message.
 */
export function corrects(references: readonly string[], saidAt: string | undefined): string | null {
  const last = references.at(-1);
  if (last === undefined) return null;
  const day = saidAt === undefined ? null : dayName(saidAt);
  return `This corrects message ${shortId(last)}${day === null ? '' : ` of ${day}`}.`;
}
