import { monthNumber } from '../domain/month-names.ts';
import { readNumber } from './numbers.ts';
import { back, daysOf, half, months, type PeriodMention, quarter, type ReadPeriod, span, type YearMention } from './period-mention.ts';

/** English names of times. Every pattern is sticky, bounded and tried in order: the longer reading stands first. */

const M =
  '(?:(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:\\.(?=[\\s,-]))?|january|february|march|april|may|june|july|august|september|october|november|december)(?![a-z])';
const Y = '(?:19|20)\\d\\d(?!\\d|,\\d|\\.\\d)';
const THIS = '(?:this|the current|last|the previous|the prior|the|next) year(?!-| (?:ago|earlier|before))';
const OF_YEAR = `(?:(?:,\\s?|\\s)(?:of |in |for )?(?:the (?:calendar )?year )?(${Y}|${THIS})(?!'s (?:full|same)))?`;
const FISCAL = `(?:fiscal(?: year)?|financial year|fy)\\s?'?((?:20)?\\d\\d)(?:\\s?[-/]\\s?(?:20)?(\\d\\d))?(?![\\d%])`;
const OF_FISCAL = `(?: of | in |,? )(?:the )?(?:${FISCAL}|(?:current |this |ongoing )?(?:fiscal|financial)(?: year)?)`;
const COUNT = '(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)';
const NTH = '(first|second|third|fourth|final|last|1st|2nd|3rd|4th|latter)';
const SAME = '(?:the |a )?(?:same|corresponding|comparable|equivalent|like|identical|year-ago|year-earlier)';

const nth = (word: string | undefined): number =>
  ({ first: 1, second: 2, third: 3, fourth: 4, final: 4, last: 4, latter: 2 })[(word ?? '').toLowerCase()] ??
  Number((word ?? '').charAt(0));
const count = (word: string | undefined): number => readNumber(word ?? '', 0)?.value ?? 0;

