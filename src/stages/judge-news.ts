import { digestOf, messageId } from '../domain/alert.ts';
import {
  asksFor,
  type ClaimArticle,
  type ClaimDecision,
  type ClaimDigestMessage,
  type ClaimEntry,
  type ClaimMessage,
  type ClaimOccasion,
  type ClaimRule,
  claimFingerprint,
  claimIdentity,
  decideClaim,
  verdictSources,
  verdictWords,
} from '../domain/claim-alert.ts';
import { type ClaimSeries, commoditiesDecidedBy, seriesWanted } from '../domain/claim-series.ts';
import { judgeClaim } from '../domain/judge-claim.ts';
import type { SeriesKey } from '../domain/series.ts';
import { type Judged, sameJudgement } from '../domain/verdict.ts';
import { REASON_WORDS } from '../domain/verdict-words.ts';
import type { ClaimChange, ClaimJudge, ClaimOutgoing, KnownClaim, KnownClaimAlert } from '../store/claim-store.ts';

export interface JudgeContext {
  readonly rules: readonly ClaimRule[];
  readonly mapping: ClaimSeries;
  /** Channel by receiver id. */
  readonly channels: ReadonlyMap<string, string>;
}

/** A quarter's claim may wait some weeks for its figures; an article older than this is history. */
const NEWS_DAYS = 60;
const DAY_MS = 86_400_000;
/** More single messages than this to one receiver at once become one digest. */
const MESSAGES_AT_ONCE = 10;

