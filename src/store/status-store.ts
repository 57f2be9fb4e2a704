import type { AlertEventKind } from '../domain/alert.ts';
import type { WatchedRelease } from '../domain/release-watch.ts';
import type { DeliveryState } from './outbox-store.ts';
import type { RunRecord } from './run-store.ts';
import type { SnapshotRecord } from './snapshot-store.ts';

export interface RunEffects {
  /** What happened to alerts, by kind. */
  readonly events: readonly { readonly kind: AlertEventKind; readonly count: number }[];
  /** Messages that it led to, by what became of them. */
  readonly messages: readonly { readonly state: DeliveryState; readonly count: number }[];
}

export interface ReleaseRecord extends WatchedRelease {
  readonly pipeline: string;
}

/** Sums over all runs of a source. */
export interface SourceTotals
  extends Pick<RunRecord, 'requests' | 'snapshots' | 'inserted' | 'revised' | 'unchanged' | 'refused' | 'errors'> {
  readonly pipeline: string;
  readonly runs: number;
}

export interface OutboxTotals {
  readonly byState: readonly { readonly state: DeliveryState; readonly count: number }[];
  /** When the oldest message that waits was written; null: none waits. */
  readonly waitingSince: string | null;
}

/** What status pages and metrics ask beside the rest; nothing here changes anything. */
export interface StatusStore {
  /** Another number whenever another connection has changed the database. */
  dataVersion(): Promise<number>;
  /** Whether the tables are those that this program reads. */
  isCurrent(): Promise<boolean>;
  /** The newest first, older than a run where one is given. */
  runsBefore(limit: number, filter: { readonly pipeline?: string; readonly before?: number }): Promise<readonly RunRecord[]>;
  runEffects(id: number): Promise<RunEffects>;
  runTotals(): Promise<readonly SourceTotals[]>;
  /** The newest month first. */
  releases(filter: { readonly pipeline?: string; readonly limit: number }): Promise<readonly ReleaseRecord[]>;
  /** Publications that were refused and that no later answer to the same request has replaced, the newest first. */
  refusedPublications(pipeline: string, limit: number): Promise<readonly SnapshotRecord[]>;
  outboxTotals(): Promise<OutboxTotals>;
}
