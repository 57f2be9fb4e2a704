/**
 * The numeric country codes of HM Revenue & Customs (CountryId): those of the EU's Geonomenclature, which the United
 * Kingdom kept. The publisher's list: https://api.uktradeinfo.com/Country
 * The Geonomenclature: Commission Regulation (EU) No 1106/2012, https://eur-lex.europa.eu/eli/reg/2012/1106/oj
 */

/** CountryId, ISO 3166-1 alpha-2 or a name of our own. No two codes share a partner. */
// biome-ignore format: a table of 240 pairs is read by its rows.
const COUNTRIES: readonly (readonly [code: number, partner: string])[] = [
  // Europe, the states of the former Soviet Union
  [1, 'FR'], [3, 'NL'], [4, 'DE'], [5, 'IT'], [6, 'GB'], [7, 'IE'], [8, 'DK'], [9, 'GR'], [10, 'PT'], [11, 'ES'], [17, 'BE'],
  [18, 'LU'], [21, 'CEUTA'], [23, 'MELILLA'], [24, 'IS'], [28, 'NO'], [30, 'SE'], [32, 'FI'], [37, 'LI'], [38, 'AT'], [39, 'CH'],
  [41, 'FO'], [43, 'AD'], [44, 'GI'], [45, 'VA'], [46, 'MT'], [47, 'SM'], [52, 'TR'], [53, 'EE'], [54, 'LV'], [55, 'LT'], [60, 'PL'],
  [61, 'CZ'], [63, 'SK'], [64, 'HU'], [66, 'RO'], [68, 'BG'], [70, 'AL'], [72, 'UA'], [73, 'BY'], [74, 'MD'], [75, 'RU'], [76, 'GE'],
  [77, 'AM'], [78, 'AZ'], [79, 'KZ'], [80, 'TM'], [81, 'UZ'], [82, 'TJ'], [83, 'KG'], [91, 'SI'], [92, 'HR'], [93, 'BA'], [95, 'XK'],
  [96, 'MK'], [97, 'ME'], [98, 'RS'],
  // Africa
  [204, 'MA'], [208, 'DZ'], [212, 'TN'], [216, 'LY'], [220, 'EG'], [224, 'SD'], [225, 'SS'], [228, 'MR'], [232, 'ML'], [236, 'BF'],
  [240, 'NE'], [244, 'TD'], [247, 'CV'], [248, 'SN'], [252, 'GM'], [257, 'GW'], [260, 'GN'], [264, 'SL'], [268, 'LR'], [272, 'CI'],
  [276, 'GH'], [280, 'TG'], [284, 'BJ'], [288, 'NG'], [302, 'CM'], [306, 'CF'], [310, 'GQ'], [311, 'ST'], [314, 'GA'], [318, 'CG'],
  [322, 'CD'], [324, 'RW'], [328, 'BI'], [329, 'SH'], [330, 'AO'], [334, 'ET'], [336, 'ER'], [338, 'DJ'], [342, 'SO'], [346, 'KE'],
  [350, 'UG'], [352, 'TZ'], [355, 'SC'], [357, 'IO'], [366, 'MZ'], [370, 'MG'], [372, 'RE'], [373, 'MU'], [375, 'KM'], [377, 'YT'],
  [378, 'ZM'], [382, 'ZW'], [386, 'MW'], [388, 'ZA'], [389, 'NA'], [391, 'BW'], [393, 'SZ'], [395, 'LS'],
  // America
  [400, 'US'], [404, 'CA'], [406, 'GL'], [408, 'PM'], [412, 'MX'], [413, 'BM'], [416, 'GT'], [421, 'BZ'], [424, 'HN'], [428, 'SV'],
  [432, 'NI'], [436, 'CR'], [442, 'PA'], [446, 'AI'], [448, 'CU'], [449, 'KN'], [452, 'HT'], [453, 'BS'], [454, 'TC'], [456, 'DO'],
  [457, 'VI'], [458, 'GP'], [459, 'AG'], [460, 'DM'], [462, 'MQ'], [463, 'KY'], [464, 'JM'], [465, 'LC'], [467, 'VC'], [468, 'VG'],
  [469, 'BB'], [470, 'MS'], [472, 'TT'], [473, 'GD'], [474, 'AW'], [478, 'NETHERLANDS_ANTILLES'], [480, 'CO'], [484, 'VE'],
  [488, 'GY'], [492, 'SR'], [496, 'GF'], [500, 'EC'], [504, 'PE'], [508, 'BR'], [512, 'CL'], [516, 'BO'], [520, 'PY'], [524, 'UY'],
  [528, 'AR'], [529, 'FK'],
  // Asia
  [600, 'CY'], [604, 'LB'], [608, 'SY'], [612, 'IQ'], [616, 'IR'], [624, 'IL'], [625, 'PS'], [626, 'TL'], [628, 'JO'], [632, 'SA'],
  [636, 'KW'], [640, 'BH'], [644, 'QA'], [647, 'AE'], [649, 'OM'], [653, 'YE'], [660, 'AF'], [662, 'PK'], [664, 'IN'], [666, 'BD'],
  [667, 'MV'], [669, 'LK'], [672, 'NP'], [675, 'BT'], [676, 'MM'], [680, 'TH'], [684, 'LA'], [690, 'VN'], [696, 'KH'], [700, 'ID'],
  [701, 'MY'], [703, 'BN'], [706, 'SG'], [708, 'PH'], [716, 'MN'], [720, 'CN'], [724, 'KP'], [728, 'KR'], [732, 'JP'], [736, 'TW'],
  [740, 'HK'], [743, 'MO'],
  // Australia, Oceania, the poles
  [800, 'AU'], [801, 'PG'], [803, 'NR'], [804, 'NZ'], [806, 'SB'], [807, 'TV'], [809, 'NC'], [811, 'WF'], [812, 'KI'], [813, 'PN'],
  [815, 'FJ'], [816, 'VU'], [817, 'TO'], [819, 'WS'], [820, 'MP'], [822, 'PF'], [823, 'FM'], [824, 'MH'], [825, 'PW'], [830, 'AS'],
  [831, 'GU'], [832, 'UM'], [833, 'CC'], [834, 'CX'], [835, 'HM'], [836, 'NF'], [837, 'CK'], [838, 'NU'], [839, 'TK'], [891, 'AQ'],
  [892, 'BV'], [893, 'GS'], [894, 'TF'],
];

