import type { ResolvedPeriod } from './anchor.ts';
import { familyOf } from './bases.ts';
import type { Clause } from './clause.ts';
import { basisWord } from './clause-basis.ts';
import { ownPeriod, timesIn } from './clause-times.ts';
import type { Piece } from './clauses.ts';
import type { Comparison } from './comparisons.ts';
import { anchorOf, type Discourse } from './discourse.ts';
import { addDraft, asLevel, computed, type Draft, isMoney, isSameGrowth, type Level } from './draft.ts';
import type { Subject } from './subject.ts';
import { is, isChinese, type Token } from './token.ts';
import { BARE_UNIT } from './units.ts';

/** The level of the figure's own period: in the clause, else in the loose ones that do not name another time, else the one told before. */
export function levelOf(clause: Clause, discourse: Discourse, subject: Subject, period: ResolvedPeriod | null): Level | null {
  const { core, before, after } = clause.unit;
  const key = levelKey(subject, period);
  for (const piece of [core, ...[...before].reverse(), ...after]) {
    if (piece !== core && (namesOtherTime(clause, piece) || namesOtherFlow(clause, piece, subject))) continue;
    for (let at = piece.from; at < piece.to; at += 1) {
      const token = clause.tokens[at];
      if (clause.owners[at] !== null || !is(token, 'level') || isDifference(clause.tokens, at) || !fits(subject, token.unit)) continue;
      const level = { value: token.value, unit: token.unit };
      discourse.level = { of: key, level };
      return level;
    }
  }
  const told = discourse.level;
  if (told === null || told.of !== key) return null;
  return fits(subject, told.level.unit) ? told.level : null;
}

/** Money is no volume, and tons are no value. */
const fits = (subject: Subject, unit: string): boolean =>
  subject.measure === 'value' ? isMoney(unit) : subject.measure !== 'volume' || !isMoney(unit);

/** "a deficit of 2.76 trillion yen" beside imports is not theirs. */
function namesOtherFlow(clause: Clause, piece: Piece, subject: Subject): boolean {
  const flows = clause.tokens.slice(piece.from, piece.to).filter((token): token is Token<'flow'> => is(token, 'flow'));
  return flows.length > 0 && !flows.some((token) => token.flow === subject.flow);
}

function namesOtherTime(clause: Clause, piece: Piece): boolean {
  const chosen = ownPeriod(clause, clause.figure ?? clause.unit.core.from);
  return timesIn(clause, piece).some((time) => time.period !== chosen);
}

/** "rose by 150 tons", 增加95.5万吨: how much it grew, and not the level. */
function isDifference(tokens: readonly Token[], at: number): boolean {
  const before = is(tokens[at - 1], 'qualifier') ? tokens[at - 2] : tokens[at - 1];
  return /^(?:by|差|多|少)$/.test(before?.text ?? '') || (is(before, 'direction') && isChinese(before) && !/[至到达]$/.test(before.text));
}

const levelKey = (subject: Subject, period: ResolvedPeriod | null): string =>
  JSON.stringify([subject.commodity, subject.flow, subject.reporter, subject.partner, period?.first, period?.last, period?.days]);

/** "surged 141% to 12,704 tons, up from 5,274 tons": a base without a time is that of the growth just told of the same level. */
const isUntimed = (comparison: Comparison, draft: Draft): boolean => comparison.period === null && draft.level !== null;

/** "3,326 tons, down from 4,416 tons in November": two levels and no percentage. */
export function compareLevels(clause: Clause, discourse: Discourse, subject: Subject, period: ResolvedPeriod | null): void {
  const { core } = clause.unit;
  if (clause.tokens.slice(core.from, core.to).some((token) => /^差/.test(token.text))) return;
  const told = levelOf(clause, discourse, subject, period);
  for (const comparison of clause.comparisons) {
    const base = asLevel(comparison.level);
    // "Fell to zero from 1.7 million tons": nothing has the unit of what there was.
    const level = told?.unit === BARE_UNIT && base !== null ? { ...told, unit: base.unit } : told;
    const percent = computed(level, base);
    const last = clause.drafts.at(-1);
    // "fell 59.9% to 24,460 bags, compared to 65,914 bags in the same month last year": levels in a unit that is not known say the base.
    if (level === null && last?.family === null && comparison.percent === null && base !== null && !comparison.forecast)
      last.family = familyOf(comparison, period, anchorOf(discourse));
    if (level === null || base === null || percent === null || percent === 0 || comparison.forecast) continue;
    const family =
      familyOf(comparison, period, anchorOf(discourse)) ?? basisWord(clause, clause.unit.core, comparison.from) ?? discourse.family;
    const direction = percent > 0 ? 'up' : 'down';
    const twin = clause.drafts.find(
      (draft) =>
        draft.period === period &&
        draft.direction === direction &&
        draft.base === null &&
        draft.percent !== null &&
        (isSameGrowth(percent, draft.percent) || isUntimed(comparison, draft)),
    );
    if (twin !== undefined) {
      twin.base = base;
      if (twin.family === null) twin.family = family;
      continue;
    }
    addDraft(clause, discourse.vague, { subject, family, period, growth: { percent: null, direction, qualifier: 'exact' }, level, base });
    if (family !== null) discourse.family = family;
  }
}
