/** Printed units of quantity to a base unit and a power of ten. What is not known is refused by name. */
import type { UnitScale } from '../domain/quantity.ts';
import { refused } from '../errors.ts';

/** Base unit, power of ten, and the words that stand for it (lower case, singular or plural as printed). */
const UNITS: readonly (readonly [unit: string, exponent: number, words: readonly string[]])[] = [
  ['kg', 0, ['kilogram', 'kilograms', 'kg', 'kilo', '千克', '公斤']],
  ['kg', -3, ['gram', 'grams', 'g', '克']],
  ['kg', 3, ['ton', 'tons', 'tonne', 'tonnes', 'metric ton', 'metric tons', 'mt', 't', '吨', '公吨']],
  ['kg', 2, ['公担', 'quintal', 'quintals']],
  [
    'items',
    0,
    [
      ...['number of item', 'number of items', 'number', 'item', 'items', 'unit', 'units', 'set', 'sets', 'piece', 'pieces', 'pc', 'pcs'],
      ...[
        'auto',
        'autos',
        'car',
        'cars',
        'craft',
        'crafts',
        'truck',
        'trucks',
        'vehicle',
        'vehicles',
        'ship',
        'ships',
        'vessel',
        'vessels',
        'aircraft',
        'head',
        'heads',
        'sheet',
        'sheets',
      ],
      ...'个台套辆艘架只件条把支枝根张块部座头株棵盘卷枚副幅粒片本扇匹疋组具份册',
    ],
  ],
  // The bulletin's: N, MN (a million), PR, MPR and MP, CR, SM, CUM, MKWH.
  ['items', 0, ['n']],
  ['items', 6, ['mn']],
  ['pairs', 0, ['pair', 'pairs', 'pr', '双', '对']],
  ['pairs', 6, ['mpr', 'mp']],
  ['m', 0, ['meter', 'meters', 'metre', 'metres', 'm', '米']],
  ['m2', 0, ['square meter', 'square meters', 'square metre', 'square metres', 'square m', 'sq.m', 'm2', 'sm', '平方米']],
  ['m3', 0, ['cubic meter', 'cubic meters', 'cubic metre', 'cubic metres', 'cubic m', 'cu.m', 'cbm', 'cum', 'm3', '立方米']],
  ['litres', 0, ['litre', 'litres', 'liter', 'liters', 'l', '升']],
  ['litres', -3, ['millilitre', 'millilitres', 'ml', '毫升']],
  ['kWh', 0, ['千瓦时', 'kilowatt hour', 'kilowatt hours', 'kilowatt-hour', 'kwh']],
  ['kWh', 6, ['mkwh']],
  ['kW', 0, ['千瓦', 'kilowatt', 'kilowatts', 'kw']],
  ['carats', 0, ['carat', 'carats', '克拉']],
  ['Bq', 6, ['百万贝可', 'mbq', 'million becquerels']],
  ['boxes', 0, ['box', 'boxes', 'carton', 'cartons', 'cr', '箱', '盒']],
  ['bottles', 0, ['bottle', 'bottles', '瓶']],
];

/** Multipliers that stand before a unit: "10,000 Tons", "100 Million Pairs", 万吨. */
const MULTIPLIERS: readonly (readonly [RegExp, number])[] = [
  [/^100 million /, 8],
  [/^10 million /, 7],
  [/^1 ?million /, 6],
  [/^million /, 6],
  [/^100,?000 /, 5],
  [/^10,?000 /, 4],
  [/^1,?000 /, 3],
  [/^thousand /, 3],
  [/^100 /, 2],
  [/^亿/, 8],
  [/^百万/, 6],
  [/^万/, 4],
  [/^千/, 3],
  [/^百/, 2],
];

const BY_WORD: ReadonlyMap<string, UnitScale> = new Map(
  UNITS.flatMap(([unit, exponent, words]) => words.map((word): [string, UnitScale] => [word, { unit, exponent }])),
);

/**
 * The base unit of a printed one: "10,000 Tons" is kg times 10^7.
 * @param where the line or cell, for the refusal.
 * @throws RefusedError that names the unit and lists those that are known.
 */
export function readUnit(printed: string, where: string): UnitScale {
  // "10000T" is 10,000 T.
  const text = printed
    .replaceAll('\u00A0', ' ')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()
    .replace(/^(10{2,8})(?=[a-z])/, '$1 ');
  const plain = BY_WORD.get(text);
  if (plain !== undefined) return plain;
  for (const [pattern, exponent] of MULTIPLIERS) {
    const base = pattern.test(text) ? BY_WORD.get(text.replace(pattern, '').trim()) : undefined;
    if (base !== undefined) return { unit: base.unit, exponent: base.exponent + exponent };
  }
  throw refused(
    where,
    `unknown unit "${printed.slice(0, 60)}"; known are ${knownUnits()}, each also after 1,000, 10,000, 100 Million, 万 and the like`,
  );
}

const knownUnits = (): string => UNITS.map(([, , words]) => `${words[0]}`).join(', ');
