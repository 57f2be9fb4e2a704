import type { AlertMemory, Told, Transition } from '../domain/alert.ts';
import type { AlertCondition, AlertStatement } from '../domain/alert-statement.ts';
import type { Sighting } from '../domain/correction.ts';
import type { Figures } from '../domain/figures.ts';
import type { MonthRange } from '../domain/growth.ts';
import type { OutgoingMessage } from '../domain/message.ts';
import type { YearMonth } from '../domain/period.ts';
import type { Proof } from '../domain/proof.ts';
import type { SeriesChange } from '../domain/quick-look.ts';
import type { Contradiction } from '../domain/retelling.ts';
import type { Observation, ProductName, SeriesKey, Valuation } from '../domain/series.ts';
import type { Silence } from '../domain/silence.ts';
import type { Refusal } from '../errors.ts';
import type { Article } from '../pipeline.ts';
import type { ClaimJudge } from './claim-store.ts';
import type { DeliveryState } from './outbox-store.ts';
import type { PublicationJudge } from './publication-store.ts';
import type { SnapshotOutcome } from './snapshot-store.ts';

export interface LoadBatch {
  readonly pipeline: string;
  readonly snapshotId: number;
  readonly runId: number;
  readonly retrievedAt: string;
  readonly publishedAt: string | null;
  readonly loadedAt: string;
  readonly observations: Iterable<Observation>;
  /**
   * Of each series that it has it states all months that the publisher has: figures that are held and not stated are withdrawn. False
   * where that holds of the source, and not of this publication, or not when it is merged again behind a late file; absent where nothing is
   * ever concluded from what is not stated.
   */
  readonly statesAllMonths?: boolean;
  /**
   * An archived publication, read again for figures that the ledger of corrections names: a correction is known from when it was made, and not
   * from the day of the publication.
   */
  readonly isReadAgain?: boolean;
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

/** A series as a rule looks at it. */
export interface SeriesState {
  /** Its number in the dictionary. */
  readonly keyId: number;
  readonly key: SeriesKey;
  readonly valuation: Valuation | null;
  readonly productName: string | null;
  /** All current figures. */
  readonly figures: Figures;
  /** Those of some months, or more of them: for who needs no others. */
  figuresOf(months: MonthRange): Figures;
}

/** A change of a series, with what a rule needs to judge it. */
export interface ChangedSeries extends SeriesChange {
  /** As it is now: the new figures are among its figures. */
  readonly series: SeriesState;
  /** The newest month of the publication; of the series, where no publication is at hand. */
  readonly lastStated: YearMonth;
  /** The source had nothing on this series before this run. */
  readonly isNew: boolean;
  /** Whether there is an alert on it that the change may concern: one on a month from the first that changed on, or a pending one. */
  readonly hasAlerts: boolean;
  /** Whether the publication states a period that ends in a month, changed or not; where no publication is at hand, each is. */
  states(end: YearMonth): boolean;
}

/** Where the changed figures came from, for messages. */
export interface VintageSource {
  readonly pipeline: string;
  readonly url: string | null;
  readonly file: string;
  readonly publishedAt: string | null;
  readonly retrievedAt: string;
  readonly sha256: string;
  /** The database was restored from an older copy, and the source has not answered since: what crosses may have been told. */
  readonly restored?: boolean;
}

/** What one message told, or is to tell, one receiver of an alert. */
export interface TellingRecord extends Omit<Told, 'fingerprint' | 'sequence'> {
  readonly receiver: string;
  readonly outboxId: number;
  readonly messageId: string;
  /** When it was made. */
  readonly createdAt: string;
  readonly state: Exclude<DeliveryState, 'superseded'>;
  /** An attempt was begun, and it is not known that it failed. */
  readonly inDoubt: boolean;
}

/** An alert as a detector finds it. */
export interface KnownAlert extends AlertMemory, AlertStatement, AlertCondition {
  /** As the source calls the goods today. */
  readonly productName: string | null;
  /** Oldest first; without those that were taken back before they were sent. */
  readonly tellings: readonly TellingRecord[];
}

export interface DetectedChange extends AlertStatement {
  readonly keyId: number;
  /** Where its figures are not known, what was stated before stays. */
  readonly transition: Transition;
  readonly sequence: number;
}

/** A message on alerts on its way to one receiver. */
export interface AlertOutgoing extends OutgoingMessage {
  readonly tells: readonly Told[];
}

/** An alert is taken out of a message that has not been sent. */
export interface Cancelled {
  readonly outboxId: number;
  readonly fingerprint: string;
}

export interface Detection {
  readonly changes: readonly DetectedChange[];
  readonly cancels: readonly Cancelled[];
  readonly messages: readonly AlertOutgoing[];
}

/** What a detector may read inside the transaction. */
export interface DetectReader {
  alerts(key: SeriesKey): readonly KnownAlert[];
  /** The value with which each figure that was revised was first published, by figureId. */
  firstValues(key: SeriesKey): ReadonlyMap<string, number>;
  /** Series of the other side of the same trade, of the same heading, measure and unit. */
  counterparts(key: SeriesKey): readonly SeriesState[];
  silences(at: string): readonly Silence[];
  /** The number behind which the first event of an alert comes: 0 but in a restored database. */
  numberedBehind(): number;
}

/** Why receivers are told anew what holds. */
export type ReconcileReason = 'rules' | 'silence_over' | 'monthly';

/** Decides, purely and synchronously, inside the transaction that loads. */
export interface Detector {
  /** Judges claims in the news anew when a series that decides them changes; null: claims are left alone. */
  readonly claims: ClaimJudge | null;
  /** Judges what is wrong with publications themselves; absent: that is left alone. */
  readonly publications?: PublicationJudge;
  /**
   * Whether it may have to do with a series; one that is listed for nothing is passed over by {@link detect}.
   * @param change of a series without alerts: one that says by itself that nothing comes of it is not wanted.
   */
  wants(key: SeriesKey, change?: SeriesChange): boolean;
  /** @param source null when rules are new or changed and judge what is at hand. */
  detect(changed: readonly ChangedSeries[], reader: DetectReader, source: VintageSource | null, at: string): Detection;
  /** What receivers have to be told so that they believe what is true. */
  reconcile(alerts: Iterable<KnownAlert>, silences: readonly Silence[], why: ReconcileReason, at: string): Detection;
}

/** A rule that is adopted, and what else is adopted like one. */
export interface RuleVersion {
  readonly id: string;
  readonly version: string;
  /** Whether it says how claims are read: when it is new, all articles at hand are to be read again. */
  readonly readsArticles?: boolean;
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
  /** New and changed articles; equal ones write nothing. Some at a time: other work goes on between, and the snapshot is settled last. */
  loadArticles(batch: {
    readonly pipeline: string;
    readonly snapshotId: number;
    readonly seenAt: string;
    readonly articles: readonly Article[];
    readonly refused: readonly Refusal[];
  }): Promise<{ readonly inserted: number; readonly revised: number; readonly unchanged: number }>;
  /**
   * Judges all series for rules that were not known before (by id and version) and remembers them: what crosses is
   * historical. The alerts of a rule that is gone end. Articles are put on the list of those to be read where one says how. Then every receiver is
   * told in one digest what it does not know.
   * @returns the ids of those that were not known.
   */
  adoptRules(
    rules: readonly RuleVersion[],
    detectorFor: (ruleIds: ReadonlySet<string>) => Detector,
    at: string,
  ): Promise<{ readonly adopted: readonly string[]; readonly events: number }>;
  /**
   * Tells every receiver, in one digest, where what it was told is not what holds. For the reason that a silence is over, only
   * when one has ended since this was last done.
   * @param under what rules and receivers are: where that is as it was when this was last done, every receiver has been told what holds.
   * @returns how many digests were written.
   */
  reconcile(detector: Detector, why: ReconcileReason, at: string, under?: string): Promise<number>;
}
