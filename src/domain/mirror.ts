/**
 * Mirror statistics: one country's exports to another beside the other's imports from it. Exports are valued FOB, imports
 * CIF (some 6 to 7 % more by nature), and goods that pass through a third country are counted by both sides differently, so a
 * gap is expected; a change of the gap is what speaks. https://unstats.un.org/wiki/display/comtrade/Bilateral+asymmetries
 */
import { isCountry } from './codes/countries.ts';
import type { Figures } from './figures.ts';
import { groupMembers, withoutOverlap } from './groups.ts';
import { isAggregate } from './partner.ts';
import { addMonths, type YearMonth } from './period.ts';
import { editionOf, holdTheSame } from './product.ts';
import type { Measure, SeriesKey, Valuation } from './series.ts';

/** The published months of one series, unknown ones left out. */
export interface MirrorSeries {
  readonly key: SeriesKey;
  readonly valuation: Valuation | null;
  readonly months: ReadonlyMap<YearMonth, number>;
}

/** A side from all figures of a series. */
export function mirrorSeries({ key, valuation, figures }: Omit<MirrorSeries, 'months'> & { readonly figures: Figures }): MirrorSeries {
  const months = [...(figures.month ?? [])];
  return { key, valuation, months: new Map(months.flatMap(({ period, value }) => (value === null ? [] : [[period.end, value]]))) };
}

/**
 * How much of a six-digit heading two codes share: `same` goods on both sides, or one side's code is only a part of it. Parts
 * of one heading in two national nomenclatures (China's 85051110, the EU's 85051110) are not known to be the same goods, nor is
 * a heading in two `editions` of the Harmonized System.
 */
export type MirrorScope = 'same' | 'exporter_narrower' | 'importer_narrower' | 'parts' | 'editions';

/** The six digits that the Harmonized System gives a code; null where there are fewer, or it is no HS code. */
export const headingOf = (product: string): string | null => /^\d{6}/.exec(product)?.[0] ?? null;

/** Zeros behind the sixth digit are how nomenclatures write a heading that they do not divide (NCM 85051100, Japan's 850511000). */
const isWholeHeading = (product: string): boolean => /^\d{6}0*$/.test(product);

type Code = Pick<SeriesKey, 'classification' | 'product'>;

/** @param at a code that names no edition is of the one in force in the month. */
export function mirrorScope(exporter: Code, importer: Code, at: YearMonth): MirrorScope {
  if (exporter.classification === importer.classification && exporter.product === importer.product) return 'same';
  if (holdTheSame(exporter, importer, at)) return 'same';
  const [whole, importerWhole] = [isWholeHeading(exporter.product), isWholeHeading(importer.product)];
  if (whole && importerWhole)
    return editionOf(exporter.classification, at) === editionOf(importer.classification, at) ? 'same' : 'editions';
  if (whole) return 'importer_narrower';
  return importerWhole ? 'exporter_narrower' : 'parts';
}

export interface MirrorMonth {
  readonly month: YearMonth;
  readonly exporterValue: number | null;
  readonly importerValue: number | null;
  /** 100 * (importer - exporter) / exporter; null where the reason says why. Nothing is compared with a figure of 0 or below. */
  readonly gapPercent: number | null;
  readonly gapReason: 'no_exporter_figure' | 'no_importer_figure' | 'exporter_zero' | 'units_differ' | 'scope_differs' | null;
}

/** Both sides, month by month, from the first month that either states to the last. */
export function mirrorMonths(exporter: MirrorSeries, importer: MirrorSeries): readonly MirrorMonth[] {
  const months = [...new Set([...exporter.months.keys(), ...importer.months.keys()])].sort((a, b) => a - b);
  return months.map((month) => {
    const scope = mirrorScope(exporter.key, importer.key, month);
    const exporterValue = exporter.months.get(month) ?? null;
    const importerValue = importer.months.get(month) ?? null;
    const gap = gapOf(exporterValue, importerValue, exporter.key.unit === importer.key.unit, scope);
    return { month, exporterValue, importerValue, ...gap };
  });
}

/** One series of the exporter beside one of the importer, of the same trade and measure. */
export interface MirrorPair {
  readonly exporter: MirrorSeries;
  readonly importer: MirrorSeries;
  /** That of the newest month. */
  readonly scope: MirrorScope;
  readonly months: readonly MirrorMonth[];
}

