/** What was refused: where in the input, and why, with what would be right. */
export interface Refusal {
  readonly where: string;
  readonly reason: string;
}

/** The first three, and how many more there are. */
const sentenceOf = (refusals: readonly Refusal[]): string =>
  refusals
    .slice(0, 3)
    .map((r) => `${r.where}: ${r.reason}`)
    .join('; ') + (refusals.length > 3 ? ` (and ${refusals.length - 3} more)` : '');

/** The data is not what it should be: nothing of the snapshot is loaded, its bytes stay archived, nobody retries. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[] | Refusal, options?: ErrorOptions) {
    const all = Array.isArray(refusals) ? (refusals as readonly Refusal[]) : [refusals as Refusal];
    super(sentenceOf(all), options);
    this.refusals = all;
  }
}

/** Of one place in the input. */
export const refused = (where: string, reason: string, options?: ErrorOptions): RefusedError =>
  new RefusedError({ where, reason }, options);

/** Figures wait for a second sight, by the next vintage or a person; the rest of the publication is loaded. */
export class HeldError extends Error {
  override readonly name = 'HeldError';

  constructor(held: readonly Refusal[]) {
    super(`held: ${sentenceOf(held)}`);
  }
}

/** The same request may succeed later: the schedule tries again at its next slot, or after `retryAfterMs`. */
export class RetryLaterError extends Error {
  override readonly name = 'RetryLaterError';
  /** Milliseconds the other side asked to wait, when it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options?: ErrorOptions & { retryAfterMs?: number | undefined }) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/** A person has to do something first: give a key, drop a file. Not a failure of the source. */
export class WaitingError extends Error {
  override readonly name = 'WaitingError';
  readonly waitingFor: 'key' | 'file';

  constructor(waitingFor: 'key' | 'file', message: string, options?: ErrorOptions) {
    super(message, options);
    this.waitingFor = waitingFor;
  }
}

/** The command line or the configuration is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Another process holds the database: exit code 75 (EX_TEMPFAIL). */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/** The text of an error and of its causes, on one line, for logs and tables. */
export function describeError(error: unknown): string {
  const parts: string[] = [];
  for (let current: unknown = error; current !== undefined && parts.length < 6; ) {
    const text = current instanceof Error ? current.message || current.name : String(current);
    if (text !== '' && !parts.some((part) => part.includes(text))) parts.push(text);
    current = current instanceof Error ? current.cause : undefined;
  }
  return parts.join(': ').replaceAll(/\s+/g, ' ');
}
