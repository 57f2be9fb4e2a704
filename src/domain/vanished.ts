/**
 * What a publication no longer states of the figures that were known. Only of one that states all months that its publisher has of
 * each of its series is this to be asked; see docs/decisions/039. Pure.
 */
import type { Neighbour } from './jump.ts';
import type { ObservationTable } from './observation-table.ts';
import type { PeriodKind, YearMonth } from './period.ts';
import type { SeriesFigures } from './series-figures.ts';

/** Of what a publication would have to state so much may have vanished; what lacks more came in part. */
const MOST_PERCENT = 5;
/** Fewer figures of a month than these say nothing of the month, as fewer members say nothing of a set (coverage). */
const FEW = 8;
/** With one month missing, a publication has at least these others. */
const OTHER_MONTHS = 11;

/** How many series of a publication state each month, counted when somebody asks: hardly any publication has figures that vanished. */
export class StatedMonths {
  readonly #table: ObservationTable;
  readonly #last = new Map<PeriodKind, YearMonth>();
  readonly #counts = new Map<string, { readonly stating: number; readonly series: number }>();

  constructor(table: ObservationTable) {
    this.#table = table;
  }

  /** The last month of any series of a kind of periods; 0 where there is none. */
  last(kind: PeriodKind): YearMonth {
    const known = this.#last.get(kind);
    if (known !== undefined) return known;
    let last = 0;
    for (const figures of this.#table.bySeries()) if (figures.kind === kind) last = Math.max(last, figures.last);
    this.#last.set(kind, last);
    return last;
  }

  /** How many series of a kind state the period that ends in a month. */
  stating(kind: PeriodKind, end: YearMonth): number {
    return this.#count(kind, end).stating;
  }

  /** Whether at least half of the series of a kind do: the publication is of that month, too. */
  isCommon(kind: PeriodKind, end: YearMonth): boolean {
    const { stating, series } = this.#count(kind, end);
    return stating > 0 && 2 * stating >= series;
  }

  #count(kind: PeriodKind, end: YearMonth): { readonly stating: number; readonly series: number } {
    const id = `${kind} ${end}`;
    const known = this.#counts.get(id);
    if (known !== undefined) return known;
    let [stating, series] = [0, 0];
    for (const figures of this.#table.bySeries()) {
      if (figures.kind !== kind) continue;
      series += 1;
      if (figures.indexOf(end) >= 0) stating += 1;
    }
    const count = { stating, series };
    this.#counts.set(id, count);
    return count;
  }
}

/**
 * The known figures that a publication speaks of and does not state: behind the first month that it states of the series (what lies before may be
 * outside of its window), and up to the last one; behind that, in months that at least half of its series of that kind state.
 * @param known figures of the series, in order of time; one without a value has nothing to lose.
 */
export function vanishedOf<T extends Neighbour>(figures: SeriesFigures, known: readonly T[], months: StatedMonths): T[] {
  const [first, { last }] = [figures.end(0), figures];
  let next = 0;
  return known.filter(({ period, value }) => {
    if (period <= first) return false;
    while (next < figures.length && figures.end(next) < period) next += 1;
    if (value === null || (next < figures.length && figures.end(next) === period)) return false;
    return period < last || months.isCommon(figures.kind, period);
  });
}

/** Figures of one kind and month that a publication does not state. */
export interface MonthLost {
  readonly kind: PeriodKind;
  readonly end: YearMonth;
  count: number;
}

/**
 * Whether so much is missing that the publication is taken for one that came in part: more than 5 % of its figures, or of those of one
 * month. A narrow publication is judged by its months: one of twelve may have vanished.
 * @param stated how many figures it states.
 */
export function cameInPart(stated: number, lost: readonly MonthLost[], months: StatedMonths): boolean {
  const missing = lost.reduce((sum, { count }) => sum + count, 0);
  if (lost.some(({ kind, end, count }) => count >= FEW && isMore(count, months.stating(kind, end)))) return true;
  const isOneOfTwelve = lost.length === 1 && missing < FEW && stated >= OTHER_MONTHS * missing;
  return isMore(missing, stated) && !isOneOfTwelve;
}

const isMore = (missing: number, stated: number): boolean => 100 * missing > MOST_PERCENT * (stated + missing);
