import { AREA, areaFault } from '../config/codes.ts';
import { partnerOfName } from '../domain/country.ts';
import { headingOf, type MirrorSeries, mirrorPairs, type NowcastMonth, nowcasts } from '../domain/mirror.ts';
import { nowcastJson, pairJson } from '../domain/mirror-json.ts';
import { GAP_REASON_WORDS, NOWCAST_WORDS, scopeWords, VALUATION_WORDS } from '../domain/mirror-words.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { formatMonth } from '../domain/period.ts';
import { formatSeriesKey } from '../domain/series.ts';
import { UsageError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { formatPercent, renderJson, renderTable } from './table.ts';

export interface MirrorOptions {
  readonly json?: boolean;
  readonly product: string;
  readonly reporter: string;
  readonly partner?: string;
  readonly nowcast?: boolean;
}

/** Both sides of a trade, or the nowcast of it from the importers' side. */
export async function mirror(io: CommandIo, store: Pick<Store, 'mirrorSeries'>, options: MirrorOptions): Promise<number> {
  const product = options.product.split(':').at(-1) ?? '';
  const classification = options.product.includes(':') ? options.product.split(':')[0] : undefined;
  const heading = headingOf(product);
  if (heading === null)
    throw new UsageError(`--product: expected an HS code of at least six digits such as HS:850511, got "${options.product}"`);
  assertArea('--reporter', options.reporter);
  if (options.partner !== undefined) assertArea('--partner', options.partner);
  const sides = await store.mirrorSeries(heading, options.reporter);
  const exports = sides.exports.filter(
    ({ key }) =>
      product.length === 6 || (key.product === product && (classification === undefined || key.classification === classification)),
  );
  const sought = { ...options, heading };
  return options.nowcast === true ? showNowcast(io, sought, exports, sides.imports) : showMirror(io, sought, exports, sides.imports);
}

/** @throws UsageError for what no source can call a country. */
function assertArea(option: string, area: string): void {
  if (!AREA.test(area)) {
    const meant = partnerOfName(area);
    throw new UsageError(
      `${option}: expected ISO 3166-1 alpha-2, such as CN, got "${area}"${meant === null ? '' : `; did you mean "${meant}"?`}`,
    );
  }
  const fault = areaFault(area);
  if (fault !== null) throw new UsageError(`${option}: ${fault}`);
}

type Sought = MirrorOptions & { readonly heading: string };

function showMirror(io: CommandIo, sought: Sought, exports: readonly MirrorSeries[], imports: readonly MirrorSeries[]): number {
  const pairs = mirrorPairs(exports, imports, sought.partner ?? null);
  if (sought.json === true) {
    io.stdout(
      renderJson({
        heading: sought.heading,
        exporter: sought.reporter,
        pairs: pairs.map((pair) => ({ measure: pair.exporter.key.measure, ...pairJson(pair) })),
      }),
    );
    return 0;
  }
  if (pairs.length === 0) io.stdout(`no series of ${sought.heading} has both sides: ${sidesHeld(exports, imports, sought)}\n`);
  for (const { exporter, importer, months } of pairs) {
    io.stdout(`${sideTitle('exports', exporter)}\n${sideTitle('imports', importer)}\n${scopeWords(exporter, importer)}\n`);
    io.stdout(
      renderTable(
        ['month', `exporter, ${exporter.key.unit}`, `importer, ${importer.key.unit}`, 'gap', ''],
        months.map((m) => [
          formatMonth(m.month),
          m.exporterValue === null ? '—' : formatAllDigits(m.exporterValue),
          m.importerValue === null ? '—' : formatAllDigits(m.importerValue),
          m.gapPercent === null ? '—' : formatPercent(m.gapPercent),
          m.gapReason === null ? '' : GAP_REASON_WORDS[m.gapReason],
        ]),
        ['left', 'right', 'right', 'right'],
      ),
    );
    io.stdout('\n');
  }
  if (pairs.length > 0) io.stdout(`${VALUATION_WORDS}\n`);
  return 0;
}

const sideTitle = (what: string, { key, valuation }: MirrorSeries): string =>
  `${what}: ${formatSeriesKey(key)}${valuation === null ? '' : `, ${valuation}`}`;

function sidesHeld(exports: readonly MirrorSeries[], imports: readonly MirrorSeries[], { reporter, partner }: Sought): string {
  const list = (areas: readonly string[]): string => (areas.length === 0 ? 'none' : [...new Set(areas)].sort().join(', '));
  return `${reporter} reports exports to ${list(exports.map(({ key }) => key.partner))}; imports from ${reporter} are reported by ${list(imports.map(({ key }) => key.reporter))}${partner === undefined ? '' : ` (asked: ${partner})`}`;
}

/** One measure and unit of one exporting source, with the importers' figures of the same. */
function showNowcast(io: CommandIo, sought: Sought, exports: readonly MirrorSeries[], imports: readonly MirrorSeries[]): number {
  const all = nowcasts({ exports, imports });
  if (sought.json === true) {
    io.stdout(renderJson({ heading: sought.heading, exporter: sought.reporter, nowcasts: all.map(nowcastJson) }));
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
          formatAllDigits(m.current),
          formatAllDigits(m.base),
          formatPercent(m.percent),
          countedWords(m),
          m.coverage === null ? 'not known' : `${(100 * m.coverage).toFixed(0)} %`,
          m.exporterPercent === null ? 'not published' : formatPercent(m.exporterPercent),
        ]),
        ['left', 'right', 'right', 'right', 'left', 'right', 'right'],
      ),
    );
    io.stdout('\n');
  }
  if (all.length > 0) io.stdout(`${NOWCAST_WORDS}\n`);
  return 0;
}

const countedWords = ({ importers, leftOut }: NowcastMonth): string =>
  `${importers.join(' ')}${leftOut.length === 0 ? '' : ` (without ${leftOut.join(' ')})`}`;
