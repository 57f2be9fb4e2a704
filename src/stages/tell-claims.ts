/**
 * Who is told what of claims: each receiver the difference between what it believes and what is so, copies of one text in one
 * message, many at once in a digest. What waits and cannot have arrived is taken back. Pure.
 */
import { digestOf, messageId } from '../domain/alert.ts';
import {
  type ClaimArticle,
  type ClaimDecision,
  type ClaimDigestMessage,
  type ClaimEntry,
  type ClaimMessage,
  type ClaimMessageKind,
  type ClaimOccasion,
  type ClaimRule,
  claimIdentity,
  STANDING_CLAIM_STATE,
  verdictSources,
  verdictWords,
} from '../domain/claim-alert.ts';
import { isSilenced, type Silence } from '../domain/silence.ts';
import type { Judged } from '../domain/verdict.ts';
import type { ClaimChange, ClaimDetection, ClaimOutgoing, KnownClaim, KnownClaimAlert } from '../store/claim-store.ts';

export interface ClaimTellContext {
  /** Channel by receiver id. */
  readonly channels: ReadonlyMap<string, string>;
}

/** More single messages than this to one receiver at once become one digest. */
const MESSAGES_AT_ONCE = 10;

/** What is told of a rule, and to whom; of one that is gone the alert itself is all that is left. */
type ToldRule = Pick<ClaimRule, 'id' | 'title' | 'severity' | 'receivers'>;

/** An alert on a claim that changed, or stands. */
export interface Changed {
  readonly known: KnownClaim;
  readonly judged: Judged;
  readonly rule: ToldRule;
  readonly before: KnownClaimAlert | null;
  readonly decision: ClaimDecision;
  readonly change: ClaimChange;
}

/** What one receiver has to be told of it: the difference between what reached the receiver, or may have, and what is so. */
interface Told extends Changed {
  /** Ids of the messages that reached it, or may have. */
  readonly references: readonly string[];
}

/** What is new goes to the rule's receivers; what corrects it to all who were told, whoever is named by now. */
const receiversOf = ({ rule, before }: Changed): readonly string[] => [
  ...new Set([...rule.receivers, ...Object.keys(before?.messages ?? {}), ...(before?.open ?? []).map(({ receiver }) => receiver)]),
];

/** What of a claim a silence may name: its rule. */
export const aboutOf = (rule: ToldRule) => ({ rule: rule.id, series: null });

function toldTo(one: Changed, receiver: string, silences: readonly Silence[], at: string, cancels: number[]): Told[] {
  const references = one.before?.messages[receiver] ?? [];
  const open = (one.before?.open ?? []).filter((message) => message.receiver === receiver).map(({ outboxId }) => outboxId);
  const believes = one.before?.believes[receiver] ?? false;
  const stands = one.change.state === STANDING_CLAIM_STATE;
  const isNew = references.length === 0;
  if (believes !== stands && isNew && isSilenced(silences, aboutOf(one.rule), receiver, at)) return [];
  cancels.push(...open);
  if (believes === stands) return [];
  // Who was never told is not corrected.
  return [{ ...one, references, decision: isNew ? { ...one.decision, event: 'contradicted', reason: null } : one.decision }];
}

/** @param mayTell which of what is due may be told now. */
export function compose(
  context: ClaimTellContext,
  changed: readonly Changed[],
  occasion: ClaimOccasion | 'silence_over' | 'unasked',
  silences: readonly Silence[],
  at: string,
  mayTell: (one: Changed, receiver: string) => boolean = () => true,
): Pick<ClaimDetection, 'cancels' | 'messages'> {
  const cancels: number[] = [];
  const messages = [...new Set(changed.flatMap(receiversOf))].flatMap((receiver): ClaimOutgoing[] => {
    const channel = context.channels.get(receiver);
    if (channel === undefined) return [];
    const due = changed
      .filter((one) => receiversOf(one).includes(receiver) && mayTell(one, receiver))
      .flatMap((one) => toldTo(one, receiver, silences, at, cancels));
    const mine = byStory(due);
    const corrections = mine.filter(isApart).filter(([{ references }]) => references.length > 0);
    const news = mine.filter(isApart).filter(([{ references }]) => references.length === 0);
    const tooMany = news.length > MESSAGES_AT_ONCE;
    const gathered = [...mine.filter((copies) => !isApart(copies)), ...(tooMany ? news : [])];
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
  return { cancels, messages };
}

/** What is told of one claim in the copies of one text. */
type Copies = readonly [Told, ...Told[]];

/** What is told in a message of its own. That nobody asks any more never is. */
type Apart = readonly [Told & { readonly decision: { readonly event: ClaimMessageKind } }, ...Told[]];
const isApart = (copies: Copies): copies is Apart => !copies[0].decision.digest && copies[0].decision.event !== 'ended';

/** A claim that several outlets copied, and that comes out alike, is told once; the order stays. */
function byStory(told: readonly Told[]): Copies[] {
  const stories = new Map<string, [Told, ...Told[]]>();
  for (const one of told) {
    const { known, judged, rule, references, decision } = one;
    const same = [
      rule.id,
      known.article.storyId,
      claimIdentity(known.claim),
      references.length === 0,
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

function claimMessage(copies: Apart, receiver: string, at: string): ClaimMessage {
  const [{ known, judged, before, references, change, decision }] = copies;
  const series = judged.official?.series ?? known.judged?.official?.series ?? null;
  return {
    version: 1,
    type: `claim.${decision.event}`,
    id: messageId(change.fingerprint, change.sequence, receiver),
    sequence: change.sequence,
    references: [...new Set(copies.flatMap((copy) => copy.references))],
    created_at: at,
    ...entryOf(copies),
    event: decision.event,
    previous: references.length === 0 || known.judged === null ? null : { ...verdictWords(known.judged), ...saidAt(before, receiver) },
    reason: decision.reason,
    sources: verdictSources(judged),
    check: {
      sql: `SELECT quote, verdict, reading, official_percent, official_value, official_base FROM v_claim WHERE id = ${known.id}`,
      command: series === null ? 'tradewatch claims list' : `tradewatch series show ${series}`,
    },
  };
}

const saidAt = (before: KnownClaimAlert | null, receiver: string): { said_at?: string } => {
  const at = before?.toldAt[receiver];
  return at === undefined ? {} : { said_at: at };
};

const DIGEST_REASONS: Readonly<Record<ClaimOccasion | 'many' | 'silence_over' | 'unasked', string>> = {
  many: `More than ${MESSAGES_AT_ONCE} contradicted claims came at once; they are collected here.`,
  rule_changed: 'A rule is new or was changed: this is what it finds in the articles read so far.',
  history: 'These articles, or the figures that decide them, are new to tradewatch. They are recorded as history and reported once.',
  silence_over: 'A silence is over: this is what it held back and still stands.',
  unasked:
    'A rule was removed or changed, and no longer watches these claims. What was said about them is neither confirmed nor retracted.',
  news: 'These articles are more than two months old. They are recorded as history and reported once.',
};

const digestMessage = (
  gathered: readonly Copies[],
  receiver: string,
  at: string,
  why: keyof typeof DIGEST_REASONS,
): ClaimDigestMessage => ({
  version: 1,
  type: 'claim.digest',
  id: digestOf('claim.digest', receiver, at, ...gathered.flat().map(({ change }) => change.fingerprint)),
  created_at: at,
  reason: DIGEST_REASONS[why],
  claims: gathered.map(entryOf),
});
