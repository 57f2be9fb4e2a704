import type { YearMonth } from '../domain/period.ts';
import type { HeldMonth, WatchedRelease } from '../domain/release-watch.ts';
import type { SnapshotOutcome } from './snapshot-store.ts';

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
