/**
 * Words of a sentence that the reading of its claim leaves out and that may make it speak of something else than the
 * official line: of one company, one province, one kind or use, of other partners, other months or another measure, or
 * of what it denies. Nothing is read from them; they only keep a claim from being called contradicted.
 */

import { narrowsAllGoods } from './all-goods-chinese.ts';
import type { Claim } from './claim.ts';
import { WORLD_PARTNER } from './claim-series.ts';
import { narrowsGoods } from './goods-phrase.ts';
import { simplified } from './simplified.ts';

export type Doubt = 'denied' | 'narrower_subject' | 'period_in_doubt' | 'measure_in_doubt';

/** Who may own exports in statistics, beside months: "China's exports", "May's shipments". */
const OWNERS =
  'China|PRC|Beijing|Republic|Mainland|Mainland China|Chinese|Nation|Country|EU|Europe|Union|UK|Britain|Kingdom|US|U\\.S\\.?|USA|States|America|Japan|Brazil|Korea|India|Germany|Vietnam|Mexico|Taiwan|World|January|February|March|April|May|June|July|August|September|October|November|December|Year|Month|Quarter|Q[1-4]';
const GOODS = '(?:exports?|imports?|shipments?|purchases|sales|deliveries|arrivals)';
/** What a phrase of destination, route or use narrows when it follows. */
const TRADED = '(?:exports?|imports?|shipments?|purchases|sales|deliveries|arrivals|magnets?|earths?|steel|ore|oil|soybeans)';
const PROVINCES_EN =
  'Anhui|Baotou|Chengdu|Chongqing|Dalian|Fujian|Ganzhou|Gansu|Guangdong|Guangxi|Guangzhou|Guizhou|Hainan|Hangzhou|Hebei|Heilongjiang|Henan|Hubei|Hunan|Inner Mongolia|Jiangsu|Jiangxi|Jilin|Liaoning|Nanjing|Ningbo|Ningxia|Qingdao|Shaanxi|Shandong|Shanghai|Shanxi|Shenzhen|Sichuan|Suzhou|Tianjin|Wuhan|Xiamen|Xinjiang|Yantai|Yunnan|Zhejiang';
const PROVINCES_ZH =
  '安徽|包头|成都|重庆|大连|福建|赣州|甘肃|广东|广西|广州|贵州|海南|杭州|河北|黑龙江|河南|湖北|湖南|内蒙古|江苏|江西|吉林|辽宁|南京|宁波|宁夏|青岛|陕西|山东|上海|山西|深圳|四川|苏州|天津|武汉|厦门|新疆|烟台|云南|浙江';
const COUNTRIES_ZH = '日本|美国|韩国|越南|印度|德国|欧盟|俄罗斯|巴西|墨西哥|泰国|马来西亚|印度尼西亚|印尼|澳大利亚|台湾';
const TIMES =
  '\\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|q[1-4]|(?:the )?(?:first|second|third|fourth|end|year|month|quarter|mid|early|late)';

const MONTHS = '(?:January|February|March|April|May|June|July|August|September|October|November|December)';

/** Makers whose own exports are in the news. */
const MAKERS =
  /金力永磁|中科三环|宁波韵升|正海磁材|英洛华|大地熊|北方稀土|盛和资源|JL ?MAG|Yunsheng|Zhenghai|San ?Huan|Earth-Panda|Northern Rare Earth|MP Materials|Lynas|Shin-Etsu|Proterial/i;

