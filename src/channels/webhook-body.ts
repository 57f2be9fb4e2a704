import type { AlertMessage } from '../domain/alert-message.ts';
import type { DataMessage } from '../domain/data-message.ts';
import type { Message } from '../domain/message.ts';
import { most } from './clip.ts';

/** Receivers may refuse more; Standard Webhooks asks for less than 20 kB. */
export const LARGEST_BODY_BYTES = 20_000;

/** What was left out of a body to keep it small; absent when nothing was. Part of the schema in docs/webhook-v1.schema.json. */
interface Truncated {
  readonly also?: { readonly kept: number; readonly of: number };
  readonly also_in?: { readonly kept: number; readonly of: number };
  readonly alerts?: { readonly kept: number; readonly of: number };
  readonly claims?: { readonly kept: number; readonly of: number };
  readonly entries?: { readonly kept: number; readonly of: number };
  readonly unstable?: { readonly kept: number; readonly of: number };
  readonly given_up?: { readonly kept: number; readonly of: number };
  readonly streaks?: { readonly kept: number; readonly of: number };
  readonly recent?: { readonly kept: number; readonly of: number };
  readonly references?: { readonly kept: number; readonly of: number };
  /** No text is longer than this many characters: longer ones end in "...". */
  readonly text?: number;
}

type List = Exclude<keyof Truncated, 'text'>;

const DIGESTED = ['alerts', 'claims', 'entries', 'unstable'] as const satisfies readonly List[];
/** Lists of which the end is left out last of all. */
const LISTS = [...DIGESTED, 'also', 'given_up', 'streaks'] as const satisfies readonly List[];

/**
 * A message as JSON of at most {@link LARGEST_BODY_BYTES}. What is too long loses, in this order: recent months (the
 * oldest), references (all but the first, the root of the thread, and the latest), copies of an article, the ends of long texts, and the
 * alerts or claims of a digest, or the further alerts of a release (the last). `truncated` then says what.
 */
export function webhookBody(message: Message): string {
  let shown: Record<string, unknown> = 'also' in message ? { ...message, also: message.also.map(brief) } : { ...message };
  const whole = JSON.stringify(shown);
  if (fits(whole)) return whole;
  let truncated: Truncated = {};
  const write = (): string => JSON.stringify({ ...shown, truncated });
  const shorten = (name: List, keep: (list: readonly unknown[], count: number) => readonly unknown[]): void => {
    const list = shown[name];
    if (!Array.isArray(list) || fits(write())) return;
    const kept = most(list.length, (count) => {
      const some = keep(list, count);
      return fits(JSON.stringify({ ...shown, [name]: some, truncated: { ...truncated, [name]: { kept: some.length, of: list.length } } }));
    });
    const some = keep(list, kept);
    if (some.length === list.length) return;
    shown = { ...shown, [name]: some };
    truncated = { ...truncated, [name]: { kept: some.length, of: list.length } };
  };
  shorten('recent', (list, count) => list.slice(list.length - count));
  shorten('references', (list, count) => (count < 2 ? list.slice(0, 1) : [...list.slice(0, 1), ...list.slice(list.length - (count - 1))]));
  shorten('also_in', (list, count) => list.slice(0, count));
  for (const text of [500, 100]) {
    if (fits(write())) break;
    if (largestText(shown) > text) {
      shown = clipped(shown, text) as Record<string, unknown>;
      truncated = { ...truncated, text };
    }
    // A digest of many ordinary alerts or claims gets shorter by leaving some out, not by cutting names.
    if (DIGESTED.some((name) => Array.isArray(shown[name]))) break;
  }
  for (const name of LISTS) shorten(name, (list, count) => list.slice(0, count));
  return write();
}

/** What a program needs of an alert that is told with another: the rest is what the first says. */
const brief = (message: AlertMessage | DataMessage): Record<string, unknown> =>
  Object.fromEntries(Object.entries(message).filter(([field]) => !SAID_BY_THE_FIRST.includes(field)));

const SAID_BY_THE_FIRST: readonly string[] = [
  'version',
  'type',
  'id',
  'created_at',
  'streak',
  'status',
  'source',
  'check',
  'recent',
  'also',
];

const fits = (json: string): boolean => Buffer.byteLength(json) <= LARGEST_BODY_BYTES;

const largestText = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce((most: number, one) => Math.max(most, largestText(one)), 0)
    : 0;
};

function clipped(value: unknown, max: number): unknown {
  if (typeof value === 'string')
    return value.length <= max
      ? value
      : `${Array.from(value.slice(0, max))
          .slice(0, max - 3)
          .join('')}...`;
  if (Array.isArray(value)) return value.map((one) => clipped(one, max));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clipped(one, max)]));
}
