import type { Interval } from '../domain/period.ts';
import type { Detector } from './load-store.ts';

/** History that is being fetched. There is one at a time for each pipeline. */
export interface BackfillRecord {
  readonly id: number;
  readonly pipeline: string;
  readonly window: Interval;
  readonly startedAt: string;
  /** Not gone on with before; null when it may go on at once. */
  readonly resumeAt: string | null;
  /** How many times in a row it was gone on with and brought no answer. */
  readonly fruitless: number;
}

export interface BackfillStore {
  /** The backfills that are not finished, the oldest first. */
  openBackfills(): Promise<readonly BackfillRecord[]>;
  /** Begins one; there must be no other open one of the pipeline. */
  openBackfill(pipeline: string, window: Interval, at: string): Promise<BackfillRecord>;
  /** What this run loads is told of when the backfill is finished, and not before. */
  addBackfillRun(backfillId: number, runId: number): Promise<void>;
  /** The request has its answer, whatever that was: it is not asked again in this backfill. */
  backfillAnswered(backfillId: number, requestKey: string): Promise<void>;
  /** Keys of the requests that have their answers. */
  backfillAnswers(backfillId: number): Promise<ReadonlySet<string>>;
  /** It stopped, and goes on at `resumeAt`. */
  pauseBackfill(backfillId: number, resumeAt: string, fruitless: number): Promise<void>;
  /**
   * Judges everything that the backfill's runs brought and that still stands, once, as history, and closes it: one transaction.
   * @returns how many alerts something happened to.
   */
  finishBackfill(backfillId: number, detector: Detector, at: string): Promise<number>;
}

/** What publishers allow and have asked for; a restart must not forget it. */
export interface MannersStore {
  /** The hosts that asked to be left alone, and until when. What lies before `now` is forgotten. */
  heldHosts(now: string): Promise<readonly { readonly host: string; readonly until: string }[]>;
  holdHost(host: string, until: string): Promise<void>;
  /** Counts one request of a day, unless as many as `limit` were made. @returns whether it may be made. */
  countRequest(pipeline: string, day: string, limit: number): Promise<boolean>;
  /** Requests that were counted on a day. */
  requestsOn(pipeline: string, day: string): Promise<number>;
}
