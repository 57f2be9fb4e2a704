/** English sentences: their parts, what these name, and the words in them that are not known. */
import { countryNames } from './codes/countries.ts';
import { namesOf, SPOKEN_NAMES } from './codes/spoken-names.ts';
import { goodsOf, namesPattern } from './english-goods.ts';
import {
  CAUSES,
  CLAUSE_WORDS,
  COMES_BACK,
  COMMENTS,
  isKnown,
  MONTH,
  namesOneOfMany,
  namesSpeaker,
  PHRASES,
  REMARKS,
  tellsOfElse,
} from './known-english.ts';
import { type Interval, monthOf, monthsBetween } from './period.ts';
import { type Doubt, type DoubtReason, escaped, type Language, type Leave, type Own, type Part } from './sentence.ts';

const TRADE = /\b(?:exports?|exported|imports?|imported|shipments?|shipped|sales|sold|deliveries|purchases|bought|received|arrivals)\b/i;
const GROWTH =
  /\d\s?(?:%|per ?cent\b|pct\b|pc\b)|-percent\b|(?:one|two|three|four|five|six|seven|eight|nine|ten) per ?cent\b|\b(?:doubl|tripl|trebl|quadrupl|halv)\w+|fold\b|\d[- ]point/i;
const OVERALL = /\b(?:total|overall|all told|in all|altogether|worldwide|globally|all countries)\b/i;
const DATELINE =
  /^(?:BEIJING|SHANGHAI|HONG KONG|LONDON|FRANKFURT|BRUSSELS|NEW YORK|WASHINGTON|TOKYO|SINGAPORE|PARIS|BERLIN|SEOUL|NEW DELHI|SYDNEY|MELBOURNE|GENEVA)(?:\/(?:[\p{Lu} ]+))?,? ?[-–—]+ |^[\p{Lu} /.,-]{3,},? \p{L}+\.? \d{1,2},?(?: 20\d\d)? (?:\([^)]*\) ?)?[-–—]+ ?|^[\p{Lu} /.,-]{3,} \((?:Reuters|Argus|Xinhua|Yonhap|Bloomberg|AP|AFP|Kyodo|ICIS|Platts|Nikkei|Caixin)\) ?[-–—]+ ?|^(?:UPDATE \d-|REFILE-|WRAPUP \d-|RPT-)/u;
const MARK = /,(?!\d{3})|[;:—…()“”"!]|\s[-–]+\s|\.{3}/g;

const phrase = (sources: readonly string[]): RegExp => new RegExp(`(?<![\\w'])(?:${sources.join('|')})`, 'gi');
const begins = (sources: readonly string[]): RegExp => new RegExp(`^(?:${sources.join('|')})`, 'i');
const KNOWN = phrase(PHRASES);
const [REMARK, COMMENT, CAUSE, CLAUSE] = [REMARKS, COMMENTS, CAUSES, [CLAUSE_WORDS]].map(begins) as [RegExp, RegExp, RegExp, RegExp];
const JOINED = /^(?:and|or) /i;
const SAYING = 'said|says|told|reported|reports|showed|shows?|noted|wrote|added|announced|stated|claimed|indicated|confirmed|revealed';
const OPENER = phrase([
  ...CAUSES,
  CLAUSE_WORDS,
  '(?:and|or) ',
  '(?<!\\b(?:year|month|quarter) )that ',
  'according to\\b',
  `(?<=\\b(?:${SAYING}) )(?!that|in|on|at|by)(?=.*${TRADE.source})`,
]);

/** Cut at marks; within these before causes, clauses, what is said, and "and" where both sides tell of growth. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let [clause, clauses] = [0, 0];
  const openClause = (): void => {
    clauses += 1;
    clause = clauses;
  };
  for (const { words, ends } of stretchesOf(text.replace(DATELINE, ''))) {
    const before = clause;
    for (const piece of piecesOf(words)) {
      const cause = CAUSE.test(piece) || (parts.length === 0 && CLAUSE.test(piece));
      if (cause || CLAUSE.test(piece) || JOINED.test(piece)) openClause();
      parts.push({ text: piece, clause, cause });
    }
    if (ends) openClause();
    else if (parts.at(-1)?.cause === true) clause = before;
  }
  return parts;
}

/** What stands between two marks; `ends`: a mark that parts clauses follows. */
function* stretchesOf(text: string): Generator<{ readonly words: string; readonly ends: boolean }> {
  let from = 0;
  for (const mark of text.matchAll(MARK)) {
    yield { words: text.slice(from, mark.index), ends: /[;…]|\.{3}/.test(mark[0]) };
    from = mark.index + mark[0].length;
  }
  yield { words: text.slice(from), ends: false };
}

function piecesOf(stretch: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: word, index } of stretch.matchAll(OPENER)) {
    const left = stretch.slice(from, index).trim();
    const joins = JOINED.test(word) && !isJoined(left, stretch.slice(index));
    // What is said within a cause or a remark is of it.
    const within = /^(?:that )?$/i.test(word) && [CAUSE, REMARK, COMMENT].some((opening) => opening.test(left));
    if (left === '' || joins || within) continue;
    pieces.push(left);
    from = index;
  }
  return [...pieces, stretch.slice(from).trim()].filter((piece) => piece !== '');
}

