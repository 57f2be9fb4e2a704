import { is, isChinese, type Meaning, type Token } from './token.ts';

/** Readings of words between a figure and what it is of: verbs that share or amount, places that no list has, bases of an adverb. */

const asWord = (token: Token): readonly Meaning[] => [{ kind: 'word', word: token.text }];

const REACH = 5;

/** "This represents a 28.7% decrease", "representing a decline of 8.9%": growth and no share. */
export function amounting(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'reject') || !/^(?:represent|constitut)/.test(token.text)) return null;
  // "representing rises of 9.4% in volume and 24% in value"
  if (is(tokens[at + 1], 'direction')) return asWord(token);
  if (!/^(?:a|an)$/.test(tokens[at + 1]?.text ?? '')) return null;
  for (let next = at + 2; next <= at + REACH; next += 1) {
    const found = tokens[next];
    if (is(found, 'direction')) return asWord(token);
    if (!(is(found, 'percent', 'basis', 'qualifier') || (is(found, 'word') && /^[a-z]/.test(found.text) && found.text !== 'of')))
      return null;
  }
  return null;
}

/** "rising 7.3 percent to account for $5.19 billion": how much it came to. */
export const accounting = (tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null =>
  is(token, 'reject') && /^account/.test(token.text) && is(tokens[token.text.endsWith('for') ? at + 1 : at + 2], 'level')
    ? asWord(token)
    : null;

const SOMEWHERE: Meaning = { kind: 'place', place: null, adjective: false, bound: true };
const PLACES =
  /^(?:countries|nations|economies|markets|destinations|partners|regions|buyers|customers|members|neighbou?rs|suppliers|elsewhere)$/;
/** What may stand between the preposition and the noun. */
const OF_PLACES =
  /^(?:its|their|the|other|key|main|major|most|some|several|many|top|non|eu|us|asian|southeast|south|east|african|trading|neighbou?ring|foreign|overseas|emerging|-)$/;
const MOST_BEFORE = 9;

/** "exports to other countries", "shipments to its key markets": several places together, which no code stands for. Those to all of them are to the world. */
export function regions(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  if (!is(token, 'word')) return null;
  if (token.text === 'country') return isThatCountry(tokens, at) ? [SOMEWHERE] : null;
  if (!PLACES.test(token.text)) return null;
  for (let back = at - 1; back >= at - MOST_BEFORE; back -= 1) {
    const before = tokens[back];
    if (/^(?:to|from)$/.test(before?.text ?? '')) return isOfTrade(tokens[back - 1]) ? [SOMEWHERE] : null;
    if (!(is(before, 'number') || (is(before, 'place') && before.adjective) || OF_PLACES.test(before?.text ?? ''))) return null;
  }
  return null;
}

/** "imports from that country", "the surplus with the country": the partner that was named before, which is not looked for. */
function isThatCountry(tokens: readonly Token[], at: number): boolean {
  const link = tokens[at - 2]?.text ?? '';
  const flow = tokens[at - 3];
  if (!/^(?:the|that|this)$/.test(tokens[at - 1]?.text ?? '') || !is(flow, 'flow') || tokens[at + 1]?.text === "'") return false;
  return flow.flow === 'import' ? link === 'from' : flow.flow === 'export' ? link === 'to' : link === 'with';
}

const isOfTrade = (token: Token | undefined): boolean =>
  is(token, 'flow', 'commodity') || /^(?:those|sales|goods)$/.test(token?.text ?? '');

/** 环比2017年四季度上涨4%: the time behind the adverb is the base. */
export const basisWithTime = (tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null =>
  is(token, 'basis') && isChinese(token) && is(tokens[at + 1], 'period') && is(tokens[at + 2], 'direction')
    ? [token, { kind: 'comparator', weak: false, word: '比' }]
    : null;

const FLOW_OF: Readonly<Record<string, readonly ('export' | 'import')[]>> = {
  '出、进口': ['export', 'import'],
  '进、出口': ['import', 'export'],
};

/** 出、进口分别增30.7%、33.3%: two flows. */
export function bothFlows(_tokens: readonly Token[], _at: number, token: Token): readonly Meaning[] | null {
  const [first, second] = FLOW_OF[token.text] ?? [];
  if (first === undefined || second === undefined) return null;
  return [
    { kind: 'flow', flow: first, verb: false },
    { kind: 'conjunction', hard: false },
    { kind: 'flow', flow: second, verb: false },
  ];
}

/** "24,460 60-kilogram bags": what one of them holds. */
export const packed = (tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null =>
  is(token, 'level') && /^(?:bags?|sacks?|bales?|drums?)$/.test(tokens[at + 1]?.text ?? '') && /\d-/.test(token.text)
    ? asWord(token)
    : null;

/** "30% of the level a year earlier", 不足去年同期的三成: what is left of an earlier value, and no share. */
export function remainder(tokens: readonly Token[], at: number, token: Token): readonly Meaning[] | null {
  // "lost 20% of their volume" is a fall by that much.
  const taken = is(tokens[at - 1], 'direction') || /^(?:regained|recouped|retraced)$/.test(tokens[at - 1]?.text ?? '');
  if (!is(token, 'percent') || token.high !== null || token.percent >= 100 || taken) return null;
  const rest: readonly Meaning[] = [{ kind: 'multiple', factor: token.percent / 100, form: 'rest' }];
  if (tokens[at + 1]?.text === 'of') return isEarlierLevel(tokens, at + 2) ? rest : null;
  const link = is(tokens[at - 1], 'qualifier') ? at - 2 : at - 1;
  if (tokens[link]?.text !== '的' || !isChinese(tokens[link - 1]) || !is(tokens[link - 1], 'period')) return null;
  const verb = tokens[link - 2];
  const leads = verb !== undefined && /(?:[为是有剩]|相当于|不足|不到|仅|约)$/.test(verb.text);
  return leads && !is(tokens[at + 1], 'direction') && tokens[at + 1]?.text !== '的' ? rest : null;
}

const LEVEL_WORD =
  /^(?:the|its|their|that|what|it|was|were|had|levels?|figure|amount|tonnage|total|seen|recorded|shipped|exported|imported|bought|sold|in|at|for|'|s)$/;

/** "the level a year earlier", "May's volume", "what it shipped in May": words of a level with a time, and no other goods or flows. */
function isEarlierLevel(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < from + 8; at += 1) {
    const token = tokens[at];
    if (is(token, 'period')) return token.period.form === 'back' || (token.period.form === 'span' && isLevelNoun(tokens, from, at));
    if (token === undefined || !(is(token, 'measure') || LEVEL_WORD.test(token.text))) return false;
  }
  return false;
}

/** A time that is no base by itself needs a word of level beside it: "the level in May", "May's volume". */
const isLevelNoun = (tokens: readonly Token[], from: number, period: number): boolean =>
  tokens.slice(from, period + 4).some((token) => is(token, 'measure') || /^(?:levels?|figure|amount|tonnage|what)$/.test(token.text));
