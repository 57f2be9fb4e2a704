import type { Proof } from '../domain/proof.ts';
import type { HeldFigure } from './held-store.ts';
import type { SnapshotRecord } from './snapshot-store.ts';

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

/** What tells two states of one database apart: figures, alerts and claims change in runs. */
export interface FinishedRuns {
  /** The id of the newest run that came to its end; 0: none did. */
  readonly newest: number;
  readonly lastAt: string | null;
}

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
  /** Ends the runs that were cut off with their process; asked while no run is under way. */
  endCutOffRuns(at: string): Promise<void>;
  /** Forgets a run all of whose snapshots are forgotten: the same file given twice leaves the database as it was. */
  forgetRun(id: number): Promise<void>;
  /** Whether the last run of a source was cut off with its process; asked while no run of it is under way. */
  wasCutOff(pipeline: string): Promise<boolean>;
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
  /** Runs that came to their end, in whatever way. */
  finishedRuns(): Promise<FinishedRuns>;
  /** How many runs with a higher id came to their end. */
  finishedAfter(id: number): Promise<number>;
  /** When the newest run of the pipeline started that came to its end, of those that began up to an instant; one that was cut off is due again. */
  lastStart(pipeline: string, until: string): Promise<string | null>;
  failedRequest(pipeline: string, requestKey: string): Promise<FailedRequest | null>;
  /** Counts one more attempt; what failed last more than 90 days ago is forgotten. */
  addFailedRequest(pipeline: string, requestKey: string, at: string, reason: string): Promise<void>;
}
