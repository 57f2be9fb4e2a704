/** What one check came to. */
export interface Finding {
  readonly check: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly says: string;
  /** What to do about it; null when nothing is to be done. */
  readonly todo: string | null;
}

export const ok = (check: string, says: string): Finding => ({ check, verdict: 'ok', says, todo: null });
/** Something that a person should know and that keeps nothing from its work. */
export const warn = (check: string, says: string, todo: string): Finding => ({ check, verdict: 'warn', says, todo });
/** Something that keeps the program from its work. */
export const fail = (check: string, says: string, todo: string): Finding => ({ check, verdict: 'fail', says, todo });