/** Whether "and" joins two statements: "rose 5% and imports fell 3%", "rose 5% and the government promised to help". */
const isJoined = (left: string, right: string): boolean =>
  (GROWTH.test(left) && GROWTH.test(right) && !/\bbetween \d[\d.]*(?: ?(?:%|per ?cent))?$/i.test(left)) ||
  (GROWTH.test(left) && tellsOfElse(right));

const patternOf = (names: readonly string[]): RegExp => {
  const latin = names.filter((name) => /^[A-Z]/.test(name) && name !== 'Beijing');
  const cased = latin.flatMap((name) => (name.length > 4 ? [name, name.toUpperCase()] : [name])).map(escaped);
  // A capital stands for its government, and behind a preposition for a city.
  const capital = names.includes('Beijing') ? ['(?<!\\b(?:from|in|of|at|via|through|by) )Beijing'] : [];
  const all = [...cased, ...capital];
  return all.length === 0 ? /(?!)/g : new RegExp(`(?<![\\p{L}])(?:[Tt]he )?(?:${all.join('|')})(?:-bound)?(?![\\p{L}])(?!-\\p{L})`, 'gu');
};
const patterns = new Map<string | null, RegExp>([[null, /(?!)/g]]);
function placePattern(code: string | null): RegExp {
  const known = patterns.get(code) ?? patternOf(namesOf(code ?? ''));
  patterns.set(code, known);
  return known;
}
let anyPlace: RegExp | undefined;
const everywhere = (): RegExp =>
  (anyPlace ??= patternOf(
    [...Object.values(countryNames()).flat(), ...SPOKEN_NAMES.map(({ name }) => name)].sort((a, b) => b.length - a.length),
  ));

const withoutOwn = (part: string, own: Own): string =>
  part.replaceAll(placePattern(own.reporter), '·').replaceAll(placePattern(own.partner), '°');

const namesElsewhere = (part: string, own: Own): boolean => withoutOwn(part, own).search(everywhere()) >= 0;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNumber = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
const MONTH_NAME = new RegExp(`^${MONTH}$`, 'i');
const TWO_MONTHS = new RegExp(`(?<!\\w)(${MONTH})(?: 20\\d\\d)?,? ?(?:and|plus|&|to|through|until|-|–|/) ?(${MONTH})`, 'i');
const NUMBER =
  /^(?:usd|cny|rmb|jpy|us\$)?[+-]?\d[\d.,]*(?:st|nd|rd|th|%|mt|mmt|t|bn|m|k|kg|tn|x|b|mln|pct|pc|-?fold|-?percent|-point-\d+)?$/i;
