/** Both sides of one trade as the page and the chart of the mirror show them. */

import { partyName, partyTitle, productName, shortMonth } from '../channels/names.ts';
import type { MirrorChart } from '../chart/mirror.ts';
import { groupMembers } from '../domain/groups.ts';
import { headingOf, MIRROR_MEASURES, type MirrorPair, mirrorPairs, type Nowcast, nowcasts } from '../domain/mirror.ts';
import { formatNumber } from '../domain/number-words.ts';
import { addMonths, formatMonth, type YearMonth } from '../domain/period.ts';
import { formatSeriesKey, MEASURES, type Measure } from '../domain/series.ts';
import { type Asked, type SiteStore, Unclear } from './page.ts';
import { choice, words } from './query.ts';
import { measureWords } from './series-words.ts';

/** Headings, exporters and importers that there are, and which of them are shown. */
export interface MirrorChoices {
  readonly headings: readonly string[];
  readonly heading: string;
  readonly exporters: readonly string[];
  readonly exporter: string;
  readonly importers: readonly string[];
  readonly importer: string;
  readonly measure: Measure;
}

export interface MirrorView extends MirrorChoices {
  readonly pairs: readonly MirrorPair[];
  readonly nowcasts: readonly Nowcast[];
}

const FLAGSHIP = { heading: '850511', exporter: 'CN' };

/** Null when imports of nothing are held: there is no mirror. */
export async function mirrorView(store: SiteStore, asked: Asked): Promise<MirrorView | null> {
  const headings = await store.mirrorHeadings();
  const heading = headingAsked(asked, headings);
  if (heading === null) return null;
  const pairs = await store.mirrorPairs(heading);
  const exporter = partyAsked(asked, 'exporter', [...new Set(pairs.map((pair) => pair.exporter))], (code) =>
    pairs.some((pair) => pair.exporter === code && pair.both) ? (code === FLAGSHIP.exporter ? 2 : 1) : 0,
  );
  const ofExporter = pairs.filter((pair) => pair.exporter === exporter);
  const importer = partyAsked(
    asked,
    'importer',
    ofExporter.map((pair) => pair.importer),
    (code) => (ofExporter.some((pair) => pair.importer === code && pair.both) ? 1 : 0),
  );
  const importers = ofExporter.map((pair) => pair.importer).sort();
  // The share of a group is known by its members, where the exporter states those alone.
  const partners = [...new Set(['WORLD', ...importers, ...importers.flatMap((code) => groupMembers(code) ?? [])])];
  const chosen = choice(asked, 'measure', MEASURES);
  for (const measure of chosen === null ? MIRROR_MEASURES : [chosen]) {
    const sides = await store.mirrorSeries(heading, exporter, { measure, partners });
    const shown = mirrorPairs(sides.exports, sides.imports, importer);
    if (shown.length > 0 || chosen !== null || measure === MIRROR_MEASURES.at(-1))
      return {
        headings,
        heading,
        exporters: [...new Set(pairs.map((pair) => pair.exporter))].sort(),
        exporter,
        importers,
        importer,
        measure,
        pairs: shown,
        nowcasts: nowcasts(sides),
      };
  }
  return null;
}

function headingAsked(asked: Asked, headings: readonly string[]): string | null {
  const given = words(asked, 'product');
  if (given === '') return headings.includes(FLAGSHIP.heading) ? FLAGSHIP.heading : (headings[0] ?? null);
  const heading = headingOf((given.split(':').at(-1) ?? '').replaceAll('.', ''));
  if (heading === null) throw new Unclear('product: expected an HS code of at least six digits such as 8505.11.');
  if (!headings.includes(heading)) throw new Unclear(`product: no imports of ${heading} are held, so there is no mirror of it.`);
  return heading;
}

/** One that was asked for, otherwise the one of the highest rank. */
function partyAsked(asked: Asked, name: string, among: readonly string[], rank: (code: string) => number): string {
  const given = choice(asked, name, among);
  return given ?? (among.toSorted((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1))[0] as string);
}

export const headingWords = (heading: string): string => productName(`HS:${heading}`, null);

/** `Germany states 12.3 % more imports of ... from China than China states exports: 120 t against 107 t in June 2025` */
export function mirrorFinding({ heading, exporter, importer, pairs, measure }: MirrorView): string {
  const matter = `${partyTitle(exporter)} to ${partyName(importer)}: ${headingWords(heading)}, ${measureWords(measure)}`;
  const known = pairs.flatMap(({ months }) => months).filter(({ gapPercent }) => gapPercent !== null);
  const last = known.toSorted((a, b) => b.month - a.month)[0];
  if (last === undefined || last.gapPercent === null) return `${matter}: no gap is known`;
  const size = `${formatNumber(Math.abs(last.gapPercent), 1)} %`;
  return `${matter}: in ${shortMonth(formatMonth(last.month))} the importer states ${size} ${last.gapPercent < 0 ? 'less' : 'more'} than the exporter`;
}

const SHOWN_MONTHS = 36;

/** Null where the two sides have no unit in common. */
export function mirrorChart(view: MirrorView, pair: MirrorPair): MirrorChart | null {
  const { exporter, importer, months } = pair;
  const last = months.at(-1)?.month;
  if (exporter.key.unit !== importer.key.unit || last === undefined) return null;
  const first = Math.max(months[0]?.month ?? last, addMonths(last, 1 - SHOWN_MONTHS));
  const gaps = months.flatMap(({ month, gapPercent }): [YearMonth, number][] => (gapPercent === null ? [] : [[month, gapPercent]]));
  const valued = (valuation: string | null): string => (valuation === null ? '' : ` (${valuation})`);
  return {
    title: mirrorFinding({ ...view, pairs: [pair] }),
    subtitle: `${headingWords(view.heading)}, ${measureWords(view.measure)}`,
    source: `Sources: ${formatSeriesKey(exporter.key)}; ${formatSeriesKey(importer.key)}`,
    unit: exporter.key.unit,
    shown: { from: first, to: last },
    exporter: { name: `exports as ${partyName(view.exporter)} states them${valued(exporter.valuation)}`, months: exporter.months },
    importer: { name: `imports as ${partyName(view.importer)} states them${valued(importer.valuation)}`, months: importer.months },
    gaps: new Map(gaps),
  };
}
