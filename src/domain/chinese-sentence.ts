/** Chinese sentences: their parts, what these name, and the words in them that are not known. */
import { GACC } from './codes/partners.ts';
import { namesOf, SHORT_NAMES, SPOKEN_NAMES } from './codes/spoken-names.ts';
import { CAUSE, CLAUSE, COMMENT, IN_COMMENT, IN_STATEMENT, MAY_BEAR_ON_IT } from './known-chinese.ts';
import { monthOf } from './period.ts';
import { type Doubt, type DoubtReason, escaped, type Language, type Leave, type Own, type Part } from './sentence.ts';

/** A clause of its own has a subject and a verb. */
const SHORTEST_ASIDE = 6;
const HAN = /\p{Script=Han}/u;
const TRADE = /[出进]口|外销|出货|[输销运]往|外贸/;
const GROWTH = /\d\s?%|百分之|[一二两三四五六七八九]成(?!长)|倍|翻[番一]|腰斩|\d(?:\.\d+)?[万亿]?公?吨|亿美?元/;
const MARK = /[,:。!…()“”"《》「」【】]|(;)|、(?!\d{1,2}月)|\s[-–—]+\s|—+/g;

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let [clause, last, from] = [0, 0, 0];
  const add = (to: number): void => {
    const part = text.slice(from, to).trim();
    const cause = CAUSE.test(part);
    const resume = clause;
    if (cause || CLAUSE.test(part)) clause = last += 1;
    if (part !== '') parts.push({ text: part, clause, cause });
    if (cause) clause = resume;
  };
  for (const mark of text.matchAll(MARK)) {
    add(mark.index);
    from = mark.index + mark[0].length;
    if (mark[1] !== undefined) clause = last += 1;
  }
  add(text.length);
  return parts;
}

/** 对美国, 自澳, 美国: a name with the word that makes it a partner. */
const placesOf = (names: readonly string[], codes: readonly string[]): RegExp => {
  const long = names.filter((name) => HAN.test(name)).sort((a, b) => b.length - a.length);
  const short = Object.entries(SHORT_NAMES).flatMap(([name, code]) => (codes.includes(code) ? [name] : []));
  const behind = '(?:[对自向从至输赴]|[销输运发]往)';
  const all = [...long.map((name) => `${behind}?${escaped(name)}`), ...short.flatMap((name) => [`${behind}${name}`, `^${name}(?=\\d)`])];
  return all.length === 0 ? /(?!)/g : new RegExp(all.join('|'), 'gu');
};
const patterns = new Map<string | null, RegExp>([[null, /(?!)/g]]);
function placePattern(code: string | null): RegExp {
  const known = patterns.get(code) ?? placesOf(namesOf(code ?? ''), [code ?? '']);
  patterns.set(code, known);
  return known;
}
let anyPlace: RegExp | undefined;
const everywhere = (): RegExp =>
  (anyPlace ??= placesOf(
    [...SPOKEN_NAMES.map(({ name }) => name), ...GACC.codes().flatMap(({ names }) => names.filter((name) => name.length > 1))],
    Object.values(SHORT_NAMES),
  ));

const GOODS: Readonly<Record<string, RegExp>> = {
  rare_earth_magnets: /永磁[铁体]?|磁性?材料?|磁[铁体]|钕铁硼|稀土|材料/g,
  rare_earths: /稀土|元素/g,
  soybeans: /大豆|黄豆/g,
  crude_oil: /原油/g,
  petroleum_products: /成品油|石油产品|石油制品|油品/g,
  steel: /钢材|钢铁/g,
  iron_ore: /铁矿石|铁矿砂及其精矿|铁矿砂|铁矿/g,
  rice: /大米|稻米/g,
};
const HEAD: Readonly<Record<string, RegExp>> = { rare_earth_magnets: /磁|钕铁硼/ };
/** Its own words, or its names. */
function goodsOf({ commodity, names }: Own): RegExp {
  const known = GOODS[commodity];
  if (known !== undefined) return known;
  const han = names.filter((name) => HAN.test(name)).sort((a, b) => b.length - a.length);
  return han.length === 0 ? /(?!)/g : new RegExp(han.map(escaped).join('|'), 'g');
}

const withoutOwn = (part: string, own: Own): string =>
  part.replaceAll(placePattern(own.reporter), ' ').replaceAll(placePattern(own.partner), ' ');

const TWO_MONTHS = /(\d{1,2})月?份?[、和及与至到~-](\d{1,2})月/g;
const A_MONTH = /(?<![\d个])(\d{1,2})月(?!\d{1,2}日)/g;
const A_YEAR = /(?<!\d)(\d{4})年/g;

