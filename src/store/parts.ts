import type { AlertStore } from './alert-store.ts';
import type { BackfillStore, MannersStore } from './backfill-store.ts';
import type { ClaimStore } from './claim-store.ts';
import type { EveryAlertStore } from './every-alert-store.ts';
import { openForReading, type Sqlite } from './existing.ts';
import type { HeldStore } from './held-store.ts';
import type { LookupStore } from './lookup-store.ts';
import type { ProgressStore } from './progress-store.ts';
import type { ReleaseStore } from './release-store.ts';
import type { RunStore } from './run-store.ts';
import type { SeriesStore } from './series-store.ts';
import type { SilenceStore } from './silence-store.ts';
import { compiledWhenUsed } from './statements.ts';
import type { StatusStore } from './status-store.ts';
import type { OutboxReader } from './store.ts';

/** Parts of the store, by name. */
interface Parts {
  alerts: AlertStore;
  backfills: Omit<BackfillStore, 'finishBackfill'>;
  claims: ClaimStore;
  everyAlert: EveryAlertStore;
  held: HeldStore;
  lookups: LookupStore;
  manners: MannersStore;
  mirror: Pick<SeriesStore, 'mirrorSeries'>;
  outbox: OutboxReader;
  progress: ProgressStore;
  releases: ReleaseStore;
  runs: RunStore;
  series: Omit<SeriesStore, 'mirrorSeries'>;
  silences: SilenceStore;
  status: StatusStore;
}

export type Part = keyof Parts;
/** What several parts can do together. */
export type PartsOf<P extends Part> = { [N in P]: (parts: Parts[N]) => void }[P] extends (parts: infer All) => void ? All : never;

const MAKERS: { readonly [P in Part]: () => Promise<(db: Sqlite) => Parts[P]> } = {
  alerts: async () => (await import('./alerts.ts')).alertStore,
  backfills: async () => (await import('./backfills.ts')).backfillStore,
  claims: async () => (await import('./claims.ts')).claimStore,
  everyAlert: async () => (await import('./every-alert.ts')).everyAlert,
  held: async () => (await import('./held.ts')).heldStore,
  lookups: async () => (await import('./lookups.ts')).lookupStore,
  manners: async () => (await import('./manners.ts')).mannersStore,
  mirror: async () => (await import('./mirror.ts')).mirrorStore,
  outbox: async () => (await import('./outbox-reader.ts')).outboxReader,
  progress: async () => (await import('./restored.ts')).progressStore,
  releases: async () => (await import('./releases.ts')).releaseStore,
  runs: async () => (await import('./runs.ts')).runStore,
  series: async () => (await import('./series.ts')).seriesStore,
  silences: async () => (await import('./silences.ts')).silenceStore,
  status: async () => (await import('./status.ts')).statusStore,
};

type Opened<P extends Part> = PartsOf<P> & { close(): void };

/**
 * Opens an existing database to read it, with the named parts of the store alone: a command that asks two tables waits neither for
 * the code nor for the statements of the others.
 * @param options.cacheMegabytes of pages that are kept in memory, when it is not to be as much as usual.
 * @throws UsageError as {@link openForReading}.
 */
export const openParts = async <P extends Part>(
  file: string,
  names: readonly P[],
  options: { readonly cacheMegabytes?: number } = {},
): Promise<Opened<P>> => (await partsOpener(names, options))(file);

/** Loads what {@link openParts} needs, and opens nothing yet. */
export async function partsOpener<P extends Part>(
  names: readonly P[],
  options: { readonly cacheMegabytes?: number } = {},
): Promise<(file: string) => Opened<P>> {
  const makers = await Promise.all(names.map((name) => MAKERS[name]()));
  return (file) => {
    const db = openForReading(file);
    try {
      if (options.cacheMegabytes !== undefined) db.pragma(`cache_size = ${-1000 * options.cacheMegabytes}`);
      return Object.assign({ close: () => void db.close() }, ...makers.map((make) => make(compiledWhenUsed(db))));
    } catch (error) {
      db.close();
      throw error;
    }
  };
}
