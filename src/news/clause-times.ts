import { type Anchor, cumulative, publishedMonth, type ResolvedPeriod, resolve, shiftBack } from './anchor.ts';
import { type BasisFamily, resolveBase, yearFromBase } from './bases.ts';
import { type Clause, pairedPieces } from './clause.ts';
import { basisWord } from './clause-basis.ts';
import type { Piece } from './clauses.ts';
import { anchorOf, type Discourse } from './discourse.ts';
import type { PeriodMention } from './period-mention.ts';
import { is, isChinese, type Token } from './token.ts';

/** The figure's time; `keep` makes it the one that later figures inherit. */
export function timeOf(
  clause: Clause,
  discourse: Discourse,
  anchor: number,
): { readonly period: ResolvedPeriod | null; readonly keep: () => void } {
  const mention = ownPeriod(clause, anchor);
  if (mention === null) {
    const implied = impliedPeriod(clause, discourse);
    return {
      period: implied,
      keep: () => {
        discourse.period ??= implied;
      },
    };
  }
  const stated = 'year' in mention && typeof mention.year === 'number' ? mention.year : null;
  const at: Anchor = { ...anchorOf(discourse), textYear: stated ?? discourse.textYear };
  let resolved = resolve(mention, at);
  if (resolved === null) for (const comparison of clause.all) resolved ??= resolve(yearFromBase(mention, comparison), at);
  if (resolved?.shape === 'month' && resolved.days === null && isCumulativeWord(clause)) resolved = cumulative(resolved.last);
  const keep = (): void => {
    discourse.textYear = stated ?? discourse.textYear ?? (resolved === null ? null : Math.trunc(resolved.last / 12));
    discourse.vague = mention.form === 'vague';
    discourse.period = resolved;
  };
  return { period: resolved, keep };
}

/** Without a time of its own: that of the base it is told of ("April, which was down 58%"), the last one told, or the one that the base implies. */
function impliedPeriod(clause: Clause, discourse: Discourse): ResolvedPeriod | null {
  const { from } = clause.unit.core;
  const told =
    clause.figure !== null && clause.tokens[from - 1]?.text === 'which'
      ? (clause.owners[from - 2] ?? clause.owners[from - 3] ?? null)
      : null;
  if (told?.period != null) return resolveBase(told.period.period, discourse.period, anchorOf(discourse));
  if (discourse.period?.shape === 'month' && isCumulativeWord(clause)) return cumulative(discourse.period.last);
  if (discourse.vague || discourse.period !== null) return discourse.period;
  for (const comparison of clause.comparisons) {
    if (comparison.period?.period.form !== 'span') continue;
    const base = resolve(comparison.period.period, anchorOf(discourse));
    const implied = base === null ? null : impliedBy(base, basisWord(clause, clause.unit.core, comparison.from), discourse.published);
    if (implied !== null) return implied;
  }
  return null;
}

const CUMULATIVE = /^(?:cumulative|cumulatively|accumulated|累计)$/;

/** "which brought the cumulative imports to 1.975 million tonnes": until the month that stands in another clause. */
function isCumulativeWord(clause: Clause): boolean {
  const { core, before } = clause.unit;
  return [core, ...before].some((piece) => {
    const word = clause.tokens.findLastIndex((token, at) => at >= piece.from && at < piece.to && CUMULATIVE.test(token.text));
    return word >= 0 && timesIn(clause, piece).every((time) => time.at < word);
  });
}

/** "down 38% year on year compared to June 2024" is June 2025; "up from May" in a text of July is June. */
function impliedBy(base: ResolvedPeriod, basis: BasisFamily | null, published: Anchor['published']): ResolvedPeriod | null {
  if (basis === 'yoy') return shiftBack(base, -12);
  if (base.shape !== 'month') return null;
  const now = publishedMonth(published);
  return basis === 'mom' || (basis === null && now !== null && now - base.last === 2) ? shiftBack(base, -1) : null;
}

/** The time nearest to the figure in its clause, else in the loose clauses with it. */
export function ownPeriod(clause: Clause, anchor: number): PeriodMention | null {
  const { core, before, after } = clause.unit;
  const short = after.filter((piece) => piece.to - piece.from <= 4);
  for (const piece of [core, ...short, ...[...before].reverse(), ...after, ...clause.pieces, ...pairedPieces(clause)]) {
    const times = timesIn(clause, piece).sort((a, b) => Math.abs(a.at - anchor) - Math.abs(b.at - anchor));
    // 5月份我国当月出口: the month has its name beside it.
    const nearest = (times.find((time) => time.period.form !== 'same') ?? times[0])?.period;
    if (nearest === undefined) continue;
    return cumulativeOf(times.map((time) => time.period)) ?? nearest;
  }
  return null;
}

/** The times in a piece that are neither bases nor asides. */
export function timesIn(clause: Clause, piece: Piece): { readonly at: number; readonly period: PeriodMention }[] {
  const times: { at: number; period: PeriodMention }[] = [];
  for (let at = piece.from; at < piece.to; at += 1) {
    const token = clause.tokens[at];
    if (clause.owners[at] !== null || !is(token, 'period') || isAside(clause.tokens, at)) continue;
    if (token.period.form !== 'back' || token.period.here) times.push({ at, period: token.period });
  }
  return times;
}

/** "the most since 2014", 创今年新高: a time that only says how rare the figure is. */
export function isAside(tokens: readonly Token[], at: number): boolean {
  for (let back = at - 1; back >= at - 4 && back >= 0; back -= 1) {
    const before = tokens[back];
    if (is(before, 'mark', 'percent')) break;
    if (/^(?:since|自|创|创下|为)$/.test(before?.text ?? '')) return back === at - 1 || isChinese(tokens[at]) === isChinese(before);
  }
  if (/^since /.test(tokens[at]?.text ?? '') && tokens.slice(Math.max(0, at - 6), at).some(isExtreme)) return true;
  const next = tokens[at + 1];
  return isChinese(tokens[at]) && (is(next, 'unusual') || next?.text === '以');
}

/** "the weakest month since January" */
const isExtreme = (token: Token): boolean => is(token, 'unusual') || /^(?:first|most|least|best|worst|[a-z]{3,}est)$/.test(token.text);

/** "Year-to-date exports through September": until that month. */
function cumulativeOf(times: readonly PeriodMention[]): PeriodMention | null {
  const open = times.find((time) => time.form === 'to_date' && time.last === null);
  const month = times.find((time) => time.form === 'span' && time.shape === 'month');
  return open?.form === 'to_date' && month?.form === 'span' ? { form: 'to_date', last: month.last, year: month.year ?? open.year } : null;
}
