import type { Direction } from '../domain/claim.ts';
import type { ResolvedPeriod } from './anchor.ts';
import { type BasisFamily, resolveBase } from './bases.ts';
import type { Clause } from './clause.ts';
import { ALL_GOODS } from './commodities.ts';
import { anchorOf, type Discourse } from './discourse.ts';
import { addDraft } from './draft.ts';
import { type Growth, growthOf } from './growth.ts';
import type { Subject } from './subject.ts';
import { is, type Token } from './token.ts';

/** "after June's 0.5% decline", "from 18.9% for the first half": an earlier rate is a claim about its own time. */
export function priorRates(
  clause: Clause,
  discourse: Discourse,
  subject: Subject,
  family: BasisFamily | null,
  period: ResolvedPeriod | null,
  growth: Growth | null,
): void {
  for (const comparison of clause.comparisons) {
    const at = comparison.percent;
    const token = at === null ? undefined : clause.tokens[at];
    if (at === null || token === undefined || comparison.forecast || comparison.period === null || clause.tokens[at + 1]?.text === 'of')
      continue;
    const inside = clause.tokens.slice(comparison.from, comparison.to + 1);
    if (inside.some((t) => is(t, 'reject'))) continue;
    const of = subjectInside(inside, subject);
    const named = inside.find((t) => is(t, 'direction'));
    const basis = inside.find((t) => is(t, 'basis'));
    const rate = rateBefore(clause, comparison.from);
    const direction =
      is(token, 'percent') && token.sign !== null
        ? token.sign
        : is(named, 'direction')
          ? named.direction
          : (rate ?? growth?.direction ?? clause.drafts.at(-1)?.direction);
    const base = resolveBase(comparison.period.period, period, anchorOf(discourse));
    if (direction === undefined) continue;
    const own = is(basis, 'basis') ? basis.basis : is(named, 'direction') ? (named.basis ?? family) : family;
    const prior = growthOf(clause.tokens, at, { direction, at, basis: null }, true);
    if (prior === null) continue;
    addDraft(clause, discourse.vague, { subject: of, family: own, period: base, growth: prior, level: null, base: null }, comparison);
  }
}

/** "the pace of decline eased, from 6.9%", 增幅由5%收窄: which way the rate goes that is compared. */
function rateBefore({ tokens, unit }: Clause, comparison: number): Direction | undefined {
  const from = unit.before[0]?.from ?? unit.core.from;
  const named = tokens
    .slice(from, comparison)
    .find((token, i) => is(token, 'direction') && (token.form === 'noun' || isPaceOf(tokens, from + i)));
  return is(named, 'direction') ? named.direction : undefined;
}

const isPaceOf = (tokens: readonly Token[], at: number): boolean => {
  const of = /^(?:the|its)$/.test(tokens[at - 1]?.text ?? '') ? at - 2 : at - 1;
  return tokens[of]?.text === 'of' && is(tokens[of - 1], 'rate');
};

/** "than the 5% rise in overall exports": what is compared with may name goods of its own. */
function subjectInside(inside: readonly Token[], subject: Subject): Subject {
  const flow = inside.find((token) => is(token, 'flow'));
  const named = inside.find((token) => is(token, 'commodity'));
  const commodity = is(named, 'commodity') ? named.commodity : inside.some((token) => is(token, 'whole')) ? ALL_GOODS : subject.commodity;
  return is(flow, 'flow') ? { ...subject, commodity, flow: flow.flow, partner: 'WORLD', measure: flow.measure } : { ...subject, commodity };
}
