/** Names of goods, which no series needs to be read. */
import { codeFile, codeRows, once, TEXT } from './code-list.ts';

/** English names of the chapters and headings of HS 2022, and of the subheadings that are watched, by code. */
export const hsNames: () => ReadonlyMap<string, string> = once(() => {
  const code = { pattern: /^\d{2}(?:\d{2}){0,2}$/, expected: 'two, four or six digits' };
  const file = 'products-hs2022.json';
  return new Map(codeRows(file, codeFile(file), { code, name: TEXT }, ['code']).map((row) => [row.code, row.name] as const));
});
