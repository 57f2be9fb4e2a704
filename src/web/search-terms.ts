/** What the words of a search can mean: parties, products and directions, in English and Chinese. */
import lineData from '../../config/claim-series.json' with { type: 'json' };
import commodityData from '../../config/commodities.json' with { type: 'json' };
import { productName } from '../channels/names.ts';
import { once } from '../domain/codes/code-list.ts';
import { kindOfPartner } from '../domain/codes/countries.ts';
import { partnerOfName } from '../domain/country.ts';
import { hsNameOf } from '../domain/product.ts';
import type { Flow } from '../domain/series.ts';
import type { CatalogProduct, SearchTerm } from '../store/store.ts';

export interface Sought {
  readonly terms: readonly SearchTerm[];
  /** Said in the words, such as "exports"; null when they do not say. */
  readonly flow: Flow | null;
}

const MOST_WORDS = 12;
/** "Democratic People's Republic of Korea" is five words. */
const LONGEST_NAME = 6;

const FILLERS = new Set(['of', 'to', 'from', 'the', 'and', 'in', 'by', 'for', 'goods', 'trade', '的', '对', '从', '向']);
const FLOW_WORDS: Readonly<Record<string, Flow>> = {
  export: 'export',
  exports: 'export',
  出口: 'export',
  import: 'import',
  imports: 'import',
  进口: 'import',
};

const HAN = /^\p{Script=Han}+$/u;

/**
 * Reads a search. A word can name a party and a product at once ("china"); then either fits.
 * @param catalog the products that there are.
 */
export function soughtBy(text: string, catalog: readonly CatalogProduct[]): Sought {
  const words = wordsOf(text);
  const terms: SearchTerm[] = [];
  let flow: Flow | null = null;
  for (let at = 0; at < words.length; ) {
    const word = words[at] as string;
    const said = FLOW_WORDS[word.toLowerCase()];
    const party = partyAt(words, at);
    if (said !== undefined) flow = said;
    else if (!FILLERS.has(word.toLowerCase()))
      terms.push({
        parties: party === null ? [] : [party.code],
        products: party !== null && party.length > 1 ? [] : productsOf(word, catalog),
      });
    at += said === undefined ? (party?.length ?? 1) : 1;
  }
  return { terms, flow };
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .replaceAll(/['’]s(?=\s|$)/g, '')
    .split(/[\s,;、，"()（）]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .flatMap((word) => (HAN.test(word) ? inChinese(word) : [word]))
    .slice(0, MOST_WORDS);
}

/** 中国对美国出口稀土: names, directions and small words come off, longest first; what is left names goods. */
function inChinese(text: string): string[] {
  const known = (part: string): boolean => partnerOfName(part) !== null || FLOW_WORDS[part] !== undefined || FILLERS.has(part);
  const words: string[] = [];
  let rest = '';
  const endRest = (): void => {
    if (rest !== '') words.push(rest);
    rest = '';
  };
  for (let at = 0; at < text.length; ) {
    let length = Math.min(8, text.length - at);
    while (length > 0 && !known(text.slice(at, at + length))) length -= 1;
    if (length === 0) rest += text.charAt(at);
    else {
      endRest();
      words.push(text.slice(at, at + length));
    }
    at += Math.max(1, length);
  }
  endRest();
  return words;
}

/** The longest name of a party that begins at a word. */
function partyAt(words: readonly string[], at: number): { readonly code: string; readonly length: number } | null {
  for (let length = Math.min(LONGEST_NAME, words.length - at); length > 0; length--) {
    const name = words.slice(at, at + length).join(' ');
    const code = length === 1 && kindOfPartner(name.toUpperCase()) !== null && isCode(name) ? name.toUpperCase() : partnerOfName(name);
    if (code !== null) return { code, length };
  }
  return null;
}

/** "us" is a word, "US" a country; WORLD and ASEAN are written as one likes. */
const isCode = (word: string): boolean => word === word.toUpperCase() || word.length > 2;

/** A product as words are looked up in it. */
interface Named {
  readonly id: string;
  readonly product: string;
  readonly names: readonly Name[];
}

interface Name {
  readonly text: string;
  /** In small letters without accents, each word after a blank. */
  readonly folded: string;
}

const nameOf = (text: string): Name => ({ text, folded: ` ${foldWord(text)}` });

/** Folding all names takes longer than a search: it is done once for each catalog, which stays the same until something is loaded. */
const namedCatalogs = new WeakMap<readonly CatalogProduct[], readonly Named[]>();

function namedIn(catalog: readonly CatalogProduct[]): readonly Named[] {
  const known = namedCatalogs.get(catalog);
  if (known !== undefined) return known;
  const named = catalog.map(({ classification, product, names }): Named => {
    const id = `${classification}:${product}`;
    const heading = hsNameOf(classification, product);
    return {
      id,
      product,
      names: [productName(id, names[0] ?? null, 'title'), ...(heading === null ? [] : [heading]), ...names].map(nameOf),
    };
  });
  namedCatalogs.set(catalog, named);
  return named;
}

function productsOf(word: string, catalog: readonly CatalogProduct[]): string[] {
  const named = namedIn(catalog);
  const idsOf = (fits: (one: Named) => boolean): string[] => named.filter(fits).map(({ id }) => id);
  if (/^[\d.]+$/.test(word)) {
    const digits = word.replaceAll('.', '');
    return idsOf(({ product }) => product.startsWith(digits));
  }
  const code = word.toLowerCase();
  const hasWord = wordFinder(word);
  const lines = new Set(commodities().flatMap(({ names, products }) => (names.some(hasWord) ? products : [])));
  return idsOf(
    ({ id, product, names }) => lines.has(id) || id.toLowerCase() === code || product.toLowerCase() === code || names.some(hasWord),
  );
}

/** Whether a name has a word that begins so; Chinese writes no spaces. */
function wordFinder(word: string): (name: Name) => boolean {
  if (/[\u3000-\u9fff]/.test(word)) return ({ text }) => text.includes(word);
  const folded = foldWord(word);
  // "magnets" finds "magnet", too.
  const sought = ` ${folded.length > 3 ? folded.replace(/s$/, '') : folded}`;
  return folded === '' ? () => false : (name) => name.folded.includes(sought);
}

const foldWord = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const LINES: Readonly<Record<string, { readonly series: readonly { readonly product: string }[] }>> = lineData;

/** What texts call the commodities that have official lines. */
const commodities = once(() =>
  Object.entries(commodityData as Readonly<Record<string, readonly string[]>>).flatMap(([id, names]) => {
    const products = LINES[id]?.series.map(({ product }) => product) ?? [];
    return products.length === 0 ? [] : [{ names: names.map(nameOf), products }];
  }),
);
