import type { Piece } from './clauses.ts';
import type { Comparison } from './comparisons.ts';
import { is, type Token } from './token.ts';

/** How far behind "than" the other side may stand: "than the exports reported by China". */
const REACH = 5;
/** How far before its figure 比 may stand. */
const REACH_BACK = 9;
const LEADS_TO_SIDE = /^(?:the|those|that|to|from|for|of|its|their|对|向|至|往|自|从|由|输)$/;

/** "80% more magnets than the United States did", 比美国多八成, "20% lower than the exports that China reports", "10% more than it forecast". */
export function isBesideOther(tokens: readonly Token[], owners: readonly (Comparison | null)[], core: Piece, figure: number): boolean {
  if (followsOvertaking(tokens, core, figure)) return true;
  for (let at = core.from; at < core.to; at += 1) {
    const token = tokens[at];
    if (!is(token, 'comparator')) continue;
    const before = at < figure;
    if (before ? !/^[比较]$/.test(token.text) || figure - at > REACH_BACK : token.text !== 'than') continue;
    const end = before ? figure : core.to;
    if (isOtherFlow(tokens, core, at, figure) || (!before && isOffForecast(tokens, at, figure, end))) return true;
    if (isOthersOwn(tokens, core, at) || (owners[at] === null && isOtherPlace(tokens, at, end))) return true;
  }
  return false;
}

const sideAfter = (tokens: readonly Token[], comparator: number): number => {
  let next = comparator + 1;
  while (is(tokens[next], 'preposition') || LEADS_TO_SIDE.test(tokens[next]?.text ?? '')) next += 1;
  return next;
};

/** "Japan's exports were 35% larger than South Korea's in October": the same month of another country. */
function isOthersOwn(tokens: readonly Token[], core: Piece, comparator: number): boolean {
  const next = sideAfter(tokens, comparator);
  const place = tokens[next];
  if (!is(place, 'place') || tokens[next + 1]?.text !== "'") return false;
  const named = tokens.slice(core.from, comparator).filter((token) => is(token, 'place'));
  return named.length > 0 && !named.some((token) => token.place === place.place);
}

const OVERTAKES = /^(?:overtook|overtakes|overtaking|overtaken|outsold|outstripped|surpassed|passed|leapfrogged)$/;

/** "Vietnam overtook Japan as a buyer, taking 14% more": more than whom it overtook. */
function followsOvertaking(tokens: readonly Token[], core: Piece, figure: number): boolean {
  const last = tokens[figure + 1];
  if (!is(last, 'direction') || last.form !== 'adjective' || figure + 2 < core.to) return false;
  return tokens.slice(0, core.from).some((token, at) => OVERTAKES.test(token.text) && is(tokens[at + 1], 'place'));
}

/** A place or other goods, and no time: "than the United States", 比自沙特进口的多出两成. */
function isOtherPlace(tokens: readonly Token[], comparator: number, end: number): boolean {
  const next = sideAfter(tokens, comparator);
  if (!is(tokens[next], 'place', 'commodity') || tokens[next + 1]?.text === "'") return false;
  return !tokens.slice(next, end).some((other) => is(other, 'period', 'percent'));
}

/** Imports against exports are no growth, even of the same month. */
function isOtherFlow(tokens: readonly Token[], core: Piece, comparator: number, figure: number): boolean {
  const own = tokens.slice(core.from, Math.min(comparator, figure)).findLast((token) => is(token, 'flow'));
  const end = Math.min(comparator + 1 + REACH, core.to, comparator < figure ? figure : core.to);
  const inside = tokens.slice(comparator + 1, end);
  const other = inside.findIndex((token) => is(token, 'flow'));
  const told = inside[other];
  if (!is(own, 'flow') || !is(told, 'flow') || own.flow === 'other' || told.flow === 'other' || own.flow === told.flow) return false;
  return !inside.slice(0, other).some((token) => is(token, 'period', 'percent', 'direction', 'level'));
}

/** "112.5 million tons, 10% more than its estimate": off what was expected, and not off an earlier time. */
function isOffForecast(tokens: readonly Token[], than: number, figure: number, end: number): boolean {
  if (than - figure > 2) return false;
  for (let at = than + 1; at < end && at <= than + REACH; at += 1) {
    const token = tokens[at];
    if (is(token, 'period', 'percent', 'level', 'mark')) return false;
    if (is(token, 'reject')) return token.reason === 'forecast' || token.reason === 'stock';
  }
  return false;
}