function unknownIn(part: string, own: Own, leave: Leave): Doubt | null {
  const comment = leave.comments && !TRADE.test(part) && !GROWTH.test(part);
  const month = leave.months || comment ? undefined : otherMonth(part, own);
  if (month !== undefined) return { reason: 'period_in_doubt', words: month };
  const plain = withoutOwn(part, own);
  const stated = (leave.places ? plain.replaceAll(everywhere(), ' ') : plain).replaceAll(
    TOGETHER,
    own.period !== null && own.period.from !== own.period.to ? ' ' : '$&',
  );
  const words = unknownWords(stated, own, comment);
  return words === undefined ? null : { reason: reasonOf(words, part), words };
}

function unknownWords(part: string, own: Own, comment: boolean): string | undefined {
  let rest = part.replaceAll(goodsOf(own), ' ');
  for (const known of comment ? IN_COMMENT : IN_STATEMENT) rest = rest.replaceAll(known, ' ');
  rest = rest.trim();
  return /[\p{L}€£]/u.test(rest) ? rest.replace(/\s{2,}.*/, '') : undefined;
}

/** No name is told by its signs: nothing unknown may stand there. */
const namesAnother = (sentence: string, own: Own): boolean =>
  partsOf(sentence).some(({ text, cause }) => !cause && unknownWords(withoutOwn(text, own), own, true) !== undefined);

const TOGETHER = /累计|合计|共计|[今本]年以来/g;

/** The first time in a part that is neither of the period nor of what it is compared with. */
function otherMonth(part: string, own: Own): string | undefined {
  const together = [...part.matchAll(TWO_MONTHS)].find(([, one, other]) => !isRange([Number(one), Number(other)], own));
  const month = [...part.matchAll(A_MONTH)].find(([, one]) => !own.months.has(Number(one)));
  const year = [...part.matchAll(A_YEAR)].find(([, one]) => !own.years.has(Number(one)));
  return (together ?? month ?? year)?.[0];
}

const isRange = (months: readonly number[], { period }: Own): boolean =>
  period !== null && period.from !== period.to && months.every((month) => monthOf(period.from) <= month && month <= monthOf(period.to));

const OF_MEASURE = /价|均|指数|计|口径|调|估|汇率|批|工作日|可比|许可|船|料|剔|扣|产|欧元|申请|合同/;
const OF_FIRMS = /[出进]口(?:企业|商|厂家|公司|订单)/;
const OF_TIME = /周|旬|月|年|季度|同期|合计|截至|[初末底]|当时|累计|天/;
const reasonOf = (words: string, part: string): DoubtReason =>
  OF_MEASURE.test(words) || OF_FIRMS.test(part) ? 'measure_in_doubt' : OF_TIME.test(words) ? 'period_in_doubt' : 'narrower_subject';

export const CHINESE: Language = {
  partsOf,
  figure: (percent) => new RegExp(`(?<![\\d.])${escaped(String(percent))}(?:\\.0+)?(?!\\d|\\.\\d)`),
  multiple: /倍|成(?!长)|翻|半(?!年|月|导)|腰斩|(?<!百)分之/,
  growth: GROWTH,
  trade: TRADE,
  overall: /整体|总体|全球|[出进]口总[额值量]/,
  // Names in Chinese are not told by their signs: none is known, whoever says it.
  speaks: () => false,
  goesBack: () => false,
  comesBack: /[这该此前上]一?(?:数|说法|统计|增速|增幅|结果)|数据(?:存|有|失|虚|不)/,
  tellsOfElse: (clause) => TRADE.test(clause) && !/海关|官方|实际|数据/.test(clause),
  isRemark: (part, behind) => behind && COMMENT.test(part),
  isAside: (part, own) =>
    Array.from(part).length >= SHORTEST_ASIDE &&
    !MAY_BEAR_ON_IT.test(part) &&
    ![TRADE, GROWTH, HEAD[own.commodity] ?? goodsOf(own)].some((pattern) => part.search(pattern) >= 0) &&
    part.search(everywhere()) < 0,
  namesPlace: (part, code) => part.search(placePattern(code)) >= 0,
  placeIn: (part, code) => part.match(placePattern(code))?.[0],
  namesElsewhere: (part, own) => withoutOwn(part, own).search(everywhere()) >= 0,
  opensElsewhere: (sentence, own) => withoutOwn(sentence, own).search(everywhere()) === 0,
  namesGoods: (part, own) => part.search(HEAD[own.commodity] ?? goodsOf(own)) >= 0,
  namesMonth: (part) => /\d月|季|半年|\d{4}年|全年/.test(part),
  namesAnother,
  unknownIn,
};
