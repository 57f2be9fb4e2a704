import type { Correction } from '../domain/correction.ts';
import type { Interval } from '../domain/period.ts';
import type { Refusal } from '../errors.ts';

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

/** Outcomes of publications that have figures, or rates: some of them, or all, are loaded. */
export const WITH_FIGURES: readonly SnapshotOutcome[] = ['loaded', 'unchanged', 'held', 'suppressed', 'rates'];

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
  /** Of a file that a person gave: what it was when it was read, where a later change is sure to show; see content.ts. */
  readonly fileState?: string | null;
  /** The entries of the ledger of corrections that hold for the source: it is read with them, always. */
  readonly corrections?: readonly Correction[];
}

export interface SnapshotRecord extends NewSnapshot {
  readonly corrections: readonly Correction[];
  /** The months in which the periods of its figures end, the first and the last; null when it is not known. */
  readonly extent: Interval | null;
  /** How many figures it has; null when it has none, was read before they were counted, or is not read yet. */
  readonly figures: number | null;
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
  /** When a pipeline's source last said anything; null: it never did. */
  lastSight(pipeline: string): Promise<string | null>;
  /**
   * Forgets a snapshot that brought nothing new; no vintage may come from it.
   * @param before the snapshot of the same bytes, from which corrections have what is published then.
   */
  forgetSnapshot(id: number, before: number): Promise<void>;
  settleSnapshot(id: number, outcome: SnapshotOutcome, refused: readonly Refusal[], notes: readonly string[]): Promise<void>;
  /** The newest snapshot that answered a request, or null. */
  latestSnapshot(pipeline: string, requestKey: string): Promise<SnapshotRecord | null>;
  /** In the order in which they were recorded: what a replay reads. */
  snapshots(filter: { readonly pipeline?: string }): Promise<readonly SnapshotRecord[]>;
  /** Those of a pipeline of which nothing was made yet, in that order: what a killed process left. */
  unsettledSnapshots(pipeline: string): Promise<readonly SnapshotRecord[]>;
}
