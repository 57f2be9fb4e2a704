/** What the words of a search can mean: parties, products and directions, in English and Chinese. */

import lineData from '../../config/claim-series.json' with { type: 'json' };
import commodityData from '../../config/commodities.json' with { type: 'json' };
import { productName } from '../channels/names.ts';
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

function productsOf(word: string, catalog: readonly CatalogProduct[]): string[] {
  const digits = /^[\d.]+$/.test(word) ? word.replaceAll('.', '') : null;
  const lines = digits === null ? linesOf(word) : new Set<string>();
  return catalog
    .map((one) => ({ ...one, id: `${one.classification}:${one.product}` }))
    .filter(({ id, classification, product, names }) => {
      if (digits !== null) return product.startsWith(digits);
      if (lines.has(id) || id.toLowerCase() === word.toLowerCase() || product.toLowerCase() === word.toLowerCase()) return true;
      return [productName(id, names[0] ?? null), hsNameOf(classification, product), ...names].some(
        (name) => name !== null && hasWord(name, word),
      );
    })
    .map(({ id }) => id);
}

/** Whether a name has a word that begins so; Chinese writes no spaces. */
function hasWord(name: string, word: string): boolean {
  if (/[\u3000-\u9fff]/.test(word)) return name.includes(word);
  const sought = foldWord(word);
  // "magnets" finds "magnet", too.
  return sought !== '' && ` ${foldWord(name)}`.includes(` ${sought.length > 3 ? sought.replace(/s$/, '') : sought}`);
}

const foldWord = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const COMMODITIES: Readonly<Record<string, readonly string[]>> = commodityData;
const LINES: Readonly<Record<string, { readonly series: readonly { readonly product: string }[] }>> = lineData;

/** The official lines of the commodities that a word names. */
function linesOf(word: string): ReadonlySet<string> {
  const lines = Object.entries(COMMODITIES)
    .filter(([, names]) => names.some((name) => hasWord(name, word)))
    .flatMap(([id]) => LINES[id]?.series.map(({ product }) => product) ?? []);
  return new Set(lines);
}
