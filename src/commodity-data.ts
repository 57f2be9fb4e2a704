import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CHECKOUT } from './checkout.ts';
import type { ClaimSeries } from './domain/claim-series.ts';
import { claimSeries } from './news/claim-series.ts';
import { type CommodityNames, commodityNames } from './news/commodities.ts';

/** What is known of commodities: how texts name them, and which official series speak of them. */
export interface CommodityData {
  readonly names: CommodityNames;
  readonly series: ClaimSeries;
  /** SHA-256 of what `names` is made of. */
  readonly namesVersion: string;
}

const read = (name: string): string => readFileSync(new URL(`config/${name}`, CHECKOUT), 'utf8');

/** Reads config/commodities.json and config/claim-series.json of the program's own folder. */
export function loadCommodityData(): CommodityData {
  const text = read('commodities.json');
  let made: CommodityNames | undefined;
  // Made when the first text is looked at: most commands read none.
  const names = (): CommodityNames => (made ??= commodityNames(JSON.parse(text)));
  return {
    names: { match: (lower, start) => names().match(lower, start), namesOf: (id) => names().namesOf(id) },
    series: claimSeries(JSON.parse(read('claim-series.json')), (id) => names().namesOf(id)),
    namesVersion: hash('sha256', text),
  };
}
