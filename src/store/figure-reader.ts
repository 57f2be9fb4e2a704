import { Figures, type FiguresOfKind } from '../domain/figures.ts';
import type { MonthRange } from '../domain/growth.ts';
import type { PeriodKind, YearMonth } from '../domain/period.ts';
import { STATUS_OF_CODE, type Status } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import { rowTaker } from './row-taker.ts';

export const ALL_MONTHS: MonthRange = { from: 0, without: null };

/** Reads current figures of a series: rules are held against millions. */
export function figureReader(db: Sqlite): (keyId: number, months: MonthRange) => Figures {
  let figures = new Figures();
  let own: FiguresOfKind | null = null;
  const take = rowTaker(db, (kind: PeriodKind, end: YearMonth, value: number | null, status: number) => {
    if (own === null || kind !== own.kind) own = figures.ofKind(kind);
    own.add(end, value, STATUS_OF_CODE.get(status) as Status);
    return null;
  });
  const taking = (months: string) =>
    db
      .prepare(
        `SELECT COUNT(${take}(s.period_kind, o.period, o.value, unicode(o.status))) FROM series s CROSS JOIN observation o
         WHERE s.key_id = ? AND o.series_id = s.series_id ${months}`,
      )
      .pluck();
  const all = taking('');
  const from = taking('AND o.period >= ?');
  const fromWithout = taking('AND o.period >= ? AND (o.period < ? OR o.period > ?)');
  return (keyId, months) => {
    figures = new Figures();
    own = null;
    if (months.without !== null) fromWithout.get(keyId, months.from, months.without.from, months.without.to);
    else if (months.from > 0) from.get(keyId, months.from);
    else all.get(keyId);
    return figures;
  };
}
