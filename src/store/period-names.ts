import { FIRST_MONTH, formatPeriod, LAST_MONTH, type PeriodKind, periodsTo, type YearMonth } from '../domain/period.ts';
import type { Sqlite } from './database.ts';
import { periodText } from './views-period.ts';

/**
 * Periods that end in a month of which there is a figure have their text in a table: the public views show it from there, so that a
 * condition on the text of a period finds its figures as one on the number of the month does.
 * @returns for each transaction what names a month that has no names yet.
 */
export function periodNames(db: Sqlite): () => (month: YearMonth) => void {
  const named = db.prepare("SELECT period FROM period_name WHERE period_kind = 'month'").pluck();
  const name = db.prepare('INSERT INTO period_name (period, period_kind, text) VALUES (?, ?, ?)');
  return () => {
    // Asked of every figure.
    const isNamed = new Uint8Array(LAST_MONTH - FIRST_MONTH + 1);
    for (const month of named.all() as YearMonth[]) isNamed[month - FIRST_MONTH] = 1;
    return (month) => {
      if (isNamed[month - FIRST_MONTH] === 1) return;
      for (const period of periodsTo(month)) name.run(month, period.kind, formatPeriod(period));
      isNamed[month - FIRST_MONTH] = 1;
    };
  };
}

/** Periods of figures whose text is missing or another one, a sentence for each. */
export function nameFaults(db: Sqlite): string[] {
  const text = periodText('f.period_kind', 'f.period');
  const rows = db
    .prepare(
      `SELECT f.period, f.period_kind AS kind, t.text AS named, ${text} AS wanted
      FROM (SELECT DISTINCT o.period, s.period_kind FROM observation o JOIN series s ON s.series_id = o.series_id) f
        LEFT JOIN period_name t ON t.period = f.period AND t.period_kind = f.period_kind WHERE t.text IS NOT ${text} ORDER BY 1, 2`,
    )
    .all() as { period: YearMonth; kind: PeriodKind; named: string | null; wanted: string }[];
  return rows.map(
    ({ period, kind, named, wanted }) => `period ${period} (${kind}): the views show ${named ?? 'nothing'} in place of ${wanted}`,
  );
}
