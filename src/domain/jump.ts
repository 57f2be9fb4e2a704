import { monthsBetween, type YearMonth } from './period.ts';

/** A figure of the same series, at another period or at the one that would be replaced. */
export interface Neighbour {
  readonly period: YearMonth;
  readonly value: number | null;
}

/** What a source is held to that says nothing else: between two honest units lie 1,000 or 10,000, and hardly ever 100 between two months. */
export const JUMP_FACTOR = 100;

const RECENT = 12;
/** What lies further away says nothing: over ten years trade in a new good grows a hundredfold, and a backfill begins there. */
export const REACH_MONTHS = 24;
/** A small partner's months go up and down by hundreds of times: there it has to lie as far beyond all of them, too. */
const BEYOND = 10;

/**
 * A printed unit can be wrong by a factor of 10,000 while every check within the page agrees; only the figures around
 * it show it: those of the same series nearest in time, the one that it would replace among them.
 * @returns the middle of the figures around it when `value` is `factor` times or more above or below, and {@link BEYOND} times
 * beyond the outermost of them, or a 0 in the place of a figure where they are `factor` and more; else null.
 */
export function jumpFrom(
  value: number | null,
  at: YearMonth,
  around: readonly Neighbour[],
  factor: number,
): { readonly middle: number; readonly count: number } | null {
  if (value === null || value < 0 || (value === 0 ? !isBlanked(at, around) : isLikeNearest(value, at, around))) return null;
  const nearest = [...around]
    .flatMap((row) =>
      row.value === null || row.value <= 0 ? [] : [{ value: row.value, distance: Math.abs(monthsBetween(row.period, at)) }],
    )
    .filter(({ distance }) => distance <= REACH_MONTHS)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, RECENT)
    .map((row) => row.value)
    .sort((a, b) => a - b);
  const [least, middle, most] = [nearest[0], nearest[Math.trunc(nearest.length / 2)], nearest.at(-1)];
  if (least === undefined || middle === undefined || most === undefined) return null;
  // A 0 stands for anything below one.
  if (value === 0) return middle >= factor ? { middle, count: nearest.length } : null;
  const above = value >= middle * factor && value >= most * BEYOND;
  const below = value * factor <= middle && value * BEYOND <= least;
  if (!above && !below) return null;
  return { middle, count: nearest.length };
}

/**
 * Whether a 0 takes the place of a figure, in a series without any other: publishers print 0 where a row is blanked, withheld or not yet
 * filled in. A month that is 0 when it is first stated may well be trade that stopped.
 */
function isBlanked(at: YearMonth, around: readonly Neighbour[]): boolean {
  const replaced = around.find((row) => row.period === at)?.value ?? 0;
  return replaced > 0 && around.every((row) => row.value !== 0 || Math.abs(monthsBetween(row.period, at)) > REACH_MONTHS);
}

/** Whether the figure nearest in time shows already that `value` lies beyond nothing: most do, and need no look at the others. */
function isLikeNearest(value: number, at: YearMonth, around: readonly Neighbour[]): boolean {
  let nearest = 0;
  let distance = REACH_MONTHS + 1;
  for (const row of around) {
    if (row.value === null || row.value <= 0) continue;
    const own = Math.abs(monthsBetween(row.period, at));
    if (own >= distance) continue;
    distance = own;
    nearest = row.value;
  }
  return nearest > 0 && value < nearest * BEYOND && value * BEYOND > nearest;
}
