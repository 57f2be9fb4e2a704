/** Which official series can decide a claim about a commodity. The mapping is data: config/claim-series.json. */
import type { Claim } from './claim.ts';
import type { Flow, SeriesKey } from './series.ts';

/** One line of one source. */
export interface OfficialLine {
  readonly pipeline: string;
  /** `classification:product` */
  readonly product: string;
  /** The line holds more than the commodity: its growth may explain a claim and never contradicts one. */
  readonly wider: boolean;
}

export interface CommoditySeries {
  /** The commodity within a sentence: "rare-earth magnets". */
  readonly name: string;
  /** What a claim that names no measure means, by the custom of the trade's news; null when there is no such custom. */
  readonly measure: 'volume' | 'value' | null;
  /** The commodity that this one is taken for and mixed up with. */
  readonly takenFor: string | null;
  /** The id of the reading "it is the figure of this line". */
  readonly line: string | null;
  readonly lines: readonly OfficialLine[];
  /** How texts name it, in all languages; Chinese in simplified characters. */
  names(): readonly string[];
}

/** By the commodity ids of config/commodities.json. */
export type ClaimSeries = Readonly<Record<string, CommoditySeries>>;

/** Which series are to be read: all of a line with one reporter, partner and flow. */
export interface SeriesFilter {
  readonly pipeline: string;
  readonly product: string;
  readonly reporter: string;
  readonly partner: string;
  readonly flow: Flow;
}

export const commodityOf = (mapping: ClaimSeries, id: string | null): CommoditySeries | null =>
  id !== null && Object.hasOwn(mapping, id) ? (mapping[id] ?? null) : null;

export const WORLD_PARTNER = 'WORLD';

/** All series that any reading of a claim looks at. */
export function seriesWanted(claim: Claim, mapping: ClaimSeries): readonly SeriesFilter[] {
  const commodity = commodityOf(mapping, claim.commodity);
  const { reporter, flow } = claim;
  if (commodity === null || reporter === null || flow === null || flow === 'other') return [];
  const partners = [...new Set([claim.partner ?? WORLD_PARTNER, WORLD_PARTNER])];
  const lines = [...commodity.lines, ...(commodityOf(mapping, commodity.takenFor)?.lines ?? [])];
  return lines.flatMap(({ pipeline, product }) => partners.map((partner) => ({ pipeline, product, reporter, partner, flow })));
}

/** The commodities whose claims may be decided anew when a series changes. */
export function commoditiesDecidedBy(key: SeriesKey, mapping: ClaimSeries): readonly string[] {
  const has = (commodity: CommoditySeries | null): boolean =>
    commodity?.lines.some((line) => line.pipeline === key.pipeline && line.product === `${key.classification}:${key.product}`) === true;
  return Object.entries(mapping).flatMap(([id, commodity]) =>
    has(commodity) || has(commodityOf(mapping, commodity.takenFor)) ? [id] : [],
  );
}