/**
 * All pairs of series that state the same trade, weights first.
 * @param importer null for all.
 */
export const mirrorPairs = (
  exports: readonly MirrorSeries[],
  imports: readonly MirrorSeries[],
  importer: string | null,
): readonly MirrorPair[] =>
  MIRROR_MEASURES.flatMap((measure) =>
    exports
      .filter(({ key }) => key.measure === measure && (importer === null || key.partner === importer))
      .flatMap((side) =>
        imports
          .filter(({ key }) => key.measure === measure && key.reporter === side.key.partner)
          .map((other) => ({
            exporter: side,
            importer: other,
            scope: newestScope(side, other),
            months: mirrorMonths(side, other),
          })),
      ),
  );

/** The scope of two series in the newest month that either states. */
export const newestScope = (exporter: MirrorSeries, importer: MirrorSeries): MirrorScope =>
  mirrorScope(exporter.key, importer.key, Math.max(0, ...exporter.months.keys(), ...importer.months.keys()));

function gapOf(
  exporter: number | null,
  importer: number | null,
  sameUnit: boolean,
  scope: MirrorScope,
): Pick<MirrorMonth, 'gapPercent' | 'gapReason'> {
  const unknown = (gapReason: MirrorMonth['gapReason']) => ({ gapPercent: null, gapReason });
  if (exporter === null) return unknown('no_exporter_figure');
  if (importer === null) return unknown('no_importer_figure');
  if (!sameUnit) return unknown('units_differ');
  if (scope !== 'same') return unknown('scope_differs');
  if (exporter <= 0) return unknown('exporter_zero');
  return { gapPercent: (100 * (importer - exporter)) / exporter, gapReason: null };
}

/** What importers that have already published say of a month, for a month that the exporter may not have published. */
export interface NowcastMonth {
  readonly month: YearMonth;
  /** Importers with this month and the same month a year before, no two of which may count one trade. */
  readonly importers: readonly string[];
  /** Those that have both months, too, but may count what others count: a group beside its members, a part beside its whole. */
  readonly leftOut: readonly string[];
  readonly current: number;
  readonly base: number;
  /** Growth of their sum on the same importers a year before, in percent. */
  readonly percent: number;
  /** These importers' share of the exporter's own exports to the world a year before, 0 to 1; null where it cannot be known. */
  readonly coverage: number | null;
  /** The exporter's own growth, where it has published both months: how well the importers told it. */
  readonly exporterPercent: number | null;
}

export interface NowcastSides {
  /** The exporter's series to each partner, WORLD among them, of one measure and unit. */
  readonly exports: readonly MirrorSeries[];
  /** Series of importers' imports from the exporter, of one measure and unit. */
  readonly imports: readonly MirrorSeries[];
}

/**
 * The mirror nowcast: the sum of importers that have published a month against the same importers a year before. Each
 * importer counts once, by its best source: the narrowest code, its own customs before UN Comtrade. A group (the EU)
 * counts in months in which none of its members does; two groups are never added up unless they are known to have no member in common.
 */
export function nowcast(sides: NowcastSides): readonly NowcastMonth[] {
  const world = sides.exports.find(({ key }) => key.partner === 'WORLD');
  const importers = bestOf(sides.imports);
  const months = [...new Set(importers.flatMap((series) => [...series.months.keys()]))].sort((a, b) => a - b);
  return months.flatMap((month) => {
    const before = addMonths(month, -12);
    const known = importers.flatMap(({ key: { pipeline, reporter }, months }) => {
      const [current, base] = [months.get(month), months.get(before)];
      return current === undefined || base === undefined ? [] : [{ pipeline, reporter, current, base }];
    });
    const both = withoutOverlap(known, [month, before]);
    const [current, base] = [sum(both.map((side) => side.current)), sum(both.map((side) => side.base))];
    if (base <= 0) return [];
    const names = both.map(({ reporter }) => reporter).sort();
    return [
      {
        month,
        importers: names,
        leftOut: known.filter((side) => !both.includes(side)).map(({ reporter }) => reporter),
        current,
        base,
        percent: (100 * (current - base)) / base,
        coverage: coverageOf(names, sides.exports, world, before),
        exporterPercent: growthOf(world, month, before),
      },
    ];
  });
}

