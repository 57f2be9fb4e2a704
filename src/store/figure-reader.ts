import { Figures, FiguresOfKind } from '../domain/figures.ts';
import type { PeriodKind, YearMonth } from '../domain/period.ts';
import { STATUSES, type Status } from '../domain/series.ts';
import type { Sqlite } from './database.ts';

/**
 * Reads the current figures of a series, or those from a month on. SQLite calls a function with each of them, so that no row becomes
 * an object: that takes a third of the time, and rules are held against millions.
 */
export function figureReader(db: Sqlite): (keyId: number, from?: YearMonth) => Figures {
  let own = new FiguresOfKind('month');
  db.function('take_figure', { directOnly: true }, (end: YearMonth, value: number | null, status: number) => {
    own.add(end, value, STATUS_OF_CODE[status] as Status);
    return null;
  });
  const seriesOf = db.prepare('SELECT series_id, period_kind FROM series WHERE key_id = ? ORDER BY period_kind').raw();
  const take = db
    .prepare('SELECT COUNT(take_figure(period, value, unicode(status))) FROM observation WHERE series_id = ? AND period >= ?')
    .pluck();
  return (keyId, from = 0) => {
    const figures = new Figures();
    for (const [seriesId, kind] of seriesOf.all(keyId) as [number, PeriodKind][]) {
      own = figures.ofKind(kind);
      take.get(seriesId, from);
    }
    return figures;
  };
}

const STATUS_OF_CODE: readonly (Status | undefined)[] = STATUSES.reduce((codes: (Status | undefined)[], status) => {
  codes[status.charCodeAt(0)] = status;
  return codes;
}, []);
