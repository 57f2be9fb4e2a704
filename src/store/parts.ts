import type { AlertStore } from './alert-store.ts';
import type { BackfillStore } from './backfill-store.ts';
import type { ClaimStore } from './claim-store.ts';
import { openForReading, type Sqlite } from './existing.ts';
import type { HeldStore } from './held-store.ts';
import type { LookupStore } from './lookup-store.ts';
import type { ProgressStore } from './progress-store.ts';
import type { ReleaseStore } from './release-store.ts';
import type { RunStore } from './run-store.ts';
import type { SeriesStore } from './series-store.ts';
import type { SilenceStore } from './silence-store.ts';
import type { OutboxReader } from './store.ts';

/** Parts of the store, by name. */
interface Parts {
  alerts: AlertStore;
  backfills: Omit<BackfillStore, 'finishBackfill'>;
  claims: ClaimStore;
  held: HeldStore;
  lookups: LookupStore;
  mirror: Pick<SeriesStore, 'mirrorSeries'>;
  outbox: OutboxReader;
  progress: ProgressStore;
  releases: ReleaseStore;
  runs: RunStore;
  series: Omit<SeriesStore, 'mirrorSeries'>;
  silences: SilenceStore;
}

export type Part = keyof Parts;
/** What several parts can do together. */
export type PartsOf<P extends Part> = { [N in P]: (parts: Parts[N]) => void }[P] extends (parts: infer All) => void ? All : never;

const MAKERS: { readonly [P in Part]: () => Promise<(db: Sqlite) => Parts[P]> } = {
  alerts: async () => (await import('./alerts.ts')).alertStore,
  backfills: async () => (await import('./backfills.ts')).backfillStore,
  claims: async () => (await import('./claims.ts')).claimStore,
  held: async () => (await import('./held.ts')).heldStore,
  lookups: async () => (await import('./lookups.ts')).lookupStore,
  mirror: async () => (await import('./mirror.ts')).mirrorStore,
  outbox: async () => (await import('./outbox-reader.ts')).outboxReader,
  progress: async () => (await import('./restored.ts')).progressStore,
  releases: async () => (await import('./releases.ts')).releaseStore,
  runs: async () => (await import('./runs.ts')).runStore,
  series: async () => (await import('./series.ts')).seriesStore,
  silences: async () => (await import('./silences.ts')).silenceStore,
};

/**
 * Opens an existing database to read it, with the named parts of the store alone: a command that asks two tables waits neither for
 * the code nor for the statements of the others.
 * @throws UsageError as {@link openForReading}.
 */
export async function openParts<P extends Part>(file: string, names: readonly P[]): Promise<PartsOf<P> & { close(): void }> {
  const makers = await Promise.all(names.map((name) => MAKERS[name]()));
  const db = openForReading(file);
  try {
    return Object.assign({ close: () => void db.close() }, ...makers.map((make) => make(db)));
  } catch (error) {
    db.close();
    throw error;
  }
}
