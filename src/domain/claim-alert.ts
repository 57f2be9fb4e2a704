/**
 * Who is told of a contradicted claim, and of what becomes of it. A claim stays a statement about its period: only other
 * figures, or another text of the article, change what was said of it. Pure; see docs/alerts.md.
 */
import { digestOf, RULE_ASKS_OTHERWISE, RULE_GONE } from './alert.ts';
import type { Claim } from './claim.ts';
import type { Severity } from './rule.ts';
import type { Computation, Judged } from './verdict.ts';
import { REASON_WORDS } from './verdict-words.ts';

/** Tell me when the official figures contradict what the news says. */
export interface ClaimRule {
  readonly id: string;
  readonly title: string | null;
  /** Commodity ids; null for all. */
  readonly commodities: readonly string[] | null;
  /** Whose statistics; null for all. */
  readonly reporters: readonly string[] | null;
  /** Outlets by name, in any case; null for all. */
  readonly publishers: readonly string[] | null;
  readonly severity: Severity;
  /** Ids of receivers. */
  readonly receivers: readonly string[];
}

export function asksFor(rule: ClaimRule, claim: Claim, publisher: string): boolean {
  const among = (list: readonly string[] | null, value: string | null): boolean =>
    list === null || (value !== null && list.includes(value));
  const outlet = publisher.toLowerCase();
  return (
    among(rule.commodities, claim.commodity) &&
    among(rule.reporters, claim.reporter) &&
    (rule.publishers === null || rule.publishers.some((name) => name.toLowerCase() === outlet))
  );
}

/** `corrected`: it was contradicted, and is not any more. `ended`: no rule asks for it any more. */
export const CLAIM_ALERT_STATES = ['contradicted', 'corrected', 'ended'] as const;
export type ClaimAlertState = (typeof CLAIM_ALERT_STATES)[number];
/** The one in which it stands. */
export const STANDING_CLAIM_STATE: ClaimAlertState = 'contradicted';
/** What a message of its own tells. */
export type ClaimMessageKind = 'contradicted' | 'changed';
export type ClaimEventKind = ClaimMessageKind | 'ended';

export interface ClaimDecision {
  readonly state: ClaimAlertState;
  readonly event: ClaimEventKind;
  /** True: told in a digest with others. */
  readonly digest: boolean;
  readonly reason: string | null;
}

/** Whether it comes as news, as history (first load, old article), or to a rule or mapping that is new. */
export type ClaimOccasion = 'news' | 'history' | 'rule_changed';

/** @returns null when there is nothing to tell. */
export function decideClaim(before: ClaimAlertState | null, now: Judged, occasion: ClaimOccasion): ClaimDecision | null {
  const contradicted = now.verdict === 'contradicted';
  if (before === null)
    return contradicted ? { state: 'contradicted', event: 'contradicted', digest: occasion !== 'news', reason: null } : null;
  if ((before === STANDING_CLAIM_STATE) === contradicted) return null;
  const digest = occasion === 'rule_changed';
  if (contradicted) {
    const reason = before === 'ended' ? 'a rule asks for it again' : 'the figures contradict it again';
    return { state: 'contradicted', event: 'changed', digest, reason };
  }
  return { state: 'corrected', event: 'changed', digest, reason: whyCorrected(now) };
}

/** What becomes of an alert when its rule is gone, or does not ask for it any more; null when it did not stand. */
export function unaskedClaim(before: ClaimAlertState, rule: 'gone' | 'changed'): ClaimDecision | null {
  if (before !== STANDING_CLAIM_STATE) return null;
  return { state: 'ended', event: 'ended', digest: true, reason: rule === 'gone' ? RULE_GONE : RULE_ASKS_OTHERWISE };
}

function whyCorrected({ verdict, reason }: Judged): string | null {
  const why = REASONS[verdict] ?? null;
  return why === null || reason === null ? why : `${why}: ${REASON_WORDS[reason]}`;
}

const REASONS: Readonly<Partial<Record<Judged['verdict'], string>>> = {
  supported: 'the figures were revised; the claim is now supported',
  supported_under_other_reading: 'the figures changed; the claim is now right under another reading',
  not_comparable: 'the claim can no longer be held against official figures',
};

