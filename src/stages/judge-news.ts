import {
  asksFor,
  type ClaimDecision,
  type ClaimOccasion,
  type ClaimRule,
  claimFingerprint,
  claimIdentity,
  decideClaim,
  STANDING_CLAIM_STATE,
  unaskedClaim,
} from '../domain/claim-alert.ts';
import { type ClaimSeries, commoditiesDecidedBy, seriesWanted } from '../domain/claim-series.ts';
import { judgeClaim } from '../domain/judge-claim.ts';
import type { SeriesKey } from '../domain/series.ts';
import { covers } from '../domain/silence.ts';
import { type Judged, sameJudgement } from '../domain/verdict.ts';
import { REASON_WORDS } from '../domain/verdict-words.ts';
import type { ClaimJudge, KnownClaim, KnownClaimAlert } from '../store/claim-store.ts';
import { aboutOf, type Changed, type ClaimTellContext, compose } from './tell-claims.ts';

export interface JudgeContext extends ClaimTellContext {
  readonly rules: readonly ClaimRule[];
  /** Rules that are new or were changed, by which all is judged that is at hand; without it all rules are. */
  readonly fresh?: ReadonlySet<string>;
  readonly mapping: ClaimSeries;
}

/** A quarter's claim may wait some weeks for its figures; an article older than this is history. */
const NEWS_DAYS = 60;
const DAY_MS = 86_400_000;

/** Judges claims and says what becomes of the alerts on them; who is told what is in tell-claims.ts. Pure. */
export function createClaimJudge(context: JudgeContext): ClaimJudge {
  const decided = new Map<string, readonly string[]>();
  return {
    isNew: context.fresh === undefined || context.rules.some((rule) => isFresh(context, rule)),
    decides(key: SeriesKey) {
      const line = `${key.pipeline} ${key.classification}:${key.product}`;
      const ids = decided.get(line) ?? commoditiesDecidedBy(key, context.mapping);
      decided.set(line, ids);
      return ids;
    },
    judge(claims, seriesOf, occasion, at, silences = []) {
      const found = claims.map((known) => {
        const judged = known.gone ? GONE : judgeOne(context.mapping, known, seriesOf);
        return { known, judged, changed: changesOf(context, known, judged, occasionOf(known, occasion, at)) };
      });
      const changed = found.flatMap((one) => one.changed);
      return {
        verdicts: found
          .filter(({ known, judged }) => known.judged === null || !sameJudgement(known.judged, judged))
          .map(({ known, judged }) => ({ claimId: known.id, judged })),
        changes: changed.map(({ change }) => change),
        ...compose(context, changed, occasion, silences, at),
      };
    },
    unasked(claims, at) {
      const ended = claims.flatMap((known) => endsOf(context, known));
      return { verdicts: [], changes: ended.map(({ change }) => change), ...compose(context, ended, 'unasked', [], at) };
    },
    afterSilence(claims, over, silences, at) {
      const held = claims.flatMap((known) => standing(context, known));
      const mayTell = ({ before, rule }: Changed, receiver: string): boolean =>
        over.some(
          (silence) =>
            silence.from <= (before?.lastEventAt ?? at) &&
            (before?.lastEventAt ?? at) < silence.until &&
            covers(silence, aboutOf(rule), receiver),
        );
      return { verdicts: [], changes: [], ...compose(context, held, 'silence_over', silences, at, mayTell) };
    },
  };
}

const GONE: Judged = {
  verdict: 'not_comparable',
  reading: null,
  reason: 'withdrawn',
  official: null,
  stated: null,
  explanation: [`Not comparable: ${REASON_WORDS.withdrawn}.`],
  tried: [],
};

function judgeOne(
  mapping: ClaimSeries,
  { claim, quote, doubt, article }: KnownClaim,
  seriesOf: Parameters<ClaimJudge['judge']>[1],
): Judged {
  const asOf = article.publishedAt === null ? null : `${article.publishedAt.slice(0, 10)}T23:59:59.999Z`;
  return judgeClaim({ claim, quote, doubt, asOf }, seriesOf(seriesWanted(claim, mapping)), mapping);
}

function occasionOf({ article, firstReadAt }: KnownClaim, occasion: ClaimOccasion, at: string): ClaimOccasion {
  if (occasion !== 'news') return occasion;
  return Date.parse(at) - Date.parse(article.publishedAt ?? firstReadAt) > NEWS_DAYS * DAY_MS ? 'history' : 'news';
}

const isFresh = ({ fresh }: JudgeContext, { id }: ClaimRule): boolean => fresh === undefined || fresh.has(id);

function changesOf(context: JudgeContext, known: KnownClaim, judged: Judged, occasion: ClaimOccasion): Changed[] {
  return context.rules
    .filter((rule) => isFresh(context, rule) && asksFor(rule, known.claim, known.article.publisher))
    .flatMap((rule) => {
      const fingerprint = claimFingerprint(rule.id, known.article.url, claimIdentity(known.claim));
      const before = known.alerts.find((alert) => alert.fingerprint === fingerprint) ?? null;
      const decision = decideClaim(before?.state ?? null, judged, occasion);
      return decision === null
        ? []
        : [changedTo(known, judged, rule, before, decision, fingerprint, (before?.sequence ?? known.numberedBehind) + 1)];
    });
}

/** The alerts on a claim that stand, and that no rule asks for. */
function endsOf({ rules }: JudgeContext, known: KnownClaim): Changed[] {
  const { judged, claim, article } = known;
  if (judged === null) return [];
  return known.alerts.flatMap((before) => {
    const rule = rules.find(({ id }) => id === before.ruleId);
    if (rule !== undefined && asksFor(rule, claim, article.publisher)) return [];
    const decision = unaskedClaim(before.state, rule === undefined ? 'gone' : 'changed');
    if (decision === null) return [];
    const told = rule ?? { id: before.ruleId, title: null, severity: before.severity, receivers: [] };
    return [changedTo(known, judged, told, before, decision, before.fingerprint, before.sequence + 1)];
  });
}

/** The alerts on a claim that stand as they are. */
function standing(context: JudgeContext, known: KnownClaim): Changed[] {
  const { judged } = known;
  if (judged === null) return [];
  return known.alerts.flatMap((before) => {
    const rule = context.rules.find(({ id }) => id === before.ruleId);
    if (rule === undefined || before.state !== STANDING_CLAIM_STATE) return [];
    const decision: ClaimDecision = { state: 'contradicted', event: 'contradicted', digest: true, reason: null };
    return [changedTo(known, judged, rule, before, decision, before.fingerprint, before.sequence)];
  });
}

const changedTo = (
  known: KnownClaim,
  judged: Judged,
  rule: Changed['rule'],
  before: KnownClaimAlert | null,
  decision: ClaimDecision,
  fingerprint: string,
  sequence: number,
): Changed => ({
  ...{ known, judged, rule, before, decision },
  change: {
    fingerprint,
    ruleId: rule.id,
    claimId: known.id,
    state: decision.state,
    event: decision.event,
    severity: rule.severity,
    sequence,
    verdict: judged.verdict,
    reason: decision.reason,
  },
});