/** Judges claims and says who is to be told; pure. */
export function createClaimJudge(context: JudgeContext): ClaimJudge {
  const decided = new Map<string, readonly string[]>();
  return {
    decides(key: SeriesKey) {
      const line = `${key.pipeline} ${key.classification}:${key.product}`;
      const ids = decided.get(line) ?? commoditiesDecidedBy(key, context.mapping);
      decided.set(line, ids);
      return ids;
    },
    judge(claims, seriesOf, occasion, at) {
      const found = claims.map((known) => {
        const judged = known.gone ? GONE : judgeOne(context.mapping, known, seriesOf);
        return { known, judged, told: changesOf(context, known, judged, occasionOf(known, occasion, at)) };
      });
      return {
        verdicts: found
          .filter(({ known, judged }) => known.judged === null || !sameJudgement(known.judged, judged))
          .map(({ known, judged }) => ({ claimId: known.id, judged })),
        changes: found.flatMap(({ told }) => told.map(({ change }) => change)),
        messages: compose(
          context,
          found.flatMap(({ told }) => told),
          occasion,
          at,
        ),
      };
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

function judgeOne(mapping: ClaimSeries, { claim, quote, article }: KnownClaim, seriesOf: Parameters<ClaimJudge['judge']>[1]): Judged {
  const asOf = article.publishedAt === null ? null : `${article.publishedAt.slice(0, 10)}T23:59:59.999Z`;
  return judgeClaim({ claim, quote, asOf }, seriesOf(seriesWanted(claim, mapping)), mapping);
}

function occasionOf({ article, firstReadAt }: KnownClaim, occasion: ClaimOccasion, at: string): ClaimOccasion {
  if (occasion !== 'news') return occasion;
  return Date.parse(at) - Date.parse(article.publishedAt ?? firstReadAt) > NEWS_DAYS * DAY_MS ? 'history' : 'news';
}

interface Told {
  readonly known: KnownClaim;
  readonly judged: Judged;
  readonly rule: ClaimRule;
  readonly before: KnownClaimAlert | null;
  readonly decision: ClaimDecision;
  readonly change: ClaimChange;
}

function changesOf(context: JudgeContext, known: KnownClaim, judged: Judged, occasion: ClaimOccasion): Told[] {
  return context.rules
    .filter((rule) => asksFor(rule, known.claim, known.article.publisher))
    .flatMap((rule) => {
      const fingerprint = claimFingerprint(rule.id, known.article.url, claimIdentity(known.claim));
      const before = known.alerts.find((alert) => alert.fingerprint === fingerprint) ?? null;
      const decision = decideClaim(before?.state ?? null, judged, occasion);
      if (decision === null) return [];
      const change: ClaimChange = {
        fingerprint,
        ruleId: rule.id,
        claimId: known.id,
        state: decision.state,
        event: decision.event,
        severity: rule.severity,
        sequence: (before?.sequence ?? 0) + 1,
        verdict: judged.verdict,
        reason: decision.reason,
      };
      return [{ known, judged, rule, before, decision, change }];
    });
}

/** The first message goes to the rule's receivers; what corrects it to those who were told, whoever is named by now. */
const receiversOf = ({ rule, before }: Told): readonly string[] => (before === null ? rule.receivers : Object.keys(before.messages));

function compose(context: JudgeContext, told: readonly Told[], occasion: ClaimOccasion, at: string): ClaimOutgoing[] {
  const receivers = [...new Set(told.flatMap(receiversOf))];
  return receivers.flatMap((receiver) => {
    const channel = context.channels.get(receiver);
    if (channel === undefined) return [];
    const mine = byStory(told.filter((one) => receiversOf(one).includes(receiver)));
    const corrections = mine.filter(([{ before, decision }]) => before !== null && !decision.digest);
    const news = mine.filter(([{ before, decision }]) => before === null && !decision.digest);
    const tooMany = news.length > MESSAGES_AT_ONCE;
    const gathered = mine.filter(([{ decision }]) => decision.digest).concat(tooMany ? news : []);
    const send = (message: ClaimMessage | ClaimDigestMessage, about: readonly Copies[]): ClaimOutgoing => ({
      receiver,
      channel,
      message,
      fingerprints: about.flat().map(({ change }) => change.fingerprint),
    });
    return [
      ...[...corrections, ...(tooMany ? [] : news)].map((copies) => send(claimMessage(copies, receiver, at), [copies])),
      ...(gathered.length === 0 ? [] : [send(digestMessage(gathered, receiver, at, tooMany ? 'many' : occasion), gathered)]),
    ];
  });
}

/** What is told of one claim in the copies of one text. */
type Copies = readonly [Told, ...Told[]];

/** A claim that several outlets copied, and that comes out alike, is told once; the order stays. */
function byStory(told: readonly Told[]): Copies[] {
  const stories = new Map<string, [Told, ...Told[]]>();
  for (const one of told) {
    const { known, judged, rule, before, decision } = one;
    const same = [
      rule.id,
      known.article.storyId,
      claimIdentity(known.claim),
      before === null,
      decision,
      judged.verdict,
      judged.explanation,
    ];
    const key = JSON.stringify(same);
    const copies = stories.get(key);
    if (copies === undefined) stories.set(key, [one]);
    else copies.push(one);
  }
  return [...stories.values()];
}

const articleOf = ({ known: { article } }: Told): ClaimArticle => ({
  url: article.url,
  publisher: article.publisher,
  published_at: article.publishedAt,
});

function entryOf([told, ...copies]: Copies): ClaimEntry {
  const { known, judged, rule, decision, change } = told;
  const { span: _, ...claim } = known.claim;
  return {
    fingerprint: change.fingerprint,
    event: decision.event,
    rule: { id: rule.id, title: rule.title },
    severity: rule.severity,
    article: articleOf(told),
    ...(copies.length === 0 ? {} : { also_in: copies.map((copy) => ({ fingerprint: copy.change.fingerprint, article: articleOf(copy) })) }),
    quote: known.quote,
    claim,
    verdict: verdictWords(judged),
  };
}

function claimMessage(copies: Copies, receiver: string, at: string): ClaimMessage {
  const [{ known, judged, before, change, decision }] = copies;
  const series = judged.official?.series ?? known.judged?.official?.series ?? null;
  return {
    version: 1,
    type: `claim.${decision.event}`,
    id: messageId(change.fingerprint, change.sequence, receiver),
    sequence: change.sequence,
    references: [...new Set(copies.flatMap((copy) => copy.before?.messages[receiver] ?? []))],
    created_at: at,
    ...entryOf(copies),
    previous: before === null || known.judged === null ? null : { ...verdictWords(known.judged), ...saidAt(before, receiver) },
    reason: decision.reason,
    sources: verdictSources(judged),
    check: {
      sql: `SELECT quote, verdict, reading, official_percent, official_value, official_base FROM v_claim WHERE id = ${known.id}`,
      command: series === null ? 'tradewatch claims list' : `tradewatch series show ${series}`,
    },
  };
}

const saidAt = ({ toldAt }: KnownClaimAlert, receiver: string): { said_at?: string } =>
  toldAt[receiver] === undefined ? {} : { said_at: toldAt[receiver] };

const DIGEST_REASONS: Readonly<Record<ClaimOccasion | 'many', string>> = {
  many: `More than ${MESSAGES_AT_ONCE} contradicted claims came at once; they are gathered here.`,
  rule_changed: 'A rule is new or was changed: this is what it says of the articles at hand.',
  history: 'These articles, or the figures that decide them, came for the first time: recorded as history, told once.',
  news: 'These articles are older than two months: recorded as history, told once.',
};

const digestMessage = (gathered: readonly Copies[], receiver: string, at: string, why: ClaimOccasion | 'many'): ClaimDigestMessage => ({
  version: 1,
  type: 'claim.digest',
  id: digestOf('claim.digest', receiver, at, ...gathered.flat().map(({ change }) => change.fingerprint)),
  created_at: at,
  reason: DIGEST_REASONS[why],
  claims: gathered.map(entryOf),
});
