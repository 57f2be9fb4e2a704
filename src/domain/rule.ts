import type { Basis } from './growth.ts';
import type { Flow, Measure, SeriesKey } from './series.ts';

export type Direction = 'rise' | 'fall' | 'either';
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A question that someone asked: tell me when the growth of these series crosses a threshold. */
export interface Rule {
  readonly id: string;
  readonly title: string | null;
  readonly what: {
    /** Sources to look at; null for all. */
    readonly pipelines: readonly string[] | null;
    /** `classification:product`, e.g. HS8:85051110. */
    readonly product: string;
    readonly flow: Flow;
    readonly reporter: string;
    /** Partner codes; null for all. */
    readonly partners: readonly string[] | null;
    readonly measure: Measure;
    /** A currency or unit, when the measure comes in several; null for all. */
    readonly unit: string | null;
  };
  readonly when: {
    readonly metric: Basis;
    readonly direction: Direction;
    /** The threshold in percent, above 0; a fall of 25 % is written as 25 with direction fall. */
    readonly percent: number;
  };
  /** A base below this (in the series' unit) is too small to speak of growth. */
  readonly minimumBase: number;
  /** The least absolute change, in the series' unit. */
  readonly minimumChange: number;
  /** Percentage points below the threshold within which a revised figure does not end the alert. */
  readonly hysteresis: number;
  /** Percentage points by which a revision must move an alert's figure to be told. */
  readonly materialChange: number;
  readonly severity: Severity;
  /** Ids of receivers. */
  readonly receivers: readonly string[];
}

/** Whether a rule watches a series. */
export function watches(rule: Rule, key: SeriesKey): boolean {
  const w = rule.what;
  return (
    `${key.classification}:${key.product}` === w.product &&
    key.flow === w.flow &&
    key.reporter === w.reporter &&
    key.measure === w.measure &&
    (w.unit === null || key.unit === w.unit) &&
    (w.partners === null || w.partners.includes(key.partner)) &&
    (w.pipelines === null || w.pipelines.includes(key.pipeline))
  );
}
