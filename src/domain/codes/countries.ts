/** Who can be a reporter or a partner: the countries of ISO 3166-1, and areas of our own that no ISO code stands for. */
import areaData from '../../../config/codes/areas.json' with { type: 'json' };
import countryData from '../../../config/codes/countries.json' with { type: 'json' };
import { codeRows, NAMES, once, TEXT } from './code-list.ts';

/**
 * What an area is. Only a figure of a `country` is one country's own. `total` and `group` hold the figures of others
 * and are never added to them; `rest` is what a publisher does not list apart; `part` lies within a country, or holds
 * several territories; `past` is a state that is no more; `no_place` is trade without a partner.
 */
const KINDS = ['total', 'group', 'rest', 'part', 'past', 'no_place'] as const;
export type PartnerKind = 'country' | (typeof KINDS)[number];

const countries = once(() =>
  codeRows(
    'countries.json',
    countryData,
    {
      code: { pattern: /^[A-Z]{2}$/, expected: 'ISO 3166-1 alpha-2' },
      /** English, the official one first. */
      names: { ...TEXT, list: true },
      /** Other forms that customs tables print, in any language. */
      printed: NAMES,
    },
    ['code'],
  ),
);

const areas = once(() =>
  codeRows(
    'areas.json',
    areaData,
    {
      partner: { pattern: /^(?:EU|[A-Z][A-Z0-9_]{2,})$/, expected: 'a name such as OTHER_ASIA, which no ISO code can be' },
      kind: { pattern: new RegExp(`^(?:${KINDS.join('|')})$`), expected: `one of ${KINDS.join(', ')}` },
      name: TEXT,
      printed: NAMES,
    },
    ['partner'],
  ),
);

/** English names of the countries of ISO 3166-1 (and Kosovo, XK), and their other English forms. */
export const countryNames: () => Readonly<Record<string, readonly string[]>> = once(() =>
  Object.fromEntries(countries().map(({ code, names }) => [code, names])),
);

/** Whether a code is one of ISO 3166-1, or Kosovo's XK. */
export const isCountry = (code: string): boolean => kinds().get(code) === 'country';

const kinds = once(
  (): ReadonlyMap<string, PartnerKind> =>
    new Map([
      ...countries().map(({ code }) => [code, 'country'] as const),
      ...areas().map(({ partner, kind }) => [partner, kind as PartnerKind] as const),
    ]),
);

/** What a partner is, or null when it is neither an ISO country nor one of the areas. */
export const kindOfPartner = (partner: string): PartnerKind | null => kinds().get(partner) ?? null;

/** Every country and area with its kind and its first English name. */
export const partners: () => readonly { readonly partner: string; readonly kind: PartnerKind; readonly name: string }[] = once(() => [
  ...countries().map(({ code, names }) => ({ partner: code, kind: 'country' as const, name: names[0] ?? code })),
  ...areas().map(({ partner, kind, name }) => ({ partner, kind: kind as PartnerKind, name })),
]);

/** The areas, in the order of the file. */
export const areaPartners = (): readonly string[] => areas().map(({ partner }) => partner);

/** Every name and printed form, with the partner that it stands for; a later one of the same form wins. */
export const printedNames = (): readonly (readonly [name: string, partner: string])[] => [
  ...countries().flatMap(({ code, names }) => names.map((name) => [name, code] as const)),
  ...countries().flatMap(({ code, printed }) => printed.map((name) => [name, code] as const)),
  ...areas().flatMap(({ partner, printed }) => printed.map((name) => [name, partner] as const)),
];
