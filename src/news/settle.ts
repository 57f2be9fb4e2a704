import { accounting, amounting, basisWithTime, bothFlows, packed, regions, remainder } from './settle-beside.ts';
import {
  allBut,
  allowed,
  aside,
  attributive,
  bound,
  companyShipments,
  companyTrades,
  off,
  putAt,
  rateOfOther,
  revised,
  sector,
} from './settle-nouns.ts';
import { is, isChinese, type Meaning, type Token } from './token.ts';

/** Words that mean different things in different places get the meaning that their neighbours leave; the first reading that fits. */
export function settle(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token, at): readonly Token[] => {
    for (const reading of READINGS) {
      const meanings = reading(tokens, at, token);
      if (meanings !== null)
        return meanings.map((meaning) => ({ ...meaning, start: token.start, end: token.end, text: textOf(meaning, token) }));
    }
    return [token];
  });
}

/** What a token means here, or null when the reading has nothing to say of it. */
type Reading = (tokens: readonly Token[], at: number, token: Token) => readonly Meaning[] | null;

const asWord = (token: Token): readonly Meaning[] => [{ kind: 'word', word: token.text }];
const THAN: Meaning = { kind: 'comparator', weak: false, word: 'than' };
/** The comparator in "32% more than" is read as "than". */
const textOf = (meaning: Meaning, token: Token): string => (meaning === THAN ? 'than' : token.text);

const isGrowth = (token: Token | undefined): boolean => is(token, 'percent', 'multiple');
const isFigure = (token: Token | undefined): boolean => is(token, 'percent', 'multiple', 'level', 'number', 'points');

/** "32% more than in May", "75% above April's": a direction and a comparator in one. */
const BEYOND: Readonly<Record<string, Meaning>> = {
  'more than': { kind: 'direction', direction: 'up', form: 'adjective' },
  'less than': { kind: 'direction', direction: 'down', form: 'adjective' },
  'fewer than': { kind: 'direction', direction: 'down', form: 'adjective' },
  above: { kind: 'direction', direction: 'up', form: 'adjective' },
  below: { kind: 'direction', direction: 'down', form: 'adjective' },
  under: { kind: 'direction', direction: 'down', form: 'adjective' },
  'short of': { kind: 'direction', direction: 'down', form: 'adjective' },
  'shy of': { kind: 'direction', direction: 'down', form: 'adjective' },
  'ahead of': { kind: 'direction', direction: 'up', form: 'adjective' },
};

const beyond: Reading = (tokens, at, token) => {
  const direction = BEYOND[token.text];
  return direction === undefined || !isGrowth(tokens[at - 1]) ? null : [direction, THAN];
};

const OVER: Meaning = { kind: 'comparator', weak: true, word: 'over' };
/** What a word that can hedge a figure means when no figure follows. */
const OTHERWISE: Readonly<Record<string, Meaning>> = {
  over: OVER,
  exceeding: { kind: 'comparator', weak: true, word: 'exceeding' },
  surpassing: { kind: 'comparator', weak: true, word: 'surpassing' },
  below: { kind: 'comparator', weak: true, word: 'below' },
  低于: { kind: 'comparator', weak: false, word: '低于' },
  超过: { kind: 'comparator', weak: true, word: '超过' },
  'less than': THAN,
  'more than': THAN,
};

const hedging: Reading = (tokens, at, token) => {
  if (!is(token, 'qualifier')) return null;
  if (token.after) return isFigure(tokens[at - 1]) || is(tokens[at - 1], 'change') ? null : asWord(token);
  const next = tokens[at + 1];
  // "2.03 per cent over $41.03 billion in June 2019"
  if (token.text === 'over' && isGrowth(tokens[at - 1])) return [OVER];
  // "over a third" hedges; "below the 578 tonnes of July" compares.
  const after = is(next, 'word') && next.text !== 'the' ? tokens[at + 2] : next;
  if (isFigure(after) || is(after, 'change') || (is(after, 'qualifier') && isFigure(tokens[at + 2]))) return null;
  const meaning = OTHERWISE[token.text];
  return meaning === undefined ? asWord(token) : [meaning];
};

/** "annual", "yearly" and "monthly" name a basis only beside growth. */
const adjectiveOfTime: Reading = (tokens, at, token) =>
  is(token, 'basis') &&
  /^(?:annual|monthly|yearly)$/.test(token.text) &&
  !is(tokens[at + 1], 'direction', 'rate', 'percent') &&
  !is(tokens[at - 1], 'percent')
    ? asWord(token)
    : null;

/** "trade officials" and "trade-weighted" are no trade. */
const tradeAsAdjective: Reading = (tokens, at, token) =>
  is(token, 'flow') &&
  token.text === 'trade' &&
  is(tokens[at + 1]?.text === '-' ? tokens[at + 2] : tokens[at + 1], 'word') &&
  !(
    is(tokens[at - 3], 'place') &&
    tokens[at - 2]?.text === "'" &&
    /^(?:was|is|has|had|also|stood|totall?ed|amounted|reached|came|hit)$/.test(tokens[at + 1]?.text ?? '')
  )
    ? asWord(token)
    : null;

