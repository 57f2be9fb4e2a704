import Database from 'better-sqlite3';
import type { PeriodKind } from '../../src/domain/period.ts';
import type { SeriesKey } from '../../src/domain/series.ts';
import { type Drawn, entries } from './drawn-series.ts';
import { KEY, observations, publish, temporaryStore } from './store.ts';

/**
 * A second computation of totals that shares no code with the views: intervals of months, looked up or put together month by month.
 */
export type Row = Readonly<Record<string, string | number | null>>;

export const KINDS = ['month', 'combined', 'ytd', 'quarter', 'year'] as const;

export const monthsAgo = (month: number, count: number): number => {
  const index = Math.trunc(month / 100) * 12 + (month % 100) - 1 - count;
  return Math.trunc(index / 12) * 100 + (index % 12) + 1;
};
export const startOf = (kind: PeriodKind, end: number): number =>
  kind === 'month' ? end : kind === 'quarter' ? monthsAgo(end, 2) : end - (end % 100) + 1;
export const valueAt = (figures: readonly Drawn[], kind: PeriodKind, end: number): number | null | undefined =>
  figures.find((f) => f.kind === kind && f.end === end)?.value;

/** The total of an interval; null when a part is not known. */
export function total(figures: readonly Drawn[], from: number, to: number): number | null {
  const exact = figures.filter((f) => f.end === to && startOf(f.kind, f.end) === from);
  if (exact.length > 0) return KINDS.map((kind) => exact.find((f) => f.kind === kind)?.value).find((v) => v != null) ?? null;
  let sum = 0;
  for (let at = from; at <= to; at = monthsAgo(at, -1)) {
    const month = valueAt(figures, 'month', at);
    const pair = at % 100 === 1 && at < to ? valueAt(figures, 'combined', at + 1) : null;
    if (pair != null && (month == null || valueAt(figures, 'month', at + 1) == null)) {
      sum += pair;
      at += 1;
    } else if (month != null) sum += month;
    else return null;
  }
  return sum;
}

export const percent = (now: number | null, base: number | null): number | null =>
  now === null || base === null || base <= 0 ? null : (100 * (now - base)) / base;

/** The rows of a query on a database with these series, all of one source. */
export async function rowsOf(
  series: readonly (readonly [key: Partial<SeriesKey>, figures: readonly Drawn[]])[],
  ...queries: readonly string[]
): Promise<Row[][]> {
  const { store, file } = temporaryStore();
  await publish(
    store,
    '2025-02-01T00:00:00.000Z',
    series.flatMap(([key, figures]) => observations(entries(figures), key)),
    { pipeline: series[0]?.[0].pipeline ?? KEY.pipeline },
  );
  store.close();
  const db = new Database(file, { readonly: true });
  const rows = queries.map((sql) => db.prepare(sql).all() as Row[]);
  db.close();
  return rows;
}

export const endOfRow = (row: Row): number => Number(String(row['period']).slice(-7).replace('-', ''));
export const kindOfRow = (row: Row): PeriodKind => row['period_kind'] as PeriodKind;
