import { readFileSync } from 'node:fs';
import { commodityNames } from '../../src/news/commodities.ts';
import { extractClaims } from '../../src/news/extract.ts';

export const NAMES = commodityNames(JSON.parse(readFileSync(new URL('../../config/commodities.json', import.meta.url), 'utf8')));

/** Each claim on one line: goods, flow, reporter>partner, growth (or both levels), basis, period; `?` where the text does not say. */
export const told = (text: string, published: string | null): readonly string[] =>
  extractClaims(text, { published }, NAMES).map((claim) => {
    const growth = claim.percent ?? `${claim.base_level} to ${claim.level}`;
    const hedge = claim.qualifier === 'exact' ? '' : ` (${claim.qualifier})`;
    const sides = `${claim.reporter ?? '?'}>${claim.partner ?? '?'}`;
    return `${claim.commodity} ${claim.flow} ${sides}: ${claim.direction} ${growth}${hedge} ${claim.basis} ${claim.period ?? '?'}`;
  });