/** A part of the trade, or another trade. */
const NARROWER: readonly RegExp[] = [
  MAKERS,
  new RegExp(
    `(?<![\\p{L}.])(?!(?:${OWNERS})['’])\\p{Lu}[\\p{L}\\d&.-]*['’]s\\s+(?:(?!on |as |and |to |for |that )[\\p{L}\\d-]+\\s+){0,5}${GOODS}(?!\\p{L})`,
    'u',
  ),
  /China['’]s (?:(?!Rare|Magnet|Permanent|Total|Exports?|Shipments?)\p{Lu}[\p{L}-]*\s){1,4}(?:increased|raised|lifted|boosted|grew|cut|reduced|shipped|exported|expanded|doubled|sold)\b/u,
  /(?<!world['’]s )\b(?:largest|biggest|top|leading|major) (?:[\w-]+ ){0,3}(?:producer|maker|manufacturer|exporter|supplier|company|firm)\b/i,
  /\b(?:company|firm|group|producer|maker|manufacturer|exporter|supplier|plant)['’]s\b|\b(?:exports?|imports?|shipments?) (?:there|elsewhere)\b/i,
  /\bthe (?:company|firm|producer|manufacturer|magnet ?maker|group|exporter) (?:said|says|reported)\b/i,
  new RegExp(
    `\\b${TRADED} (?:[\\w-]+ ){0,2}?(?:from|via|through|out of|into|in|of) (?:the |China['’]s )?(?:port of )?(?:${PROVINCES_EN})\\b`,
    'i',
  ),
  new RegExp(`\\b(?:${PROVINCES_EN})(?:['’]s)?,? (?:[\\w-]+ ){0,4}${GOODS}\\b`),
  new RegExp(`\\b${TRADED} (?:\\w+ed )?(?:via|through) (?!${TIMES})`, 'i'),
  new RegExp(
    `\\b${TRADED} (?:(?:in|into|across|within|throughout) (?:the )?(?!${MONTHS}|Q[1-4]|H[12]|China|Mainland|PRC)(?=\\p{Lu})|(?:bound|destined|headed) for\\b)|^(?:Across|Within|As for|For|To|Into|Throughout|With) (?:the )?(?!${MONTHS}|Q[1-4]|H[12]|China)\\p{Lu}[^,]*,|\\b(?:earlier|ago|before) (?:for|to|into|in|at|across) (?:the )?(?!${MONTHS}|China|Beijing)\\p{Lu}`,
    'u',
  ),
  new RegExp(
    `\\b(?:[Cc]ustoms|handled|cleared|ports?) (?:in|at|by|of) (?:${PROVINCES_EN})\\b|\\bat (?:${PROVINCES_EN})\\b|^[^,;]*%[^,;]* in (?:${PROVINCES_EN})\\b`,
  ),
  /China['’]s (?!Customs)\p{Lu}\p{L}+ (?:saw|posted|recorded|reported)\b|\bSOEs?\b|\blisted (?:exporters|companies|firms)\b/u,
  new RegExp(`\\b${TRADED} by (?:air|sea|rail|road|land|truck|ship)\\b`, 'i'),
  new RegExp(
    `\\b${TRADED} to (?:[\\w-]+ ){0,4}(?:countries|nations|markets|customers|buyers|clients|partners|destinations|car ?makers|automakers|manufacturers|makers|companies|firms|members|economies|the rest)\\b`,
    'i',
  ),
  new RegExp(
    `\\b${TRADED} for (?:use|wind|electric|evs?|cars?|vehicles?|motors?|turbines?|automotive|defen[cs]e|military|industrial|medical|consumer)\\b`,
    'i',
  ),
  new RegExp(
    `\\b${TRADED},? (?:and|or|plus|with|including|excluding|except(?: for)?) (?:rare[- ]earth )?(?:permanent )?(?:magnets?|alloys?|motors?|powders?|oxides?|compounds?|related|other|(?:of )?(?:the )?metals|products)\\b`,
    'i',
  ),
  /\bmagnets? (?:containing|blanks)\b|\bHS ?(?:codes? )?(?!850511)\d{4}|above designated size|规模以上/,
  /\bbonded\b|\b(?:sintered|ferrite|samarium[- ]cobalt|smco) (?:[\w-]+ ){0,2}magnets?\b|\bmagnet powders?\b|\bexports of (?:heavy|light|medium)\b|\bferrites?\b/i,
  /\b(?:re-?exports?|combined exports)\b/i,
  /\b(?:motors?|products?|goods|devices|equipment|parts|evs?|vehicles) (?:with|containing|made|that (?:use|contain)|using)\b/i,
  /\b(?:excluding|except(?:ing)?(?: for)?|apart from|other than|outside(?: of)?|aside from|barring|not counting) (?:the )?(?!China)\p{Lu}/u,
  /\bExcluding\b|\bApart from\b|\b(?:excluding|except) \p{Ll}/u,
  /\b(?:excluding|except(?: for)?|without|besides|other than|not counting) (?:those|that|the ones|exports|shipments|sales|deliveries|trade) (?:to|with|for|bound)\b/i,
  /\b(?:(?:[Ss]tripping|[Tt]aking|[Ll]eaving) out|[Ss]etting aside|[Ll]eaving aside|[Nn]et of|minus|less) (?:the )?\p{Lu}|\b(?:Without|Besides) (?:the )?\p{Lu}/u,
  /\b[Nn]on-?(?:U\.?S|EU\b|American|European|Japanese|Korean|German|Western|G7)|\bex-(?:U\.?S|EU\b|China)/u,
  new RegExp(
    `\\b${TRADED} to (?:the )?(?:(?:rest|other parts) of |allies|neighbou?rs|rivals|overseas|regions?|blocs?|eurozone|euro area)\\b`,
  ),
  /\b(?:private|state-owned|foreign-(?:invested|owned)|(?:processing|general|ordinary) trade|trade mode)\b/i,
  new RegExp(`(?:${PROVINCES_ZH})[^。;、]{0,14}(?:出口|稀土)`),
  /(?:企业|公司|集团|股份|磁业|科技|民营|国有|外资)[^。;]{0,12}出口|[民国外央]企|口岸|自贸区|关区|保税/,
  /以外|除外|(?:撇除|撇开|不计|不算)[^计,。;]|除[^了此]{1,6}外|不含|不包括|其他(?:国家|地区|市场|经济体)|非美|沿线|共建/,
  /含[^税量]{0,6}稀土|电机出口|(?:及|和|与|等)(?:其)?(?:合金|电机|制品|粉|化合物|磁材产品)|烧结|粘结|钐钴|铁氧体|磁粉/,
  /转口|空运|海运|经由|通过[^,。;]{1,8}出口|用于[^,。;]{1,12}出口/,
  /\b(?:exports|imports|shipments),? including (?!those|that|shipments|sales|trade)\p{L}/u,
  /\bwhich (?:includes?|included|takes?|took|buys?|bought|accounts?|accounted|imports?|imported|absorbs?|absorbed|receives?|received)\b/i,
  /\b(?:independent|state|private|domestic) (?:refiners?|refineries|buyers|mills|traders|crushers)\b|\bteapots?\b|\b(?:major|main|key|northern|southern|eastern|chinese) ports?\b/i,
  /不锈钢|钢坯|板材|热轧|冷轧|镀锌|螺纹|钢管|球团|精粉|净(?:出|进)口|一般贸易|加工贸易|高(?:新)?技术|服务(?:出|进)口|跨境电商|钢厂|炼厂|[宝鞍河沙首]钢|管道|到港/,
  /对[美日欧韩印越英法德俄澳加台港]{2,}[^,。;]{0,14}出口/,
  /\b(?:China|Chinese) and \p{Lu}[\p{L}.]+(?:['’]s)? (?:[\w-]+ ){0,5}(?:exports|imports|shipments)\b|\p{Lu}[\p{L}.]+ and (?:China['’]s|Chinese) (?:[\w-]+ ){0,5}(?:exports|imports|shipments)\b/u,
  new RegExp(`\\p{Ll}{3,}s['’] (?:[\\w-]+ ){0,4}${GOODS}(?!\\p{L})`, 'u'),
  /\b(?:by|from) (?:[\w'’-]+ ){0,3}(?:\w*makers|mills|refiners|miners|smelters|producers|manufacturers|companies|firms|exporters|importers|traders)\b/i,
  /\b(?:those|that) (?:of|from) (?:the )?\p{Lu}|\b(?:exports|imports|shipments|sales) (?:to|from) (?:it|them)\b/u,
  new RegExp(
    `(?:中国|大陆)[和与及、](?:${COUNTRIES_ZH}|香港|澳门|其他)|中[日美韩欧越印俄]两国|[,;]而?(?:${COUNTRIES_ZH})的?则?(?:出口|进口)?(?:同比)?[增下上减降]`,
  ),
  /稀土[和与及、]稀土|包括[^,。;]{1,12}在内|新三样/,
  new RegExp(
    `(?<!\\p{L})(?!${MONTHS}|Year|Month|Quarter)\\p{Lu}\\p{L}+['’]s,? (?:[+-]?\\d|(?:rose|fell|grew|jumped|dropped|gained|climbed|slid|slipped|surged|plunged|was|were)\\b)`,
    'u',
  ),
  /\bservices? (?:exports|imports|trade)\b|\bGreater China\b|\bBy (?:market|destination|partner|region|country|product|category)\b|(?:%|per ?cent|exports|imports)(?: (?!as |while )[\w-]+){0,5}? in (?:the|its|their) (?:[\w-]+ ){0,4}(?:sector|categor(?:y|ies)|segment|case of)\b/,
  /\bprovinces\b|\bnew three\b|\b(?:most|half|third|quarter|fifth|tenth|part|some|none|%) of (?:the (?:country|nation)['’]s|China['’]s|its|their) (?:[\w-]+ ){0,4}(?:exports|imports|shipments)\b/i,
];

/** Months that share one percentage, a year that ends with the month or is none of the calendar, a part of a month, the same month of another year. */
const OTHER_PERIOD: readonly RegExp[] = [
  new RegExp(
    `\\b(?!January and February)${MONTHS},? (?:and|plus|&) ${MONTHS}(?: \\d{4})?,? (?:together|combined|taken together|in total|jointly)\\b`,
  ),
  new RegExp(`\\b(?:[Ii]n|[Oo]ver|[Ff]or|of) (?:both |the )?(?!January and February)${MONTHS} (?:and|plus|&) ${MONTHS}\\b`),
  new RegExp(`\\b(?:combined|together|total(?:led)?) in (?!January and February)${MONTHS} and ${MONTHS}\\b`),
  /\b(?:in|over|for|across) (?:the|those|these|both) (?:two|three|four|five|six|seven|eight|nine|ten|eleven) months\b(?! (?:to|of|through|until|till|end))/,
  /(?<!1)\d月?[、和及与]\d{1,2}月(?:份)?(?:合计|共计|合并|累计|两个?月|均|都)|(?:两|三)个?月合计|(?:12|十二)个月|恢复[至到]/,
  /\byear (?:to|ended|ending|through) (?:the end|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i,
  /\b(?:marketing|crop|coffee) (?:year|season)|\b20\d\d[/-]\d\d\b(?!-)/i,
  /\b(?:rolling|trailing|moving)[- ](?:\w+[- ])?(?:months?|quarters?|years?|average|basis|sum|total)\b|\b\w+-month (?:basis|average|sum|total|period|window)\b/i,
  new RegExp(`\\b(?:early|mid|late)(?:[- ]to[- ](?:mid|late))?[- ]${MONTHS}\\b`, 'i'),
  new RegExp(`\\b(?:half|part|days?|fortnight|weekend) of ${MONTHS}\\b`, 'i'),
  /\bhalf[- ](?:on|over)[- ]half\b/i,
  /\b(?:weekly|fortnightly)\b|\bweeks? (?:to|of|ended|ending|through)\b|\bin the (?:first|second|third|fourth|last|final) (?:\w+ )?weeks?\b/i,
  /(?:%|per ?cent)(?: \w+)? in the same (?:month|period|quarter|time) (?:of |in |a )?(?:last|the (?:previous|prior|preceding) year|year (?:ago|earlier|before)|20\d\d)/i,
  /(?<![比较較與与和同跟对對])(?:去年|上年|20\d\d年)同期(?:则|为|是|曾)?(?:同比)?(?:大?幅?)(?:增长|上升|下降|增加|减少|大增|大降|增|降)/,
  /[上下]半月|第[一二三四]周|首周|月[初底末]|滚动|移动平均|当时|次年|翌年/,
  /(?<!\d)(?!1[、和及与]2月)\d{1,2}月?[、和及与]\d{1,2}月(?![^,。;]*分别)/,
  new RegExp(`\\b(?:20\\d\\d|${MONTHS}), when\\b`),
  /(?:%|per ?cent) since\b|^(?:A|Two|Three|Some) years? (?:ago|earlier|before)\b|\bdays (?:to|through|until|ended)\b/,
  new RegExp(
    `\\b[Ll]ast ${MONTHS}\\b|(?:%|per ?cent) (?:from|between) ${MONTHS} (?:to|and|through|until) ${MONTHS}(?!.*\\b(?:year|same)\\b)`,
  ),
];

/** A count, a price, an average, a rate that is adjusted, an estimate: not the totals that customs publish, or not yet. */
const OTHER_MEASURE: readonly RegExp[] = [
  /^(?:The )?(?!Value|Volume|Amount|Tonnage|Total|Quantity|Level|value|volume|amount|tonnage|total|quantity|level)\w+ (?:of|in|for|on) (?:China['’]s|Chinese) (?:[\w-]+ ){0,5}(?:exports|imports|shipments) (?:rose|fell|grew|jumped|dropped|gained|climbed|slowed|eased|surged|plunged)(?! to\b)/,
  /\b(?:number|share|proportion|pace|average|price) of (?:[\w-]+ ){0,4}(?:export|firms|exporters)/i,
  /\bseasonally\b|\bseasonal adjust|\badjust(?:ed|ing) for\b|\beuros?\b|\brevised (?:up|down|from|[\d])|\ba revised\b|\bdepending on\b|exchange rates\b|balance[- ]of[- ]payments\b/i,
  /\bsa\b|\bsaar\b|\b\d?mma\b|\bsmoothed\b|\b20\d\d dollars\b|\bCPB\b|\bBOP\b|\bSAFE (?:data|figures)\b|\bPMI\b(?: data| survey)? show|外汇局|外管局|国际收支/,
  /\b(?:annuali[sz]ed|annually|compound\w*|CAGR|averag(?:e[ds]?|ing))\b|(?:%|per ?cent) (?:a|per|each|every) (?:week|month|quarter|year)\b/i,
  /\bin (?:unit[- ])?price(?: terms)?\b|\bin barrel terms\b|\b(?:real|constant|price-adjusted|inflation-adjusted) (?:terms|prices|exports|imports)\b/i,
  /\b(?:applications?|licen[cs]es?|permits?|approvals?|orders?|requests?|contracts?|quotas?) (?:to|for) (?:export|ship|import|buy)/i,
  /\bper (?:capita|head|worker|employee|company|firm|vehicle|car|ton|tonne|kilogram|unit|vessel)\b|\b(?:per|a) day\b(?! (?:after|before|earlier|later))|\bbpd\b|\bb\/d\b/i,
  /\bdaily\b/,
  /\b(?:ship(?:ping)?|vessel|tanker|cargo)[- ]?(?:track\w+|survey\w+)|\btrackers?\b|-tracked\b|\b(?:mirror|partner|satellite|port) (?:\w+ )?data\b|\b(?:Vortexa|Kpler|Kayrros|OilX|LSEG|Refinitiv)\b/i,
  /\b(?:likely|probably|presumably|apparently) (?!because|due|to|as|on|by|after|amid|owing|reflect)\w|\bestimated\b|\bestimates? (?:that |China|Chinese|exports|imports|the )|\bcalculat(?:es|ed|ions?)\b|\b(?:flash estimate|scenario|pencill?ed in|first reported)\b|^(?:Had|Imagine|Suppose) |\b(?:appears?|appeared|seems?|seemed|thought|believed|reckoned) to (?:have|be)\b|\b(?:poll|survey) (?:showed|shows|found|suggested)\b/i,
  /\b(?:output|production|prices?|consumption|stocks?|inventories|demand|capacity|domestic sales),? and (?:[\w-]+ )?(?:exports?|imports?|shipments?)\b|\b(?:exports?|imports?|shipments?) and (?:[\w-]+ )?(?:output|production|prices?|sales|consumption|stocks?|inventories|demand)\b/i,
  /(?:产量|产值|价格|均价|库存|消费量?|销量|需求量?)[和与及、][^,。;]{0,8}[出进]口|[出进]口[和与及、](?:产量|产值|价格|均价|库存|消费|销量|需求)/,
  /\b(?:twice|times) (?:as (?:fast|quickly|much)|faster|the (?:pace|rate))\b|\bgrowth (?:rate )?(?:accelerated|quickened|slowed|picked up) by\b|[增降涨跌][速幅][^,。;]{0,12}(?:加快|放缓|提高|回落|扩大|收窄|[高低多少大小])[了约近超逾]*[\d.]+%/i,
  /\b(?:f['’]?cast|exp|prev|prior|est|cons)[.:]? ?[+-]?\d/i,
  /季调|季节(?:性)?调整|[年月季周日]均|按价格|价格计|实际(?:同比)?(?:增长|下降)|剔除|扣除|人均|平均|估算|测算|估计|调查显示|料(?:同比|增|降)|船运|欧元|修正/,
  /(?:出|进)口(?:企业|商|厂家|公司|许可|订单|申请|合同|报价|指数|均价|单价)/,
];

/** What becomes of goods beside their exports: bare "exports" in such a sentence may be of those goods, and not of all. */
const BESIDE_TRADE =
  /\b(?:output|production|produced|producing|mined|smelted|prices?|consumption|inventories|stockpiles?)\b|产量|生产|产销|价格|[钢油铝铜矿豆米]价|库存|消费/i;
/** Whose fiscal years are known: from April. */
const FISCAL = /\b(?:fiscal|financial) (?:year|half|quarter|20\d\d)\b|\bFY\s?'?\d\d|财年|财政年度/i;
const FISCAL_FROM_APRIL: ReadonlySet<string | null> = new Set(['JP', 'IN']);

const DENIED: readonly RegExp[] = [
  /\b(?:false|untrue|incorrect|inaccurate|erroneous(?:ly)?|mistaken(?:ly)?|wrongly|contrary to|debunk\w*|myth|misreport\w*|misread\w*|refut\w+|rather than|in error|retract\w+|correct(?:s|ion|ions|ed)|rumou?rs?|hoax|unfounded|baseless|disputed|wrong|viral|satir\w+|falsely|misconception|misleading|fake|AI-generated|den(?:ies|ied)(?! (?:licen|permit|access|entry|export))|without (?:\w+ )?evidence|fact[- ]check\w*|not (?:so|true|right|the case)|failed to (?:rise|grow|gain|increase|climb|fall|drop)|nowhere near)\b/i,
  /\b(?:but|while|whereas|yet|although|though),? (?:[\w-]+ )?(?:customs|official) (?:data|figures|statistics)\b|(?<=[,但而])海关(?:总署)?的?(?:数据|统计)(?:则|却|反而)/i,
  /错误|不实|谣言|误读|误传|并非|不属实|有误|不准确|辟谣|而不是|而非|传言|传闻|网传|远不及|\?$/,
];

/** In the form of writing that the words are in: plain signs, simplified characters. */
const plain = (text: string): string => simplified(text.normalize('NFKC'));

const WORDS_OF: readonly (readonly [Doubt, readonly RegExp[]])[] = [
  ['denied', DENIED],
  ['narrower_subject', NARROWER],
  ['period_in_doubt', OTHER_PERIOD],
  ['measure_in_doubt', OTHER_MEASURE],
];

/** Words by which the figure of one partner's sentence may be that of all, and the other way round. */
const OF_ALL = /\b(?:overall|all told|in all|in total|altogether)\b|总体|整体|合计/i;
const OF_THE_SAME_PARTNER =
  /\b(?:exports?|imports?|shipments?|sales|trade) (?:to|from|with) (?:the )?\p{Lu}[^;]*?\b(?:while|whereas|and|but|as) (?:its |their )?(?:exports?|imports?|shipments?|purchases)\b(?! (?:to|from|of)\b)|[自从](?:中国|大陆)进口/u;

/** Why the sentence of a claim may not say what was read from it; null when nothing speaks for that. */
export function doubtOf(quote: string, claim: Pick<Claim, 'commodity' | 'reporter' | 'partner' | 'percent'>): Doubt | null {
  const text = plain(quote);
  const found = WORDS_OF.find(([, patterns]) => patterns.some((pattern) => pattern.test(text)))?.[0];
  if (found !== undefined) return found;
  if (mayBeOfOthers(text, claim)) return 'narrower_subject';
  return FISCAL.test(text) && !FISCAL_FROM_APRIL.has(claim.reporter) ? 'period_in_doubt' : null;
}

const mayBeOfOthers = (text: string, { commodity, partner, percent }: Pick<Claim, 'commodity' | 'partner' | 'percent'>): boolean =>
  narrowsGoods(text, commodity ?? '') ||
  (commodity === 'total' && (BESIDE_TRADE.test(text) || narrowsAllGoods(clauseOf(text, percent)))) ||
  (commodity === 'crude_oil' && !/crude|原油/i.test(text)) ||
  (partner === WORLD_PARTNER ? OF_THE_SAME_PARTNER.test(text) || namesPartner(text, percent) : OF_ALL.test(text));

const TRADE = /\b(?:exports?|imports?|exported|imported|shipped|shipments?|sales|purchases|deliveries)\b|[出进]口/i;
const SOMEONE = `(?:the )?(?!World|China|Q[1-4]|H[12]|${MONTHS})\\p{Lu}`;
const WITH_SOMEONE = new RegExp(
  `\\b(?:exports?|shipments?|sales|deliveries) (?:[\\w-]+ ){0,5}?to ${SOMEONE}|\\b(?:exported|shipped|sold) .{0,60}? to ${SOMEONE}|\\b(?:imports?|purchases) (?:[\\w-]+ ){0,5}?from ${SOMEONE}|\\b(?:imported|bought) .{0,60}? from ${SOMEONE}|(?<![面应针相比绝])对(?!外)[^,。;]{1,14}出口|[自从](?!\\d)[^,。;]{1,14}进口`,
  'u',
);

/** Whether the trade that a figure goes with is named with its partner, though none was read: "exports to the Group of Seven rose 12%". */
const namesPartner = (text: string, percent: number | null): boolean => WITH_SOMEONE.test(clauseOf(text, percent));

/** The last words of trade up to a figure, to the next mark or conjunction; those of the whole sentence where it is not found. */
function clauseOf(text: string, percent: number | null): string {
  const clauses = text.split(/[,;:。]|\b(?:while|whereas|but|and|as)\b/);
  const figure = new RegExp(`(?<![\\d.])${percent}(?!\\.?\\d)`);
  const own = clauses.findIndex((clause) => figure.test(clause));
  return clauses.slice(0, own < 0 ? clauses.length : own + 1).findLast((clause) => TRADE.test(clause)) ?? '';
}

const SAYS_WHOSE = /\b(?:China|Chinese|PRC|Beijing)\b|中国|我国|全国|海关/;
/** A sentence about a company, a place within the country or trade with one partner: the next may go on with it. */
const OF_A_PART: readonly RegExp[] = [
  /\b(?:company|firm|maker|producer|manufacturer|Inc|Ltd|Corp|Co|Group|plant|factory)\b|公司|集团|企业|股份|磁业/,
  new RegExp(`\\b(?:${PROVINCES_EN})\\b|${PROVINCES_ZH}`),
  /\b(?:exports?|shipments?|trade|sales) (?:to|with) (?:the )?\p{Lu}/u,
  /对[^,。;]{0,3}[国美日德欧韩印越盟俄台港][^,。;]{0,8}(?:出口|贸易)/,
];

/**
 * What a sentence that does not itself say whose trade it tells of may take over from the one before: a part of the
 * trade, or months of which it is not known whether they were read as they were meant.
 * @param before the sentence before it; empty where there is none.
 */
export function mayGoOnWith(before: string, quote: string): 'part' | 'months' | null {
  if (SAYS_WHOSE.test(plain(quote))) return null;
  const text = plain(before);
  const says = (patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(text));
  if (says([...OF_A_PART, ...NARROWER, ...OTHER_MEASURE])) return 'part';
  return says(OTHER_PERIOD) ? 'months' : null;
}

/** Words of money in a sentence that does not say what it measures: its growth may be that of the value. */
export const mayMeanValue = (quote: string): boolean =>
  /\b(?:earn(?:ed|ings?|s)?|revenues?|proceeds|receipts|income|worth|yuan|RMB|renminbi|dollars?)\b|创汇|收入|货值|金额|人民币计|美元计/i.test(
    plain(quote),
  );

const CURRENCIES: Readonly<Record<string, RegExp>> = {
  USD: /\bdollar(?: terms|-denominated)|美元(?:计|口径|值)/i,
  CNY: /\b(?:yuan|renminbi|RMB)(?: terms|-denominated)|人民币(?:计|口径|值)/i,
  JPY: /\byen(?: terms|-denominated)|日元(?:计|口径)/i,
};

/** Whether a sentence speaks of growth in another currency than that of its level: "to $325bn, up 12%, or 7.2% in yuan terms". */
export const countsInAnother = (quote: string, currency: string): boolean =>
  Object.entries(CURRENCIES).some(([code, words]) => code !== currency && words.test(plain(quote)));
