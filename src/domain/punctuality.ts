/** How punctual a publisher has been: shown, and never used to move a deadline by itself. */
export interface Punctuality {
  /** How many releases it is of. */
  readonly releases: number;
  /** Hours from the expected instant to the arrival, the middle one; below 0 is early. */
  readonly medianHours: number;
  /** The middle distance from that median, in hours: half of the releases are this near to it, or nearer. */
  readonly spreadHours: number;
}

/** @returns null when there are no lags. */
export function punctualityOf(lagHours: readonly number[]): Punctuality | null {
  const medianHours = median(lagHours);
  if (medianHours === null) return null;
  const spreadHours = median(lagHours.map((hours) => Math.abs(hours - medianHours))) ?? 0;
  return { releases: lagHours.length, medianHours, spreadHours };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
