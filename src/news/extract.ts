import type { Claim, ClaimFlow, ClaimMeasure } from '../domain/claim.ts';
import { formatResolved, readPublished } from './anchor.ts';
import { basisFor } from './bases.ts';
import { bindSentence } from './bind.ts';
import { sentencesOf } from './clauses.ts';
import { ALL_GOODS, type CommodityNames } from './commodities.ts';
import { newDiscourse } from './discourse.ts';
import { computed, type Draft, inUnit, isMoney, isSameGrowth } from './draft.ts';
import { lex } from './lex.ts';
import { type NormalisedText, normalise } from './normalise.ts';
import { BARE_UNIT } from './units.ts';

/** What is known of a text beside its words. */
export interface TextFacts {
  /** BCP 47. Both languages are read in every text; nothing depends on it. */
  readonly lang?: string | null;
  /** ISO day, or YYYY-MM, or YYYY: what "last month" is seen from. */
  readonly published?: string | null;
}

/** Statistics with fiscal years from April: "April-September" counts from the year's start. */
const FISCAL_REPORTERS = new Set(['IN', 'JP']);

/** All statements of growth in trade that the text makes, in its order. Pure; the same text gives the same claims. */
export function extractClaims(text: string, facts: TextFacts, commodities: CommodityNames): readonly Claim[] {
  const normalised = normalise(text);
  const discourse = newDiscourse(readPublished(facts.published));
  const drafts: Draft[] = [];
  sentencesOf(lex(normalised.text, commodities)).forEach((sentence, number) => {
    drafts.push(...bindSentence(sentence, discourse, number));
  });
  inheritForward(drafts);
  joinLevels(drafts);
  return distinct(drafts.filter((draft) => drafts.length > 1 || isPlaced(draft)).map((draft) => finish(draft, normalised)));
}

/**
 * Whether anything says when or against what: a time, a base or a level. A text's only figure with none of them is a rule of thumb,
 * a goal or hearsay far more often than a statistic, and can be held against nothing.
 */
const isPlaced = (draft: Draft): boolean =>
  draft.period !== null || draft.vague || draft.family !== null || draft.level !== null || draft.base !== null;

/** "Exports rose 5 % and imports 3 % year on year": a figure without a base takes that of the next one; a quarter or a year has one from the next sentence no more than it needs one. */
function inheritForward(drafts: readonly Draft[]): void {
  for (let i = drafts.length - 2; i >= 0; i -= 1) {
    const draft = drafts[i];
    const next = drafts[i + 1];
    const apart = draft?.sentence !== next?.sentence && basisFor(null, draft?.period ?? null, false) !== null;
    if (draft !== undefined && next !== undefined && draft.family === null && draft.percent !== null && !apart) draft.family = next.family;
    if (draft !== undefined && next !== undefined && draft.period === null && !draft.vague && draft.sentence === next.sentence)
      draft.period = next.period;
    // 9月对美出口下降，中国对越南出口猛增: who reports is named with the second figure.
    if (draft !== undefined && next !== undefined && isSameSeries(draft, next) && draft.subject.reporter === undefined)
      draft.subject = { ...draft.subject, reporter: next.subject.reporter };
  }
}

/** "Grew to $17.6bn from $13.62bn. That is a rise of 29.5%": the two levels of one sentence are what the percentage of the next one says. */
function joinLevels(drafts: Draft[]): void {
  for (let i = drafts.length - 1; i >= 0; i -= 1) {
    const levels = drafts[i];
    if (levels === undefined || levels.percent !== null) continue;
    const made = computed(levels.level, levels.base);
    const told = drafts.find(
      (draft) =>
        (draft.sentence === levels.sentence || draft.sentence === levels.sentence + 1) &&
        draft.percent !== null &&
        draft.base === null &&
        draft.direction === levels.direction &&
        (draft.family === levels.family || draft.family === null) &&
        JSON.stringify([draft.subject, draft.period]) === JSON.stringify([levels.subject, levels.period]) &&
        isSameGrowth(made, draft.percent),
    );
    if (told === undefined) continue;
    told.level = levels.level;
    told.base = levels.base;
    told.family = levels.family;
    drafts.splice(i, 1);
  }
}

const isSameSeries = (draft: Draft, next: Draft): boolean =>
  draft.sentence === next.sentence && draft.subject.flow === next.subject.flow && draft.subject.commodity === next.subject.commodity;

function finish(draft: Draft, normalised: NormalisedText): Claim {
  const { subject, period } = draft;
  const fiscal = FISCAL_REPORTERS.has(subject.reporter ?? '');
  const flow: ClaimFlow | null = subject.flow ?? (subject.measure === undefined ? null : 'export');
  return {
    commodity: subject.commodity === ALL_GOODS && isWeighed(draft) ? null : (subject.commodity ?? null),
    flow,
    reporter: subject.reporter ?? null,
    partner: partnerOf(subject, flow),
    basis: draft.vague && draft.family === null ? 'other' : (basisFor(draft.family, period, fiscal) ?? 'other'),
    period: period === null ? null : formatResolved(period),
    direction: draft.direction,
    percent: draft.percent,
    qualifier: draft.qualifier,
    level: draft.level?.value ?? null,
    level_unit: draft.level?.unit ?? null,
    base_level: draft.base === null ? null : draft.level === null ? draft.base.value : inUnit(draft.base, draft.level.unit),
    measure: measureOf(draft),
    span: [normalised.sourceStart(draft.start), normalised.sourceEnd(Math.max(draft.start, draft.end - 1))],
  };
}

/** Tons and barrels of all goods together are no statistic: the text speaks of goods that it does not name here. */
const isWeighed = ({ level, base }: Draft): boolean => {
  const unit = level?.unit ?? base?.unit;
  return unit !== undefined && unit !== BARE_UNIT && !isMoney(unit);
};

/** A country does not export to itself: "According to China's customs, exports grew". */
function partnerOf({ partner, reporter }: Draft['subject'], flow: ClaimFlow | null): string | null {
  if (partner === undefined) return flow === null ? null : 'WORLD';
  return flow === 'export' && partner !== null && partner === reporter ? 'WORLD' : partner;
}

function measureOf(draft: Draft): ClaimMeasure | null {
  if (draft.subject.measure !== undefined) return draft.subject.measure;
  const unit = draft.level?.unit ?? draft.base?.unit;
  return unit === undefined ? null : isMoney(unit) ? 'value' : 'volume';
}

/** A claim told twice is one claim; the same percentage of volume and of value are two. */
function distinct(claims: readonly Claim[]): readonly Claim[] {
  const seen = new Map<string, (ClaimMeasure | null)[]>();
  return claims.filter((claim) => {
    const { span: _span, level: _level, level_unit: _unit, base_level: _base, measure, ...told } = claim;
    const key = JSON.stringify(told);
    const measures = seen.get(key);
    if (measures?.some((other) => other === measure || other === null || measure === null) === true) return false;
    seen.set(key, [...(measures ?? []), measure]);
    return true;
  });
}
