import { existsSync } from 'node:fs';
import { alertStore } from './alerts.ts';
import { articleStore } from './article-search.ts';
import { backfillStore } from './backfills.ts';
import { claimStore } from './claims.ts';
import { correctionStore } from './corrections.ts';
import { openDatabase, openEmpty, type Sqlite } from './database.ts';
import { everyAlert } from './every-alert.ts';
import { openBeside, openForReading } from './existing.ts';
import { exportStore } from './exports.ts';
import { heartbeatStore } from './heartbeat.ts';
import { heldStore } from './held.ts';
import { latestFaults } from './latest.ts';
import { loadStore } from './load.ts';
import { lookupStore } from './lookups.ts';
import { mannersStore } from './manners.ts';
import { mirrorStore } from './mirror.ts';
import { outboxStore } from './outbox.ts';
import { nameFaults } from './period-names.ts';
import { publicationStore } from './publications.ts';
import { rateStore } from './rates.ts';
import { rejudgingStore } from './rejudging.ts';
import { releaseStore } from './releases.ts';
import { progressStore } from './restored.ts';
import { runStore } from './runs.ts';
import { seriesStore } from './series.ts';
import type { SilenceStore } from './silence-store.ts';
import { silenceStore } from './silences.ts';
import { snapshotStore } from './snapshots.ts';
import { compiledWhenUsed } from './statements.ts';
import { statusStore } from './status.ts';
import type { OutboxStore, Store } from './store.ts';

/** Opens a database to write it; made and migrated when needed. See {@link openDatabase}. */
export const openStore = (file: string): Store => storeOver(openDatabase(file));

/** Opens an existing database beside a program that writes it. See {@link openForReading}. */
export const openStoreForReading = (file: string): Store => storeOver(openForReading(file));

/** Opens what a plan is made from: an existing database, or an empty one in memory where there is none. See {@link openForReading}. */
export const openStoreToPlan = (file: string): Store => (existsSync(file) ? openStoreForReading(file) : storeOver(openEmpty()));

/** Opens the outbox of an existing database beside the server. See {@link openBeside}. */
export function openOutboxBeside(file: string): OutboxStore & Pick<Store, 'close'> {
  const db = openBeside(file);
  return { ...outboxStore(db), close: () => void db.close() };
}

/** Opens the silences of an existing database beside the server. See {@link openBeside}. */
export function openSilencesBeside(file: string): SilenceStore & Pick<Store, 'close'> {
  const db = openBeside(file);
  return { ...silenceStore(db), close: () => void db.close() };
}

function storeOver(given: Sqlite): Store {
  const db = compiledWhenUsed(given);
  return {
    ...runStore(db),
    ...snapshotStore(db),
    ...loadStore(db),
    ...rejudgingStore(db),
    ...rateStore(db),
    ...articleStore(db),
    ...heldStore(db),
    ...seriesStore(db),
    ...mirrorStore(db),
    ...releaseStore(db),
    ...alertStore(db),
    ...outboxStore(db),
    ...backfillStore(db),
    ...mannersStore(db),
    ...correctionStore(db),
    ...claimStore(db),
    ...lookupStore(db),
    ...exportStore(db),
    ...publicationStore(db),
    ...silenceStore(db),
    ...heartbeatStore(db),
    ...progressStore(db),
    ...everyAlert(db),
    ...statusStore(db),
    async backup(file) {
      const readsOnly = db.pragma('query_only', { simple: true });
      // A copy counts as a change, though nothing of this file is written.
      db.pragma('query_only = OFF');
      try {
        db.prepare('VACUUM INTO ?').run(file);
      } finally {
        db.pragma(`query_only = ${readsOnly}`);
      }
    },
    async check() {
      const integrity = (db.pragma('integrity_check') as { integrity_check: string }[])
        .map((row) => row.integrity_check)
        .filter((line) => line !== 'ok');
      const foreign = (db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]).map(
        (row) => `${row.table} row ${row.rowid} refers to a missing ${row.parent}`,
      );
      return [...integrity, ...foreign, ...latestFaults(db), ...nameFaults(db)];
    },
    async health() {
      const lines = (db.pragma('quick_check(10)') as { quick_check: string }[]).map((row) => row.quick_check);
      const sqliteVersion = db.prepare('SELECT sqlite_version()').pluck().get() as string;
      return { sqliteVersion, faults: lines.filter((line) => line !== 'ok') };
    },
    rest() {
      db.pragma('shrink_memory');
    },
    close() {
      db.close();
    },
  };
}
