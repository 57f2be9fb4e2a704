import type { AlertDecision, AlertEventKind, AlertMemory, AlertState } from '../domain/alert.ts';
import type { Correction, Sighting } from '../domain/correction.ts';
import type { Figures } from '../domain/growth.ts';
import type { Message, OutgoingMessage } from '../domain/message.ts';
import type { MirrorSeries } from '../domain/mirror.ts';
import type { Interval, Period, PeriodKind, YearMonth } from '../domain/period.ts';
import type { ExchangeRate } from '../domain/rate.ts';
import type { HeldMonth, WatchedRelease } from '../domain/release-watch.ts';
import type { Severity } from '../domain/rule.ts';
import type { Observation, SeriesKey, TracedFigure, Valuation } from '../domain/series.ts';
import type { Refusal } from '../errors.ts';
import type { Article, ProductName, Proof } from '../pipeline.ts';
import type { BackfillStore, MannersStore } from './backfill-store.ts';
import type { ClaimJudge, ClaimStore } from './claim-store.ts';
import type { CorrectionStore } from './correction-store.ts';

/**
 * Everything that is remembered, in coarse calls: a second store (PostgreSQL) can stand behind the same contract.
 * Times are ISO 8601 in UTC with milliseconds, so that their text order is their order in time.
 */
export interface Store
  extends RunStore,
    SnapshotStore,
    LoadStore,
    HeldStore,
    RateStore,
    ArticleStore,
    SeriesStore,
    ReleaseStore,
    AlertStore,
    OutboxStore,
    BackfillStore,
    MannersStore,
    ClaimStore,
    CorrectionStore {
  /** Copies the whole database into one consistent file. */
  backup(file: string): Promise<void>;
  /** What is damaged, one line each; empty when all is well. */
  check(): Promise<readonly string[]>;
  close(): void;
}

export type RunTrigger = 'schedule' | 'run' | 'ingest' | 'inbox' | 'replay' | 'backfill';
export type RunOutcome = 'ok' | 'partial' | 'failed' | 'waiting';

export interface RunRecord {
  readonly id: number;
  readonly pipeline: string;
  readonly trigger: RunTrigger;
  readonly startedAt: string;
  /** Null while it runs, or when the process died. */
  readonly finishedAt: string | null;
  readonly outcome: RunOutcome | null;
  readonly requests: number;
  readonly snapshots: number;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly error: string | null;
  /** What a reader should know and what is no failure, such as pages of others that could not be read. */
  readonly notes: readonly string[];
  /** What the questions and files came to, each counted under one word; an answer that did not change counts as it did before. */
  readonly answered: number;
  readonly notYetPublished: number;
  readonly suppressed: number;
  /** Answered, but figures wait for a second sight. */
  readonly held: number;
  /** No answer, none that is one, or none without a key. */
  readonly errors: number;
}

/** A page that could not be read so far. */
export interface FailedRequest {
  readonly attempts: number;
  readonly lastAt: string;
}

export type RunCounts = Omit<RunRecord, 'id' | 'pipeline' | 'trigger' | 'startedAt' | 'finishedAt' | 'outcome' | 'error' | 'notes'>;

export interface RunDetails {
  readonly run: RunRecord;
  readonly snapshots: readonly SnapshotRecord[];
  /** What was counted to show that nothing is missing. */
  readonly proofs: readonly (Proof & { readonly snapshotId: number })[];
  /** What was held back in this run, with what became of it. */
  readonly held: readonly HeldFigure[];
}

export interface RunStore {
  beginRun(pipeline: string, trigger: RunTrigger, startedAt: string): Promise<number>;
  /** Forgets a run all of whose snapshots are forgotten: the same file given twice leaves the database as it was. */
  forgetRun(id: number): Promise<void>;
  finishRun(
    id: number,
    finishedAt: string,
    outcome: RunOutcome,
    counts: RunCounts,
    error: string | null,
    notes?: readonly string[],
  ): Promise<void>;
  /** Newest first. */
  runs(limit: number, pipeline?: string): Promise<readonly RunRecord[]>;
  run(id: number): Promise<RunDetails | null>;
  /** When a run of the pipeline that came to its end last started; one that was cut off is due again. */
  lastStart(pipeline: string): Promise<string | null>;
  failedRequest(pipeline: string, requestKey: string): Promise<FailedRequest | null>;
  /** Counts one more attempt; what failed last more than 90 days ago is forgotten. */
  addFailedRequest(pipeline: string, requestKey: string, at: string, reason: string): Promise<void>;
}

