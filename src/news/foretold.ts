import { monthIndex, type ResolvedPeriod } from './anchor.ts';
import type { Piece } from './clauses.ts';
import type { Discourse } from './discourse.ts';
import { is, isChinese, isQuantity, type Token } from './token.ts';

/** What has not happened: forecasts, conditions, and times that had not begun on the day of publication. */

/** Whether what follows the clause makes it depend on something: "9% more, if shipments keep their pace". */
export function depends(tokens: readonly Token[], core: Piece): boolean {
  const next = is(tokens[core.to], 'mark') ? tokens[core.to + 1] : tokens[core.to];
  return /^(?:if|unless|provided|assuming)$/.test(next?.text ?? '');
}

/** 预计出口增长5%，进口下降1%; "a survey points to a 3% rise and a 1% dip": what is expected goes on, unless the next clause tells of what has been. */
export function continuesForecast(tokens: readonly Token[], core: Piece): boolean {
  if (!(isChinese(tokens[core.from]) ? /^[,，、]$/ : /^and$/).test(core.opener)) return false;
  const inside = tokens.slice(core.from, core.to);
  return !inside.some((token) => is(token, 'period', 'agency', 'comparator') || /^(?:实|果|却|仍|actually)$/.test(token.text));
}

/** "a survey of economists", "the poll": whose word the figures of a clause are. */
export const namesSurvey = (tokens: readonly Token[], piece: Piece): boolean =>
  tokens.slice(piece.from, piece.to).some((token) => is(token, 'reject') && /^(?:survey|poll|projection|forecast)s?$/.test(token.text));

/** Words before a clause that tell of what went with the figure, and are no one's word for it. */
const BESIDE =
  /^(?:after|although|though|despite|while|whereas|as|since|because|before|when|amid|which|who|whose|尽管|虽然|由于|因|受|在)$/;

/** "Although analysts had expected a drop, exports rose 5.9%": a forecast beside the figure and not of it. */
const isBeside = (tokens: readonly Token[], piece: Piece): boolean =>
  [tokens[piece.from], tokens[piece.from - 1]].some((token) => BESIDE.test(token?.text ?? '')) ||
  /^(?:后|际|下)$/.test(tokens[piece.to - 1]?.text ?? '');

/** Whether a loose piece before the figure's makes it a forecast: "the ministry expects, ...". */
export const leadsAsForecast = (tokens: readonly Token[], piece: Piece): boolean => foretells(tokens, piece) && !isBeside(tokens, piece);

/** Whether a piece holds a word of forecast. */
export const foretells = (tokens: readonly Token[], piece: Piece): boolean =>
  tokens.slice(piece.from, piece.to).some((token) => is(token, 'reject') && token.form === 'verb' && token.reason === 'forecast');

const GUESSES = /^(?:estimates?|estimated|calculates?|calculated|reckons?|reckoned|believes?|guess(?:es)?)$/;
const MOST_IN_TAIL = 9;

/** ", the central bank estimates", "，机构预测。" at the end: the whole sentence is someone's guess. ", as analysts expected" is none. */
export function endsAsGuess(tokens: readonly Token[]): boolean {
  const from = tokens.findLastIndex((token) => is(token, 'mark') && /^[,，—]$/.test(token.mark)) + 1;
  const tail = tokens.slice(from);
  if (from === 0 || tail.length > MOST_IN_TAIL || isChinese(tail[0])) return false;
  // ", matching the median estimate": beside what was expected.
  if (/^(?:matching|missing|beating|topping|defying|exceeding|above|below|against)$/.test(tail[0]?.text ?? '')) return false;
  if (tail.some((token) => isQuantity(token) || is(token, 'level', 'comparator', 'period', 'flow')) || BESIDE.test(tail[0]?.text ?? ''))
    return false;
  return tail.some((token) => GUESSES.test(token.text) || (is(token, 'reject') && token.form === 'verb' && token.reason === 'forecast'));
}

const NEAR = 4;

/** "A 1% rise of the baht lowers exports by 0.5%", "every 10% of tariff": a rule of thumb, and nothing that happened. */
export function isRuleOfThumb(tokens: readonly Token[]): boolean {
  if (!/^(?:a|an|every|each|any)$/.test(tokens[0]?.text ?? '') || !is(tokens[1], 'percent')) return false;
  const noun = tokens[2];
  if (is(noun, 'points')) return true;
  if (!is(noun, 'direction') || tokens.some((token) => is(token, 'period'))) return false;
  return !tokens.slice(3, 3 + NEAR).some((token) => is(token, 'flow', 'commodity'));
}

/** A year that begins after the month of publication: a goal or a plan, whatever the words. Pages are misdated too often to say so of a month. */
export function isYetToCome(period: ResolvedPeriod | null, published: Discourse['published']): boolean {
  if (period?.shape !== 'year' || published === null) return false;
  return period.first > monthIndex(published.year, published.month ?? 12);
}
