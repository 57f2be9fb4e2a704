/**
 * UN Comtrade's numeric reporter and partner codes. They are M49 with exceptions that are Comtrade's own: 842 is the
 * United States, 251 France, 699 India, 757 Switzerland (with Liechtenstein), 579 Norway, 490 "Other Asia, nes" (in
 * practice Taiwan, but not called so), and 492 is "Europe EU, nes", not Monaco.
 * The publisher's lists: https://comtradeapi.un.org/files/v1/app/reference/partnerAreas.json and Reporters.json.
 */

/** Countries and territories: Comtrade's code, ISO 3166-1 alpha-2. No two codes share a partner. */
// biome-ignore format: a table of 230 pairs is read by its rows.
const COUNTRIES: readonly (readonly [code: number, partner: string])[] = [
  [4, 'AF'], [8, 'AL'], [10, 'AQ'], [12, 'DZ'], [16, 'AS'], [20, 'AD'], [24, 'AO'], [28, 'AG'], [31, 'AZ'], [32, 'AR'], [36, 'AU'],
  [40, 'AT'], [44, 'BS'], [48, 'BH'], [50, 'BD'], [51, 'AM'], [52, 'BB'], [56, 'BE'], [60, 'BM'], [64, 'BT'], [68, 'BO'], [70, 'BA'],
  [72, 'BW'], [74, 'BV'], [76, 'BR'], [84, 'BZ'], [86, 'IO'], [90, 'SB'], [92, 'VG'], [96, 'BN'], [100, 'BG'], [104, 'MM'], [108, 'BI'],
  [112, 'BY'], [116, 'KH'], [120, 'CM'], [124, 'CA'], [132, 'CV'], [136, 'KY'], [140, 'CF'], [144, 'LK'], [148, 'TD'], [152, 'CL'],
  [156, 'CN'], [162, 'CX'], [166, 'CC'], [170, 'CO'], [174, 'KM'], [175, 'YT'], [178, 'CG'], [180, 'CD'], [184, 'CK'], [188, 'CR'],
  [191, 'HR'], [192, 'CU'], [196, 'CY'], [203, 'CZ'], [204, 'BJ'], [208, 'DK'], [212, 'DM'], [214, 'DO'], [218, 'EC'], [222, 'SV'],
  [226, 'GQ'], [231, 'ET'], [232, 'ER'], [233, 'EE'], [234, 'FO'], [238, 'FK'], [239, 'GS'], [242, 'FJ'], [246, 'FI'], [251, 'FR'],
  [254, 'GF'], [258, 'PF'], [260, 'TF'], [262, 'DJ'], [266, 'GA'], [268, 'GE'], [270, 'GM'], [275, 'PS'], [276, 'DE'], [288, 'GH'],
  [292, 'GI'], [296, 'KI'], [300, 'GR'], [304, 'GL'], [308, 'GD'], [312, 'GP'], [316, 'GU'], [320, 'GT'], [324, 'GN'], [328, 'GY'],
  [332, 'HT'], [334, 'HM'], [336, 'VA'], [340, 'HN'], [344, 'HK'], [348, 'HU'], [352, 'IS'], [360, 'ID'], [364, 'IR'], [368, 'IQ'],
  [372, 'IE'], [376, 'IL'], [380, 'IT'], [384, 'CI'], [388, 'JM'], [392, 'JP'], [398, 'KZ'], [400, 'JO'], [404, 'KE'], [408, 'KP'],
  [410, 'KR'], [414, 'KW'], [417, 'KG'], [418, 'LA'], [422, 'LB'], [426, 'LS'], [428, 'LV'], [430, 'LR'], [434, 'LY'], [440, 'LT'],
  [442, 'LU'], [446, 'MO'], [450, 'MG'], [454, 'MW'], [458, 'MY'], [462, 'MV'], [466, 'ML'], [470, 'MT'], [474, 'MQ'], [478, 'MR'],
  [480, 'MU'], [484, 'MX'], [496, 'MN'], [498, 'MD'], [499, 'ME'], [500, 'MS'], [504, 'MA'], [508, 'MZ'], [512, 'OM'], [516, 'NA'],
  [520, 'NR'], [524, 'NP'], [528, 'NL'], [531, 'CW'], [533, 'AW'], [534, 'SX'], [535, 'BQ'], [540, 'NC'], [548, 'VU'], [554, 'NZ'],
  [558, 'NI'], [562, 'NE'], [566, 'NG'], [570, 'NU'], [574, 'NF'], [579, 'NO'], [580, 'MP'], [581, 'UM'], [583, 'FM'], [584, 'MH'],
  [585, 'PW'], [586, 'PK'], [591, 'PA'], [598, 'PG'], [600, 'PY'], [604, 'PE'], [608, 'PH'], [612, 'PN'], [616, 'PL'], [620, 'PT'],
  [624, 'GW'], [626, 'TL'], [630, 'PR'], [634, 'QA'], [638, 'RE'], [642, 'RO'], [643, 'RU'], [646, 'RW'], [652, 'BL'], [654, 'SH'],
  [659, 'KN'], [660, 'AI'], [662, 'LC'], [666, 'PM'], [670, 'VC'], [674, 'SM'], [678, 'ST'], [682, 'SA'], [686, 'SN'], [688, 'RS'],
  [690, 'SC'], [694, 'SL'], [699, 'IN'], [702, 'SG'], [703, 'SK'], [704, 'VN'], [705, 'SI'], [706, 'SO'], [710, 'ZA'], [716, 'ZW'],
  [724, 'ES'], [728, 'SS'], [729, 'SD'], [732, 'EH'], [740, 'SR'], [748, 'SZ'], [752, 'SE'], [757, 'CH'], [760, 'SY'], [762, 'TJ'],
  [764, 'TH'], [768, 'TG'], [772, 'TK'], [776, 'TO'], [780, 'TT'], [784, 'AE'], [788, 'TN'], [792, 'TR'], [795, 'TM'], [796, 'TC'],
  [798, 'TV'], [800, 'UG'], [804, 'UA'], [807, 'MK'], [818, 'EG'], [826, 'GB'], [834, 'TZ'], [842, 'US'], [850, 'VI'], [854, 'BF'],
  [858, 'UY'], [860, 'UZ'], [862, 'VE'], [876, 'WF'], [882, 'WS'], [887, 'YE'], [894, 'ZM'],
];