/**
 * What a publication came to. The four that must never be mixed: figures (`loaded`, `unchanged`), `not_yet_published`,
 * `suppressed` (the source keeps all of it secret), `refused`. `held`: figures, of which some or all wait for a second sight.
 * `links` and `page` lead to further requests.
 */
export type SnapshotOutcome =
  | 'loaded'
  | 'unchanged'
  | 'held'
  | 'suppressed'
  | 'refused'
  | 'links'
  | 'page'
  | 'articles'
  | 'rates'
  | 'not_yet_published';

/** Outcomes of publications that have figures: some of them, or all, are loaded. */
export const WITH_FIGURES: readonly SnapshotOutcome[] = ['loaded', 'unchanged', 'held', 'suppressed'];

export interface NewSnapshot {
  readonly runId: number;
  readonly pipeline: string;
  readonly requestKey: string;
  readonly name: string;
  readonly url: string | null;
  readonly mediaType: string | null;
  readonly sha256: string;
  readonly extension: string;
  readonly bytes: number;
  readonly retrievedAt: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly params: Readonly<Record<string, string>>;
  readonly columns: readonly string[] | null;
  readonly settings: unknown;
  /** SHA-256 of the pages before this one, in order: a last page is read with them. */
  readonly earlierPages: readonly string[];
  /** The entries of the ledger of corrections that hold for the source: it is read with them, always. */
  readonly corrections?: readonly Correction[];
}

export interface SnapshotRecord extends NewSnapshot {
  readonly corrections: readonly Correction[];
  /** The months in which the periods of its figures end, the first and the last; null when it is not known. */
  readonly extent: Interval | null;
  readonly id: number;
  /** When the same bytes answered the same question for the last time. */
  readonly lastSeenAt: string;
  /** Null: archived, not yet transformed (the process died between). */
  readonly outcome: SnapshotOutcome | null;
  readonly refused: readonly Refusal[];
  readonly notes: readonly string[];
}

export interface SnapshotStore {
  /** Records archived bytes before anyone parses them. */
  addSnapshot(snapshot: NewSnapshot): Promise<number>;
  /** The source still says what this snapshot says. */
  seeSnapshotAgain(id: number, at: string): Promise<void>;
  /** Loaded snapshots of a pipeline that were (still) seen after an instant, in that order. */
  snapshotsSeenAfter(pipeline: string, instant: string): Promise<readonly SnapshotRecord[]>;
  /** Forgets a snapshot that brought nothing new; no vintage may come from it. */
  forgetSnapshot(id: number): Promise<void>;
  settleSnapshot(id: number, outcome: SnapshotOutcome, refused: readonly Refusal[], notes: readonly string[]): Promise<void>;
  /** The newest snapshot that answered a request, or null. */
  latestSnapshot(pipeline: string, requestKey: string): Promise<SnapshotRecord | null>;
  /** In the order in which they were recorded: what replay and recovery read. */
  snapshots(filter: { readonly pipeline?: string; readonly unsettled?: boolean }): Promise<readonly SnapshotRecord[]>;
}

export interface LoadBatch {
  readonly pipeline: string;
  readonly snapshotId: number;
  readonly runId: number;
  readonly retrievedAt: string;
  readonly publishedAt: string | null;
  readonly loadedAt: string;
  readonly observations: readonly Observation[];
  readonly products: readonly ProductName[];
  readonly notes: readonly string[];
  /** What it says of figures that the ledger of corrections names. */
  readonly sightings?: readonly Sighting[];
  /** What is wrong with single figures of it, found before load. */
  readonly refused?: readonly Refusal[];
  /** What the publication itself shows of its completeness; load adds what only the figures of before can show. */
  readonly proofs: readonly Proof[];
  /** A figure this many times above or below the middle of the series' last twelve is held; null for no check. */
  readonly jumpFactor: number | null;
  /** What a person has looked at and takes; null for what comes by itself. */
  readonly decision: Decision | null;
}

