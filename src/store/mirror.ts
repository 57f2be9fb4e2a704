import type { MirrorSeries } from '../domain/mirror.ts';
import type { SeriesKey, Valuation } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import type { SeriesStore } from './store.ts';

interface MonthRow extends SeriesKey {
  readonly key_id: number;
  readonly valuation: Valuation | null;
  readonly month: number;
  readonly figure: number | null;
}

export function mirrorStore(db: Sqlite): Pick<SeriesStore, 'mirrorSeries'> {
  const side = (flow: 'export' | 'import', own: 'reporter' | 'partner', other: 'reporter' | 'partner') =>
    db.prepare(`SELECT k.key_id, k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit, k.valuation, o.period AS month, o.value AS figure
      FROM series_key k JOIN series s ON s.key_id = k.key_id AND s.period_kind = 'month' JOIN observation o ON o.series_id = s.series_id
      WHERE k.product >= @heading AND k.product < @heading || ':' AND k.flow = '${flow}' AND k.${own} = @exporter
        AND (@measure IS NULL OR k.measure = @measure AND k.${other} IN (SELECT value FROM json_each(@partners)))
      ORDER BY k.key, o.period`);
  const [exports, imports] = [side('export', 'reporter', 'partner'), side('import', 'partner', 'reporter')];
  return {
    async mirrorSeries(heading, exporter, only) {
      const asked = { heading, exporter, measure: only?.measure ?? null, partners: JSON.stringify(only?.partners ?? []) };
      return { exports: seriesOf(exports.all(asked) as MonthRow[]), imports: seriesOf(imports.all(asked) as MonthRow[]) };
    },
  };
}

function seriesOf(rows: readonly MonthRow[]): readonly MirrorSeries[] {
  const byKey = new Map<number, MirrorSeries & { readonly months: Map<number, number> }>();
  for (const { key_id, valuation, month, figure, ...key } of rows) {
    const series = byKey.get(key_id) ?? { key, valuation, months: new Map<number, number>() };
    // A side that has published nothing but gaps is a side, too.
    if (figure !== null) series.months.set(month, figure);
    byKey.set(key_id, series);
  }
  return [...byKey.values()];
}
