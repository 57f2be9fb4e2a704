import { STATUS_CODES } from 'node:http';
import { WaitingError } from '../errors.ts';
import { AttemptError, refuse, StatusRefusedError, whereOf } from './failure.ts';
import { retryAfterMs } from './retry.ts';

/** What the status line and headers of an answer say, before its body. */
export interface Head {
  readonly status: number;
  /** By lower-case name; null when absent. */
  readonly header: (name: string) => string | null;
}

export interface Asked {
  readonly conditional: boolean;
  readonly withSecret: boolean;
  /** Statuses whose body is an answer too. */
  readonly answers: readonly number[];
  readonly mayBeMissing: boolean;
}

/** A validator longer than this is not kept. */
const MAX_VALIDATOR_CHARACTERS = 512;

/**
 * Decides what an answer is; pure.
 * @param now milliseconds since 1970.
 * @throws AttemptError when another attempt may end otherwise (5xx, 408, 425, 429, 403 with Retry-After, 202, a 304 that nobody asked for).
 * @throws WaitingError when the key was refused (401 to a request that had one).
 * @throws RefusedError for every other status: asking again would not change it.
 */
export function judgeHead(url: URL, head: Head, asked: Asked, now: number): 'take' | 'redirect' | 'not_modified' | 'no_content' {
  const { status } = head;
  if (status === 200 || status === 201 || status === 203 || asked.answers.includes(status)) return 'take';
  if (status === 204 || status === 205 || (status === 404 && asked.mayBeMissing)) return 'no_content';
  if (status === 304 && asked.conditional) return 'not_modified';
  if ([301, 302, 303, 307, 308].includes(status)) return 'redirect';

  const said = `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trim() + challenge(head);
  const wait = retryAfterMs(head.header('retry-after'), head.header('date'), now);
  const temporary = status >= 500 || [408, 425, 429].includes(status) || (status === 403 && wait !== null);
  if (temporary) throw new AttemptError(`${whereOf(url)}: ${said}`, { retryAfterMs: wait });
  if (status === 202) throw new AttemptError(`${whereOf(url)}: ${said}: the answer is not ready`, { retryAfterMs: wait });
  if (status === 304) throw new AttemptError(`${whereOf(url)}: ${said}, but nothing was asked conditionally`);
  if (status === 401 && asked.withSecret) throw new WaitingError('key', `${whereOf(url)}: ${said}: the publisher does not accept the key`);
  throw status >= 400 ? new StatusRefusedError({ where: whereOf(url), reason: said }) : refuse(url, said);
}

/** Bot walls answer 403, 412 or 503 with a page for a browser. They are reported, never got round. */
function challenge(head: Head): string {
  if (head.header('cf-mitigated') === 'challenge') return ' (a challenge for browsers)';
  return mediaTypeOf(head) === 'text/html' ? ' (a page for people)' : '';
}

/** Lower case, without parameters; null when it is absent or not a media type. */
export function mediaTypeOf(head: Head): string | null {
  const type = head.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9!#$&^_.+-]{1,64}\/[a-z0-9!#$&^_.+-]{1,64}$/.test(type) ? type : null;
}

/** The charset that Content-Type names, lower case; null when it names none. */
export function charsetOf(head: Head): string | null {
  return /;\s{0,9}charset\s{0,9}=\s{0,9}"?([\w.:-]{1,40})/i.exec(head.header('content-type') ?? '')?.[1]?.toLowerCase() ?? null;
}

/** An ETag or Last-Modified as it came; null when it is absent or too long to keep. */
export function validatorOf(head: Head, name: 'etag' | 'last-modified'): string | null {
  const value = head.header(name);
  return value === null || value === '' || value.length > MAX_VALIDATOR_CHARACTERS ? null : value;
}
