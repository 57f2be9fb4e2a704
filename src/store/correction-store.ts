import type { Correction } from '../domain/correction.ts';
import type { SnapshotRecord } from './snapshot-store.ts';

/** An active entry whose figure is published otherwise by now. */
export interface OutdatedCorrection {
  readonly correction: Correction;
  /** As it is published now; null where it is marked as missing. */
  readonly published: number | null;
}

/** A publication that has to be read again, for the figures that a change of the ledger touches. */
export interface Rereading {
  readonly snapshot: SnapshotRecord;
  /** As `figureId` writes them. */
  readonly figures: readonly string[];
}

export interface CorrectionStore {
  /** What the given ledger adds to the active one or takes from it touches these publications: the last that spoke of each figure. */
  rereadings(ledger: readonly Correction[]): Promise<readonly Rereading[]>;
  /** Makes a ledger the active one; entries that stay are described anew (their lines, reasons). */
  activateCorrections(ledger: readonly Correction[]): Promise<void>;
  activeCorrections(): Promise<readonly Correction[]>;
  outdatedCorrections(pipeline: string): Promise<readonly OutdatedCorrection[]>;
}
