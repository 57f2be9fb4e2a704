/** Mirror statistics in words, for the command line and the pages. */
import { type MirrorMonth, type MirrorScope, type MirrorSeries, newestScope } from './mirror.ts';
import { correspondencesOf } from './product.ts';

const SCOPES: Readonly<Record<MirrorScope, string>> = {
  same: 'the same goods on both sides',
  exporter_narrower: "the exporter's code is only a part of the importer's: no gap is computed",
  importer_narrower: "the importer's code is only a part of the exporter's: no gap is computed",
  parts: 'two national parts of one heading, not known to be the same goods: no gap is computed',
  editions: 'one code in two editions of the Harmonized System, not known to mean the same in both: no gap is computed',
};

export const GAP_REASON_WORDS: Readonly<Record<NonNullable<MirrorMonth['gapReason']>, string>> = {
  no_exporter_figure: 'exporter: no figure',
  no_importer_figure: 'importer: no figure',
  exporter_zero: 'exporter: 0 or below',
  units_differ: 'units differ',
  scope_differs: 'scope differs',
};

export const VALUATION_WORDS =
  'Exports are FOB, imports CIF: values of importers are some 6 to 7 % higher by nature; goods by way of third ports widen the gap.';
export const NOWCAST_WORDS =
  'A nowcast is no figure of the exporter: what these importers received, against the same importers a year before.';

/** How far both sides speak of the same goods. */
export function scopeWords(exporter: MirrorSeries, importer: MirrorSeries): string {
  const other = correspondencesOf(exporter.key.classification, exporter.key.product, Math.max(...exporter.months.keys())).find(
    (one) => one.classification === importer.key.classification && one.product === importer.key.product,
  );
  return other?.relation === 'inexact'
    ? 'two codes about the same goods, which the two sides delimit in different words: compare with care; no gap is computed'
    : SCOPES[newestScope(exporter, importer)];
}
