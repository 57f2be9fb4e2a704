/**
 * The English words of which it is known that they leave a statement of trade what it is, and those that open a part of a sentence in
 * which anything may be told. Lists alone: english-sentence.ts says what is done with them.
 */
import { A_FALL, A_RISE, FALLS, RISES } from './growth-words.ts';

const wordsOf = (...lists: readonly string[]): readonly string[] =>
  lists
    .join(' ')
    .trim()
    .split(/[\s_]+/);

const GRAMMAR = `a an the its their of in to on at from with than compared versus against between during that this these and or but while whereas
  although though yet as after amid despite because is are was were be been has have had it they also both all again still already even alone
  just only about around roughly approximately almost nearly over above below more less fewer much well another each too
  out back off which respectively following surpassing exceeding topping rebounding bringing approx approximately`;
const MANNER = `however meanwhile moreover overall unexpectedly surprisingly sharply steeply slightly modestly strongly significantly markedly
  substantially dramatically considerably notably remarkably impressively rapidly quickly swiftly steadily robustly solidly further instead
  nonetheless nevertheless separately indeed interestingly moderately marginally massively hugely abruptly suddenly notable likewise similarly`;
const SIZE = `record strong weak robust solid brisk sharp steep hefty whopping modest slight huge massive dramatic stunning
  remarkable surprise surprising unexpected healthy impressive double-digit single-digit staggering respectable astonishing higher lower
  larger smaller strongest weakest highest lowest biggest largest sharpest steepest better worse nil zero`;
const TRADE = `export exports exported exporting import imports imported importing shipment shipments shipped sent send sends sold sell sales
  buy buys bought buying purchase purchases purchased delivered deliveries outbound inbound overseas abroad foreign external merchandise goods
  product products trade trading volume volumes value amount amounts quantity quantities tonnage total totals totalled totaled totalling
  totaling aggregate whole entire country country's nation nation's figure figures stood came coming reach reached reaching hit amounted amounting
  level levels turnover worldwide globally global international saw seen posted recorded registered logged enjoyed took received
  inflows outflows surplus deficit balance gap customs-cleared
  arrivals imports' exports' brought intake cargoes made up`;
const GOODS = `key critical crucial vital strategic important powerful coveted prized essential valuable much-needed sought-after in-demand`;
const GROWTH = `${RISES} ${FALLS} ${A_RISE} ${A_FALL} rise increase gain jump surge leap decrease drop fall decline slump plunge slide dip rebound
  recovery climb doubled tripled trebled quadrupled quintupled halved doubling tripling doubles triples double triple twofold threefold fourfold
  fivefold sixfold tenfold fold positive negative narrowing narrowed widening year-on-year on-year y/y yoy y-o-y y.o.y month-on-month on-month m/m mom m-o-m
  quarter-on-quarter on-quarter q/q qoq annual year-earlier year-ago yearly year-over-year month-over-month quarter-over-quarter sequentially`;
const UNITS = `percent percentage cent pct pc ton tons tonne tonnes mt mmt metric kg kilogram kilograms kilogrammes kilo kilos kilotons million millions
  billion billions trillion thousand thousands hundred mln bn tn trn usd us$ dollar dollars yuan renminbi rmb cny yen jpy worth
  dollar-denominated yuan-denominated one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety`;
const SOURCES = `customs official officially data statistics general administration agency authority authorities released published issued latest
  recent preliminary according based monthly sunday monday tuesday wednesday thursday friday saturday today yesterday earlier later show shows
  showed showing indicate indicates indicated reveal reveals revealed confirm confirms confirmed`;
/** Where no trade is named beside them: "state exports" are no source. */
const SOURCES_APART = `government state national office bureau agencies department ministry ministries commerce finance council press media briefing
  secretariat website statement report reports fresh reuters xinhua bloomberg afp ap caixin cctv nikkei kyodo yonhap table tables news wire update census
  eurostat secex number numbers`;
const SAYS = `said say says saying tell tells told reported noted notes wrote writes added adds announced announces stated claimed claims argued
  argues commented remarked explained observed quoted citing cited cites`;