function year(text: string | undefined): YearMention {
  if (text === undefined) return null;
  if (/^\d{4}/.test(text)) return Number(text.slice(0, 4));
  if (/^'?\d\d$/.test(text)) return 2000 + Number(text.replace("'", ''));
  return /last|previous|prior/i.test(text) ? { back: 1 } : /the year/i.test(text) ? null : { back: 0 };
}

/** "fiscal 2025" starts in 2025, "FY2025-26" too; "FY26" alone is India's and ends in 2026. */
function fiscalYear(first: string | undefined, second: string | undefined): YearMention {
  if (first === undefined) return null;
  if (first.length === 4) return Number(first);
  return second === undefined ? 1999 + Number(first) : 2000 + Number(first);
}

const fiscalHalf = (number: number, begins: number | null): PeriodMention =>
  number === 2 ? span('months', 10, 3, begins === null ? null : begins + 1, true) : span('months', 4, 9, begins, true);

type Groups = readonly (string | undefined)[];
interface Rule {
  readonly pattern: RegExp;
  readonly read: (groups: Groups, whole: string) => PeriodMention | null;
}
const rule = (source: string, read: Rule['read']): Rule => ({ pattern: new RegExp(`(?:${source})(?![a-z0-9])`, 'iuy'), read });

const orderly = (first: number, last: number): boolean => first >= 1 && last >= 1 && first <= 12 && last <= 12;

/** Of a year that is no leap year. */
const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** "the first half of June", "the last week of June". */
function partOfMonth(month: number, which: string, part: string, of: YearMention): PeriodMention {
  const end = LAST_DAYS[month - 1] ?? 31;
  const number = nth(which);
  if (/^half$/i.test(part)) return number === 1 ? daysOf(month, 1, 15, of) : daysOf(month, 16, end, of);
  return /^(?:last|final)$/i.test(which) ? daysOf(month, end - 6, end, of) : daysOf(month, 7 * number - 6, 7 * number, of);
}

const RULES: readonly Rule[] = [
  rule(`(?:the )?first ${COUNT} days of (${M}|this month|the month|last month)${OF_YEAR}`, (g) => {
    const month = monthNumber(g[2]);
    if (month > 0) return daysOf(month, 1, count(g[1]), year(g[3]));
    return daysOf(0, 1, count(g[1]), /last/i.test(g[2] ?? '') ? { back: 1 } : { back: 0 });
  }),
  // "in the third quarter from the second"
  rule(`(?<=quarter (?:from|than in|against|versus) )the (first|second|third)(?=[.,;)]|$)`, (g) => quarter(nth(g[1]), null)),
  rule(`(?:the )?${NTH} (half|week) of (${M})${OF_YEAR}`, (g) => partOfMonth(monthNumber(g[3]), g[1] ?? '', g[2] ?? '', year(g[4]))),
  rule(`(${M}) (\\d{1,2})(?:st|nd|rd|th)?\\s?(?:-|to|through|until)\\s?(?:${M} )?(\\d{1,2})(?!\\d)(?:st|nd|rd|th)?${OF_YEAR}`, (g) =>
    daysOf(monthNumber(g[1]), Number(g[2]), Number(g[3]), year(g[4])),
  ),
  rule(`(?:between |from )?(\\d{1,2})(?:st|nd|rd|th)?\\s?(?:-|to|and)\\s?(\\d{1,2})(?:st|nd|rd|th)? (${M})${OF_YEAR}`, (g) =>
    daysOf(monthNumber(g[3]), Number(g[1]), Number(g[2]), year(g[4])),
  ),
  rule(
    `(?:from |between |the |(?<=(from ))|)(${M})(?: (${Y}))?(?:\\s?(?:-|/|~)\\s?|\\s(?:to|through|thru|until|and|&)\\s)(${M})${OF_YEAR}((?:[ -](?:period|quarter|months|first half|second half|half|fiscal first half|fiscal second half|fiscal half))*)${OF_YEAR}(${OF_FISCAL})?`,
    (g, whole) => {
      const first = monthNumber(g[2]);
      const last = monthNumber(g[4]);
      const joined = /\sand\s|&/i.test(whole);
      const begins = fiscalYear(g[9], g[10]);
      if (/^from/i.test(whole) && !/\s(?:to|through|thru|until)\s/i.test(whole)) return null;
      // "fell by half from April to May": a base and a month; from January on it is a range.
      const apart = g[1] !== undefined || /^from/i.test(whole);
      if (apart && first > 1 && last - first === 1 && g[6] === '') return null;
      if (!orderly(first, last) || (joined && !/^between/i.test(whole) && !(first === 1 && last === 2))) return null;
      const stated = year(g[5]) ?? year(g[7]) ?? year(g[3]);
      const fiscal = g[8] !== undefined;
      const named = /quarter/i.test(g[6] ?? '') && last - first === 2 && first % 3 === 1;
      const calendar = typeof begins === 'number' ? begins + (last <= 3 ? 1 : 0) : stated;
      return named ? span('quarter', first, last, calendar) : ({ ...months(first, last, calendar), fiscal } as PeriodMention);
    },
  ),
  rule(`(?:the )?(?:first|opening|initial) ${COUNT} (?:calendar )?months?(?:${OF_FISCAL}|${OF_YEAR})`, (g, whole) => {
    const last = count(g[1]);
    if (last < 1 || last > 11) return null;
    if (!/fiscal|financial|fy/i.test(whole)) return span('months', 1, last, year(g[4]));
    const begins = fiscalYear(g[2], g[3]);
    const end = ((last + 2) % 12) + 1;
    return { ...months(4, end, typeof begins === 'number' ? begins + (end <= 3 ? 1 : 0) : null), fiscal: true } as PeriodMention;
  }),
  rule(`(?:the |in )?${COUNT}[ -]months? (?:period )?(?:to|through|until|ended|ending|ending in|ended in) (${M})${OF_YEAR}`, (g) => {
    const last = monthNumber(g[2]);
    const length = count(g[1]);
    const first = ((last - length + 12) % 12) + 1;
    return length < 1 || length > 12 ? null : months(first, last, year(g[3]));
  }),
  rule(`(?:the |its )?${COUNT}-month(?= (?:total|tally|period|figure|exports|imports|shipments|cumulative))`, (g) =>
    count(g[1]) < 2 || count(g[1]) > 11 ? null : span('months', 1, count(g[1]), null),
  ),
  rule(`(?:the )?(?:year|period) (?:to|through|until|up to) (?:the end of )?(${M})${OF_YEAR}`, (g) =>
    span('months', 1, monthNumber(g[1]), year(g[2])),
  ),
  rule(`through (?:the end of )?(${M})${OF_YEAR}`, (g) => months(1, monthNumber(g[1]), year(g[2]))),
  rule(`(?:the )?${NTH}[ -](?:calendar )?quarters?${OF_FISCAL}`, (g) => {
    const first = nth(g[1]) * 3 + 1;
    const begins = fiscalYear(g[2], g[3]);
    const start = first > 12 ? first - 12 : first;
    return span('quarter', start, start + 2, typeof begins === 'number' ? begins + (first > 12 ? 1 : 0) : null);
  }),
  rule(`(?:the )?(?:first|opening) (two|three|2|3) quarters${OF_YEAR}`, (g) => span('months', 1, count(g[1]) * 3, year(g[2]))),
  rule(`(?:the )?(?:final|last|closing) three months of (?:the year )?(${Y}|last year|the year|this year)`, (g) => quarter(4, year(g[1]))),
  rule(`(?:the )?${NTH}[ -](?:calendar )?quarter${OF_YEAR}`, (g) => quarter(nth(g[1]), year(g[2]))),
  rule(`(?:the )?quarter (?:to|through|ended|ending|ended in|ending in) (${M})${OF_YEAR}`, (g) => {
    const last = monthNumber(g[1]);
    return last % 3 === 0 ? span('quarter', last - 2, last, year(g[2])) : null;
  }),
  rule(`(${M})[ -]quarter${OF_YEAR}`, (g) => (monthNumber(g[1]) % 3 === 0 ? quarter(monthNumber(g[1]) / 3, year(g[2])) : null)),
  rule(`q1\\s?(?:-|to|through)\\s?q([23])${OF_YEAR}`, (g) => span('months', 1, Number(g[1]) * 3, year(g[2]))),
  rule(`h([12])(?: of)?\\s?${FISCAL}`, (g) => {
    const begins = fiscalYear(g[2], g[3]);
    return typeof begins === 'number' ? fiscalHalf(Number(g[1]), begins) : null;
  }),
  rule(`q([1-4])(?: of)?\\s?${FISCAL}`, (g) => {
    const begins = fiscalYear(g[2], g[3]);
    const number = Number(g[1]);
    return typeof begins === 'number' ? quarter(number === 4 ? 1 : number + 1, begins + (number === 4 ? 1 : 0)) : null;
  }),
  rule(`q([1-4])(?:\\s?(?:of |in )?(${Y}|'\\d\\d|this year|last year))?`, (g) => quarter(Number(g[1]), year(g[2]))),
  rule(`([1-4])q\\s?((?:20)?\\d\\d)?`, (g) => quarter(Number(g[1]), g[2] === undefined ? null : (Number(g[2]) % 2000) + 2000)),
  rule(`(${Y})\\s?-?q([1-4])`, (g) => quarter(Number(g[2]), year(g[1]))),
  rule(`(?:the )?(first|second|latter)[ -]half${OF_FISCAL}`, (g) => {
    const begins = fiscalYear(g[2], g[3]);
    return fiscalHalf(nth(g[1]), typeof begins === 'number' ? begins : null);
  }),
  rule(`(?:the )?(?:fiscal|financial)[ -](first|second)[ -]half${OF_YEAR}`, (g) => {
    const second = nth(g[1]) === 2;
    return { ...span('months', second ? 10 : 4, second ? 3 : 9, year(g[2])), fiscal: true } as PeriodMention;
  }),
  rule(`(?:the )?half[ -]year(?= (?:total|tally|figure|exports|imports|shipments))`, () => half(1, null)),
  rule(`(?:the )?(first|second|latter)[ -]half(?: of the year)?${OF_YEAR}`, (g) => half(nth(g[1]), year(g[2]))),
  rule(`h([12])(?:\\s?(?:of |in )?(${Y}|'\\d\\d|this year|last year))?`, (g) => half(Number(g[1]), year(g[2]))),
  rule(`([12])h\\s?((?:20)?\\d\\d)?`, (g) => half(Number(g[1]), g[2] === undefined ? null : (Number(g[2]) % 2000) + 2000)),
  rule(
    `(?:the )?(?:year[ -]to[ -]date|ytd|so far this (?:calendar )?year|so far in (${Y})|this year so far|this year to date|since the (?:start|beginning) of (?:the|this) year|since january)(?: (?:to|through) (${M})${OF_YEAR})?`,
    (g) => ({
      form: 'to_date',
      last: g[2] === undefined ? null : monthNumber(g[2]),
      year: year(g[1] ?? g[3]),
    }),
  ),
  rule(
    `${SAME}[ -](?:month|period|quarter|time frame|timeframe|stretch|span|time|(?:\\w{3,6}[- ]){0,2}(?:months?|days|period))(?: (?:of|in|a|from|during)?\\s?(?:the )?(${Y}|last year|the year before|previous year|prior year|preceding year|year (?:earlier|ago|before|prior)|year-earlier))?(?:'s level)?`,
    (g) => back('year', 1, false, /^\d/.test(g[1] ?? '') ? year(g[1]) : null),
  ),
  rule(`(?:the )?(?:previous|prior|preceding|year-ago|year-earlier) (?:${M})(?:'s)?`, () => back('year', 1)),
  rule(`(${M}) (?:a year (?:earlier|ago|before)|(?:of )?the (?:previous|prior|preceding) year|the year before)`, () => back('year', 1)),
  rule(`(?:its |their )?(?:year-ago|year-earlier|last-year)(?: (?:month|period|levels?|figures?|quarter))?`, () => back('year', 1)),
  rule(`(?:a|one|the) year(?: (?:ago|earlier|before|previously|prior|back)(?: (?:month|period|level))?)`, () => back('year', 1)),
  rule(`(?:12|twelve) months (?:ago|earlier|before)`, () => back('year', 1)),
  rule(`${COUNT} years? (?:ago|earlier|before|previously|prior)`, (g) => back('year', count(g[1]))),
  rule(`(?:the )?(?:previous|prior|preceding) year(?:'s)?`, () => back('year', 1)),
  rule(`(?:the )?(?:same )?month before (?:that|last)`, () => back('month', 2)),
  rule(`(?:a|one|the) month (?:ago|earlier|before|previously|prior)`, () => back('month', 1)),
  rule(`month-(?:ago|earlier)(?: (?:level|figure|period))?`, () => back('month', 1)),
  rule(`(?:the )?(?:previous|prior|preceding) month(?:'s)?`, () => back('month', 1)),
  rule(`${COUNT} months? (?:ago|earlier|before|previously|prior)`, (g) => back('month', count(g[1]))),
  rule(`(?:the )?(?:previous|prior|preceding) quarter(?:'s)?|(?:a|the|one) quarter (?:ago|earlier|before)`, () => back('quarter', 1)),
  rule(`last quarter(?:'s)?`, () => back('quarter', 1, true)),
  rule(`last month(?:'s)?`, () => back('month', 1, true)),
  rule(`this month(?:'s)?`, () => back('month', 0, true)),
  rule(`(?:the whole (?:of )?|all (?:of )?)?last year(?:'s)?`, () => back('year', 1, true)),
  rule(`(?:the (?:full|whole|entire) year|full[- ]year|all of|calendar(?: year)?|the year)\\s(?:of |in )?(${Y})`, (g) =>
    span('year', 1, 12, year(g[1])),
  ),
  rule(`(?:between|from) (${Y}) (?:and|to) (${Y})`, (g) => ({ form: 'vague', year: year(g[2]) })),
  rule(`(?:early|late|mid-?|the (?:start|beginning|end) of)\\s?(${Y})`, (g) => ({ form: 'vague', year: year(g[1]) })),
  rule(`(${M})(?:'s)?(?:,? |, )(?:of )?(?:fiscal )?(${Y}|this year|last year)(?:'s)?`, (g) => {
    const month = monthNumber(g[1]);
    return span('month', month, month, year(g[2]));
  }),
  rule(`(${M}) '(\\d\\d)`, (g) => span('month', monthNumber(g[1]), monthNumber(g[1]), year(g[2]))),
  rule(`(${Y})-(0[1-9]|1[0-2])`, (g) => span('month', Number(g[2]), Number(g[2]), year(g[1]))),
  rule(`(?:the )?(?:fiscal|financial) year (?:ended|ending|to|through)(?: in| on)? (?:the end of )?(${M})(?: \\d{1,2})?${OF_YEAR}`, (g) => {
    const last = monthNumber(g[1]);
    return { ...span('months', (last % 12) + 1, last, year(g[2])), fiscal: true } as PeriodMention;
  }),
  rule(`${FISCAL}`, (g) => {
    const begins = fiscalYear(g[1], g[2]);
    return { ...span('months', 4, 3, typeof begins === 'number' ? begins + 1 : null), fiscal: true } as PeriodMention;
  }),
  rule(
    `(?:the year )?(${Y})(?:'s)?(?!\\s?(?:metric|tons?|tonnes|t|mt|kt|kg|kilograms|units|vehicles|barrels|sets|pieces|million|billion)\\b|\\p{Script=Han})`,
    (g) => span('year', 1, 12, year(g[1])),
  ),
  rule(`(?:the )?full[- ]year|the whole year`, () => span('year', 1, 12, null)),
  // "the 11-month export turnover": from January on.
  rule(
    `(?:the )?${COUNT}-month(?=\\s(?:exports?|imports?|shipments|trade|total|tally|cumulative)\\b)(?!\\s\\w+\\s(?:high|low|slump|streak|decline|slide|drop|rally))`,
    (g) => (count(g[1]) > 1 && count(g[1]) < 12 ? { form: 'to_date', last: count(g[1]), year: null } : null),
  ),
  rule(`the month(?! of)`, () => ({ form: 'same', month: true })),
  rule(`(${M})(?:'s)?`, (g) => span('month', monthNumber(g[1]), monthNumber(g[1]), null)),
];

/** Words that are also the name of a month: only with a capital, and "may" not before a verb. */
const CAPITAL_ONLY = /^(?:may|mar|march|dec|jan|sep)\b/;
const MODAL = /May (?:be|have|not|also|see|well|rise|fall|still|yet|now|increase|decline|drop|continue)\b/y;

/** The time that is named at `start`. */
export function readEnglishPeriod(text: string, start: number): ReadPeriod | null {
  MODAL.lastIndex = start;
  if (MODAL.test(text)) return null;
  for (const { pattern, read } of RULES) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match === null || CAPITAL_ONLY.test(match[0])) continue;
    const period = read(match, match[0]);
    if (period === null) continue;
    return { period, end: pattern.lastIndex };
  }
  return null;
}
