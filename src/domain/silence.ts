import type { AlertEntry } from './alert-message.ts';

/** Somebody does not want to be told for a while, and says why. */
export interface Silence {
  readonly id: number;
  /** What it covers; null matches all. A `*` in the series key stands for any characters. */
  readonly rule: string | null;
  readonly series: string | null;
  readonly receiver: string | null;
  readonly reason: string;
  readonly author: string;
  readonly from: string;
  readonly until: string;
}

/** Whether a message on an alert to a receiver is held back at an instant (ISO 8601). */
export const isSilenced = (silences: readonly Silence[], entry: AlertEntry, receiver: string, at: string): boolean =>
  silences.some(
    (silence) =>
      silence.from <= at &&
      at < silence.until &&
      (silence.rule === null || silence.rule === entry.rule.id) &&
      (silence.receiver === null || silence.receiver === receiver) &&
      (silence.series === null || fits(silence.series, entry.series.key)),
  );

function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