/** Who tells of trade without being the trade: beside these, names are names of persons and houses. */
const SPEAKERS = `analyst analysts trader traders economist economists strategist strategists expert experts minister spokesman spokeswoman
  spokesperson source sources consultant consultants consultancy researcher researchers broker brokers brokerage bank newspaper magazine association
  columnist commentator commentators observer observers professor reporter reporters journalists officials broadcaster
  broadcasters editor correspondent scholar academic adviser advisor insider insiders dealer dealers lawyer banker executive executives head director chairman president`;
/** Words that go with them. */
const OF_SPEAKERS = `person people familiar matter senior chief veteran head director manager deputy president secretary institute
  university industry market commodity commodities note client clients interview conference who i we he she us post by for research fellow service channel television tv radio analysis
  commentary daily outlet pointed group's`;

/** "Contracted imports" are those under contract. */
const AMBIGUOUS = /^contract/;
const PLAIN: ReadonlySet<string> = new Set(
  wordsOf(GRAMMAR, MANNER, SIZE, TRADE, GOODS, GROWTH, UNITS, SOURCES, SAYS).filter((word) => !AMBIGUOUS.test(word)),
);
const APART: ReadonlySet<string> = new Set(wordsOf(SOURCES_APART));
const BESIDE_SPEAKERS: ReadonlySet<string> = new Set(wordsOf(SPEAKERS, OF_SPEAKERS));
const ONE_OF_MANY = new RegExp(`\\b(?:${wordsOf(SPEAKERS).join('|')})\\b`, 'i');
const SPEAKS = new RegExp(`\\b(?:${wordsOf(SAYS, SPEAKERS).join('|')}|according to)\\b`, 'i');