/** What no ISO code stands for: groups, the rest of a region ("nes"), parts of a country, states that are no more. */
const GROUPS: readonly (readonly [code: number, partner: string])[] = [
  [0, 'WORLD'],
  [97, 'EU'],
  [975, 'ASEAN'],
  // Areas not elsewhere specified.
  [129, 'OTHER_CARIBBEAN'],
  [221, 'OTHER_EASTERN_EUROPE'],
  [290, 'OTHER_NORTHERN_AFRICA'],
  [471, 'OTHER_CACM'],
  [472, 'OTHER_CAMEU'],
  [473, 'OTHER_LAIA'],
  [490, 'OTHER_ASIA'],
  [492, 'OTHER_EU'],
  [527, 'OTHER_OCEANIA'],
  [568, 'OTHER_EUROPE'],
  [577, 'OTHER_AFRICA'],
  [636, 'OTHER_AMERICA'],
  [637, 'OTHER_NORTH_AND_CENTRAL_AMERICA'],
  [697, 'OTHER_EFTA'],
  [879, 'OTHER_WESTERN_ASIA'],
  [899, 'UNSPECIFIED'],
  // Not a place of origin or destination.
  [837, 'BUNKERS'],
  [838, 'FREE_ZONES'],
  [839, 'SPECIAL_CATEGORIES'],
  // Parts of a country, and territories without an ISO code of their own.
  [80, 'BRITISH_ANTARCTIC_TERRITORY'],
  [457, 'SARAWAK'],
  [459, 'PENINSULA_MALAYSIA'],
  [461, 'SABAH'],
  [536, 'NEUTRAL_ZONE'],
  [647, 'RYUKYU_ISLANDS'],
  [658, 'SAINT_KITTS_NEVIS_AND_ANGUILLA'],
  [698, 'SIKKIM'],
  [711, 'SOUTHERN_AFRICAN_CUSTOMS_UNION'],
  [830, 'CHANNEL_ISLANDS'],
  [833, 'IM'],
  [849, 'US_MISCELLANEOUS_PACIFIC_ISLANDS'],
  // Reporting areas of the past: a series of today does not continue theirs.
  [58, 'BELGIUM_LUXEMBOURG'],
  [200, 'CZECHOSLOVAKIA'],
  [230, 'ETHIOPIA_BEFORE_1993'],
  [278, 'EAST_GERMANY'],
  [280, 'WEST_GERMANY'],
  [356, 'INDIA_BEFORE_1975'],
  [530, 'NETHERLANDS_ANTILLES'],
  [532, 'NETHERLANDS_ANTILLES_AND_ARUBA'],
  [582, 'PACIFIC_ISLANDS_TRUST_TERRITORY'],
  [588, 'EAST_AND_WEST_PAKISTAN'],
  [590, 'PANAMA_WITHOUT_CANAL_ZONE'],
  [592, 'PANAMA_CANAL_ZONE'],
  [717, 'RHODESIA_AND_NYASALAND'],
  [720, 'SOUTH_YEMEN'],
  [736, 'SUDAN_BEFORE_2012'],
  [810, 'USSR'],
  [835, 'TANGANYIKA'],
  [836, 'ZANZIBAR_AND_PEMBA'],
  [841, 'USA_BEFORE_1981'],
  [866, 'NORTH_VIETNAM'],
  [868, 'SOUTH_VIETNAM'],
  [886, 'NORTH_YEMEN'],
  [890, 'YUGOSLAVIA'],
  [891, 'SERBIA_AND_MONTENEGRO'],
];

/** Comtrade's lists of before 2020 have Italy as 381 (with San Marino); answers of today say 380. */
const OLDER_CODES: readonly (readonly [code: number, partner: string])[] = [[381, 'IT']];

const PARTNER_OF_CODE: ReadonlyMap<number, string> = new Map([...COUNTRIES, ...GROUPS, ...OLDER_CODES]);
const CODE_OF_PARTNER: ReadonlyMap<string, number> = new Map([...GROUPS, ...COUNTRIES].map(([code, partner]) => [partner, code]));

/** The reporter or partner that one of Comtrade's numeric codes stands for (156 is CN, 0 WORLD), or null when it is not in its lists. */
export const partnerOfComtradeCode = (code: number): string | null => PARTNER_OF_CODE.get(code) ?? null;

/** Comtrade's numeric code of a reporter or partner (US is 842), or null when it has none. */
export const comtradeCodeOfPartner = (partner: string): number | null => CODE_OF_PARTNER.get(partner) ?? null;
