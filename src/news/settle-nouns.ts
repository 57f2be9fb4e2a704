import { is, isChinese, type Meaning, type Token } from './token.ts';

/** Readings of words that are trade, growth or nothing by the word that follows them. */

const ELSEWHERE: readonly Meaning[] = [{ kind: 'reject', reason: 'elsewhere', form: 'noun' }];
const FORECAST: readonly Meaning[] = [{ kind: 'reject', reason: 'forecast', form: 'verb' }];

/** What may follow a bare "export" or "import" that still is trade: its verbs, and nouns that mean the same. */
const STILL_TRADE =
  /^(?:figures?|data|numbers?|bill|receipts|proceeds|tonnages?|trade|business|totals?|tally|cargo(?:es)?|performance|basket|statistics|was|were|is|are|has|have|had|did|hit|reached|stood|came|totall?ed|amounted|topped|registered|recorded|saw|posted|went|remained|continued|sector|side|categor(?:y|ies)|commodit(?:y|ies)|earners?|staples|items?|products?|goods|from|that|this|during|the|a|its)$/;

/** "export margins", "import licences": a noun of something else, whatever it is called. */
export function attributive(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'flow') || !/^(?:export|import)$/.test(token.text)) return null;
  const next = tokens[at + 1];
  return is(next, 'word') && /^[a-z]/i.test(next.word) && !STILL_TRADE.test(next.text) ? ELSEWHERE : null;
}

/** 开工率, 贡献率, 自给率: a rate of anything but growth, which has names of its own. */
export const rateOfOther = (tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null =>
  token.text === '率' && is(token, 'word') && isChinese(tokens[at - 1]) && !/^[先领队]$/.test(tokens[at + 1]?.text ?? '')
    ? [{ kind: 'reject', reason: 'share', form: 'noun' }]
    : null;

const BINDS =
  /^(?:is|are|was|were|agreed|agrees|pledged|pledges|promised|promises|committed|undertook|has|have|had|due|obliged|required|ready|hopes?|hoped|seeks?|intends?|needs?|needed|have|willing|keen|aiming|looking)$/;
/** What one asks of others: the others stand between. */
const BIDS = /^(?:urged|told|asked|instructed|encouraged|pressed|directed|advised|wants?|wanted)$/;
const INFINITIVE =
  /^(?:reduce|increase|double|raise|boost|lift|trim|slash|triple|halve|limit|cap|curb|purchase|ship|supply|reach|hit|be|become|take|receive|expand|import|export|send|sell)$/;

const LETS = /^(?:let|lets|allow|allows|allowed|permit|permits|permitted)$/;

/** "let mills export 1.5 million tons": what may be done. "Allowed shipments to resume" has happened. */
export function allowed(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'word') || !LETS.test(token.text)) return null;
  return tokens.slice(at + 1, at + 5).some((next) => /^(?:export|import|ship|sell|buy)$/.test(next.text)) ? FORECAST : null;
}

/** "is to buy 25 million tons", "agreed to reduce its imports by half", "told importers to cut purchases": what someone is bound to do. */
export function bound(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'word')) return null;
  let to = at + 1;
  if (BIDS.test(token.text)) while (to < at + 4 && tokens[to]?.text !== 'to') to += 1;
  else if (!BINDS.test(token.text)) return null;
  if (tokens[to]?.text !== 'to') return null;
  const verb = tokens[to + 1];
  const acts = (is(verb, 'direction') && verb.form === 'verb') || (is(verb, 'flow') && verb.verb) || INFINITIVE.test(verb?.text ?? '');
  return acts ? FORECAST : null;
}

/** "revised the figure down by 0.3%", "was revised up to 5%": not what trade did; "a revised 3.1%" is. */
export const revised = (tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null =>
  token.text === 'revised' && /^(?:up|down|upwards?|downwards?|the|its|their|from|to|higher|lower)$/.test(tokens[at + 1]?.text ?? '')
    ? FORECAST
    : null;

/** Whose word a figure is that is "put at" something. */
const OPINION =
  /^(?:analysts?|economists?|strategists?|researchers?|traders?|experts?|banks?|brokers?|brokerages?|consultanc(?:y|ies)|consultants?|forecasters?|think|institute|usda|imf|wto|oecd|unctad|fitch|moody|nomura|citi|hsbc|ing|anz|ubs)$/;
const REACH = 12;

/** "analysts put the drop at 15%", "put growth at 50% to 56%": a guess; "customs data put exports at 9.78 million tons" is none. */
export function putAt(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'word') || !/^(?:put|puts|putting)$/.test(token.text)) return null;
  const link = tokens.slice(at + 1, at + 1 + REACH).findIndex((next) => next.text === 'at');
  if (link < 0) return null;
  const figure = tokens[at + 2 + link];
  const ranged = is(figure, 'percent') && figure.high !== null;
  const guessed = tokens.slice(Math.max(0, at - REACH), at).some((before) => OPINION.test(before.text));
  return ranged || guessed ? FORECAST : null;
}

