/** The words by which standing.ts tells what one sentence makes of another. Lists alone, in plain signs and simplified characters. */
import { A_FALL, A_RISE, FALLS, RISES } from './growth-words.ts';
import type { DoubtReason } from './sentence.ts';

/** What a sentence makes of those behind it. */
export interface Frame {
  readonly reason: DoubtReason;
  readonly words: string;
  /** Whether a sentence that names official figures is not of it: always, when another one stands between, or never. */
  readonly lifts: 'always' | 'apart' | 'never';
}

const TOLD =
  '(?:version|article|stor(?:y|ies)|items?|headlines?|paragraphs?|sentences?|posts?|slides?|captions?|statement|advisory|editor|reports?)';

/** Looked for in their order. */
export const FRAMES: readonly (Omit<Frame, 'words'> & { readonly pattern: RegExp })[] = [
  // Told once, and taken back, or only shown.
  {
    reason: 'denied',
    lifts: 'never',
    pattern: new RegExp(
      `\\b(?:correct(?:ion|ed)|retracted|withdrawn|disregard|apologi[sz]e|in error|misstated|misread|mistaken|wrong|false|invented|fabricated|made[- ]up|placeholder|myths?|rumou?rs?|hoax(?:es)?|satir\\w+|unconfirmed)\\b.*(?:\\b${TOLD}\\b|:$)|\\b${TOLD}\\b.*\\b(?:in error|withdrawn|wrong|invented|false|something else|satir\\w+|retracted|corrected|pulled|deleted|removed)\\b|^(?:myths?|rumou?rs?|hoaxes|correction|corrected|wrong answers)\\b(?:[^.]*$|:)|\\b(?:earlier|previous|first|original) version\\b|\\bfact[- ]?check\\w*|\\bdebunk\\w*|could not confirm|\\b(?:slip of|a slip|typos?|misprints?|mistranslat\\w+|caveats?|glitch\\w*|spreadsheet error|counted twice|double[- ]count\\w+)\\b|笔误|口误|英译|译文|手误|重复计算|打[个了]?折扣|更正|勘误|误发|撤回|致歉|未经证实|早前版本|错误答案|(?:谣言|传言)(?:[^。]*$|:)`,
      'i',
    ),
  },
  // Of another day.
  {
    reason: 'period_in_doubt',
    lifts: 'never',
    pattern:
      /\barchives?\b|\bback then\b|\bin those days\b|\b(?:years?|decades?) ago\b.*\b(?:newspaper|paper|story|stories|wrote|reported|ran)\b|\bthis day in\b|\blook(?:s|ed|ing)? back\b|\bI (?:still )?remember\b|^remember\b.*\?|\bas (?:we|this \w+) (?:reported|wrote) in\b|\bfrom the (?:report|issue|edition) of\b|^(?:file )?(?:photo|picture)s?\b|图为|资料(?:图|照)|旧[闻报]|当年|那一?年|回顾|还记得|历史上的今天|年所?报道/i,
  },
  {
    reason: 'period_in_doubt',
    lifts: 'never',
    pattern: /\b(?:first|last) (?:ten|twenty|\d+) days\b|\bfiscal (?:months?|calendars?)\b|\blunar\b|[上中下]旬|前[十二]+天/i,
  },
  // Of a part, which those behind it may be of, too.
  {
    reason: 'narrower_subject',
    lifts: 'never',
    pattern:
      /^(?:(?:and|but|now|so|let us|we|i),? )*(?:turn(?:ing)?|look(?:ing)?|come|move) (?:now |on )?(?:to|at)\b|^(?:take|consider|as for)\b(?! away)|\btrade with \p{Lu}|^(?:下面|再)[^。]*[谈看说]|^(?:至于|以)[^。]*(?:而言|为例|来说)/iu,
  },
  // Neither told nor foretold as what was: official figures are another thing.
  {
    reason: 'context_in_doubt',
    lifts: 'apart',
    pattern:
      /\b(?:assum(?:e|es|ing|ptions?)|suppos(?:e|ing)|imagin\w+|pretend\w*|hypothe\w+|scenarios?|exercises?|simulat\w+|fiction\w*|novels?|thought experiment|stress test|what if|(?<!\b(?:said|says|told|promised|warned|agreed|announced|pledged|vowed)\b[^.]{0,60})would|war game|films?|movies?|parod\w+|(?:optimistic|pessimistic|base|best|worst) case|chatbots?|language model|template|lorem ipsum|translate|quiz|true or false|for illustration|mock-?up|sample sentences?)\b|^take away\b|^had\b|假[设想如定]|设想|虚构|情景|压力测试|小说|如果|模拟|推演|恶搞|电影|聊天机器人|人工智能|模板|示例|翻译|译成|判断题/i,
  },
  {
    reason: 'context_in_doubt',
    lifts: 'always',
    pattern:
      /^(?!.*\b(?:beat\w*|miss\w*|eclips\w*|exceed\w*|topp\w+|above|below|than|versus|compared)\b).*\b(?:(?<!\bhad )forecasts?|forecasters?|foresees?|estimates?|expects?|expectations|nowcasts?|previews?|predict\w*|projections?|targets?|goals?|outlook|looks? ahead|polls?|surveys?|says?|tells?|sees?|thinks?|believes?|hopes?|reckons?|circulat\w+|(?:an)?other (?:story|numbers?|figures?|data|picture))\b|预[测估计期]|展望|押注|目标|调查|流传|另一个/i,
  },
  // Measured otherwise.
  {
    reason: 'measure_in_doubt',
    lifts: 'never',
    pattern:
      /\b(?:figures|data|rates?|numbers?|changes|percentages|bars|series|panel|months)\b.*\b(?:in (?:euros?|pounds|real terms|constant prices|local currenc\w+)|adjusted|averages?|leaves? out|exclud\w+|lunar|by satellite|not values|not volumes)\b|^(?:leave|leaving|strip|stripping) out\b|\b(?:we|our|all|analyst)\b.*\b(?:in (?:euros?|pounds)|leaves? out|excludes?|adjusts?)\b|以下.*(?:以欧元|经?季节?调|均值|平均)|均(?:以欧元|指与)|剔除|季调|以欧元计/i,
  },
];

