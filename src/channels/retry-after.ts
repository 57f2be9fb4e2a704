/** The bound on what a remote number may do to the schedule. */
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * How long a Retry-After header asks to wait, in milliseconds, at most a day; null when it is absent or unreadable
 * (RFC 9110: seconds, or a date).
 */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,12}$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_RETRY_AFTER_MS);
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .{1,40}$/.test(text)) return null;
  const at = Date.parse(/(GMT|UTC)$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now.getTime(), 0), LONGEST_RETRY_AFTER_MS);
}
