/** Mirror statistics as JSON, for the command line and the pages. */
import type { MirrorPair, Nowcast } from './mirror.ts';
import { formatMonth } from './period.ts';
import { formatSeriesKey } from './series.ts';

export const pairJson = ({ exporter, importer, scope, months }: MirrorPair) => ({
  exporter_series: formatSeriesKey(exporter.key),
  importer_series: formatSeriesKey(importer.key),
  exporter_unit: exporter.key.unit,
  importer_unit: importer.key.unit,
  exporter_valuation: exporter.valuation,
  importer_valuation: importer.valuation,
  scope,
  months: months.map((m) => ({
    period: formatMonth(m.month),
    exporter_value: m.exporterValue,
    importer_value: m.importerValue,
    gap_percent: m.gapPercent,
    gap_reason: m.gapReason,
  })),
});

export const nowcastJson = ({ measure, unit, source, months }: Nowcast) => ({
  measure,
  unit,
  exporter_source: source,
  months: months.map((m) => ({
    period: formatMonth(m.month),
    importers: m.importers,
    value: m.current,
    base: m.base,
    percent: m.percent,
    coverage: m.coverage,
    exporter_percent: m.exporterPercent,
    left_out: m.leftOut,
  })),
});
