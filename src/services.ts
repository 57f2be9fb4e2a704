import type { Correction } from './domain/correction.ts';
import type { RevisionPolicy } from './domain/lookback.ts';
import type { ReleaseCalendar } from './domain/release.ts';
import type { HttpClient } from './http/client.ts';
import type { Log } from './log.ts';
import type { CommodityNames } from './news/commodities.ts';
import type { Pipeline } from './pipeline.ts';
import type { Archive } from './stages/archive.ts';
import type { Detector, RunCounts, SnapshotOutcome, Store } from './store/store.ts';

/** What a run works with; everything that acts on the world comes from outside. */
export interface Services {
  readonly store: Store;
  readonly archive: Archive;
  readonly client: HttpClient;
  readonly detector: Detector;
  /** How texts name commodities: what claims in the news are read with. */
  readonly commodities: CommodityNames;
  readonly log: Log;
  readonly now: () => Date;
  /** Told before each request of a run. */
  readonly progress?: (at: RunProgress) => void;
  /** Ends what is under way when the server stops. */
  readonly signal?: AbortSignal;
}

export interface RunProgress {
  readonly pipeline: string;
  readonly done: number;
  /** As far as it is known: an index page leads to more. */
  readonly total: number;
  /** What is at hand: the key of a request. */
  readonly request: string;
}

/** A pipeline as the configuration wants it. */
export interface Source {
  readonly pipeline: Pipeline;
  /** Null: no address is asked, figures come as files. */
  readonly baseUrl: string | null;
  readonly schedule: string | null;
  /** Null: no release is expected at any time. */
  readonly releases: ReleaseCalendar | null;
  readonly settings: unknown;
  readonly revisions: RevisionPolicy | null;
  /** The value of the secret that the pipeline names; null when there is none. */
  readonly secret: string | null;
  /** The entries of the ledger of corrections that name figures of this source. */
  readonly corrections?: readonly Correction[];
}

/** What a run has done so far. */
export type Counts = { -readonly [K in keyof RunCounts]: number };

/** Under which of the four words, or as held, an answer is counted; one that was refused is an error. */
export function wordOf(outcome: SnapshotOutcome): 'answered' | 'notYetPublished' | 'suppressed' | 'held' | 'errors' {
  switch (outcome) {
    case 'not_yet_published':
      return 'notYetPublished';
    case 'suppressed':
    case 'held':
      return outcome;
    case 'refused':
      return 'errors';
    default:
      return 'answered';
  }
}

export const noCounts = (): Counts => ({
  ...{ requests: 0, snapshots: 0, inserted: 0, revised: 0, unchanged: 0, refused: 0 },
  ...{ answered: 0, notYetPublished: 0, suppressed: 0, held: 0, errors: 0 },
});