/** The nowcast of one measure and unit, beside the exporter's own figures of one source. */
export interface Nowcast extends Pick<SeriesKey, 'measure' | 'unit'> {
  /** The exporter's source that knows the newest month: `pipeline classification:product`; null when it states nothing. */
  readonly source: string | null;
  readonly months: readonly NowcastMonth[];
}

/** One nowcast for each measure and unit of the importers, weights first; see {@link nowcast}. */
export function nowcasts({ exports, imports }: NowcastSides): readonly Nowcast[] {
  const kinds = new Map(imports.map(({ key }) => [`${key.measure} ${key.unit}`, { measure: key.measure, unit: key.unit }] as const));
  return MIRROR_MEASURES.flatMap((measure) => [...kinds.values()].filter((kind) => kind.measure === measure)).map(({ measure, unit }) => {
    const isOf = ({ key }: MirrorSeries): boolean => key.measure === measure && key.unit === unit;
    const own = exports.filter(isOf);
    const source = ownSource(own);
    const sides = { exports: own.filter(({ key }) => sourceOf(key) === source), imports: imports.filter(isOf) };
    return { measure, unit, source, months: nowcast(sides) };
  });
}

const sourceOf = (key: SeriesKey): string => `${key.pipeline} ${key.classification}:${key.product}`;

function ownSource(exports: readonly MirrorSeries[]): string | null {
  const newest = exports.toSorted((a, b) => Math.max(...b.months.keys()) - Math.max(...a.months.keys()))[0];
  return newest === undefined ? null : sourceOf(newest.key);
}

/** One series for each importer. */
function bestOf(imports: readonly MirrorSeries[]): readonly MirrorSeries[] {
  const best = new Map<string, MirrorSeries>();
  for (const series of [...imports].sort(byPreference)) if (!best.has(series.key.reporter)) best.set(series.key.reporter, series);
  return [...best.values()].sort(({ key: a }, { key: b }) => byBreadth(a.reporter, b.reporter));
}

/** Countries first, then what may be a part of one, then groups: the largest first, and last those whose members are not known. */
const byBreadth = (a: string, b: string): number =>
  Number(isAggregate(a)) - Number(isAggregate(b)) ||
  Number(isCountry(b)) - Number(isCountry(a)) ||
  (groupMembers(b)?.length ?? 0) - (groupMembers(a)?.length ?? 0) ||
  (a < b ? -1 : 1);

const byPreference = (a: MirrorSeries, b: MirrorSeries): number =>
  significantDigits(b.key.product) - significantDigits(a.key.product) ||
  Number(a.key.pipeline === 'un-comtrade') - Number(b.key.pipeline === 'un-comtrade') ||
  (a.key.pipeline < b.key.pipeline ? -1 : 1);

const significantDigits = (product: string): number => (isWholeHeading(product) ? 6 : product.length);

function coverageOf(
  importers: readonly string[],
  exports: readonly MirrorSeries[],
  world: MirrorSeries | undefined,
  month: YearMonth,
): number | null {
  const total = world?.months.get(month);
  if (total === undefined || total <= 0) return null;
  const to = (partner: string): number | undefined => exports.find(({ key }) => key.partner === partner)?.months.get(month);
  const parts = importers.map((importer) => {
    const direct = to(importer);
    const members = groupMembers(importer);
    if (direct !== undefined || members === null) return direct;
    const known = members.map(to).filter((value) => value !== undefined);
    return known.length === 0 ? undefined : sum(known);
  });
  // A partner that the exporter does not state apart: the share is not known, and a part of it would pass for the whole.
  return parts.some((part) => part === undefined) ? null : Math.min(1, sum(parts.map((part) => part ?? 0)) / total);
}

function growthOf(series: MirrorSeries | undefined, month: YearMonth, before: YearMonth): number | null {
  const [current, base] = [series?.months.get(month), series?.months.get(before)];
  return current === undefined || base === undefined || base <= 0 ? null : (100 * (current - base)) / base;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Measures in the order in which a mirror is read: no price and no exchange rate moves a weight. */
export const MIRROR_MEASURES: readonly Measure[] = ['net_weight', 'quantity', 'value'];
