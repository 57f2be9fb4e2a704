import type { Period } from '../domain/period.ts';
import type { HoldCause } from './load-store.ts';

/** A figure that was held back, and what became of it. */
export interface HeldFigure {
  readonly pipeline: string;
  readonly snapshotId: number;
  readonly sha256: string;
  readonly seriesKey: string;
  readonly period: Period;
  readonly value: number | null;
  readonly cause: HoldCause;
  readonly reason: string;
  readonly heldAt: string;
  /** Null while it waits. confirmed: the next vintage said the same; replaced: it said otherwise; the others: a person. */
  readonly outcome: 'confirmed' | 'accepted' | 'rejected' | 'replaced' | null;
  readonly settledAt: string | null;
}

export interface HeldStore {
  /** What waits for the next vintage or a person, the oldest first. */
  waiting(pipeline?: string): Promise<readonly HeldFigure[]>;
}