/** Names official figures as what is told. */
export const OFFICIAL =
  /\b(?:customs|official|government|ministry|census|eurostat|secex|trade|statistics (?:office|bureau)) (?:data|figures|statistics|numbers|records)\b|\bcustoms (?:\w+ )?(?:said|says|showed|reported|published|released|announced)\b|\b(?:administration of customs|customs (?:administration|office|agency|authorit\w+|bureau))\b.*\b(?:said|says|showed|reported|announced|data|figures|tables|statistics)\b|\b(?:according to|(?:published|released|issued|compiled) by) (?:the )?(?:[\w']+ )?(?:general administration of )?customs\b|\b(?:data|figures|statistics) (?:\w+ ){0,2}(?:from|by) (?:\w+ ){0,4}customs\b|\b(?:data|figures|statistics) (?:\w+ ){0,6}?(?:showed|shows?|shown|published|released)\b|海关[^,。]{0,14}(?:数据|统计|公布|发布|显示|数字|表示|介绍|称)|官方(?:数据|统计|数字)|数据显示|统计局|财务省|据.{0,4}海关/i;

/** Of a sentence on official figures: it is not that they are told here. */
export const NOT_TOLD_HERE = /\b(?:last year|next|until|late|due|will|upcoming|coming|one thing|before)\b|[将未]|之前|届时/i;

/** Says who says it, and that is nobody whom the sentence before has to name. */
export const SPEAKS =
  /(?<!\b(?:it|he|she|they|we|I|caption|narrator|uncle) )\b(?:said|says|told|noted|added|announced)\b|\baccording to\b|表示|指出|认为|透露|[师士家员社报网]称|据.{1,12}[,:]|\d日[电讯]|消息,/i;

/** "It said", "they wrote": whoever was told of before. */
export const SAYS_OF_ANOTHER = /(?:^|[,"]) (?:it|he|she|they) (?:said|says|wrote|writes|read|reads|began|reported)\b/i;
/** "It shows that": what was told of before. */
export const BEGINS_WITH_ANOTHER =
  /^(?:(?:and|but|yet),? )?(?:it|he|she|they|these|this|that) (?:also )?(?:shows?|showed|says?|said|suggests?|indicates?|finds?|found|puts?|points?|implies|imply|sees?|tells?|estimates?|reckons?)(?: (?:that|us))? (?=.*\b(?:exports?|imports?|shipments?)\b)|^(?:它|其|他们?|她|该(?!国)\p{Script=Han}{0,6}|这(?:项|份|些)?\p{Script=Han}{0,4})(?:则|还)?(?:显示|表明|称|认为|指出|估计|写道)/iu;

/** Begins with who publishes official figures, or with these. */
export const BEGINS_OFFICIAL =
  /^(?:the )?(?:latest |new |fresh |chinese |china's )*(?:customs|official|government|general administration|ministry|statistics|trade data|data|figures)\b|^(?:中国)?(?:海关|官方|统计局|财务省)/i;

/** Titles over figures that leave them what they are. */
export const HARMLESS_HEAD =
  /^(?:(?:the )?(?:key|main) (?:points?|facts?|figures|numbers|takeaways)(?: (?:in|for|of) \w+)?|highlights?|summary|in (?:brief|short|numbers)|at a glance|(?:foreign )?trade(?: (?:data|figures))?(?: (?:in|for) \w+(?: 20\d\d)?)?|by [\p{Lu}][\p{L}. ]+|要点|摘要|速览|一览|今日要闻)[:：]?$/iu;

const GROWTH = /\d\s?(?:%|per ?cent\b|pct\b|pc\b)|百分之|\b(?:doubl|tripl|halv)\w+|翻[番倍]|成$/i;
export const TRADE = /\b(?:exports?|exported|imports?|imported|shipments?|shipped)\b|[出进]口/i;
/** A statement of growth of trade. */
export const isStatement = (text: string): boolean => GROWTH.test(text) && TRADE.test(text) && !text.endsWith('?');

/** Says of all goods that it is of them. */
export const OF_ALL_GOODS = /\b(?:total|overall|merchandise|goods|all|trade)\b|总[额值体]|货物|整体|外贸/i;
/** Names goods of trade, even such as no list has. */
export const TRADE_OF = /\b(?:exports|imports|shipments|sales|purchases) of (?!all\b|.{0,20}\bgoods\b)\w/i;
/** Tells of prices and markets, whatever goods it names. */
export const OF_MARKETS = /\b(?:prices?|futures|shares|stocks|traded|\$\d+)\b|价|期货|股/i;

/** What stands before a report: "BEIJING, July 14, 2021 (Reuters) -", 新华社北京2021年7月13日电. */
export const DAYLINE = /^[^.。]{0,60}?(?: [-–—]+ |——?|(?<=\d)[:：] |\d日[^,。]{0,6}[电讯)】])|^[(【][^)】]{0,40}[)】]/;
/** A sentence that says of what day a report is, and nothing else. */
export const SAYS_DAY = /^(?:(?:first |originally )?published|posted|updated|发布时间|\p{L}+ \d{4}\.$|[^,]{0,12}\d{4}年\d{1,2}月。$)/iu;
/** Tells of a day of publication itself. */
export const IS_DATED =
  /\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|周[一二三四五六日]|\d日/i;
export const IS_NOW = /\b(?:now|today|since|this year|nowadays|no longer)\b|如今|现在|今年|以来|目前/i;
export const NAMES_DAY = /\b(?:19|20)\d\d\b|(?:19|20)\d\d年/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_OF_YEAR =
  /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?:\d{1,2},? )?((?:19|20)\d\d)\b|\b((?:19|20)\d\d)-(\d\d)(?:-\d\d)?\b|((?:19|20)\d\d)年(?:(\d{1,2})月)?/gi;

/** Months with their year that a text names, as numbers that count on from year to year. */
export const monthsNamedIn = (text: string): readonly { readonly words: string; readonly at: number }[] =>
  [...text.matchAll(MONTH_OF_YEAR)].map(([words, name, year = '', isoYear = '', iso = '', chineseYear = '', chinese = '12']) =>
    name !== undefined
      ? { words, at: Number(year) * 12 + MONTHS.indexOf(name.toLowerCase()) + 1 }
      : { words, at: Number(isoYear || chineseYear) * 12 + Number(iso || chinese) },
  );

/** What is said of a figure as one that stands: "that compares with", "it was the first rise since". */
const GOES_ON =
  /^(?:(?:also|still|already|likely|probably) )?(?:(?:do|does|did) not (?:give|break down|provide|publish|specify|detail|name)\b|compare[sd]?|follow(?:s|ed)|c[ao]mes?|mark(?:s|ed)|beat|miss(?:ed|es)|exceed(?:ed|s)|topp?(?:ed|s)|bring|brought|took|means?|suggests?|reflects?|underlin\w+|extend(?:s|ed)|help(?:s|ed)|contrast\w*|represents?|leaves?|left|puts?|raise[sd]?|pushe[sd]|surprise[sd]?|disappoint(?:s|ed)|cheer(?:s|ed)|worri(?:es|ed)|will|may|might|could|should|(?:is|was|were) (?:up|down|(?:the|its|their|an?) (?:(?:[\w-]+ )?(?:rise|fall|gain|drop|decline|increase|growth|month|time|sign|record|surprise)|\w+st|second|third|most|worst)|above|below|more|less|well|far|in line|led|driven|helped|due|followed|good|bad|part|partly|mainly|largely|(?!later|never|ever|under|either|rather|other)\w+er)\b)/i;
const TIME = /^(?:week|month|year|quarter|time|summer|autumn|spring|winter|morning|half|decade|season)/i;
const POINTS_BACK =
  /^(?:(?:but|however|yet|alas|and|or),? )?(?:that|this|the (?:true|real|actual|correct|right|original|solution)|(?:the (?:item|statement|sentence|claim|story|post|paragraph|text|article|headline|number|figure|source)|it)(?= (?:is|was|has|had|never|does|did|turns|turned|rests|cannot|could|should)\b))(?=[ ,]),? ?/i;
const ANSWERS =
  /^(?:(?:but|however|yet|alas|and|or),? )?(?:so (?:goes|runs|says|said|read|it|claims?)\b|such (?:is|are|was)\b|at least\b|if only\b|sounds?\b|in (?:fact|reality|truth)\b|actually\b|no\b[,.]|not (?:so|true|quite|at all)\b|none of\b|nonsense|wrong\b|false\b|verdict\b|(?:our )?answer\b|a[:.] |editor|correction\b|(?:do|did) (?:you|it|they|that)\b|is (?:that|this|it)\b|(?:his|her|its|their|the|a|an)(?: [\w'-]+){1,3} (?:later|afterwards|subsequently|then) (?:said|explained|clarified|admitted|conceded|added|told|confirmed|acknowledged)\b|really\b|use the\b|insert\b|now change)|^(?:[这该](?!一?[年月季周]|[个些])|此(?![前外后次时间])|上述|以上|可惜|听起来|但愿|事实|实际上|其实|真相|编者|结论|记者查证|经查|特此|答|真的|对吗|属实|千万|别|请|此稿)(?!.*(?:以来|连续|最后一|意味|反映|表明|高于|低于|好于|最[大高低快]|首次|公布|增速|创))|(?:属实|是真|对)吗|有误|是否属实|(?:随后|后来|事后|之后|次日|不久)[^,。]{0,4}(?:解释|澄清|承认|说明|改口|补充)/i;

/** Speaks of the text, to its reader, or of the sentence as something that is said: what is only told of is reported otherwise. */
const OF_THE_TEXT =
  /\b(?:[Ww]e|us|[Oo]ur|[Yy]ou|[Yy]our|I|[Mm]y|me)\b|\b(?:sentence|headline|quote|quotation|article|newsletter|piece|page|paragraph|caption|sample|readers?)\b|\b(?:wrote|said|says?|claim(?:s|ed)|posted|filed|read|believes?|tweeted|told) (?:this|so|it)\b|\b(?:wrote|said|says?|believes?) that[.,]|\?(?:\s|$)|我们|你|读者|网友|声称|流传|如此|语法|稿|[条则]消息/;

/** Whether a sentence beside one that nobody is named for leaves it open whether it is said. */
export const isOfTheText = (sentence: string): boolean =>
  OF_THE_TEXT.test(sentence) ||
  FRAMES.some(
    ({ pattern, lifts, reason }) =>
      lifts !== 'always' && reason !== 'measure_in_doubt' && reason !== 'narrower_subject' && pattern.test(sentence),
  );

/** Whether a sentence that is not the next one takes back what was told. */
export const isTakenBack = (sentence: string): boolean =>
  FRAMES.some(({ pattern, reason }) => reason === 'denied' && pattern.test(sentence)) ||
  /\b(?:turned out to be|none of (?:this|that|it) (?:is|was) true|made (?:it|this|that|all) up|no such)\b|并无此事|纯属/i.test(sentence);

/** Tells how figures are made, or what became of what was said: behind a figure that may be this one. */
const OF_THE_FIGURE =
  /\b(?:figures?(?! (?:for|of)\b)|numbers?|data|tall(?:y|ies)|counts?|comparisons?|values|percentages?|tables?|(?:the|this|that|its) reports?|statistics|estimates?|preliminary|provisional|(?:working|calendar) days?|count(?:s|ed)|(?:not |are |is )included?|part of it|that is[.,]?$|of course|nobody(?! (?:had|has|is|was|expect\w*|wants?|thought|spoke)\b)|begs? to|differs?|(?:cannot|can't) be|disputed|disputes (?:it|this|that|the (?:figure|number|data|report|claim))\b|in dispute|doubt\w*|seasonal|adjust(?:ed|ment|ments)|annuali[sz]ed|words|story|clarif\w+|correct\w*|revis\w+|refers?|referred|relates?|meant|deleted|removed|retract\w*|replaced|withdr[ae]w\w*|leaves? out|left out|exclud\w+|taken out|wait)\b|澄清|剔除|不计|仅统计|计[入在]|估计|初步|比较对象|修[订正]|删除|撤[回下稿]|替换|口径|季节|以欧元|[这所该]指|指的?是|该(?:报道|数字|数据)/i;
const FIGURES_GO_ON = new RegExp(
  `\\b(?:figures?|numbers?|data|statistics|reports?) (?:also |again |further |were |are |is |was )*(?:show\\w*|published|released|issued|(?:do|did) not (?:break down|give|list|name|detail|specify)\\b|due\\b|out\\b|add(?:s|ed)?\\b|${GOES_ON.source.slice(1)})|\\bcounts? (?:on|for)\\b|\\b(?:welcomed|welcomes|hailed|praised|cheered|noted) the (?:figures?|numbers?|data|report)\\b`,
  'i',
);

/** Whether a sentence may tell how the figure before it is to be understood. */
export const qualifies = (sentence: string): boolean =>
  OF_THE_FIGURE.test(sentence) && !FIGURES_GO_ON.test(sentence) && !OFFICIAL.test(sentence) && !isStatement(sentence);

/** Whether a sentence takes up what the one before it says, and not in order to go on with it. */
export function takesUp(sentence: string): boolean {
  if (ANSWERS.test(sentence)) return true;
  const pointer = POINTS_BACK.exec(sentence)?.[0];
  if (pointer === undefined) return false;
  const rest = sentence.slice(pointer.length);
  return !GOES_ON.test(rest) && !TIME.test(rest);
}

const FIGURES_TELL =
  /^(?:the )?(?:customs|official|actual|real|government) (?:data|figures|statistics|numbers)\b|^(?:海关|官方|实际)(?:总署)?(?:数据|统计|数字)/i;
const either = (...lists: readonly string[]): RegExp => {
  const words = lists
    .join(' ')
    .trim()
    .split(/[\s_]+/);
  const latin = words.filter((word) => /^[a-z]/i.test(word));
  const han = words.filter((word) => /^\p{Script=Han}{2,}$/u.test(word));
  return new RegExp(`\\b(?:${latin.join('|')})\\b|${han.join('|')}`, 'i');
};
const [UP, DOWN] = [either(RISES, A_RISE), either(FALLS, A_FALL)];

/** Whether a sentence tells that official figures went the other way. */
export const opposes = (sentence: string, direction: 'up' | 'down'): boolean =>
  FIGURES_TELL.test(sentence) && (TELL_OTHERWISE.test(sentence) || (direction === 'up' ? DOWN : UP).test(sentence));
const TELL_OTHERWISE = /\b(?:otherwise|opposite|different|another|no such|differ)\b|相反|不同|并无/i;
