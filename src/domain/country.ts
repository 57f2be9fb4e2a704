/**
 * Partners: printed names and customs codes to ISO 3166-1 alpha-2, WORLD, or a group by name. What is not in the lists is
 * refused by the caller, never guessed.
 */
import { once } from './codes/code-list.ts';
import { printedNames } from './codes/countries.ts';
import { foldName } from './codes/partner-list.ts';
import { GACC } from './codes/partners.ts';

export { partnerOfGaccCode } from './codes/partners.ts';

/** All partners together. */
export const WORLD = 'WORLD';

/** China Customs' own names come last: they beat the same form of any other list. */
const partnersByName: () => ReadonlyMap<string, string> = once(
  () =>
    new Map([
      ...printedNames().map(([name, partner]) => [foldName(name), partner] as const),
      ...GACC.codes().flatMap(({ partner, names }) => names.map((name) => [foldName(name), partner] as const)),
    ]),
);

/**
 * The partner that an English or Chinese name stands for ("R. O. Korea" is KR, "Latin America" LATIN_AMERICA), or null
 * when the name is not known. Case, accents, spaces and punctuation do not matter.
 */
export function partnerOfName(name: string): string | null {
  const folded = foldName(name);
  // The tables word this group anew every few years; no country's name has these words.
  if (/beltandroad|beltroad|一带一路/.test(folded)) return 'BELT_AND_ROAD';
  return partnersByName().get(folded) ?? null;
}
