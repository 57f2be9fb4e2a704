import { COUNTRY_NAMES } from '../domain/codes/countries.ts';
import { GACC } from '../domain/codes/partners.ts';
import type { PhraseTrie } from './phrase-trie.ts';
import type { Meaning } from './token.ts';

/** Names of countries, the world and regions, with adjectives, capitals that stand for governments and agencies. */

/** Codes with names and adjectives that the lists of countries do not have. An adjective begins with `~`. */
const OTHER_NAMES = `
CN China mainland_China the_mainland ~Chinese Beijing ~Sino 我国 全国 中方 中国内地 中国大陆 内地 大陆 中国
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

/** Regions: places that no code stands for, so that a figure for them is not taken for the world. */
const REGIONS =
  'Asia Southeast_Asia South-East_Asia East_Asia South_Asia Europe Western_Europe Africa Latin_America South_America North_America Central_America Middle_East the_Middle_East Oceania ASEAN Asean the_bloc Association_of_Southeast_Asian_Nations Belt_and_Road_countries BRICS Central_Asia CIS 东盟 东协 东南亚国协 东南亚国家协会 陆港 港陆 中港 纽澳 新南向国家 新南向18国 亚洲 东南亚 欧洲 非洲 拉美 拉丁美洲 北美 中东 大洋洲 共建一带一路国家 “一带一路”共建国家 一带一路 RCEP 金砖国家 中亚 新兴市场 ~European ~Asian ~African ~ASEAN Guangdong Jiangsu Zhejiang Shanghai Shandong Inner_Mongolia California 广东 江苏 浙江 上海 山东 深圳 内蒙古 北京 福建 四川 重庆';

/** Agencies that publish figures: they say whose statistics it is when nothing else does. */
const AGENCIES = `
CN General_Administration_of_Customs GACC Chinese_customs China_Customs China's_customs 海关总署 中国海关
KR Korea_Customs_Service 韩国关税厅 韩国海关 关税厅 韩国产业通商资源部 产业通商资源部
TW 台湾财政部
JP 财务省 日本财务省
US Census_Bureau U.S._Census_Bureau
BR Secex
VN Vietnam_Customs
EU Eurostat 欧盟统计局
`;

/** One character for a country, only behind a word that says which role it has (对美, 自澳, 输日, 中美). */
export const SHORT_NAMES: Readonly<Record<string, string>> = {
  中: 'CN', 华: 'CN', 陆: 'CN', 美: 'US', 日: 'JP', 韩: 'KR', 欧: 'EU', 德: 'DE', 法: 'FR', 英: 'GB', 俄: 'RU',
  印: 'IN', 越: 'VN', 泰: 'TH', 澳: 'AU', 加: 'CA', 墨: 'MX', 台: 'TW', 港: 'HK', 巴: 'BR', 荷: 'NL',
}; // biome-ignore format: a table

const lines = (table: string): readonly (readonly [string, readonly string[]])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([code = '', ...words]) => [code, words.map((word) => word.replaceAll('_', ' '))]);

/** Adds all places to the vocabulary; a later, more telling name replaces an earlier one. */
export function addPlaces(vocabulary: PhraseTrie<Meaning>): void {
  const put = (name: string, place: string | null): void => {
    const adjective = name.startsWith('~');
    const plain = adjective ? name.slice(1) : name;
    vocabulary.add(plain, { kind: 'place', place, adjective, bound: false });
    if (/[A-Za-z.]$/.test(plain)) vocabulary.add(`${plain} bound`, { kind: 'place', place, adjective, bound: true });
  };
  for (const [code, names] of Object.entries(COUNTRY_NAMES))
    for (const name of names) if (/^[A-Z][\p{L} ]{3,}$/u.test(name)) put(name, code);
  for (const { partner, kind, names } of GACC.codes())
    if (kind === 'country') for (const name of names) if (name.length > 1) put(name, partner);
  for (const region of REGIONS.split(' ')) put(region.replaceAll('_', ' '), null);
  for (const [code, names] of lines(OTHER_NAMES)) for (const name of names) put(name, code);
  for (const [code, names] of lines(AGENCIES)) for (const name of names) vocabulary.add(name, { kind: 'agency', place: code });
}
