import { z } from 'zod';
import { PhraseTrie } from './phrase-trie.ts';

/** All goods together: an id that needs no names. */
export const ALL_GOODS = 'total';

const shape = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'an id such as rare_earth_magnets'), z.array(z.string().min(1)).min(1));

/** Names of commodities in all languages, longest first at any place. */
export type CommodityNames = Pick<PhraseTrie<string>, 'match'>;

/**
 * Ids with their names, as config/commodities.json has them; Chinese names in simplified characters.
 * @throws Error (zod) that names the id when the data has another shape.
 */
export function commodityNames(data: unknown): CommodityNames {
  const names = new PhraseTrie<string>();
  for (const [id, words] of Object.entries(shape.parse(data))) for (const word of words) names.add(word.normalize('NFKC'), id);
  return names;
}
