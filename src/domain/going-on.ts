/**
 * Whether a sentence that does not itself say whose trade it tells of may go on with something of the sentences before it, back to the one
 * that says it: a company, another country, a place within one, trade with one partner or without one, a measure of its own, or several
 * months together. Pure.
 */
import { type DoubtedClaim, languageOf, ownOf, plain } from './claim-doubts.ts';
import type { Own } from './sentence.ts';

/** Offices that publish the figures of their country. */
const OFFICES = /海关|财务省|\b(?:PRC|Secex|Eurostat|Census Bureau)\b/;
const saysWhose = (text: string, { reporter }: Own): boolean => OFFICES.test(text) || languageOf(text).namesPlace(text, reporter);

const PROVINCES_EN =
  'Anhui|Baotou|Chengdu|Chongqing|Dalian|Fujian|Ganzhou|Gansu|Guangdong|Guangxi|Guangzhou|Guizhou|Hainan|Hangzhou|Hebei|Heilongjiang|Henan|Hubei|Hunan|Inner Mongolia|Jiangsu|Jiangxi|Jilin|Liaoning|Nanjing|Ningbo|Ningxia|Qingdao|Shaanxi|Shandong|Shanghai|Shanxi|Shenzhen|Sichuan|Suzhou|Tianjin|Wuhan|Xiamen|Xinjiang|Yantai|Yunnan|Zhejiang';
const PROVINCES_ZH =
  '安徽|包头|成都|重庆|大连|福建|赣州|甘肃|广东|广西|广州|贵州|海南|杭州|河北|黑龙江|河南|湖北|湖南|内蒙古|江苏|江西|吉林|辽宁|南京|宁波|宁夏|青岛|陕西|山东|上海|山西|深圳|四川|苏州|天津|武汉|厦门|新疆|烟台|云南|浙江';

const WITHIN = new RegExp(`\\b(?:${PROVINCES_EN})\\b|${PROVINCES_ZH}`);

/** The provinces and cities of China that a sentence names. */
export const placesWithin = (sentence: string): readonly string[] => sentence.match(new RegExp(WITHIN, 'g')) ?? [];

const OF_A_PART: readonly RegExp[] = [
  /\b(?:company|firms?|makers?|producers?|manufacturers?|Inc|Ltd|Corp|Co|Group|companies|enterprises|mills|refiners|smelters|miners|plant|factory|province|ports?|SOEs?|JL ?MAG|Lynas|MP Materials|Proterial)\b|公司|集团|企业|民营|国企|[钢炼]厂|地炼|电商|股份|磁业|口岸|保税|规模以上/,
  WITHIN,
  /\b(?:exports?|shipments?|trade|sales) (?:to|with) (?:the )?\p{Lu}/u,
  /对[^,。;]{0,3}[国美日德欧韩印越盟俄台港][^,。;]{0,8}(?:出口|贸易)/,
  /\b(?:excluding|except|apart from|other than|stripping out|re-?exports?|bonded|sintered|ferrites?|adjusted|adjusting|seasonal\w*|averag\w*|per day|daily|inspections?|applications?|licen[cs]es? (?:to|for))\b/i,
  /以外|除外|不含|不包括|剔除|扣除|季调|季节性?调整|日均|转口|烧结|钐钴|铁氧体|订单|许可/,
];
const MONTHS_TOGETHER =
  /\b(?:together|combined|two months|(?:last|past|latest) \w+ months|rolling|trailing|moving average|(?<!-)year (?:to|ended|ending|through) (?:the end|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*)|weeks?|weekly)\b|合计|共计|合并|两个?月|滚动|移动平均|[上下]半月|首周/i;

const IT = '(?:it|that|this|the (?:claims?|reports?|figures?|numbers?|post|statement|story))';
const TAKEN_BACK = new RegExp(
  `^(?:but |however, )?${IT}\\b[^.]*\\b(?:false|untrue|incorrect|wrong|fake|misleading|fabricated|not true|no basis|unfounded)\\b` +
    `|\\b(?:denied|denies|disputed|dismissed|rejected|refuted|retracted|withdrew|corrected) ${IT}\\b` +
    '|(?:不实|谣言|否认|辟谣|不属实|与事实不符)',
  'i',
);

/** Whether a sentence takes back what the one before it says. */
export const takesBack = (sentence: string): boolean => TAKEN_BACK.test(plain(sentence));

/** What a sentence leaves to the next one: the claim's own country, something else, or nothing. */
type Left = 'owner' | 'part' | 'months' | 'nothing';

function leftBy(sentence: string, own: Own): Left {
  const text = plain(sentence);
  if (OF_A_PART.some((pattern) => pattern.test(text))) return 'part';
  if (MONTHS_TOGETHER.test(text)) return 'months';
  if (languageOf(text).namesAnother(text, own)) return 'part';
  return saysWhose(text, own) ? 'owner' : 'nothing';
}

/** For the claims of one text: many look back on the same sentences, each of which is looked at once. */
export function goingOn(
  namesOf: (commodity: string) => readonly string[],
): (before: Iterable<string>, quote: string, claim: DoubtedClaim) => 'part' | 'months' | null {
  const known = new Map<string, Left>();
  /** @param before the sentences before it, the nearest first. */
  return (before, quote, claim) => {
    const own = ownOf(claim, namesOf(claim.commodity ?? ''));
    if (languageOf(quote).namesPlace(plain(quote), own.reporter)) return null;
    for (const sentence of before) {
      const key = JSON.stringify([own.commodity, own.reporter, own.partner, sentence]);
      const left = known.get(key) ?? leftBy(sentence, own);
      known.set(key, left);
      if (left !== 'nothing') return left === 'owner' ? null : left;
    }
    return null;
  };
}