/** Why a figure waits for a second sight. */
export type HoldCause = 'jump' | 'partial_release';

export type Decision =
  /** The publication is taken although figures of it would be held for these causes. */
  | { readonly kind: 'take'; readonly causes: readonly HoldCause[] }
  /** Of the publication only those figures are loaded (or turned down for good) that wait. */
  | { readonly kind: 'accept' | 'reject' };

export interface LoadResult {
  /** As the snapshot is settled. */
  readonly outcome: SnapshotOutcome;
  /** Null when nothing changed: an equal value writes nothing. */
  readonly vintageId: number | null;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  /** Figures (of a partial release: months) that were held back, with the reason; the others of the batch are loaded. */
  readonly held: readonly Refusal[];
  /** How many figures that waited were loaded, turned down or replaced. */
  readonly settled: number;
  readonly notes: readonly string[];
  readonly proofs: readonly Proof[];
  readonly events: number;
}

/** A series that changed, with what a rule needs to judge it. */
export interface ChangedSeries {
  readonly key: SeriesKey;
  readonly valuation: Valuation | null;
  readonly productName: string | null;
  /** All current figures, the new ones included. */
  readonly figures: Figures;
  /** The months from which something changed. */
  readonly firstChanged: number;
  /** The source had nothing on this series before this run. */
  readonly isNew: boolean;
}

/** Where the changed figures came from, for messages. */
export interface VintageSource {
  readonly pipeline: string;
  readonly url: string | null;
  readonly file: string;
  readonly publishedAt: string | null;
  readonly retrievedAt: string;
  readonly sha256: string;
}

/** An alert as a detector finds it. */
export interface KnownAlert extends AlertMemory {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly period: Period;
  /** By receiver: the ids of the messages on it so far, oldest first. */
  readonly messages: Readonly<Record<string, readonly string[]>>;
}

export interface DetectedChange {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly seriesKey: SeriesKey;
  readonly period: Period;
  readonly decision: AlertDecision;
  readonly sequence: number;
  readonly severity: Severity;
  readonly threshold: number;
}

export interface Detection {
  readonly changes: readonly DetectedChange[];
  readonly messages: readonly OutgoingMessage[];
}

/** Decides, purely and synchronously, inside the transaction that loads. */
export interface Detector {
  /** Judges claims in the news anew when a series that decides them changes; null: claims are left alone. */
  readonly claims: ClaimJudge | null;
  wants(key: SeriesKey): boolean;
  detect(
    changed: readonly ChangedSeries[],
    known: (key: SeriesKey) => readonly KnownAlert[],
    source: VintageSource | null,
    at: string,
  ): Detection;
}

/** A figure of a late batch that says something else than what was known just before it. */
export interface Contradiction {
  readonly observation: Observation;
  /** What the next publications say of it counts up to the first that agrees with it; else the first of them is enough. */
  readonly untilItAgrees: boolean;
}

export interface LoadStore {
  /**
   * Vintages, alert events, verdicts on claims and outbox rows of one snapshot, in one transaction; settles the snapshot as well.
   * @param later What was seen after this batch and loaded before it: merged again behind it, so that a file which is
   * ingested late leaves the figures as they would be had it come in time.
   * Those that have nothing to say of {@link contradicted} figures can be left out.
   * @throws RefusedError when the batch contradicts what a series is; nothing is written.
   */
  load(batch: LoadBatch, later: readonly LoadBatch[], detector: Detector): Promise<LoadResult>;
  /** The figures of a late batch after which later publications have to be heard again. */
  contradicted(batch: LoadBatch): Promise<readonly Contradiction[]>;
  /** New and changed articles; equal ones write nothing. */
  loadArticles(batch: {
    readonly pipeline: string;
    readonly snapshotId: number;
    readonly seenAt: string;
    readonly articles: readonly Article[];
    readonly refused: readonly Refusal[];
  }): Promise<{ readonly inserted: number; readonly revised: number; readonly unchanged: number }>;
  /**
   * Judges all series for rules that were not known before (by id and version) and remembers them: what crosses is
   * historical, told in one digest.
   */
  adoptRules(
    rules: readonly { readonly id: string; readonly version: string }[],
    detectorFor: (ruleIds: ReadonlySet<string>) => Detector,
    at: string,
  ): Promise<{ readonly adopted: number; readonly events: number }>;
}

