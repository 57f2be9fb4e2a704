/** Holds the figures of an alert against the threshold of a rule. Exact: no rounded percentage takes part. Pure; see docs/alerts.md. */
import { compareGrowth } from './quantity.ts';
import type { Direction, Metric, Rule, Severity } from './rule.ts';

/** The figures an alert speaks of; base and percent are null where the metric has none. */
export interface AlertFigures {
  readonly current: number;
  readonly base: number | null;
  /** 100 * (current - base) / base, unrounded. */
  readonly percent: number | null;
}

/** What a figure is held against, as messages state it. */
export interface Threshold {
  readonly metric: Metric;
  readonly direction: Direction;
  /** In percent, of a level in the series' unit; null of a record. */
  readonly threshold: number | null;
}

export const thresholdOf = ({ when }: Pick<Rule, 'when'>): Threshold => ({
  metric: when.metric,
  direction: when.direction,
  threshold: when.metric === 'record' ? null : when.metric === 'level' ? when.value : when.percent,
});

/** Whether figures are at or beyond a threshold, exactly. */
export const isCrossing = (threshold: Threshold, figures: AlertFigures): boolean => isBeyond(threshold, figures, 0);

/** @param slack how far behind the threshold still counts, as the rule's hysteresis. */
export function isBeyond({ metric, direction, threshold }: Threshold, { current, base }: AlertFigures, slack: number): boolean {
  if (metric === 'level') return threshold !== null && reaches(current, threshold, direction, slack);
  if (base === null) return false;
  // A record that is only reached is no new one.
  if (metric === 'record') return (slack > 0 || current !== base) && reaches(current, base, direction, slack);
  return threshold !== null && passes(current, base, direction, difference(threshold, slack));
}

/** Whether a figure is at a mark, beyond it, or no more than so many percent of the mark behind it. */
const reaches = (current: number, mark: number, direction: Direction, slack: number): boolean =>
  direction === 'fall' ? compareGrowth(current, mark, slack) <= 0 : compareGrowth(current, mark, -slack) >= 0;

/** Of two decimals as they are written: 25.1 - 0.2 is 24.9 and not 24.900000000000002. */
const difference = (a: number, b: number): number => {
  const exact = a - b;
  return Number.isInteger(exact) && Math.abs(exact) < 1e15 ? exact : Number(exact.toPrecision(15));
};

function passes(current: number, base: number, direction: Direction, percent: number): boolean {
  if (direction !== 'fall' && compareGrowth(current, base, percent) >= 0) return true;
  return direction !== 'rise' && compareGrowth(current, base, -percent) <= 0;
}

/** The severity that figures reach on the rule's ladder. */
export function severityOf(rule: Rule, { current, base }: AlertFigures): Severity {
  const { when } = rule;
  const reached = rule.escalation.filter(({ from }) => {
    if (when.metric === 'record') return false;
    if (when.metric === 'level') return reaches(current, from, when.direction, 0);
    return base !== null && passes(current, base, when.direction, from);
  });
  return reached.at(-1)?.severity ?? rule.severity;
}