/** What one claim says, whatever the text around it: a claim that an article repeats is one. */
export const claimIdentity = ({ span: _, ...says }: Claim): string => digestOf(JSON.stringify(says));

/** Identity of an alert on a claim over all its messages. */
export const claimFingerprint = (ruleId: string, articleUrl: string, identity: string): string =>
  digestOf('claim', ruleId, articleUrl, identity);

/** A verdict as messages and commands show it. */
export interface VerdictWords {
  readonly verdict: Judged['verdict'];
  readonly reading: string | null;
  readonly reason: string | null;
  readonly official_percent: number | null;
  readonly official_bound: Computation['bound'] | null;
  readonly official_value: number | null;
  readonly official_base: number | null;
  readonly official_unit: string | null;
  readonly series_key: string | null;
  readonly explanation: readonly string[];
}

export const verdictWords = (judged: Judged): VerdictWords => ({
  verdict: judged.verdict,
  reading: judged.reading,
  reason: judged.reason,
  official_percent: judged.official?.percent ?? null,
  official_bound: judged.official?.percent == null ? null : judged.official.bound,
  official_value: judged.official?.current.pieces.length ? judged.official.current.value : null,
  official_base: judged.official?.base.pieces.length ? judged.official.base.value : null,
  official_unit: judged.official?.unit ?? null,
  series_key: judged.official?.series ?? null,
  explanation: judged.explanation,
});

/** A publication that a verdict rests on. */
export interface VerdictSource {
  readonly period: string;
  readonly known_from: string;
  readonly published_at: string | null;
  readonly url: string | null;
  readonly sha256: string;
}

export function verdictSources({ official }: Judged): readonly VerdictSource[] {
  if (official === null) return [];
  const bySnapshot = new Map<string, VerdictSource>();
  for (const { period, known_from, published_at, url, sha256 } of [...official.current.pieces, ...official.base.pieces])
    bySnapshot.set(`${period} ${sha256}`, { period, known_from, published_at, url, sha256 });
  return [...bySnapshot.values()];
}

/** An article of the news. */
export interface ClaimArticle {
  readonly url: string;
  readonly publisher: string;
  readonly published_at: string | null;
}

/** The same claim in a copy of the text: told with the first, an alert of its own. */
export interface ClaimCopy {
  readonly fingerprint: string;
  readonly article: ClaimArticle;
}

export interface ClaimEntry {
  readonly fingerprint: string;
  readonly event: ClaimEventKind;
  readonly rule: { readonly id: string; readonly title: string | null };
  readonly severity: Severity;
  readonly article: ClaimArticle;
  /** Copies of the article in other outlets that say the same; absent when there are none. */
  readonly also_in?: readonly ClaimCopy[];
  /** The sentence as the article has it: written by strangers. */
  readonly quote: string;
  readonly claim: Omit<Claim, 'span'>;
  readonly verdict: VerdictWords;
}

/** What is sent about one claim; version 1 of the schema in docs/alerts.md. That one ended is told in a digest alone. */
export interface ClaimMessage extends ClaimEntry {
  readonly version: 1;
  readonly type: `claim.${ClaimMessageKind}`;
  readonly event: ClaimMessageKind;
  readonly id: string;
  readonly sequence: number;
  /** Ids of the earlier messages on this claim to the same receiver, oldest first. */
  readonly references: readonly string[];
  readonly created_at: string;
  /** What was said before, when this corrects it; `said_at` is when that message was made, the last one of `references`. */
  readonly previous: (VerdictWords & { readonly said_at?: string }) | null;
  readonly reason: string | null;
  readonly sources: readonly VerdictSource[];
  readonly check: { readonly sql: string; readonly command: string };
}

/** Many claims at once (a first load, old articles, a new rule): one message, nothing dropped. */
export interface ClaimDigestMessage {
  readonly version: 1;
  readonly type: 'claim.digest';
  readonly id: string;
  readonly created_at: string;
  readonly reason: string;
  readonly claims: readonly ClaimEntry[];
}