const RESTRAINT =
  /^(?:curbs?|restrictions?|controls?|bans?|limits?|checks|clampdown|crackdown|embargo(?:es)?|freeze|halt|suspension|rules)$/;

/** "curbs on exports": a policy and no trade. */
const restrained: Reading = (tokens, at, token) => {
  if (!is(token, 'flow') || token.verb) return null;
  let before = at - 1;
  while (before > at - 4 && (is(tokens[before], 'commodity', 'place') || /^(?:its|the|their|all|some)$/.test(tokens[before]?.text ?? '')))
    before -= 1;
  return /^(?:on|of|over)$/.test(tokens[before]?.text ?? '') && RESTRAINT.test(tokens[before - 1]?.text ?? '') ? asWord(token) : null;
};

/** "27% more", "about a third fewer": growth, and no share. */
function isMuchMore(tokens: readonly Token[], from: number): boolean {
  const at = is(tokens[from], 'qualifier') ? from + 1 : from;
  const more = tokens[at + 1];
  return isGrowth(tokens[at]) && is(more, 'direction') && more.form === 'adjective';
}

/** "Australia delivered 427,000 tonnes", "supplies from Brazil rose": trade when a place stands where the seller does. */
const supplied: Reading = (tokens, at, token) => {
  if (!is(token, 'word')) return null;
  const next = tokens[at + 1];
  // "Indonesian coal sold to China"
  if (token.text === 'sold' && next?.text === 'to')
    return is(tokens[at + 2], 'place') ? [{ kind: 'flow', flow: 'export', verb: true }] : null;
  if (/^(?:delivered|supplied|provided|sent|sold|delivering|supplying|providing|sending|selling)$/.test(token.text))
    return (is(tokens[at - 1], 'place') || tokens[at - 1]?.text === 'which') &&
      (is(is(next, 'qualifier') ? tokens[at + 2] : next, 'level', 'number') || isMuchMore(tokens, at + 1))
      ? [{ kind: 'flow', flow: 'export', verb: true }]
      : null;
  // "Germany received 1,116 tons", "Japan took 95 percent less"
  if (/^(?:received|took|absorbed)$/.test(token.text))
    return is(tokens[at - 1], 'place') && is(is(next, 'qualifier') ? tokens[at + 2] : next, 'level', 'number', 'percent', 'multiple')
      ? [{ kind: 'flow', flow: 'export', verb: true }]
      : null;
  if (!/^(?:supplies|deliveries|cargoes)$/.test(token.text)) return null;
  // "Brazilian supplies jumped"
  if (is(tokens[at - 1], 'place')) return [{ kind: 'flow', flow: 'export', verb: false }];
  // "deliveries of Chinese magnets to Vietnam"
  if (next?.text === 'of' && is(tokens[at + 2], 'place', 'commodity')) return [{ kind: 'flow', flow: 'export', verb: false }];
  const place = tokens[at + 2]?.text === 'the' ? tokens[at + 3] : tokens[at + 2];
  return /^(?:from|to)$/.test(next?.text ?? '') && is(place, 'place') ? [{ kind: 'flow', flow: 'export', verb: false }] : null;
};