/** The exchange rates of one publication. */
export interface RateBatch {
  readonly pipeline: string;
  readonly snapshotId: number;
  readonly retrievedAt: string;
  readonly publishedAt: string | null;
  readonly rates: readonly ExchangeRate[];
  readonly notes: readonly string[];
}

export interface RateStore {
  /** New and changed rates, in one transaction; settles the snapshot as well. A changed rate leaves the old one as history. */
  loadRates(batch: RateBatch): Promise<{ readonly inserted: number; readonly revised: number; readonly unchanged: number }>;
}

export interface FoundArticle {
  readonly id: number;
  readonly url: string;
  readonly title: string;
  readonly publisher: string;
  /** The page's date where it is known, else the feed's. */
  readonly publishedAt: string | null;
  readonly storyId: number;
}

export interface ArticleStore {
  /**
   * Articles whose title, summary or page has all of the words, the nearest first. "words in quotes" stand together;
   * Chinese needs no spaces; there are no operators.
   */
  searchArticles(text: string, limit?: number): Promise<readonly FoundArticle[]>;
}

/** A figure that was held back, and what became of it. */
export interface HeldFigure {
  readonly pipeline: string;
  readonly snapshotId: number;
  readonly sha256: string;
  readonly seriesKey: string;
  readonly period: Period;
  readonly value: number | null;
  readonly cause: HoldCause;
  readonly reason: string;
  readonly heldAt: string;
  /** Null while it waits. confirmed: the next vintage said the same; replaced: it said otherwise; the others: a person. */
  readonly outcome: 'confirmed' | 'accepted' | 'rejected' | 'replaced' | null;
  readonly settledAt: string | null;
}

export interface HeldStore {
  /** What waits for the next vintage or a person, the oldest first. */
  waiting(pipeline?: string): Promise<readonly HeldFigure[]>;
}

export interface SeriesRecord {
  readonly key: SeriesKey;
  readonly valuation: Valuation | null;
  readonly productName: string | null;
  readonly kinds: readonly PeriodKind[];
  readonly first: Period;
  readonly last: Period;
  readonly count: number;
}

export interface SourceRecord {
  readonly pipeline: string;
  /** As v_source shows it: 2025-06, or 2025-01/2025-02. */
  readonly lastPeriod: string | null;
  readonly lastPublishedAt: string | null;
  readonly lastSuccessAt: string | null;
  readonly state: string;
  readonly nextExpectedAt: string | null;
  readonly lastError: string | null;
  /** As the program that wrote last had it; null: files come by hand. */
  readonly schedule: string | null;
  readonly timezone: string;
}

export interface SeriesStore {
  /** Monthly series of a six-digit heading between an exporter and its partners: its exports to them, their imports from it. */
  mirrorSeries(
    heading: string,
    exporter: string,
  ): Promise<{ readonly exports: readonly MirrorSeries[]; readonly imports: readonly MirrorSeries[] }>;
  series(filter?: { readonly pipeline?: string; readonly product?: string }): Promise<readonly SeriesRecord[]>;
  /** The figures of one series as they were known at an instant (null: now); null when there is no such series. */
  figures(key: SeriesKey, asOf: string | null): Promise<readonly TracedFigure[] | null>;
  lastMonth(pipeline: string): Promise<number | null>;
  /** What the registry and the schedule know of each source, for `v_source`. */
  describeSources(
    sources: readonly {
      readonly pipeline: string;
      readonly title: string;
      readonly publisher: string;
      readonly licence: string;
      /** Null: files come by hand. */
      readonly schedule: string | null;
      readonly timezone: string;
    }[],
  ): Promise<void>;
  sources(): Promise<readonly SourceRecord[]>;
  counts(): Promise<{
    readonly series: number;
    readonly observations: number;
    readonly revisions: number;
    readonly snapshots: number;
    readonly articles: number;
    readonly alerts: number;
  }>;
}

