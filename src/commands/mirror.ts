import { groupMembers } from '../domain/groups.ts';
import {
  headingOf,
  MIRROR_MEASURES,
  type MirrorMonth,
  type MirrorSeries,
  mirrorMonths,
  mirrorScope,
  type NowcastMonth,
  nowcast,
} from '../domain/mirror.ts';
import { formatMonth } from '../domain/period.ts';
import { correspondencesOf } from '../domain/product.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import { UsageError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { formatNumber, formatPercent, renderJson, renderTable } from './table.ts';

export interface MirrorOptions {
  readonly json?: boolean;
  readonly product: string;
  readonly reporter: string;
  readonly partner?: string;
  readonly nowcast?: boolean;
}

const SCOPES: Readonly<Record<ReturnType<typeof mirrorScope>, string>> = {
  same: 'the same goods on both sides',
  exporter_narrower: "the exporter's code is only a part of the importer's: no gap is computed",
  importer_narrower: "the importer's code is only a part of the exporter's: no gap is computed",
  parts: 'two national parts of one heading, not known to be the same goods: no gap is computed',
};

const REASONS: Readonly<Record<NonNullable<MirrorMonth['gapReason']>, string>> = {
  no_exporter_figure: 'exporter: no figure',
  no_importer_figure: 'importer: no figure',
  exporter_zero: 'exporter: 0',
  units_differ: 'units differ',
  scope_differs: 'scope differs',
};

/** Both sides of a trade, or the nowcast of it from the importers' side. */
export async function mirror(io: CommandIo, store: Store, options: MirrorOptions): Promise<number> {
  const product = options.product.split(':').at(-1) ?? '';
  const classification = options.product.includes(':') ? options.product.split(':')[0] : undefined;
  const heading = headingOf(product);
  if (heading === null)
    throw new UsageError(`--product: expected an HS code of at least six digits such as HS:850511, got "${options.product}"`);
  const sides = await store.mirrorSeries(heading, options.reporter);
  const exports = sides.exports.filter(
    ({ key }) =>
      product.length === 6 || (key.product === product && (classification === undefined || key.classification === classification)),
  );
  const sought = { ...options, heading };
  return options.nowcast === true ? showNowcast(io, sought, exports, sides.imports) : showMirror(io, sought, exports, sides.imports);
}

type Sought = MirrorOptions & { readonly heading: string };

function showMirror(io: CommandIo, sought: Sought, exports: readonly MirrorSeries[], imports: readonly MirrorSeries[]): number {
  const pairs = MIRROR_MEASURES.flatMap((measure) =>
    exports
      .filter(({ key }) => key.measure === measure && (sought.partner === undefined || key.partner === sought.partner))
      .flatMap((exporter) =>
        imports
          .filter(({ key }) => key.measure === measure && key.reporter === exporter.key.partner)
          .map((importer) => ({
            exporter,
            importer,
            scope: mirrorScope(exporter.key, importer.key),
            months: mirrorMonths(exporter, importer),
          })),
      ),
  );
  if (sought.json === true) {
    io.stdout(renderJson({ heading: sought.heading, exporter: sought.reporter, pairs: pairs.map(pairJson) }));
    return 0;
  }
  if (pairs.length === 0) io.stdout(`no series of ${sought.heading} has both sides: ${sidesHeld(exports, imports, sought)}\n`);
  for (const { exporter, importer, scope, months } of pairs) {
    io.stdout(`${sideTitle('exports', exporter)}\n${sideTitle('imports', importer)}\n${scopeSentence(scope, exporter, importer)}\n`);
    io.stdout(
      renderTable(
        ['month', `exporter, ${exporter.key.unit}`, `importer, ${importer.key.unit}`, 'gap', ''],
        months.map((m) => [
          formatMonth(m.month),
          m.exporterValue === null ? '—' : formatNumber(m.exporterValue),
          m.importerValue === null ? '—' : formatNumber(m.importerValue),
          m.gapPercent === null ? '—' : formatPercent(m.gapPercent),
          m.gapReason === null ? '' : REASONS[m.gapReason],
        ]),
        ['left', 'right', 'right', 'right'],
      ),
    );
    io.stdout('\n');
  }
  if (pairs.length > 0)
    io.stdout(
      'Exports are FOB, imports CIF: values of importers are some 6 to 7 % higher by nature; goods by way of third ports widen the gap.\n',
    );
  return 0;
}

