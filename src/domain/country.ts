/**
 * Partners: printed names and customs codes to ISO 3166-1 alpha-2, WORLD, or a group by name. What is not in the lists is
 * refused by the caller, never guessed.
 */
import { COUNTRY_NAMES } from './codes/country-names.ts';
import { GACC_COUNTRIES } from './codes/gacc-countries.ts';

/** All partners together. */
export const WORLD = 'WORLD';

/** Groups, and parts of countries that customs list apart: a group's figure is never summed with its members'. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  WORLD: ['World', 'Total', 'All countries', '全球', '总值', '总计', '合计'],
  EU: ['European Union', 'EU', 'European Union (EU)', '欧盟', '欧洲联盟'],
  ASEAN: ['ASEAN', 'Association of Southeast Asian Nations', 'Association of Southeast Asian Nations (ASEAN)', '东盟', '东南亚国家联盟'],
  RCEP: [
    'RCEP',
    'Regional Comprehensive Economic Partnership',
    'Regional Comprehensive Economic Partnership (RCEP)',
    '区域全面经济伙伴关系协定',
  ],
  APEC: ['APEC', 'Asia-Pacific Economic Cooperation', 'Asia-Pacific Economic Cooperation (APEC)', '亚太经济合作组织'],
  ASIA: ['Asia', '亚洲'],
  AFRICA: ['Africa', '非洲'],
  EUROPE: ['Europe', '欧洲'],
  LATIN_AMERICA: ['Latin America', '拉丁美洲'],
  NORTH_AMERICA: ['North America', '北美洲'],
  OCEANIA: ['Oceania', '大洋洲'],
  MIDDLE_EAST: ['Middle East', '中东'],
  BELT_AND_ROAD: ['Belt and Road', 'Jointly build the countries along Belt and Road Routes', '共建“一带一路”国家'],
  CEUTA: ['Ceuta'],
  MELILLA: ['Melilla'],
  CANARY_ISLANDS: ['Canary Islands', 'Canary Is.'],
  UNSPECIFIED: ['Countries(reg.) unknown', 'Unknown'],
};

/** Forms that the two Chinese sources print and the ISO list does not have. */
const PRINTED_NAMES: Readonly<Record<string, readonly string[]>> = {
  AE: ['阿拉伯联合酋长国'],
  BA: ['波斯尼亚和黑塞哥维那', '波斯尼亚-黑塞哥维那共和国'],
  BO: ['玻利维亚'],
  CD: ['Congo, DR', 'Congo DR', '刚果民主共和国'],
  CG: ['Congo', '刚果共和国'],
  CI: ["Cote d'Ivoire", '科特迪瓦共和国'],
  CZ: ['Czech Rep', 'Czech Republic', '捷克共和国'],
  GB: ['United Kingdom (UK)', '英国'],
  HK: ['Hong Kong, China', 'China Hong Kong', 'HongKong', '中国香港', '香港特别行政区'],
  KP: ['Korea, DPR', 'Korea DPR', 'D. P. R. Korea', 'DPR Korea'],
  KR: ['R. O. Korea', 'Republic of Korea', 'Korea Rep.', 'Korea, Rep.', 'ROK', '大韩民国'],
  LA: ['Laos', 'Laos, PDR', 'Lao PDR'],
  MK: ['北马其顿', 'Macedonia', 'North Macedonia'],
  MM: ['Myanmar'],
  MO: ['Macao, China', 'Macau, China', 'China Macao', 'Macau', 'Macao', '中国澳门'],
  NP: ['尼泊尔'],
  RU: ['Russian Federation', 'Russia', '俄罗斯'],
  SS: ['南苏丹'],
  SZ: ['埃斯瓦蒂尼', 'Swaziland', 'Eswatini'],
  TW: [
    'Taiwan, China',
    'China Taiwan',
    'Taiwan',
    'Taiwan Province',
    'Separate Customs Territory of Taiwan, Penghu, Kinmen and Matsu',
    '中国台湾',
    '台湾',
    '台湾地区',
  ],
  TR: ['土耳其共和国'],
  US: ['United States (US)', 'United States', '美利坚合众国'],
  VN: ['Vietnam', 'Viet Nam'],
};

const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const BY_GACC_CODE: ReadonlyMap<string, string> = new Map(GACC_COUNTRIES.map(([code, partner]) => [code, partner]));
const BY_NAME: ReadonlyMap<string, string> = new Map(
  [COUNTRY_NAMES, PRINTED_NAMES, GROUPS]
    .flatMap((list) => Object.entries(list))
    .flatMap(([partner, names]) => names.map((name): [string, string] => [fold(name), partner]))
    .concat(GACC_COUNTRIES.map(([, partner, name]): [string, string] => [fold(name), partner])),
);

/** The partner that one of China Customs' three-digit codes stands for ("502" is US), or null when it is not in its list. */
export const partnerOfGaccCode = (code: string): string | null => BY_GACC_CODE.get(code.trim()) ?? null;

/**
 * The partner that an English or Chinese name stands for ("R. O. Korea" is KR, "Latin America" LATIN_AMERICA), or null
 * when the name is not known. Case, accents, spaces and punctuation do not matter.
 */
export function partnerOfName(name: string): string | null {
  const folded = fold(name);
  // The tables word this group anew every few years; no country's name has these words.
  if (/beltandroad|beltroad|一带一路/.test(folded)) return 'BELT_AND_ROAD';
  return BY_NAME.get(folded) ?? null;
}
