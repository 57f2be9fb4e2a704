/**
 * Whether the sentence of a claim says what was read from it. All parts of it that could bear on goods, partner, months or measure, and on
 * how firmly it is said, must be made of words of which it is known what they do; any other word leaves a doubt. Only other statements,
 * causes and remarks are left to themselves. A doubt keeps a claim from being called contradicted. Pure.
 */
import { CHINESE } from './chinese-sentence.ts';
import type { Claim } from './claim.ts';
import { baseOfClaim, monthsOfClaim } from './claim-figures.ts';
import { ENGLISH } from './english-sentence.ts';
import { addMonths, type Interval, monthOf, yearOf } from './period.ts';
import type { Doubt, Language, Own } from './sentence.ts';
import { simplified } from './simplified.ts';
import { statementIn } from './statement.ts';

export type DoubtedClaim = Pick<Claim, 'commodity' | 'reporter' | 'partner' | 'percent' | 'period' | 'basis'>;

/**
 * Why the sentence of a claim may not say what was read from it; null when all that matters is understood.
 * @param official the growth that the figures give, in percent; null when they only bound it. A sentence that has it, too, tells it itself.
 * @param names how texts name its commodity.
 */
export function doubtOf(quote: string, claim: DoubtedClaim, official: number | null = null, names: readonly string[] = []): Doubt | null {
  const text = plain(quote);
  const denial = DENIED.exec(text)?.[0];
  if (denial !== undefined) return { reason: 'denied', words: denial };
  const cut = CUT.exec(text)?.[0];
  if (cut !== undefined) return { reason: 'narrower_subject', words: cut };
  const language = languageOf(text);
  const own = ownOf(claim, names);
  const { parts, beside } = statementIn(language, language.partsOf(text), own);
  for (const { text: part, leave, states } of parts) {
    // Beside the statement the name of the partner is that of another one who speaks or is told of.
    const doubt = language.unknownIn(part, states ? own : { ...own, partner: null }, leave);
    if (doubt !== null) return doubt;
  }
  if (beside !== null) return { reason: 'narrower_subject', words: beside };
  const told = official === null ? undefined : printed(text, official, claim.percent);
  return told === undefined ? null : { reason: 'denied', words: told };
}

/** What headlines round away. */
const LIKE = 0.15;

/**
 * The sentence of another claim of the same text that has another figure for the very same growth: it takes back the one, or one of both is of
 * something else.
 */
export const toldOtherwise = (claim: Claim, claims: readonly Claim[], quoteOf: (claim: Claim) => string): string | undefined =>
  claims
    .filter((other) => isOfTheSame(claim, other) && isUnlike(claim, other))
    .map(quoteOf)
    .find((quote) => languageOf(quote).trade.test(quote) || GOES_BACK.test(quote));
const GOES_BACK = /^(?:[\w,']+ ){0,4}(?:it|they|those) \w/i;

const isOfTheSame = (one: Claim, other: Claim): boolean =>
  one.commodity === other.commodity &&
  one.flow === other.flow &&
  one.partner === other.partner &&
  one.period === other.period &&
  one.basis === other.basis &&
  (one.reporter === other.reporter || one.reporter === null || other.reporter === null) &&
  (one.measure === other.measure || one.measure === null || other.measure === null);

const isUnlike = (one: Claim, other: Claim): boolean =>
  one.percent !== null &&
  other.percent !== null &&
  (one.direction !== other.direction || Math.abs(one.percent - other.percent) > Math.max(1, LIKE * Math.max(one.percent, other.percent)));

export const languageOf = (text: string): Language => (/\p{Script=Han}/u.test(text) ? CHINESE : ENGLISH);

/** The quotation, or what an outlet gave of its text, is not the whole sentence: who knows what else it says. */
const CUT =
  /^\.{3}|\.{3}$|[,;:、]$|\b(?:and|or|but|while|whereas|although|though|as|because|after|to|of|in|on|at|by|for|from|than|with|the|an?|its|their|excluding)$|(?:但|而|因|且|与|和|除)$/i;

/** Words that take back what a sentence says, or only ask it. */
const DENIED =
  /\b(?:false|untrue|incorrect|inaccurate|erroneous(?:ly)?|mistaken(?:ly)?|wrongly|contrary to|debunk\w*|myth|misreport\w*|misread\w*|refut\w+|rather than|in error|retract\w+|correct(?:s|ion|ions|ed)|rumou?rs?|hoax|unfounded|baseless|disputed|wrong|viral|satir\w+|falsely|misconception|misleading|fake|AI-generated|den(?:ies|ied)(?! (?:licen|permit|access|entry|export))|without (?:\w+ )?evidence|fact[- ]check\w*|not (?:so|true|right|the case)|failed to (?:rise|grow|gain|increase|climb|fall|drop)|nowhere near|supersed\w+|withdr[ae]w\w*|revis(?:ed (?:up|down|from|to|since|later)|ions?)|since (?:been )?(?:revised|amended|replaced|changed|lowered|raised|updated|restated)|(?:but|while|whereas|yet|although|though|however|when|versus|against),? (?:[\w-]+ )?(?:customs|official|actual|real) (?:data|figures|statistics|numbers)(?!(?: from \w+)? show(?:ed|s)?(?: on \p{Lu}\w+day)?\.?$))\b|错误|不实|谣言|误读|误传|并非|不属实|有误|不准确|辟谣|而不是|而非|传言|传闻|网传|据[说传]|听说|远不及|修正|更正|撤回|作废|[,但而;]海关(?:总署)?的?(?:数据|统计|数字)(?:则|却|反而)|\?$/iu;

/** From here on no other figure is the same by chance. */
const LEAST_WITHOUT_DECIMALS = 10;

/** A growth rate as a text prints it, unless it is the one that was claimed. */
const printed = (text: string, percent: number, claimed: number | null): string | undefined =>
  text.match(/\d+(?:\.\d+)?(?=\s?(?:%|per ?cent))/g)?.find((figure) => {
    const decimals = figure.split('.')[1]?.length ?? 0;
    const telling = decimals > 0 || Number(figure) >= LEAST_WITHOUT_DECIMALS;
    return telling && Number(figure) !== claimed && figure === Math.abs(percent).toFixed(decimals);
  });

/** What of a sentence is the claim's own. */
export function ownOf({ commodity, reporter, partner, percent, period, basis }: DoubtedClaim, names: readonly string[]): Own {
  const read = monthsOfClaim(period);
  const interval = read === 'partial' ? null : read;
  const base = interval === null ? null : baseOfClaim(interval, basis);
  const months = [...monthsIn(interval), ...monthsIn(base)];
  return {
    commodity: commodity ?? '',
    names,
    reporter,
    partner: partner === 'WORLD' ? null : partner,
    period: interval,
    months: new Set(months.map(monthOf)),
    years: new Set(months.map(yearOf)),
    percent,
  };
}

function monthsIn(interval: Interval | null): number[] {
  const months: number[] = [];
  if (interval !== null) for (let month = interval.from; month <= interval.to; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** In the form of writing that the words are in: plain signs, simplified characters. */
export const plain = (text: string): string => simplified(text.normalize('NFKC')).replaceAll(/[’‘]/g, "'");

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
