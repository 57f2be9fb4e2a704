import type { Interval } from '../domain/period.ts';

/** What a chart shows, in words and figures; how it looks is for the drawing to decide. Texts may come from outside. */
export interface ChartDescription {
  /** The finding in words: `353 t in June 2025, 52.0 % less than a year before`. */
  readonly title: string;
  /** What the bars are: `China's exports of rare-earth magnets to the United States`. */
  readonly subtitle: string;
  /** The subtitle in Latin letters: drawn instead where no font of the machine has the characters of `subtitle`. */
  readonly subtitleInLatin: string;
  /** The unit of the figures: a currency (ISO 4217), kg, items. The axis takes a readable multiple of it. */
  readonly unit: string;
  /** The months of the axis. Figures before it serve as the year before. */
  readonly shown: Interval;
  /** Figures of single months, and of several months published as one. In any order. */
  readonly figures: readonly ChartFigure[];
  /** The period that the finding is about; null when there is none. */
  readonly marked: MarkedPeriod | null;
  /** A level that the finding speaks of: a line over all months. */
  readonly level?: number;
  /** `Source: General Administration of Customs of China, obtained 2025-07-20`. */
  readonly source: string;
}

export interface ChartFigure {
  readonly months: Interval;
  /** Null is unknown: a gap, never 0. */
  readonly value: number | null;
  /** What stood there before a revision. */
  readonly revisedFrom?: number;
}

/** A period with its figure and what it is compared with; figures of several months are printed as their sum. */
export interface MarkedPeriod {
  readonly months: Interval;
  readonly value: number | null;
  readonly base: { readonly months: Interval; readonly value: number } | null;
}

export const sameMonths = (a: Interval, b: Interval): boolean => a.from === b.from && a.to === b.to;

/** Whether one interval lies within another. */
export const within = (inner: Interval, outer: Interval): boolean => inner.from >= outer.from && inner.to <= outer.to;
