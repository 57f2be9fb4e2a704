import { SHORT_MONTH_NAMES } from '../domain/month-names.ts';
import { monthOf, type YearMonth } from '../domain/period.ts';

/** A part of a chart over its whole width: elements, with y from 0 to its height. */
export interface Panel {
  readonly body: string;
  readonly height: number;
}

/** In pixels: narrow, so that the letters stay readable where a telephone makes the picture smaller. */
export const WIDTH = 440;
/** Around all, and to the left of texts. */
export const EDGE = 14;
/** Beside the bars. */
export const LEFT = 50;
export const RIGHT = 14;
export const AXIS_SIZE = 13;

/** Where a month stands, in pixels: its middle, or with halves its edges. */
export const placeOf = (month: number, count: number): number => LEFT + ((month + 0.5) * (WIDTH - LEFT - RIGHT)) / count;

export const monthLabel = (month: YearMonth): string => SHORT_MONTH_NAMES[monthOf(month) - 1] as string;