/** "overseas sales of ships", "Korea's overseas sales": those of a company are no trade of a country. */
const companySales: Reading = (tokens, at, token) => {
  if (!is(token, 'flow') || !/^(?:overseas|foreign|outbound) sales$/.test(token.text)) return null;
  const ofGoods = tokens[at + 1]?.text === 'of';
  const owned = tokens.slice(Math.max(0, at - 4), at).some((before) => is(before, 'place', 'commodity'));
  return ofGoods || owned || !/(?:^|')s$/.test(tokens[at - 1]?.text ?? '')
    ? null
    : [{ kind: 'reject', reason: 'production', form: 'noun' }];
};

const LIST_REACH = 24;

/** "exports and imports grew 5.3% and 1.4% respectively": two flows and not their sum. */
const twoFlows: Reading = (tokens, at, token) => {
  if (!is(token, 'flow') || !/^(?:exports and imports|imports and exports)$/.test(token.text)) return null;
  if (!tokens.slice(at, at + LIST_REACH).some((next) => is(next, 'respectively'))) return null;
  const flows = (['export', 'import'] as const).map((flow): Meaning => ({ kind: 'flow', flow, verb: false }));
  const [first, second] = token.text.startsWith('exports') ? flows : flows.toReversed();
  return first === undefined || second === undefined ? null : [first, { kind: 'conjunction', hard: false }, second];
};

/** "dropped 25, 5.7 and 13.1 percent": one word for all the figures of a list. */
const sharedPercent: Reading = (tokens, at, token) => {
  if (!is(token, 'number') || token.value >= 1000) return null;
  let next = at + 1;
  while (next < at + LIST_REACH && tokens[next]?.text === ',' && is(tokens[next + 1], 'number')) next += 2;
  if (tokens[next]?.text === ',') next += 1;
  const last = tokens[next + 1];
  const listed = tokens[next]?.text === 'and' && is(last, 'percent') && last.high === null;
  return listed ? [{ kind: 'percent', percent: token.value, high: null, sign: null }] : null;
};

/** "9,007 kilograms left China". */
const leaving: Reading = (tokens, at, token) =>
  is(token, 'word') && token.text === 'left' && is(tokens[at + 1], 'place') ? [{ kind: 'flow', flow: 'export', verb: true }] : null;

/** "fell to zero", "to nil", 降为零: a level in the unit of what it is compared with. */
const nothingLeft: Reading = (tokens, at, token) => {
  const nothing = (is(token, 'number') && token.value === 0) || (is(token, 'word') && /^(?:nil|nothing|none|零)$/.test(token.text));
  return nothing && /(?:^to|[为至到])$/.test(tokens[at - 1]?.text ?? '') ? [{ kind: 'level', value: 0, unit: '' }] : null;
};

/** 比去年同期低38.1%. */
const RELATIONS: Readonly<Record<string, 'up' | 'down'>> = { 高: 'up', 多: 'up', 低: 'down', 少: 'down' };

const relation: Reading = (tokens, at, token) => {
  const direction = is(token, 'word', 'qualifier') && !isGrowth(tokens[at - 1]) ? RELATIONS[token.text] : undefined;
  const next = tokens[at + 1];
  if (direction === undefined || !(isGrowth(next) || (is(next, 'qualifier') && isGrowth(tokens[at + 2])))) return null;
  return [{ kind: 'direction', direction, form: 'verb' }];
};

/** "the deficit narrowed 8%": a rate elsewhere, but less of a balance. */
const narrowing: Reading = (tokens, at, token) => {
  if (!is(token, 'rate') || !/^(?:narrow|eas|收窄)/.test(token.text)) return null;
  for (let before = at - 1; before >= at - 8; before -= 1) {
    const flow = tokens[before];
    if (is(flow, 'direction', 'stop')) return null;
    if (is(flow, 'flow')) return flow.measure === 'balance' ? [{ kind: 'direction', direction: 'down', form: 'verb' }] : null;
  }
  return null;
};

/** "topped the year-ago volume by 8.2%": which way it is off a base that stands between. */
const surpassing: Reading = (tokens, at, token) => {
  if (!is(token, 'word') || !/^(?:topped|beat|exceeded|surpassed|trailed|undershot)$/.test(token.text)) return null;
  const by = tokens.slice(at + 1, at + 9).findIndex((next) => next.text === 'by');
  const figure = tokens[at + 2 + by];
  if (by < 0 || !isGrowth(is(figure, 'qualifier') ? tokens[at + 3 + by] : figure)) return null;
  // "exceeded those from China by 12%": two partners and no time.
  const base = tokens.slice(at + 1, at + 1 + by);
  if (base.some((next) => is(next, 'place')) && !base.some((next) => is(next, 'period'))) return null;
  return [{ kind: 'direction', direction: /^(?:trailed|undershot)$/.test(token.text) ? 'down' : 'up', form: 'verb' }, THAN];
};

/** 出口或同比增长3.2% is a guess; 增或减 is not. */
const perhaps: Reading = (tokens, at, token) =>
  token.text === '或' && is(tokens[at + 1], 'basis', 'direction') && !is(tokens[at - 1], 'direction')
    ? [{ kind: 'reject', reason: 'forecast', form: 'verb' }]
    : null;

/** "exports eased 5.1%", but "eased to 5.1%" is of a rate. */
const easing: Reading = (tokens, at, token) => {
  if (!is(token, 'rate') || !/^(?:eas|cool)/.test(token.text)) return null;
  const next = tokens[at + 1]?.text === 'by' ? tokens[at + 2] : tokens[at + 1];
  return is(next, 'percent') ? [{ kind: 'direction', direction: 'down', form: 'verb' }] : null;
};

/** 连续两个月增长 is no 月增. */
const growthOfMonths: Reading = (tokens, at, token) => {
  const before = tokens[at - 1];
  if (!is(token, 'direction') || token.basis === undefined || !isChinese(token)) return null;
  return before?.text === '个' || is(before, 'number') ? [{ kind: 'direction', direction: token.direction, form: token.form }] : null;
};

/** 与 and 跟 join unless a time follows them. */
const joining: Reading = (tokens, at, token) =>
  is(token, 'comparator') && /^[与跟]$/.test(token.text) && !is(tokens[at + 1], 'period') ? [{ kind: 'conjunction', hard: false }] : null;

const READINGS: readonly Reading[] = [
  relation,
  beyond,
  hedging,
  adjectiveOfTime,
  tradeAsAdjective,
  restrained,
  supplied,
  companySales,
  twoFlows,
  sharedPercent,
  leaving,
  nothingLeft,
  narrowing,
  easing,
  surpassing,
  perhaps,
  growthOfMonths,
  joining,
  remainder,
  attributive,
  rateOfOther,
  allowed,
  bound,
  putAt,
  companyShipments,
  companyTrades,
  allBut,
  aside,
  off,
  revised,
  sector,
  amounting,
  accounting,
  regions,
  basisWithTime,
  bothFlows,
  packed,
];
