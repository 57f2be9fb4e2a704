/**
 * What an alert says. A few facts decide it: the figures, the months that they are of, and the rule that judged them. They are what is kept
 * of an alert; what messages, pages and commands show of it is made of them when it is shown. Pure; see docs/decisions/044.
 */
import { type AlertEventKind, type AlertState, isStanding } from './alert.ts';
import type { AlertEntry } from './alert-message.ts';
import { isBasis, totalledMonths } from './growth.ts';
import { addMonths, formatMonth, type Interval, monthsBetween, type Period, startOf, type YearMonth } from './period.ts';
import { type Rule, type Severity, versionOf } from './rule.ts';
import { formatSeriesKey, type SeriesKey } from './series.ts';
import { type AlertFigures, type Threshold, thresholdOf } from './threshold.ts';

/** A rule as it judged figures; it may have been changed or taken out since. */
export interface StatedRule extends Threshold {
  readonly id: string;
  readonly title: string | null;
  /** Changes when what the rule asks changes. */
  readonly version: string;
}

/** What an alert's figures are, beside their values. */
export interface AlertStatement {
  readonly fingerprint: string;
  readonly rule: StatedRule;
  readonly seriesKey: SeriesKey;
  /** The importer's series, of a mirror gap. */
  readonly mirrorKey: SeriesKey | null;
  readonly period: Period;
  /** The last month of the figure that it is compared with; null where that is not the figure of another period or series. */
  readonly baseEnd: YearMonth | null;
}

/** How an alert is. */
export interface AlertCondition {
  readonly state: AlertState;
  /** As last known. */
  readonly figures: AlertFigures;
  /** Whether they are known; of an alert that ended, whether they were when it did. */
  readonly isKnown: boolean;
  readonly severity: Severity;
  readonly sequence: number;
}

export function statedRule(rule: Rule): StatedRule {
  const known = stated.get(rule);
  if (known !== undefined) return known;
  const { metric, direction, threshold } = thresholdOf(rule);
  const made = { id: rule.id, title: rule.title, version: versionOf(rule), metric, direction, threshold };
  stated.set(rule, made);
  return made;
}
const stated = new WeakMap<Rule, StatedRule>();

/**
 * What is told of an alert.
 * @param event what is told to have happened to it.
 * @param productName as the source calls the goods today.
 */
export function entryOf(
  { fingerprint, rule, seriesKey: key, mirrorKey, period, baseEnd }: AlertStatement,
  { state, figures, isKnown, severity, sequence }: AlertCondition,
  event: Exclude<AlertEventKind, 'recorded'>,
  productName: string | null,
): AlertEntry {
  const { id, title, version, metric, direction, threshold } = rule;
  const months = isBasis(metric) ? totalledMonths(period, metric) : { from: startOf(period), to: period.end };
  const { current, base, percent } = figures;
  const change = base === null ? null : Number((current - base).toPrecision(15));
  return {
    fingerprint,
    sequence,
    event,
    rule: { id, title, version, metric, direction, threshold },
    series: {
      key: formatSeriesKey(key),
      pipeline: key.pipeline,
      reporter: key.reporter,
      partner: key.partner,
      flow: key.flow,
      product: `${key.classification}:${key.product}`,
      product_name: productName,
      measure: key.measure,
      unit: key.unit,
    },
    mirror_key: mirrorKey === null ? null : formatSeriesKey(mirrorKey),
    period: { kind: period.kind, ...formatted(months) },
    base_period: isKnown && baseEnd !== null ? formatted(asLong(months, baseEnd)) : null,
    value: isKnown ? { current, base, percent, change, unit: key.unit } : null,
    stands: isStanding(state),
    severity,
  };
}

const formatted = ({ from, to }: Interval) => ({ start: formatMonth(from), end: formatMonth(to) });

/** Figures are compared of as many months. */
const asLong = ({ from, to }: Interval, end: YearMonth): Interval => ({ from: addMonths(end, -monthsBetween(from, to)), to: end });
