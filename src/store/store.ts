import type { AlertStore } from './alert-store.ts';
import type { ArticleStore } from './article-store.ts';
import type { BackfillStore, MannersStore } from './backfill-store.ts';
import type { ClaimStore } from './claim-store.ts';
import type { CorrectionStore } from './correction-store.ts';
import type { EveryAlertStore } from './every-alert-store.ts';
import type { ExportStore } from './export-store.ts';
import type { HeartbeatStore } from './heartbeat-store.ts';
import type { HeldStore } from './held-store.ts';
import type { LoadStore } from './load-store.ts';
import type { LookupStore } from './lookup-store.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { ProgressStore } from './progress-store.ts';
import type { PublicationStore } from './publication-store.ts';
import type { RateStore } from './rate-store.ts';
import type { ReleaseStore } from './release-store.ts';
import type { RunStore } from './run-store.ts';
import type { SeriesStore } from './series-store.ts';
import type { SilenceStore } from './silence-store.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { StatusStore } from './status-store.ts';

export type * from './alert-store.ts';
export type * from './article-store.ts';
export type { ClaimDetail, ClaimRecord } from './claim-store.ts';
export type * from './every-alert-store.ts';
export type * from './export-store.ts';
export type * from './heartbeat-store.ts';
export type * from './held-store.ts';
export type * from './load-store.ts';
export type * from './lookup-store.ts';
export type * from './outbox-store.ts';
export type { PartsOf } from './parts.ts';
export type * from './progress-store.ts';
export type * from './rate-store.ts';
export type * from './release-store.ts';
export type * from './run-store.ts';
export type * from './series-store.ts';
export type * from './silence-store.ts';
export type * from './snapshot-store.ts';
export { WITH_FIGURES } from './snapshot-store.ts';
export type * from './status-store.ts';

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
    EveryAlertStore,
    OutboxStore,
    BackfillStore,
    MannersStore,
    ClaimStore,
    LookupStore,
    CorrectionStore,
    ExportStore,
    PublicationStore,
    SilenceStore,
    HeartbeatStore,
    ProgressStore,
    StatusStore {
  /** Copies the whole database into one consistent file. */
  backup(file: string): Promise<void>;
  /** What is damaged, one line each; empty when all is well. */
  check(): Promise<readonly string[]>;
  /** A quick look at the file: what is damaged, and which SQLite looked. */
  health(): Promise<{ readonly sqliteVersion: string; readonly faults: readonly string[] }>;
  /** Gives back what pages were kept in memory for the next question; called when there is nothing to do. */
  rest(): void;
  close(): void;
}
