/** How English sentences name goods: words of our own for those that the program knows, the names of commodities.json for others. */
import { escaped, type Own } from './sentence.ts';

interface Goods {
  /** Known beside the trade; where there are none, those of the id are. */
  readonly words: string;
  /** One of them has to stand there: "rare earths" are no magnets, "oil" is not crude. */
  readonly name: RegExp;
}
const GOODS: Readonly<Record<string, Goods>> = {
  rare_earth_magnets: {
    words: 'rare earth earths rare-earth permanent magnet magnets magnetic material materials neodymium ndfeb',
    name: /\bmagnets?\b|ndfeb/i,
  },
  rare_earths: { words: 'rare earth earths rare-earth metal metals mineral minerals element elements', name: /\brare[ -]earths?\b/i },
  soybeans: { words: 'soybean soybeans soya soy bean beans oilseed', name: /\bsoy/i },
  crude_oil: { words: 'crude oil', name: /\bcrude\b/i },
  petroleum_products: { words: 'refined petroleum oil fuel product products', name: /\b(?:petroleum|oil|fuels?)\b/i },
  steel: { words: 'finished steel', name: /\bsteel\b/i },
  iron_ore: { words: 'iron ore ores', name: /\bores?\b/i },
  total: { words: '', name: /(?!)/ },
};
/** Of goods that have no words of their own here, and no names, the id is the name. */
export const goodsOf = ({ commodity, names }: Own): Goods => {
  const known = GOODS[commodity];
  if (known !== undefined) return known;
  return names.some(isLatin)
    ? { words: '', name: namesPattern(names) }
    : { words: commodity.replaceAll('_', ' '), name: namesPattern([commodity]) };
};
const isLatin = (name: string): boolean => /^[a-z]/i.test(name);
const patternsOfNames = new Map<string, RegExp>();
/** Whole names: no word of one is known without the others. */
export function namesPattern(names: readonly string[]): RegExp {
  const key = names.join('|');
  const known = patternsOfNames.get(key);
  if (known !== undefined) return known;
  const longestFirst = names.filter(isLatin).sort((a, b) => b.length - a.length);
  const words = longestFirst.map((name) => escaped(name).replaceAll(/[ _]|\\-/g, '[ -]'));
  const made = words.length === 0 ? /(?!)/gi : new RegExp(`(?<![\\w-])(?:${words.join('|')})(?![\\w-])`, 'gi');
  patternsOfNames.set(key, made);
  return made;
}