/** "Reuters", "Zhang", "AFP-JIJI"; no "AI-written". */
const NAME = /^\p{Lu}[\p{L}.&']*(?:-\p{Lu}\p{L}*|-based)*$/u;
/** Words of grammar that begin a sentence with a capital as names do, and houses that count cargoes themselves. */
const NO_NAMES =
  /^(?:no|none|nobody|not|nothing|neither|never|few|hardly|scarcely|barely|if|unless|whether|had|were|should|suppose|supposing|assume|assuming|imagine|would|could|may|might|must|without|excluding|except|once|until|since|for|among|within|by)$|^(?:Kpler|Vortexa|Kayrros|OilX|LSEG|Refinitiv|CPB|Adamas|SAFE|JOGMEC|TradeWinds)$/i;

/** Whether a part says who says it. */
export const namesSpeaker = (part: string): boolean => SPEAKS.test(part);

/** Whether it is somebody who tells of the trade of others. */
export const namesOneOfMany = (part: string): boolean => ONE_OF_MANY.test(part);

/**
 * Whether it is known of a word what it does.
 * @param apart trade is not named beside it.
 * @param speaks the part says who says it.
 * @param named names may stand in it.
 */
export function isKnown(word: string, apart: boolean, speaks: boolean, named: boolean): boolean {
  const lower = word.toLowerCase();
  if (PLAIN.has(lower) || (apart && APART.has(lower))) return true;
  if (speaks && BESIDE_SPEAKERS.has(lower)) return true;
  if (named && NAME.test(word) && !NO_NAMES.test(word)) return true;
  return lower.includes('-') && lower.split('-').every((one) => PLAIN.has(one) || /^\d+$/.test(one));
}

export const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?';
const COUNT = '(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2})';
const ORDINAL = '(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[1-9](?:st|nd|rd|th)|\\w+th)';
/** "$22.03 billion", "1.7 million metric tons" */
const LEVEL =
  '(?:usd |us)?[$€£¥]?\\d[\\d.,]*(?:mt|bn|m|t)?(?: (?:million|billion|trillion|thousand|metric|tons?|tonnes?|kilograms|kg|mt|dollars|yuan|yen|usd))*';
const NOUN = '(?:the |a )?(?:levels?|figure|volume|total|value|amount|rate|pace|tonnage)';
const THAN = `(?:from|than|versus|vs\\.?|against|over|on|to|with|above|below|exceeding)(?: (?:(?:that|those|it was|it did|${NOUN}|${LEVEL}) )?(?:in|during|of|for)| (?:it was|it did))?`;
const FRACTION = '(?:quarter|third|half|fifth|tenth|sixth|two-thirds|three-quarters|two-fifths|three-fifths|four-fifths)s?';
const HEDGE = `(?:about|approximately|almost|nearly|more than|less than|at least|over|only|just|some|as much as|up to|under|around|roughly|close to)`;

/** Words that are harmless together, though one of them alone is not. The country that reports stands as `·`. */
export const PHRASES: readonly string[] = [
  // Days of publication.
  `(?<!\\b(?:to|through|until|since|by|from|before|after|between|and|in) )(?:on )?${MONTH} \\d{1,2}(?:st|nd|rd|th)?\\b(?!\\s?[-–]\\s?\\d|,? (?:to|and|through) )`,
  // What is compared with.
  `${THAN} (?:the |a |its |their )?(?:same|corresponding|comparable|equivalent|year-?(?:earlier|ago)|previous|prior|preceding)(?: ${COUNT})?(?: (?:months?|period|quarter|half|time|level|year|figure|total|${MONTH}))?(?:(?: (?:of|in|a|one|the|last|previous|prior|preceding))* (?:years?|20\\d\\d)(?: (?:before|earlier|ago))?)?`,
  `${THAN} (?:the |a |one )?(?:year|month|quarter) (?:earlier|ago|before|previously|prior)|(?:from|than|versus|vs\\.?|against|over|on|to|with|above|below) last (?:year|month)(?:'s (?:level|figure|total))?|than the year before|(?:from|than|versus|against|over|on|with) last (?=${MONTH})|this (?=${MONTH})|(?:from|than|with|against|over|versus|below|above) (?:(?:just|only|about|around|some) )?${LEVEL} (?:a year (?:ago|earlier|before)|the year before)`,
  '(?:year|month|quarter)[ -](?:on|over)[ -](?:the )?(?:year|month|quarter)\\b|on (?:a |the )?(?:year|month|quarter)\\b(?! (?:to(?! [\\d$€£¥])|through|ended|ending|that|average))|in annual terms|over the (?:year|month)',
  'on an? (?:annual|yearly|monthly|quarterly|sequential|y[-/]o[-/]y|yoy|year[- ]on[- ]year|year-over-year|month[- ]on[- ]month|month-over-month) basis',
  `from (?:an?|the|its) (?:(?:record|all-time) )?(?:high|low|peak) in (?=${MONTH})`,
  'greater than|new (?=(?:customs |official |trade |government )?(?:data|figures|statistics|numbers|record|high|low|peak)\\b)',
  // Times.
  `(?:the )?(?:first|second|third|fourth|last|1st|2nd|3rd|4th)[ -](?:quarter|half)(?:'s)?(?:(?: of)? (?:the|this|last) year)?|q[1-4]|h[12]|[1-4]q|[12]h`,
  `first ${COUNT} months(?: of)?(?: (?:the|this) year)?|(?:three|six|nine|3|6|9) months (?:to|through|ended|ending)(?: in)?(?= (?:the end of )?${MONTH})|(?:quarter|half) (?:ended|ending|through|to)(?: in)?(?= ${MONTH})|(?:month )?period of(?= 20)|(?<=\\w-\\w+ )period`,
  `(?:this|the|that|full) (?:month|quarter|half|year|period)(?! (?:to|through|ended|ending|that|earlier|ago|before|since|until|when))|last (?:month|quarter)|month of|so far this year|(?:the )?year to date|(?:in|for) (?:the )?first three quarters|half-year|(?<=(?:fiscal|financial) )year|(?:ongoing|current)(?= (?:fiscal|financial))|for (?=${MONTH})|(?<=${MONTH} )period|(?:in|of) this year|full-year|for (?:all of |the whole of )?(?=20\\d\\d|the first )|(?:all|the whole) of(?= 20)`,
  `for (?:a|the|its) ${ORDINAL}(?:[ -](?:straight|consecutive|successive|running))?[ -](?:month|quarter|year)(?: in a row| running)?|(?:an? |its |the )?${ORDINAL} (?:straight|consecutive|successive)|\\w+-(?:month|year) (?:high|low|peak)`,
  // Measures and currencies.
  'in terms of (?:volume|value|tonnage|quantity|weight)|in (?:physical )?(?:volume|value|tonnage|quantity|weight) terms|by (?:volume|value|weight|tonnage|quantity)|in (?:both )?(?:volume|value|tonnage)(?: and (?:volume|value))?',
  'in (?:us |u\\.s\\. |° |· )?dollars?(?:-denominated)?(?: terms)?|in (?:· )?(?:yuan|renminbi|rmb|yen)(?:-denominated)?(?: terms)?',
  // Sizes.
  `by (?=(?:${HEDGE} )*(?:an? (?:[\\w-]+ )?)?(?:\\d|[$€£¥]|${FRACTION}|${COUNT}\\b|(?:an? )?little))|by (?:${HEDGE} )*(?:an? |one[- ]|two[- ])?${FRACTION}(?! (?:of|earlier|ago|before))|a little (?=over|more|less|under)`,
  `(?:an? |one[- ]|two[- ])${FRACTION}(?= (?:in|from|on|year|more|less|higher|lower|fewer|compared|versus)\\b|$)`,
  '(?:just |well |slightly )?(?:under|over|above|below|around|about|some) (?=\\d|an? |[$€£¥])|close to (?=\\d)|as (?:much|many|high|low) as (?=\\d)|up to (?=\\d)|or so\\b|(?:by )?far (?=more|less|fewer|above|below|higher|lower|exceeding|better|worse)|times (?!as |faster|the (?:pace|rate))|per cent|per year(?=$)',
  'as a whole|compared to|relative to|in comparison (?:to|with)|(?<=to °) (?:buyers|customers|importers)|in fact|even so\\b|(?:in|by) contrast|at the same time|for its part|of late|to be sure|in total|as expected|(?:against|above|below) (?:all )?expectations|once again|yet again|those (?:to|from|with) (?=°)|(?:accelerat|quicken|slow|eas|moderat|deepen)(?:ed|ing)(?! by)|as well as|as well|(?<=\\d (?:million )?)(?:units|pieces)|an? (?:small|big) (?=rise|increase|gain|jump|drop|fall|decline)|no less than|not less than|at least|at most|(?:growth|increase|gain) in(?= ·| exports| imports| shipments)|(?:picked|sped) up(?! by)',
  // Who says it, and to whom all of it goes.
  'the (?:trade|industry) (?:body|federation|lobby)\\b',
  '(?<=\\b(?:customs|data|figures|statistics|ministry|bureau|administration) )puts?\\b',
  'by (?=·|°)|(?:released|published|issued|provided|compiled|announced|reported|quoted) by|(?:calculations?|review|analysis) (?:based on|of|from|using) (?:· )?(?:(?:official|customs|government) )+(?:data|figures|statistics)|(?:told )?the (?:paper|daily|outlet)|(?<=\\b(?:exports|imports|shipments|purchases|sales) (?:\\w+ )?)contracted|customs records|pointed out',
  'in an? (?:(?:research|separate|written|recent|weekly|daily|client|brief) )?(?:statement|briefing|report|note|interview|press conference|post|article|column|commentary)|at a (?:news |press |regular )?(?:briefing|conference)|on its website|on social media',
  'points? to the (?:figures|numbers|data)|against (?:the (?:wider |general |overall )?trend|(?:all )?(?:forecasts|odds))\\b|(?:and|but|yet) in line with (?:forecasts|expectations)',
  'to (?:all|every) (?:countr(?:y|ies)|destinations?|markets?|partners?|trading partners?)|(?:to|from) the (?:whole )?world|to (?:overseas|foreign) (?:markets|buyers|customers)|(?:all over|around) the world|across the globe|into (?=·)|(?:bound|destined) for (?=°)',
];

/** Behind these a part tells why, or under what circumstances, whatever it is. */
export const CAUSES: readonly string[] = [
  '(?:amid|despite|in spite of|notwithstanding|because|thanks|owing|due to)\\b|(?:partly|largely|mainly|chiefly|mostly|in part) (?:because|due|thanks|owing|on|as|driven|helped|reflecting|by)\\b',
  'even (?:as|though|after|while)\\b|in (?:response|reaction)\\b|as a (?:result|consequence)\\b|on the back of\\b|in the wake of\\b|against an? (?:background|backdrop)\\b|ahead of\\b|in (?:a|another|the latest) (?:further )?sign\\b|since (?:the|a)\\b(?! \\w+ of (?:the )?(?:year|month|quarter))|in (?:an?|another) (?:\\w+ )?(?:boost|blow|reversal|rebound|surprise|setback|turnaround|test|show|bid|move|step)\\b|in what\\b|under pressure\\b|under (?:fire|strain|scrutiny)\\b|to the (?:relief|surprise|delight|dismay|alarm|frustration|annoyance) of\\b|(?:back )?to (?:its|their|the|an?) (?:[\\w-]+ )?(?:highest|lowest|best|worst|strongest|weakest|biggest|smallest)\\b',
  '(?<!\\b(?:far|much|many|well|soon|long) )as (?!well\\b|of\\b|a\\b|much\\b|many\\b|high\\b|low\\b|few\\b|little\\b|far as\\b|\\d|\\w+ed\\b|against\\b|per\\b|if\\b|given\\b|shown\\b|seen\\b|such\\b|distinct\\b|in\\b|to\\b|for\\b|did\\b)',
  'after (?!adjust|strip|exclud|account|correct|deduct|allow|remov|season|convert|tak|revis|inflation|taxe?s?\\b|price|currenc|all\\b)|following (?!adjust|strip|exclud|account|correct|deduct|remov|season|convert|revis)\\w',
  '(?:helped|undeterred|unfazed|undaunted|bolstered|strengthened|encouraged|prompted|triggered|sparked|caused|curbed|capped|offset|tempered|hobbled|clouded|swelled|stoked|driven|boosted|buoyed|lifted|fuell?ed|supported|aided|propelled|spurred|underpinned|powered|hit|hurt|dragged|hampered|squeezed|pressured|led|cushioned|inflated|depressed|weighed)\\b(?: \\w+)? by\\b',
  'on (?:the )?(?:weak|strong|robust|solid|soft|firm|sluggish|healthy|brisk|higher|lower|rising|falling|growing|slack|buoyant|surging|improved|improving|better|pent-up|delays|worries|supply|shortages|tariffs?|holidays?|weather|maintenance|restocking|stockpiling|hopes|expectations|fears|concerns?|demand|easing|tight|tighter)\\b',
  "with (?:[\\w'-]+ ){1,4}?\\w+ing\\b|with (?:shipments|exports|imports|sales|demand) (?:to|from|of|for)\\b|with (?:export )?(?:licen[cs]es|approvals|curbs|controls|restrictions|tensions|demand|buyers|carmakers|mills|refiners|supplies)\\b|given (?:the|a|that|its|strong|weak)\\b",
];

/** What stands between the subject and its verb, or behind a statement: who somebody is, what the goods are good for. */
export const REMARKS: readonly string[] = [
  '(?:well |far |comfortably |easily |narrowly |slightly |further )?(?:easing|suggesting|underlining|underscoring|snapping|hitting|beating|missing|topping|exceeding|surpassing|outpacing|defying|confounding|marking|reversing|extending|ending|raising|fuell?ing|stoking|prompting|reflecting|signall?ing|highlighting|pointing|pushing|bringing|lifting|making|helping|giving|offering|reviving|threatening|providing|leaving an?|adding (?:pressure|weight|fuel|urgency)|responding|facing|struggling|helping|spurring|unsettling|rattling|dashing|rebounding|recovering|bouncing|accelerating|slowing|quickening|picking|cooling|dealing|sending|continuing|shrugging|reaching|setting|bucking|outstripping|outperforming|compounding|deepening|widening|narrowing|masking|offsetting|soothing|calming|boosting|putting|restoring|capping|crowning|completing|cementing|confirming|proving|showing|demonstrating|illustrating|revealing|indicating|hinting|(?:adding|noting|saying)(?: that| to|$)|echoing|mirroring|matching|recouping|regaining|erasing|wiping|trimming|climbing|jumping|surging|plunging|tumbling|slipping|sliding|rising|falling|hovering|approaching|nearing|breaking|smashing|shattering|building|feeding|sparking|triggering|heightening|falling short|coming in|in line|better|worse|stronger|weaker|slower|faster|above|below|short of)\\b',
  'in an? (?:year|month|quarter|half|period) (?:that|which) (?:saw|brought|began|started|was marked|many)\\b|in an? (?:year|month|quarter) of (?:tension|turmoil|turbulence|upheaval|change|crisis|extremes)\\b|a (?:year|month|quarter) (?:that|which) (?:saw|brought)\\b',
  'which (?:analysts|economists|traders|some|critics|observers|officials|dominates?|controls?|makes?|produces?|supplies|mines|refines|processes|has|have|imposed|introduced|tightened|came|comes|beat|missed|exceeded|marked|suggests?|is (?:the world|a key)|are (?:used|vital|critical|crucial|essential|key|needed|found))\\b',
  '(?:widely |mainly |mostly |also )?(?:used|needed|found|essential|vital|critical|crucial|indispensable|key) (?:in|for|to|by)\\b',
  '(?:an? |the )?(?:[\\w-]+ ){0,3}(?:ingredients?|components?|inputs?|raw materials?|metric|gauge|barometer|indicator|bargaining chip|building blocks?)\\b',
  "(?:by far )?(?:the world's|its|the country's|the nation's) (?:[\\w-]+ )*(?:producer|supplier|exporter|importer|maker|buyer|consumer|economy|trader|refiner|manufacturer|nation|customer|partner|market|rival)\\b",
];
/** Behind the figure alone: what it means. */
export const COMMENTS: readonly string[] = [
  'the (?:[\\w-]+ ){0,4}?(?:rise|increase|gain|jump|drop|fall|decline|growth|pace|rate|expansion|contraction|monthly|reading|showing|performance|since|in (?:[\\w-]+ ){0,3}(?:months|years)|on record|ever|high|low|level|streak)\\b',
  '(?:an? |another |yet another )(?:[\\w-]+ ){0,3}?(?:sign|surprise|showing|result|rebound|turnaround|reversal|reminder|boost|blow|relief|record|swing|contrast|(?:gain|rise|increase|jump|surge|drop|fall|decline|plunge)(?: that\\b| which\\b| not seen| unseen|$)|improvement|slowdown|step|move|signal|indication|testament|trend|high|low|bounce|comeback|acceleration|deceleration|setback|level|pace|outcome|shock|windfall|recovery)\\b',
  '(?:its|their) (?:[\\w-]+ ){0,3}(?:highest|lowest|best|worst|strongest|weakest|biggest|fastest|slowest|first|sharpest|steepest|largest)\\b|compared with (?:an?|the|its)\\b|when\\b|having (?:slumped|fallen|risen|dropped|plunged|declined|grown|surged|tumbled|slid|collapsed|shrunk|contracted|jumped|been)\\b|the most\\b',
  "(?:that )?(?:economists|analysts|the market|markets|traders|investors) (?:had |have )?(?:\\w+ )?(?:forecast|expected|predicted|feared|hoped|pencilled|anticipated|polled|attributed)\\b|(?:versus|against|vs\\.?) (?:an? |the |market |analysts' |economists' )?(?:forecast|expectations?|consensus)",
];

/** Open a clause; `and` and `or` only where what follows has a verb or a figure of its own, `with` where it has a figure. */
export const CLAUSE_WORDS = '(?:(?:while|whereas|but|although|though|yet)\\b|with (?=.*\\d ?%))';
/** "imports rose", "the government promised to help", "traders expect more" */
const VERB =
  /\b(?:is|are|was|were|has|have|had|will|remains?|rose|fell|grew|saw|came|made|held|kept|began|went|slid|sank|shrank|expects?|says?|warns?|fears?|hopes?|plans?|wants?)\b|^(?:[\w'-]+ ){1,8}(?!combined|included|excluded|excepted)\w{2,}ed\b/i;
const OF_THE_SAME =
  /^(?:(?:while|whereas|but|and|although|though|yet|or),? )?(?:then |still |in \w+ |\w+ly )?(?:it|they|he|she|that|which|those|this|these|the (?:same|data|agency|increase|rise|gain|growth|drop|fall|decline))\b/i;
/** Speaks of the figure itself. */
export const COMES_BACK =
  /\b(?:that|this|the|those|these|its|whose) (?:numbers?|figures?|readings?|tally|count|estimates?|claims?|statistics?|percentage)\b|\b(?:it|them)[.']?$|\bthe (?:former|latter)\b|^(?:or|and) so\b|\bso (?:[\w'-]+ ){0,3}(?:wrote|said|claimed|thought|reported|believed|goes|went)\b/i;

/** Whether a clause has a verb of its own and does not come back to the figure. */
export const tellsOfElse = (clause: string): boolean => VERB.test(clause) && !OF_THE_SAME.test(clause);
