import { countryNames } from '../domain/codes/countries.ts';
import { MONTH_NAMES } from '../domain/month-names.ts';
import { hsNameOf } from '../domain/product.ts';
import { inert } from './inert.ts';

/** The first name in the ISO list is the official one; these are what an English sentence says. */
const EVERYDAY_NAMES: Readonly<Record<string, string>> = {
  BN: 'Brunei',
  CD: 'Democratic Republic of the Congo',
  CG: 'Republic of the Congo',
  CI: "Côte d'Ivoire",
  CN: 'China',
  CZ: 'Czechia',
  FK: 'Falkland Islands',
  FM: 'Micronesia',
  GM: 'Gambia',
  IR: 'Iran',
  LA: 'Laos',
  MD: 'Moldova',
  MK: 'North Macedonia',
  PS: 'Palestine',
  RU: 'Russia',
  SY: 'Syria',
  TW: 'Taiwan',
  TZ: 'Tanzania',
  US: 'United States',
  VA: 'Holy See',
};

/** Groups as a sentence says them, with their article. */
const GROUP_NAMES: Readonly<Record<string, string>> = {
  WORLD: 'the world',
  EU: 'the European Union',
  ASEAN: 'ASEAN',
  RCEP: 'the RCEP countries',
  APEC: 'the APEC economies',
  ASIA: 'Asia',
  AFRICA: 'Africa',
  EUROPE: 'Europe',
  LATIN_AMERICA: 'Latin America',
  NORTH_AMERICA: 'North America',
  OCEANIA: 'Oceania',
  MIDDLE_EAST: 'the Middle East',
  BELT_AND_ROAD: 'the Belt and Road countries',
  UNSPECIFIED: 'unspecified countries',
};

const TAKES_ARTICLE =
  /^(United|Holy See)|(Republic|Islands|Emirates|Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Territories|Territory)\b/;

/** A reporter or partner within a sentence: `China`, `the United States`, `the world`. A code that is not known stays as it is. */
export function partyName(code: string): string {
  const group = Object.hasOwn(GROUP_NAMES, code) ? GROUP_NAMES[code] : undefined;
  if (group !== undefined) return group;
  const official = Object.hasOwn(countryNames(), code) ? countryNames()[code]?.[0] : undefined;
  const name = (Object.hasOwn(EVERYDAY_NAMES, code) ? EVERYDAY_NAMES[code] : undefined) ?? official ?? inert(code, 60);
  return TAKES_ARTICLE.test(name) ? `the ${name}` : name;
}

/** The same standing alone, as in a title: `United States`, `world`. */
export const partyTitle = (code: string): string => partyName(code).replace(/^the /, '');

/** `China's`, `the United States'` */
export function possessive(name: string): string {
  return name.endsWith('s') ? `${name}'` : `${name}'s`;
}

/** Everyday names of what the project was made to watch: its sources print them in Chinese, or at the length of a law. */
const EVERYDAY_PRODUCTS: Readonly<Record<string, string>> = {
  'HS8:85051110': 'rare-earth magnets',
  'HS:850511': 'permanent magnets of metal',
  'HS:850519': 'permanent magnets not of metal',
  'HS:280530': 'rare-earth metals, scandium and yttrium',
  'HS:2846': 'rare-earth compounds',
};

/**
 * A product within a sentence.
 * @param product `classification:code`
 * @param name as its source prints it.
 * @param form in a sentence a name without Latin letters comes with its heading of the Harmonized System; in a title there is no room for it.
 */
export function productName(product: string, name: string | null, form: 'sentence' | 'title' = 'sentence'): string {
  const everyday = Object.hasOwn(EVERYDAY_PRODUCTS, product) ? EVERYDAY_PRODUCTS[product] : undefined;
  if (everyday !== undefined) return everyday;
  const code = productCode(product);
  if (product.endsWith(':TOTAL')) return 'all goods';
  const heading = hsNameOf(product.split(':')[0] ?? '', product.split(':')[1] ?? '');
  const printed = inert(name ?? '', form === 'title' ? 80 : 160);
  if (printed === '') return heading === null ? `goods of ${code}` : `goods of ${code} (${heading})`;
  // An ordinary first word is a capital and then small letters; NdFeB keeps its capital.
  const text = /^\p{Lu}\p{Ll}+(?![\p{L}])/u.test(printed) ? printed.charAt(0).toLowerCase() + printed.slice(1) : printed;
  if (/[A-Za-z]{3}/.test(text)) return text;
  // The name of its heading holds more goods than the name that the source prints.
  return heading === null || form === 'title' ? `${text} (${code})` : `${text} (${code}, under "${inert(heading, 80)}")`;
}

/** `HS8 85051110` */
export const productCode = (product: string): string => inert(product.replace(':', ' '), 60);

const ORDINALS = ['first', 'second', 'third', 'fourth'] as const;

const read = (month: string): { year: string; month: number } => ({ year: month.slice(0, 4), month: Number(month.slice(5, 7)) });
const nameOfMonth = (month: number): string => MONTH_NAMES[month - 1] ?? String(month);

/**
 * An interval of months: `June 2025`, `January-February 2025`, `the second quarter of 2025`, `2025`.
 * @param start the first and the last month as yyyy-mm.
 * @param kind of the period; a quarter or a year has a name of its own.
 */
export function periodName(start: string, end: string, kind: string): string {
  const from = read(start);
  const to = read(end);
  if (start === end) return `${nameOfMonth(to.month)} ${to.year}`;
  if (kind === 'quarter') return `the ${ORDINALS[Math.ceil(to.month / 3) - 1]} quarter of ${to.year}`;
  if (from.year !== to.year) return `${nameOfMonth(from.month)} ${from.year}-${nameOfMonth(to.month)} ${to.year}`;
  return from.month === 1 && to.month === 12 ? to.year : `${nameOfMonth(from.month)}-${nameOfMonth(to.month)} ${to.year}`;
}

/** A day as a sentence says it: `20 July 2025`; null when the time is none. */
export function dayName(time: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)T/.exec(time) ?? [];
  return day === undefined ? null : `${Number(day)} ${nameOfMonth(Number(month))} ${year}`;
}

/** `Jun 2025` */
export const shortMonth = (month: string): string => `${nameOfMonth(read(month).month).slice(0, 3)} ${read(month).year}`;

const METRICS: Readonly<Record<string, string>> = {
  mom: 'month on month',
  yoy: 'year on year',
  qoq: 'quarter on quarter',
  ytd_yoy: 'year to date on year',
  rolling_3m_yoy: 'three months on year',
};

/** `year on year` */
export const metricName = (metric: string): string => (Object.hasOwn(METRICS, metric) ? METRICS[metric] : undefined) ?? inert(metric, 40);
