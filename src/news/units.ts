import { PhraseTrie } from './phrase-trie.ts';

/** Units of levels in news and what they are in base units: tons stay tons, money is in whole units of its currency. */

/** The unit of a number that takes it from the figure beside it. */
export const BARE_UNIT = '';

const SCALES = new PhraseTrie<number>();
for (const [factor, words] of [
  [1e3, 'thousand k'],
  [1e6, 'million mln mn m mio'],
  [1e9, 'billion bln bn bil b'],
  [1e12, 'trillion trn tn'],
  [1e5, 'lakh lakhs'],
  [1e7, 'crore crores'],
  [1e12, 'lakh_crore lakh_crores'],
] as const)
  for (const word of words.split(' ')) SCALES.add(word.replaceAll('_', ' '), factor);

const UNITS = new PhraseTrie<{ readonly unit: string; readonly factor: number }>();
const unit = (name: string, factor: number, ...words: string[]): void => {
  for (const word of words) UNITS.add(word, { unit: name, factor });
};
unit('t', 1, 'metric tons', 'metric ton', 'metric tonnes', 'metric tonne', 'tonnes', 'tonne', 'tons', 'ton', 'mt', 't', '公吨', '吨');
unit('t', 1e3, 'kilotons', 'kilotonnes', 'kt', '千吨');
unit('t', 1e6, 'mmt', 'million tons', 'million tonnes');
unit('kg', 1, 'kilograms', 'kilogram', 'kilogrammes', 'kilos', 'kilo', 'kg', 'kgs', '千克', '公斤');
unit('lb', 1, 'pounds', 'lb', 'lbs');
unit('bbl', 1, 'barrels', 'barrel', 'bbl', 'barrels per day', 'barrels a day', 'bpd', 'b/d', '桶');
unit('items', 1, 'units', 'vehicles', 'cars', 'sets', 'pieces', 'pcs', '辆', '台', '艘', '套', '件', '只');
unit('USD', 1, 'us dollars', 'u.s. dollars', 'dollars', 'dollar', 'usd', '美元', '美金');
unit('CNY', 1, 'yuan', 'rmb', 'renminbi', 'cny', '元人民币', '人民币', '元');
unit('JPY', 1, 'yen', 'jpy', '日元', '日圆', '日币');
unit('KRW', 1, 'won', 'krw', '韩元', '韩圆');
unit('EUR', 1, 'euros', 'euro', 'eur', '欧元');
unit('GBP', 1, 'pounds sterling', 'gbp', '英镑');
unit('INR', 1, 'rupees', 'inr', '卢比');
unit('TWD', 1, 'new taiwan dollars', 'taiwan dollars', 'twd', '新台币', '元新台币', '新台币元');
unit('HKD', 1, 'hong kong dollars', 'hkd', '港元', '港币');
unit('VND', 1, 'dong', 'vnd', '越南盾');
unit('AUD', 1, 'australian dollars', 'aud', '澳元');
unit('BRL', 1, 'reais', 'brl', '雷亚尔');
unit('THB', 1, 'baht', 'thb', '泰铢');
unit('MYR', 1, 'ringgit', 'ringgits', 'myr', '林吉特');
unit('IDR', 1, 'rupiah', 'idr', '印尼盾');
unit('RUB', 1, 'rubles', 'roubles', 'rub', '卢布');
unit('CHF', 1, 'swiss francs', 'francs', 'chf', '瑞士法郎');
unit('SGD', 1, 'singapore dollars', 'sgd', '新加坡元', '新元');
unit('CAD', 1, 'canadian dollars', 'cad', '加元');

/** What stands before a number: signs and codes, the longer ones first. */
const SIGNS: Readonly<Record<string, string>> = {
  us$: 'USD', nt$: 'TWD', hk$: 'HKD', a$: 'AUD', s$: 'SGD', c$: 'CAD', r$: 'BRL', $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'CNY', '₹': 'INR', '₩': 'KRW',
  usd: 'USD', eur: 'EUR', gbp: 'GBP', cny: 'CNY', rmb: 'CNY', jpy: 'JPY', krw: 'KRW', inr: 'INR', 'rs.': 'INR', rs: 'INR', twd: 'TWD', hkd: 'HKD',
  aud: 'AUD', sgd: 'SGD', brl: 'BRL', vnd: 'VND', thb: 'THB', myr: 'MYR', rm: 'MYR', idr: 'IDR', rp: 'IDR',
}; // biome-ignore format: a table
const SIGN = new RegExp(
  `(?:${Object.keys(SIGNS)
    .map((sign) => sign.replaceAll(/[$.]/g, '\\$&'))
    .join('|')})[\\s-]{0,2}(?=\\d)`,
  'iy',
);

const skipGap = (text: string, at: number): number => {
  let end = at;
  while (end < at + 3 && /[\s-]/.test(text.charAt(end))) end += 1;
  return end;
};

/** "million", "bn" at `at`, with the gap before it. */
export function readScale(text: string, at: number): { readonly factor: number; readonly end: number } | null {
  const start = skipGap(text, at);
  const found = SCALES.match(text.slice(start, start + 12).toLowerCase(), 0);
  return found === null ? null : { factor: found.value, end: start + found.end };
}

/** "metric tons", 吨, "yuan" at `at`, with the gap before it. */
export function readUnit(text: string, at: number): { readonly unit: string; readonly factor: number; readonly end: number } | null {
  const start = skipGap(text, at);
  const found = UNITS.match(text.slice(start, start + 24).toLowerCase(), 0);
  return found === null ? null : { ...found.value, end: start + found.end };
}

/** "US$" and the like before a number. */
export function readCurrencySign(text: string, at: number): { readonly unit: string; readonly end: number } | null {
  SIGN.lastIndex = at;
  const found = SIGN.exec(text);
  if (found === null) return null;
  const unit = SIGNS[found[0].toLowerCase().replace(/[\s-]+$/, '')];
  return unit === undefined ? null : { unit, end: SIGN.lastIndex };
}
