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

/** What a message speaks of, as far as a silence asks. */
export interface Silenceable {
  readonly rule: string;
  /** A series key; of an alert on a source's publications the source with a slash behind it; null: no pattern fits. */
  readonly series: string | null;
}

/** Whether a silence covers such messages to a receiver, at any time. */
export const covers = (silence: Silence, { rule, series }: Silenceable, receiver: string): boolean =>
  (silence.rule === null || silence.rule === rule) &&
  (silence.receiver === null || silence.receiver === receiver) &&
  (silence.series === null || (series !== null && fits(silence.series, series)));

/** Whether a message to a receiver is held back at an instant (ISO 8601). */
export const isSilenced = (silences: readonly Silence[], about: Silenceable, receiver: string, at: string): boolean =>
  silences.some((silence) => silence.from <= at && at < silence.until && covers(silence, about, receiver));

function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
