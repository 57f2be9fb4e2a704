/**
 * The four-digit country codes of the US Census Bureau (Schedule C), and its codes of groups.
 * The publisher's list: https://www.census.gov/foreign-trade/schedules/c/countrycode.html
 */

/** Schedule C code, ISO 3166-1 alpha-2 or a name of our own. No two codes share a partner. */
// biome-ignore format: a table of 240 pairs is read by its rows.
const COUNTRIES: readonly (readonly [code: string, partner: string])[] = [
  // North and Central America, the Caribbean
  ['1010', 'GL'], ['1220', 'CA'], ['1610', 'PM'], ['2010', 'MX'], ['2050', 'GT'], ['2080', 'BZ'], ['2110', 'SV'], ['2150', 'HN'],
  ['2190', 'NI'], ['2230', 'CR'], ['2250', 'PA'], ['2320', 'BM'], ['2360', 'BS'], ['2390', 'CU'], ['2410', 'JM'], ['2430', 'TC'],
  ['2440', 'KY'], ['2450', 'HT'], ['2470', 'DO'], ['2481', 'AI'], ['2482', 'VG'], ['2483', 'KN'], ['2484', 'AG'], ['2485', 'MS'],
  ['2486', 'DM'], ['2487', 'LC'], ['2488', 'VC'], ['2489', 'GD'], ['2720', 'BB'], ['2740', 'TT'], ['2774', 'SX'], ['2777', 'CW'],
  ['2779', 'AW'], ['2831', 'GP'], ['2839', 'MQ'],
  // South America
  ['3010', 'CO'], ['3070', 'VE'], ['3120', 'GY'], ['3150', 'SR'], ['3170', 'GF'], ['3310', 'EC'], ['3330', 'PE'], ['3350', 'BO'],
  ['3370', 'CL'], ['3510', 'BR'], ['3530', 'PY'], ['3550', 'UY'], ['3570', 'AR'], ['3720', 'FK'],
  // Europe, the states of the former Soviet Union
  ['4000', 'IS'], ['4010', 'SE'], ['4031', 'SJ'], ['4039', 'NO'], ['4050', 'FI'], ['4091', 'FO'], ['4099', 'DK'], ['4120', 'GB'],
  ['4190', 'IE'], ['4210', 'NL'], ['4231', 'BE'], ['4239', 'LU'], ['4271', 'AD'], ['4272', 'MC'], ['4279', 'FR'], ['4280', 'DE'],
  ['4330', 'AT'], ['4351', 'CZ'], ['4359', 'SK'], ['4370', 'HU'], ['4411', 'LI'], ['4419', 'CH'], ['4470', 'EE'], ['4490', 'LV'],
  ['4510', 'LT'], ['4550', 'PL'], ['4621', 'RU'], ['4622', 'BY'], ['4623', 'UA'], ['4631', 'AM'], ['4632', 'AZ'], ['4633', 'GE'],
  ['4634', 'KZ'], ['4635', 'KG'], ['4641', 'MD'], ['4642', 'TJ'], ['4643', 'TM'], ['4644', 'UZ'], ['4700', 'ES'], ['4710', 'PT'],
  ['4720', 'GI'], ['4730', 'MT'], ['4751', 'SM'], ['4752', 'VA'], ['4759', 'IT'], ['4791', 'HR'], ['4792', 'SI'], ['4793', 'BA'],
  ['4794', 'MK'], ['4801', 'RS'], ['4803', 'XK'], ['4804', 'ME'], ['4810', 'AL'], ['4840', 'GR'], ['4850', 'RO'], ['4870', 'BG'],
  ['4890', 'TR'], ['4910', 'CY'],
  // Asia
  ['5020', 'SY'], ['5040', 'LB'], ['5050', 'IQ'], ['5070', 'IR'], ['5081', 'IL'], ['5082', 'GAZA_STRIP'], ['5083', 'WEST_BANK'],
  ['5110', 'JO'], ['5130', 'KW'], ['5170', 'SA'], ['5180', 'QA'], ['5200', 'AE'], ['5210', 'YE'], ['5230', 'OM'], ['5250', 'BH'],
  ['5310', 'AF'], ['5330', 'IN'], ['5350', 'PK'], ['5360', 'NP'], ['5380', 'BD'], ['5420', 'LK'], ['5460', 'MM'], ['5490', 'TH'],
  ['5520', 'VN'], ['5530', 'LA'], ['5550', 'KH'], ['5570', 'MY'], ['5590', 'SG'], ['5600', 'ID'], ['5601', 'TL'], ['5610', 'BN'],
  ['5650', 'PH'], ['5660', 'MO'], ['5682', 'BT'], ['5683', 'MV'], ['5700', 'CN'], ['5740', 'MN'], ['5790', 'KP'], ['5800', 'KR'],
  ['5820', 'HK'], ['5830', 'TW'], ['5880', 'JP'],
  // Australia and Oceania
  ['6021', 'AU'], ['6022', 'NF'], ['6023', 'CC'], ['6024', 'CX'], ['6029', 'HM'], ['6040', 'PG'], ['6141', 'NZ'], ['6142', 'CK'],
  ['6143', 'TK'], ['6144', 'NU'], ['6150', 'WS'], ['6223', 'SB'], ['6224', 'VU'], ['6225', 'PN'], ['6226', 'KI'], ['6227', 'TV'],
  ['6412', 'NC'], ['6413', 'WF'], ['6414', 'PF'], ['6810', 'MH'], ['6820', 'FM'], ['6830', 'PW'], ['6862', 'NR'], ['6863', 'FJ'],
  ['6864', 'TO'],
  // Africa
  ['7140', 'MA'], ['7210', 'DZ'], ['7230', 'TN'], ['7250', 'LY'], ['7290', 'EG'], ['7321', 'SD'], ['7323', 'SS'], ['7370', 'EH'],
  ['7380', 'GQ'], ['7410', 'MR'], ['7420', 'CM'], ['7440', 'SN'], ['7450', 'ML'], ['7460', 'GN'], ['7470', 'SL'], ['7480', 'CI'],
  ['7490', 'GH'], ['7500', 'GM'], ['7510', 'NE'], ['7520', 'TG'], ['7530', 'NG'], ['7540', 'CF'], ['7550', 'GA'], ['7560', 'TD'],
  ['7580', 'SH'], ['7600', 'BF'], ['7610', 'BJ'], ['7620', 'AO'], ['7630', 'CG'], ['7642', 'GW'], ['7643', 'CV'], ['7644', 'ST'],
  ['7650', 'LR'], ['7660', 'CD'], ['7670', 'BI'], ['7690', 'RW'], ['7700', 'SO'], ['7741', 'ER'], ['7749', 'ET'], ['7770', 'DJ'],
  ['7780', 'UG'], ['7790', 'KE'], ['7800', 'SC'], ['7810', 'IO'], ['7830', 'TZ'], ['7850', 'MU'], ['7870', 'MZ'], ['7880', 'MG'],
  ['7881', 'YT'], ['7890', 'KM'], ['7904', 'RE'], ['7905', 'TF'], ['7910', 'ZA'], ['7920', 'NA'], ['7930', 'BW'], ['7940', 'ZM'],
  ['7950', 'SZ'], ['7960', 'ZW'], ['7970', 'MW'], ['7990', 'LS'],
];

/** All countries together, in the column CTY_CODE. */
export const CENSUS_WORLD = '-';

const PARTNER_OF_CODE: ReadonlyMap<string, string> = new Map([[CENSUS_WORLD, 'WORLD'], ...COUNTRIES]);
const CODE_OF_PARTNER: ReadonlyMap<string, string> = new Map([...PARTNER_OF_CODE].map(([code, partner]) => [partner, code]));

/** The partner that a code of Schedule C stands for ("5700" is CN, "-" WORLD), or null when it is a group's or not in the list. */
export const partnerOfCensusCode = (code: string): string | null => PARTNER_OF_CODE.get(code) ?? null;

/** The code of a partner (CN is "5700"), or null when the Census Bureau has none. */
export const censusCodeOfPartner = (partner: string): string | null => CODE_OF_PARTNER.get(partner) ?? null;

/**
 * Whether a code is that of a group, whose members have rows of their own: 0003 is the European Union, 0014 the Pacific
 * Rim, 5XXX Asia. No country's code begins with 00 or has an X.
 */
export const isCensusGroup = (code: string): boolean => /^(?:00\d\d|(?=\d{0,3}X)[\dX]{4})$/.test(code);
