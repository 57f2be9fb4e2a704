/** What JSON can hold. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainRecord;
export type PlainRecord = { readonly [key: string]: Plain };

const DEEPEST = 8;
const LONGEST_TEXT = 8_000;
const LONGEST_LIST = 100;
const LONGEST_CAUSE_CHAIN = 6;

/** Of errors only these are taken: others (axios, nodemailer) carry requests with their keys in further properties. */
const ERROR_FIELDS = ['code', 'status', 'syscall', 'refusals', 'waitingFor', 'retryAfterMs'] as const;

/**
 * Any value as plain data for a log entry: errors with their chain of causes, dates as ISO 8601, bytes as their
 * count; cut at eight levels, 8,000 characters and 100 items. Never throws.
 * @param hide applied to every text and key.
 */
export function plainOf(value: unknown, hide: (text: string) => string): Plain {
  const open = new Set<object>();

  const text = (raw: string): string => {
    const shown = hide(raw);
    return shown.length > LONGEST_TEXT ? `${shown.slice(0, LONGEST_TEXT)}... (${shown.length} characters)` : shown;
  };

  const visit = (at: unknown, depth: number): Plain => {
    switch (typeof at) {
      case 'string':
        return text(at);
      case 'number':
        return Number.isFinite(at) ? at : String(at);
      case 'boolean':
        return at;
      case 'object':
        return at === null ? null : nested(at, depth);
      case 'undefined':
        return null;
      default:
        return text(String(at));
    }
  };

  const nested = (at: object, depth: number): Plain => {
    if (open.has(at)) return '[circular]';
    if (depth >= DEEPEST) return '[deeper]';
    open.add(at);
    try {
      if (at instanceof Error) return error(at, depth);
      if (at instanceof Date) return Number.isNaN(at.getTime()) ? 'Invalid Date' : at.toISOString();
      if (at instanceof URL) return text(at.href);
      if (ArrayBuffer.isView(at)) return `[${at.byteLength} bytes]`;
      if (at instanceof Map)
        return record(
          [...at].map(([key, item]) => [String(key), item]),
          depth,
        );
      if (Array.isArray(at) || at instanceof Set) return list([...at], depth);
      return record(Object.entries(at), depth);
    } catch (failure) {
      return `[unreadable: ${text(String(failure))}]`;
    } finally {
      open.delete(at);
    }
  };

  const list = (items: readonly unknown[], depth: number): Plain => {
    const shown = items.slice(0, LONGEST_LIST).map((item) => visit(item, depth + 1));
    return items.length > LONGEST_LIST ? [...shown, `... ${items.length - LONGEST_LIST} more`] : shown;
  };

  const record = (entries: readonly (readonly [string, unknown])[], depth: number): Plain =>
    Object.fromEntries(
      entries
        .slice(0, LONGEST_LIST)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [text(key), visit(item, depth + 1)]),
    );

  const error = (at: Error, depth: number): Plain => {
    const shown: Record<string, Plain> = { error: text(at.name), message: text(at.message) };
    for (const field of ERROR_FIELDS) {
      const extra = (at as unknown as Record<string, unknown>)[field];
      if (extra !== undefined) shown[field] = visit(extra, depth + 1);
    }
    if (depth <= 2 && typeof at.stack === 'string')
      shown['stack'] = text(
        at.stack
          .split('\n')
          .slice(1, 7)
          .map((frame) => frame.trim())
          .join(' | '),
      );
    if (at instanceof AggregateError) shown['errors'] = list(at.errors, depth);
    if (at.cause !== undefined) shown['cause'] = depth < LONGEST_CAUSE_CHAIN ? visit(at.cause, depth + 1) : '[deeper]';
    return shown;
  };

  return visit(value, 0);
}
