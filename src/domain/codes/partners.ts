/** Each publisher's codes of reporters and partners. Where a list comes from and how sure it is: config/codes/README.md. */
import { isCountry } from './countries.ts';
import { partnerList } from './partner-list.ts';

const THREE_DIGITS = { pattern: /^\d{3}$/, expected: 'three digits' } as const;
const NUMBER = { pattern: /^(?:0|[1-9]\d{0,3})$/, expected: 'a number of at most four digits, without zeros in front' } as const;

/** China Customs' three digits (国别代码), with its Chinese names. */
export const GACC = partnerList('partners-gacc.json', THREE_DIGITS);
/** Japan Customs' three digits (統計国名符号), with its English names. */
export const JAPAN = partnerList('partners-japan.json', THREE_DIGITS);
/** Brazil's three digits, with the Portuguese names that Comex Stat prints. */
export const BRAZIL = partnerList('partners-brazil.json', THREE_DIGITS);
/** The US Census Bureau's four digits (Schedule C) and its groups. */
export const CENSUS = partnerList('partners-census.json', { pattern: /^(?:-|\d{4}|\dXXX)$/, expected: 'four digits, 5XXX or -' });
/** UN Comtrade's numbers: M49 with exceptions of its own. */
export const COMTRADE = partnerList('partners-comtrade.json', NUMBER);
/** HM Revenue & Customs' CountryId: the numbers of the EU's Geonomenclature, which the United Kingdom kept. */
export const HMRC = partnerList('partners-hmrc.json', NUMBER);
/** Eurostat's codes (Comext) that are not ISO 3166-1 alpha-2. */
export const GEONOM = partnerList('partners-geonom.json', { pattern: /^[A-Z][A-Z0-9_]+$/, expected: 'capitals, digits and _' });

/** The partner that one of China Customs' codes stands for ("502" is US), or null when it is not in its list. */
export const partnerOfGaccCode = (code: string): string | null => GACC.partnerOf(code.trim());

/** The partner that one of Japan Customs' codes stands for ("105" is CN, "304" US), or null when it is not in its list. */
export const partnerOfJapanCode = (code: string): string | null => JAPAN.partnerOf(code);

/** The partner that one of Brazil's codes stands for ("160" is CN), or null when it is not in its list. */
export const partnerOfBrazilianCode = (code: string): string | null => BRAZIL.partnerOf(code);

/** The partner that a Portuguese name stands for ("Coreia do Sul" is KR), or null. Case, accents and punctuation do not matter. */
export const partnerOfBrazilianName = (name: string): string | null => BRAZIL.partnerOfName(name);

/** Brazil's codes of a partner, with their leading zeros; mostly one, and none when it has none. */
export const brazilianCodesOfPartner = (partner: string): readonly string[] => BRAZIL.codesOf(partner);

/** All countries together, in the column CTY_CODE of the US Census Bureau. */
export const CENSUS_WORLD = '-';

/** The partner that a code of Schedule C stands for ("5700" is CN, "-" WORLD), or null when it is a group's or not in the list. */
export function partnerOfCensusCode(code: string): string | null {
  const found = CENSUS.find(code);
  return found === null || found.kind === 'group' ? null : found.partner;
}

/** The code of a partner (CN is "5700"), or null when the Census Bureau has none, or has it as a group only. */
export function censusCodeOfPartner(partner: string): string | null {
  const code = CENSUS.codeOf(partner);
  return code === null || isCensusGroup(code) ? null : code;
}

/**
 * Whether a code is that of a group, whose members have rows of their own: 0003 is the European Union, 0014 the Pacific
 * Rim, 5XXX Asia. No country's code begins with 00 or has an X, so a group that the list does not have yet is one too.
 */
export const isCensusGroup = (code: string): boolean => /^(?:00\d\d|(?=\d{0,3}X)[\dX]{4})$/.test(code);

/** The reporter or partner that one of Comtrade's numbers stands for (156 is CN, 0 WORLD), or null when it is not in its lists. */
export const partnerOfComtradeCode = (code: number): string | null => COMTRADE.partnerOf(String(code));

/** Comtrade's number of a reporter or partner (US is 842), or null when it has none. */
export const comtradeCodeOfPartner = (partner: string): number | null => numberOf(COMTRADE.codeOf(partner));

/** The partner that a CountryId of HMRC stands for (720 is CN), or null when it is not in the list. */
export const partnerOfHmrcCountry = (id: number): string | null => HMRC.partnerOf(String(id));

/** The CountryId of a partner (CN is 720), or null when it has none, or none that was verified. */
export const hmrcCountryOfPartner = (partner: string): number | null => numberOf(HMRC.codeOf(partner));

/** The reporter or partner that a Comext code stands for (EU27_2020 is EU, EL is GR), or null when it is not known. */
export const partnerOfGeonomCode = (code: string): string | null => GEONOM.partnerOf(code) ?? (isCountry(code) ? code : null);

const numberOf = (code: string | null): number | null => (code === null ? null : Number(code));
