import { readNumber } from './numbers.ts';
import { back, daysOf, half, months, type PeriodMention, quarter, type ReadPeriod, span, type YearMention } from './period-mention.ts';

/** Chinese names of times (simplified). Every pattern is sticky, bounded and tried in order: the longer reading stands first. */

const N = '(1[0-2]|0?[1-9]|十[一二]?|[一二两三四五六七八九])';
const DAY = '([12]\\d|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十)';
const Y = '(?:(20\\d\\d|19\\d\\d|二[〇零][〇零一二三四五六七八九]{2})\\s?年?|(今年|本年|去年|上年|前年|当年|同年))?的?\\s?';
const YEAR = '(?:(20\\d\\d|19\\d\\d|二[〇零][〇零一二三四五六七八九]{2})\\s?年|(今年|去年|上年|前年))';
const TO = '\\s?(?:月份?)?\\s?(?:-|至|到|~|—|、|和|及|与)\\s?';

const number = (text: string | undefined): number => readNumber(text ?? '', 0)?.value ?? 0;

function year(written: string | undefined, said: string | undefined): YearMention {
  if (written !== undefined) return number(written);
  if (said === undefined || said === '当年' || said === '同年') return null;
  return { back: said === '前年' ? 2 : said === '去年' || said === '上年' ? 1 : 0 };
}

type Groups = readonly (string | undefined)[];
interface Rule {
  readonly pattern: RegExp;
  readonly read: (groups: Groups, whole: string) => PeriodMention | null;
}
const rule = (source: string, read: Rule['read']): Rule => ({ pattern: new RegExp(source, 'y'), read });

const backYear = (g: Groups): PeriodMention => {
  const stated = year(g[1], g[2]);
  return back('year', typeof stated === 'object' && stated !== null ? stated.back : 1, false, typeof stated === 'number' ? stated : null);
};

