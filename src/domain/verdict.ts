/** What the official figures say to a claim. */
import type { PeriodKind } from './period.ts';
import type { Status } from './series.ts';

export const VERDICTS = ['supported', 'contradicted', 'supported_under_other_reading', 'not_comparable'] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** Why a claim cannot be held against official figures. */
export const REASONS = [
  'no_series',
  'subject_unknown',
  'period_unknown',
  'partial_month',
  'period_not_over',
  'basis_unknown',
  'ambiguous_measure',
  'no_current',
  'no_base',
  'base_zero',
  'combined_period',
  'suppressed',
  'near_miss',
  'level_differs',
  'wider_line',
  'narrower_subject',
  'period_in_doubt',
  'measure_in_doubt',
  'context_in_doubt',
  'denied',
  'vintages_disagree',
  'withdrawn',
] as const;
export type Reason = (typeof REASONS)[number];

/** A published figure that takes part, with where it came from. */
export interface Piece {
  readonly period: string;
  readonly period_kind: PeriodKind;
  readonly value: number;
  readonly status: Status;
  readonly known_from: string;
  readonly published_at: string | null;
  readonly url: string | null;
  readonly sha256: string;
}

/** One side of a comparison. */
export interface Side {
  /** `2025-04/2025-06` */
  readonly period: string;
  /** The total, or what is known of it. */
  readonly value: number;
  readonly complete: boolean;
  readonly pieces: readonly Piece[];
}

/** How far the percentage of a computation reaches. */
export type Bound = 'exact' | 'at_most' | 'at_least';

/** What was computed from one series. */
export interface Computation {
  readonly series: string;
  readonly unit: string;
  /** `first`: as known on the article's day; `today`: as known when it was judged. */
  readonly vintage: 'first' | 'today';
  readonly current: Side;
  readonly base: Side;
  /** Growth in percent, unrounded; with `bound` other than exact, the end of what the known months leave open. */
  readonly percent: number | null;
  readonly bound: Bound;
}

export interface Judged {
  readonly verdict: VerdictKind;
  /** The id of the reading under which the claim is supported; null unless it is another than the stated one. */
  readonly reading: string | null;
  readonly reason: Reason | null;
  /** What the verdict rests on; null when nothing could be computed. */
  readonly official: Computation | null;
  /** What the text literally says, computed, when the verdict rests on another reading. */
  readonly stated: Computation | null;
  /** Sentences for a person: the verdict first, then the computation, then remarks. */
  readonly explanation: readonly string[];
  /** Ids of the readings that figures could decide, the stated one first. */
  readonly tried: readonly string[];
}

/** Whether two verdicts say the same, whatever the figures behind them. */
export const sameVerdict = (a: Judged, b: Judged): boolean => a.verdict === b.verdict && a.reading === b.reading && a.reason === b.reason;

/** Whether a verdict rests on the same figures as another, too. */
export const sameJudgement = (a: Judged, b: Judged): boolean =>
  sameVerdict(a, b) && JSON.stringify(a.explanation) === JSON.stringify(b.explanation) && a.official?.series === b.official?.series;
