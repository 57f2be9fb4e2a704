/** Names of goods, which no series needs to be read. */
import hsData from '../../../config/codes/products-hs2022.json' with { type: 'json' };
import { codeRows, once, TEXT } from './code-list.ts';

/** English names of the chapters and headings of HS 2022, and of the subheadings that are watched, by code. */
export const hsNames: () => ReadonlyMap<string, string> = once(() => {
  const code = { pattern: /^\d{2}(?:\d{2}){0,2}$/, expected: 'two, four or six digits' };
  return new Map(codeRows('products-hs2022.json', hsData, { code, name: TEXT }, ['code']).map((row) => [row.code, row.name] as const));
});
