/** What texts call countries, beside the names that the lists of countries have. */

import { countryNames } from './countries.ts';
import { GACC } from './partners.ts';

/** Codes with names and adjectives. An adjective begins with `~`. */
const TABLE = `
CN China People's_Republic_of_China mainland_China the_mainland ~Chinese Beijing ~Sino 我国 全国 中方 中国内地 中国大陆 内地 大陆 中国
US United_States US U.S. U.S.A. USA America ~American Washington 美国 美方
JP Japan ~Japanese Tokyo 日本 日方
KR South_Korea Korea Republic_of_Korea ~South_Korean ~Korean Seoul 韩国 南韩
DE Germany ~German 德国
FR France ~French 法国
GB United_Kingdom UK U.K. Britain Great_Britain ~British 英国
IT Italy ~Italian 意大利
ES Spain ~Spanish 西班牙
NL Netherlands The_Netherlands Holland ~Dutch 荷兰
PL Poland ~Polish 波兰
HU Hungary ~Hungarian 匈牙利
SK Slovakia ~Slovak 斯洛伐克
AT Austria ~Austrian 奥地利
BE Belgium ~Belgian 比利时
CH Switzerland ~Swiss 瑞士
SE Sweden ~Swedish 瑞典
NO Norway ~Norwegian 挪威
FI Finland ~Finnish 芬兰
DK Denmark ~Danish 丹麦
RU Russia Russian_Federation ~Russian Moscow 俄罗斯
UA Ukraine ~Ukrainian 乌克兰
TR Turkey Türkiye Turkiye ~Turkish 土耳其
IN India ~Indian New_Delhi 印度
ID Indonesia ~Indonesian 印度尼西亚 印尼
VN Vietnam Viet_Nam ~Vietnamese Hanoi 越南
TH Thailand ~Thai 泰国
MY Malaysia ~Malaysian 马来西亚
PH Philippines The_Philippines ~Philippine ~Filipino 菲律宾
SG Singapore ~Singaporean 新加坡
MM Myanmar Burma ~Burmese 缅甸
LA Laos ~Laotian ~Lao 老挝
KH Cambodia ~Cambodian 柬埔寨
TW Taiwan ~Taiwanese 台湾 中国台湾
HK Hong_Kong 香港 中国香港
MN Mongolia ~Mongolian 蒙古
AU Australia ~Australian 澳大利亚 澳洲
NZ New_Zealand 新西兰
BR Brazil ~Brazilian Brasilia 巴西
AR Argentina ~Argentine ~Argentinian 阿根廷
CL Chile ~Chilean 智利
PE Peru ~Peruvian 秘鲁
MX Mexico ~Mexican 墨西哥
CA Canada ~Canadian Ottawa 加拿大
SA Saudi_Arabia ~Saudi ~Saudi_Arabian 沙特 沙特阿拉伯
AE United_Arab_Emirates UAE ~Emirati 阿联酋
IR Iran ~Iranian 伊朗
IQ Iraq ~Iraqi 伊拉克
KW Kuwait ~Kuwaiti
QA Qatar ~Qatari
IL Israel ~Israeli 以色列
ZA South_Africa ~South_African 南非
EG Egypt ~Egyptian 埃及
NG Nigeria ~Nigerian 尼日利亚
KZ Kazakhstan ~Kazakh 哈萨克斯坦
PK Pakistan ~Pakistani 巴基斯坦
BD Bangladesh ~Bangladeshi 孟加拉国
LK Sri_Lanka ~Sri_Lankan 斯里兰卡
CD Democratic_Republic_of_Congo DRC ~Congolese 刚果(金)
ZW Zimbabwe ~Zimbabwean 津巴布韦
GN Guinea ~Guinean 几内亚
EU European_Union EU E.U. EU-27 EU27 Brussels 欧盟
WORLD world the_world worldwide globally all_countries the_rest_of_the_world 全球 世界 全世界
`;

export interface SpokenName {
  /** ISO 3166-1 alpha-2, EU or WORLD. */
  readonly code: string;
  readonly name: string;
  /** "Chinese", "American" */
  readonly adjective: boolean;
}

export const SPOKEN_NAMES: readonly SpokenName[] = TABLE.trim()
  .split('\n')
  .map((line) => line.split(' '))
  .flatMap(([code = '', ...words]) =>
    words.map((word) => ({ code, name: word.replace('~', '').replaceAll('_', ' '), adjective: word.startsWith('~') })),
  );

/** One character for a country, only behind a word that says which role it has (对美, 自澳, 输日, 中美). */
export const SHORT_NAMES: Readonly<Record<string, string>> = {
  中: 'CN', 华: 'CN', 陆: 'CN', 美: 'US', 日: 'JP', 韩: 'KR', 欧: 'EU', 德: 'DE', 法: 'FR', 英: 'GB', 俄: 'RU',
  印: 'IN', 越: 'VN', 泰: 'TH', 澳: 'AU', 加: 'CA', 墨: 'MX', 台: 'TW', 港: 'HK', 巴: 'BR', 荷: 'NL',
}; // biome-ignore format: a table

/** All that a text may call a country, English and Chinese, the longest first. */
export const namesOf = (code: string): readonly string[] =>
  [
    ...(Object.hasOwn(countryNames(), code) ? (countryNames()[code] ?? []) : []),
    ...GACC.codes().flatMap(({ partner, names }) => (partner === code ? names : [])),
    ...SPOKEN_NAMES.flatMap((spoken) => (spoken.code === code ? [spoken.name] : [])),
  ].sort((a, b) => b.length - a.length);