/** "Apple's shipments", "global smartphone shipments", "shipments by JinkoSolar": those of companies are no trade of a country. */
export function companyShipments(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'flow') || token.text !== 'shipments') return null;
  if (tokens[at + 1]?.text === 'by') return isName(tokens[at + 2]) ? ELSEWHERE : null;
  let back = at - 1;
  while (back > at - 4 && (is(tokens[back], 'commodity') || (is(tokens[back], 'word') && !/^s$|'s$/.test(tokens[back]?.text ?? '')))) {
    if (/^(?:global|worldwide|world)$/.test(tokens[back]?.text ?? '')) break;
    back -= 1;
  }
  if (/^(?:global|worldwide)$/.test(tokens[back]?.text ?? '')) return namesOrigin(tokens, at) ? null : ELSEWHERE;
  if (tokens[back]?.text === 's' && tokens[back - 1]?.text === "'") back -= 2;
  else if (tokens[back]?.text.endsWith("'s") !== true) return null;
  return isName(tokens[back]) ? ELSEWHERE : null;
}

/** "Tesla shipped 67,886 cars": a company. A word that begins the sentence has its capital anyway, so that one must not be a plural. */
export function companyTrades(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'flow') || !/^(?:shipped|exported|imported)$/.test(token.text)) return null;
  const name = tokens[at - 1];
  if (name === undefined || !isName(name)) return null;
  const first = at === 1 || is(tokens[at - 2], 'stop');
  return first && /^(?:it|they|we|he|she|who|which|that|also|total)$|s$/.test(name.text) ? null : ELSEWHERE;
}

/** A word with a capital that no list has: a company. */
const isName = (token: Token | undefined): boolean => is(token, 'word') && /^\p{Lu}/u.test(token.word);

/** "global shipments of Chinese magnets", "worldwide shipments from China". */
const namesOrigin = (tokens: readonly Token[], at: number): boolean => tokens.slice(at + 1, at + 5).some((next) => is(next, 'place'));

const WITHOUT = /^(?:non|ex|excluding|except|excepting|barring|minus|除|除了|非|扣除|不含|剔除)$/;

/** "non-petroleum exports", "excluding gold", 除石油外: all but these goods, which no id stands for. */
export function allBut(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'commodity')) return null;
  const before = tokens[at - 1]?.text === '-' ? tokens[at - 2] : tokens[at - 1];
  return before !== undefined && WITHOUT.test(before.text) ? [{ kind: 'commodity', commodity: `non_${token.commodity}` }] : null;
}

/** "503,000 tonnes, off 3.5% from September". */
export function off(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (token.text !== 'off' || !is(token, 'word')) return null;
  return is(is(tokens[at + 1], 'qualifier') ? tokens[at + 2] : tokens[at + 1], 'percent')
    ? [{ kind: 'direction', direction: 'down', form: 'verb' }]
    : null;
}

/** "67,886 cars including exports", （含出口）: an aside that says what a figure holds. */
export const aside = (tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null =>
  is(token, 'flow') && /^(?:including|excluding|含|括)$/.test(tokens[at - 1]?.text ?? '') && is(tokens[at + 1], 'mark')
    ? [{ kind: 'word', word: token.text }]
    : null;

const SECTOR =
  /^(?:agricultural|agri|agro|industrial|manufacturing|manufactured|mining|mineral|energy|food|services?|defen[cs]e|arms|medical|electrical|mechanical|metal|cereal|poultry|dairy)$/;

/** "agricultural exports", "exports of mining products", "shipments from the manufacturing sector": a part of all goods, as it is written. */
export function sector(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'word', 'reject') || !SECTOR.test(token.text)) return null;
  const next = tokens[at + 1];
  const group = /^(?:products?|goods|sector|industry|items)$/.test(next?.text ?? '');
  if (is(next, 'flow') || (group && is(tokens[at + 2], 'flow'))) return [{ kind: 'commodity', commodity: token.text }];
  const link = tokens[at - 1]?.text === 'the' ? at - 2 : at - 1;
  return group && /^(?:of|from)$/.test(tokens[link]?.text ?? '') && is(tokens[link - 1], 'flow')
    ? [{ kind: 'commodity', commodity: token.text }]
    : null;
}
