import { UsageError } from '../errors.ts';

/**
 * The instant that a person names: a day means its end in UTC ("as known at the end of that day"), a time itself.
 * @throws UsageError when it is neither.
 */
export function asOfInstant(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && dayExists(text)) return `${text}T23:59:59.999Z`;
  return instantOf(text, '--as-of');
}

/**
 * When a file was obtained: a day means its beginning in UTC.
 * @throws UsageError when it is neither a day nor a time with its zone.
 */
export function instantOf(text: string, option: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && dayExists(text)) return `${text}T00:00:00.000Z`;
  const zoned = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  const time = zoned !== null && dayExists(zoned[1] as string) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new UsageError(`${option}: expected a day such as 2025-07-20 or a time such as 2025-07-20T10:00:00Z, got "${text}"`);
  return new Date(time).toISOString();
}

/** 2025-02-30 is written like a day and is none. */
const dayExists = (day: string): boolean => {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
};
