import { countryNames } from '../domain/codes/countries.ts';
import { GACC } from '../domain/codes/partners.ts';
import { SPOKEN_NAMES } from '../domain/codes/spoken-names.ts';
import type { PhraseTrie } from './phrase-trie.ts';
import type { Meaning } from './token.ts';

/** Names of countries, the world and regions, with adjectives, capitals that stand for governments and agencies. */

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

const lines = (table: string): readonly (readonly [string, readonly string[]])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([code = '', ...words]) => [code, words.map((word) => word.replaceAll('_', ' '))]);

/** Adds all places to the vocabulary; a later, more telling name replaces an earlier one. */
export function addPlaces(vocabulary: PhraseTrie<Meaning>): void {
  const put = (name: string, place: string | null, adjective = false): void => {
    vocabulary.add(name, { kind: 'place', place, adjective, bound: false });
    if (/[A-Za-z.]$/.test(name)) vocabulary.add(`${name} bound`, { kind: 'place', place, adjective, bound: true });
  };
  for (const [code, names] of Object.entries(countryNames()))
    for (const name of names) if (/^[A-Z][\p{L} ]{3,}$/u.test(name)) put(name, code);
  for (const { partner, kind, names } of GACC.codes())
    if (kind === 'country') for (const name of names) if (name.length > 1) put(name, partner);
  for (const region of REGIONS.split(' ')) put(region.replace('~', '').replaceAll('_', ' '), null, region.startsWith('~'));
  for (const { code, name, adjective } of SPOKEN_NAMES) put(name, code, adjective);
  for (const [code, names] of lines(AGENCIES)) for (const name of names) vocabulary.add(name, { kind: 'agency', place: code });
}
