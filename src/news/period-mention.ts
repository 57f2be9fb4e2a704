/** How a text names a time, before it is known which year it means. */
export type PeriodMention =
  /** Whole months `first` to `last` of a year (the year of `last`), or days of one month. */
  | {
      readonly form: 'span';
      readonly shape: 'month' | 'months' | 'quarter' | 'half' | 'year' | 'days';
      readonly first: number;
      readonly last: number;
      readonly days: readonly [number, number] | null;
      readonly year: YearMention;
      /** The words say that the year is a fiscal one; `year` is the one in which it starts. */
      readonly fiscal: boolean;
    }
  /** From January on; `last` is null when the text does not say until when. */
  | { readonly form: 'to_date'; readonly last: number | null; readonly year: YearMention }
  /** `count` units before: "a year earlier", 上月. `here`: as seen from the day of publication ("last month"). */
  | {
      readonly form: 'back';
      readonly unit: 'month' | 'quarter' | 'year';
      readonly count: number;
      readonly here: boolean;
      readonly year: YearMention;
    }
  /** "early 2025": a time that no period stands for. */
  | { readonly form: 'vague'; readonly year: YearMention }
  /** 同期, or 当月 and "the month" (`month`): the one that the text just spoke of. */
  | { readonly form: 'same'; readonly month: boolean };

/** A year as written, years before that of publication, or not said. */
export type YearMention = number | { readonly back: number } | null;

export interface ReadPeriod {
  readonly period: PeriodMention;
  readonly end: number;
}

type Shape = Extract<PeriodMention, { form: 'span' }>['shape'];

export const span = (shape: Shape, first: number, last: number, year: YearMention, fiscal = false): PeriodMention => ({
  form: 'span',
  shape,
  first,
  last,
  days: null,
  year,
  fiscal,
});

export const daysOf = (month: number, from: number, to: number, year: YearMention): PeriodMention => ({
  form: 'span',
  shape: 'days',
  first: month,
  last: month,
  days: [from, to],
  year,
  fiscal: false,
});

export const back = (unit: 'month' | 'quarter' | 'year', count: number, here = false, year: YearMention = null): PeriodMention => ({
  form: 'back',
  unit,
  count,
  here,
  year,
});

/** A run of months from January or one of three that make a quarter keeps its own form: "January-March" is no named quarter. */
export const months = (first: number, last: number, year: YearMention): PeriodMention =>
  first === 1 && last === 12
    ? span('year', 1, 12, year)
    : first === last
      ? span('month', first, last, year)
      : span('months', first, last, year);

export const quarter = (number: number, year: YearMention): PeriodMention => span('quarter', number * 3 - 2, number * 3, year);
export const half = (number: number, year: YearMention, fiscal = false): PeriodMention =>
  span('half', number === 1 ? 1 : 7, number === 1 ? 6 : 12, year, fiscal);
