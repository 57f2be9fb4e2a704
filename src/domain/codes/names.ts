/** Names of codes that no series needs to be read: of goods, and of China's trade modes. */
import hsData from '../../../config/codes/products-hs2022.json' with { type: 'json' };
import tradeModeData from '../../../config/codes/trade-modes-gacc.json' with { type: 'json' };
import { type Column, codeRows, once, TEXT } from './code-list.ts';

/** English names of the chapters and headings of HS 2022, and of the subheadings that are watched, by code. */
export const hsNames: () => ReadonlyMap<string, string> = once(() =>
  namesOf('products-hs2022.json', hsData, { pattern: /^\d{2}(?:\d{2}){0,2}$/, expected: 'two, four or six digits' }),
);

/** China Customs' trade modes (贸易方式), by their two digits, with its Chinese names. */
export const gaccTradeModes: () => ReadonlyMap<string, string> = once(() =>
  namesOf('trade-modes-gacc.json', tradeModeData, { pattern: /^\d{2}$/, expected: 'two digits' }),
);

const namesOf = (file: string, data: unknown, code: Column): ReadonlyMap<string, string> =>
  new Map(codeRows(file, data, { code, name: TEXT }, ['code']).map((row) => [row.code, row.name] as const));
