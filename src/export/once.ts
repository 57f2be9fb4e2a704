import type { PeriodKind, YearMonth } from '../domain/period.ts';
import type { ExportedSeries, Origin } from '../store/store.ts';
import type { From, OfRow } from './fields.ts';

/** Makes a thing of a row, or gives the one that was made of an earlier row from which the same follows. */
export function onceFor<T>(from: From, make: OfRow<T>): OfRow<T> {
  switch (from) {
    case 'series':
      return onceForSeries(make);
    case 'period':
      return onceForPeriod(make);
    case 'origin':
      return onceForOrigin(make);
    case 'figure':
      return make;
  }
}

/** Rows of a series follow each other. */
function onceForSeries<T>(make: OfRow<T>): OfRow<T> {
  let last: ExportedSeries | null = null;
  let made: T;
  return (series, figure, origin) => {
    if (series !== last) {
      made = make(series, figure, origin);
      last = series;
    }
    return made;
  };
}

/** There are few periods. */
function onceForPeriod<T>(make: OfRow<T>): OfRow<T> {
  const known: Partial<Record<PeriodKind, Map<YearMonth, T>>> = {};
  return (series, figure, origin) => {
    known[series.period_kind] ??= new Map();
    const ofKind = known[series.period_kind] as Map<YearMonth, T>;
    let made = ofKind.get(figure.end);
    if (made === undefined) {
      made = make(series, figure, origin);
      ofKind.set(figure.end, made);
    }
    return made;
  };
}

/** Origins are forgotten when the store forgets them. */
function onceForOrigin<T>(make: OfRow<T>): OfRow<T> {
  const known = new WeakMap<Origin, T>();
  let last: Origin | null = null;
  let made: T | undefined;
  return (series, figure, origin) => {
    if (origin === last) return made as T;
    made = known.get(origin);
    if (made === undefined) {
      made = make(series, figure, origin);
      known.set(origin, made);
    }
    last = origin;
    return made;
  };
}