const WORD = /\p{L}+\$\d?|[€£₹₩]|[+-]?[\p{L}\d](?:[\p{L}\d]|[.,'&/-](?=[\p{L}\d]))*%?/gu;

/** Before the name of a country it goes back to somebody else. */
const PRONOUN = /\b(?:its|their|they|it|his)\b/i;
/** "Vietnamese customs said", "according to Tokyo": another country's figures. */
const OFFICIAL = /\b(?:customs|data|statistics|figures|records|ministry|bureau|authorit(?:y|ies)|officials?|government)\b/i;
const SPEAKING_PLACE = /(?:according to|^by) °\.?$|^° (?:said|says|reported|announced)/;
/** "Shanghai customs said": an office of a part of the country. */
const OF_OFFICE = /\p{Lu}[\p{L}.-]*(?= (?:customs|bureau|authorit|government|office|port|province|municipal))/gu;
/** "Growth was 27% higher": not the growth itself. */
const GROWTH_OF_GROWTH =
  /\bgrowth(?: rate)? (?:was |were )?(?:(?:\d[\d.]*(?:%| per ?cent)|a \w+) (?:higher|lower|above|below|more|less|faster|slower)|(?:rose|fell|grew|jumped|dropped|increased|decreased|climbed|declined|halved|doubled|tripled)\b(?! to))/i;
/** A partner, but which? */
const TO_IT = /\b(?:to|from|with) (?:it|them|those|there)\b(?! (?:to|from|with|in|of) (?:°|·|the same|\d))/i;
/** Its growth is not that of the exports beside it. */
const BALANCE = /\b(?:surplus|deficit|balance|gap)\b/i;
/** A house that has figures of its own has not those of the customs. */
const FIGURES = /\b(?:data|statistics|figures|records|numbers|survey|index|tables?)\b/i;
const isOfElsewhere = (part: string, own: Own): boolean =>
  namesElsewhere(part, own) && (OFFICIAL.test(part) || SPEAKING_PLACE.test(withoutOwn(part, own).replaceAll(everywhere(), '°')));

function unknownIn(part: string, own: Own, leave: Leave): Doubt | null {
  const stated = withoutOwn(part, own);
  const together = leave.months ? null : monthsTogether(stated, own);
  if (together !== null) return { reason: 'period_in_doubt', words: together };
  const another = TO_IT.exec(stated)?.[0];
  if (another !== undefined) return { reason: 'narrower_subject', words: another };
  const measure = GROWTH_OF_GROWTH.exec(stated)?.[0] ?? (GROWTH.test(stated) ? BALANCE.exec(stated)?.[0] : undefined);
  if (measure !== undefined) return { reason: 'measure_in_doubt', words: measure };
  const span = leave.months || own.period === null ? undefined : otherSpan(stated, own.period);
  if (span !== undefined) return { reason: 'period_in_doubt', words: span };
  const plain = leave.places ? stated.replaceAll(everywhere(), '°') : stated;
  const apart = !TRADE.test(part);
  const speaks = apart && namesSpeaker(part) && !isOfElsewhere(part, own);
  const goods = goodsOf(own).words.split(' ');
  const named = speaks && !FIGURES.test(part) && (leave.names === 'any' || (leave.names === 'of_speakers' && namesOneOfMany(part)));
  const offices = new Set(part.match(OF_OFFICE));
  // "China Steel said": goods in the name of who speaks.
  const isGoods = (word: string): boolean => goods.includes(word.toLowerCase()) && (!speaks || named || /^\p{Ll}/u.test(word));
  const isUnderstood = (word: string): boolean =>
    timeOf(word, own, leave) ??
    officeOf(word, own) ??
    (NUMBER.test(word) || isGoods(word) || isKnown(word, apart, speaks, named && !offices.has(word)));
  const rest = plain
    .replaceAll(namesPattern(own.names), (name) => (!speaks || named || /^\p{Ll}/u.test(name) ? 'goods' : name))
    .replaceAll(own.period !== null && monthsBetween(own.period.from, own.period.to) === 11 ? LAST_YEAR : NOTHING, ' · ')
    .replaceAll(KNOWN, ' · ')
    .replaceAll(/'s?(?![\p{L}])/gu, '');
  const upTo = leave.months ? null : UP_TO.exec(rest);
  if (upTo !== null) return { reason: 'period_in_doubt', words: upTo[0] };
  const words = rest.match(WORD) ?? [];
  const first = words.findIndex((word) => !isUnderstood(word));
  if (first < 0) return null;
  const beyond = words.findIndex((word, i) => i > first && isUnderstood(word));
  const unknown = words.slice(first, beyond < 0 ? words.length : beyond);
  const next = beyond < 0 ? '' : words[beyond];
  const others = words.filter((word) => !isUnderstood(word));
  return { reason: reasonOf([...others, next].join(' '), part), words: unknown.join(' ') };
}

/** Whether an office that publishes the figures of one country is that of the claim; undefined for any other word. */
const officeOf = (word: string, { reporter }: Own): boolean | undefined => {
  const country = OFFICES[word.toLowerCase()];
  return country === undefined ? undefined : country === reporter;
};
const OFFICES: Readonly<Record<string, string>> = { eurostat: 'EU', secex: 'BR', census: 'US', gacc: 'CN' };

/** Another country, or a name: "Ansteel had a good month". */
function namesAnother(sentence: string, own: Own): boolean {
  if (namesElsewhere(sentence, own)) return true;
  const goods = goodsOf(own).words.split(' ');
  return partsOf(withoutOwn(sentence, own).replaceAll(namesPattern(own.names), 'goods')).some(({ text }, i) => {
    const named = namesSpeaker(text) && namesOneOfMany(text);
    const isName = (word: string): boolean =>
      /^\p{Lu}/u.test(word) && !MONTH_NAME.test(word) && !goods.includes(word.toLowerCase()) && !isKnown(word, true, true, named);
    const words = text.match(WORD) ?? [];
    return words.some((word, at) => isName(word) && (i > 0 || at > 0 || BEGINS_WITH_NAME.test(text)));
  });
}
/** The first word has its capital anyway: one in the singular that is told of is taken for a name. */
const BEGINS_WITH_NAME = new RegExp(
  [
    "^(?:The )?\\p{L}[\\p{L}.&-]*(?:'s\\b| \\p{Lu}|,| (?:is|was|has|does|says)\\b)",
    '^(?!\\p{L}+(?:ly|ing|ed|s)\\b)\\p{L}[\\p{L}.&-]* (?:had|did|can|will|\\w+ed|sold|made|sent|saw|took|shut|grew|rose|fell)\\b',
  ].join('|'),
  'u',
);

/** Whether a time is the claim's own; undefined for a word that is no time. */
function timeOf(word: string, { months, years, period, reporter }: Own, leave: Leave): boolean | undefined {
  if (/^20\d\d$/.test(word)) return leave.months || years.has(Number(word));
  if (/^(?:together|combined|cumulative(?:ly)?)$/i.test(word)) return period !== null && period.from !== period.to;
  if (/^(?:fiscal|financial|FY\d*)$/.test(word)) return FISCAL_FROM_APRIL.has(reporter);
  const named = word.split('-');
  if (!named.every((one) => MONTH_NAME.test(one) && /^\p{Lu}/u.test(one))) return undefined;
  return leave.months || named.every((one) => months.has(monthNumber(one)));
}

/** "The quarter" of a claim that was read of a month. */
const otherSpan = (part: string, { from, to }: Interval): string | undefined =>
  SPANS.find(([months, name]) => months !== monthsBetween(from, to) + 1 && name.test(part))?.[1].exec(part)?.[0];
const SPANS: readonly (readonly [months: number, name: RegExp])[] = [
  [0, /\b(?:month|quarter|half|year)s? (?:after|following)\b/i],
  [1, /\b(?:in|for) (?:the|that) month\b(?! (?:earlier|ago|before|to|of))/i],
  [
    3,
    /(?<!\b(?:on|over|of|last|previous|same) )\b(?:the|this|that|full) quarter\b(?! (?:earlier|ago|before|to|of|higher|lower|more|less|fewer))/i,
  ],
  [6, /(?<!\b(?:on|over|of|last|previous|same) )\b(?:the|this|that) half(?:-year)?\b(?! (?:earlier|ago|before|to|of))/i],
  [12, /\b(?:in|for) the (?:(?:full|whole) )?year\b(?! (?:earlier|ago|before|to))|\bfull[- ]year\b/i],
];

/** "May and June", "from January to June": months that are not all of the period, nor this one and that with which it is compared. */
function monthsTogether(part: string, { period, months }: Own): string | null {
  const [words = null, one = '', other = ''] = TWO_MONTHS.exec(part) ?? [];
  if (words === null || period === null) return words;
  const both = [monthNumber(one), monthNumber(other)];
  if (period.from === period.to)
    return / to /i.test(words) && both[0] !== both[1] && both.every((month) => months.has(month)) ? null : words;
  const isWithin = both.every((month) => monthOf(period.from) <= month && month <= monthOf(period.to));
  return isWithin && !CHANGE_BETWEEN.test(part) ? null : words;
}
/** "Fell 60% from January to June": from the one to the other, or all of them. */
const CHANGE_BETWEEN = /(?:%|cent) (?:from|between) \w+ (?:to|and)\b/;
/** "Up to June" has another beginning than is known. */
const UP_TO = new RegExp(`(?<!${MONTH}(?: 20\\d\\d)? )\\bto ${MONTH}`, 'i');

/** Of a claim that is of a whole year. */
const LAST_YEAR = /\b(?:in )?last year\b(?!')/gi;
const NOTHING = /(?!)/g;

/** Whose fiscal years are known: from April. */
const FISCAL_FROM_APRIL: ReadonlySet<string | null> = new Set(['JP', 'IN']);

const OF_MEASURE =
  /\b(?:terms|dollars|prices?|averag\w*|adjust\w*|index|rates?|per|capita|survey|poll|\w*estimat\w*|calculat\w*|inflation|counts?|currency|euros?|pounds?|seasonal\w*|revis\w*|licen\w+|applications?|orders?|permits?|likely|probably|\S*track\w*|SAFE|daily|inspections|annuali\w+|smoothed|faster|fast|twice|working|month on)\b|[€£]/i;
const OF_TIME =
  /\b(?:weeks?|days?|months?|years?|half|quarters?|since|when|until|till|through|ended|ending|mid|late|early|rolling|trailing|moving|together|combined|same|last|ago|seasons?|date|\w*cumulat\w*|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*|20\d\d|fiscal|weekly|\w+-month)\b/i;
const reasonOf = (words: string, part: string): DoubtReason => {
  if (OF_MEASURE.test(words) || (OF_MEASURE.test(part) && !TRADE.test(part) && !OF_TIME.test(words))) return 'measure_in_doubt';
  return OF_TIME.test(words) ? 'period_in_doubt' : 'narrower_subject';
};

export const ENGLISH: Language = {
  partsOf,
  figure: (percent) => new RegExp(`(?<![\\d.,])${escaped(String(percent))}(?:\\.0+)?(?!\\d|[.,]\\d)`),
  multiple: /fold\b|\btimes\b|doubl|tripl|trebl|quadrupl|quintupl|hal[fv]|\b(?:third|quarter|fifth|tenth|sixth)s?\b/i,
  growth: GROWTH,
  trade: TRADE,
  overall: OVERALL,
  speaks: (part) => namesSpeaker(part) && !OFFICIAL.test(part),
  goesBack: (part, reporter) => PRONOUN.test(part.replace(new RegExp(`${placePattern(reporter).source}.*`, 'u'), '')),
  comesBack: COMES_BACK,
  tellsOfElse,
  isRemark: (part, behind) => REMARK.test(part) || (behind && COMMENT.test(part)),
  isAside: () => false,
  namesPlace: (part, code) => part.search(placePattern(code)) >= 0,
  placeIn: (part, code) => part.match(placePattern(code))?.[0],
  namesElsewhere,
  opensElsewhere: (sentence, own) => {
    const plain = withoutOwn(sentence, own);
    const [name] = plain.match(everywhere()) ?? [];
    return (
      name !== undefined && new RegExp(`^(?:(?:and|but|in|for|with|as for),? )?${escaped(name)}(?!'|-| and °| and ·)`, 'i').test(plain)
    );
  },
  namesGoods: (part, own) => part.search(goodsOf(own).name) >= 0,
  namesAnother,
  namesMonth: (part) => new RegExp(`(?<!\\w)(?!may )${MONTH}`, 'i').test(part) || /\b(?:q[1-4]|h[12]|quarter|half|20\d\d)\b/i.test(part),
  unknownIn,
};