/** Figures without a country: ships' stores, countries that were not given, and those that are withheld. */
const OTHERS: readonly (readonly [code: number, partner: string])[] = [
  [950, 'STORES_AND_PROVISIONS'],
  [951, 'STORES_AND_PROVISIONS_INTRA_EU'],
  [952, 'STORES_AND_PROVISIONS_EXTRA_EU'],
  [958, 'UNSPECIFIED'],
  [959, 'UNSPECIFIED_INTRA_EU'],
  [960, 'UNSPECIFIED_EXTRA_EU'],
  [977, 'SECRET'],
  [978, 'SECRET_INTRA_EU'],
  [979, 'SECRET_EXTRA_EU'],
];

const PARTNER_OF_ID: ReadonlyMap<number, string> = new Map([...COUNTRIES, ...OTHERS]);
const ID_OF_PARTNER: ReadonlyMap<string, number> = new Map([...PARTNER_OF_ID].map(([id, partner]) => [partner, id]));

/** The partner that a CountryId stands for (720 is CN), or null when it is not in the list. */
export const partnerOfHmrcCountry = (id: number): string | null => PARTNER_OF_ID.get(id) ?? null;

/** The CountryId of a partner (CN is 720), or null when it has none. */
export const hmrcCountryOfPartner = (partner: string): number | null => ID_OF_PARTNER.get(partner) ?? null;
