import type { AlertEventKind, AlertState } from '../domain/alert.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import type { Message } from '../domain/message.ts';
import type { WatchedRelease } from '../domain/release-watch.ts';
import type { Severity } from '../domain/rule.ts';
import type { AlertEventRecord, AlertRecord, DeliveryRecord } from './alert-store.ts';
import type { DeliveryState } from './outbox-store.ts';
import type { RunRecord } from './run-store.ts';
import type { SnapshotRecord } from './snapshot-store.ts';

export interface AlertSearch {
  readonly state?: AlertState;
  readonly rule?: string;
  readonly severity?: Severity;
  /** Part of the series, the product's name, the rule or the fingerprint; capitals of ASCII do not matter. */
  readonly text?: string;
}

/** An alert with what its last message said of it. */
export interface AlertWithEntry extends AlertRecord {
  readonly entry: AlertEntry;
}

/** A message on an alert, as it was or will be sent. */
export interface SentMessage extends DeliveryRecord {
  readonly createdAt: string;
  readonly message: Message;
}

/** Something that happened to an alert. */
export interface AlertHappening extends AlertEventRecord {
  readonly kind: Exclude<AlertEventKind, 'recorded'>;
  readonly alert: AlertWithEntry;
}

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
  /** The last event first. @returns one page, and how many there are in all. */
  findAlerts(
    search: AlertSearch,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<{ readonly alerts: readonly AlertWithEntry[]; readonly total: number }>;
  /** The ids of rules that have alerts. */
  rulesWithAlerts(): Promise<readonly string[]>;
  alertCounts(): Promise<readonly { readonly state: AlertState; readonly severity: Severity; readonly count: number }[]>;
  /** What the last message on an alert said of it, and all messages, oldest first; null when there is no such alert. */
  alertThread(fingerprint: string): Promise<{ readonly entry: AlertEntry; readonly messages: readonly SentMessage[] } | null>;
  /** The newest first; what was told as history in a digest is left out. */
  alertHappenings(limit: number): Promise<readonly AlertHappening[]>;
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
