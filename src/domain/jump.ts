import { monthsBetween, type YearMonth } from './period.ts';

/** A figure of the same series, at another period or at the one that would be replaced. */
export interface Neighbour {
  readonly period: YearMonth;
  readonly value: number | null;
}

const RECENT = 12;

/**
 * A printed unit can be wrong by a factor of 10,000 while every check within the page agrees; only the figures around
 * it show it: those of the same series nearest in time, the one that it would replace among them.
 * @returns the middle of the figures around it when `value` is `factor` times or more above or below, else null.
 */
export function jumpFrom(
  value: number | null,
  at: YearMonth,
  around: Iterable<Neighbour>,
  factor: number,
): { readonly middle: number; readonly count: number } | null {
  if (value === null || value <= 0) return null;
  const nearest = [...around]
    .flatMap((row) =>
      row.value === null || row.value <= 0 ? [] : [{ value: row.value, distance: Math.abs(monthsBetween(row.period, at)) }],
    )
    .sort((a, b) => a.distance - b.distance)
    .slice(0, RECENT)
    .map((row) => row.value)
    .sort((a, b) => a - b);
  const middle = nearest[Math.trunc(nearest.length / 2)];
  if (middle === undefined || (value < middle * factor && value * factor > middle)) return null;
  return { middle, count: nearest.length };
}