const RULES: readonly Rule[] = [
  rule(`${Y}${N}月份?的?(?:前|头|首)${DAY}[天日]`, (g) => daysOf(number(g[3]), 1, number(g[4]), year(g[1], g[2]))),
  rule(`${Y}(?:本月|当月|这个月)(?:前|头|首)${DAY}[天日]`, (g) => daysOf(0, 1, number(g[3]), { back: 0 })),
  rule(`${Y}${N}月${DAY}日?\\s?(?:-|至|到|~|—)\\s?(?:${N}月)?${DAY}[日号]`, (g) =>
    daysOf(number(g[3]), number(g[4]), number(g[6]), year(g[1], g[2])),
  ),
  rule(`${Y}${N}月上中?旬`, (g, whole) => daysOf(number(g[3]), 1, whole.endsWith('中旬') ? 20 : 10, year(g[1], g[2]))),
  rule(`${Y}${N}月份?的?上半月`, (g) => daysOf(number(g[3]), 1, 15, year(g[1], g[2]))),
  rule(`${Y}${N}月份?的?(?:第一|首)周`, (g) => daysOf(number(g[3]), 1, 7, year(g[1], g[2]))),
  rule(`${YEAR}的?同期(?:水平)?|${YEAR}的?同[月季]`, (g) => backYear([g[0], g[1] ?? g[3], g[2] ?? g[4]])),
  rule(`(?:上|前)一?(?:年度?)(?:的?)同(?:期|月|季)|上年度?(?:的)?同(?:期|月|季)|一年前(?:的?同期)?|上一年|前一年(?:度|同期|同月)?`, () =>
    back('year', 1),
  ),
  rule(`两年前|前年同期`, () => back('year', 2)),
  rule(`${Y}${N}${TO}${N}月份?(?:期间|累计)?`, (g, whole) => {
    const first = number(g[3]);
    const last = number(g[4]);
    const listed = /[、和及与]/.test(whole);
    if (first > last || (listed && !(first === 1 && last === 2))) return null;
    return months(first, last, year(g[1], g[2]));
  }),
  rule(`${Y}(?:前|头|首)${N}个?月`, (g) => (number(g[3]) === 1 ? null : months(1, number(g[3]), year(g[1], g[2])))),
  rule(`${Y}一二月份?`, (g) => months(1, 2, year(g[1], g[2]))),
  rule(`(20\\d\\d)(?:[/-](?:20)?\\d\\d)?财(?:政年度|年)(上半年)?`, (g) => {
    const begins = number(g[1]);
    return { ...span('months', 4, g[2] === undefined ? 3 : 9, g[2] === undefined ? begins + 1 : begins), fiscal: true } as PeriodMention;
  }),
  rule(`${Y}(?:全年)?(上|下)半年`, (g) => half(g[3] === '上' ? 1 : 2, year(g[1], g[2]))),
  rule(`${Y}前(一|两|二|三|1|2|3)个?季度?`, (g) => {
    const quarters = number(g[3]);
    return quarters === 1 ? quarter(1, year(g[1], g[2])) : quarters === 2 ? half(1, year(g[1], g[2])) : months(1, 9, year(g[1], g[2]));
  }),
  rule(`${YEAR}\\s?[qQ]([1-4])(?!\\d)`, (g) => quarter(number(g[3]), year(g[1], g[2]))),
  rule(`${Y}(?:第([一二三四1-4])季度?|([一二三四1-4])季度|(首|末)季度?)`, (g) => {
    const count = g[5] === '首' ? 1 : g[5] === '末' ? 4 : number(g[3] ?? g[4]);
    return quarter(count, year(g[1], g[2]));
  }),
  rule(`(?:今年|年初)(?:以来|至今|迄今)(?:截至${N}月份?)?`, (g) => ({
    form: 'to_date',
    last: g[1] === undefined ? null : number(g[1]),
    year: { back: 0 },
  })),
  rule(`(?:今年)?截至${N}月份?(?:底|末)?`, (g) => ({ form: 'to_date', last: number(g[1]), year: null })),
  rule(`上上个?月|前两个?月前`, () => back('month', 2)),
  rule(`上个?一?个?月(?!旬)|前一个?月|前月|上一月|一个月前`, () => back('month', 1)),
  rule(`上个?季度?|上一季度?|前一季度?|前季`, () => back('quarter', 1)),
  rule(`本月|这个月`, () => back('month', 0, true)),
  rule(`同期`, () => ({ form: 'same', month: false })),
  rule(`当月|该月|同月|单月`, () => ({ form: 'same', month: true })),
  rule(`${Y}${N}月(?!球|亮|饼)份?(?:单月|当月)?`, (g) => {
    const month = number(g[3]);
    return month > 12 ? null : span('month', month, month, year(g[1], g[2]));
  }),
  rule(`(20\\d\\d)[/.](0?[1-9]|1[0-2])(?![\\d%万亿兆千百吨])`, (g) => span('month', number(g[2]), number(g[2]), number(g[1]))),
  rule(`${YEAR}(?:年初|初|底|末|年底)`, (g) => ({ form: 'vague', year: year(g[1], g[2]) })),
  rule(`${YEAR}(?:的?(?:全年|整年|年度|度))?`, (g, whole) => {
    const stated = year(g[1], g[2]);
    if (whole === '去年' || whole === '上年') return back('year', 1, true);
    return span('year', 1, 12, stated);
  }),
  rule(`(20\\d\\d)(?:全|整)年`, (g) => span('year', 1, 12, number(g[1]))),
  rule(`全年|整年`, () => span('year', 1, 12, null)),
];

/** The time that is named at `start`. */
export function readChinesePeriod(text: string, start: number): ReadPeriod | null {
  for (const { pattern, read } of RULES) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match === null || match[0].trim() === '') continue;
    const period = read(match, match[0]);
    if (period !== null) return { period, end: start + match[0].trimEnd().length };
  }
  return null;
}
