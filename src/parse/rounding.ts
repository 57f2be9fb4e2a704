/** Whether printed figures can belong together, given that each was rounded on its own. */
import { type DecimalText, printedStep } from './number.ts';

/** Percentage points beyond rounding: publishers compute from unrounded figures and sometimes round twice. */
const GROWTH_ALLOWANCE = 0.05;
const EPSILON = 1e-6;

/**
 * Whether a printed growth in percent can be that of two printed figures. A figure of 5.9 stands for anything from 5.85
 * to 5.95, so tiny figures allow a wide range and a base that may be 0 allows any growth.
 */
export function growthFits(current: DecimalText, base: DecimalText, growth: DecimalText): boolean {
  const [currentLow, currentHigh] = bounds(current);
  const [baseLow, baseHigh] = bounds(base);
  const slack = printedStep(growth) / 2 + GROWTH_ALLOWANCE + EPSILON;
  const printed = Number(growth);
  const lowest = baseHigh <= 0 ? -100 : (currentLow / baseHigh - 1) * 100;
  const highest = baseLow <= 0 ? Number.POSITIVE_INFINITY : (currentHigh / baseLow - 1) * 100;
  return printed >= lowest - slack && printed <= highest + slack;
}

/** The growth in percent of two printed figures, for messages. */
export const growthOf = (current: DecimalText, base: DecimalText): string => ((Number(current) / Number(base) - 1) * 100).toFixed(1);

/** Whether a printed total can be the sum of printed parts. */
export function sumFits(parts: readonly DecimalText[], total: DecimalText): boolean {
  const rounding = [...parts, total].reduce((sum, part) => sum + printedStep(part) / 2, 0);
  const sum = parts.reduce((all, part) => all + Number(part), 0);
  return Math.abs(sum - Number(total)) <= rounding + EPSILON * Math.max(1, Math.abs(sum));
}

/** Whether a printed part can lie within a printed whole. */
export const partFits = (part: DecimalText, whole: DecimalText): boolean =>
  Number(part) <= Number(whole) + (printedStep(part) + printedStep(whole)) / 2 + EPSILON;

function bounds(figure: DecimalText): readonly [low: number, high: number] {
  const half = printedStep(figure) / 2;
  return [Math.max(0, Number(figure) - half), Number(figure) + half];
}