export interface ReleaseStore {
  /**
   * What is remembered of a source's releases: those that may still come (of what was skipped or suppressed, that of the
   * last two years), the newest month of all, and when the source was first asked.
   */
  watchedReleases(
    pipeline: string,
  ): Promise<{ readonly open: readonly WatchedRelease[]; readonly newest: YearMonth | null; readonly since: string | null }>;
  /** The months from one on of which there are figures, ascending. */
  heldMonths(pipeline: string, from: YearMonth): Promise<readonly HeldMonth[]>;
  /** What became of the answers that a source gave at or after an instant, files aside. */
  outcomesSince(pipeline: string, at: string): Promise<ReadonlySet<SnapshotOutcome>>;
  /** When the newest publication was obtained that was refused and that no later answer to the same request has replaced. */
  newestRefusal(pipeline: string): Promise<string | null>;
  /** When the newest release that is out and has not come was expected; null: none is awaited. */
  awaitedSince(pipeline: string, now: string): Promise<string | null>;
  /** Whether a release of a source that was used before is out, has not come, and was not noticed yet. */
  hasUnnoticedRelease(pipeline: string, now: string): Promise<boolean>;
  /** Replaces the releases that may still come, and the next expected one of `v_source`. */
  saveReleases(pipeline: string, rows: readonly WatchedRelease[]): Promise<void>;
  /** By pipeline: hours from the expected instant to the arrival, of the newest releases whose arrival is known well, oldest first. */
  releaseLags(limit: number): Promise<ReadonlyMap<string, readonly number[]>>;
}

export interface AlertRecord {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly seriesKey: string;
  readonly period: Period;
  readonly state: AlertState;
  readonly severity: Severity;
  readonly percent: number;
  readonly current: number;
  readonly base: number;
  readonly threshold: number;
  readonly raisedAt: string;
  readonly lastEventAt: string;
  readonly events: number;
}

export interface AlertEventRecord {
  readonly sequence: number;
  readonly kind: AlertEventKind;
  readonly at: string;
  readonly current: number | null;
  readonly base: number | null;
  readonly percent: number | null;
  readonly reason: string | null;
}

export interface DeliveryRecord {
  readonly messageId: string;
  readonly receiver: string;
  readonly channel: string;
  readonly kind: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly deliveredAt: string | null;
  readonly detail: string | null;
}

export interface AlertStore {
  alerts(filter?: { readonly state?: AlertState; readonly rule?: string }): Promise<readonly AlertRecord[]>;
  /** By fingerprint, or an unambiguous beginning of one. */
  alert(id: string): Promise<{
    readonly alert: AlertRecord;
    readonly events: readonly AlertEventRecord[];
    readonly deliveries: readonly DeliveryRecord[];
  } | null>;
}

export type DeliveryState = 'waiting' | 'delivered' | 'dead';

export interface OutboxItem {
  readonly id: number;
  readonly messageId: string;
  readonly receiver: string;
  readonly channel: string;
  readonly message: Message;
  readonly attempts: number;
  readonly createdAt: string;
  /** Recipients that have not taken it yet, for channels with several; null before the first attempt. */
  readonly remaining: readonly string[] | null;
}

export interface DeliverySettlement {
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly deliveredAt: string | null;
  /** What the other side answered, for people. */
  readonly detail: string;
  readonly remaining: readonly string[] | null;
}

export interface OutboxStore {
  /** Waiting messages whose time has come, oldest first; per receiver and alert only the oldest undelivered. */
  dueDeliveries(now: string, limit: number): Promise<readonly OutboxItem[]>;
  settleDelivery(id: number, settlement: DeliverySettlement): Promise<void>;
  /** When the next waiting message is due, or null. */
  nextDelivery(): Promise<string | null>;
}
