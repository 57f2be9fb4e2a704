import type { Claim } from '../domain/claim.ts';
import type { ClaimAlertState, ClaimEventKind, ClaimOccasion } from '../domain/claim-alert.ts';
import type { SeriesFilter } from '../domain/claim-series.ts';
import type { OutgoingMessage } from '../domain/message.ts';
import type { Severity } from '../domain/rule.ts';
import type { Doubt } from '../domain/sentence.ts';
import type { SeriesKey, SeriesVersions } from '../domain/series.ts';
import type { Silence } from '../domain/silence.ts';
import type { Judged, VerdictKind } from '../domain/verdict.ts';

/** An article as its claims are read from it. */
export interface ArticleToRead {
  readonly id: number;
  readonly title: string;
  readonly summary: string | null;
  /** The text of the page; null until it is read. */
  readonly body: string | null;
  readonly language: string | null;
  /** The page's date before the feed's. */
  readonly publishedAt: string | null;
}

/** A claim as a text says it. */
export interface SaidClaim {
  readonly claim: Claim;
  readonly quote: string;
  /** Why the text around its sentence may not say it; null where nothing speaks against that. */
  readonly doubt: Doubt | null;
}

export interface ArticleReading {
  readonly articleId: number;
  readonly claims: readonly SaidClaim[];
}

/** A claim as a judge finds it. */
export interface KnownClaim {
  readonly id: number;
  readonly claim: Claim;
  readonly quote: string;
  readonly doubt: Doubt | null;
  /** `storyId`: shared by the copies of one text. */
  readonly article: { readonly url: string; readonly publisher: string; readonly publishedAt: string | null; readonly storyId: number };
  readonly firstReadAt: string;
  /** The last verdict; null before the first. */
  readonly judged: Judged | null;
  /** The article no longer says it. */
  readonly gone: boolean;
  readonly alerts: readonly KnownClaimAlert[];
  /** The number behind which the first event of an alert on it comes. */
  readonly numberedBehind: number;
}

export interface KnownClaimAlert {
  readonly fingerprint: string;
  readonly state: ClaimAlertState;
  readonly severity: Severity;
  readonly sequence: number;
  readonly ruleId: string;
  readonly lastEventAt: string;
  /** By receiver: the ids of the messages on it that were sent, may have been, or tell of more than it, oldest first. */
  readonly messages: Readonly<Record<string, readonly string[]>>;
  /** By receiver: when the latest of them was made. */
  readonly toldAt: Readonly<Record<string, string>>;
  /** By receiver: whether the last of them says that the claim is contradicted. */
  readonly believes: Readonly<Record<string, boolean>>;
  /** Messages on it alone that were not sent, for sure: they can be taken back. */
  readonly open: readonly { readonly receiver: string; readonly outboxId: number }[];
}

export interface ClaimChange {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly claimId: number;
  readonly state: ClaimAlertState;
  readonly event: ClaimEventKind;
  readonly severity: Severity;
  readonly sequence: number;
  readonly verdict: VerdictKind;
  readonly reason: string | null;
}

/** A message on claims on its way to one receiver. */
export interface ClaimOutgoing extends OutgoingMessage {
  /** The alerts that it speaks of. */
  readonly fingerprints: readonly string[];
}

export interface ClaimDetection {
  /** Verdicts that are new or rest on other figures. */
  readonly verdicts: readonly { readonly claimId: number; readonly judged: Judged }[];
  readonly changes: readonly ClaimChange[];
  /** Rows of the outbox that were over before they were sent. */
  readonly cancels: readonly number[];
  readonly messages: readonly ClaimOutgoing[];
}

/** Judges, purely and synchronously, inside the transaction that loads figures or takes claims. */
export interface ClaimJudge {
  /** Whether a rule of it, or how it judges, is new: then all claims at hand are judged. */
  readonly isNew: boolean;
  /** The commodities whose claims a series decides. */
  decides(key: SeriesKey): readonly string[];
  judge(
    claims: readonly KnownClaim[],
    seriesOf: (filters: readonly SeriesFilter[]) => readonly SeriesVersions[],
    occasion: ClaimOccasion,
    at: string,
    silences?: readonly Silence[],
  ): ClaimDetection;
  /** The alerts on these claims that stand and that no rule asks for any more: they end, in one digest for each who was told. */
  unasked(claims: readonly KnownClaim[], at: string): ClaimDetection;
  /** What silences that are over held back and still stands, in one digest for each receiver. */
  afterSilence(claims: readonly KnownClaim[], over: readonly Silence[], silences: readonly Silence[], at: string): ClaimDetection;
}

export interface ClaimRecord {
  readonly id: number;
  readonly articleUrl: string;
  readonly publisher: string;
  readonly publishedAt: string | null;
  readonly quote: string;
  readonly claim: Claim;
  readonly judged: Judged;
  readonly judgedAt: string;
  readonly firstReadAt: string;
  readonly verdicts: number;
}

/** A claim with all that was ever said of it. */
export interface ClaimDetail extends ClaimRecord {
  readonly headline: string;
  /** How many outlets have the story. */
  readonly outlets: number;
  /** The article no longer says it. */
  readonly gone: boolean;
  /** What rules made of it. */
  readonly alerts: readonly { readonly fingerprint: string; readonly ruleId: string; readonly state: ClaimAlertState }[];
  /** Oldest first; the last is that of the record. */
  readonly history: readonly { readonly judged: Judged; readonly judgedAt: string }[];
}

export interface ClaimFilter {
  readonly verdict?: VerdictKind | null;
  /** Of articles whose headline, summary or text, and so the quote, has all of the words, as `searchArticles` takes them. */
  readonly search?: string | null;
  /** The key of the series that their verdicts rest on. */
  readonly series?: string | null;
  /** Default: all. */
  readonly limit?: number;
  readonly offset?: number;
}

export interface ClaimStore {
  /** Articles that are new or changed since their claims were read, oldest first. */
  articlesToRead(limit: number): Promise<readonly ArticleToRead[]>;
  /**
   * The claims of articles with their verdicts, alert events and outbox rows, in one transaction. What an article no
   * longer says is kept as gone. The first articles of all are history: told in a digest.
   */
  takeClaims(
    readings: readonly ArticleReading[],
    judge: ClaimJudge,
    runId: number | null,
    at: string,
  ): Promise<{ readonly claims: number; readonly verdicts: number }>;
  /** With their last verdicts, the newest article first. */
  claims(filter?: ClaimFilter): Promise<readonly ClaimRecord[]>;
  /** How many claims have each verdict. */
  verdictCounts(): Promise<Readonly<Partial<Record<VerdictKind, number>>>>;
  /** Null when there is no such claim, or it was not judged yet. */
  claim(id: number): Promise<ClaimDetail | null>;
  /** Every value that the figures of these series ever had. */
  versions(filters: readonly SeriesFilter[]): Promise<readonly SeriesVersions[]>;
}