function scopeSentence(
  scope: ReturnType<typeof mirrorScope>,
  { key: exporter, months }: MirrorSeries,
  { key: importer }: MirrorSeries,
): string {
  const other = correspondencesOf(exporter.classification, exporter.product, Math.max(...months.keys())).find(
    (one) => one.classification === importer.classification && one.product === importer.product,
  );
  return other?.relation === 'inexact'
    ? 'two codes about the same goods, which the two sides delimit in different words: compare with care; no gap is computed'
    : SCOPES[scope];
}

const sideTitle = (what: string, { key, valuation }: MirrorSeries): string =>
  `${what}: ${formatSeriesKey(key)}${valuation === null ? '' : `, ${valuation}`}`;

function sidesHeld(exports: readonly MirrorSeries[], imports: readonly MirrorSeries[], { reporter, partner }: Sought): string {
  const list = (areas: readonly string[]): string => (areas.length === 0 ? 'none' : [...new Set(areas)].sort().join(', '));
  return `${reporter} reports exports to ${list(exports.map(({ key }) => key.partner))}; imports from ${reporter} are reported by ${list(imports.map(({ key }) => key.reporter))}${partner === undefined ? '' : ` (asked: ${partner})`}`;
}

const pairJson = ({
  exporter,
  importer,
  scope,
  months,
}: {
  exporter: MirrorSeries;
  importer: MirrorSeries;
  scope: string;
  months: readonly MirrorMonth[];
}) => ({
  measure: exporter.key.measure,
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

/** One measure and unit of one exporting source, with the importers' figures of the same. */
function showNowcast(io: CommandIo, sought: Sought, exports: readonly MirrorSeries[], imports: readonly MirrorSeries[]): number {
  const kinds = new Map<string, Pick<SeriesKey, 'measure' | 'unit'>>();
  for (const { key } of imports) kinds.set(`${key.measure} ${key.unit}`, { measure: key.measure, unit: key.unit });
  const all = MIRROR_MEASURES.flatMap((measure) => [...kinds.values()].filter((kind) => kind.measure === measure)).map(
    ({ measure, unit }) => {
      const own = exports.filter(({ key }) => key.measure === measure && key.unit === unit);
      const source = ownSource(own);
      const of = own.filter(({ key }) => sourceOf(key) === source);
      return {
        measure,
        unit,
        source,
        months: nowcast({ exports: of, imports: imports.filter(({ key }) => key.measure === measure && key.unit === unit) }, groupMembers),
      };
    },
  );
  if (sought.json === true) {
    io.stdout(
      renderJson({
        heading: sought.heading,
        exporter: sought.reporter,
        nowcasts: all.map(({ measure, unit, source, months }) => ({
          measure,
          unit,
          exporter_source: source,
          months: months.map(nowcastJson),
        })),
      }),
    );
    return 0;
  }
  if (all.length === 0) io.stdout(`no importer reports imports of ${sought.heading} from ${sought.reporter}\n`);
  for (const { measure, unit, source, months } of all) {
    io.stdout(`imports of ${sought.heading} from ${sought.reporter}, ${measure} in ${unit}, beside ${source ?? 'no exports of its own'}\n`);
    io.stdout(
      renderTable(
        ['month', 'importers', 'a year before', 'growth', 'importers that count', 'their share', "exporter's own growth"],
        months.map((m) => [
          formatMonth(m.month),
          formatNumber(m.current),
          formatNumber(m.base),
          formatPercent(m.percent),
          m.importers.join(' '),
          m.coverage === null ? 'not known' : `${(100 * m.coverage).toFixed(0)} %`,
          m.exporterPercent === null ? 'not published' : formatPercent(m.exporterPercent),
        ]),
        ['left', 'right', 'right', 'right', 'left', 'right', 'right'],
      ),
    );
    io.stdout('\n');
  }
  if (all.length > 0)
    io.stdout('A nowcast is no figure of the exporter: what these importers received, against the same importers a year before.\n');
  return 0;
}

const sourceOf = (key: SeriesKey): string => `${key.pipeline} ${key.classification}:${key.product}`;

/** The exporter's source that knows the newest month. */
function ownSource(exports: readonly MirrorSeries[]): string | null {
  const newest = [...exports].sort((a, b) => Math.max(...b.months.keys()) - Math.max(...a.months.keys()))[0];
  return newest === undefined ? null : sourceOf(newest.key);
}

const nowcastJson = (m: NowcastMonth) => ({
  period: formatMonth(m.month),
  importers: m.importers,
  value: m.current,
  base: m.base,
  percent: m.percent,
  coverage: m.coverage,
  exporter_percent: m.exporterPercent,
});
