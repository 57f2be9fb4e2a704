import { z } from 'zod';
import { isWordUnit, PhraseTrie } from './phrase-trie.ts';

/** All goods together: an id that needs no names. */
export const ALL_GOODS = 'total';

const shape = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'an id such as rare_earth_magnets'), z.array(z.string().min(1)).min(1));

/** Names of commodities in all languages, longest first at any place. */
export interface CommodityNames extends Pick<PhraseTrie<string>, 'match'> {
  /** The names of one commodity; none where the id is not known. */
  namesOf(id: string): readonly string[];
}

/** Whether a text names goods that the lists have. */
export function namesGoods(text: string, { match }: CommodityNames): boolean {
  const lower = text.toLowerCase();
  for (let at = 0; at < lower.length; at += 1) {
    const begins = !isWordUnit(lower.charAt(at)) || at === 0 || !isWordUnit(lower.charAt(at - 1));
    if (begins && match(lower, at) !== null) return true;
  }
  return false;
}

/**
 * Ids with their names, as config/commodities.json has them; Chinese names in simplified characters.
 * @throws Error (zod) that names the id when the data has another shape.
 */
export function commodityNames(data: unknown): CommodityNames {
  const byId = new Map(Object.entries(shape.parse(data)));
  let made: PhraseTrie<string> | undefined;
  const trie = (): PhraseTrie<string> => {
    if (made !== undefined) return made;
    made = new PhraseTrie<string>();
    for (const [id, words] of byId) for (const word of words) made.add(word.normalize('NFKC'), id);
    return made;
  };
  return { match: (lower, start) => trie().match(lower, start), namesOf: (id) => byId.get(id) ?? [] };
}
